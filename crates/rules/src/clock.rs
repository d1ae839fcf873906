//! The arithmetic of time limits: when something is due, in hours, days, working days, months, years or whole periods.
//!
//! - The day from which a limit counts is not counted itself; the limit ends with the end of its last day. Hours run by the minute.
//! - A month later is the same day of the month, or the last day of a month that has no such day.
//! - Working days need the official calendar of the year. A year that the [`Calendar`] does not know makes the answer unknown:
//!   Monday to Friday is never assumed.

mod calendar;
mod due;
mod running;
mod unit;
mod window;

pub use calendar::{Calendar, UnknownYear};
pub use due::{Due, before, due, due_by};
pub use running::{Pause, due_when_running, later};
pub use unit::ClockUnit;
pub use window::{Cover, Period, Window, windows};

use standards::Text;

/// Longest limit, in whatever unit: longer is a slip of the pen.
pub const LENGTH_MAX: u32 = 100_000;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The official calendar of a year is not known.
    #[error(transparent)]
    UnknownYear(#[from] UnknownYear),
    /// The limit is longer than [`LENGTH_MAX`], or ends outside the days that can be counted.
    #[error("a limit of {0} ends outside the days that can be counted")]
    TooLong(u32),
    /// The clock stands still, and nobody has said until when.
    #[error("the clock has been paused since {0} and was not resumed")]
    Paused(chrono::NaiveDate),
}

impl ClockError {
    /// Why there is no answer, for people.
    pub fn text(&self) -> Text {
        match self {
            Self::UnknownYear(unknown) => unknown.text(),
            Self::TooLong(length) => Text::new(
                format!("期限 {length} 过长，无法推算"),
                format!("a limit of {length} is too long to be counted"),
            ),
            Self::Paused(since) => Text::new(
                format!("自{since}起中止计时，尚未恢复，期限未定"),
                format!("paused since {since} and not resumed: the end is open"),
            ),
        }
    }
}
