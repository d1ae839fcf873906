//! Clocks that run: when they end, what a pause and an extension make of it.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::Serialize;
use standards::Text;

use super::machine::{Clock, Limit, TermUnit};
use super::surroundings::Surroundings;
use super::term::working_days_between;

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
        let Some(since) = self.paused.take() else { return };
        if self.due.is_over(since) == Some(true) {
            return;
        }
        let working = matches!(&clock.limit, Limit::Term { term, .. } if term.unit == TermUnit::WorkingDays);
        let stood = (at.date() - since.date()).num_days().max(0);
        self.due = match &self.due {
            Due::At(time) => Due::At(*time + (at - since).max(TimeDelta::zero())),
            Due::Day(_) if working => {
                let days = working_days_between(since.date(), at.date(), around);
                self.later(days, TermUnit::WorkingDays, around)
            }
            Due::Day(_) => self.later(
                Ok(u32::try_from(stood).unwrap_or(u32::MAX)),
                TermUnit::CalendarDays,
                around,
            ),
            Due::Unknown(why) => Due::Unknown(why.clone()),
        };
    }

    pub(super) fn extend(&mut self, count: Result<u32, Text>, unit: TermUnit, around: &Surroundings<'_>) {
        self.due = self.later(count, unit, around);
    }

    fn later(&self, count: Result<u32, Text>, unit: TermUnit, around: &Surroundings<'_>) -> Due {
        match &self.due {
            Due::At(time) => unit.after(*time, count, around),
            Due::Day(day) => unit.after(day.and_time(chrono::NaiveTime::MIN), count, around),
            Due::Unknown(why) => Due::Unknown(why.clone()),
        }
    }
}
