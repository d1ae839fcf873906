//! Which days offices work: weekends, public holidays and make-up days, year by year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use standards::Text;

use super::{ClockError, LENGTH_MAX};

/// The official calendars of some years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Year {
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

/// A year whose official calendar is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the official calendar of {year} is not known")]
pub struct UnknownYear {
    /// The year.
    pub year: i32,
}

impl UnknownYear {
    /// What is missing and what to do.
    pub fn text(&self) -> Text {
        let year = self.year;
        Text::new(
            format!("没有{year}年的节假日安排，工作日无法推算；请补上 calendar/{year}.toml"),
            format!(
                "the holidays of {year} are not known, so working days cannot be counted; add calendar/{year}.toml"
            ),
        )
    }
}

/// Whether a day is a Saturday or Sunday.
fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Calendar {
    /// Adds a year: the days off by public holidays (weekend days among them or not) and the weekend days that are worked.
    /// Days of other years are left out: they belong to the calendar of their own year.
    pub fn add_year(
        &mut self,
        year: i32,
        off: impl IntoIterator<Item = NaiveDate>,
        worked: impl IntoIterator<Item = NaiveDate>,
    ) {
        let within = |day: &NaiveDate| day.year() == year;
        let entry = self.years.entry(year).or_default();
        entry.off.extend(off.into_iter().filter(within));
        entry.worked.extend(worked.into_iter().filter(within));
    }

    /// Whether the year is known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// The known years, in order.
    pub fn years(&self) -> impl Iterator<Item = i32> {
        self.years.keys().copied()
    }

    /// Whether offices work on `day`. A make-up day wins over a holiday.
    pub fn is_working(&self, day: NaiveDate) -> Result<bool, UnknownYear> {
        let year = self.years.get(&day.year()).ok_or(UnknownYear { year: day.year() })?;
        Ok(year.worked.contains(&day) || !(is_weekend(day) || year.off.contains(&day)))
    }

    /// How many working days the year has.
    pub fn working_days_of(&self, year: i32) -> Result<u32, UnknownYear> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(UnknownYear { year })?;
        let mut count = 0;
        for day in first.iter_days().take_while(|day| day.year() == year) {
            count += u32::from(self.is_working(day)?);
        }
        Ok(count)
    }

    /// The `count`th working day after `from` (`from` not counted); `from` itself for 0.
    pub fn after(&self, from: NaiveDate, count: u32) -> Result<NaiveDate, ClockError> {
        self.walk(from, count, NaiveDate::succ_opt)
    }

    /// The `count`th working day before `from` (`from` not counted).
    pub fn ahead_of(&self, from: NaiveDate, count: u32) -> Result<NaiveDate, ClockError> {
        self.walk(from, count, NaiveDate::pred_opt)
    }

    fn walk(
        &self,
        from: NaiveDate,
        count: u32,
        next: impl Fn(&NaiveDate) -> Option<NaiveDate>,
    ) -> Result<NaiveDate, ClockError> {
        if count > LENGTH_MAX {
            return Err(ClockError::TooLong(count));
        }
        let (mut day, mut left) = (from, count);
        while left > 0 {
            day = next(&day).ok_or(ClockError::TooLong(count))?;
            left -= u32::from(self.is_working(day)?);
        }
        Ok(day)
    }
}
