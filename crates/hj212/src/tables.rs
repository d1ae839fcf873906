//! The code tables of the standard, read once from `tables/*.csv`. Codes that are not in them pass through everywhere.

use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::flag::Edition;
use crate::kind::{Kind, Range};

/// A system type (ST).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct SystemType {
    /// Two characters.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The editions and dialects that know it.
    pub standard: String,
}

/// A mark of a value (x-Flag) in one edition.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct DataFlag {
    /// The mark.
    pub flag: String,
    /// Chinese meaning.
    pub meaning_zh: String,
    /// English meaning.
    pub meaning_en: String,
    /// Whether the value is usable as measured data.
    #[serde(deserialize_with = "zero_or_one")]
    pub valid: bool,
    /// The edition or dialect.
    pub standard: String,
}

/// A result of a request (QnRtn, ExeRtn) or a state of a device.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ResultCode {
    /// The field and the edition, e.g. `QnRtn-2017`.
    pub table: String,
    /// The value.
    pub code: String,
    /// Chinese meaning.
    pub meaning_zh: String,
    /// English meaning.
    pub meaning_en: String,
}

/// A field of CP that is no monitored item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct NamedField {
    /// The name as printed.
    pub name: String,
    /// What its value is.
    pub kind: Kind,
    /// Which values, lengths or digits it may have.
    pub range: Range,
    /// Chinese meaning.
    pub meaning_zh: String,
    /// English meaning.
    pub meaning_en: String,
}

/// What stands behind the hyphen of a monitored item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Suffix {
    /// The suffix as printed.
    pub suffix: String,
    /// What its value is.
    pub kind: Kind,
    /// Which values, lengths or digits it may have.
    pub range: Range,
    /// Chinese meaning.
    pub meaning_zh: String,
    /// English meaning.
    pub meaning_en: String,
}

/// Every system type.
pub static SYSTEM_TYPES: LazyLock<Vec<SystemType>> = LazyLock::new(|| rows(include_str!("../tables/system_types.csv")));
/// Every mark of a value.
pub static DATA_FLAGS: LazyLock<Vec<DataFlag>> = LazyLock::new(|| rows(include_str!("../tables/data_flags.csv")));
/// Every result and state code.
pub static RESULT_CODES: LazyLock<Vec<ResultCode>> = LazyLock::new(|| rows(include_str!("../tables/result_codes.csv")));
/// Every field of CP that is no monitored item.
pub static FIELDS: LazyLock<Vec<NamedField>> = LazyLock::new(|| rows(include_str!("../tables/fields.csv")));
/// Every suffix of a monitored item.
pub static SUFFIXES: LazyLock<Vec<Suffix>> = LazyLock::new(|| rows(include_str!("../tables/suffixes.csv")));

/// The rows of a table. A row that cannot be read is left out; a test proves that there is none.
pub(crate) fn rows<Row: DeserializeOwned>(table: &str) -> Vec<Row> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(table.as_bytes())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect()
}

fn zero_or_one<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    u8::deserialize(deserializer).map(|number| number == 1)
}

/// The system type with this code.
pub fn system_type(code: &str) -> Option<&'static SystemType> {
    SYSTEM_TYPES.iter().find(|row| row.code == code)
}

/// The meaning of a result code (`QnRtn`, `ExeRtn`) in an edition. 2025 keeps those of 2017.
pub fn result_code(field: &str, code: u32, edition: Edition) -> Option<&'static ResultCode> {
    let year = match edition {
        Edition::Of2005 => "2005",
        Edition::Of2017 | Edition::Of2025 => "2017",
    };
    let code = code.to_string();
    let is_meant = |row: &&ResultCode| row.table.split_once('-') == Some((field, year)) && row.code == code;
    RESULT_CODES.iter().find(is_meant)
}

/// The meaning of a mark in the current edition of the standard.
pub fn data_flag(flag: &str) -> Option<&'static DataFlag> {
    DATA_FLAGS
        .iter()
        .find(|row| row.flag == flag && row.standard == "HJ 212-2017")
}
