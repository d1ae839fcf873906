//! The doors for data: HJ 212 over TCP, CSV import, and a fleet of simulated data loggers.

pub mod mapping;
