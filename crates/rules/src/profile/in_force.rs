//! What holds on a day, under a variant.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use standards::{Certainty, Citation, Text};

use super::{Declared, Profile, ProfileError, Value, citation};

/// The parameters of a profile that hold on a day.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    profile: &'a Profile,
    day: NaiveDate,
    variants: [Option<&'a str>; 2],
}

/// One parameter with the value that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its id.
    pub id: String,
    /// The rule that asks for it.
    pub rule: String,
    /// Its unit.
    pub unit: String,
    /// Its value.
    pub value: Decimal,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The last day, where it ended.
    pub to: Option<NaiveDate>,
    /// The variant it belongs to.
    pub variant: Option<String>,
    /// How certain it is.
    pub certainty: Certainty,
    /// The document it comes from.
    pub source: String,
    /// What it says, in words.
    pub words: Text,
}

impl Parameter {
    pub(super) fn new(declared: &Declared, value: &Value) -> Self {
        Self {
            id: declared.id.clone(),
            rule: declared.rule.clone(),
            unit: declared.unit.clone(),
            value: value.value,
            from: value.from,
            to: value.to,
            variant: value.variant.clone(),
            certainty: value.certainty,
            source: value.source.clone(),
            words: declared.words.clone(),
        }
    }

    /// The parameter as a citation, so that its certainty reaches the screen.
    pub fn citation(&self, name: &str) -> Citation {
        citation(&self.source, name, self.certainty)
    }

    /// The rule with the parameter's certainty: what a step that rests on it cites.
    pub fn of_rule(&self) -> Citation {
        Citation::new(
            self.rule.clone(),
            format!("{} ({})", self.id, self.source),
            self.certainty,
        )
    }

    /// The value as a count: a whole number from 0 on, or an error.
    pub fn count(&self) -> Result<u32, ProfileError> {
        self.whole().ok_or_else(|| ProfileError::NotWhole {
            name: self.id.clone(),
            value: self.value,
        })
    }

    /// The value as a whole number from 0 on, where it is one.
    pub fn whole(&self) -> Option<u32> {
        self.value.to_u32().filter(|whole| Decimal::from(*whole) == self.value)
    }
}

impl<'a> InForce<'a> {
    pub(super) fn new(profile: &'a Profile, day: NaiveDate) -> Self {
        Self {
            profile,
            day,
            variants: [None, None],
        }
    }

    /// The same under a variant: a parameter that has a value of the variant takes it, all others their default.
    /// Two variants can be chosen together, e.g. one for frequencies and one for validity; the later wins.
    #[must_use]
    pub fn variant(self, variant: &'a str) -> Self {
        Self {
            variants: [Some(variant), self.variants[0]],
            ..self
        }
    }

    /// The day.
    pub fn day(self) -> NaiveDate {
        self.day
    }

    /// The value of a parameter that holds on the day.
    pub fn parameter(self, name: &str) -> Result<Parameter, ProfileError> {
        let declared = self.profile.declared(name);
        let declared = declared.ok_or_else(|| ProfileError::Missing { name: name.to_owned() })?;
        let wanted = self.variants.into_iter().flatten().map(Some).chain([None]);
        let value = wanted.into_iter().find_map(|variant| {
            let fits = |value: &&Value| value.variant.as_deref() == variant && value.holds(self.day);
            declared.values.iter().filter(fits).max_by_key(|value| value.from)
        });
        value
            .map(|value| Parameter::new(declared, value))
            .ok_or_else(|| ProfileError::NotInForce {
                name: name.to_owned(),
                day: self.day,
            })
    }
}
