//! The parameters of rules: numbers that the law leaves open, each dated, with its source and certainty.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use standards::{Certainty, Citation, Text};

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its value.
    pub value: Decimal,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// How certain it is.
    pub certainty: Certainty,
    /// The rule that asks for it.
    pub source: String,
    /// What it says, in words.
    pub words: Text,
}

impl Parameter {
    /// The parameter as a citation, so that its certainty reaches the screen.
    pub fn citation(&self, name: &str) -> Citation {
        Citation::new(self.source.clone(), name, self.certainty)
    }
}

/// A set of parameters by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    parameters: BTreeMap<String, Parameter>,
}

/// Why a profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The text is not TOML of the right form.
    #[error("the profile does not read: {0}")]
    Form(String),
    /// A value is not a decimal number.
    #[error("the parameter {name} has the value '{value}', which is not a number; write it as a text such as \"80\"")]
    NotANumber {
        /// Its name.
        name: String,
        /// What is written.
        value: String,
    },
    /// A parameter that a rule needs is not there.
    #[error("the profile has no parameter {name}; add it with value, from, certainty, source, zh and en")]
    Missing {
        /// Its name.
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    value: String,
    from: toml::value::Datetime,
    certainty: Certainty,
    source: String,
    zh: String,
    en: String,
}

impl Profile {
    /// Reads a profile from its TOML text.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        let written: BTreeMap<String, Written> =
            toml::from_str(text).map_err(|cause| ProfileError::Form(cause.message().to_owned()))?;
        let parameters = written
            .into_iter()
            .map(|(name, entry)| {
                let parameter = entry.finish(&name)?;
                Ok((name, parameter))
            })
            .collect::<Result<_, ProfileError>>()?;
        Ok(Self { parameters })
    }

    /// The parameter of that name.
    pub fn parameter(&self, name: &str) -> Result<&Parameter, ProfileError> {
        self.parameters
            .get(name)
            .ok_or_else(|| ProfileError::Missing { name: name.to_owned() })
    }

    /// The parameters that come with the program, for a city that has not chosen its own.
    pub fn proposed() -> Result<&'static Self, ProfileError> {
        static PROPOSED: LazyLock<Result<Profile, ProfileError>> =
            LazyLock::new(|| Profile::read(include_str!("../profiles/target.toml")));
        PROPOSED.as_ref().map_err(Clone::clone)
    }
}

impl Written {
    fn finish(self, name: &str) -> Result<Parameter, ProfileError> {
        let value = self.value.parse().map_err(|_| ProfileError::NotANumber {
            name: name.to_owned(),
            value: self.value.clone(),
        })?;
        let from = self
            .from
            .date
            .and_then(|day| NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into()))
            .ok_or_else(|| ProfileError::Form(format!("{name}.from is not a day")))?;
        let words = Text::new(self.zh, self.en);
        Ok(Parameter {
            value,
            from,
            certainty: self.certainty,
            source: self.source,
            words,
        })
    }
}
