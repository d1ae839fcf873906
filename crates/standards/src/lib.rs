//! National limits as dated data and evaluation methods as pure functions, each result with its reasons.

pub mod reason;
pub mod text;

pub use reason::{Certainty, Citation, Reason};
pub use text::{Language, Text};
