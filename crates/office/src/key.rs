//! The questions that can be asked, as text that stands in an address: `target/S07-22/2015`, `air/1508A/2020-04-03`.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use history::{Period, Statistic};

use crate::error::OfficeError;

/// The longest key that is read.
const KEY_BYTES_MAX: usize = 400;

/// What is asked: why is this so?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyKey {
    /// The verdict on a target in a year.
    Target {
        /// Seed id.
        id: String,
        /// Calendar year.
        year: i32,
    },
    /// The judgement of a section's water.
    Water {
        /// Point id.
        point: String,
        /// Which stretch of time.
        span: Span,
    },
    /// The judgement of the air at a station or of the city.
    Air {
        /// Point id.
        point: String,
        /// Which stretch of time.
        span: Span,
    },
    /// The figure of an indicator that the city counts.
    Indicator {
        /// Its id.
        id: String,
        /// Calendar year; `None` where the register is counted as it stands.
        year: Option<i32>,
    },
    /// One entry of a register.
    Entry {
        /// Id of the register.
        register: String,
        /// Its line in the file of the entries, from 1.
        line: usize,
    },
    /// One value.
    Value {
        /// Point id.
        point: String,
        /// Item code.
        item: String,
        /// Period.
        period: Period,
        /// What was made of the readings; written only where it is not the value itself.
        statistic: Statistic,
        /// Start of the period.
        at: NaiveDateTime,
    },
}

/// A stretch of time that is judged as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// One sample, or one hour.
    Moment(NaiveDateTime),
    /// A natural day.
    Day(NaiveDate),
    /// A month, by its first day.
    Month(NaiveDate),
    /// A calendar year.
    Year(i32),
}

impl Span {
    /// The span as it stands in a key and as people read it.
    pub fn label(self) -> String {
        match self {
            Self::Moment(at) => moment(at),
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
            Self::Month(first) => first.format("%Y-%m").to_string(),
            Self::Year(year) => format!("{year:04}"),
        }
    }

    /// The first moment of the span and the first after it; none at the ends of the calendar.
    pub(crate) fn bounds(self) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let start = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        match self {
            Self::Moment(at) => Some((at, at.checked_add_signed(TimeDelta::microseconds(1))?)),
            Self::Day(day) => Some((start(day), start(day.checked_add_days(Days::new(1))?))),
            Self::Month(first) => Some((start(first), start(first.checked_add_months(Months::new(1))?))),
            Self::Year(year) => {
                let first = |year| Some(start(NaiveDate::from_ymd_opt(year, 1, 1)?));
                Some((first(year)?, first(year.checked_add(1)?)?))
            }
        }
    }

    fn read(text: &str) -> Option<Self> {
        match text.len() {
            4 => text.parse().ok().filter(|year| *year > 0).map(Self::Year),
            7 => NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d")
                .ok()
                .map(Self::Month),
            10 => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self::Day),
            _ => read_moment(text).map(Self::Moment),
        }
    }
}

/// A time as it stands in a key: minutes, and seconds only where there are some.
fn moment(at: NaiveDateTime) -> String {
    let form = if at.second() == 0 {
        "%Y-%m-%dT%H:%M"
    } else {
        "%Y-%m-%dT%H:%M:%S"
    };
    at.format(form).to_string()
}

fn read_moment(text: &str) -> Option<NaiveDateTime> {
    // Four digits of a year, so that no later arithmetic can leave the calendar.
    if !(16..=19).contains(&text.len()) || text.starts_with(['+', '-']) {
        return None;
    }
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

impl fmt::Display for WhyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target { id, year } => write!(f, "target/{id}/{year:04}"),
            Self::Water { point, span } => write!(f, "water/{point}/{}", span.label()),
            Self::Air { point, span } => write!(f, "air/{point}/{}", span.label()),
            Self::Indicator { id, year: Some(year) } => write!(f, "indicator/{id}/{year:04}"),
            Self::Indicator { id, year: None } => write!(f, "indicator/{id}"),
            Self::Entry { register, line } => write!(f, "entry/{register}/{line}"),
            Self::Value {
                point,
                item,
                period,
                statistic: Statistic::Value,
                at,
            } => write!(f, "value/{point}/{item}/{}/{}", period.word(), moment(*at)),
            Self::Value {
                point,
                item,
                period,
                statistic,
                at,
            } => {
                let (period, statistic) = (period.word(), statistic.word());
                write!(f, "value/{point}/{item}/{period}-{statistic}/{}", moment(*at))
            }
        }
    }
}

impl FromStr for WhyKey {
    type Err = OfficeError;

    fn from_str(text: &str) -> Result<Self, OfficeError> {
        let bad = || OfficeError::BadKey {
            given: text.chars().take(80).collect(),
        };
        if text.len() > KEY_BYTES_MAX {
            return Err(bad());
        }
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            ["target", id, year] => Ok(Self::Target {
                id: (*id).to_owned(),
                year: year.parse().map_err(|_| bad())?,
            }),
            ["water", point, span] => Ok(Self::Water {
                point: (*point).to_owned(),
                span: Span::read(span).ok_or_else(bad)?,
            }),
            ["air", point, span] => Ok(Self::Air {
                point: (*point).to_owned(),
                span: Span::read(span).ok_or_else(bad)?,
            }),
            ["indicator", id] => Ok(Self::Indicator {
                id: (*id).to_owned(),
                year: None,
            }),
            ["indicator", id, year] => Ok(Self::Indicator {
                id: (*id).to_owned(),
                year: Some(year.parse().map_err(|_| bad())?),
            }),
            ["entry", register, line] => Ok(Self::Entry {
                register: (*register).to_owned(),
                line: line.parse().map_err(|_| bad())?,
            }),
            ["value", point, item, period, at] => Ok(Self::Value {
                point: (*point).to_owned(),
                item: (*item).to_owned(),
                period: Period::from_word(period.split('-').next().unwrap_or_default()).ok_or_else(bad)?,
                statistic: match period.split_once('-') {
                    Some((_, word)) => Statistic::from_word(word).ok_or_else(bad)?,
                    None => Statistic::Value,
                },
                at: read_moment(at).ok_or_else(bad)?,
            }),
            _ => Err(bad()),
        }
    }
}
