//! Reading what people write in headers and cells: names with units, days.

use chrono::NaiveDate;

use crate::unit::Unit;

/// Units as they hang on names of columns: `codmn_mgl`.
const HANGING: [(&str, Unit); 6] = [
    ("_mgl", Unit::MilligramPerLitre),
    ("_ugl", Unit::MicrogramPerLitre),
    ("_mgm3", Unit::MilligramPerCubicMetre),
    ("_ugm3", Unit::MicrogramPerCubicMetre),
    ("_mgkg", Unit::MilligramPerKilogram),
    ("_c", Unit::Celsius),
];

/// Averaging times as they hang on names of columns: `so2_24h`.
const TIMES: [&str; 10] = [
    "_24h",
    "_1h",
    "_day",
    "_hour",
    "_daily",
    "_hourly",
    "24小时平均",
    "1小时平均",
    "日均值",
    "小时值",
];

/// The name of a column and the unit that stands beside it: `CO (mg/m3)`, `氨氮（mg/L）`, `codmn_mgl`.
pub(super) fn name_and_unit(header: &str) -> (&str, Option<Unit>) {
    let header = header.trim();
    let bare = header.strip_suffix([')', '）', ']']);
    if let Some((name, unit)) = bare.and_then(|bare| bare.rsplit_once(['(', '（', '[']))
        && let Some(unit) = Unit::parse(unit)
        && !name.trim().is_empty()
    {
        return (name.trim(), Some(unit));
    }
    for (ending, unit) in HANGING {
        if let Some(name) = without(header, ending) {
            return (name, Some(unit));
        }
    }
    (header, None)
}

/// The name without the averaging time that hangs on it.
pub(super) fn without_time(name: &str) -> Option<&str> {
    TIMES.iter().find_map(|time| without(name, time))
}

fn without<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let cut = name.len().checked_sub(ending.len())?;
    let (before, after) = (name.get(..cut)?, name.get(cut..)?);
    (after.eq_ignore_ascii_case(ending) && !before.is_empty()).then_some(before)
}

/// The day of a date or moment: `2024-05-01`, `2024/5/1 8:00`, `2024年5月1日`, `20240501`.
pub(super) fn day(said: &str) -> Option<NaiveDate> {
    let said = said.trim();
    if said.len() >= 8 && said.get(..8)?.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(said.get(..8)?, "%Y%m%d").ok();
    }
    let mut numbers = said.split(|letter: char| !letter.is_ascii_digit());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_units_and_days_as_people_write_them() {
        assert_eq!(name_and_unit("CO (mg/m3)"), ("CO", Some(Unit::MilligramPerCubicMetre)));
        assert_eq!(name_and_unit("氨氮（mg/L）"), ("氨氮", Some(Unit::MilligramPerLitre)));
        assert_eq!(name_and_unit("codmn_mgl"), ("codmn", Some(Unit::MilligramPerLitre)));
        assert_eq!(name_and_unit("苯并[a]芘"), ("苯并[a]芘", None));
        assert_eq!(name_and_unit("颗粒物(PM10)"), ("颗粒物(PM10)", None));
        assert_eq!(without_time("SO2_24H"), Some("SO2"));
        assert_eq!(without_time("O3"), None);
        let first = NaiveDate::from_ymd_opt(2024, 5, 1);
        for said in [
            "2024-05-01",
            "2024/5/1 8:00",
            "2024年5月1日",
            "20240501",
            "2024-05-01T08:00",
            "202405011200",
        ] {
            assert_eq!(day(said), first, "{said}");
        }
        for said in ["", "2024", "2024-13-01", "1/5/2024", "yesterday", "2024-05"] {
            assert_eq!(day(said), None, "{said}");
        }
    }
}
