//! The tests of this crate: one binary, one module an area.

mod tables;
