//! Judging whole columns: the same judgements as the exact ones, many million values a second and without reasons.
//!
//! A column holds whole numbers, value × 10^decimals ([`FixedColumn`]). A kernel is built once for an edition, a report and the
//! decimals of its columns: every limit becomes the whole number at which the judgement changes, by exact arithmetic, so that
//! judging compares whole numbers and nothing is ever rounded. What does not fit (more decimals, too large) is kept as the
//! exact decimal beside its column, and its row is judged by the exact functions. The tests walk the whole grid of values
//! that a column can hold and ask both ways.
//!
//! Unknown is a value here too: [`UNKNOWN`] for an index, 0 for a class and a level.

mod aqi;
mod column;
mod scale;
mod water;

use thiserror::Error;

pub use aqi::{AqiColumns, AqiKernel, AqiReport};
pub use column::{DECIMALS_MAX, FixedColumn, MISSING};
pub use scale::UNKNOWN;
pub use water::{WaterColumns, WaterKernel, WaterRequired};

/// Why a kernel cannot be built or cannot judge what it was given.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ColumnarError {
    /// The edition has no such report.
    #[error("{standard} knows no report of 24 h moving means of particles: give 1 h means")]
    NoSuchReport {
        /// The document.
        standard: &'static str,
    },
    /// A scale or limit leaves the range of the columns.
    #[error("{item} with {decimals} decimals does not fit whole numbers of 32 bits: declare fewer decimals")]
    TooFine {
        /// Code of the item.
        item: &'static str,
        /// The decimals asked for.
        decimals: u32,
    },
    /// The item takes no part in the judgement.
    #[error("{item} does not decide here; leave its column out")]
    NotEvaluated {
        /// Code of the item.
        item: &'static str,
    },
    /// No edition is in force on the day.
    #[error("no standard on record applies on {day}")]
    NoEdition {
        /// The day that was to be judged.
        day: chrono::NaiveDate,
    },
    /// The columns are not those the kernel was built for.
    #[error("{what}")]
    Columns {
        /// What was expected and what was given.
        what: String,
    },
}

/// Rows are judged in blocks of this many, so that what passes between the steps stays in the nearest cache.
const BLOCK: usize = 2_048;

/// The columns must be as many as the items, of the decimals the kernel was built for, and of one length, which is returned.
fn checked(expected: &[(&'static crate::ItemDef, u32)], columns: &[FixedColumn<'_>]) -> Result<usize, ColumnarError> {
    let fault = |what: String| Err(ColumnarError::Columns { what });
    if expected.len() != columns.len() {
        return fault(format!("{} columns expected, {} given", expected.len(), columns.len()));
    }
    let rows = columns.first().map_or(0, FixedColumn::len);
    for ((item, decimals), column) in expected.iter().zip(columns) {
        if column.decimals() != *decimals {
            return fault(format!(
                "the column of {} has {} decimals, {decimals} expected",
                item.code,
                column.decimals()
            ));
        }
        if column.len() != rows {
            return fault(format!(
                "the column of {} has {} rows, {rows} expected",
                item.code,
                column.len()
            ));
        }
    }
    Ok(rows)
}
