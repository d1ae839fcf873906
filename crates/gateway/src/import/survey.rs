//! The first reading of a file: everything that is wrong with it is known before anything is stored.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};

use history::Observation;
use standards::Text;

use super::error::ImportError;
use super::report::ImportReport;
use super::taking::{Candidate, Key, Table, Taken};
use crate::mapping::RowFault;

/// Each value of a file is remembered (about 40 bytes) to find those that are said twice.
pub(super) const VALUES_MAX: usize = 5_000_000;

/// Where a value was said first.
#[derive(Clone, Copy)]
struct Said {
    line: u32,
    column: u16,
    /// Of value and flag; the text only where there is no value.
    fingerprint: u64,
}

/// The values of a file by what they are about.
#[derive(Default)]
pub(super) struct Survey {
    said: HashMap<Key, Said>,
}

impl Survey {
    /// True for the value that was said first about its key; the others are in the report already.
    pub(super) fn is_first(&self, candidate: &Candidate) -> bool {
        self.said.get(&candidate.key).is_some_and(|said| {
            Some(said.line) == candidate.observation.line && usize::from(said.column) == candidate.column
        })
    }

    /// Reads one row into the survey and the report.
    pub(super) fn note(
        &mut self,
        taken: Taken,
        table: &Table<'_>,
        report: &mut ImportReport,
    ) -> Result<(), ImportError> {
        report.rows += 1;
        match taken {
            Taken::LeftOut => report.rows_left_out += 1,
            Taken::Bad(faults) => report.note_bad_row(faults),
            Taken::Row {
                candidates,
                empty_cells,
                values_left_out,
                mut faults,
            } => {
                report.empty_cells += empty_cells;
                report.values_left_out += values_left_out;
                for candidate in &candidates {
                    faults.extend(self.note_value(candidate, table, report)?);
                }
                report.note_bad_row(faults);
            }
        }
        Ok(())
    }

    fn note_value(
        &mut self,
        candidate: &Candidate,
        table: &Table<'_>,
        report: &mut ImportReport,
    ) -> Result<Option<RowFault>, ImportError> {
        let full = self.said.len() >= VALUES_MAX;
        let observation = &candidate.observation;
        let line = observation.line.unwrap_or_default();
        let fingerprint = fingerprint(observation);
        match self.said.entry(candidate.key) {
            Entry::Vacant(_) if full => Err(ImportError::TooManyValues { limit: VALUES_MAX }),
            Entry::Vacant(place) => {
                report.below_detection += u64::from(observation.value.is_none());
                // A table has at most a thousand columns.
                place.insert(Said {
                    line,
                    column: u16::try_from(candidate.column).unwrap_or(u16::MAX),
                    fingerprint,
                });
                Ok(None)
            }
            Entry::Occupied(first) if first.get().fingerprint == fingerprint => {
                report.values_unchanged += 1;
                Ok(None)
            }
            Entry::Occupied(first) => {
                let first = first.get().line;
                let says = Text::new(
                    format!("同一点位、项目、时间在第 {first} 行已有不同的数值；保留先写的"),
                    format!("said twice with different values: line {first} gives another one, which is kept"),
                );
                let column = table.bound().column_name(candidate.column);
                Ok(Some(RowFault::of_cell(
                    line,
                    column,
                    "said-twice",
                    says,
                    &observation.text,
                )))
            }
        }
    }
}

/// The same for what counts as the same statement.
fn fingerprint(observation: &Observation) -> u64 {
    let mut hasher = DefaultHasher::new();
    observation.value.hash(&mut hasher);
    observation.flag.hash(&mut hasher);
    if observation.value.is_none() {
        observation.text.hash(&mut hasher);
    }
    hasher.finish()
}
