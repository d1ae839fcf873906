//! Range: failed outside of what is possible, suspect outside of what is usual.

use rust_decimal::Decimal;

use crate::column::Column;
use crate::outcome::Outcome;

/// The bounds of a range. A bound that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Lower fails.
    pub lowest: Option<Decimal>,
    /// Higher fails.
    pub highest: Option<Decimal>,
    /// Lower is suspect.
    pub unlikely_below: Option<Decimal>,
    /// Higher is suspect.
    pub unlikely_above: Option<Decimal>,
}

impl Range {
    /// What the range says of one value.
    pub fn of(&self, value: Decimal) -> Outcome {
        let outside = |low: Option<Decimal>, high: Option<Decimal>| {
            low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high)
        };
        if outside(self.lowest, self.highest) {
            Outcome::Failed
        } else if outside(self.unlikely_below, self.unlikely_above) {
            Outcome::Suspect
        } else {
            Outcome::Passed
        }
    }
}

/// Range test of a column: one outcome a time.
pub fn range(column: &Column, bounds: &Range) -> Vec<Outcome> {
    let low = |bound: Option<Decimal>| bound.map_or(i64::MIN, |bound| column.ceiling(bound));
    let high = |bound: Option<Decimal>| bound.map_or(i64::MAX, |bound| column.floor(bound));
    let possible = low(bounds.lowest)..=high(bounds.highest);
    let usual = low(bounds.unlikely_below)..=high(bounds.unlikely_above);
    let mut outcomes = vec![Outcome::Missing; column.len()];
    let (places, _, values) = column.present();
    for (place, value) in places.iter().zip(values) {
        // Every place is below the column's length by construction.
        if let Some(outcome) = outcomes.get_mut(*place) {
            *outcome = if !possible.contains(value) {
                Outcome::Failed
            } else if !usual.contains(value) {
                Outcome::Suspect
            } else {
                Outcome::Passed
            };
        }
    }
    outcomes
}
