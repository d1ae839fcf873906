//! When a term ends that begins at a moment: the words of a procedure turned into the arithmetic of `rules::clock`.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::prelude::ToPrimitive;
use standards::Text;

use super::machine::{Length, Limit, Term};
use super::running::Due;
use super::surroundings::Surroundings;
use super::value::Value;
use crate::clock::{self, ClockError, ClockUnit};

impl Term {
    /// How many units; an error where a parameter or fact is not known or is no whole number.
    pub(super) fn count(
        &self,
        facts: &BTreeMap<String, Value>,
        on: NaiveDate,
        around: &Surroundings<'_>,
    ) -> Result<u32, Text> {
        let (number, name) = match &self.length {
            Length::Fixed(count) => return Ok(*count),
            Length::Parameter(name) => (around.parameters.number(name, on), name),
            Length::Fact(id) => match facts.get(id) {
                Some(Value::Number(number)) => (Some(*number), id),
                _ => (None, id),
            },
        };
        let whole = number.filter(|number| number.fract().is_zero());
        whole.and_then(|number| number.to_u32()).ok_or_else(|| {
            Text::new(
                format!("期限“{name}”不清楚"),
                format!("the length `{name}` is not known"),
            )
        })
    }

    /// The end of the term when it begins at `from`; `at` is the day on which parameters are asked.
    pub(super) fn after(
        &self,
        from: NaiveDateTime,
        at: NaiveDate,
        facts: &BTreeMap<String, Value>,
        around: &Surroundings<'_>,
    ) -> Due {
        match self.count(facts, at, around) {
            Ok(count) => clock::due(from, count, self.unit, around.calendar).into(),
            Err(why) => Due::Unknown(why),
        }
    }
}

impl From<Result<clock::Due, ClockError>> for Due {
    fn from(end: Result<clock::Due, ClockError>) -> Self {
        match end {
            Ok(clock::Due::Day(day)) => Self::Day(day),
            Ok(clock::Due::Moment(time)) => Self::At(time),
            Err(error) => Self::Unknown(error.text()),
        }
    }
}

impl Limit {
    /// The unit in which it is counted.
    pub(super) fn unit(&self) -> ClockUnit {
        match self {
            Self::Term { term, .. } => term.unit,
            Self::Until(_) => ClockUnit::CalendarDays,
        }
    }

    /// The end of a clock that begins at `at`.
    pub(super) fn due(&self, at: NaiveDateTime, facts: &BTreeMap<String, Value>, around: &Surroundings<'_>) -> Due {
        match self {
            Self::Until(fact) => day_of(fact, facts).map_or_else(Due::Unknown, Due::Day),
            Self::Term {
                term,
                counts_from,
                backward,
                first_day_counts,
                rolls,
            } => {
                let from = match counts_from.as_deref().map(|fact| day_of(fact, facts)) {
                    None => at,
                    Some(Ok(day)) => day.and_time(NaiveTime::MIN),
                    Some(Err(why)) => return Due::Unknown(why),
                };
                let count = match term.count(facts, at.date(), around) {
                    Ok(count) => count,
                    Err(why) => return Due::Unknown(why),
                };
                let end = if *backward {
                    clock::before(from.date(), count, term.unit, around.calendar).map(clock::Due::Day)
                } else {
                    clock::due(from, count, term.unit, around.calendar)
                };
                let end = end.map(|end| if *first_day_counts { the_day_before(end) } else { end });
                match end {
                    Ok(end) if *rolls => end.on_working_day(around.calendar).into(),
                    end => end.into(),
                }
            }
        }
    }
}

/// A term whose first day counts ends a day earlier.
fn the_day_before(end: clock::Due) -> clock::Due {
    match end {
        clock::Due::Day(day) => clock::Due::Day(day.pred_opt().unwrap_or(day)),
        moment @ clock::Due::Moment(_) => moment,
    }
}

fn day_of(fact: &str, facts: &BTreeMap<String, Value>) -> Result<NaiveDate, Text> {
    match facts.get(fact) {
        Some(Value::Day(day)) => Ok(*day),
        _ => Err(Text::new(format!("“{fact}”尚不清楚"), format!("`{fact}` is not known"))),
    }
}
