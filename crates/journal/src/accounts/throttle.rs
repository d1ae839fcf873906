//! Wrong passwords are counted for each name: after so many within so long nothing is looked at for a while.
//!
//! An attempt is counted before its password is looked at and taken off when it was right, so that many at the same time gain nothing. Attempts
//! that are turned away are not counted: who waits as long as was said is heard again.

use chrono::{DateTime, TimeDelta, Utc};

/// So many wrong passwords for one name within so many minutes, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub attempts: usize,
    /// Within how many minutes.
    pub minutes: i64,
}

/// The limits; all of them hold.
pub const LIMITS: [Limit; 2] = [
    Limit {
        attempts: 5,
        minutes: 15,
    },
    Limit {
        attempts: 30,
        minutes: 24 * 60,
    },
];

/// How long an attempt is remembered: the longest of the limits.
pub(super) fn memory() -> TimeDelta {
    TimeDelta::minutes(LIMITS.iter().map(|limit| limit.minutes).max().unwrap_or(0))
}

/// Until when nothing is looked at, after these wrong passwords (oldest first); `None` when an attempt is free.
///
/// Attempts of the future, from before a clock was set back, are taken as made now.
pub(super) fn until(wrong: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    LIMITS
        .iter()
        .filter_map(|limit| {
            let decisive = wrong.len().checked_sub(limit.attempts)?;
            let free = wrong
                .get(decisive)?
                .min(&now)
                .checked_add_signed(TimeDelta::minutes(limit.minutes))?;
            (free > now).then_some(free)
        })
        .max()
}
