//! The rules as their worked examples tell them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod catalogue;
mod clock;
mod days;
mod duties;
mod indicators;
mod land;
mod procedure;
mod profiles;
mod public;
mod quantities;
mod responsibility;
mod sections;
mod supervision;
