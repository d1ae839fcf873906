//! The dated parameter: how many days raw frames are kept.

use chrono::NaiveDate;
use serde::Deserialize;
use standards::Certainty;

/// The fewest days that a profile may say: missing data are asked for 30 days back, and a mistyped number would destroy evidence.
pub const RAW_FRAME_DAYS_MIN: u32 = 31;

/// How long raw frames are kept, by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionProfile {
    /// From which day on how many days; none: for good. In the order of days.
    steps: Vec<(NaiveDate, Option<u32>)>,
}

/// Why a profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {
    /// The text is not TOML of the right form.
    #[error(
        "the profile of retention does not read: {0}; each [[raw_frame_days]] has from, certainty, source, zh, en, and days where frames are not kept for good"
    )]
    Form(String),
    /// Two entries begin on one day.
    #[error("two entries of raw_frame_days begin on {0}; leave one")]
    Twice(NaiveDate),
    /// A number that would destroy evidence which is still needed.
    #[error(
        "raw_frame_days from {from} on is {days}, less than {RAW_FRAME_DAYS_MIN}: frames are needed as long as missing data are asked for; write {RAW_FRAME_DAYS_MIN} or more, or leave `days` out to keep them for good"
    )]
    TooShort {
        /// From when on.
        from: NaiveDate,
        /// What is written.
        days: u32,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    raw_frame_days: Vec<Step>,
}

/// One entry as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    from: toml::value::Datetime,
    days: Option<u32>,
    #[expect(dead_code, reason = "every parameter must carry where it comes from")]
    certainty: Certainty,
    #[expect(dead_code, reason = "every parameter must carry where it comes from")]
    source: String,
    #[expect(dead_code, reason = "every parameter must say what it is")]
    zh: String,
    #[expect(dead_code, reason = "every parameter must say what it is")]
    en: String,
}

impl RetentionProfile {
    /// Reads a profile from its TOML text.
    ///
    /// # Errors
    /// When it does not read, or says what would destroy evidence that is still needed.
    pub fn read(text: &str) -> Result<Self, RetentionError> {
        let written: Written =
            toml::from_str(text).map_err(|cause| RetentionError::Form(cause.message().to_owned()))?;
        let mut steps = Vec::new();
        for step in written.raw_frame_days {
            steps.push((day(&step.from)?, step.days));
        }
        Self::of(steps)
    }

    /// The profile of these steps: from which day on how many days; none: for good.
    ///
    /// # Errors
    /// When two begin on one day, or one would destroy evidence that is still needed.
    pub fn of(mut steps: Vec<(NaiveDate, Option<u32>)>) -> Result<Self, RetentionError> {
        let short =
            |(from, days): &(NaiveDate, Option<u32>)| Some((*from, days.filter(|days| *days < RAW_FRAME_DAYS_MIN)?));
        if let Some((from, days)) = steps.iter().find_map(short) {
            return Err(RetentionError::TooShort { from, days });
        }
        steps.sort_by_key(|(from, _)| *from);
        let twice = steps
            .windows(2)
            .find(|pair| pair.first().map(|step| step.0) == pair.last().map(|step| step.0));
        match twice.and_then(<[_]>::first) {
            Some((from, _)) => Err(RetentionError::Twice(*from)),
            None => Ok(Self { steps }),
        }
    }

    /// The profile that comes with the program: nothing is ever dropped.
    ///
    /// # Errors
    /// When it does not read, which a test excludes.
    pub fn proposed() -> Result<Self, RetentionError> {
        Self::read(include_str!("../../profiles/retention.toml"))
    }

    /// How many days frames are kept by the rule of a day; none: for good.
    pub fn days_on(&self, day: NaiveDate) -> Option<u32> {
        let in_force = self.steps.iter().rev().find(|(from, _)| *from <= day);
        in_force.and_then(|(_, days)| *days)
    }
}

fn day(written: &toml::value::Datetime) -> Result<NaiveDate, RetentionError> {
    let date = written.date.filter(|_| written.time.is_none());
    date.and_then(|day| NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into()))
        .ok_or_else(|| RetentionError::Form(format!("`{written}` is not a day")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: &str, days: &str) -> String {
        format!(
            "[[raw_frame_days]]\nfrom = {from}\n{days}\ncertainty = \"K\"\nsource = \"the archive rule\"\nzh = \"一\"\nen = \"one\"\n"
        )
    }

    #[test]
    fn nothing_is_dropped_unless_a_profile_says_so() {
        let proposed = RetentionProfile::proposed().unwrap();
        let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
        for year in [2016, 2026, 2100] {
            assert_eq!(proposed.days_on(day(year)), None);
        }
        let own = [step("2028-01-01", ""), step("2026-01-01", "days = 1095")].concat();
        let own = RetentionProfile::read(&own).unwrap();
        assert_eq!(
            [2025, 2026, 2027, 2028].map(|year| own.days_on(day(year))),
            [None, Some(1_095), Some(1_095), None]
        );
    }

    #[test]
    fn what_would_destroy_evidence_is_refused() {
        let cases = [
            (step("2026-01-01", "days = 30"), "less than 31"),
            (
                step("2026-01-01", "") + &step("2026-01-01", "days = 40"),
                "begin on 2026-01-01",
            ),
            (step("09:00:00", ""), "is not a day"),
            (step("2026-01-01", "days = -1"), "does not read"),
            (step("2026-01-01", "hours = 1"), "does not read"),
            (String::new(), "does not read"),
        ];
        for (text, expected) in cases {
            let said = RetentionProfile::read(&text).unwrap_err().to_string();
            assert!(said.contains(expected), "{text}: {said}");
        }
    }
}
