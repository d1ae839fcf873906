//! A block of the plan that is no target, as the plan shows it.

use serde::Serialize;
use standards::{Certainty, Text};

use super::{Attainment, PostView};

/// A block with what carries it out, who answers, and how far it has come.
#[derive(Clone, Debug, Serialize)]
pub struct BlockView {
    /// Id, the same as its row of the resolution.
    pub id: String,
    /// What it is: 方案, 机制, 名录 …
    pub kind: Text,
    /// Its name.
    pub name: Text,
    /// Whether data flow to it and rules judge them today.
    pub live: bool,
    /// `已运行`, `已写明`.
    pub standing: Text,
    /// Why it is no better, or what feeds it.
    pub because: Text,
    /// From when until when.
    pub days: Option<Text>,
    /// What counts as done.
    pub acceptance: Option<Text>,
    /// What a fact says.
    pub figure: Option<Text>,
    /// Rules, procedures and registers that carry it out.
    pub carried_by: Vec<CarriedBy>,
    /// Names of its places.
    pub places: Vec<Text>,
    /// Who answers.
    pub answers: Vec<PostView>,
    /// How the part of it that is counted stands.
    pub measured: Option<MeasuredView>,
    /// What must be reached on the way.
    pub milestones: Vec<MilestoneView>,
    /// Its tasks, each branch before its leaves.
    pub tasks: Vec<TaskView>,
    /// What a reader must know.
    pub note: Option<Text>,
    /// How sure the reading of the sentence is.
    pub certainty: Certainty,
}

/// How the part of a block that the city counts stands.
#[derive(Clone, Debug, Serialize)]
pub struct MeasuredView {
    /// What is measured.
    pub indicator: Text,
    /// The demand in short.
    pub demand: Text,
    /// The calendar year that is judged.
    pub year: i32,
    /// The outcome.
    pub standing: Attainment,
    /// The outcome in one sentence, with its figures.
    pub headline: Text,
    /// The weakest certainty among the rules used.
    pub certainty: Option<Certainty>,
    /// Key of the why of the figure.
    pub why: String,
}

/// A rule, procedure or register.
#[derive(Clone, Debug, Serialize)]
pub struct CarriedBy {
    /// `规则`, `办事规程`, `名录`.
    pub what: Text,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The page that shows it, where there is one (`/registers/…`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown_at: Option<String>,
}

/// What must be reached by a day.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneView {
    /// The day, e.g. `2019-06-30`.
    pub day: String,
    /// What must be reached.
    pub says: Text,
}

/// A task of a programme.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    /// Id, e.g. `S05-2.1`.
    pub id: String,
    /// How deep it stands under its programme, from 1.
    pub depth: usize,
    /// Name.
    pub name: Text,
    /// The unit that leads and those that help.
    pub units: Vec<Text>,
    /// Who answers.
    pub post: Option<PostView>,
    /// From when until when.
    pub days: Option<Text>,
    /// Its share of the parent, in per cent.
    pub weight: Option<String>,
    /// What counts as done.
    pub acceptance: Option<Text>,
    /// What must be reached on the way.
    pub milestones: Vec<MilestoneView>,
}
