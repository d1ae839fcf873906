//! Surface water: the class of a section by GB 3838-2002, judged as 环办〔2011〕22号 says.

mod class;
mod limits;
mod means;
mod section;

pub use class::{Grade, WaterBody, WaterClass};
pub use limits::{ItemRole, WaterEdition, edition_on};
pub use means::{ItemMean, Period, mean, section_means};
pub use section::{ItemClass, MainPollutant, SectionVerdict, judge_automatic_station, judge_section};
