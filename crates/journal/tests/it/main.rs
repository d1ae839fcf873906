//! The journal, tried as a whole: recorded, broken, cut off, sealed, proved, rebuilt.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod accounts;
mod chain;
mod crash;
mod entries;
mod erase;
mod form;
mod head;
mod made;
mod matters;
mod place;
mod postgres;
mod record;
