//! What a procedure needs to know of the world beside its own acts: working days and parameters.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::clock::Calendar;

/// The parameters that a procedure may ask.
pub trait Parameters {
    /// The value of `profile.name` that is in force on a day; `None` when there is none.
    fn number(&self, name: &str, on: NaiveDate) -> Option<Decimal>;
}

/// Working days and parameters together.
#[derive(Clone, Copy)]
pub struct Surroundings<'s> {
    /// Which days are worked on.
    pub calendar: &'s Calendar,
    /// The parameters of the city's profiles.
    pub parameters: &'s dyn Parameters,
}
