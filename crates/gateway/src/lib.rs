//! The doors for data: HJ 212 over TCP, CSV import, and a fleet of simulated data loggers.

pub mod door;
pub mod forward;
pub mod import;
pub mod life;
pub mod mapping;
mod owed;
pub mod quality_watch;
mod repair;
pub mod request;
pub mod retention;
pub mod session;
pub mod simulator;
pub mod station;
mod stop;
