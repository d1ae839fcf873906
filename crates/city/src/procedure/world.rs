//! The working days and parameters that procedures are tried with: those of the city.

use std::marker::PhantomData;

use chrono::NaiveDate;
use rules::Profile;
use rules::procedure::{Parameters, WorkingDays};
use rust_decimal::Decimal;

/// The calendar and the profiles of a city.
#[derive(Default)]
pub(crate) struct World<'w> {
    city: PhantomData<&'w ()>,
}

impl World<'_> {
    /// Whether there is a parameter `profile.name`.
    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        parameter(name).is_some()
    }

    /// The names of all parameters, `profile.name`.
    pub(crate) fn parameter_names(&self) -> Vec<String> {
        Vec::new()
    }
}

fn parameter(name: &str) -> Option<&'static rules::Parameter> {
    let name = name.strip_prefix("target.")?;
    Profile::proposed().ok()?.parameter(name).ok()
}

impl Parameters for World<'_> {
    fn number(&self, name: &str, on: NaiveDate) -> Option<Decimal> {
        parameter(name)
            .filter(|parameter| parameter.from <= on)
            .map(|parameter| parameter.value)
    }
}

impl WorkingDays for World<'_> {
    fn is_working_day(&self, _day: NaiveDate) -> Option<bool> {
        None
    }
}
