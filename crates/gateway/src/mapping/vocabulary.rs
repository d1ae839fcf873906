//! The words that files use for points, times, items and endings: one list each, read by the inference of a mapping and by
//! narrow files.

use standards::item::{self, ItemDef};

/// Names of an item besides its code, its HJ 212 code and its names in the list of items; in the folded form of [`fold`].
static ITEM_NAMES: &[(&str, &[&str])] = &[
    ("SO2", &["sulphurdioxide", "sulfurdioxide"]),
    ("NO2", &["nitrogendioxide"]),
    ("CO", &["carbonmonoxide"]),
    ("O3", &["ozone", "o31h", "臭氧1小时", "臭氧o3"]),
    (
        "O3_8H",
        &[
            "o38h",
            "o38hmax",
            "臭氧8小时滑动平均",
            "臭氧日最大8小时滑动平均",
            "o3日最大8小时",
        ],
    ),
    ("PM10", &["可吸入颗粒物"]),
    ("PM25", &["细颗粒物", "pm25细颗粒物"]),
    ("WT", &["watertemp", "temperaturewater"]),
    ("PH", &["ph值", "酸碱度"]),
    ("DO", &["dissolvedoxygendo", "oxygendissolved", "溶氧"]),
    (
        "CODMN",
        &["imn", "permanganateindexcodmn", "高锰酸盐指数codmn", "高锰酸钾指数"],
    ),
    ("COD", &["codcr", "chemicaloxygendemand", "化学需氧量codcr"]),
    ("BOD5", &["bod", "五日生化需氧量bod5"]),
    ("NH3N", &["氨氮nh3n", "ammonianitrogennh3n"]),
    ("TP", &["总磷tp", "phosphorustotal"]),
    ("TN", &["总氮tn", "nitrogentotal"]),
    ("EC", &["cond", "specificconductance"]),
    ("TURB", &["turbidity", "浑浊度"]),
    ("CHLA", &["叶绿素"]),
    ("ALGAE", &["algaecells", "藻类密度"]),
];

/// Codes of two letters and less that stand for nothing else in the header of a file. Of the others (`MN`, `CN`, `NO`, `S` …) a
/// file must also state the unit before they are taken for an item.
static SHORT_CODES: &[&str] = &["CO", "O3", "DO", "PH", "TP", "TN"];

/// A unit written as the end of a column's name: `nh3n_mgl`.
static UNIT_ENDINGS: &[(&str, &str)] = &[
    ("_mgl", "mg/L"),
    ("_ugl", "ug/L"),
    ("_mgm3", "mg/m3"),
    ("_ugm3", "ug/m3"),
    ("_uscm", "uS/cm"),
    ("_mscm", "mS/cm"),
    ("_ntu", "NTU"),
    ("_cells_l", "cells/L"),
    ("_c", "℃"),
];

/// Columns that name the point, in the order of preference: the first group of which the header has a word decides.
pub(super) static POINT_WORDS: &[&[&str]] = &[
    &[
        "station",
        "section",
        "point",
        "site",
        "location",
        "stationname",
        "sectionname",
        "断面",
        "站点",
        "点位",
        "测点",
        "监测点",
        "监测点位",
        "断面名称",
        "站点名称",
        "点位名称",
        "监测断面",
    ],
    &[
        "monitoringlocationidentifier",
        "stationcode",
        "sectioncode",
        "pointid",
        "siteid",
        "locationid",
        "站点编码",
        "断面编码",
    ],
    &["city", "城市"],
];

/// What a word for the time column tells about the times below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeWord {
    /// A day.
    Date,
    /// A time within a day, taken as the start of an hour.
    Hour,
    /// The moment of a sample.
    Sample,
}

/// Columns that name the time.
pub(super) static TIME_WORDS: &[(TimeWord, &[&str])] = &[
    (TimeWord::Date, &["date", "day", "日期", "监测日期"]),
    (
        TimeWord::Hour,
        &[
            "time",
            "datetime",
            "datatime",
            "datetimelocal",
            "timestamp",
            "时间",
            "监测时间",
            "数据时间",
        ],
    ),
    (
        TimeWord::Sample,
        &["采样时间", "采样日期时间", "sampletime", "activitystartdatetime"],
    ),
];

/// Columns of a narrow file.
pub(super) static ITEM_COLUMN_WORDS: &[&str] = &[
    "item",
    "parameter",
    "pollutant",
    "characteristicname",
    "因子",
    "监测因子",
    "监测项目",
    "项目",
    "指标",
    "污染物",
];
/// The value of a narrow file.
pub(super) static VALUE_COLUMN_WORDS: &[&str] = &[
    "value",
    "result",
    "resultmeasurevalue",
    "监测值",
    "数值",
    "浓度",
    "测值",
    "结果",
];
/// The unit of a narrow file.
pub(super) static UNIT_COLUMN_WORDS: &[&str] = &[
    "unit",
    "units",
    "resultmeasure/measureunitcode",
    "measureunitcode",
    "单位",
    "计量单位",
];
/// The data flag, in files of both layouts.
pub(super) static FLAG_COLUMN_WORDS: &[&str] = &["flag", "dataflag", "数据标记", "标记"];

