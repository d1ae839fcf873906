//! The one list of monitored items: codes, names, canonical units, decimals shown. Every other crate reads it from here.

use serde::{Serialize, Serializer};

use crate::text::Text;
use crate::unit::Unit;

/// In what an item is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// Ambient air.
    Air,
    /// Surface water.
    Water,
}

/// One monitored item.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ItemDef {
    /// The code used everywhere in the product, e.g. `NH3N`.
    pub code: &'static str,
    /// HJ 212-2017 factor code, e.g. `w21003`; codes outside its tables are those seen in the field.
    pub hj212: Option<&'static str>,
    /// HJ/T 212-2005 factor code, e.g. `060`.
    pub hj212_2005: Option<&'static str>,
    /// Name in Chinese and in English.
    pub name: (&'static str, &'static str),
    /// The unit in which values are held and shown.
    pub unit: Unit,
    /// In what it is measured.
    pub medium: Medium,
    /// Decimals shown on screen; values are held unrounded.
    pub decimals: u32,
}

impl Serialize for ItemDef {
    /// As its code: whoever reads the data looks the rest up in the one list.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl ItemDef {
    /// The name in both languages.
    pub fn text(&self) -> Text {
        Text::new(self.name.0, self.name.1)
    }
}

const fn water(
    code: &'static str,
    codes: (Option<&'static str>, Option<&'static str>),
    name: (&'static str, &'static str),
    unit: Unit,
    decimals: u32,
) -> ItemDef {
    ItemDef {
        code,
        hj212: codes.0,
        hj212_2005: codes.1,
        name,
        unit,
        medium: Medium::Water,
        decimals,
    }
}

const fn air(
    code: &'static str,
    codes: (Option<&'static str>, Option<&'static str>),
    name: (&'static str, &'static str),
    unit: Unit,
    decimals: u32,
) -> ItemDef {
    ItemDef {
        code,
        hj212: codes.0,
        hj212_2005: codes.1,
        name,
        unit,
        medium: Medium::Air,
        decimals,
    }
}

const MG_L: Unit = Unit::MilligramPerLitre;
const UG_M3: Unit = Unit::MicrogramPerCubicMetre;

