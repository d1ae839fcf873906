//! What the instruments say: the durable inbox, the columnar lake, and queries over both.
//!
//! Append-only. A value is never edited: a later statement about the same quantity is another record, and the newest one known on
//! the day that is asked for is the current one. What was received (frames, files) is kept as evidence and has an id for life.
//!
//! - [`receipt`]: what comes in at a door, with its faults and the values taken from it.
//! - [`observation`]: one value of one item at one point and time.
//! - `inbox`: one append-only SQLite file with group commit; [`History::receive`] returns only when the receipt is on disk.
//! - `lake`: a Delta table of Parquet files, sealed from the inbox in the background, each seal exactly once.
//! - [`diary`]: what happened between platform and stations: events, orders, gaps, bookmarks; a SQLite file of its own.
//! - [`sql`]: questions in SQL, read-only, with the judgements of the standards as functions.
//! - [`marks`]: marks of quality control beside the values, derived data in a SQLite file of their own.
//! - [`query`]: the questions the office asks, over the lake and what still sits in the inbox.

pub mod diary;
mod engine;
mod error;
mod history;
mod inbox;
mod lake;
pub mod marks;
pub mod observation;
pub mod query;
pub mod receipt;
mod rows;
pub mod sql;

pub use diary::Diary;
pub use error::HistoryError;
pub use history::{Counts, History};
pub use inbox::RECEIPT_BYTES_MAX;
pub use marks::Marks;
pub use observation::{Observation, Period, Statistic};
pub use query::{Ask, Extent, Known, Slot, SlotAsk};
pub use receipt::{
    AdmissionNumber, Digest, Door, Dropped, EvidenceId, Fault, FaultCount, KeptApart, Receipt, ReceiptId, Received,
    Retention, StoredReceipt,
};
