//! The profiles that come with the program: one for each subject of the catalogue, and the readings of targets.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Profile, ProfileError};

/// Subject and text of every shipped profile, in the order of the catalogue.
pub const SHIPPED: &[(&str, &str)] = &[
    ("responsibility", include_str!("../../profiles/responsibility.toml")),
    ("supervision", include_str!("../../profiles/supervision.toml")),
    ("enforcement", include_str!("../../profiles/enforcement.toml")),
    ("compensation", include_str!("../../profiles/compensation.toml")),
    (
        "carrying_capacity",
        include_str!("../../profiles/carrying_capacity.toml"),
    ),
    ("assessment", include_str!("../../profiles/assessment.toml")),
    (
        "resource_accounts",
        include_str!("../../profiles/resource_accounts.toml"),
    ),
    ("emission_rights", include_str!("../../profiles/emission_rights.toml")),
    ("soil_registry", include_str!("../../profiles/soil_registry.toml")),
    ("green_heart", include_str!("../../profiles/green_heart.toml")),
    ("rural", include_str!("../../profiles/rural.toml")),
    ("air_warning", include_str!("../../profiles/air_warning.toml")),
    ("public", include_str!("../../profiles/public.toml")),
    ("industry_exit", include_str!("../../profiles/industry_exit.toml")),
    ("target", include_str!("../../profiles/target.toml")),
];

/// The shipped profile of a subject.
pub fn shipped(subject: &str) -> Result<&'static Profile, ProfileError> {
    type Read = BTreeMap<&'static str, Result<Profile, ProfileError>>;
    static READ: LazyLock<Read> = LazyLock::new(|| {
        SHIPPED
            .iter()
            .map(|(subject, text)| (*subject, Profile::read(text)))
            .collect()
    });
    match READ.get(subject) {
        Some(read) => read.as_ref().map_err(Clone::clone),
        None => Err(ProfileError::Form(format!("there is no profile `{subject}`"))),
    }
}
