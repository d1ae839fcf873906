//! Matters as pages show them.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use standards::{Certainty, Reason, Text};

use super::PointMark;

/// One matter in a list.
#[derive(Clone, Debug, Serialize)]
pub struct MatterLine {
    /// Its id.
    pub id: String,
    /// What it is called, in the words of whoever opened it.
    pub title: String,
    /// Its procedure.
    pub procedure: Text,
    /// Its state.
    pub state: Text,
    /// Whether it has ended.
    pub ended: bool,
    /// Who must act next; `None` in a last state.
    pub owner: Option<Text>,
    /// The place it is about, where it names one.
    pub place: Option<Text>,
    /// Where it came from, where that was said.
    pub source: Option<Text>,
    /// When it began.
    pub opened: NaiveDateTime,
    /// When it came into its state.
    pub since: NaiveDateTime,
    /// The first end of a clock that runs; `None` where none runs or none can be told.
    pub due: Option<NaiveDateTime>,
    /// Whether that end has passed.
    pub late: bool,
}

/// A matter with everything that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct MatterView {
    /// It in a line.
    pub line: MatterLine,
    /// How many steps it has seen; whoever acts says that it has seen this version.
    pub version: u64,
    /// Id of its procedure.
    pub procedure: String,
    /// Rules that the procedure realises.
    pub rules: Vec<String>,
    /// How sure the form of the procedure is.
    pub certainty: Certainty,
    /// The documents the procedure follows.
    pub sources: Vec<String>,
    /// The key of the why of what it is about.
    pub subject: Option<String>,
    /// The clocks that run or are paused.
    pub clocks: Vec<ClockView>,
    /// Its steps, oldest first.
    pub steps: Vec<StepView>,
    /// How long it was in each state, in the order in which it came into them.
    pub stays: Vec<StayView>,
    /// What the viewer may do now; empty for somebody who has not signed in.
    pub actions: Vec<ActionView>,
    /// Roles that the viewer may hand to other posts.
    pub hands: Vec<RoleView>,
    /// The matter that opened it.
    pub parent: Option<MatterLine>,
    /// The matters that it opened.
    pub children: Vec<MatterLine>,
}

/// A clock of a matter.
#[derive(Clone, Debug, Serialize)]
pub struct ClockView {
    /// Its name.
    pub name: Text,
    /// When it began.
    pub started: NaiveDateTime,
    /// When it ends, in words; unknown says why.
    pub due: Text,
    /// Whether it has ended; `None` where that cannot be told.
    pub over: Option<bool>,
    /// Whether it is paused.
    pub paused: bool,
    /// What follows when it ends.
    pub follows: Option<Text>,
    /// How sure its length is.
    pub certainty: Certainty,
}

/// A step of a matter.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// The act of the journal.
    pub act: u64,
    /// The version it made.
    pub version: u64,
    /// When it was done, in the city's time.
    pub at: NaiveDateTime,
    /// When it was recorded.
    pub recorded: DateTime<Utc>,
    /// Who did it. Whoever acted without a post is told to those alone who handle the matter.
    pub person: NoteView,
    /// In which post.
    pub post: Text,
    /// What was done.
    pub action: Text,
    /// In which role, where it was an action.
    pub role: Option<Text>,
    /// What the form says: name and value.
    pub facts: Vec<(Text, Text)>,
    /// What is said beside it: name and text; no text where it was erased or is withheld from the viewer.
    pub notes: Vec<(Text, NoteView)>,
    /// The state after it.
    pub state: Text,
    /// Who had to act next.
    pub owner: Option<Text>,
    /// Its ground, in one line.
    pub ground: String,
}

/// A text beside a step, as the viewer may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum NoteView {
    /// This text.
    Text(String),
    /// A text that was erased.
    Erased,
    /// A text that only those who handle the matter read.
    Withheld,
}

/// How long a matter was in a state.
#[derive(Clone, Debug, Serialize)]
pub struct StayView {
    /// The state.
    pub state: Text,
    /// Since when.
    pub from: NaiveDateTime,
    /// Until when; `None` while it is still there.
    pub to: Option<NaiveDateTime>,
    /// How long, in hours rounded down.
    pub hours: i64,
}

