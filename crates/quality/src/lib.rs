//! Quality control of measured values: marks beside a value, never a change of it, each with its reason.
//!
//! - [`test`]: the one list of tests: name, parameters, what it says, where it comes from.
//! - [`outcome`]: what a test can say, and the summary of several tests with its fixed order.
//! - [`profile`]: the parameters, dated, by item, medium and period, with source and certainty.
//! - [`column`]: a series as scaled whole numbers, over which the four basic tests run fast and exactly.
//! - [`basic`]: range, spike, rate of change, flat line.
//! - [`single`]: what one statement says of itself: missing, its range, its order, its time, its repetition.
//! - [`flag`]: the data flags of loggers, by total tables.
//! - [`signs`]: signs of falsified data, each with its evidence.
//! - [`evaluation`]: all tests over one series, reasons on demand.
//!
//! Nothing here reads a clock, a store or, at run time, a file. Times are seconds of local civil time since 1970-01-01T00:00.

pub mod basic;
pub mod column;
pub mod evaluation;
pub mod flag;
pub mod outcome;
pub mod profile;
pub mod series;
pub mod signs;
pub mod single;
pub mod test;
mod wording;

pub use column::Column;
pub use evaluation::{Evaluation, evaluate};
pub use outcome::{Finding, Outcome, Summary};
pub use profile::{Profile, ProfileError};
pub use series::{InstrumentRange, Reading, Series};
pub use test::Test;
