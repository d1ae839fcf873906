//! What a city counts itself: indicators computed over the rows of its registers, each with reasons that name the rows.

mod method;

pub use method::{Input, InputKind, Method, ResultUnit};
