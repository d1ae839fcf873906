//! What the texts leave open, chosen by a dated profile that a bureau may replace: every choice is a proposed default.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::reason::{Certainty, Citation};
use crate::text::Text;

/// How an exact half is rounded where a bulletin prints a multiple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum HalfRounding {
    /// To the even digit (GB/T 8170).
    HalfEven,
    /// Away from zero.
    HalfUp,
}

impl HalfRounding {
    /// `value` with `decimals` places.
    pub fn round(self, value: Decimal, decimals: u32) -> Decimal {
        let strategy = match self {
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        };
        value.round_dp_with_strategy(decimals, strategy)
    }
}

/// The choices that hold on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Conventions {
    /// Exceedance multiples of exactly half a digit.
    pub multiple_rounding: HalfRounding,
    /// Main pollutants of equal class and multiple keep the order of the table; otherwise the given order.
    pub ties_in_table_order: bool,
    /// Items without a multiple stand after the others of their class; otherwise before.
    pub without_multiple_last: bool,
    /// An N that the table of critical values lacks takes the next smaller one; otherwise the next larger.
    pub spearman_next_smaller: bool,
    /// What stands for a result below detection, as a share of the detection limit.
    pub below_detection_share: Decimal,
    /// Gross radioactivity above class Ⅲ is reported as Ⅳ; otherwise as Ⅴ.
    pub radioactivity_as_fourth: bool,
    /// Ammonia of a plant without a water temperature takes the stricter limit; otherwise it is unknown.
    pub ammonia_stricter: bool,
    /// The composite index of HJ 663-2026 weighs every pollutant alike; otherwise by the unverified weights.
    pub equal_weights: bool,
}

/// A profile that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConventionsError {
    /// The text is not TOML of the right form.
    #[error("the conventions do not read: {0}")]
    Form(String),
    /// No such question.
    #[error("`{name}` is not a convention; known are {known}")]
    Unknown {
        /// What was written.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// The value is none of the options.
    #[error("`{name}` = `{value}` is not understood; write one of {options}")]
    Value {
        /// The convention.
        name: String,
        /// What was written.
        value: String,
        /// What may be written.
        options: String,
    },
}

/// One dated entry of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Convention {
    /// The question, e.g. `multiple_rounding`.
    pub name: String,
    /// What was chosen.
    pub value: String,
    /// First day on which it holds.
    pub from: NaiveDate,
    /// The mark: `PD`, or better where a bureau has decided in writing.
    pub certainty: Certainty,
    /// The text that leaves it open, or the paper that decides it.
    pub source: String,
    /// The question and its answers in words.
    pub words: Text,
}

impl Convention {
    /// The choice as a rule that a reason can rest on.
    pub fn citation(&self) -> Citation {
        Citation::new(
            self.source.clone(),
            format!("{} = {}", self.name, self.value),
            self.certainty,
        )
    }
}

/// All entries, by name and day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConventionsProfile {
    proposed: Vec<Convention>,
    own: Vec<Convention>,
    options: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    value: String,
    #[serde(default)]
    options: Vec<String>,
    from: toml::value::Datetime,
    certainty: Certainty,
    source: String,
    zh: String,
    en: String,
}

