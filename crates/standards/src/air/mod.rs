//! Ambient air: the index of an hour and a day by HJ 633, means and their validity by GB 3095 and HJ 663, the year.

mod aqi;
mod attainment;
mod composite;
mod dust;
pub(crate) mod edition;
mod evaluation;
mod iaqi;
mod level;
mod limits;
mod ozone;
mod statistics;
mod validity;
mod year;

pub use aqi::{
    Aqi, DayConcentrations, HourConcentrations, HourlyParticles, ItemIndex, Publication, aqi_daily, aqi_hourly,
    publication,
};
pub use attainment::{YearAttainment, YearStatistics, judge_year_attainment, year_percentile};
pub use composite::{CompositeIndex, composite_index, improvement_percent, rank_ascending, single_index_published};
pub use dust::{DustHint, dust_hint, without_dust};
pub use edition::{AqiEdition, edition_on};
pub use evaluation::{EvaluationIndexes, evaluation_indexes};
pub use iaqi::{Averaging, Iaqi, iaqi};
pub use level::AqiLevel;
pub use limits::{AirLevel, AirLimits, limits_on};
pub use ozone::o3_8h_max;
pub use statistics::{Statistic, city_mean, day_mean, hours_suffice};
pub use validity::{Counted, DataMinimum, Sufficiency, data_minimum, data_suffice};
pub use year::{MonthDays, Share, YearAir, YearDays, days_suffice, good_day_aqi_max, good_day_ratio, judge_year};
