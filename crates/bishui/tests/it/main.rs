//! The program as its users meet it: commands with their output, a server that is killed, and the order of the house.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod arrows;
mod audit;
mod dropped;
mod editor;
mod follows;
mod hj212;
mod journal_in_postgres;
mod killed;
mod orders;
mod program;
mod scenarios;
mod simulate;
mod tidy;
