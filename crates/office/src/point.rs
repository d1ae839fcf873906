//! Sections and stations: their marks on the map and their tables.

use chrono::{Days, Months, NaiveDateTime, NaiveTime};
use city::{City, Point, PointKind};
use history::{Ask, Extent, Known, Period};
use rust_decimal::prelude::ToPrimitive;
use standards::Text;
use standards::air::{Aqi, AqiLevel, edition_on};
use standards::item::{ITEMS, ItemDef};
use standards::rounding::shown;
use standards::water::SectionVerdict;

use crate::air::{AirDay, city_days, columns, hour_index, point_days};
use crate::error::OfficeError;
use crate::key::{Span, WhyKey};
use crate::leaf::{label_of, value_key};
use crate::office::Office;
use crate::plan::posts;
use crate::sample::{Sample, flag_counts, samples};
use crate::views::{self, Cell, Column, Mark, PointHead, PointMark, PointSheet, Row, Table};
use crate::water::{WaterMonth, judge_sample, months};

/// Rows that a table shows at most.
const ROWS_MAX: usize = 400;
/// How far back from the last value the tables look.
const SAMPLE_DAYS: u64 = 60;
const HOUR_DAYS: u64 = 14;
const DAY_DAYS: u64 = 1_100;
const MONTH_MONTHS: u32 = 36;

/// The address of a point's page.
pub(crate) fn page(point: &Point) -> String {
    match point.kind {
        PointKind::Section => format!("/sections/{}", point.id),
        PointKind::Station | PointKind::CityAir => format!("/stations/{}", point.id),
    }
}

/// Who and where a point is.
pub(crate) fn head(city: &City, point: &Point) -> PointHead {
    PointHead {
        id: point.id.clone(),
        kind: match point.kind {
            PointKind::Section => views::PointKind::Section,
            PointKind::Station => views::PointKind::Station,
            PointKind::CityAir => views::PointKind::CityAir,
        },
        name: point.name.clone(),
        of: city
            .place(&point.of)
            .map_or_else(|| Text::same(&point.of), |place| place.name.clone()),
        position: point.position,
        sketch: point.sketch,
        mn: point.mn.clone(),
        target_class: point.target_class.map(|class| class.to_string()),
        answers: posts(city, &point.answers),
        notice: point.notice.clone(),
    }
}

/// All points with their latest marks, in the order of the city folder.
pub(crate) async fn marks(office: &Office) -> Result<Vec<PointMark>, OfficeError> {
    let extents = office.history().extents().await?;
    let mut marks = Vec::new();
    for point in &office.city().points {
        marks.push(latest(office, point, &extents).await?);
    }
    Ok(marks)
}

/// The last time that anything is known of a point.
fn last_of(point: &Point, extents: &[Extent]) -> Option<NaiveDateTime> {
    extents
        .iter()
        .filter(|extent| extent.point == point.id)
        .map(|extent| extent.last)
        .max()
}

async fn known_since(office: &Office, points: &[&Point], from: NaiveDateTime) -> Result<Vec<Known>, OfficeError> {
    let ask = Ask {
        points: points.iter().map(|point| point.id.clone()).collect(),
        from: Some(from),
        ..Ask::default()
    };
    Ok(office.history().observations(&ask).await?)
}

async fn latest(office: &Office, point: &Point, extents: &[Extent]) -> Result<PointMark, OfficeError> {
    let city = office.city();
    let silent = || PointMark {
        head: head(city, point),
        mark: nothing_received(point),
        at: None,
    };
    let Some(last) = last_of(point, extents) else {
        return Ok(silent());
    };
    let known = known_since(office, &[point], last).await?;
    let row = match point.kind {
        PointKind::Section => samples(known)
            .iter()
            .next_back()
            .map(|sample| sample_row(point, sample)),
        PointKind::Station | PointKind::CityAir => {
            let hours: Vec<Sample> = samples(known.clone())
                .into_iter()
                .filter(|s| s.period == Period::Hour)
                .collect();
            match hours.last() {
                Some(hour) => Some(hour_row(point, hour)),
                None => point_days(&point.id, &known).last().map(day_row),
            }
        }
    };
    Ok(row.map_or_else(silent, |row| PointMark {
        head: head(city, point),
        mark: row.mark,
        at: Some(row.at),
    }))
}

fn nothing_received(point: &Point) -> Mark {
    let span = Span::Year(0);
    let point_id = point.id.clone();
    let why = match point.kind {
        PointKind::Section => WhyKey::Water { point: point_id, span },
        PointKind::Station | PointKind::CityAir => WhyKey::Air { point: point_id, span },
    };
    Mark {
        label: Text::new("未知", "unknown"),
        rank: None,
        because: Text::new("没有收到数据", "nothing was received"),
        why: why.to_string(),
    }
}

