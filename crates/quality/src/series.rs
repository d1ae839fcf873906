//! What is evaluated: one series of statements about one item at one point, in the order of time.

use rust_decimal::Decimal;

/// What an instrument can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InstrumentRange {
    /// The smallest value it shows, in the item's canonical unit.
    pub lowest: Option<Decimal>,
    /// The largest.
    pub highest: Option<Decimal>,
}

/// What all values of a series have in common.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Item code, e.g. `NH3N`. An unknown code is allowed: tests that need parameters are then not evaluated.
    pub item: &'a str,
    /// The word of its period: `instant`, `minute`, `hour`, `day`.
    pub period: &'a str,
    /// Length of the period in seconds, on whose multiples the times stand; none where there is no grid.
    pub step: Option<i64>,
    /// The range of the point's instrument for this item, where the city has entered it.
    pub instrument: Option<InstrumentRange>,
}

/// One value as it is known, with what was said around it. Nothing here is ever changed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading<'a> {
    /// Start of the period, seconds of local civil time.
    pub at: i64,
    /// The value in the canonical unit; none where there is none.
    pub value: Option<Decimal>,
    /// The value's text as received.
    pub text: &'a str,
    /// Data flag as received.
    pub flag: Option<&'a str>,
    /// When it was known, seconds of local civil time.
    pub recorded: i64,
    /// The newest time of the series that had been said before this was.
    pub newest_before: Option<i64>,
    /// The minimum of the same period, where one was said.
    pub minimum: Option<Decimal>,
    /// The maximum of the same period.
    pub maximum: Option<Decimal>,
    /// Another value that was said earlier about the same quantity.
    pub said_before: Option<Decimal>,
}
