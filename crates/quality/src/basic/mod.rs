//! The four basic tests over a column: range, spike, rate of change, flat line.
//!
//! Each takes a [`Column`](crate::Column) and its parameters and returns one outcome for every time of the series. Comparisons are
//! between whole numbers; equal to a threshold is within it.

mod flat_line;
mod range;
mod rate;
mod spike;

pub use flat_line::{Flat, FlatLine, flat_line};
pub use range::{Range, range};
pub use rate::{Rate, rate};
pub use spike::{Spike, spike};

use rust_decimal::Decimal;

use crate::outcome::Outcome;

/// Suspect above one threshold, failed above the other; a threshold that is not given is never passed.
fn beyond(amount: i64, suspect: i64, failed: i64) -> Outcome {
    if amount > failed {
        Outcome::Failed
    } else if amount > suspect {
        Outcome::Suspect
    } else {
        Outcome::Passed
    }
}

/// A threshold that is not given is the largest number.
fn threshold(given: Option<Decimal>, scaled: impl Fn(Decimal) -> i64) -> i64 {
    given.map_or(i64::MAX, scaled)
}
