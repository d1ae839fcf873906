//! The plan as a table of contents, and one clause with its neighbours.

use serde::Serialize;
use standards::Text;

use super::{ClauseView, TargetView};

/// How a clause, or the head of a part, is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseHead {
    /// Its code, e.g. `05`, `B`.
    pub code: String,
    /// How it is called, e.g. `第五条`.
    pub name: Text,
    /// Its title.
    pub title: Text,
    /// True for the head of a part, under which clauses stand.
    pub part: bool,
}

/// One line of the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsLine {
    /// What it leads to.
    pub head: ClauseHead,
    /// Blocks other than targets to which data flow and which rules judge.
    pub live: usize,
    /// Blocks other than targets that stand in the folder, while nothing runs yet.
    pub declared: usize,
}

/// The table of contents of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct Contents {
    /// Clauses and heads of parts in the order of the plan.
    pub lines: Vec<ContentsLine>,
    /// All targets; each names the code of its clause.
    pub targets: Vec<TargetView>,
}

/// One clause with the way to the others.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseSheet {
    /// The clause.
    pub clause: ClauseView,
    /// What stands before it in the plan.
    pub before: Option<ClauseHead>,
    /// What comes after it.
    pub after: Option<ClauseHead>,
    /// Every clause and head of a part, this one among them.
    pub all: Vec<ClauseHead>,
}
