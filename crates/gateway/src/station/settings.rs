//! What is agreed with one station beyond its name.

use chrono::NaiveDate;
use history::Period;
use rust_decimal::Decimal;

/// What a station is told when it is met for the first time (HJ 212-2017, first contact). What is empty is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstContact {
    /// Whether its clock is set (1012).
    pub set_time: bool,
    /// Its own timeout in seconds and number of repetitions (1000).
    pub timeouts: Option<(u32, u32)>,
    /// Interval of real-time data in seconds (1062).
    pub real_time_interval_seconds: Option<u32>,
    /// Interval of minute data in minutes (1064).
    pub minute_interval_minutes: Option<u32>,
    /// Whether real-time data are sent (2011, 2012).
    pub real_time_upload: Option<bool>,
    /// Whether the state of devices is sent (2021, 2022).
    pub status_upload: Option<bool>,
}

/// Data that a station owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// For which length of time a value speaks.
    pub period: Period,
    /// Minutes from one value to the next; a divisor of a day.
    pub every_minutes: u32,
    /// Item codes.
    pub items: Vec<String>,
    /// The first day for which they are owed, in the city's time; none: from the first contact on.
    pub since: Option<NaiveDate>,
}

/// What an instrument can measure, in the item's canonical unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstrumentRange {
    /// The smallest value.
    pub min: Decimal,
    /// The largest value.
    pub max: Decimal,
}

/// Something that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Withheld<T>(pub T);

impl<T> std::fmt::Debug for Withheld<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}
