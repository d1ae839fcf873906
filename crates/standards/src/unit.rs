//! Units of measured values, and exact conversion between those of one dimension.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A unit in which some monitored item is held or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A pure number (pH).
    One,
    /// g/L
    GramPerLitre,
    /// mg/L
    MilligramPerLitre,
    /// µg/L
    MicrogramPerLitre,
    /// ng/L
    NanogramPerLitre,
    /// mg/m³
    MilligramPerCubicMetre,
    /// µg/m³
    MicrogramPerCubicMetre,
    /// ng/m³
    NanogramPerCubicMetre,
    /// mg/kg
    MilligramPerKilogram,
    /// ℃
    Celsius,
    /// NTU
    Ntu,
    /// µS/cm
    MicrosiemensPerCentimetre,
    /// mS/m
    MillisiemensPerMetre,
    /// mS/cm
    MillisiemensPerCentimetre,
    /// Things counted in a litre (cells, coliforms).
    CountPerLitre,
    /// Things counted in a millilitre.
    CountPerMillilitre,
    /// m
    Metre,
    /// cm
    Centimetre,
    /// mm
    Millimetre,
    /// m/s
    MetrePerSecond,
    /// m³/s
    CubicMetrePerSecond,
    /// m³/h
    CubicMetrePerHour,
    /// L/s
    LitrePerSecond,
    /// %
    Percent,
    /// kPa
    Kilopascal,
    /// hPa
    Hectopascal,
    /// Pa
    Pascal,
    /// °, clockwise from north
    Degree,
    /// dB(A)
    DecibelA,
    /// Dilution or platinum-cobalt degree of colour
    ColourDegree,
}

/// What a unit measures; only units of one dimension convert into each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Number,
    MassPerVolume,
    MassPerMass,
    Temperature,
    Turbidity,
    Conductivity,
    CountPerVolume,
    Length,
    Speed,
    Flow,
    Share,
    Pressure,
    Angle,
    Sound,
    Colour,
}

/// Everything there is to know of one unit: one row a unit, read by `symbol`, `parse` and `convert`.
struct UnitDef {
    unit: Unit,
    dimension: Dimension,
    /// How many of the smallest unit of its dimension make one of this.
    smallest: i64,
    symbol: &'static str,
    /// Other spellings, already in the folded form of [`fold`].
    spellings: &'static [&'static str],
}

const fn def(
    unit: Unit,
    dimension: Dimension,
    smallest: i64,
    symbol: &'static str,
    spellings: &'static [&'static str],
) -> UnitDef {
    UnitDef {
        unit,
        dimension,
        smallest,
        symbol,
        spellings,
    }
}

