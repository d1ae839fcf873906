//! Reading inputs as authors write them: other names of fields, texts for numbers, units, spellings of items, days and editions.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::conventions::Conventions;
use crate::item::ItemDef;
use crate::measured::{Measured, number};
use crate::spelling::fold;
use crate::substance;
use crate::unit::Unit;
use crate::water::{WaterBody, WaterClass, below_detection};

/// A field under one of several names; the first name is the one that a fault asks for.
pub(crate) fn any_field<'a>(input: &'a Json, names: &[&str]) -> Result<&'a Json, String> {
    optional_any(input, names)?.ok_or_else(|| {
        let (first, others) = names.split_first().unwrap_or((&"", &[]));
        if others.is_empty() {
            format!("`{first}` is missing; add it to the input")
        } else {
            format!(
                "`{first}` is missing; add it to the input (also read: {})",
                others.join(", ")
            )
        }
    })
}

/// As [`any_field`], `None` where no name is there or it is null.
pub(crate) fn optional_any<'a>(input: &'a Json, names: &[&str]) -> Result<Option<&'a Json>, String> {
    let fields = input
        .object()
        .map_err(|what| format!("looking for `{}`: {what}", names.first().unwrap_or(&"")))?;
    let exact = names.iter().find_map(|name| fields.get(*name));
    let found = exact.or_else(|| {
        let alike = |name: &&String| names.iter().any(|wanted| fold(wanted) == fold(name));
        fields.iter().find(|(name, _)| alike(name)).map(|(_, value)| value)
    });
    Ok(found.filter(|value| **value != Json::Null))
}

/// A number, also one written as a text.
pub(crate) fn decimal_at(input: &Json, names: &[&str]) -> Result<Decimal, String> {
    let value = any_field(input, names)?;
    value
        .decimal()
        .map_err(|what| format!("`{}`: {what}", names.first().unwrap_or(&"")))
}

/// As [`decimal_at`], `None` where it is absent, null or empty.
pub(crate) fn optional_decimal_at(input: &Json, names: &[&str]) -> Result<Option<Decimal>, String> {
    match optional_any(input, names)? {
        None => Ok(None),
        Some(value) => match measured(value) {
            Ok(Measured::Missing) => Ok(None),
            _ => value
                .decimal()
                .map(Some)
                .map_err(|what| format!("`{}`: {what}", names.first().unwrap_or(&""))),
        },
    }
}

/// A result: a number, a text such as `<0.025`, `ND`, `未检出`, null for nothing, or an object with `value`.
pub(crate) fn measured(value: &Json) -> Result<Measured, String> {
    match value {
        Json::Null => Ok(Measured::Missing),
        Json::Number(number) | Json::Unrounded(number, _) => Ok(Measured::Value(*number)),
        Json::Bool(present) => Ok(if *present { Measured::Present } else { Measured::Absent }),
        Json::Text(said) => said
            .parse()
            .map_err(|cause: crate::measured::NoResult| cause.to_string()),
        Json::Object(_) => measured(any_field(value, &["value", "v", "concentration", "c", "result"])?),
        Json::List(_) => Err("one result is expected, not a list".to_owned()),
    }
}

/// A result that must be named, though it may be null; with the unit that stands beside it in the input.
pub(crate) fn result_field(input: &Json, names: &[&str]) -> Result<Json, String> {
    let fields = input.object()?;
    let named = names.iter().find_map(|name| fields.get(*name));
    let Some(given) = named.or(optional_any(input, names)?) else {
        return any_field(input, names).cloned();
    };
    Ok(match optional_any(input, &["unit"])? {
        Some(unit) if !matches!(given, Json::Object(_)) => object([("value", given.clone()), ("unit", unit.clone())]),
        _ => given.clone(),
    })
}

/// The unit that stands beside a value (`{"value": 12, "unit": "μg/L"}`), where one does.
fn unit_beside(value: &Json) -> Result<Option<Unit>, String> {
    let Json::Object(_) = value else { return Ok(None) };
    let Some(said) = optional_any(value, &["unit"])? else {
        return Ok(None);
    };
    let said = said.text()?;
    Unit::parse(said)
        .map(Some)
        .ok_or_else(|| format!("unit `{said}` is not known; write e.g. mg/L, μg/L, mg/m³"))
}

/// A name that ends in a unit: `CO (mg/m3)`, `总磷（mg/L）`.
fn split_unit(name: &str) -> (&str, Option<Unit>) {
    let Some(open) = name.rfind(['(', '（', '[']) else {
        return (name, None);
    };
    let inner: String = name
        .get(open..)
        .unwrap_or_default()
        .chars()
        .filter(|letter| !matches!(letter, '(' | '（' | '[' | ')' | '）' | ']'))
        .collect();
    match Unit::parse(&inner).filter(|_| !inner.is_empty()) {
        Some(unit) if unit != Unit::One => (name.get(..open).unwrap_or(name).trim(), Some(unit)),
        _ => (name, None),
    }
}

/// The item of any spelling.
pub(crate) fn item_of(said: &str) -> Result<&'static ItemDef, String> {
    substance::item_of(said).ok_or_else(|| {
        let shown: String = said.chars().take(60).collect();
        format!("`{shown}` is not a monitored item; write a code such as NH3N, a name such as 氨氮 or an HJ 212 code such as w21003")
    })
}