/// A column's name in the form in which names are compared: lower case, without blanks and joining signs, full-width and
/// subscript letters as plain ones.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .filter_map(|letter| match letter {
            '₀'..='₉' => char::from_digit(u32::from(letter) - u32::from('₀'), 10),
            '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0),
            other => Some(other),
        })
        .filter(|letter| {
            !letter.is_whitespace() && !matches!(letter, '_' | '-' | '.' | ',' | '(' | ')' | '[' | ']' | '：' | ':')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The item that a word names: a code, an HJ 212 code with its letter, a name in Chinese or English, or a usual other name.
pub(crate) fn item_named(word: &str) -> Option<&'static ItemDef> {
    if let Some(item) = item::by_code(word) {
        return Some(item);
    }
    let folded = fold(word);
    if folded.is_empty() {
        return None;
    }
    let named = |item: &&ItemDef| {
        [item.code, item.name.0, item.name.1]
            .iter()
            .any(|name| fold(name) == folded)
            || item
                .hj212
                .is_some_and(|code| code.starts_with(char::is_alphabetic) && code == folded)
    };
    item::ITEMS.iter().find(named).or_else(|| {
        ITEM_NAMES
            .iter()
            .find(|(_, names)| names.contains(&folded.as_str()))
            .and_then(|(code, _)| item::by_code(code))
    })
}

/// What a column's name says: the item, and the unit where it states one.
pub(super) fn column_named(column: &str) -> Option<(&'static ItemDef, Option<&str>)> {
    if let Some(item) = item_named(column) {
        let code = item.code;
        let ambiguous = code.len() <= 2 && fold(column) == fold(code) && !SHORT_CODES.contains(&code);
        return (!ambiguous).then_some((item, None));
    }
    let (name, unit) = split_unit(column)?;
    Some((item_named(name)?, Some(unit)))
}

/// Splits `氨氮(mg/L)`, `氨氮（mg/L）`, `pm25[ug/m3]`, `nh3n_mgl` into name and unit.
fn split_unit(column: &str) -> Option<(&str, &str)> {
    let column = column.trim();
    for (open, close) in [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')] {
        if let Some((name, unit)) = column.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) {
            return Some((name, unit));
        }
    }
    UNIT_ENDINGS.iter().find_map(|(ending, unit)| {
        let at = column.len().checked_sub(ending.len())?;
        let (name, end) = column.split_at_checked(at)?;
        end.eq_ignore_ascii_case(ending).then_some((name, *unit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_recognised_by_their_usual_names_and_by_no_others() {
        let cases = [
            ("pm25", Some(("PM25", None))),
            ("PM2.5", Some(("PM25", None))),
            ("PM₂.₅", Some(("PM25", None))),
            ("pm25(ug/m3)", Some(("PM25", Some("ug/m3")))),
            ("PM2.5（μg/m³）", Some(("PM25", Some("μg/m³")))),
            ("o3_8h", Some(("O3_8H", None))),
            ("o3", Some(("O3", None))),
            ("co_ugm3", Some(("CO", Some("ug/m3")))),
            ("氨氮(mg/L)", Some(("NH3N", Some("mg/L")))),
            ("nh3n_mgl", Some(("NH3N", Some("mg/L")))),
            ("NH3-N", Some(("NH3N", None))),
            ("高锰酸盐指数", Some(("CODMN", None))),
            ("高锰酸盐指数(CODMn)", Some(("CODMN", None))),
            ("water_temp_c", Some(("WT", Some("℃")))),
            ("水温(℃)", Some(("WT", Some("℃")))),
            ("algae_cells_l", Some(("ALGAE", Some("cells/L")))),
            ("cond_uscm", Some(("EC", Some("uS/cm")))),
            ("w21003", Some(("NH3N", None))),
            ("Mn(mg/L)", Some(("MN", Some("mg/L")))),
            // A station number, a row number, a command number: short codes need their unit.
            ("MN", None),
            ("No", None),
            ("CN", None),
            // 2005 factor codes are bare numbers.
            ("060", None),
            ("pm25_24h", None),
            ("aqi", None),
            ("", None),
            ("()", None),
        ];
        for (column, expected) in cases {
            let found = column_named(column).map(|(item, unit)| (item.code, unit));
            assert_eq!(found, expected, "{column}");
        }
    }

    #[test]
    fn every_other_name_is_folded_and_belongs_to_a_known_item() {
        for (code, names) in ITEM_NAMES {
            assert!(item::by_code(code).is_some(), "{code}");
            for name in *names {
                assert_eq!(fold(name), *name, "{code}");
                assert_eq!(item_named(name).map(|item| item.code), Some(*code), "{name}");
            }
        }
    }
}
