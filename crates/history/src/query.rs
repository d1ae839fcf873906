//! The questions that can be asked of the history, and the answers.

use chrono::{DateTime, NaiveDateTime, Utc};
use rust_decimal::Decimal;

use crate::observation::{Period, Statistic};
use crate::receipt::EvidenceId;

/// Which observations are wanted. Empty lists mean all.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Point ids.
    pub points: Vec<String>,
    /// Item codes.
    pub items: Vec<String>,
    /// Periods.
    pub periods: Vec<Period>,
    /// First time, inclusive.
    pub from: Option<NaiveDateTime>,
    /// Last time, exclusive.
    pub until: Option<NaiveDateTime>,
    /// What was taken from this receipt, or from this line of it.
    pub evidence: Option<EvidenceId>,
    /// Only statements whose place in the order of all lies in these, both ends included.
    pub sequences: Option<(i64, i64)>,
    /// At most so many statements; none is no limit.
    pub limit: Option<usize>,
    /// As known at this moment: later statements are left out.
    pub as_known: Option<DateTime<Utc>>,
}

/// One statement about a value, with what proves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Order of all statements.
    pub sequence: i64,
    /// Point id.
    pub point: String,
    /// Item code.
    pub item: String,
    /// Period.
    pub period: Period,
    /// Statistic.
    pub statistic: Statistic,
    /// Start of the period, local civil time.
    pub at: NaiveDateTime,
    /// Value in the canonical unit.
    pub value: Option<Decimal>,
    /// Text as received.
    pub text: String,
    /// Data flag as received.
    pub flag: Option<String>,
    /// What was received.
    pub evidence: EvidenceId,
    /// When we knew it.
    pub recorded_at: DateTime<Utc>,
}

impl Known {
    /// What the statement is about; a later statement with the same key takes its place.
    pub fn key(&self) -> (&str, &str, Period, Statistic, NaiveDateTime) {
        (&self.point, &self.item, self.period, self.statistic, self.at)
    }
}

/// What exists for a point and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Point id.
    pub point: String,
    /// Period.
    pub period: Period,
    /// Calendar year.
    pub year: i32,
    /// First time.
    pub first: NaiveDateTime,
    /// Last time.
    pub last: NaiveDateTime,
    /// Number of statements.
    pub statements: u64,
}

/// Which times are asked about: those of one period, cut into intervals counted from midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotAsk {
    /// Point ids; empty: all.
    pub points: Vec<String>,
    /// Item codes; empty: all.
    pub items: Vec<String>,
    /// The length of time that the values speak for.
    pub period: Period,
    /// Length of an interval in minutes; a divisor of a day.
    pub every_minutes: u32,
    /// First time, inclusive.
    pub from: NaiveDateTime,
    /// Last time, exclusive.
    pub until: NaiveDateTime,
}

/// An interval in which something was said about an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// Point id.
    pub point: String,
    /// Item code.
    pub item: String,
    /// Start of the interval, local civil time.
    pub start: NaiveDateTime,
    /// Whether a value was said; else it was only said that there is none.
    pub has_value: bool,
}
