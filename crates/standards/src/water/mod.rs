//! Surface water: the class of a section by GB 3838-2002, judged as 环办〔2011〕22号 says.

mod basin;
mod change;
mod class;
mod cwqi;
mod lake;
pub(crate) mod limits;
mod means;
mod pollutants;
mod river;
mod section;
mod trophic;

pub use basin::{BasinVerdict, judge_basin};
pub use change::{Change, change_by_grade, change_by_shares, grade_steps};
pub use class::{Grade, WaterBody, WaterClass};
pub use cwqi::{
    CityWaterIndex, city_index, city_index_change, city_index_combined, city_index_item, city_index_published,
};
pub use lake::{LakeVerdict, PointSamples, judge_lake};
pub use limits::{ItemRole, WaterEdition, edition_on};
pub use means::{ItemMean, Period, below_detection, mean, section_means};
pub use pollutants::MainPollutant;
pub use river::{FewSections, RiverPollutant, RiverVerdict, judge_few_sections, judge_river, river_main_pollutants};
pub(crate) use section::required_by_automatic_stations;
pub use section::{ItemClass, SectionVerdict, judge_automatic_station, judge_section, judge_section_by};
pub use trophic::{TrophicState, trophic_item, trophic_state};
