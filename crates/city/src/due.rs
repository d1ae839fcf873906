//! Until when something must be so: the end of a year, a day, or every year anew.

use std::fmt;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use standards::Text;
use toml::de::DeValue;

use crate::kind::FindingKind;
use crate::source::Source;
use crate::table::{Need, Table};
use crate::toml_type::{self, Wanted};

/// Years a plan can name; another one is a slip of the pen.
pub(crate) const YEARS: std::ops::RangeInclusive<i64> = 1949..=2100;
/// The word for what holds every year.
const YEARLY: &str = "yearly";

/// A deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    /// By the end of the year.
    Year(i32),
    /// By the end of the day.
    Day(NaiveDate),
    /// At the end of every year.
    Yearly,
}

impl Due {
    /// The last day on which it can still be kept; `None` where it begins anew every year.
    pub fn last_day(self) -> Option<NaiveDate> {
        match self {
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 12, 31),
            Self::Day(day) => Some(day),
            Self::Yearly => None,
        }
    }

    /// The year in which it ends; `None` where it begins anew every year.
    pub fn year(self) -> Option<i32> {
        match self {
            Self::Year(year) => Some(year),
            Self::Day(day) => Some(day.year()),
            Self::Yearly => None,
        }
    }

    /// How it is said: `2020年底前`, `2020年12月31日前`, `每年`.
    pub fn text(self) -> Text {
        match self {
            Self::Year(year) => Text::new(format!("{year}年底前"), format!("by the end of {year}")),
            Self::Day(day) => Text::new(
                format!("{}年{}月{}日前", day.year(), day.month(), day.day()),
                format!("by {day}"),
            ),
            Self::Yearly => Text::new("每年", "every year"),
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(out, "{year}"),
            Self::Day(day) => write!(out, "{day}"),
            Self::Yearly => out.write_str(YEARLY),
        }
    }
}

fn written(value: &DeValue<'_>) -> Option<Written> {
    if value.as_str() == Some(YEARLY) {
        return Some(Written::Due(Due::Yearly));
    }
    match toml_type::whole(value) {
        Some(year) => Some(Written::Year(year)),
        None => toml_type::day(value).map(|day| Written::Due(Due::Day(day))),
    }
}

enum Written {
    Due(Due),
    Year(i64),
}

impl Table<'_> {
    /// A deadline: a year, a day or `"yearly"`. A year that no plan can mean is reported.
    pub(crate) fn due(&mut self, key: &'static str, source: &Source<'_>) -> Option<(Due, Range<usize>)> {
        let (written, span) = self.typed(key, Need::Optional, Wanted::Due, written)?;
        let due = match written {
            Written::Due(due) => due,
            Written::Year(year) => Due::Year(i32::try_from(year).unwrap_or(i32::MAX)),
        };
        let year = match due {
            Due::Year(year) => i64::from(year),
            Due::Day(day) => i64::from(day.year()),
            Due::Yearly => return Some((due, span)),
        };
        if YEARS.contains(&year) {
            return Some((due, span));
        }
        let says = Text::new(format!("{year}年不能作为期限"), format!("{year} cannot be a deadline"));
        let help = Text::new(
            format!("期限是 {} 到 {} 之间的年份或日期", YEARS.start(), YEARS.end()),
            format!("a deadline is a year or day from {} to {}", YEARS.start(), YEARS.end()),
        );
        source.report(FindingKind::DeadlineWithoutMeaning, span, says, Some(help));
        None
    }
}
