//! The tests of this crate: one binary, one module an area.

mod air_published;
mod cases;
mod properties;
mod reasons;
mod shared_data;
mod tables;
mod vocabulary;
mod water_published;
