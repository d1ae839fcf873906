//! The leaves of every explanation: one value, and what was received.

use city::{City, Point};
use history::{Known, Period, Statistic};
use standards::item::by_code;
use standards::{Reason, Text};

use crate::key::WhyKey;
use crate::sample::flag_counts;

/// The key under which a value can be asked for.
pub(crate) fn value_key(known: &Known) -> WhyKey {
    WhyKey::Value {
        point: known.point.clone(),
        item: known.item.clone(),
        period: known.period,
        statistic: known.statistic,
        at: known.at,
    }
}

/// One value as the end of an explanation.
pub(crate) fn leaf(city: &City, known: &Known) -> Reason {
    let place = point_name(city, &known.point);
    let item = quantity_name(&known.item, known.statistic);
    let time = period_label(known);
    let figure = figure(known);
    let flag = match known.flag.as_deref() {
        Some(flag) if !flag_counts(Some(flag)) => Text::new(
            format!("（标记 {flag}，不参与评价）"),
            format!(" (flag {flag}, not judged)"),
        ),
        Some(_) | None => Text::default(),
    };
    let says = Text::new(
        format!("{}　{time}　{} {}{}", place.zh, item.zh, figure.zh, flag.zh),
        format!("{}, {time}: {} {}{}", place.en, item.en, figure.en, flag.en),
    );
    let mut reason = Reason::new(says);
    reason.key = Some(value_key(known).to_string());
    reason.evidence = Some(known.evidence.to_string());
    reason
}

/// The value with its unit, or that there is none.
pub(crate) fn figure(known: &Known) -> Text {
    match known.value {
        Some(value) => {
            let unit = by_code(&known.item).map_or("", |item| item.unit.symbol());
            Text::same(format!("{value} {unit}").trim_end())
        }
        None => Text::new(
            format!("未知（原文“{}”）", known.text),
            format!("unknown (received as '{}')", known.text),
        ),
    }
}

/// Name of an item; an item that no list knows keeps its code.
pub(crate) fn item_name(code: &str) -> Text {
    by_code(code).map_or_else(|| Text::same(code), |item| item.text())
}

/// Name of an item with what was made of its readings, where that is not the value itself.
pub(crate) fn quantity_name(code: &str, statistic: Statistic) -> Text {
    let item = item_name(code);
    let (zh, en) = match statistic {
        Statistic::Value => return item,
        Statistic::Minimum => ("最小值", "minimum"),
        Statistic::Maximum => ("最大值", "maximum"),
        Statistic::Total => ("累计量", "total"),
    };
    Text::new(format!("{}{zh}", item.zh), format!("{} ({en})", item.en))
}

/// Name of a point; a point that the city no longer has keeps its id.
pub(crate) fn point_name(city: &City, id: &str) -> Text {
    city.point(id)
        .map_or_else(|| Text::same(id), |point: &Point| point.name.clone())
}

/// Name of a place; one that the city no longer has keeps its id.
pub(crate) fn place_name(city: &City, id: &str) -> Text {
    city.place(id)
        .map_or_else(|| Text::same(id), |place| place.name.clone())
}

/// The time that a value speaks for: an hour is shown from its start to its end.
pub(crate) fn period_label(known: &Known) -> String {
    label_of(known.period, known.at)
}

/// The stretch of time from `at` on.
pub(crate) fn label_of(period: Period, at: chrono::NaiveDateTime) -> String {
    match period {
        Period::Instant | Period::Minute => at.format("%Y-%m-%d %H:%M").to_string(),
        Period::Hour => {
            let end = at
                .checked_add_signed(chrono::TimeDelta::hours(1))
                .unwrap_or(at)
                .format("%H:%M")
                .to_string();
            // The last hour of a day ends at 24:00 of that day, not at 00:00 of the next.
            let end = if end == "00:00" { "24:00".to_owned() } else { end };
            format!("{}–{end}", at.format("%Y-%m-%d %H:%M"))
        }
        Period::Day => at.format("%Y-%m-%d").to_string(),
    }
}
