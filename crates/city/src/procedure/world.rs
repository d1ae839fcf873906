//! The working days and parameters that procedures are tried with: those of the city.

use chrono::NaiveDate;
use rules::clock::Calendar;
use rules::procedure::{Parameters, Surroundings};
use rules::profile::{Choice, Profile, SHIPPED, shipped};
use rust_decimal::Decimal;

/// The calendar and the profiles of a city.
#[derive(Default)]
pub struct World {
    calendar: Calendar,
    /// The choices of the city, each with the profile that results.
    chosen: Vec<(Choice, Profile)>,
}

impl World {
    /// The world of a city with these working days and choices.
    pub(crate) fn new(calendar: Calendar, choices: &[Choice]) -> Self {
        let chosen = choices.iter().filter_map(|choice| {
            let profile = shipped(&choice.subject).ok()?.with(choice);
            Some((choice.clone(), profile))
        });
        Self {
            calendar,
            chosen: chosen.collect(),
        }
    }

    /// Whether there is a parameter `profile.name`.
    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        let parts = name.split_once('.');
        parts.is_some_and(|(subject, id)| shipped(subject).is_ok_and(|profile| profile.declared(id).is_some()))
    }

    /// The names of all parameters, `profile.name`.
    pub(crate) fn parameter_names(&self) -> Vec<String> {
        let named = |subject: &'static str| {
            let profile = shipped(subject).ok()?;
            Some(
                profile
                    .parameters()
                    .map(move |declared| format!("{subject}.{}", declared.id)),
            )
        };
        SHIPPED
            .iter()
            .filter_map(|(subject, _)| named(subject))
            .flatten()
            .collect()
    }

    /// As the interpreter of procedures wants it.
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            calendar: &self.calendar,
            parameters: self,
        }
    }
}

impl Parameters for World {
    fn number(&self, name: &str, on: NaiveDate) -> Option<Decimal> {
        let (subject, id) = name.split_once('.')?;
        let Some((choice, profile)) = self.chosen.iter().find(|(choice, _)| choice.subject == subject) else {
            return Some(shipped(subject).ok()?.at(on).parameter(id).ok()?.value);
        };
        // The first variant is the strongest, so it is laid on last.
        let variants = choice.variants.iter().rev();
        let view = variants.fold(profile.at(on), |view, variant| view.variant(variant));
        Some(view.parameter(id).ok()?.value)
    }
}
