//! Rate of change: how fast a value came from the one before.

use rust_decimal::Decimal;

use super::{beyond, threshold};
use crate::column::{Column, scale_down};
use crate::outcome::Outcome;

const HOUR: i128 = 3_600;

/// The thresholds of the rate test, in canonical units an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Faster is suspect.
    pub suspect_per_hour: Option<Decimal>,
    /// Faster fails.
    pub failed_per_hour: Option<Decimal>,
    /// Values further apart than this many seconds are no neighbours.
    pub gap: i64,
}

/// Rate test of a column: `|x − before|` against the threshold times the time between, one outcome a time. Without a value before it
/// is not evaluated.
pub fn rate(column: &Column, rate: &Rate) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::Missing; column.len()];
    let (places, times, values) = column.present();
    if let Some(outcome) = places.first().and_then(|place| outcomes.get_mut(*place)) {
        *outcome = Outcome::NotEvaluated;
    }
    let allowed = |seconds: i64| {
        let within = |limit: Decimal| in_seconds(limit, seconds, column.scale());
        (
            threshold(rate.suspect_per_hour, within),
            threshold(rate.failed_per_hour, within),
        )
    };
    // Most series have one step: the thresholds for it are worked out once.
    let mut step = 0;
    let (mut suspect, mut failed) = allowed(step);
    let pairs = values.windows(2).zip(times.windows(2)).zip(places.iter().skip(1));
    for ((values, times), place) in pairs {
        let (&[before, value], &[earlier, at]) = (values, times) else {
            continue;
        };
        let Some(outcome) = outcomes.get_mut(*place) else {
            continue;
        };
        let apart = at.saturating_sub(earlier);
        if apart > rate.gap {
            *outcome = Outcome::NotEvaluated;
            continue;
        }
        if apart != step {
            step = apart;
            (suspect, failed) = allowed(step);
        }
        *outcome = beyond((value - before).abs(), suspect, failed);
    }
    outcomes
}

/// `limit · 10^scale · seconds / 3600`, rounded down: the largest whole change that is not above the limit.
fn in_seconds(limit: Decimal, seconds: i64, scale: u32) -> i64 {
    let limit = limit.normalize();
    let Some(amount) = limit.mantissa().checked_mul(seconds.into()) else {
        return i64::MAX;
    };
    if scale >= limit.scale() {
        // Multiplied before it is divided by the hour; what overflows is larger than any change.
        10_i128
            .checked_pow(scale - limit.scale())
            .and_then(|power| power.checked_mul(amount))
            .and_then(|amount| i64::try_from(amount.div_euclid(HOUR)).ok())
            .unwrap_or(i64::MAX)
    } else {
        // Rounding down twice is rounding down once: both divisors are whole.
        scale_down(amount.div_euclid(HOUR), limit.scale(), scale)
    }
}
