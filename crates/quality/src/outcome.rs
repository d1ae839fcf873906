//! What a test can say of a value, and the summary of several tests.

use serde::{Deserialize, Serialize};
use standards::{Reason, Text};

use crate::test::Test;

/// What one test says of one value. The order of the variants is the order of the summary, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Outcome {
    /// The test looked at the value and found nothing.
    Passed,
    /// The test could not or should not look; it has said nothing. Never the same as passed.
    NotEvaluated,
    /// Something is unusual; a person should look.
    Suspect,
    /// The value is no measurement of what it claims to be.
    Failed,
    /// There is no value.
    Missing,
}

impl Outcome {
    /// All outcomes, best first.
    pub const ALL: [Self; 5] = [
        Self::Passed,
        Self::NotEvaluated,
        Self::Suspect,
        Self::Failed,
        Self::Missing,
    ];

    /// The number under which QARTOD publishes it: 1 good, 2 not evaluated, 3 suspect, 4 fail, 9 missing.
    pub fn qartod(self) -> u8 {
        match self {
            Self::Passed => 1,
            Self::NotEvaluated => 2,
            Self::Suspect => 3,
            Self::Failed => 4,
            Self::Missing => 9,
        }
    }

    /// The word that is stored and exported.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::NotEvaluated => "not-evaluated",
            Self::Suspect => "suspect",
            Self::Failed => "failed",
            Self::Missing => "missing",
        }
    }

    /// The outcome of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// The word that a reader sees.
    pub fn text(self) -> Text {
        match self {
            Self::Passed => Text::new("通过", "passed"),
            Self::NotEvaluated => Text::new("未评价", "not evaluated"),
            Self::Suspect => Text::new("存疑", "suspect"),
            Self::Failed => Text::new("不合格", "failed"),
            Self::Missing => Text::new("缺失", "missing"),
        }
    }

    /// The worse of two.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        self.max(other)
    }
}

/// What several tests say together: the worst of them, and how many of them spoke.
///
/// Of the tests that were not evaluated only the required ones ([`Test::required`]) weigh: no value is called passed while its
/// range or its time was not looked at, and none is called not evaluated only because its station has no neighbour. How many
/// tests spoke stands beside the word. Without any test nothing was evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Summary {
    worst: Option<Outcome>,
    /// Tests that said something.
    pub evaluated: u16,
    /// Tests that were asked.
    pub asked: u16,
}

impl Summary {
    /// The summary of one test's outcome.
    pub fn of(test: Test, outcome: Outcome) -> Self {
        let speaks = outcome != Outcome::NotEvaluated;
        Self {
            worst: (speaks || test.required()).then_some(outcome),
            evaluated: u16::from(speaks),
            asked: 1,
        }
    }

    /// Both together. In whatever order summaries are joined, the result is the same.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            worst: self.worst.max(other.worst),
            evaluated: self.evaluated.saturating_add(other.evaluated),
            asked: self.asked.saturating_add(other.asked),
        }
    }

    /// The one word for all tests.
    pub fn outcome(self) -> Outcome {
        self.worst.unwrap_or(Outcome::NotEvaluated)
    }
}

/// What one test says of one value, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which test.
    pub test: Test,
    /// What it says.
    pub outcome: Outcome,
    /// Why, with the values, the thresholds, since when they hold and how certain they are.
    pub reason: Reason,
}