/// A section or station with its tables.
pub(crate) async fn sheet(office: &Office, id: &str) -> Result<PointSheet, OfficeError> {
    let city = office.city();
    let point = city.point(id).ok_or_else(|| office.no_point(id))?;
    let extents = office.history().extents().await?;
    let latest = latest(office, point, &extents).await?;
    let tables = match last_of(point, &extents) {
        None => Vec::new(),
        Some(last) => match point.kind {
            PointKind::Section => section_tables(office, point, last).await?,
            PointKind::Station | PointKind::CityAir => air_tables(office, point, last).await?,
        },
    };
    let targets = office.targets().await?;
    let fed: Vec<&str> = city
        .targets()
        .filter(|target| city.feeding(target).any(|p| p.id == id))
        .map(|target| target.id.as_str())
        .collect();
    let targets = targets
        .iter()
        .filter(|target| fed.contains(&target.id.as_str()))
        .cloned()
        .collect();
    Ok(PointSheet {
        head: head(city, point),
        latest,
        tables,
        targets,
    })
}

fn days_before(last: NaiveDateTime, days: u64) -> NaiveDateTime {
    last.date()
        .checked_sub_days(Days::new(days))
        .unwrap_or(last.date())
        .and_time(NaiveTime::MIN)
}

async fn section_tables(office: &Office, point: &Point, last: NaiveDateTime) -> Result<Vec<Table>, OfficeError> {
    let first_month = last
        .date()
        .checked_sub_months(Months::new(MONTH_MONTHS))
        .unwrap_or(last.date());
    let known = known_since(office, &[point], first_month.and_time(NaiveTime::MIN)).await?;
    let items = items_of(&known);
    let recent = days_before(last, SAMPLE_DAYS);
    let rows = samples(known.iter().filter(|known| known.at >= recent).cloned().collect())
        .iter()
        .map(|sample| sample_row_of(point, sample, &items))
        .collect();
    let month_rows = months(point, known)
        .iter()
        .map(|month| month_row(month, &items))
        .collect();
    Ok(vec![
        table("sample", Text::new("逐次监测", "Samples"), &items, rows),
        table(
            "month",
            Text::new("月均值评价", "Months, judged by their means"),
            &items,
            month_rows,
        ),
    ])
}

async fn air_tables(office: &Office, point: &Point, last: NaiveDateTime) -> Result<Vec<Table>, OfficeError> {
    let city = office.city();
    let points: Vec<&Point> = match point.kind {
        PointKind::CityAir => city
            .points
            .iter()
            .filter(|point| point.kind != PointKind::Section)
            .collect(),
        PointKind::Station | PointKind::Section => vec![point],
    };
    let known = known_since(office, &points, days_before(last, DAY_DAYS)).await?;
    let items = columns();
    let mut tables = Vec::new();
    let recent = days_before(last, HOUR_DAYS);
    let hours: Vec<Row> = samples(
        known
            .iter()
            .filter(|k| k.point == point.id && k.at >= recent)
            .cloned()
            .collect(),
    )
    .iter()
    .filter(|sample| sample.period == Period::Hour)
    .map(|sample| hour_row(point, sample))
    .collect();
    if !hours.is_empty() {
        tables.push(table("hour", Text::new("小时值", "Hours"), &items, hours));
    }
    let days = match point.kind {
        PointKind::CityAir => city_days(city, &points, &known),
        PointKind::Station | PointKind::Section => point_days(&point.id, &known),
    };
    tables.push(table(
        "day",
        Text::new("日评价", "Days"),
        &items,
        days.iter().map(day_row).collect(),
    ));
    Ok(tables)
}

/// The items that occur, in the order of the list of items.
fn items_of(known: &[Known]) -> Vec<&'static ItemDef> {
    ITEMS
        .iter()
        .filter(|item| known.iter().any(|known| known.item == item.code))
        .collect()
}

