//! The code tables of the standard, read once from `tables/*.csv`. Codes that are not in them pass through everywhere.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A command (CN) in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Command {
    /// Four digits.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// `up` (device to platform), `down` or `both`.
    pub direction: String,
    /// Which commands acknowledge it.
    pub needs_ack: String,
    /// Content, doubts.
    pub note: String,
    /// The editions and dialects that know it.
    pub standard: String,
}

/// A system type (ST).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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

/// A monitored factor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Factor {
    /// Code of the editions from 2017 on, empty when there is none; a trailing `x` or `xx` stands for the number of a
    /// device.
    pub code_2017: String,
    /// Code of 2005, empty when there is none.
    pub code_2005: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Unit of concentration as printed. Stations of ambient air use others in practice, see the note.
    pub unit: String,
    /// What kind of factor.
    pub category: String,
    /// Digits as printed.
    pub data_type: String,
    /// Unit of the emitted amount.
    pub emission_unit: String,
    /// The edition or dialect.
    pub standard: String,
    /// Doubts.
    pub note: String,
}

/// A field of CP that is no monitored item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NamedField {
    /// The name as printed.
    pub name: String,
    /// Chinese meaning.
    pub meaning_zh: String,
    /// English meaning.
    pub meaning_en: String,
}

/// What stands behind the hyphen of a monitored item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Suffix {
    /// The suffix as printed.
    pub suffix: String,
    /// Chinese meaning.
    pub meaning_zh: String,
    /// English meaning.
    pub meaning_en: String,
}

/// Every command.
pub static COMMANDS: LazyLock<Vec<Command>> = LazyLock::new(|| rows(include_str!("../tables/commands.csv")));
/// Every system type.
pub static SYSTEM_TYPES: LazyLock<Vec<SystemType>> = LazyLock::new(|| rows(include_str!("../tables/system_types.csv")));
/// Every mark of a value.
pub static DATA_FLAGS: LazyLock<Vec<DataFlag>> = LazyLock::new(|| rows(include_str!("../tables/data_flags.csv")));
/// Every result and state code.
pub static RESULT_CODES: LazyLock<Vec<ResultCode>> = LazyLock::new(|| rows(include_str!("../tables/result_codes.csv")));
/// Every factor.
pub static FACTORS: LazyLock<Vec<Factor>> = LazyLock::new(|| rows(include_str!("../tables/factors.csv")));
/// Every field of CP that is no monitored item.
pub static FIELDS: LazyLock<Vec<NamedField>> = LazyLock::new(|| rows(include_str!("../tables/fields.csv")));
/// Every suffix of a monitored item.
pub static SUFFIXES: LazyLock<Vec<Suffix>> = LazyLock::new(|| rows(include_str!("../tables/suffixes.csv")));

/// The rows of a table. A row that cannot be read is left out; a test proves that there is none.
fn rows<Row: DeserializeOwned>(table: &str) -> Vec<Row> {
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

/// Codes to rows of [`FACTORS`]; the first row of a code counts (two are printed twice).
static FACTORS_BY_CODE: LazyLock<HashMap<&'static str, &'static Factor>> = LazyLock::new(|| {
    let factors: &'static Vec<Factor> = &FACTORS;
    let mut by_code = HashMap::new();
    for factor in factors {
        for code in [factor.code_2017.as_str(), factor.code_2005.as_str()] {
            if !code.is_empty() {
                by_code.entry(code).or_insert(factor);
            }
        }
    }
    by_code
});

/// The factor with this code of either edition, or whose pattern for numbered devices fits it.
pub fn factor(code: &str) -> Option<&'static Factor> {
    if let Some(factor) = FACTORS_BY_CODE.get(code) {
        return Some(factor);
    }
    if !code.is_ascii() {
        return None;
    }
    (1..=2).find_map(|digits| {
        let stem = code.len().checked_sub(digits).filter(|stem| *stem > 0)?;
        let numbered = code.as_bytes()[stem..].iter().all(u8::is_ascii_digit);
        numbered
            .then(|| {
                FACTORS_BY_CODE
                    .get(format!("{}{}", &code[..stem], "x".repeat(digits)).as_str())
                    .copied()
            })
            .flatten()
    })
}

/// The system type with this code.
pub fn system_type(code: &str) -> Option<&'static SystemType> {
    SYSTEM_TYPES.iter().find(|row| row.code == code)
}

/// The meaning of a mark in the current edition of the standard.
pub fn data_flag(flag: &str) -> Option<&'static DataFlag> {
    DATA_FLAGS
        .iter()
        .find(|row| row.flag == flag && row.standard == "HJ 212-2017")
}