static UNITS: &[UnitDef] = &[
    def(
        Unit::One,
        Dimension::Number,
        1,
        "",
        &["", "1", "ph", "无量纲", "无", "dimensionless"],
    ),
    def(
        Unit::GramPerLitre,
        Dimension::MassPerVolume,
        1_000_000_000_000,
        "g/L",
        &["g/l", "克/升"],
    ),
    def(
        Unit::MilligramPerLitre,
        Dimension::MassPerVolume,
        1_000_000_000,
        "mg/L",
        &["mg/l", "毫克/升"],
    ),
    def(
        Unit::MicrogramPerLitre,
        Dimension::MassPerVolume,
        1_000_000,
        "μg/L",
        &["ug/l", "微克/升"],
    ),
    def(
        Unit::NanogramPerLitre,
        Dimension::MassPerVolume,
        1_000,
        "ng/L",
        &["ng/l", "纳克/升"],
    ),
    def(
        Unit::MilligramPerCubicMetre,
        Dimension::MassPerVolume,
        1_000_000,
        "mg/m³",
        &["mg/m3", "毫克/立方米"],
    ),
    def(
        Unit::MicrogramPerCubicMetre,
        Dimension::MassPerVolume,
        1_000,
        "μg/m³",
        &["ug/m3", "微克/立方米"],
    ),
    def(
        Unit::NanogramPerCubicMetre,
        Dimension::MassPerVolume,
        1,
        "ng/m³",
        &["ng/m3", "纳克/立方米"],
    ),
    def(
        Unit::MilligramPerKilogram,
        Dimension::MassPerMass,
        1,
        "mg/kg",
        &["mg/kg", "毫克/千克"],
    ),
    def(Unit::Celsius, Dimension::Temperature, 1, "℃", &["c", "摄氏度"]),
    def(Unit::Ntu, Dimension::Turbidity, 1, "NTU", &["ntu"]),
    def(
        Unit::MicrosiemensPerCentimetre,
        Dimension::Conductivity,
        1,
        "μS/cm",
        &["us/cm"],
    ),
    def(
        Unit::MillisiemensPerMetre,
        Dimension::Conductivity,
        10,
        "mS/m",
        &["ms/m"],
    ),
    def(
        Unit::MillisiemensPerCentimetre,
        Dimension::Conductivity,
        1_000,
        "mS/cm",
        &["ms/cm"],
    ),
    def(
        Unit::CountPerLitre,
        Dimension::CountPerVolume,
        1,
        "个/L",
        &["个/l", "1/l", "cells/l", "mpn/l", "/l"],
    ),
    def(
        Unit::CountPerMillilitre,
        Dimension::CountPerVolume,
        1_000,
        "个/mL",
        &["个/ml", "1/ml", "cells/ml"],
    ),
    def(Unit::Metre, Dimension::Length, 1_000, "m", &["m", "米"]),
    def(Unit::Centimetre, Dimension::Length, 10, "cm", &["cm", "厘米"]),
    def(Unit::Millimetre, Dimension::Length, 1, "mm", &["mm", "毫米"]),
    def(Unit::MetrePerSecond, Dimension::Speed, 1, "m/s", &["m/s", "米/秒"]),
    def(
        Unit::CubicMetrePerSecond,
        Dimension::Flow,
        3_600_000,
        "m³/s",
        &["m3/s", "立方米/秒"],
    ),
    def(
        Unit::CubicMetrePerHour,
        Dimension::Flow,
        1_000,
        "m³/h",
        &["m3/h", "立方米/小时"],
    ),
    def(Unit::LitrePerSecond, Dimension::Flow, 3_600, "L/s", &["l/s", "升/秒"]),
    def(Unit::Percent, Dimension::Share, 1, "%", &["%", "％"]),
    def(Unit::Kilopascal, Dimension::Pressure, 1_000, "kPa", &["kpa", "千帕"]),
    def(
        Unit::Hectopascal,
        Dimension::Pressure,
        100,
        "hPa",
        &["hpa", "百帕", "mbar"],
    ),
    def(Unit::Pascal, Dimension::Pressure, 1, "Pa", &["pa", "帕"]),
    def(Unit::Degree, Dimension::Angle, 1, "°", &["°", "度", "deg"]),
    def(Unit::DecibelA, Dimension::Sound, 1, "dB(A)", &["db(a)", "db", "分贝"]),
    def(
        Unit::ColourDegree,
        Dimension::Colour,
        1,
        "倍",
        &["倍", "colourdegree", "铂钴色度单位"],
    ),
];

impl Unit {
    /// The symbol shown after a value; empty for pure numbers.
    pub fn symbol(self) -> &'static str {
        self.def().map_or("", |def| def.symbol)
    }

    /// Reads a unit as people and instruments write it: letter case, blanks, `³`/`3`/`^3`, `μ`/`µ`/`u` do not matter.
    ///
    /// `ppm` is no unit here: it is by mass in water and by volume in air, and a guess would be wrong for one of them.
    pub fn parse(said: &str) -> Option<Self> {
        let folded = fold(said)?;
        UNITS
            .iter()
            .find(|def| def.spellings.contains(&folded.as_str()))
            .map(|def| def.unit)
    }

    /// `value` of unit `from` as a value of unit `to`; `None` when they measure different things or on overflow.
    pub fn convert(value: Decimal, from: Unit, to: Unit) -> Option<Decimal> {
        if from == to {
            return Some(value);
        }
        let (from, to) = (from.def()?, to.def()?);
        if from.dimension != to.dimension {
            return None;
        }
        // Reduced first, so that the ordinary case is a single multiplication or division by a power of ten and stays exact.
        let (multiply, divide) = reduced(from.smallest, to.smallest);
        value
            .checked_mul(Decimal::from(multiply))?
            .checked_div(Decimal::from(divide))
            .map(|value| value.normalize())
    }

    fn def(self) -> Option<&'static UnitDef> {
        UNITS.iter().find(|def| def.unit == self)
    }
}

/// The longest spelling of any unit is far below this; longer text is no unit.
const SPELLING_CHARACTERS_MAX: usize = 32;

fn fold(said: &str) -> Option<String> {
    if said.chars().nth(SPELLING_CHARACTERS_MAX).is_some() {
        return None;
    }
    let folded: String = said
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '^' | '·'))
        .flat_map(|letter| {
            match letter {
                'μ' | 'µ' | 'Μ' => 'u',
                '³' => '3',
                '℃' => 'c',
                '／' => '/',
                '（' => '(',
                '）' => ')',
                other => other,
            }
            .to_lowercase()
        })
        .collect();
    Some(if folded == "°c" { "c".to_owned() } else { folded })
}

fn reduced(multiply: i64, divide: i64) -> (i64, i64) {
    let (mut large, mut small) = (multiply, divide);
    while small != 0 {
        (large, small) = (small, large % small);
    }
    // Both entries of every row are positive, so the greatest common divisor is at least one.
    (multiply / large, divide / large)
}
