//! What the city folder of the project says, and what a broken one is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod brought;
mod coverage;
mod demo;
mod diff;
mod disk;
mod faults;
mod loggers;
mod marks;
mod mutations;
mod other_cities;
mod permissions;
mod platforms;
mod procedures;
mod prose;
mod retention;
mod sample;
mod schema;
mod shapes;
mod targets;
mod xiangtan;
mod years;
