//! When a term ends that begins at a moment. Counting itself is the clock arithmetic's; here the procedure's words are turned into it.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
use rust_decimal::prelude::ToPrimitive;
use standards::Text;

use super::machine::{Length, Limit, Term, TermUnit};
use super::running::Due;
use super::surroundings::Surroundings;
use super::value::Value;

/// The longest term, in its unit: a century of hours.
pub const TERM_LENGTH_MAX: u32 = 900_000;

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
        let whole = number
            .filter(|number| number.fract().is_zero())
            .and_then(|number| number.to_u32());
        whole.filter(|count| *count <= TERM_LENGTH_MAX).ok_or_else(|| {
            Text::new(
                format!("期限“{name}”不清楚"),
                format!("the length `{name}` is not known"),
            )
        })
    }
}

impl Limit {
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
                    Some(Ok(day)) => day.and_time(chrono::NaiveTime::MIN),
                    Some(Err(why)) => return Due::Unknown(why),
                };
                let count = term.count(facts, at.date(), around);
                let mut due = if *backward {
                    term.unit.before(from.date(), count, around)
                } else {
                    term.unit.after(from, count, around)
                };
                if let (true, Due::Day(day)) = (first_day_counts, &due) {
                    due = moved(*day, -1).map_or_else(beyond, Due::Day);
                }
                match (rolls, due) {
                    (true, Due::Day(day)) => working_day(day, around),
                    (_, due) => due,
                }
            }
        }
    }
}

fn day_of(fact: &str, facts: &BTreeMap<String, Value>) -> Result<NaiveDate, Text> {
    match facts.get(fact) {
        Some(Value::Day(day)) => Ok(*day),
        _ => Err(Text::new(format!("“{fact}”尚不清楚"), format!("`{fact}` is not known"))),
    }
}

/// The end lies beyond what a calendar can write.
fn beyond() -> Due {
    Due::Unknown(Text::new("超出可以表示的日期", "beyond the days that can be written"))
}

fn no_calendar(day: NaiveDate) -> Text {
    Text::new(
        format!("工作日历不含{}年", day.year()),
        format!("the calendar of working days does not reach {}", day.year()),
    )
}

fn moved(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(count)
    } else {
        day.checked_add_days(count)
    }
}

impl TermUnit {
    /// The end of a term of `count` units that begins at `from`.
    pub(super) fn after(self, from: NaiveDateTime, count: Result<u32, Text>, around: &Surroundings<'_>) -> Due {
        let count = match count {
            Ok(count) => count,
            Err(why) => return Due::Unknown(why),
        };
        let day = from.date();
        let end = match self {
            Self::Hours => {
                let time = from.checked_add_signed(TimeDelta::hours(count.into()));
                return time.map_or_else(beyond, Due::At);
            }
            Self::WorkingDays => return working_days_after(day, count, around),
            Self::CalendarDays => moved(day, count.into()),
            Self::Months => day.checked_add_months(Months::new(count)),
            Self::Years => count
                .checked_mul(12)
                .and_then(|months| day.checked_add_months(Months::new(months))),
            Self::TenDayPeriods => end_of_ten_days(day, count),
            Self::IsoWeeks => {
                let to_sunday = 6 - i64::from(day.weekday().num_days_from_monday());
                moved(day, to_sunday + 7 * i64::from(count))
            }
            Self::Quarters => end_of_quarter(day, count),
        };
        end.map_or_else(beyond, Due::Day)
    }

    /// The day that lies `count` units before `day`; only days and months are counted back.
    pub(super) fn before(self, day: NaiveDate, count: Result<u32, Text>, around: &Surroundings<'_>) -> Due {
        let count = match count {
            Ok(count) => count,
            Err(why) => return Due::Unknown(why),
        };
        let end = match self {
            Self::WorkingDays => return working_days_before(day, count, around),
            Self::CalendarDays => moved(day, -i64::from(count)),
            Self::Months => day.checked_sub_months(Months::new(count)),
            Self::Years => count
                .checked_mul(12)
                .and_then(|months| day.checked_sub_months(Months::new(months))),
            _ => None,
        };
        end.map_or_else(beyond, Due::Day)
    }
}

/// The last day of the ten-day period that lies `count` after that of `day`.
fn end_of_ten_days(day: NaiveDate, count: u32) -> Option<NaiveDate> {
    let number = (day.day0() / 10).min(2).checked_add(count)?;
    let month = day.with_day(1)?.checked_add_months(Months::new(number / 3))?;
    match number % 3 {
        2 => last_of_month(month),
        part => month.with_day(10 * (part + 1)),
    }
}

/// The last day of the quarter that lies `count` after that of `day`.
fn end_of_quarter(day: NaiveDate, count: u32) -> Option<NaiveDate> {
    let first = day.with_day(1)?.with_month(day.month0() / 3 * 3 + 1)?;
    let months = count.checked_mul(3)?.checked_add(2)?;
    last_of_month(first.checked_add_months(Months::new(months))?)
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// The `count`-th working day after `day`, which is not counted.
fn working_days_after(day: NaiveDate, count: u32, around: &Surroundings<'_>) -> Due {
    count_working_days(day, count, 1, around)
}

fn working_days_before(day: NaiveDate, count: u32, around: &Surroundings<'_>) -> Due {
    count_working_days(day, count, -1, around)
}

fn count_working_days(from: NaiveDate, count: u32, step: i64, around: &Surroundings<'_>) -> Due {
    let (mut day, mut left) = (from, count);
    while left > 0 {
        let Some(next) = moved(day, step) else { return beyond() };
        day = next;
        match around.calendar.is_working_day(day) {
            Some(true) => left -= 1,
            Some(false) => {}
            None => return Due::Unknown(no_calendar(day)),
        }
    }
    Due::Day(day)
}

/// `day` itself when it is worked on, else the next day that is.
fn working_day(day: NaiveDate, around: &Surroundings<'_>) -> Due {
    match around.calendar.is_working_day(day) {
        Some(true) => Due::Day(day),
        Some(false) => working_days_after(day, 1, around),
        None => Due::Unknown(no_calendar(day)),
    }
}

/// The working days after `from` up to and with `to`; an error where the calendar does not reach.
pub(super) fn working_days_between(from: NaiveDate, to: NaiveDate, around: &Surroundings<'_>) -> Result<u32, Text> {
    let mut count = 0;
    for day in from.iter_days().skip(1).take_while(|day| *day <= to) {
        match around.calendar.is_working_day(day) {
            Some(works) => count += u32::from(works),
            None => return Err(no_calendar(day)),
        }
    }
    Ok(count)
}
