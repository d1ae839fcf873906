//! Recorded time against the time of the run, and the clock of one logger, which may be wrong.

use chrono::{Duration, NaiveDateTime};
use tokio::time::Instant;

use super::Pace;

/// The same for the whole fleet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub started: Instant,
    /// The first DataTime of the fleet.
    pub begin: Option<NaiveDateTime>,
    pub pace: Pace,
}

impl Clock {
    /// When a recorded time comes.
    pub fn due(&self, at: NaiveDateTime) -> Instant {
        let recorded = self.begin.map_or_else(Duration::zero, |begin| at - begin);
        self.started + self.pace.wait(recorded)
    }

    /// The recorded time now, where it passes evenly.
    pub fn now(&self) -> Option<NaiveDateTime> {
        let Pace::Times(factor) = self.pace else { return None };
        let seconds = self.started.elapsed().as_secs_f64() * factor;
        let passed = Duration::from_std(std::time::Duration::try_from_secs_f64(seconds).ok()?).ok()?;
        self.begin?.checked_add_signed(passed)
    }
}

/// The clock of one logger: right at the begin, then gaining.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnClock {
    /// Seconds that it gains a day.
    pub gains: i64,
    /// When it was last set.
    since: Option<NaiveDateTime>,
    /// By how much it was set wrong then.
    set: Duration,
}

impl OwnClock {
    pub fn new(gains: i64, since: Option<NaiveDateTime>) -> Self {
        Self {
            gains,
            since,
            set: Duration::zero(),
        }
    }

    /// What it has gained since it was last set.
    pub fn drift(&self, at: NaiveDateTime) -> Duration {
        let passed = self.since.map_or(0, |since| (at - since).num_seconds().max(0));
        Duration::seconds(passed.saturating_mul(self.gains) / 86_400)
    }

    /// What it shows at a time.
    pub fn shows(&self, at: NaiveDateTime) -> NaiveDateTime {
        at.checked_add_signed(self.drift(at) + self.set).unwrap_or(at)
    }

    /// Sets it to show `time` at a time.
    pub fn set(&mut self, at: NaiveDateTime, time: NaiveDateTime) {
        self.since = Some(at);
        self.set = time - at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gains_until_it_is_set() {
        let day = |day: i64| chrono::DateTime::UNIX_EPOCH.naive_utc() + Duration::days(day);
        let mut clock = OwnClock::new(30, Some(day(0)));
        assert_eq!(clock.drift(day(2)), Duration::seconds(60));
        assert_eq!(clock.shows(day(2)), day(2) + Duration::seconds(60));
        clock.set(day(2), day(2) + Duration::seconds(1));
        assert_eq!(clock.shows(day(3)), day(3) + Duration::seconds(31));
        assert_eq!(clock.drift(day(3)), Duration::seconds(30));
    }
}
