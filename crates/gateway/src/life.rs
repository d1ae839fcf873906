//! The life of a station: whether it is there, what it brings of what it owes, what is wrong with it.

mod capture;
mod record;
mod view;

pub use capture::{Capture, Span};
pub use record::{ClockSample, Presence, Record};
pub(crate) use view::delays;
pub use view::{StationLife, lives, record_name, records};
