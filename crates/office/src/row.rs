//! The rows of a point's tables: one time, its mark, its values.

use chrono::{NaiveDateTime, NaiveTime};
use city::Point;
use history::{Known, Period};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use standards::Text;
use standards::air::{Aqi, AqiLevel, edition_on};
use standards::item::{ITEMS, ItemDef};
use standards::rounding::shown;
use standards::water::SectionVerdict;

use crate::air::{AirDay, columns, hour_index};
use crate::key::{Span, WhyKey};
use crate::leaf::{label_of, value_key};
use crate::sample::{Sample, flag_counts};
use crate::views::{Cell, Column, Mark, Row, Table};
use crate::water::{WaterMonth, judge_sample};

/// Rows that a table shows at most.
const ROWS_MAX: usize = 400;

/// The items that occur, in the order of the list of items.
pub(crate) fn items_of(known: &[Known]) -> Vec<&'static ItemDef> {
    ITEMS
        .iter()
        .filter(|item| known.iter().any(|known| known.item == item.code))
        .collect()
}

pub(crate) fn table(period: &str, title: Text, items: &[&'static ItemDef], mut rows: Vec<Row>) -> Table {
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

pub(crate) fn sample_row(point: &Point, sample: &Sample) -> Row {
    sample_row_of(point, sample, &items_of(&sample.values))
}

pub(crate) fn sample_row_of(point: &Point, sample: &Sample, items: &[&'static ItemDef]) -> Row {
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

pub(crate) fn month_row(month: &WaterMonth, items: &[&'static ItemDef]) -> Row {
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

pub(crate) fn hour_row(point: &Point, sample: &Sample) -> Row {
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

pub(crate) fn day_row(day: &AirDay) -> Row {
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
            quality: None,
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
        quality: None,
        note,
        why: Some(value_key(known).to_string()),
    }
}

fn computed_cell(item: &ItemDef, value: Option<Decimal>, rank: Option<u8>, why: Option<String>) -> Cell {
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
        quality: None,
        note,
        why,
    }
}
