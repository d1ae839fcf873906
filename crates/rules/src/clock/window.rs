//! Periods of the calendar, and how much of one is covered.

use chrono::{Datelike, Days, Months, NaiveDate};
use rust_decimal::Decimal;

/// Windows in a span at most: a century of days.
const WINDOWS_MAX: usize = 40_000;

/// A kind of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A day.
    Day,
    /// Monday to Sunday.
    IsoWeek,
    /// 旬: 1–10, 11–20, 21–end of the month.
    TenDays,
    /// 1–15, 16–end of the month.
    HalfMonth,
    /// A month.
    Month,
    /// A quarter of the year.
    Quarter,
    /// A year.
    Year,
}

impl Period {
    /// Every period.
    pub const ALL: [Self; 7] = [
        Self::Day,
        Self::IsoWeek,
        Self::TenDays,
        Self::HalfMonth,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// The word in a table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::IsoWeek => "iso-week",
            Self::TenDays => "ten-days",
            Self::HalfMonth => "half-month",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The period of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.word() == word)
    }
}

/// Some days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
}

/// How much of a window is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Days covered.
    pub days: i64,
    /// Days of the window.
    pub of: i64,
}

impl Cover {
    /// Whether at least `share` (0 … 1) is covered.
    pub fn reaches(self, share: Decimal) -> bool {
        Decimal::from(self.days) >= share * Decimal::from(self.of)
    }
}

impl Window {
    /// The period of that kind around a day; none at the end of the calendar.
    pub fn around(day: NaiveDate, period: Period) -> Option<Self> {
        let month = |count: u32, back: u32| {
            let first = day.with_day(1)?.checked_sub_months(Months::new(back))?;
            let last = first.checked_add_months(Months::new(count))?.pred_opt()?;
            Some(Self { first, last })
        };
        match period {
            Period::Day => Some(Self { first: day, last: day }),
            Period::IsoWeek => {
                let first = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))?;
                let last = first.checked_add_days(Days::new(6))?;
                Some(Self { first, last })
            }
            Period::TenDays => part_of_month(day, &[10, 20]),
            Period::HalfMonth => part_of_month(day, &[15]),
            Period::Month => month(1, 0),
            Period::Quarter => month(3, day.month0() % 3),
            Period::Year => month(12, day.month0()),
        }
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// How much of it lies between `from` and `to` (both counted; no `to`: still running).
    pub fn covered(self, from: NaiveDate, to: Option<NaiveDate>) -> Cover {
        let first = self.first.max(from);
        let last = to.map_or(self.last, |to| self.last.min(to));
        Cover {
            days: ((last - first).num_days() + 1).max(0),
            of: self.days(),
        }
    }
}

/// The part of a month around a day, where the parts but the last end on `ends`.
fn part_of_month(day: NaiveDate, ends: &[u32]) -> Option<Window> {
    let first = ends.iter().rev().find(|end| day.day() > **end).map_or(1, |end| end + 1);
    let last = match ends.iter().find(|end| day.day() <= **end) {
        Some(end) => day.with_day(*end)?,
        None => day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()?,
    };
    Some(Window {
        first: day.with_day(first)?,
        last,
    })
}

/// The whole periods that lie in `span`, in order. A period that only reaches into it is not among them.
pub fn windows(span: Window, period: Period) -> Vec<Window> {
    let mut found = Vec::new();
    let mut next = Window::around(span.first, period);
    while let Some(window) = next.filter(|window| window.last <= span.last && found.len() < WINDOWS_MAX) {
        if window.first >= span.first {
            found.push(window);
        }
        next = window.last.succ_opt().and_then(|day| Window::around(day, period));
    }
    found
}