/// The results of an object by item, each in its item's own unit; what is null or empty stays as missing.
pub(crate) fn results(given: &Json) -> Result<Vec<(&'static ItemDef, Measured)>, String> {
    let read = given.object()?.iter();
    read.map(|(name, value)| {
        let item = item_of(name).or_else(|fault| item_of(split_unit(name).0).map_err(|_| fault))?;
        Ok((item, in_unit(item, name, value)?))
    })
    .collect()
}

/// One result in the unit of its item.
pub(crate) fn in_unit(item: &ItemDef, name: &str, value: &Json) -> Result<Measured, String> {
    let told = |what: String| format!("`{name}`: {what}");
    let result = measured(value).map_err(told)?;
    let from = unit_beside(value).map_err(told)?.or(split_unit(name).1);
    let Some(from) = from else { return Ok(result) };
    let convert = |number: Decimal| {
        Unit::convert(number, from, item.unit).ok_or_else(|| {
            told(format!(
                "a value in {} is no value of this item, which is held in {}",
                from.symbol(),
                item.unit.symbol()
            ))
        })
    };
    Ok(match result {
        Measured::Value(number) => Measured::Value(convert(number)?),
        Measured::Below(limit) => Measured::Below(convert(limit)?),
        other => other,
    })
}

/// The figures that stand for results in a class or mean: numbers as they are, half of a detection limit; what is missing is left out.
pub(crate) fn figures(given: &Json) -> Result<Vec<(&'static ItemDef, Decimal)>, String> {
    let half = below_detection(Decimal::ONE).unwrap_or(Decimal::ZERO);
    let found = results(given)?.into_iter();
    Ok(found
        .filter_map(|(item, result)| Some((item, result.figure(half)?)))
        .collect())
}

/// Results by the names that the author wrote, for methods that know more than the monitored items.
pub(crate) fn named_results(given: &Json) -> Result<Vec<(&str, Measured)>, String> {
    let read = given.object()?.iter();
    read.map(|(name, value)| {
        Ok((
            name.as_str(),
            measured(value).map_err(|what| format!("`{name}`: {what}"))?,
        ))
    })
    .collect()
}

/// The day of a case: `date`, `day`, `on`, `month` or `year`; a month or year means its last day.
pub(crate) fn optional_day(input: &Json) -> Result<Option<NaiveDate>, String> {
    let Some(said) = optional_any(input, &["date", "on", "day", "time", "month", "year"])? else {
        return Ok(None);
    };
    let text = match said {
        Json::Text(text) => text.trim().to_owned(),
        Json::Number(number) => number.normalize().to_string(),
        other => return Err(format!("`date`: a day such as \"2026-03-01\" is expected, not {other}")),
    };
    day_from(&text)
        .map(Some)
        .ok_or_else(|| format!("`date`: `{text}` is not a day; write \"2026-03-01\", \"2026-03\" or 2026"))
}

fn day_from(said: &str) -> Option<NaiveDate> {
    let plain = said.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let mut parts = plain
        .split([' ', 'T'])
        .next()?
        .split('-')
        .filter(|part| !part.is_empty());
    let year: i32 = parts.next()?.parse().ok()?;
    let Some(month) = parts.next() else {
        return NaiveDate::from_ymd_opt(year, 12, 31);
    };
    let first = NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)?;
    match parts.next() {
        Some(day) => NaiveDate::from_ymd_opt(year, first.month(), day.parse().ok()?),
        None => first.checked_add_months(chrono::Months::new(1))?.pred_opt(),
    }
}

/// The kind of water body; a river where nothing is said.
pub(crate) fn body(input: &Json) -> Result<WaterBody, String> {
    let Some(said) = optional_any(input, &["water_body", "type", "body", "wb_type"])? else {
        return Ok(WaterBody::River);
    };
    body_word(said.text()?)
}

pub(crate) fn body_word(said: &str) -> Result<WaterBody, String> {
    let folded = fold(said).replace("surface", "");
    let lake = ["lake", "reservoir", "湖", "库", "lakes", "reservoirs"];
    let river = ["river", "stream", "canal", "河", "江", "渠", "溪"];
    // A river-type reservoir (河道型水库) is judged as a river.
    if folded.contains("河道型") || folded.contains("rivertype") {
        return Ok(WaterBody::River);
    }
    if lake.iter().any(|word| folded.contains(word)) {
        return Ok(WaterBody::Lake);
    }
    if river.iter().any(|word| folded.contains(word)) {
        return Ok(WaterBody::River);
    }
    Err(format!("water_body `{said}` is not river (河流) or lake (湖泊、水库)"))
}

/// A class as a number or a word: 3, `Ⅲ`, `III类`, `劣Ⅴ`.
pub(crate) fn class(said: &Json) -> Result<WaterClass, String> {
    let class = match said {
        Json::Number(rank) => u8::try_from(*rank).ok().and_then(WaterClass::from_rank),
        Json::Text(word) => WaterClass::from_roman(word),
        _ => None,
    };
    class.ok_or_else(|| format!("{said} is not a class; write 1 to 6 or Ⅰ to 劣Ⅴ"))
}

/// The conventions of cases: those that come with the program.
pub(crate) fn proposed() -> Conventions {
    Conventions::proposed(NaiveDate::MAX)
}

/// A share or percentage written with its sign: `75%`.
pub(crate) fn percent(said: &Json) -> Result<Decimal, String> {
    match said {
        Json::Text(text) => number(text.trim().trim_end_matches(['%', '％']))
            .ok_or_else(|| format!("`{text}` is not a percentage; write 75 or \"75%\"")),
        other => other.decimal(),
    }
}
