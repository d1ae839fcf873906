//! One value of one item at one point and time.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The length of time that a value speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A moment.
    Instant,
    /// Some minutes, as the station is set.
    Minute,
    /// An hour.
    Hour,
    /// A natural day.
    Day,
}

impl Period {
    /// All periods, the shortest first.
    pub const ALL: [Self; 4] = [Self::Instant, Self::Minute, Self::Hour, Self::Day];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// The period of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.word() == word)
    }
}

/// What was made of the readings inside the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// The value itself: a single reading, or the mean of the period.
    Value,
    /// The smallest reading.
    Minimum,
    /// The largest reading.
    Maximum,
    /// The amount accumulated in the period.
    Total,
}

impl Statistic {
    /// All statistics.
    pub const ALL: [Self; 4] = [Self::Value, Self::Minimum, Self::Maximum, Self::Total];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Total => "total",
        }
    }

    /// The statistic of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|statistic| statistic.word() == word)
    }
}

/// One value as it was said, in the item's canonical unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Line of the file it stands in, from 1; none in a frame.
    pub line: Option<u32>,
    /// The point it was measured at, by its id in the city folder.
    pub point: String,
    /// Item code; an unknown code is kept as it was received.
    pub item: String,
    /// The length of time it speaks for.
    pub period: Period,
    /// What was made of the readings inside.
    pub statistic: Statistic,
    /// Start of the period, local civil time of the city.
    pub at: NaiveDateTime,
    /// The value in the canonical unit; none when the source says that there is none. At most 26 digits before the point and
    /// 12 behind it.
    pub value: Option<Decimal>,
    /// The value's text as received, before any conversion of units.
    pub text: String,
    /// Data flag as received (`N`, `M` …).
    pub flag: Option<String>,
}