fn table(period: &str, title: Text, items: &[&'static ItemDef], mut rows: Vec<Row>) -> Table {
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    let total = rows.len();
    rows.truncate(ROWS_MAX);
    let columns = items
        .iter()
        .map(|item| Column {
            item: item.code.to_owned(),
            name: item.text(),
            unit: item.unit.symbol().to_owned(),
        })
        .collect();
    Table {
        period: period.to_owned(),
        title,
        columns,
        rows,
        total,
    }
}

fn sample_row(point: &Point, sample: &Sample) -> Row {
    sample_row_of(point, sample, &items_of(&sample.values))
}

fn sample_row_of(point: &Point, sample: &Sample, items: &[&'static ItemDef]) -> Row {
    let verdict = judge_sample(point, sample);
    let why = WhyKey::Water {
        point: point.id.clone(),
        span: Span::Moment(sample.at),
    };
    let cells = items.iter().map(|item| {
        let rank = verdict
            .items
            .iter()
            .find(|one| one.item.code == item.code)
            .and_then(|one| one.class);
        received_cell(sample.of(item.code), rank.map(|class| class.rank()))
    });
    Row {
        at: sample.at,
        label: label_of(Period::Instant, sample.at),
        mark: class_mark(&verdict, &why),
        cells: cells.collect(),
    }
}

fn month_row(month: &WaterMonth, items: &[&'static ItemDef]) -> Row {
    let cells = items.iter().map(|item| {
        let mean = month.means.iter().find(|mean| mean.item.code == item.code);
        let rank = month
            .verdict
            .items
            .iter()
            .find(|one| one.item.code == item.code)
            .and_then(|one| one.class);
        let value = mean.and_then(|mean| mean.value);
        computed_cell(
            item,
            value,
            rank.map(|class| class.rank()),
            mean.map(|_| month.key().to_string()),
        )
    });
    Row {
        at: month.first.and_time(NaiveTime::MIN),
        label: month.first.format("%Y-%m").to_string(),
        mark: class_mark(&month.verdict, &month.key()),
        cells: cells.collect(),
    }
}

fn hour_row(point: &Point, sample: &Sample) -> Row {
    let aqi = hour_index(sample.at, &sample.values);
    let why = WhyKey::Air {
        point: point.id.clone(),
        span: Span::Moment(sample.at),
    };
    let cells = columns()
        .into_iter()
        .map(|item| received_cell(sample.of(item.code), level_of(&aqi, item, sample.at)));
    Row {
        at: sample.at,
        label: label_of(Period::Hour, sample.at),
        mark: aqi_mark(&aqi, aqi.value, &why),
        cells: cells.collect(),
    }
}

fn day_row(day: &AirDay) -> Row {
    let at = day.day.and_time(NaiveTime::MIN);
    let key = day.key();
    let cells = columns().into_iter().map(|item| {
        let rank = level_of(&day.aqi, item, at);
        match day.received(item.code) {
            Some(known) => received_cell(Some(known), rank),
            None => computed_cell(item, day.value(item.code), rank, Some(key.to_string())),
        }
    });
    Row {
        at,
        label: label_of(Period::Day, at),
        mark: aqi_mark(&day.aqi, day.counted, &key),
        cells: cells.collect(),
    }
}

/// The level that an item alone would give.
fn level_of(aqi: &Aqi, item: &ItemDef, at: NaiveDateTime) -> Option<u8> {
    let index = aqi.items.iter().find(|one| one.item.code == item.code)?.iaqi?;
    Some(AqiLevel::of(edition_on(at.date()), index)?.rank)
}

fn class_mark(verdict: &SectionVerdict, why: &WhyKey) -> Mark {
    let label = match verdict.class {
        Some(class) => Text::same(class.to_string()),
        None => Text::new("未知", "unknown"),
    };
    Mark {
        label,
        rank: verdict.class.map(|class| class.rank()),
        because: verdict.reason.says.clone(),
        why: why.to_string(),
    }
}

/// The mark of an index; an index that does not count (`counted` is none) is shown as unknown, with its reason.
fn aqi_mark(aqi: &Aqi, counted: Option<u32>, why: &WhyKey) -> Mark {
    let (label, rank) = match (counted, aqi.level) {
        (Some(value), Some(level)) => (
            Text::new(
                format!("{value} {}", level.word.zh),
                format!("{value} {}", level.word.en),
            ),
            Some(level.rank),
        ),
        (Some(_) | None, _) => (Text::new("未知", "unknown"), None),
    };
    Mark {
        label,
        rank,
        because: aqi.reason.says.clone(),
        why: why.to_string(),
    }
}

fn received_cell(known: Option<&Known>, rank: Option<u8>) -> Cell {
    let Some(known) = known else {
        let note = Some(Text::new("没有收到", "not received"));
        return Cell {
            text: None,
            number: None,
            rank: None,
            flag: None,
            note,
            why: None,
        };
    };
    let counts = flag_counts(known.flag.as_deref());
    let note = match (known.value, counts) {
        (None, _) => Some(Text::new(
            format!("没有数值（原文“{}”）", known.text),
            format!("no number (received as '{}')", known.text),
        )),
        (Some(_), false) => Some(Text::new("标记不正常，不参与评价", "flagged, not judged")),
        (Some(_), true) => None,
    };
    Cell {
        text: known.value.map(|value| value.to_string()),
        number: known.value.and_then(|value| value.to_f64()),
        rank: rank.filter(|_| counts),
        flag: known.flag.clone().filter(|flag| flag != "N"),
        note,
        why: Some(value_key(known).to_string()),
    }
}

fn computed_cell(item: &ItemDef, value: Option<rust_decimal::Decimal>, rank: Option<u8>, why: Option<String>) -> Cell {
    // One digit more than the instrument shows: a mean is compared unrounded, and 0.1 must not look like a tie.
    let text = value.map(|value| shown(value, item.decimals.saturating_add(1)));
    let note = value
        .is_none()
        .then(|| Text::new("有效数据不足", "not enough valid data"));
    Cell {
        text,
        number: value.and_then(|value| value.to_f64()),
        rank,
        flag: None,
        note,
        why,
    }
}
