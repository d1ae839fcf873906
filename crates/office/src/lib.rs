//! Joins the history and the city folder through standards and rules: verdicts with their reasons.
//!
//! The only place where what instruments say meets what the plan demands. It asks the history, hands values to the pure crates,
//! and returns [`views`]: plain values with the key of a why beside every number. It knows neither HTTP nor SQL.
//!
//! - [`key`]: the questions that can be asked.
//! - `air`, `water`: from received values to days, months and years.
//! - `register`: registers as pages show them, with what is counted from them.
//! - `coverage`: the rows of the resolution with what realises each.
//! - `verdict`: a target held against a year.
//! - `office`: what it holds; `answers`: what can be asked of it.
//! - [`complaints`]: tracking numbers, by which a reporter without an account comes back.
//! - [`duties`]: who answers for what, since when, and what is vacant.
//! - [`entries`]: entries that people put into registers, each row told before one act.
//! - [`matters`]: procedures that run, step by step, as acts of the journal.
//! - `quality`: the marks of quality control beside the values.
//! - `network`: the stations with their life, what is kept apart, what goes on to superior platforms; `stations`: the loggers of the folder as the gateway knows them.
//! - `recovery`: whether what a matter is about was measured to be well again.
//! - `why`, `evidence`, `point`, `plan`: the answers, as the pages and the command line show them.

mod air;
mod answers;
mod blocks;
mod budget;
pub mod complaints;
mod coverage;
pub mod duties;
pub mod entries;
mod error;
mod evidence;
pub mod key;
mod leaf;
pub mod matters;
mod network;
mod office;
mod plan;
mod point;
mod quality;
mod recovery;
mod register;
mod row;
mod sample;
pub mod stations;
mod verdict;
pub mod views;
mod water;
mod why;

pub use answers::MapLayer;
pub use error::{ErrorKind, OfficeError};
pub use network::why_kept_apart;
pub use office::Office;
