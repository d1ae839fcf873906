//! The doors, tested from outside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod apart;
mod conversation;
mod door;
mod door_limits;
mod forward;
mod forward_admitted;
mod house;
mod import;
mod import_again;
mod import_desk;
mod import_files;
mod import_mapping;
mod import_rows;
mod line;
mod live;
mod parts_and_keys;
mod quality_watch;
mod simulated_faults;
mod simulated_requests;
mod simulator;
mod upkeep;
mod whole;
