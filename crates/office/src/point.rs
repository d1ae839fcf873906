//! Sections and stations: their marks on the map and their tables.

use chrono::{Datelike, Days, Months, NaiveDateTime, NaiveTime};
use city::{City, Point, PointKind};
use history::{Ask, Extent, Known, Period};
use standards::Text;

use crate::air::{city_days, columns, point_days};
use crate::error::OfficeError;
use crate::key::{Span, WhyKey};
use crate::leaf::place_name;
use crate::office::Office;
use crate::plan::posts;
use crate::row::{day_row, hour_row, items_of, month_row, sample_row, sample_row_of, table};
use crate::sample::{Sample, samples};
use crate::views::{Mark, PointHead, PointMark, PointSheet, Row, Table};
use crate::water::months;

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
        kind: point.kind,
        name: point.name.clone(),
        of: place_name(city, &point.of),
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

/// The last time of a point for which there are values that can be judged: of air, hours and days.
fn last_of(point: &Point, extents: &[Extent]) -> Option<NaiveDateTime> {
    let judged: &[Period] = match point.kind {
        PointKind::Section => &Period::ALL,
        PointKind::Station | PointKind::CityAir => &[Period::Hour, Period::Day],
    };
    extents
        .iter()
        .filter(|extent| extent.point == point.id && judged.contains(&extent.period))
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
        mark: nothing_received(city, point),
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

fn nothing_received(city: &City, point: &Point) -> Mark {
    // There is no time to ask about; the year of the resolution stands in.
    let span = Span::Year(city.resolved.year());
    let point_id = point.id.clone();
    let why = match point.kind {
        PointKind::Section => WhyKey::Water { point: point_id, span },
        PointKind::Station | PointKind::CityAir => WhyKey::Air { point: point_id, span },
    };
    Mark {
        label: Text::new("未知", "unknown"),
        rank: None,
        because: Text::new("没有收到可评价的数据", "nothing that can be judged was received"),
        why: why.to_string(),
    }
}

/// A section or station with its tables.
pub(crate) async fn sheet(office: &Office, id: &str) -> Result<PointSheet, OfficeError> {
    let city = office.city();
    let point = city.point(id).ok_or_else(|| office.no_point(id))?;
    let extents = office.history().extents().await?;
    let latest = latest(office, point, &extents).await?;
    let mut tables = match last_of(point, &extents) {
        None => Vec::new(),
        Some(last) => match point.kind {
            PointKind::Section => section_tables(office, point, last).await?,
            PointKind::Station | PointKind::CityAir => air_tables(office, point, last).await?,
        },
    };
    let times = || tables.iter().flat_map(|table| &table.rows).map(|row| row.at);
    if let (Some(first), Some(last)) = (times().min(), times().max())
        && let Some(marks) = crate::quality::marks_of(office.marks(), id, first, last).await?
    {
        marks.mark(&mut tables);
    }
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
