//! Monitored factors: what a code on the wire means, and how the codes of 2005 and of the later editions map.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::tables::rows;

/// A monitored factor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
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

/// Every factor.
pub static FACTORS: LazyLock<Vec<Factor>> = LazyLock::new(|| rows(include_str!("../tables/factors.csv")));

type ByCode = HashMap<&'static str, &'static Factor>;

/// The first row of each code counts (two are printed twice).
fn by_code(codes: impl Fn(&'static Factor) -> Vec<&'static str>) -> ByCode {
    let factors: &'static Vec<Factor> = &FACTORS;
    let mut by_code = HashMap::new();
    for factor in factors {
        for code in codes(factor) {
            if !code.is_empty() {
                by_code.entry(code).or_insert(factor);
            }
        }
    }
    by_code
}

static BY_EITHER_CODE: LazyLock<ByCode> =
    LazyLock::new(|| by_code(|factor| vec![&factor.code_2017, &factor.code_2005]));
static BY_CODE_2005: LazyLock<ByCode> = LazyLock::new(|| by_code(|factor| vec![&factor.code_2005]));
static BY_CODE_2017: LazyLock<ByCode> = LazyLock::new(|| by_code(|factor| vec![&factor.code_2017]));

/// The factor with this code of either edition, or whose pattern for numbered devices fits it.
pub fn factor(code: &str) -> Option<&'static Factor> {
    if let Some(factor) = BY_EITHER_CODE.get(code) {
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
                BY_EITHER_CODE
                    .get(format!("{}{}", &code[..stem], "x".repeat(digits)).as_str())
                    .copied()
            })
            .flatten()
    })
}

/// The code of the later editions for a code of 2005: `011` is `w01018`. `None` for codes that 2005 does not know and
/// for those that have no successor.
pub fn factor_code_2017(code_2005: &str) -> Option<&'static str> {
    let factor = BY_CODE_2005.get(code_2005)?;
    Some(factor.code_2017.as_str()).filter(|code| !code.is_empty())
}

/// The code of 2005 for a code of the later editions: `w01018` is `011`. `None` for codes that the later editions do
/// not know and for those that 2005 had no code for.
pub fn factor_code_2005(code_2017: &str) -> Option<&'static str> {
    let factor = BY_CODE_2017.get(code_2017)?;
    Some(factor.code_2005.as_str()).filter(|code| !code.is_empty())
}
