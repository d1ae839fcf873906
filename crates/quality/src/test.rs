//! The one list of tests. Profiles, evaluation, pages, the command line and the documents read it from here.

mod list;

use serde::{Deserialize, Serialize};
use standards::{Certainty, Citation, Text};

pub use list::TESTS;

/// A test of quality control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// Whether there is a value.
    Missing,
    /// What the logger's flag says.
    DataFlag,
    /// Time of the value.
    Timestamp,
    /// What the item can be in nature.
    PhysicalRange,
    /// What the instrument can show.
    InstrumentRange,
    /// Minimum ≤ mean ≤ maximum.
    Order,
    /// Another value was said before.
    Duplicate,
    /// One value stands out from both its neighbours.
    Spike,
    /// Change against the value before.
    Rate,
    /// No change for a long time.
    FlatLine,
    /// Many values just below a limit, few above.
    ClippedBelowLimit,
    /// A day repeats another.
    RepeatedDay,
    /// The last digit does not change.
    FrozenDigits,
    /// Silent exactly when the neighbours exceed.
    Silence,
}

/// Whether a profile must give a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// A parameter of a test.
#[derive(Debug, PartialEq, Eq)]
pub struct ParameterDef {
    /// Its name in a profile. A name that ends in `_seconds` is a whole number of seconds, `_count` a whole number.
    pub name: &'static str,
    /// Whether it must be given.
    pub need: Need,
    /// What it means.
    pub words: (&'static str, &'static str),
}

/// Everything that is declared of a test.
#[derive(Debug, PartialEq, Eq)]
pub struct TestDef {
    /// Which.
    pub test: Test,
    /// Its id in profiles, marks and exports.
    pub id: &'static str,
    /// Name in Chinese and English.
    pub name: (&'static str, &'static str),
    /// What it says, in one sentence.
    pub says: (&'static str, &'static str),
    /// The QARTOD test of the same meaning; empty where there is none.
    pub qartod: &'static str,
    /// The document it rests on, the place in it, and how well that was verified.
    pub source: (&'static str, &'static str, Certainty),
    /// Whether a value cannot be called passed without it.
    pub required: bool,
    /// Its parameters.
    pub parameters: &'static [ParameterDef],
}

impl Test {
    /// Everything that is declared of it.
    pub fn def(self) -> &'static TestDef {
        // The list has a row for every variant, in the order of the variants; a test proves it.
        &TESTS[self as usize]
    }

    /// Its id, e.g. `flat-line`.
    pub fn id(self) -> &'static str {
        self.def().id
    }

    /// The test of an id.
    pub fn from_id(id: &str) -> Option<Self> {
        TESTS.iter().find(|def| def.id == id).map(|def| def.test)
    }

    /// Its name in both languages.
    pub fn text(self) -> Text {
        let (zh, en) = self.def().name;
        Text::new(zh, en)
    }

    /// Whether it looks for signs of falsified data, over a long time back.
    pub fn is_sign(self) -> bool {
        matches!(
            self,
            Self::ClippedBelowLimit | Self::RepeatedDay | Self::FrozenDigits | Self::Silence
        )
    }

    /// Whether a value cannot be called passed without it.
    pub fn required(self) -> bool {
        self.def().required
    }

    /// The document it rests on.
    pub fn citation(self) -> Citation {
        let (standard, clause, certainty) = self.def().source;
        Citation::new(standard, clause, certainty)
    }
}
