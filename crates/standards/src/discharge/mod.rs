//! Discharge: flue gas at reference oxygen, wastewater plants, and the validity of on-line data.

mod gas;
mod online;
mod wastewater;

pub use gas::{GasItem, GasVerdict, judge_gas_hour, reference_concentration};
pub use online::{Capture, DayMean, FlowReading, Substitution, quarter_capture, wastewater_day_mean};
pub use wastewater::{PlantAge, PlantDay, PlantGrade, judge_plant_day};
