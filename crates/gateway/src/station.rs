//! The stations: who may speak, what is agreed with each, and what holds where nothing is agreed.

mod profile;
mod settings;

pub use profile::{ProfileError, StationProfile};
pub use settings::{FirstContact, InstrumentRange, Owed, Withheld};
