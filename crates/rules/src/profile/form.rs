//! Reads a shipped profile from TOML.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use standards::{Certainty, Text};

use super::{Declared, Profile, ProfileError, Value, overlap};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    parameter: Vec<WrittenParameter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenParameter {
    id: String,
    rule: String,
    unit: String,
    zh: String,
    en: String,
    value: Vec<WrittenValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenValue {
    value: String,
    from: toml::value::Datetime,
    to: Option<toml::value::Datetime>,
    variant: Option<String>,
    certainty: Certainty,
    source: String,
}

impl Profile {
    /// Reads a profile from its TOML text.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        let written: Written = toml::from_str(text).map_err(|cause| ProfileError::Form(cause.message().to_owned()))?;
        let mut parameters = BTreeMap::new();
        for each in written.parameter {
            let declared = each.finish()?;
            if let Some(twice) = parameters.insert(declared.id.clone(), declared) {
                return Err(ProfileError::Twice { name: twice.id });
            }
        }
        Ok(Self { parameters })
    }
}

impl WrittenParameter {
    fn finish(self) -> Result<Declared, ProfileError> {
        let name = self.id;
        let values: Vec<Value> = self
            .value
            .into_iter()
            .map(|value| value.finish(&name))
            .collect::<Result<_, ProfileError>>()?;
        if let Some(day) = overlap(&values) {
            return Err(ProfileError::Overlap { name, day });
        }
        Ok(Declared {
            id: name,
            rule: self.rule,
            unit: self.unit,
            words: Text::new(self.zh, self.en),
            values,
        })
    }
}

impl WrittenValue {
    fn finish(self, name: &str) -> Result<Value, ProfileError> {
        let value = self.value.parse().map_err(|_| ProfileError::NotANumber {
            name: name.to_owned(),
            value: self.value.clone(),
        })?;
        Ok(Value {
            value,
            from: day(&self.from, name)?,
            to: self.to.map(|to| day(&to, name)).transpose()?,
            variant: self.variant,
            certainty: self.certainty,
            source: self.source,
        })
    }
}

fn day(written: &toml::value::Datetime, name: &str) -> Result<NaiveDate, ProfileError> {
    let date = written.date.filter(|_| written.time.is_none());
    date.and_then(|day| NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into()))
        .ok_or_else(|| ProfileError::Form(format!("{name}: `{written}` is not a day")))
}
