//! The tests of this crate: one binary, one module an area.

mod air_published;
mod cases;
mod shared_data;
mod tables;
mod water_published;
