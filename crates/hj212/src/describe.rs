//! Words for the names on the wire, for pages that show a frame to people.

use crate::factor::factor;
use crate::tables::{FIELDS, SUFFIXES};

/// What a field of header or CP means, in Chinese and English: `a34004-Avg` is the mean of PM2.5. `None` for names that
/// no table knows.
pub fn describe_field(name: &str) -> Option<(String, String)> {
    if let Some(field) = FIELDS.iter().find(|field| field.name == name) {
        return Some((field.meaning_zh.clone(), field.meaning_en.clone()));
    }
    let Some((code, suffix)) = name.rsplit_once('-') else {
        return factor(name).map(|factor| (factor.name_zh.clone(), factor.name_en.clone()));
    };
    let (thing_zh, thing_en) = match factor(code) {
        Some(factor) => (factor.name_zh.clone(), factor.name_en.clone()),
        None => equipment(code)?,
    };
    match SUFFIXES.iter().find(|row| row.suffix == suffix) {
        Some(row) => Some((
            format!("{thing_zh} {}", row.meaning_zh),
            format!("{thing_en}, {}", row.meaning_en),
        )),
        None => Some((format!("{thing_zh} {suffix}"), format!("{thing_en}, {suffix}"))),
    }
}

/// `SB` and a number: a piece of equipment of the source.
fn equipment(code: &str) -> Option<(String, String)> {
    let number = code.strip_prefix("SB")?;
    let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    numbered.then(|| (format!("设备 {number}"), format!("Equipment {number}")))
}
