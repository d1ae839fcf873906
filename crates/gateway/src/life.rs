//! The life of a station: whether it is there, what it brings of what it owes, what is wrong with it.

mod capture;
mod record;
mod run_time;
mod view;

pub use capture::{Capture, Span};
pub use record::{ClockSample, Presence, Record};
pub use run_time::RunTime;
pub(crate) use view::delays;
pub use view::{StationLife, lives, record_name, records};
