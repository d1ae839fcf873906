//! When a limit ends.

use chrono::{Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
use standards::Text;

use super::{Calendar, ClockError, ClockUnit, LENGTH_MAX, Period, Window};

/// The end of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The end of that day.
    Day(NaiveDate),
    /// That moment.
    Moment(NaiveDateTime),
}

impl Due {
    /// Whether something done at `at` is in time. The last day counts whole, the last moment counts.
    pub fn holds(self, at: NaiveDateTime) -> bool {
        match self {
            Self::Day(day) => at.date() <= day,
            Self::Moment(moment) => at <= moment,
        }
    }

    /// The day on which the limit ends.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.date(),
        }
    }

    /// The end, moved to the next working day where its last day is none (ENF-2 counts so). An end by the minute stays.
    pub fn on_working_day(self, calendar: &Calendar) -> Result<Self, ClockError> {
        match self {
            Self::Day(day) if !calendar.is_working(day)? => Ok(Self::Day(calendar.after(day, 1)?)),
            end => Ok(end),
        }
    }

    /// The earlier of two ends: where two limits run, the shorter wins.
    #[must_use]
    pub fn earlier(self, other: Self) -> Self {
        let end = |due: Self| match due {
            Self::Day(day) => day.and_time(chrono::NaiveTime::MIN).checked_add_days(Days::new(1)),
            Self::Moment(moment) => Some(moment),
        };
        match (end(self), end(other)) {
            (Some(one), Some(two)) if two < one => other,
            (None, Some(_)) => other,
            _ => self,
        }
    }

    /// The end in words.
    pub fn text(self) -> Text {
        match self {
            Self::Day(day) => Text::new(format!("{day}日终"), format!("end of {day}")),
            Self::Moment(moment) => Text::same(moment.format("%Y-%m-%d %H:%M").to_string()),
        }
    }
}

/// When a limit of `length` `unit`s that counts from `start` ends.
pub fn due(start: NaiveDateTime, length: u32, unit: ClockUnit, calendar: &Calendar) -> Result<Due, ClockError> {
    if unit != ClockUnit::Hours {
        return due_by(start.date(), length, unit, calendar).map(Due::Day);
    }
    let hours = TimeDelta::try_hours(i64::from(within(length)?)).ok_or(ClockError::TooLong(length))?;
    let end = start.checked_add_signed(hours);
    Ok(Due::Moment(end.ok_or(ClockError::TooLong(length))?))
}

/// The last day of a limit that counts from the day `start`. Hours are counted as whole days begun.
pub fn due_by(start: NaiveDate, length: u32, unit: ClockUnit, calendar: &Calendar) -> Result<NaiveDate, ClockError> {
    let length = within(length)?;
    let end = match unit {
        ClockUnit::Hours => start.checked_add_days(Days::new(u64::from(length.div_ceil(24)))),
        ClockUnit::CalendarDays => start.checked_add_days(Days::new(length.into())),
        ClockUnit::WorkingDays => return calendar.after(start, length),
        ClockUnit::Months => start.checked_add_months(Months::new(length)),
        ClockUnit::Years => start.checked_add_months(Months::new(length * 12)),
        ClockUnit::TenDayPeriods => periods_later(start, length, Period::TenDays),
        ClockUnit::IsoWeeks => periods_later(start, length, Period::IsoWeek),
        ClockUnit::Quarters => periods_later(start, length, Period::Quarter),
    };
    end.ok_or(ClockError::TooLong(length))
}

/// The day that lies `length` before `deadline`, e.g. the day of a reminder. Whole periods: the first day of that period.
pub fn before(deadline: NaiveDate, length: u32, unit: ClockUnit, calendar: &Calendar) -> Result<NaiveDate, ClockError> {
    let length = within(length)?;
    let day = match unit {
        ClockUnit::Hours => deadline.checked_sub_days(Days::new(u64::from(length.div_ceil(24)))),
        ClockUnit::CalendarDays => deadline.checked_sub_days(Days::new(length.into())),
        ClockUnit::WorkingDays => return calendar.ahead_of(deadline, length),
        ClockUnit::Months => deadline.checked_sub_months(Months::new(length)),
        ClockUnit::Years => deadline.checked_sub_months(Months::new(length * 12)),
        ClockUnit::TenDayPeriods => periods_earlier(deadline, length, Period::TenDays),
        ClockUnit::IsoWeeks => periods_earlier(deadline, length, Period::IsoWeek),
        ClockUnit::Quarters => periods_earlier(deadline, length, Period::Quarter),
    };
    day.ok_or(ClockError::TooLong(length))
}

fn within(length: u32) -> Result<u32, ClockError> {
    match length {
        0..=LENGTH_MAX => Ok(length),
        _ => Err(ClockError::TooLong(length)),
    }
}

fn periods_later(start: NaiveDate, length: u32, period: Period) -> Option<NaiveDate> {
    let mut window = Window::around(start, period)?;
    for _ in 0..length {
        window = Window::around(window.last.succ_opt()?, period)?;
    }
    Some(window.last)
}

fn periods_earlier(end: NaiveDate, length: u32, period: Period) -> Option<NaiveDate> {
    let mut window = Window::around(end, period)?;
    for _ in 0..length {
        window = Window::around(window.first.pred_opt()?, period)?;
    }
    Some(window.first)
}
