//! One binary for all integration tests of the crate.

#![cfg(test)]

mod agreement;
mod declared;
mod definition;
mod properties;
mod signs;
mod worked;
