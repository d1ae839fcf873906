//! How fast frames may come: whoever brings more is read more slowly, nothing is lost.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How much may come at once after a silence, in time of the steady rate.
const BURST: Duration = Duration::from_secs(1);

/// A rate of frames, kept as the moment up to which it is used up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    used_until: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { used_until: now }
    }

    /// Counts `frames` that came, and returns how long nothing more should be read.
    pub(super) fn spend(&mut self, frames: usize, per_second: u32, now: Instant) -> Duration {
        let one = Duration::from_secs(1) / per_second.max(1);
        let used = one.saturating_mul(u32::try_from(frames).unwrap_or(u32::MAX));
        self.used_until = self.used_until.max(now) + used;
        self.used_until.saturating_duration_since(now + BURST)
    }
}

/// What the connections from one address share.
#[derive(Debug)]
pub(super) struct Caller {
    pace: Mutex<Pace>,
}

impl Caller {
    pub(super) fn new() -> Self {
        Self {
            pace: Mutex::new(Pace::new(Instant::now())),
        }
    }

    /// As [`Pace::spend`], for all connections from the address together.
    pub(super) fn spend(&self, frames: usize, per_second: u32, now: Instant) -> Duration {
        // Counting cannot panic half-way.
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.spend(frames, per_second, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_free_and_the_rest_waits() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        assert_eq!(pace.spend(100, 100, start), Duration::ZERO);
        assert_eq!(pace.spend(50, 100, start), Duration::from_millis(500));
        let later = start + Duration::from_millis(1_500);
        assert_eq!(
            pace.spend(100, 100, later),
            Duration::ZERO,
            "half a second of it is used again"
        );
        assert!(pace.spend(usize::MAX, 0, later + BURST) > BURST);
    }
}
