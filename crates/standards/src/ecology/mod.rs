//! The state of ecosystems: EI by HJ 192-2015 with its sub-indexes, EQI by 环监测〔2021〕99号, forest coverage.

mod index;
mod parts;

pub use index::{
    EcologyChange, EcologyIndex, EcologyParts, ForestAreas, QualityParts, ecological_change, ecological_index,
    ecological_quality_change, ecological_quality_class, ecological_quality_index, forest_coverage,
};
pub use parts::{
    HabitatArea, LoadIndex, PartIndex, WaterNetwork, biological_richness, habitat_quality, load_index,
    vegetation_cover, water_network_density,
};
