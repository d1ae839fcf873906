//! The parameters that hold for every station where the city folder says nothing else.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use serde::Deserialize;
use standards::Certainty;

/// How patient the door is with its stations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationProfile {
    /// How long a request waits for 9011 before it is sent again.
    pub over_time: Duration,
    /// How often a request without an answer is sent again.
    pub resend_count: u32,
    /// How long it may take from 9011, or from the last data frame of the answer, to 9012.
    pub execution: Duration,
    /// The silence after which a station counts as offline.
    pub offline_after: Duration,
    /// How far a clock may be off before it is set.
    pub clock_limit: Duration,
    /// What lies at least between two settings of a clock.
    pub clock_pause: Duration,
    /// How long after the end of a period its data may come before they count as missing.
    pub gap_grace: Duration,
    /// How far back missing data are asked for.
    pub gap_look_back: Duration,
    /// What lies between the first two attempts to fill a gap; it doubles.
    pub gap_pause: Duration,
    /// What lies between two attempts at most.
    pub gap_pause_most: Duration,
    /// How often a gap is asked for before it is given up.
    pub gap_attempts_max: u32,
}

/// Why a profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The text is not TOML of the right form.
    #[error("the profile of stations does not read: {0}")]
    Form(String),
    /// A parameter is not there.
    #[error("the profile of stations has no parameter {0}; add it with value, certainty, source, zh and en")]
    Missing(&'static str),
}

/// One parameter as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    value: u32,
    #[expect(dead_code, reason = "every parameter must carry where it comes from")]
    certainty: Certainty,
    #[expect(dead_code, reason = "every parameter must carry where it comes from")]
    source: String,
    #[expect(dead_code, reason = "every parameter must say what it is")]
    zh: String,
    #[expect(dead_code, reason = "every parameter must say what it is")]
    en: String,
}

impl StationProfile {
    /// Reads a profile from its TOML text.
    ///
    /// # Errors
    /// When it does not read or a parameter is missing.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        let written: BTreeMap<String, Written> =
            toml::from_str(text).map_err(|cause| ProfileError::Form(cause.message().to_owned()))?;
        let number = |name: &'static str| {
            written
                .get(name)
                .map(|parameter| parameter.value)
                .ok_or(ProfileError::Missing(name))
        };
        let seconds = |name| Ok(Duration::from_secs(number(name)?.into()));
        let minutes = |name| Ok(Duration::from_secs(u64::from(number(name)?) * 60));
        Ok(Self {
            over_time: seconds("over_time_seconds")?,
            resend_count: number("resend_count")?,
            execution: seconds("execution_seconds")?,
            offline_after: minutes("offline_after_minutes")?,
            clock_limit: seconds("clock_limit_seconds")?,
            clock_pause: minutes("clock_pause_minutes")?,
            gap_grace: minutes("gap_grace_minutes")?,
            gap_look_back: Duration::from_secs(u64::from(number("gap_look_back_days")?) * 86_400),
            gap_pause: minutes("gap_pause_minutes")?,
            gap_pause_most: minutes("gap_pause_most_minutes")?,
            gap_attempts_max: number("gap_attempts_max")?,
        })
    }

    /// The profile that comes with the program.
    ///
    /// # Errors
    /// When it does not read, which a test excludes.
    pub fn proposed() -> Result<Self, ProfileError> {
        static PROPOSED: LazyLock<Result<StationProfile, ProfileError>> =
            LazyLock::new(|| StationProfile::read(include_str!("../../profiles/station.toml")));
        PROPOSED.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_of_the_program_reads() {
        let profile = StationProfile::proposed().unwrap();
        assert_eq!((profile.over_time.as_secs(), profile.resend_count), (10, 3));
        assert!(profile.gap_pause <= profile.gap_pause_most);
    }

    #[test]
    fn what_is_missing_or_foreign_is_named() {
        assert_eq!(
            StationProfile::read("").unwrap_err(),
            ProfileError::Missing("over_time_seconds")
        );
        assert!(StationProfile::read("[over_time_seconds]\nvalue = 1\n").is_err());
    }
}
