//! The working days and parameters that procedures are tried with: those of the city.

use chrono::NaiveDate;
use rules::clock::Calendar;
use rules::procedure::{Parameters, Surroundings};
use rules::profile::{self, Profile};
use rust_decimal::Decimal;

/// The calendar and the profiles of a city.
#[derive(Default)]
pub(crate) struct World {
    calendar: Calendar,
}

impl World {
    /// Whether there is a parameter `profile.name`.
    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        profile_of(name).is_some_and(|(profile, id)| profile.declared(id).is_some())
    }

    /// The names of all parameters, `profile.name`.
    pub(crate) fn parameter_names(&self) -> Vec<String> {
        let subjects = profile::SHIPPED.iter().map(|(subject, _)| *subject);
        let profiles = subjects.filter_map(|subject| Some((subject, profile::shipped(subject).ok()?)));
        profiles
            .flat_map(|(subject, profile)| profile.parameters().map(move |one| format!("{subject}.{}", one.id)))
            .collect()
    }

    /// As the interpreter of procedures wants it.
    pub(crate) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            calendar: &self.calendar,
            parameters: self,
        }
    }
}

/// The declaration of `profile.name` in the profiles that come with the program.
fn profile_of(name: &str) -> Option<(&'static Profile, &str)> {
    let (subject, id) = name.split_once('.')?;
    let profile = profile::shipped(subject).ok()?;
    Some((profile, id))
}

impl Parameters for World {
    fn number(&self, name: &str, on: NaiveDate) -> Option<Decimal> {
        let (profile, id) = profile_of(name)?;
        let parameter = profile.at(on).parameter(id).ok()?;
        Some(parameter.value)
    }
}