/// An action, and whether the viewer may take it.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Where it leads; `None` where the state stays.
    pub to: Option<Text>,
    /// What its form asks.
    pub fields: Vec<FormField>,
    /// Why it may not be taken now; empty when it may.
    pub refused: Vec<Reason>,
    /// The role that somebody must be named for.
    pub names: Option<RoleView>,
    /// Whether it ends the matter.
    pub ends: bool,
}

/// A role, with who may be named for it.
#[derive(Clone, Debug, Serialize)]
pub struct RoleView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Who holds it.
    pub holder: Option<Text>,
}

/// A field of a form.
#[derive(Clone, Debug, Serialize)]
pub struct FormField {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it can be.
    pub kind: FieldKind,
    /// Whether it may be left open.
    pub optional: bool,
}

/// What a field can be.
#[derive(Clone, Debug, Serialize)]
pub enum FieldKind {
    /// A number with its unit.
    Number {
        /// Its unit; empty for a pure number.
        unit: String,
    },
    /// Yes or no.
    Flag,
    /// A text.
    Text,
    /// A day.
    Day,
    /// One of these words.
    Choice(Vec<(String, Text)>),
}

/// A post that may be named.
#[derive(Clone, Debug, Serialize)]
pub struct PostChoice {
    /// Id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Who holds it.
    pub holder: Option<Text>,
    /// Whether both are invented.
    pub demo: bool,
}

/// A procedure that somebody may open.
#[derive(Clone, Debug, Serialize)]
pub struct OpeningView {
    /// Id.
    pub procedure: String,
    /// Name.
    pub name: Text,
    /// Id of the action that opens it.
    pub action: String,
    /// Name of that action.
    pub action_name: Text,
    /// What its form asks.
    pub fields: Vec<FormField>,
    /// Rules that it realises.
    pub rules: Vec<String>,
    /// How sure its form is.
    pub certainty: Certainty,
    /// Whether it can be about something that the instruments say: its form asks where the matter comes from, and the program is one answer.
    pub measured: bool,
}

/// A point whose last judgement does not keep what it must keep.
#[derive(Clone, Debug, Serialize)]
pub struct Exceedance {
    /// Key of the why of that judgement.
    pub subject: String,
    /// What the point must keep.
    pub must_keep: Text,
    /// The point with its last judgement.
    pub point: PointMark,
}

/// A complaint as its reporter sees it.
#[derive(Clone, Debug, Serialize)]
pub struct ComplaintView {
    /// Id of its state.
    pub state: String,
    /// Name of its state.
    pub state_name: Text,
    /// What that means.
    pub says: Text,
    /// Whether it has ended.
    pub ended: bool,
    /// How many steps it has seen.
    pub version: u64,
    /// What it is called, in the reporter's words.
    pub title: String,
    /// The place it is about, where one was chosen.
    pub place: Option<Text>,
    /// When it was made.
    pub opened: NaiveDateTime,
    /// When it came into its state.
    pub since: NaiveDateTime,
    /// The first end of a clock that runs; `None` where none runs or none can be told.
    pub due: Option<NaiveDateTime>,
    /// What the reporter wrote: name and text.
    pub own: Vec<(Text, NoteView)>,
    /// What was said to the reporter, oldest first.
    pub told: Vec<PublicAnswer>,
    /// When it came into which state, oldest first.
    pub states: Vec<(NaiveDateTime, Text)>,
    /// The clocks that run.
    pub clocks: Vec<ClockView>,
    /// The clocks that may run later.
    pub promises: Vec<PromiseView>,
    /// What the reporter may do, or why not now.
    pub actions: Vec<ActionView>,
}

/// Something that was said to a reporter.
#[derive(Clone, Debug, Serialize)]
pub struct PublicAnswer {
    /// When.
    pub at: NaiveDateTime,
    /// By which step.
    pub action: Text,
    /// What.
    pub text: Text,
}

/// How long something may take that has not begun.
#[derive(Clone, Debug, Serialize)]
pub struct PromiseView {
    /// What.
    pub name: Text,
    /// How long.
    pub long: Text,
    /// How sure that is.
    pub certainty: Certainty,
}
