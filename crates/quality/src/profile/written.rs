//! A profile as it is written, and how it becomes sets.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use standards::item;
use standards::{Certainty, Medium, Text};

use super::ProfileError;
use crate::test::{Need, TESTS, Test, TestDef};

/// Longer than any length of time or count that makes sense; keeps products inside of 128 bits.
const WHOLE_MAX: i64 = 1_000_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) edition: String,
    #[serde(default)]
    pub(super) set: Vec<Set>,
}

#[derive(Deserialize)]
pub(super) struct Set {
    test: String,
    #[serde(default)]
    items: Vec<String>,
    medium: Option<String>,
    #[serde(default)]
    periods: Vec<String>,
    from: toml::value::Datetime,
    certainty: Certainty,
    source: String,
    #[serde(default)]
    off: bool,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    /// The parameters by name; which names there are is declared with the test.
    #[serde(flatten)]
    values: BTreeMap<String, toml::Value>,
}

impl Set {
    pub(super) fn finish(self, number: usize) -> Result<super::Set, ProfileError> {
        let fault = |what: String| ProfileError::Set {
            number,
            test: self.test.clone(),
            what,
        };
        let Some(test) = Test::from_id(&self.test) else {
            let known: Vec<_> = TESTS.iter().map(|def| def.id).collect();
            return Err(fault(format!("no test has this id; there are {}", known.join(", "))));
        };
        if let Some(unknown) = self.items.iter().find(|code| item::by_code(code).is_none()) {
            return Err(fault(format!("no item has the code {unknown}")));
        }
        let medium = medium(self.medium.as_deref()).map_err(&fault)?;
        let from = day(&self.from).ok_or_else(|| fault("`from` is not a day such as 2018-06-08".to_owned()))?;
        let values = values(test.def(), &self.values, self.off).map_err(&fault)?;
        Ok(super::Set {
            test,
            items: self.items,
            medium,
            periods: self.periods,
            from,
            certainty: self.certainty,
            source: self.source,
            off: self.off,
            words: Text::new(self.zh, self.en),
            values,
        })
    }
}

fn medium(said: Option<&str>) -> Result<Option<Medium>, String> {
    match said {
        None => Ok(None),
        Some("air") => Ok(Some(Medium::Air)),
        Some("water") => Ok(Some(Medium::Water)),
        Some(other) => Err(format!("`medium` is {other}; it must be air or water")),
    }
}

fn day(said: &toml::value::Datetime) -> Option<NaiveDate> {
    let day = said.date?;
    NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into())
}

fn values(
    def: &TestDef,
    said: &BTreeMap<String, toml::Value>,
    off: bool,
) -> Result<BTreeMap<&'static str, Decimal>, String> {
    let mut values = BTreeMap::new();
    for (name, value) in said {
        let Some(parameter) = def.parameters.iter().find(|parameter| parameter.name == name) else {
            let known: Vec<_> = def.parameters.iter().map(|parameter| parameter.name).collect();
            return Err(format!("it has no parameter {name}; it has {}", known.join(", ")));
        };
        values.insert(parameter.name, number(name, value)?);
    }
    let required = def
        .parameters
        .iter()
        .filter(|parameter| parameter.need == Need::Required);
    for parameter in required.filter(|_| !off) {
        if !values.contains_key(parameter.name) {
            return Err(format!(
                "the parameter {} is missing: {}",
                parameter.name, parameter.words.1
            ));
        }
    }
    if values.is_empty() && !off && !def.parameters.is_empty() {
        return Err("it gives no parameter; give one, or say `off = true`".to_owned());
    }
    Ok(values)
}

/// Parameters are written as texts, so that no binary fraction comes between.
fn number(name: &str, value: &toml::Value) -> Result<Decimal, String> {
    let said = value
        .as_str()
        .ok_or_else(|| format!("{name} must be written as a text such as \"0.5\""))?;
    let number: Decimal = said
        .parse()
        .map_err(|_| format!("{name} is '{said}', which is not a decimal number"))?;
    let whole = name.ends_with("_seconds") || name.ends_with("_count");
    if whole && (!number.fract().is_zero() || number < Decimal::ZERO || number > Decimal::from(WHOLE_MAX)) {
        return Err(format!(
            "{name} is {said}; it must be a whole number from 0 to {WHOLE_MAX}"
        ));
    }
    // A bound of a range may lie below zero, a distance, a share or a ratio may not.
    let bound = ["lowest", "highest", "unlikely_below", "unlikely_above"].contains(&name);
    if number < Decimal::ZERO && !bound {
        return Err(format!("{name} is {said}; it must not be negative"));
    }
    Ok(number)
}
