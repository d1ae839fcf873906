//! The parameters of the tests: dated sets by item, medium and period, each with its source and certainty.
//!
//! A profile is read from TOML. A city's profile lies over the proposed one: where it has a set for a test and a series, its set holds.

mod written;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::item;
use standards::{Certainty, Citation, Medium, Text};

use crate::test::Test;

/// The longest text of a profile.
const PROFILE_BYTES_MAX: usize = 1 << 20;
/// The most sets in one text.
const SETS_MAX: usize = 10_000;

/// The parameters of one test for some series from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// The test.
    pub test: Test,
    /// Item codes for which it holds; empty for all.
    pub items: Vec<String>,
    /// The medium for which it holds.
    pub medium: Option<Medium>,
    /// Words of periods for which it holds; empty for all.
    pub periods: Vec<String>,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// How certain it is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub source: String,
    /// Whether the test is switched off for these series.
    pub off: bool,
    /// What the set says, in words; empty where the numbers say it all.
    pub words: Text,
    values: BTreeMap<&'static str, Decimal>,
}

/// A set that speaks for a series: a test that is switched off has none.
pub type InForce<'a> = Option<&'a Set>;

/// Sets of parameters, the city's over the proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Which edition this is: what a mark made with it is told apart by.
    edition: String,
    /// The first layer that has a set for a test and series decides.
    layers: Vec<Vec<Set>>,
}

/// Why a profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The text is too long.
    #[error("the profile has {bytes} bytes, at most {PROFILE_BYTES_MAX} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The text is not TOML of the right form.
    #[error("the profile does not read: {0}")]
    Form(String),
    /// A set says something wrong.
    #[error("set {number} of the profile ({test}): {what}")]
    Set {
        /// Which one, from 1.
        number: usize,
        /// The test as written.
        test: String,
        /// What is wrong and what to do.
        what: String,
    },
}

impl Profile {
    /// Reads a profile from its TOML text.
    ///
    /// # Errors
    /// When the text is too long, is not TOML of the right form, or a set names an unknown test, item or parameter, or lacks one.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        if text.len() > PROFILE_BYTES_MAX {
            return Err(ProfileError::TooLong { bytes: text.len() });
        }
        let written: written::Profile =
            toml::from_str(text).map_err(|cause| ProfileError::Form(cause.message().to_owned()))?;
        if written.set.len() > SETS_MAX {
            return Err(ProfileError::Form(format!(
                "it has {} sets, at most {SETS_MAX} are read",
                written.set.len()
            )));
        }
        let sets = written.set.into_iter().enumerate().map(|(at, set)| set.finish(at + 1));
        Ok(Self {
            edition: format!("{}-{:08x}", written.edition, fingerprint(text)),
            layers: vec![sets.collect::<Result<_, _>>()?],
        })
    }

    /// The parameters that come with the program, for a city that has not chosen its own.
    ///
    /// # Errors
    /// Never with the profiles that ship; a test proves it.
    pub fn proposed() -> Result<&'static Self, ProfileError> {
        static PROPOSED: LazyLock<Result<Profile, ProfileError>> = LazyLock::new(|| {
            let texts = [
                include_str!("../profiles/air.toml"),
                include_str!("../profiles/water.toml"),
                include_str!("../profiles/every-item.toml"),
                include_str!("../profiles/signs.toml"),
            ];
            let profiles = texts
                .iter()
                .map(|text| Profile::read(text))
                .collect::<Result<Vec<_>, _>>()?;
            let editions: Vec<_> = profiles.iter().map(|profile| profile.edition.as_str()).collect();
            Ok(Profile {
                edition: format!("proposed-{:08x}", fingerprint(&editions.join(" "))),
                layers: vec![
                    profiles
                        .into_iter()
                        .flat_map(|profile| profile.layers)
                        .flatten()
                        .collect(),
                ],
            })
        });
        PROPOSED.as_ref().map_err(Clone::clone)
    }

    /// This profile over another: its sets hold where it has any.
    #[must_use]
    pub fn over(mut self, base: &Self) -> Self {
        self.edition = format!("{}+{}", self.edition, base.edition);
        self.layers.extend(base.layers.iter().cloned());
        self
    }

    /// Which edition this is. It changes with every change of the text.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The set that holds on `day` for a test and a series: of the sets of the first layer that has any, the one that names the series
    /// most closely (item before medium before period), and of these the latest.
    pub fn in_force(&self, test: Test, item: &str, period: &str, day: NaiveDate) -> InForce<'_> {
        self.layers.iter().find_map(|layer| {
            matching(layer, test, item, period)
                .filter(|set| set.from <= day)
                .max_by_key(|set| (set.closeness(), set.from))
        })
    }

    /// The days on which the set for a test and a series may change, in order.
    pub fn changes(&self, test: Test, item: &str, period: &str) -> Vec<NaiveDate> {
        let sets = self.layers.iter().flat_map(|layer| matching(layer, test, item, period));
        let mut days: Vec<_> = sets.map(|set| set.from).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Every set, the first layer first.
    pub fn sets(&self) -> impl Iterator<Item = &Set> {
        self.layers.iter().flatten()
    }
}

fn matching<'a, 'b>(
    layer: &'a [Set],
    test: Test,
    item: &'b str,
    period: &'b str,
) -> impl Iterator<Item = &'a Set> + use<'a, 'b> {
    let medium = item::by_code(item).map(|item| item.medium);
    layer
        .iter()
        .filter(move |set| set.test == test && set.is_about(item, medium, period))
}

impl Set {
    fn is_about(&self, item: &str, medium: Option<Medium>, period: &str) -> bool {
        (self.items.is_empty() || self.items.iter().any(|named| named == item))
            && (self.medium.is_none() || self.medium == medium)
            && (self.periods.is_empty() || self.periods.iter().any(|named| named == period))
    }

    fn closeness(&self) -> (bool, bool, bool) {
        (!self.items.is_empty(), self.medium.is_some(), !self.periods.is_empty())
    }

    /// A parameter that may be given.
    pub fn optional(&self, name: &str) -> Option<Decimal> {
        self.values.get(name).copied()
    }

    /// A parameter that the test requires; reading the profile made sure that it is there.
    pub fn decimal(&self, name: &str) -> Decimal {
        self.optional(name).unwrap_or_default()
    }

    /// A required parameter that is a whole number of seconds.
    pub fn seconds(&self, name: &str) -> i64 {
        self.decimal(name).try_into().unwrap_or(i64::MAX)
    }

    /// A required parameter that counts something.
    pub fn count(&self, name: &str) -> usize {
        self.decimal(name).try_into().unwrap_or(usize::MAX)
    }

    /// The set as a citation: its source, since when it holds, how certain it is.
    pub fn citation(&self) -> Citation {
        let clause = format!("{}, from {}", self.test.id(), self.from);
        Citation::new(self.source.clone(), clause, self.certainty)
    }
}

/// A short number that changes with the text (FNV-1a). It guards against forgetting, not against forgery.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
