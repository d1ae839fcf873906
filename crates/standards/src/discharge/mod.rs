//! Discharge: flue gas at reference oxygen, wastewater plants, other wastewater, and the validity of on-line data.

mod gas;
mod integrated;
mod limit;
mod online;
mod source;
mod validity;
mod wastewater;

pub use gas::{GasItem, GasVerdict, judge_gas_hour, reference_concentration};
pub use integrated::{DischargeDay, DischargeGrade, DischargeItem, judge_discharge_day};
pub use limit::DischargeLimit;
pub use online::{
    Capture, DayMean, FlowReading, Substitution, quarter_capture, wastewater_day_mean, wastewater_month_mean,
};
pub use source::{GasAsk, GasFault, Stage, gas_sources};
pub use validity::{
    GasValidity, gas_day_validity, gas_hour_validity, gas_month_validity, low_value, month_hours_attained,
    substituted_daily_emission, transmission_agrees,
};
pub use wastewater::{PlantAge, PlantAsk, PlantDay, PlantGrade, judge_plant_day, judge_plant_sample};
