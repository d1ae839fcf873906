//! The largest 8 h mean of ozone of a day.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::air::limits::limits_on;
use crate::air::statistics::{HOURS_OF_DAY, Statistic, StatisticsRules, exact_mean, figure, too_many_hours};
use crate::item;
use crate::reason::Reason;
use crate::text::Text;

/// The length of the moving window in hours; part of the item's very name.
const WINDOW_HOURS: usize = 8;

/// The largest 8 h moving mean of `day` from its 24 hourly means (entry 0 is the hour that ends at 01:00).
///
/// HJ 663: the windows that end at 08:00 … 24:00, each valid with at least 6 hours; the day is valid with at least 14 windows, and
/// with fewer when what there is already exceeds the limit.
pub fn o3_8h_max(day: NaiveDate, hours: &[Option<Decimal>]) -> Statistic {
    let rules = StatisticsRules::on(day);
    let required = rules.o3_windows_min;
    if hours.len() > HOURS_OF_DAY {
        return too_many_hours(hours.len(), 0, required);
    }
    let means = window_means(rules, hours);
    let count = means.len();
    let limits = limits_on(day);
    let limit = item::by_code("O3_8H").and_then(|ozone| limits.limit(ozone, "8h"));
    let largest = means.into_iter().max_by_key(|(_, mean)| *mean);
    let kept = largest.filter(|(_, mean)| count >= required || limit.is_some_and(|limit| *mean > limit));
    let says = sentence(kept, count, required);
    let mut reason = Reason::new(says).by(rules.statistics_citation());
    if let Some(limit) = limit.filter(|_| count < required) {
        let says = Text::new(
            format!("日最大8小时平均二级限值 {limit} μg/m³"),
            format!("limit of the daily 8 h maximum, level 2: {limit} μg/m³"),
        );
        reason = reason.since(Reason::new(says).by(limits.citation()));
    }
    Statistic {
        value: kept.map(|(_, mean)| mean),
        count,
        required,
        reason,
    }
}

/// The valid windows: the hour at which each ends, and its mean.
fn window_means(rules: &StatisticsRules, hours: &[Option<Decimal>]) -> Vec<(usize, Decimal)> {
    // Hours that are not even listed are missing hours: the windows at the end of the day may still be valid.
    let mut hours = hours.to_vec();
    hours.resize(HOURS_OF_DAY, None);
    let first_end = rules.o3_first_window_end;
    let windows = hours.windows(WINDOW_HOURS).skip(first_end.saturating_sub(WINDOW_HOURS));
    let valid = windows
        .enumerate()
        .filter(|(_, window)| window.iter().flatten().count() >= rules.o3_hours_min);
    valid
        .filter_map(|(index, window)| Some((first_end + index, exact_mean(window)?)))
        .collect()
}

fn sentence(kept: Option<(usize, Decimal)>, count: usize, required: usize) -> Text {
    let Some((end, mean)) = kept else {
        return Text::new(
            format!("臭氧日最大8小时平均未知：有效滑动平均只有 {count} 个，至少需 {required} 个"),
            format!("largest 8 h ozone mean unknown: {count} valid windows, at least {required} needed"),
        );
    };
    let figure = item::by_code("O3_8H").map_or(String::new(), |ozone| figure(ozone, mean));
    let (zh, en) = if count >= required {
        (
            format!("{count} 个有效滑动平均（至少需 {required} 个）"),
            format!("{count} valid windows (at least {required} needed)"),
        )
    } else {
        (
            format!("有效滑动平均只有 {count} 个，但已超过限值，仍有效"),
            format!("only {count} valid windows, yet above the limit, so valid"),
        )
    };
    Text::new(
        format!("臭氧日最大8小时平均 {figure}，截至 {end:02}:00；{zh}"),
        format!("largest 8 h ozone mean {figure}, ending {end:02}:00; {en}"),
    )
}
