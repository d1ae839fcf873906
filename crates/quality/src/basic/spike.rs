//! Spike: how far a value stands from the mean of the values before and after it.

use rust_decimal::Decimal;

use super::{beyond, threshold};
use crate::column::Column;
use crate::outcome::Outcome;

/// The thresholds of the spike test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spike {
    /// A larger distance is suspect.
    pub suspect: Option<Decimal>,
    /// A larger distance fails.
    pub failed: Option<Decimal>,
    /// Values further apart than this many seconds are no neighbours.
    pub gap: i64,
}

/// Spike test of a column: `|x − (before + after) / 2|` against the thresholds, one outcome a time. Without a neighbour on both sides
/// it is not evaluated.
pub fn spike(column: &Column, spike: &Spike) -> Vec<Outcome> {
    // Twice the distance is a whole number; so is its threshold, rounded down.
    let twice = |limit: Decimal| column.floor(limit.checked_mul(Decimal::TWO).unwrap_or(Decimal::MAX));
    let suspect = threshold(spike.suspect, twice);
    let failed = threshold(spike.failed, twice);
    let mut outcomes = vec![Outcome::Missing; column.len()];
    let (places, times, values) = column.present();
    for place in places.first().into_iter().chain(places.last()) {
        if let Some(outcome) = outcomes.get_mut(*place) {
            *outcome = Outcome::NotEvaluated;
        }
    }
    let threes = values.windows(3).zip(times.windows(3)).zip(places.iter().skip(1));
    for ((values, times), place) in threes {
        let (&[before, value, after], &[earlier, at, later]) = (values, times) else {
            continue;
        };
        let neighbours = at.saturating_sub(earlier) <= spike.gap && later.saturating_sub(at) <= spike.gap;
        if let Some(outcome) = outcomes.get_mut(*place) {
            *outcome = if neighbours {
                beyond((2 * value - before - after).abs(), suspect, failed)
            } else {
                Outcome::NotEvaluated
            };
        }
    }
    outcomes
}
