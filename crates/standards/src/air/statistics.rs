//! Means of a day and of a city, and how much data each needs.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::air::validity::{FEBRUARY, MinimumRow, read_minimums};
use crate::item::ItemDef;
use crate::reason::{Citation, Reason};
use crate::rounding::shown;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// A statistic, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statistic {
    /// Unrounded; `None` = unknown.
    pub value: Option<Decimal>,
    /// How many valid values there are.
    pub count: usize,
    /// How many are needed.
    pub required: usize,
    /// The arithmetic, or what is lacking.
    pub reason: Reason,
}

/// What the standards in force together demand of statistics.
#[derive(Debug)]
pub(crate) struct StatisticsRules {
    validity: &'static Table,
    statistics: &'static Table,
    pub(crate) minimums: Vec<MinimumRow>,
    pub(crate) day_hours_min: usize,
    pub(crate) o3_hours_min: usize,
    pub(crate) o3_windows_min: usize,
    pub(crate) o3_first_window_end: usize,
    pub(crate) month_days_min: usize,
    pub(crate) february_days_min: usize,
    pub(crate) year_days_min: usize,
    pub(crate) city_percent_min: Decimal,
    pub(crate) good_day_max: Decimal,
    pub(crate) heavy_day_above: Decimal,
    pub(crate) ratio_decimals: u32,
}

impl StatisticsRules {
    /// The rules in force on `day`; days before the first edition take the first.
    pub(crate) fn on(day: NaiveDate) -> &'static Self {
        static EDITIONS: LazyLock<[StatisticsRules; 2]> = LazyLock::new(|| proven(read_editions()));
        let [first, second] = &*EDITIONS;
        if second.validity.valid_from <= day {
            second
        } else {
            first
        }
    }

    pub(crate) fn validity_citation(&self) -> Citation {
        self.validity.citation()
    }

    pub(crate) fn statistics_citation(&self) -> Citation {
        self.statistics.citation()
    }
}

/// The 24 h mean of the hours of `day` (24 entries, `None` = no valid hour), when at least 20 are valid.
///
/// GB 3095, table 4. All valid hours are used; the mean is not rounded.
pub fn day_mean(day: NaiveDate, item: &'static ItemDef, hours: &[Option<Decimal>]) -> Statistic {
    let rules = StatisticsRules::on(day);
    let (count, required) = (hours.iter().flatten().count(), rules.day_hours_min);
    let rule = rules.validity_citation();
    if hours.len() > HOURS_OF_DAY {
        return too_many_hours(hours.len(), count, required);
    }
    let value = if count >= required { exact_mean(hours) } else { None };
    let (zh, en) = item.name;
    let says = match value {
        Some(value) => Text::new(
            format!(
                "{zh} 日均值 {}：{count} 个有效小时的算术平均（至少需 {required} 个）",
                figure(item, value)
            ),
            format!(
                "{en} day mean {}: mean of {count} valid hours (at least {required} needed)",
                figure(item, value)
            ),
        ),
        None if count < required => Text::new(
            format!("{zh} 日均值未知：只有 {count} 个有效小时，至少需 {required} 个"),
            format!("{en} day mean unknown: {count} valid hours, at least {required} needed"),
        ),
        None => overflow(item),
    };
    Statistic {
        value,
        count,
        required,
        reason: Reason::new(says).by(rule),
    }
}

/// Whether this many valid hours suffice for a daily mean on `day` (GB 3095, table 4).
pub fn hours_suffice(day: NaiveDate, hours: usize) -> bool {
    hours >= StatisticsRules::on(day).day_hours_min
}