/// Every monitored item: air in the order of the daily report, then water in the order of GB 3838-2002, then the items that
/// stand beside the class.
pub static ITEMS: &[ItemDef] = &[
    air("SO2", (Some("a21026"), Some("02")), ("二氧化硫", "SO2"), UG_M3, 0),
    air("NO2", (Some("a21004"), None), ("二氧化氮", "NO2"), UG_M3, 0),
    air(
        "CO",
        (Some("a21005"), Some("04")),
        ("一氧化碳", "CO"),
        Unit::MilligramPerCubicMetre,
        1,
    ),
    air("O3", (Some("a05024"), None), ("臭氧", "O3"), UG_M3, 0),
    air("O3_8H", (None, None), ("臭氧8小时", "O3 8 h"), UG_M3, 0),
    air("PM10", (Some("a34002"), None), ("PM10", "PM10"), UG_M3, 0),
    air("PM25", (Some("a34004"), None), ("PM2.5", "PM2.5"), UG_M3, 0),
    air("NOX", (Some("a21002"), Some("03")), ("氮氧化物", "NOx"), UG_M3, 0),
    air("NO", (Some("a21003"), None), ("一氧化氮", "NO"), UG_M3, 0),
    air("TSP", (Some("a34001"), None), ("总悬浮颗粒物", "TSP"), UG_M3, 0),
    air(
        "AIRTEMP",
        (Some("a01001"), None),
        ("气温", "Air temperature"),
        Unit::Celsius,
        1,
    ),
    air(
        "HUMIDITY",
        (Some("a01002"), None),
        ("相对湿度", "Relative humidity"),
        Unit::Percent,
        0,
    ),
    air(
        "PRESSURE",
        (Some("a01006"), None),
        ("气压", "Air pressure"),
        Unit::Kilopascal,
        2,
    ),
    air(
        "WINDSPEED",
        (Some("a01007"), None),
        ("风速", "Wind speed"),
        Unit::MetrePerSecond,
        1,
    ),
    air(
        "WINDDIR",
        (Some("a01008"), None),
        ("风向", "Wind direction"),
        Unit::Degree,
        0,
    ),
    water(
        "WT",
        (Some("w01010"), None),
        ("水温", "Water temperature"),
        Unit::Celsius,
        1,
    ),
    water("PH", (Some("w01001"), Some("001")), ("pH值", "pH"), Unit::One, 2),
    water("DO", (Some("w01009"), None), ("溶解氧", "Dissolved oxygen"), MG_L, 2),
    water(
        "CODMN",
        (Some("w01019"), None),
        ("高锰酸盐指数", "Permanganate index"),
        MG_L,
        2,
    ),
    water("COD", (Some("w01018"), Some("011")), ("化学需氧量", "COD"), MG_L, 1),
    water(
        "BOD5",
        (Some("w01017"), Some("010")),
        ("五日生化需氧量", "BOD5"),
        MG_L,
        1,
    ),
    water(
        "NH3N",
        (Some("w21003"), Some("060")),
        ("氨氮", "Ammonia nitrogen"),
        MG_L,
        3,
    ),
    water(
        "TP",
        (Some("w21011"), Some("101")),
        ("总磷", "Total phosphorus"),
        MG_L,
        3,
    ),
    water("TN", (Some("w21001"), Some("065")), ("总氮", "Total nitrogen"), MG_L, 2),
    water("CU", (Some("w20138"), Some("029")), ("铜", "Copper"), MG_L, 3),
    water("ZN", (Some("w20139"), Some("030")), ("锌", "Zinc"), MG_L, 3),
    water("F", (Some("w21017"), Some("072")), ("氟化物", "Fluoride"), MG_L, 2),
    water("SE", (Some("w20140"), Some("035")), ("硒", "Selenium"), MG_L, 4),
    water("AS", (Some("w20141"), Some("026")), ("砷", "Arsenic"), MG_L, 4),
    water("HG", (Some("w20142"), Some("020")), ("汞", "Mercury"), MG_L, 5),
    water("CD", (Some("w20143"), Some("022")), ("镉", "Cadmium"), MG_L, 4),
    water(
        "CR6",
        (Some("w20117"), Some("024")),
        ("六价铬", "Hexavalent chromium"),
        MG_L,
        3,
    ),
    water("PB", (Some("w20144"), Some("027")), ("铅", "Lead"), MG_L, 3),
    water("CN", (Some("w21016"), Some("070")), ("氰化物", "Cyanide"), MG_L, 3),
    water(
        "VP",
        (Some("w23002"), Some("110")),
        ("挥发酚", "Volatile phenols"),
        MG_L,
        4,
    ),
    water(
        "OIL",
        (Some("w22001"), Some("080")),
        ("石油类", "Petroleum oils"),
        MG_L,
        2,
    ),
    water(
        "LAS",
        (Some("w19002"), Some("520")),
        ("阴离子表面活性剂", "Anionic surfactants"),
        MG_L,
        2,
    ),
    water("S", (Some("w21019"), Some("071")), ("硫化物", "Sulphide"), MG_L, 3),
    water(
        "FC",
        (Some("w02003"), Some("550")),
        ("粪大肠菌群", "Faecal coliforms"),
        Unit::CountPerLitre,
        0,
    ),
    water("SO4", (Some("w21038"), None), ("硫酸盐", "Sulphate"), MG_L, 1),
    water("CL", (Some("w21022"), Some("090")), ("氯化物", "Chloride"), MG_L, 1),
    water(
        "NO3N",
        (Some("w21007"), Some("064")),
        ("硝酸盐氮", "Nitrate nitrogen"),
        MG_L,
        2,
    ),
    water("FE", (Some("w20125"), Some("032")), ("铁", "Iron"), MG_L, 2),
    water("MN", (Some("w20124"), Some("031")), ("锰", "Manganese"), MG_L, 2),
    water(
        "EC",
        (Some("w01014"), None),
        ("电导率", "Conductivity"),
        Unit::MicrosiemensPerCentimetre,
        1,
    ),
    water("TURB", (Some("w01003"), None), ("浊度", "Turbidity"), Unit::Ntu, 1),
    water(
        "SS",
        (Some("w01012"), Some("003")),
        ("悬浮物", "Suspended solids"),
        MG_L,
        0,
    ),
    water("CHLA", (None, None), ("叶绿素a", "Chlorophyll a"), MG_L, 4),
    water(
        "ALGAE",
        (None, None),
        ("藻密度", "Algal density"),
        Unit::CountPerLitre,
        0,
    ),
    water("SD", (None, None), ("透明度", "Transparency"), Unit::Metre, 2),
    water("FLOW", (None, None), ("流量", "Flow"), Unit::CubicMetrePerSecond, 2),
    water("LEVEL", (None, None), ("水位", "Water level"), Unit::Metre, 2),
];

/// The item of our own code, e.g. `NH3N`.
pub fn by_code(code: &str) -> Option<&'static ItemDef> {
    ITEMS.iter().find(|item| item.code == code)
}

/// The item of an HJ 212 factor code of either edition, in any letter case, e.g. `w21003` or `060`.
pub fn by_hj212(factor: &str) -> Option<&'static ItemDef> {
    let is = |known: Option<&str>| known.is_some_and(|known| known.eq_ignore_ascii_case(factor));
    ITEMS.iter().find(|item| is(item.hj212) || is(item.hj212_2005))
}
