//! A year of days: good days, heavily polluted days, and whether there are enough of them for a verdict.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::air::statistics::StatisticsRules;
use crate::air::validity::FEBRUARY;
use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::text::Text;

/// The valid days of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthDays {
    /// 1..=12
    pub month: u32,
    /// Days with a valid index.
    pub valid_days: usize,
    /// Days needed.
    pub required: usize,
}

/// A year of daily indexes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearAir {
    /// The calendar year.
    pub year: i32,
    /// Valid days with an index up to 100.
    pub good_days: usize,
    /// Valid days with an index above 200.
    pub heavy_days: usize,
    /// Days with an index.
    pub valid_days: usize,
    /// Days with an index that a verdict on the year needs.
    pub required_days: usize,
    /// Good days / valid days × 100, unrounded; `None` without any valid day.
    pub ratio_percent: Option<Decimal>,
    /// The same as published, one decimal.
    pub ratio_shown: Option<Decimal>,
    /// Whether the days suffice for a verdict on the year.
    pub valid: bool,
    /// The twelve months.
    pub months: Vec<MonthDays>,
    /// The derivation; names the months that are short.
    pub reason: Reason,
}

/// Judges the days of `year`; a day without an index counts as not valid.
///
/// HJ 663: ratio = days with AQI ≤ 100 / valid days. Validity as for a yearly mean (GB 3095, table 4): at least 324 valid days and
/// at least 27 in every month (February 25). Days of other years are left out; of two entries for one day the later one counts.
/// The ratio is given even when the year is not valid: the caller must then not call it a verdict.
pub fn judge_year(year: i32, days: &[(NaiveDate, Option<u32>)]) -> YearAir {
    // The last day decides which edition's demands apply to a year that two editions share.
    let rules = StatisticsRules::on(NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX));
    let own: BTreeMap<NaiveDate, Option<u32>> = days.iter().filter(|(day, _)| day.year() == year).copied().collect();
    let indexes: Vec<(NaiveDate, Decimal)> = own
        .into_iter()
        .filter_map(|(day, aqi)| Some((day, Decimal::from(aqi?))))
        .collect();
    let valid_days = indexes.len();
    let good_days = indexes.iter().filter(|(_, aqi)| *aqi <= rules.good_day_max).count();
    let heavy_days = indexes.iter().filter(|(_, aqi)| *aqi > rules.heavy_day_above).count();
    let months: Vec<MonthDays> = (1..=12)
        .map(|month| MonthDays {
            month,
            valid_days: indexes.iter().filter(|(day, _)| day.month() == month).count(),
            required: if month == FEBRUARY {
                rules.february_days_min
            } else {
                rules.month_days_min
            },
        })
        .collect();
    let short: Vec<MonthDays> = months
        .iter()
        .copied()
        .filter(|month| month.valid_days < month.required)
        .collect();
    let valid = valid_days >= rules.year_days_min && short.is_empty();
    let share = share_of(rules, good_days, valid_days);
    let reason = ratio_reason(rules, year, good_days, valid_days, share.percent)
        .since(validity_reason(rules, valid_days, &short))
        .since(heavy_reason(rules, heavy_days));
    YearAir {
        year,
        good_days,
        heavy_days,
        valid_days,
        required_days: rules.year_days_min,
        ratio_percent: share.percent,
        ratio_shown: share.shown,
        valid,
        months,
        reason,
    }
}

/// The largest index of a good day, by the rules in force on `day` (HJ 663).
pub fn good_day_aqi_max(day: NaiveDate) -> Decimal {
    StatisticsRules::on(day).good_day_max
}

/// The valid days of a year, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct YearDays {
    /// Valid days of the whole year.
    pub valid_days: usize,
    /// Valid days of January … December.
    pub months: [usize; 12],
}

