//! What realises each row of the resolution, as pages show it.

use serde::Serialize;
use standards::Text;

/// Every row of the resolution with its counts.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// Rows by state, over all clauses.
    pub all: CoverageCounts,
    /// The clauses and heads that have rows, in the order of the table.
    pub sections: Vec<CoverageSection>,
}

/// How many rows are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CoverageCounts {
    /// Data flow to them, and rules judge them.
    pub live: usize,
    /// They stand in the folder; nothing runs yet.
    pub declared: usize,
    /// No block has them.
    pub absent: usize,
}

/// The rows of one clause or head.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageSection {
    /// Its code, e.g. `05`.
    pub code: String,
    /// How it is called, e.g. `第五条`; the code where the plan has no such heading.
    pub name: Text,
    /// Its title; empty where the plan has no such heading.
    pub title: Text,
    /// Its rows by state.
    pub counts: CoverageCounts,
    /// Its rows.
    pub rows: Vec<CoverageRow>,
}

/// One row.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRow {
    /// Id, e.g. `S05-24`.
    pub id: String,
    /// What it names.
    pub name: Text,
    /// What it is: target, mechanism, list …
    pub kind: Text,
    /// How far it has come.
    pub state: CoverageState,
    /// Why it is no better, or what feeds it.
    pub because: Text,
    /// What realises it.
    pub realised_by: Vec<RealisedBy>,
}

/// How far a row has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageState {
    /// Data flow to it, and a rule judges them.
    Live,
    /// It stands in the folder; nothing runs yet.
    Declared,
    /// No block has it.
    Absent,
}

/// A block of the plan that realises a row.
#[derive(Clone, Debug, Serialize)]
pub struct RealisedBy {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: Text,
    /// How the clause or head is called in which it stands.
    pub clause: Text,
    /// The code of that clause or head, e.g. `05`.
    pub clause_code: String,
    /// File and line, e.g. `plan/05-waters.md:12`.
    pub place: String,
}

impl CoverageCounts {
    /// Rows in all.
    pub fn total(&self) -> usize {
        self.live + self.declared + self.absent
    }

    /// Rows in one state.
    pub fn of(&self, state: &CoverageState) -> usize {
        match state {
            CoverageState::Live => self.live,
            CoverageState::Declared => self.declared,
            CoverageState::Absent => self.absent,
        }
    }
}
