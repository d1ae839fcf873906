//! The sub-indexes of EI (HJ 192-2015): habitat, vegetation, water network, land stress, pollution load. Coefficients are field knowledge.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::reason::Reason;
use crate::rounding::shown;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// A sub-index, limited to 0..=100.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartIndex {
    /// The index; unrounded.
    pub value: Decimal,
    /// The arithmetic.
    pub reason: Reason,
}

/// The area of one kind of land.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HabitatArea<'a> {
    /// `forest`, `grass`, `water`, `crop`, `built`, `unused`.
    pub group: &'a str,
    /// The part of the group as the table names it, e.g. `woodland`, `paddy`.
    pub part: &'a str,
    /// Its area, km².
    pub area: Decimal,
}

/// The water of a region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaterNetwork {
    /// Length of rivers, km.
    pub river_length: Decimal,
    /// Area of lakes, reservoirs, canals and coastal waters, km².
    pub water_area: Decimal,
    /// Water resource of the year, million m³.
    pub water_resource: Decimal,
    /// Area of the region, km².
    pub area: Decimal,
}

/// Which load is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoadIndex {
    /// 土地胁迫指数, of areas in km²
    LandStress,
    /// 污染负荷指数, of amounts in t; needs the precipitation, mm
    Pollution,
}

/// Habitat quality: A_bio × Σ(group weight × part weight × area) / area of the region.
///
/// # Errors
/// A sentence on what is wrong: a kind of land that the table does not have, a region without area, or an overflow.
pub fn habitat_quality(areas: &[HabitatArea<'_>], region: Decimal) -> Result<PartIndex, Text> {
    let rules = rules();
    let mut sum = Decimal::ZERO;
    for one in areas {
        let row = rules
            .habitat
            .iter()
            .find(|row| row.group == one.group && row.part == one.part);
        let row = row.ok_or_else(|| unknown_part(&format!("{}/{}", one.group, one.part)))?;
        let weighted = row.group_weight.checked_mul(row.part_weight);
        let weighted = weighted.and_then(|weight| weight.checked_mul(one.area));
        sum = weighted
            .and_then(|weighted| sum.checked_add(weighted))
            .ok_or_else(overflow)?;
    }
    let value = rules
        .coefficient("A_bio")?
        .checked_mul(sum)
        .and_then(|sum| sum.checked_div(region));
    limited(("生境质量指数", "habitat quality"), value, rules.habitat_table)
}

/// Biological richness = (biodiversity index + habitat quality) / 2. Without a new biodiversity index its change equals that of habitat
/// quality: give the old one plus the change.
pub fn biological_richness(biodiversity: Decimal, habitat: Decimal) -> Result<PartIndex, Text> {
    let sum = biodiversity.checked_add(habitat);
    let value = sum.and_then(|sum| sum.checked_div(Decimal::TWO));
    limited(("生物丰度指数", "biological richness"), value, rules().habitat_table)
}

/// Vegetation cover: A_veg × mean over the region of the mean of the monthly maxima of NDVI from May to September.
pub fn vegetation_cover(ndvi_mean: Decimal) -> Result<PartIndex, Text> {
    let rules = rules();
    let value = rules.coefficient("A_veg")?.checked_mul(ndvi_mean);
    limited(("植被覆盖指数", "vegetation cover"), value, rules.coefficient_table)
}

/// Water network density: (A_riv × length + A_lake × water area + A_res × resource) / area / 3.
pub fn water_network_density(water: &WaterNetwork) -> Result<PartIndex, Text> {
    let rules = rules();
    let parts = [
        ("A_riv", water.river_length),
        ("A_lake", water.water_area),
        ("A_res", water.water_resource),
    ];
    let mut sum = Decimal::ZERO;
    for (name, amount) in parts {
        let one = rules.coefficient(name)?.checked_mul(amount);
        sum = one.and_then(|one| sum.checked_add(one)).ok_or_else(overflow)?;
    }
    let value = sum
        .checked_div(water.area)
        .and_then(|sum| sum.checked_div(Decimal::from(3)));
    limited(
        ("水网密度指数", "water network density"),
        value,
        rules.coefficient_table,
    )
}

/// Land stress or pollution load: Σ weight × coefficient × amount / (area or precipitation), amounts by the part names of the table.
pub fn load_index(
    index: LoadIndex,
    amounts: &[(&str, Decimal)],
    area: Decimal,
    precipitation: Option<Decimal>,
) -> Result<PartIndex, Text> {
    let rules = rules();
    let (key, zh, en) = match index {
        LoadIndex::LandStress => ("land_stress", "土地胁迫指数", "land stress"),
        LoadIndex::Pollution => ("pollution", "污染负荷指数", "pollution load"),
    };
    let mut sum = Decimal::ZERO;
    for (part, amount) in amounts {
        let row = rules.loads.iter().find(|row| row.index == key && row.part == *part);
        let row = row.ok_or_else(|| unknown_part(part))?;
        let per = match (row.per, precipitation) {
            ("area", _) => area,
            (_, Some(precipitation)) => precipitation,
            (_, None) => return Err(Text::new("缺年降水量", "the precipitation of the year is missing")),
        };
        let one = row.weight.checked_mul(rules.coefficient(row.coefficient)?);
        let one = one.and_then(|one| one.checked_mul(*amount)?.checked_div(per));
        sum = one.and_then(|one| sum.checked_add(one)).ok_or_else(overflow)?;
    }
    limited((zh, en), Some(sum), rules.loads_table)
}

fn limited(name: (&str, &str), value: Option<Decimal>, table: &Table) -> Result<PartIndex, Text> {
    let value = value.ok_or_else(overflow)?;
    let kept = value.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
    let (found, figure) = (shown(value, 2), shown(kept, 2));
    let cut = if kept == value {
        String::new()
    } else {
        format!("{found} → ")
    };
    let says = Text::new(
        format!("{} {cut}{figure}（限于 0～100）", name.0),
        format!("{} {cut}{figure} (limited to 0 … 100)", name.1),
    );
    Ok(PartIndex {
        value: kept.normalize(),
        reason: Reason::new(says).by(table.citation()),
    })
}

fn unknown_part(part: &str) -> Text {
    Text::new(
        format!("“{part}”不在 HJ 192-2015 的表中"),
        format!("`{part}` is not in the tables of HJ 192-2015"),
    )
}

fn overflow() -> Text {
    Text::new(
        "面积或降水量为零，或数值过大，不能计算",
        "an area or precipitation of zero, or values too large to be computed",
    )
}

struct HabitatRow {
    group: &'static str,
    group_weight: Decimal,
    part: &'static str,
    part_weight: Decimal,
}

struct LoadRow {
    index: &'static str,
    part: &'static str,
    weight: Decimal,
    coefficient: &'static str,
    per: &'static str,
}

struct Rules {
    habitat_table: &'static Table,
    habitat: Vec<HabitatRow>,
    loads_table: &'static Table,
    loads: Vec<LoadRow>,
    coefficient_table: &'static Table,
}

impl Rules {
    fn coefficient(&self, name: &str) -> Result<Decimal, Text> {
        self.coefficient_table
            .parameter(name)
            .map_err(|fault| Text::same(fault.to_string()))
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (habitat_table, loads_table) = (table("hj192-2015/habitat.csv")?, table("hj192-2015/loads.csv")?);
    let habitat = habitat_table.rows().map(|row| {
        Ok(HabitatRow {
            group: row.text("group")?,
            group_weight: row.decimal("group_weight")?,
            part: row.text("part")?,
            part_weight: row.decimal("part_weight")?,
        })
    });
    let loads = loads_table.rows().map(|row| {
        Ok(LoadRow {
            index: row.text("index")?,
            part: row.text("part")?,
            weight: row.decimal("weight")?,
            coefficient: row.text("coefficient")?,
            per: row.text("per")?,
        })
    });
    Ok(Rules {
        habitat: habitat.collect::<Result<_, TableError>>()?,
        loads: loads.collect::<Result<_, TableError>>()?,
        coefficient_table: table("hj192-2015/coefficients.csv")?,
        habitat_table,
        loads_table,
    })
}
