//! The tests of this crate: one binary, one module an area.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod air_methods;
mod air_published;
mod aqi_hub;
mod case_forms;
mod cases;
mod class_properties;
mod columnar;
mod conventions;
mod discharge_methods;
mod ecology_noise;
mod ground_methods;
mod listing;
mod properties;
mod reasons;
mod reasons_by_family;
mod register;
mod shared_data;
mod shared_rows;
mod shared_tables;
mod sheet;
mod tables;
mod vocabulary;
mod water_displayed;
mod water_methods;
mod water_published;
