//! Registers and what is counted from them, as pages show them.

use serde::Serialize;
use standards::{Certainty, Text};

use super::PostView;

/// A register in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterHead {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// How many entries it has.
    pub entries: usize,
    /// Whether the public may see it.
    pub public: bool,
    /// True when its entries are invented: the page must say so.
    pub demo: bool,
    /// How sure its form is.
    pub certainty: Certainty,
    /// Ids of the rules it serves.
    pub rules: Vec<String>,
    /// Who may write.
    pub writes: Vec<PostView>,
}

/// A register with its entries.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterSheet {
    /// Name and counts.
    pub head: RegisterHead,
    /// What a reader must know.
    pub note: Option<Text>,
    /// Documents it comes from.
    pub sources: Vec<String>,
    /// Its columns.
    pub fields: Vec<FieldHead>,
    /// The entries that were asked for, in the order of the file.
    pub entries: Vec<EntryRow>,
    /// How many entries the words that were asked for stand in; all of them where none was.
    pub found: usize,
    /// Which page of those this is, from 1.
    pub page: usize,
    /// How many pages they have.
    pub pages: usize,
    /// How many there are in all.
    pub total: usize,
    /// File of its form, relative to the city folder.
    pub file: String,
    /// File of its entries, where there is one.
    pub entries_file: Option<String>,
    /// What must hold over its entries, in words.
    pub holds: Vec<Text>,
    /// What is counted from it.
    pub indicators: Vec<IndicatorFigure>,
    /// Targets of the plan that rest on it.
    pub targets: Vec<RestingTarget>,
}

/// A target that rests on a register.
#[derive(Clone, Debug, Serialize)]
pub struct RestingTarget {
    /// Id, e.g. `S05-24`.
    pub id: String,
    /// The sentence of the plan.
    pub sentence: Text,
    /// The demand in short.
    pub demand: Text,
}

/// A column of a register.
#[derive(Clone, Debug, Serialize)]
pub struct FieldHead {
    /// Name.
    pub name: Text,
    /// Unit; empty where it has none.
    pub unit: Text,
    /// Whether it holds numbers.
    pub number: bool,
    /// Whether the public may see it.
    pub public: bool,
}

/// An entry of a register.
#[derive(Clone, Debug, Serialize)]
pub struct EntryRow {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Key of the entry.
    pub why: String,
    /// One cell per column; `None` is unknown.
    pub cells: Vec<Option<Text>>,
}

/// The newest figure of an indicator.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorFigure {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The figure in a sentence, or why there is none.
    pub says: Text,
    /// How sure its definition is.
    pub certainty: Certainty,
    /// Whether there is a figure.
    pub known: bool,
    /// Key of the why.
    pub why: String,
}
