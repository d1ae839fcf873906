//! A clock that was paused or extended.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::{Calendar, ClockError, ClockUnit, Due, LENGTH_MAX, due};

/// A time in which a clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it was stopped; that day is not counted any more.
    pub from: NaiveDateTime,
    /// When it ran again; that day is counted. None while it still stands.
    pub to: Option<NaiveDateTime>,
}

/// When a limit ends that counts from `start`, was lengthened by `extension` of the same unit, and stood still in `pauses` (in the
/// order of time). Hours stand still by the minute; in all other units a day from the pause up to the day before the resumption
/// is not counted. A pause after the end changes nothing.
pub fn due_when_running(
    start: NaiveDateTime,
    length: u32,
    extension: u32,
    unit: ClockUnit,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<Due, ClockError> {
    let length = length.checked_add(extension).ok_or(ClockError::TooLong(length))?;
    let mut end = due(start, length, unit, calendar)?;
    for pause in pauses {
        if !end.holds(pause.from) {
            break;
        }
        let Some(to) = pause.to else {
            return Err(ClockError::Paused(pause.from.date()));
        };
        end = later(end, pause.from.max(start), to, unit, calendar)?;
    }
    Ok(end)
}

/// `end` moved on by what a pause from `from` to `to` took away, counted in `unit`. A pause after the end takes nothing away.
pub fn later(
    end: Due,
    from: NaiveDateTime,
    to: NaiveDateTime,
    unit: ClockUnit,
    calendar: &Calendar,
) -> Result<Due, ClockError> {
    let too_long = ClockError::TooLong(LENGTH_MAX);
    match end {
        Due::Moment(moment) => {
            let stood = (to - from).max(TimeDelta::zero());
            Ok(Due::Moment(moment.checked_add_signed(stood).ok_or(too_long)?))
        }
        Due::Day(day) if unit == ClockUnit::WorkingDays => {
            let mut lost = 0;
            for paused in days(from.date(), to.date(), day) {
                lost += u32::from(calendar.is_working(paused)?);
            }
            // Days lost after the old end do not count: only those that the limit would have used.
            let anew = calendar.after(day.max(last_paused(to).unwrap_or(day)), lost)?;
            Ok(Due::Day(anew))
        }
        Due::Day(day) => {
            let lost = days(from.date(), to.date(), day).count();
            let on = day.max(last_paused(to).unwrap_or(day));
            let anew = on.checked_add_days(chrono::Days::new(lost as u64));
            Ok(Due::Day(anew.ok_or(too_long)?))
        }
    }
}

/// The paused days that the limit would have used: up to its old end.
fn days(from: NaiveDate, to: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day < to && *day <= end)
}

fn last_paused(to: NaiveDateTime) -> Option<NaiveDate> {
    to.date().pred_opt()
}
