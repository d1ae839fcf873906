//! What a logger has measured: recorded values, or a model that tells any moment when asked.

use chrono::NaiveDateTime;

use super::model::Series;

/// The values of one item for one DataTime, as the logger writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Measured {
    /// Factor code of the logger's edition.
    pub code: &'static str,
    /// Suffix (`Avg`) and value.
    pub values: Vec<(&'static str, String)>,
    /// The mark beside them.
    pub flag: String,
}

/// Everything for one DataTime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// DataTime, local time of the city.
    pub at: NaiveDateTime,
    /// The items, at least one.
    pub items: Vec<Measured>,
}

/// The records of one logger, numbered from 0 in the order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Values of a table.
    Recorded(Vec<Record>),
    /// A model: nothing is held.
    Model(Series),
}

impl Source {
    /// How many records there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Recorded(records) => records.len() as u64,
            Self::Model(series) => series.len(),
        }
    }

    /// DataTime of a record.
    pub fn at(&self, number: u64) -> Option<NaiveDateTime> {
        match self {
            Self::Recorded(records) => Some(records.get(usize::try_from(number).ok()?)?.at),
            Self::Model(series) => series.at(number),
        }
    }

    /// A record.
    pub fn record(&self, number: u64) -> Option<Record> {
        match self {
            Self::Recorded(records) => records.get(usize::try_from(number).ok()?).cloned(),
            Self::Model(series) => series.record(number),
        }
    }

    /// The numbers of the records from `begin` to `end`, both included.
    pub fn between(&self, begin: NaiveDateTime, end: NaiveDateTime) -> std::ops::Range<u64> {
        let first = self.first(|at| at >= begin);
        let behind = self.first(|at| at > end);
        first..behind.max(first)
    }

    /// The first record whose DataTime fulfils what all later ones do, too.
    fn first(&self, fulfils: impl Fn(NaiveDateTime) -> bool) -> u64 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.at(middle).is_some_and(&fulfils) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}
