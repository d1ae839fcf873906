//! Clocks that run: when they end, what a pause and an extension make of it.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;
use standards::Text;

use super::machine::{Clock, Term};
use super::surroundings::Surroundings;
use super::value::Value;
use crate::clock;

/// When a clock runs out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// At the end of this day.
    Day(NaiveDate),
    /// At this minute.
    At(NaiveDateTime),
    /// It cannot be told, and why.
    Unknown(Text),
}

impl Due {
    /// Whether the end has passed at `at`; `None` when it cannot be told.
    pub fn is_over(&self, at: NaiveDateTime) -> Option<bool> {
        match self {
            Self::Day(day) => Some(at.date() > *day),
            Self::At(time) => Some(at > *time),
            Self::Unknown(_) => None,
        }
    }

    /// The end in words.
    pub fn words(&self) -> Text {
        match self {
            Self::Day(day) => Text::same(day.to_string()),
            Self::At(time) => Text::same(time.format("%Y-%m-%d %H:%M").to_string()),
            Self::Unknown(why) => Text::new(format!("未知（{}）", why.zh), format!("unknown ({})", why.en)),
        }
    }
}

/// A clock that runs or is paused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Running {
    /// When it began.
    pub started: NaiveDateTime,
    /// When it ends; while it is paused, when it would have ended.
    pub due: Due,
    /// Since when it is paused.
    pub paused: Option<NaiveDateTime>,
}

impl Running {
    /// Whether it has run out at `at`; a paused clock has not.
    pub fn is_over(&self, at: NaiveDateTime) -> Option<bool> {
        match self.paused {
            Some(since) => self.due.is_over(since),
            None => self.due.is_over(at),
        }
    }

    pub(super) fn pause(&mut self, at: NaiveDateTime) {
        self.paused.get_or_insert(at);
    }

    /// Goes on: the end moves by as much as the clock stood, in working days where those count.
    pub(super) fn resume(&mut self, clock: &Clock, at: NaiveDateTime, around: &Surroundings<'_>) {
        let (Some(since), Some(end)) = (self.paused.take(), self.end()) else {
            return;
        };
        if end.holds(since) {
            self.due = clock::later(end, since, at.max(since), clock.limit.unit(), around.calendar).into();
        }
    }

    /// Moves the end by a term, counted from the old end.
    pub(super) fn extend(
        &mut self,
        term: &Term,
        at: NaiveDateTime,
        facts: &BTreeMap<String, Value>,
        around: &Surroundings<'_>,
    ) {
        let from = match self.due {
            Due::At(time) => time,
            Due::Day(day) => day.and_time(NaiveTime::MIN),
            Due::Unknown(_) => return,
        };
        self.due = term.after(from, at.date(), facts, around);
    }

    fn end(&self) -> Option<clock::Due> {
        match self.due {
            Due::Day(day) => Some(clock::Due::Day(day)),
            Due::At(time) => Some(clock::Due::Moment(time)),
            Due::Unknown(_) => None,
        }
    }
}
