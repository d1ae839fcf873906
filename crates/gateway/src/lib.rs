//! The doors for data: HJ 212 over TCP, CSV import, and a fleet of simulated data loggers.

pub mod door;
pub mod forward;
pub mod import;
pub mod mapping;
pub mod simulator;
mod stop;
