//! The parameters of rules: numbers that the law leaves open or that differ from place to place, each with its dates, variants,
//! source and certainty.
//!
//! A subject has one [`Profile`], shipped with the program (`profiles/*.toml`, see [`shipped`]); a city may choose a variant of it
//! and set values of its own ([`Choice`]). Rules ask for what is [`InForce`] on a day.

mod choice;
mod form;
mod in_force;
mod shipped;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

pub use choice::Choice;
pub use in_force::{InForce, Parameter};
pub use shipped::{SHIPPED, shipped};

/// The parameters of one subject by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    parameters: BTreeMap<String, Declared>,
}

/// A parameter as it is declared: what it means, and the values it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its id.
    pub id: String,
    /// The rule that asks for it, e.g. `RESP-2`.
    pub rule: String,
    /// Its unit, `1` for a pure number.
    pub unit: String,
    /// What it says, in words.
    pub words: Text,
    /// Its values.
    pub values: Vec<Value>,
}

/// One value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The number.
    pub value: Decimal,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The last day on which it holds; none while it holds.
    pub to: Option<NaiveDate>,
    /// The variant it belongs to; none for the default.
    pub variant: Option<String>,
    /// How certain it is.
    pub certainty: Certainty,
    /// The document it comes from.
    pub source: String,
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
        /// Its id.
        name: String,
        /// What is written.
        value: String,
    },
    /// A parameter is declared twice.
    #[error("the parameter {name} stands twice; give all its values under one [[parameter]]")]
    Twice {
        /// Its id.
        name: String,
    },
    /// Two values of one variant hold on the same day.
    #[error("two values of the parameter {name} hold on {day}; end the first with `to`")]
    Overlap {
        /// Its id.
        name: String,
        /// The first such day.
        day: NaiveDate,
    },
    /// A parameter that a rule needs is not there.
    #[error("the profile has no parameter {name}; add it with value, from, certainty, source, zh and en")]
    Missing {
        /// Its id.
        name: String,
    },
    /// A parameter counts something and is no whole number.
    #[error("the parameter {name} is {value}, but must be a whole number from 0 on")]
    NotWhole {
        /// Its id.
        name: String,
        /// Its value.
        value: Decimal,
    },
    /// A parameter has no value on the day.
    #[error("the parameter {name} has no value on {day}; add one that holds then")]
    NotInForce {
        /// Its id.
        name: String,
        /// The day.
        day: NaiveDate,
    },
}

impl Value {
    /// Whether it holds on `day`.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl Declared {
    /// The variants that it knows, each once.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter_map(|value| value.variant.as_deref())
    }
}

/// The first day on which two values of one variant hold together.
pub fn overlap(values: &[Value]) -> Option<NaiveDate> {
    values.iter().enumerate().find_map(|(at, one)| {
        let later = values.iter().skip(at + 1).filter(|two| two.variant == one.variant);
        let both = |two: &Value| Some(one.from.max(two.from)).filter(|day| one.holds(*day) && two.holds(*day));
        later.filter_map(both).min()
    })
}

impl Profile {
    /// The parameters, by id.
    pub fn parameters(&self) -> impl Iterator<Item = &Declared> {
        self.parameters.values()
    }

    /// The parameter of that id, as declared.
    pub fn declared(&self, name: &str) -> Option<&Declared> {
        self.parameters.get(name)
    }

    /// Whether any parameter has that variant.
    pub fn has_variant(&self, variant: &str) -> bool {
        self.parameters()
            .any(|declared| declared.variants().any(|known| known == variant))
    }

    /// The variants, each once, in order.
    pub fn variants(&self) -> Vec<&str> {
        let mut variants: Vec<&str> = self.parameters().flat_map(Declared::variants).collect();
        variants.sort_unstable();
        variants.dedup();
        variants
    }

    /// What holds on `day`, without variants.
    pub fn at(&self, day: NaiveDate) -> InForce<'_> {
        InForce::new(self, day)
    }

    /// The newest default value of a parameter, for the readings of the plan's own words: they came with the plan and do not change
    /// with the year that is judged.
    pub fn parameter(&self, name: &str) -> Result<Parameter, ProfileError> {
        let missing = || ProfileError::Missing { name: name.to_owned() };
        let declared = self.declared(name).ok_or_else(missing)?;
        let newest = declared
            .values
            .iter()
            .filter(|value| value.variant.is_none())
            .max_by_key(|value| value.from);
        newest.map(|value| Parameter::new(declared, value)).ok_or_else(missing)
    }

    /// The readings of targets that come with the program.
    pub fn proposed() -> Result<&'static Self, ProfileError> {
        shipped("target")
    }
}

/// A parameter as a citation, so that its certainty reaches the screen.
fn citation(source: &str, name: &str, certainty: Certainty) -> Citation {
    Citation::new(source, name, certainty)
}
