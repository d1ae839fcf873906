//! Why a judgement came out as it did: a tree of sentences, each with its rule, its certainty and its evidence.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// How well the wording of a rule was verified. Carried to the screen wherever the rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Certainty {
    /// Two independent sources, or the published text itself.
    V2,
    /// One source.
    V1,
    /// Own knowledge of the field, not checked against a text.
    K,
    /// Proposed default: the text is silent or unknown and the project has chosen; a bureau may choose otherwise.
    PD,
}

impl Certainty {
    /// The mark itself.
    pub fn mark(self) -> &'static str {
        match self {
            Self::V2 => "V2",
            Self::V1 => "V1",
            Self::K => "K",
            Self::PD => "PD",
        }
    }

    /// The words a user reads beside the mark.
    pub fn words(self) -> Text {
        match self {
            Self::V2 => Text::new("已核对原文或两处来源", "checked against the text or two sources"),
            Self::V1 => Text::new("一处来源", "one source"),
            Self::K => Text::new("行业常识，未核对原文", "field knowledge, not checked against the text"),
            Self::PD => Text::new(
                "建议默认值，可由主管部门另定",
                "proposed default, a bureau may decide otherwise",
            ),
        }
    }
}

impl FromStr for Certainty {
    type Err = &'static str;

    fn from_str(mark: &str) -> Result<Self, Self::Err> {
        match mark {
            "V2" => Ok(Self::V2),
            "V1" => Ok(Self::V1),
            "K" => Ok(Self::K),
            "PD" => Ok(Self::PD),
            _ => Err("must be V2, V1, K or PD"),
        }
    }
}

/// The rule that a step rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// The document, e.g. `GB 3838-2002`.
    pub standard: String,
    /// The clause or table inside it, e.g. `table 1, item 7`.
    pub clause: String,
    /// How well it was verified.
    pub certainty: Certainty,
}

impl Citation {
    /// A citation of `clause` of `standard`.
    pub fn new(standard: impl Into<String>, clause: impl Into<String>, certainty: Certainty) -> Self {
        Self {
            standard: standard.into(),
            clause: clause.into(),
            certainty,
        }
    }
}

/// One step of an explanation and the steps it follows from.
///
/// Pure crates fill `says`, `rule` and `because`. `key` and `evidence` are opaque to them: the office sets them where a step can
/// be asked further, and where a value leads to what was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The step in one sentence.
    pub says: Text,
    /// The rule it rests on, where one decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Citation>,
    /// The question that this step answers, to be asked on its own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The id of what was received (a frame, a line of a file) that proves the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What it follows from, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
}

impl Reason {
    /// A step that stands alone until causes are added.
    pub fn new(says: Text) -> Self {
        Self {
            says,
            rule: None,
            key: None,
            evidence: None,
            because: Vec::new(),
        }
    }

    /// Adds the rule the step rests on.
    #[must_use]
    pub fn by(mut self, rule: Citation) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Adds one cause.
    #[must_use]
    pub fn since(mut self, cause: Reason) -> Self {
        self.because.push(cause);
        self
    }

    /// Adds many causes.
    #[must_use]
    pub fn since_all(mut self, causes: impl IntoIterator<Item = Reason>) -> Self {
        self.because.extend(causes);
        self
    }

    /// The weakest certainty anywhere in the tree: what the whole judgement can claim.
    pub fn weakest(&self) -> Option<Certainty> {
        let own = self.rule.as_ref().map(|rule| rule.certainty);
        self.because.iter().filter_map(Reason::weakest).chain(own).max()
    }
}
