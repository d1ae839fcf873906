//! National limits as dated data and evaluation methods as pure functions, each result with its reasons.
//!
//! Nothing here reads a clock or, at run time, a file: the day to judge by is an argument, the tables are embedded. No limit
//! value stands in code; every table names its standard, its source, how well it was verified and from when to when it applies.

pub mod air;
pub mod cases;
pub mod columnar;
pub mod conventions;
pub mod discharge;
pub mod drinking_source;
pub mod ecology;
mod embedded;
pub mod groundwater;
pub mod item;
pub mod listing;
pub mod measured;
pub mod noise;
pub mod percentile;
pub mod reason;
pub mod register;
pub mod rounding;
pub mod sheet;
pub mod soil;
pub mod spelling;
pub mod substance;
pub mod table;
pub mod text;
pub mod trend;
pub mod unit;
pub mod water;

pub use conventions::{Conventions, ConventionsProfile};
pub use item::{ItemDef, Medium};
pub use reason::{Certainty, Citation, Reason};
pub use register::{Standard, edition, standards};
pub use text::{Language, Text};
pub use unit::Unit;
