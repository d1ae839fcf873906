//! Acts: who has decided what, in which post, since when it holds, on what ground.

use chrono::{DateTime, NaiveDate, Utc};

use crate::commitment::Kept;
use crate::hash::Hash;
use crate::matter::MatterStep;

/// On what an act rests. What is not said is an empty text; one of them must be said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// A clause of the plan, a law or a rule.
    pub clause: String,
    /// A document.
    pub document: String,
    /// Ids of evidence, e.g. `r17`.
    pub evidence: String,
}

impl Ground {
    /// A ground that is a document.
    pub fn document(text: impl Into<String>) -> Self {
        Self {
            document: text.into(),
            ..Self::default()
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        [&self.clause, &self.document, &self.evidence]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

/// A text that an act says: openly, or kept apart so that it can be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Stands in the act for good.
    Open(String),
    /// Only its commitment stands in the act.
    Apart(String),
}

/// One entry of a register as an act puts it; `V` is how a field is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPut<V> {
    /// The texts that tell it from the others. They always stand openly in the act.
    pub key: Vec<String>,
    /// Its version after the act: 1 for a new entry. Somebody else who has put the same version was first.
    pub version: u64,
    /// Its fields with what they say; a field that is not here is unknown.
    pub fields: Vec<(String, V)>,
}

/// What an act says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<V> {
    /// Entries of one register are so from the day of the act on.
    RegisterPut {
        /// Id of the register.
        register: String,
        /// The entries, each key once.
        entries: Vec<EntryPut<V>>,
    },
    /// A step in the course of a matter.
    MatterStep(Box<MatterStep<V>>),
    /// Texts that were kept apart for an earlier act were erased; their commitments stay.
    TextErased {
        /// Number of that act.
        act: u64,
        /// How many erasures it has seen with this one.
        version: u64,
        /// Which of its texts.
        labels: Vec<String>,
    },
}

/// What an act is about, and the version of that after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// E.g. `register/wells/w1`.
    pub name: String,
    /// Counted from 1.
    pub version: u64,
}

impl<V> Content<V> {
    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RegisterPut { .. } => "register-put",
            Self::MatterStep(_) => "matter-step",
            Self::TextErased { .. } => "text-erased",
        }
    }

    /// What it is about.
    pub fn subjects(&self) -> Vec<Subject> {
        match self {
            Self::RegisterPut { register, entries } => entries
                .iter()
                .map(|entry| Subject {
                    name: format!("register/{register}/{}", joined(&entry.key)),
                    version: entry.version,
                })
                .collect(),
            Self::MatterStep(step) => vec![step.subject()],
            Self::TextErased { act, version, .. } => vec![Subject {
                name: format!("act/{act}"),
                version: *version,
            }],
        }
    }

    /// The same content with its fields said in another way; `change` is given the label of each.
    pub(crate) fn say<W, E>(self, mut change: impl FnMut(&str, V) -> Result<W, E>) -> Result<Content<W>, E> {
        Ok(match self {
            Self::RegisterPut { register, entries } => {
                let mut said = Vec::with_capacity(entries.len());
                for (at, entry) in entries.into_iter().enumerate() {
                    let fields = entry.fields.into_iter().map(|(id, value)| {
                        let value = change(&label(at, &id), value)?;
                        Ok((id, value))
                    });
                    said.push(EntryPut {
                        key: entry.key,
                        version: entry.version,
                        fields: fields.collect::<Result<_, E>>()?,
                    });
                }
                Content::RegisterPut {
                    register,
                    entries: said,
                }
            }
            Self::MatterStep(step) => Content::MatterStep(Box::new(step.say(change)?)),
            Self::TextErased { act, version, labels } => Content::TextErased { act, version, labels },
        })
    }
}

/// The label of the text that says who acted.
pub const PERSON: &str = "person";

/// The label of a field: number of the entry in its act, from 0, and id of the field.
pub(crate) fn label(entry: usize, field: &str) -> String {
    format!("entry/{entry}/{field}")
}

/// The parts of a key as one text: `/` between them, and `~1` for a `/`, `~0` for a `~` inside (RFC 6901).
pub fn joined(key: &[String]) -> String {
    let parts: Vec<String> = key
        .iter()
        .map(|part| part.replace('~', "~0").replace('/', "~1"))
        .collect();
    parts.join("/")
}

/// An act that is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAct {
    /// Who acts. Kept apart, only a commitment stands in the act.
    pub person: String,
    /// In which post.
    pub post: String,
    /// Since when it is so.
    pub valid_from: NaiveDate,
    /// On what ground.
    pub ground: Ground,
    /// Names the request: asked again under the same name, it is not done again. Empty: nothing is recognised.
    pub request: String,
    /// What it says.
    pub content: Content<Wording>,
}

/// An act as it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its number, counted from 1.
    pub sequence: u64,
    /// When it was recorded, in whole milliseconds; never before its predecessor.
    pub recorded: DateTime<Utc>,
    /// Since when it is so.
    pub valid_from: NaiveDate,
    /// Commitment to who acted.
    pub person: Hash,
    /// In which post.
    pub post: String,
    /// On what ground.
    pub ground: Ground,
    /// The name of the request, or empty.
    pub request: String,
    /// What it says.
    pub content: Content<Kept>,
}

impl Act {
    /// The texts that were kept apart for it, by label.
    pub fn commitments(&self) -> Vec<(String, Hash)> {
        let mut found = vec![(PERSON.to_owned(), self.person)];
        match &self.content {
            Content::RegisterPut { entries, .. } => {
                for (at, entry) in entries.iter().enumerate() {
                    for (id, value) in &entry.fields {
                        if let Kept::Apart(commitment) = value {
                            found.push((label(at, id), *commitment));
                        }
                    }
                }
            }
            Content::MatterStep(step) => found.extend(step.commitments()),
            Content::TextErased { .. } => {}
        }
        found
    }
}
