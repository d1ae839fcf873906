//! Forwarding to superior platforms (province, nation) as HJ 212: what was accepted here goes on in the order in which each station sent it, and what was admitted
//! later goes on when it was admitted.
//!
//! Nothing is copied for it. The history keeps every frame as evidence, so a target is no more than a bookmark in it, with one number for the
//! order of receipts and one for the order of admissions: `queue` says
//! what may be sent next and how far all is done, `target` who gets what in which words, `link` speaks. An outage of days costs a bookmark that
//! stands still, and no memory.

mod link;
mod queue;
mod service;
mod target;

pub use link::{Link, Progress};
pub use queue::{Begin, Patience};
pub use service::{Standing, serve, standings};
pub use target::Target;