impl ConventionsProfile {
    /// The profile that comes with the program.
    ///
    /// Proof that reading it never fails: the text is part of the program, and the test `the_proposed_conventions_read` forces it.
    pub fn proposed() -> &'static Self {
        static PROPOSED: LazyLock<ConventionsProfile> = LazyLock::new(|| {
            let read = read(include_str!("../profiles/conventions.toml"));
            let (proposed, options) = match read {
                Ok(read) => read,
                #[expect(clippy::panic, reason = "see the proof above")]
                Err(fault) => panic!("{fault}"),
            };
            ConventionsProfile {
                proposed,
                own: Vec::new(),
                options,
            }
        });
        &PROPOSED
    }

    /// The proposed profile with a bureau's own entries laid over it: from their day on they hold instead.
    ///
    /// # Errors
    /// When the text is not TOML of this form, names a convention that does not exist, or gives a value that is not understood.
    pub fn with(&self, text: &str) -> Result<Self, ConventionsError> {
        let (own, _) = read(text)?;
        for entry in &own {
            let options = self.options.get(&entry.name).ok_or_else(|| ConventionsError::Unknown {
                name: entry.name.clone(),
                known: self.options.keys().cloned().collect::<Vec<_>>().join(", "),
            })?;
            if !options.contains(&entry.value) {
                return Err(ConventionsError::Value {
                    name: entry.name.clone(),
                    value: entry.value.clone(),
                    options: options.join(", "),
                });
            }
        }
        let mut laid_over = self.clone();
        laid_over.own.extend(own);
        Ok(laid_over)
    }

    /// Every entry, proposed ones first.
    pub fn entries(&self) -> impl Iterator<Item = &Convention> {
        self.proposed.iter().chain(&self.own)
    }

    /// The entry of a name that holds on `day`: a bureau's own before a proposed one; of those that have begun the latest, and of several
    /// of one day the last. Before the first proposed one has begun, that one.
    pub fn entry(&self, name: &str, day: NaiveDate) -> Option<&Convention> {
        let latest = |entries: &'_ [Convention]| -> Option<usize> {
            let named = entries.iter().enumerate().filter(|(_, entry)| entry.name == name);
            let begun = named.filter(|(_, entry)| entry.from <= day);
            begun.max_by_key(|(_, entry)| entry.from).map(|(place, _)| place)
        };
        latest(&self.own)
            .and_then(|place| self.own.get(place))
            .or_else(|| latest(&self.proposed).and_then(|place| self.proposed.get(place)))
            .or_else(|| self.proposed.iter().find(|entry| entry.name == name))
    }

    /// The choices that hold on `day`.
    pub fn on(&self, day: NaiveDate) -> Conventions {
        let is = |name: &str, value: &str| self.entry(name, day).is_some_and(|entry| entry.value == value);
        let below_detection_share = match self.entry("below_detection", day).map(|entry| entry.value.as_str()) {
            Some("zero") => Decimal::ZERO,
            Some("limit") => Decimal::ONE,
            _ => Decimal::new(5, 1),
        };
        Conventions {
            multiple_rounding: if is("multiple_rounding", "half-up") {
                HalfRounding::HalfUp
            } else {
                HalfRounding::HalfEven
            },
            ties_in_table_order: !is("main_pollutant_ties", "given-order"),
            without_multiple_last: !is("items_without_multiple", "first"),
            spearman_next_smaller: !is("spearman_missing_n", "next-larger"),
            below_detection_share,
            radioactivity_as_fourth: !is("radioactivity_above_class_3", "class-5"),
            ammonia_stricter: !is("ammonia_without_temperature", "unknown"),
            equal_weights: !is("composite_weights", "unverified"),
        }
    }
}

impl Conventions {
    /// The proposed choices of `day`.
    pub fn proposed(day: NaiveDate) -> Self {
        ConventionsProfile::proposed().on(day)
    }
}

type Entries = (Vec<Convention>, BTreeMap<String, Vec<String>>);

fn read(text: &str) -> Result<Entries, ConventionsError> {
    let written: BTreeMap<String, Vec<Written>> =
        toml::from_str(text).map_err(|cause| ConventionsError::Form(cause.message().to_owned()))?;
    let (mut entries, mut options) = (Vec::new(), BTreeMap::new());
    for (name, dated) in written {
        for entry in dated {
            if !entry.options.is_empty() {
                options.insert(name.clone(), entry.options.clone());
            }
            entries.push(entry.finish(&name)?);
        }
    }
    Ok((entries, options))
}

impl Written {
    fn finish(self, name: &str) -> Result<Convention, ConventionsError> {
        let from = self
            .from
            .date
            .and_then(|day| NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into()))
            .ok_or_else(|| ConventionsError::Form(format!("{name}.from is not a day")))?;
        Ok(Convention {
            name: name.to_owned(),
            value: self.value,
            from,
            certainty: self.certainty,
            source: self.source,
            words: Text::new(self.zh, self.en),
        })
    }
}