/// The mean over the points of a city (an hour or a day), when at least 75 % of the points are valid.
///
/// HJ 663-2013; carried on for 2026. `points` has one entry for every evaluation point of the city.
pub fn city_mean(day: NaiveDate, item: &'static ItemDef, points: &[Option<Decimal>]) -> Statistic {
    let rules = StatisticsRules::on(day);
    let (count, total) = (points.iter().flatten().count(), points.len());
    let percent = rules.city_percent_min;
    let required = points_required(total, percent);
    let value = if count >= required && count > 0 {
        exact_mean(points)
    } else {
        None
    };
    let (zh, en) = item.name;
    let says = match value {
        Some(value) => Text::new(
            format!(
                "{zh} 城市均值 {}：{total} 个点位中 {count} 个有效（至少需 {percent}%，即 {required} 个）",
                figure(item, value)
            ),
            format!(
                "{en} city mean {}: {count} of {total} points valid (at least {percent} %, {required} points)",
                figure(item, value)
            ),
        ),
        None if count < required || count == 0 => Text::new(
            format!("{zh} 城市均值未知：{total} 个点位中只有 {count} 个有效，至少需 {percent}%（{required} 个）"),
            format!(
                "{en} city mean unknown: {count} of {total} points valid, at least {percent} % ({required}) needed"
            ),
        ),
        None => overflow(item),
    };
    Statistic {
        value,
        count,
        required,
        reason: Reason::new(says).by(rules.statistics_citation()),
    }
}

pub(crate) const HOURS_OF_DAY: usize = 24;

pub(crate) fn exact_mean(values: &[Option<Decimal>]) -> Option<Decimal> {
    let count = values.iter().flatten().count();
    let sum = values
        .iter()
        .flatten()
        .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))?;
    sum.checked_div(Decimal::from(count))
}

pub(crate) fn figure(item: &ItemDef, value: Decimal) -> String {
    format!("{} {}", shown(value, item.decimals), item.unit.symbol())
}

pub(crate) fn too_many_hours(given: usize, count: usize, required: usize) -> Statistic {
    let says = Text::new(
        format!("给出 {given} 个小时值，一日至多 {HOURS_OF_DAY} 个，不予统计"),
        format!("{given} hours were given, a day has at most {HOURS_OF_DAY}: no statistic"),
    );
    Statistic {
        value: None,
        count,
        required,
        reason: Reason::new(says),
    }
}

pub(crate) fn overflow(item: &ItemDef) -> Text {
    Text::new(
        format!("{} 数值过大，无法精确求和，均值未知", item.name.0),
        format!(
            "{}: the values are too large to be summed exactly, mean unknown",
            item.name.1
        ),
    )
}

/// The least count whose share of `total` reaches `percent`.
fn points_required(total: usize, percent: Decimal) -> usize {
    let share = Decimal::from(total)
        .checked_mul(percent)
        .and_then(|hundredfold| hundredfold.checked_div(Decimal::ONE_HUNDRED));
    share
        .map(|share| share.ceil())
        .and_then(|least| usize::try_from(least).ok())
        .unwrap_or(usize::MAX)
}

fn read_editions() -> Result<[StatisticsRules; 2], TableError> {
    Ok([
        read("gb3095-2012/validity.csv", "hj663-2013/statistics.csv")?,
        read("gb3095-2026/validity.csv", "hj663-2026/statistics.csv")?,
    ])
}

/// The item whose row of the table speaks for the index of a day and the days of a year.
const PARTICLES: &str = "PM25";

fn read(validity: &str, statistics: &str) -> Result<StatisticsRules, TableError> {
    let (validity, statistics) = (table(validity)?, table(statistics)?);
    let minimums = read_minimums(validity)?;
    let of = |item: &str, period: &str| {
        let found = minimums
            .iter()
            .find(|row| row.is_of(item, period))
            .map(|row| row.minimum);
        found.ok_or_else(|| validity.fault("period", format!("no row for {item} over {period}")))
    };
    let year = of(PARTICLES, "year")?;
    Ok(StatisticsRules {
        day_hours_min: of(PARTICLES, "day")?.count,
        o3_hours_min: of("O3", "8h")?.count,
        o3_windows_min: statistics.whole_parameter("o3_windows_min")?,
        o3_first_window_end: statistics.whole_parameter("o3_first_window_end_hour")?,
        month_days_min: year.of_month(1),
        february_days_min: year.of_month(FEBRUARY),
        year_days_min: year.count,
        city_percent_min: statistics.parameter("city_points_percent_min")?,
        good_day_max: statistics.parameter("good_day_aqi_max")?,
        heavy_day_above: statistics.parameter("heavy_day_aqi_above")?,
        ratio_decimals: statistics.whole_parameter("ratio_decimals")?,
        minimums,
        validity,
        statistics,
    })
}
