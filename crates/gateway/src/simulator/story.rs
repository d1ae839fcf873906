//! In which order a logger sends, and what it keeps: the queue of one logger in recorded time.
//!
//! The order follows from source, seed and answers alone, never from how fast the run goes.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDateTime};
use hj212::Stamp;

use super::fate::{ATTEMPTS_MAX, Dice, Moment};
use super::faults::FaultKind;
use super::report::Tally;
use super::source::Source;

/// How many younger uploads a reordered one lets pass at most.
const LAG_MAX: u64 = 5;
/// Uploads that leave in one write.
const GLUE_MAX: usize = 8;
/// Uploads that a logger keeps; what comes beyond is given up.
const KEPT_MAX: usize = 100_000;
/// After how long in recorded time a try that could not be answered is made again: the timeout of the standard.
const RETRY_AFTER: Duration = Duration::seconds(10);
/// After how long in recorded time kept data are sent again.
const KEPT_FOR: Duration = Duration::hours(1);
/// How often kept data are sent again, each time with all tries.
const ROUNDS_MAX: u64 = 10;

/// One upload on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Number of the record.
    pub number: u64,
    /// DataTime.
    pub at: NaiveDateTime,
    /// When it is to be sent, in recorded time.
    pub due: NaiveDateTime,
    /// Whether it goes before others that are due at the same time.
    waits: bool,
    /// How often it was tried.
    pub attempt: u64,
    /// The request number of its first frame, once it has one.
    pub request: Option<Stamp>,
    /// Whether it is sent as back-fill.
    pub backfilled: bool,
    /// What the logger's clock had gained when it was first sent.
    pub drift: Option<Duration>,
    /// Of how many frames it consists, once they were made.
    pub parts: usize,
    /// Its parts that were answered, one bit each.
    pub answered: u16,
    /// Its parts that left whole and sound, one bit each.
    pub delivered: u16,
}

impl Unit {
    /// The moment of a part in this try.
    pub fn moment(&self, part: usize) -> Moment {
        Moment {
            number: self.number,
            attempt: self.attempt,
            part,
        }
    }

    /// Whether all its parts were answered.
    pub fn is_answered(&self) -> bool {
        self.parts > 0 && self.answered.count_ones() as usize >= self.parts
    }

    fn key(&self) -> (NaiveDateTime, bool, u64) {
        (self.due, self.waits, self.number)
    }
}

/// What is to be done with an upload that was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was put back and will come again.
    Again,
    /// It was given up.
    GivenUp,
}

/// The queue of one logger.
#[derive(Debug)]
pub(super) struct Story {
    source: Source,
    dice: Dice,
    /// The next record that was not looked at yet.
    fresh: u64,
    queue: BTreeMap<(NaiveDateTime, bool, u64), Unit>,
    retries: u64,
    /// Whether uploads are held back by order of the platform.
    pub suspended: bool,
}

impl Story {
    pub fn new(source: Source, dice: Dice, retries: u32) -> Self {
        Self {
            source,
            dice,
            fresh: 0,
            queue: BTreeMap::new(),
            retries: retries.into(),
            suspended: false,
        }
    }

    pub fn source(&self) -> &Source {
        &self.source
    }

    pub fn dice(&self) -> &Dice {
        &self.dice
    }

    /// How many records the logger has by now.
    pub fn measured(&self) -> u64 {
        self.fresh
    }

    /// The uploads that leave together, next in order; none when all is done.
    pub fn next(&mut self, tally: &mut Tally) -> Vec<Unit> {
        let mut together = Vec::new();
        while let Some(unit) = self.pop(tally) {
            let glued = together.len() + 1 < GLUE_MAX && self.dice.happens(FaultKind::Glue, unit.moment(0));
            if !together.is_empty() {
                tally.inject(FaultKind::Glue);
            }
            together.push(unit);
            if !glued {
                break;
            }
        }
        together
    }

    fn pop(&mut self, tally: &mut Tally) -> Option<Unit> {
        while let Some(at) = self.source.at(self.fresh) {
            let is_next = self
                .queue
                .first_key_value()
                .is_none_or(|(key, _)| (at, false, self.fresh) < *key);
            if !is_next {
                break;
            }
            self.look_at(self.fresh, at, tally);
            self.fresh += 1;
        }
        self.queue.pop_first().map(|(_, unit)| unit)
    }

    /// Decides what becomes of a record whose time has come.
    fn look_at(&mut self, number: u64, at: NaiveDateTime, tally: &mut Tally) {
        let mut unit = Unit {
            number,
            at,
            due: at,
            waits: false,
            attempt: 0,
            request: None,
            backfilled: false,
            drift: None,
            parts: 0,
            answered: 0,
            delivered: 0,
        };
        let moment = unit.moment(0);
        if self.suspended {
            return;
        }
        if self.dice.happens(FaultKind::Gap, moment) {
            tally.inject(FaultKind::Gap);
            return;
        }
        if self.dice.happens(FaultKind::Delay, moment) {
            tally.inject(FaultKind::Delay);
            let longest = self.dice.faults().span(FaultKind::Delay).num_seconds();
            let late = 1 + self.dice.how(FaultKind::Delay, moment, longest.unsigned_abs());
            unit.due = later(at, Duration::seconds(i64::try_from(late).unwrap_or(longest)));
            unit.backfilled = true;
            unit.waits = true;
        } else if self.dice.happens(FaultKind::Reorder, moment) {
            let lag = 1 + self.dice.how(FaultKind::Reorder, moment, LAG_MAX);
            let last = self.source.len().saturating_sub(1);
            if let Some(due) = self.source.at((number + lag).min(last)).filter(|_| number < last) {
                tally.inject(FaultKind::Reorder);
                unit.due = due;
                unit.waits = true;
            }
        }
        self.queue.insert(unit.key(), unit);
    }

    /// Puts an upload back that was not answered, to be tried again soon, or later as kept data.
    pub fn put_back(&mut self, mut unit: Unit, tally: &mut Tally) -> Fate {
        unit.attempt += 1;
        unit.waits = true;
        let tries = self.retries + 1;
        if unit.attempt >= ATTEMPTS_MAX.min(tries * ROUNDS_MAX) {
            return self.give_up(tally);
        }
        if unit.attempt.is_multiple_of(tries) {
            if unit.attempt == tries {
                tally.kept += 1;
            }
            unit.due = later(unit.due, KEPT_FOR);
            unit.backfilled = true;
            // What is sent anew has a request number of its own, and may be cut into other parts.
            unit.request = None;
            unit.answered = 0;
        } else {
            unit.due = later(unit.due, RETRY_AFTER);
        }
        if self.queue.len() >= KEPT_MAX {
            return self.give_up(tally);
        }
        self.queue.insert(unit.key(), unit);
        Fate::Again
    }

    fn give_up(&self, tally: &mut Tally) -> Fate {
        tally.given_up += 1;
        Fate::GivenUp
    }

    /// What is left when a run is stopped or fails.
    pub fn rest(&mut self) -> Vec<Unit> {
        std::mem::take(&mut self.queue).into_values().collect()
    }
}

/// A time of the calendar however late.
fn later(at: NaiveDateTime, span: Duration) -> NaiveDateTime {
    at.checked_add_signed(span).unwrap_or(at)
}
