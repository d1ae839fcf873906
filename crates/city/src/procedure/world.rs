//! The working days and parameters that procedures are tried with: those of the city.

use chrono::NaiveDate;
use rules::Profile;
use rules::clock::Calendar;
use rules::procedure::{Parameters, Surroundings};
use rust_decimal::Decimal;

/// The calendar and the profiles of a city.
#[derive(Default)]
pub(crate) struct World {
    calendar: Calendar,
}

impl World {
    /// Whether there is a parameter `profile.name`.
    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        parameter(name).is_some()
    }

    /// The names of all parameters, `profile.name`.
    pub(crate) fn parameter_names(&self) -> Vec<String> {
        Vec::new()
    }

    /// As the interpreter of procedures wants it.
    pub(crate) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            calendar: &self.calendar,
            parameters: self,
        }
    }
}

fn parameter(name: &str) -> Option<&'static rules::Parameter> {
    let name = name.strip_prefix("target.")?;
    Profile::proposed().ok()?.parameter(name).ok()
}

impl Parameters for World {
    fn number(&self, name: &str, on: NaiveDate) -> Option<Decimal> {
        let parameter = parameter(name).filter(|parameter| parameter.from <= on)?;
        Some(parameter.value)
    }
}