/// Whether valid days suffice for a statistic of the year that ends at or after `day` (GB 3095, table 4).
pub fn days_suffice(day: NaiveDate, days: &YearDays) -> bool {
    let rules = StatisticsRules::on(day);
    let months = (1..)
        .zip(days.months)
        .all(|(month, count)| count >= month_days_required(rules, month));
    days.valid_days >= rules.year_days_min && months
}

/// A share in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Unrounded; `None` when there is nothing to divide by.
    pub percent: Option<Decimal>,
    /// As published, one decimal.
    pub shown: Option<Decimal>,
}

/// Good days / valid days × 100 (HJ 663), by the rounding in force on `day`.
pub fn good_day_ratio(day: NaiveDate, good_days: usize, valid_days: usize) -> Share {
    share_of(StatisticsRules::on(day), good_days, valid_days)
}

fn share_of(rules: &StatisticsRules, good_days: usize, valid_days: usize) -> Share {
    let hundredfold = Decimal::from(good_days).checked_mul(Decimal::ONE_HUNDRED);
    let percent = hundredfold.and_then(|good| good.checked_div(Decimal::from(valid_days)));
    Share {
        percent,
        shown: percent.map(|percent| round(percent, rules.ratio_decimals)),
    }
}

fn month_days_required(rules: &StatisticsRules, month: u32) -> usize {
    if month == FEBRUARY {
        rules.february_days_min
    } else {
        rules.month_days_min
    }
}

fn ratio_reason(rules: &StatisticsRules, year: i32, good: usize, valid: usize, ratio: Option<Decimal>) -> Reason {
    let bound = rules.good_day_max;
    let says = match ratio {
        Some(ratio) => {
            let ratio = shown(ratio, rules.ratio_decimals);
            Text::new(
                format!("{year} 年优良天数比例 {ratio}%：AQI≤{bound} 的 {good} 天 ÷ 有效 {valid} 天"),
                format!("share of good days in {year} {ratio} %: {good} days with AQI ≤ {bound} ÷ {valid} valid days"),
            )
        }
        None => Text::new(
            format!("{year} 年无有效监测日，优良天数比例未知"),
            format!("no valid day in {year}: the share of good days is unknown"),
        ),
    };
    Reason::new(says).by(rules.statistics_citation())
}

fn validity_reason(rules: &StatisticsRules, valid_days: usize, short: &[MonthDays]) -> Reason {
    let needed = rules.year_days_min;
    let (zh, en) = if valid_days >= needed {
        ("≥", "≥")
    } else {
        ("＜", "<")
    };
    let mut says = Text::new(
        format!("有效 {valid_days} 天 {zh} {needed} 天"),
        format!("{valid_days} valid days {en} {needed}"),
    );
    if short.is_empty() {
        says.zh.push_str("；各月均足数");
        says.en.push_str("; every month suffices");
    } else {
        let zh: Vec<_> = short
            .iter()
            .map(|month| format!("{} 月 {} 天（需 {}）", month.month, month.valid_days, month.required))
            .collect();
        let en: Vec<_> = short
            .iter()
            .map(|month| {
                format!(
                    "month {}: {} days (needs {})",
                    month.month, month.valid_days, month.required
                )
            })
            .collect();
        says.zh.push_str(&format!("；不足月份：{}", zh.join("、")));
        says.en.push_str(&format!("; short months: {}", en.join(", ")));
    }
    let verdict = if valid_days >= needed && short.is_empty() {
        (" → 全年数据有效", " → the year is valid")
    } else {
        (
            " → 数据不足，不能作出年度结论",
            " → not enough data for a verdict on the year",
        )
    };
    says.zh.push_str(verdict.0);
    says.en.push_str(verdict.1);
    Reason::new(says).by(rules.validity_citation())
}

fn heavy_reason(rules: &StatisticsRules, heavy_days: usize) -> Reason {
    let bound = rules.heavy_day_above;
    let says = Text::new(
        format!("重度及以上污染（AQI>{bound}）{heavy_days} 天"),
        format!("{heavy_days} heavily polluted days (AQI > {bound})"),
    );
    Reason::new(says).by(rules.statistics_citation())
}
