//! Soil: farmland by GB 15618-2018, development land by GB 36600-2018. All values in mg/kg of total content.

mod development;
mod farmland;
mod unit;

pub use development::{DevelopmentItem, LandCategory, RiskLevel, development_items, judge_development};
pub use farmland::{FarmlandCategory, FarmlandVerdict, Land, judge_farmland};
pub use unit::{UnitCategory, farmland_category_with_crops, farmland_unit_category};
