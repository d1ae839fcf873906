//! A procedure as it is written: states, roles, facts, actions, clocks and worked examples.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use standards::{Certainty, Text};

use super::guard::Guard;
use super::refusal::RefusalCode;
use super::value::{Fact, Value};
use crate::clock::ClockUnit;

/// A state machine that people and clocks drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Ids of the rules it realises, e.g. `SUP-5`.
    pub rules: Vec<String>,
    /// Id of the register whose entries it drives.
    pub register: Option<String>,
    /// The state in which a thing begins.
    pub start: String,
    /// How sure its form is.
    pub certainty: Certainty,
    /// The documents it follows, each with its clause.
    pub sources: Vec<String>,
    /// What a reader must know.
    pub note: Option<Text>,
    /// Who may act.
    pub roles: Vec<Role>,
    /// Inputs.
    pub facts: Vec<Fact>,
    /// States, in the order of the text.
    pub states: Vec<State>,
    /// Actions, in the order of the text.
    pub actions: Vec<Action>,
    /// Clocks.
    pub clocks: Vec<Clock>,
    /// Worked examples.
    pub examples: Vec<Example>,
}

/// Who may act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Ids of the posts that hold it unless somebody else is named.
    pub posts: Vec<String>,
    /// Whether it is the program itself: its actions are taken when their clock runs out, without a person.
    pub automatic: bool,
}

/// Where a thing can stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Whether the procedure ends here; no clock runs in it and no action leaves it.
    pub last: bool,
}

/// What an action leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The state stays, and nothing is entered anew.
    Same,
    /// This state is entered.
    State(String),
}

/// What somebody may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Ids of the roles that may take it.
    pub by: Vec<String>,
    /// States in which it may be taken.
    pub from: Vec<String>,
    /// Whether it creates the thing; it is then taken from nothing.
    pub opens_here: bool,
    /// Where it leads.
    pub to: Target,
    /// Ids of the facts that its form asks.
    pub form: Vec<String>,
    /// What must be true.
    pub guard: Option<Guard>,
    /// What a person reads when the guard refuses.
    pub says: Option<Text>,
    /// Whoever took one of these actions may not take this one.
    pub differs_from: Vec<String>,
    /// The unit that took one of these actions may not take this one.
    pub other_unit_than: Vec<String>,
    /// The actions whose work it checks; `None` where the text does not say.
    pub checks: Option<Vec<String>>,
    /// It may be taken only so long after another action.
    pub within: Option<Window>,
    /// It may be taken only when so much time has passed since another action.
    pub not_before: Option<Window>,
    /// Ids of the clocks it starts, stops, pauses and resumes.
    pub starts: Vec<String>,
    /// Clocks it stops.
    pub stops: Vec<String>,
    /// Clocks it pauses.
    pub pauses: Vec<String>,
    /// Clocks it resumes.
    pub resumes: Vec<String>,
    /// The clock it gives more time.
    pub extends: Option<Extension>,
    /// Ids of procedures it opens.
    pub opens: Vec<String>,
    /// Ids of the registers and lists it publishes to.
    pub publishes: Vec<String>,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// How many units.
    pub length: Length,
    /// Of what.
    pub unit: ClockUnit,
}

/// How many units a term has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many.
    Fixed(u32),
    /// The value of a parameter, `profile.name`.
    Parameter(String),
    /// The value of a fact that a form collects.
    Fact(String),
}

/// A time that is measured from an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// How long.
    pub term: Term,
    /// Since the last time this action was taken.
    pub of: String,
    /// Whether the last day of it must be over; else the action may be taken on that day.
    pub over: bool,
}

/// More time for a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Which clock.
    pub clock: String,
    /// How much, from its old end.
    pub term: Term,
}

/// When a clock runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So long after its start, or after the day in a fact.
    Term {
        /// How long.
        term: Term,
        /// The day from which it is counted; absent: the start of the clock.
        counts_from: Option<String>,
        /// Whether it is counted back from that day.
        backward: bool,
        /// Whether the first day is counted; a term of years then ends on the day before the anniversary.
        first_day_counts: bool,
        /// Whether an end on a day off moves to the next working day.
        rolls: bool,
    },
    /// At the end of the day that a fact names.
    Until(String),
}

/// A clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// When it runs out.
    pub limit: Limit,
    /// Entering one of these states starts it.
    pub starts_on: Vec<String>,
    /// States in which it runs; empty: in all but the last ones.
    pub runs_in: Vec<String>,
    /// It starts only when this holds.
    pub when: Option<Guard>,
    /// The action that is taken or proposed when it runs out.
    pub then: Option<String>,
    /// What follows when no action does.
    pub consequence: Option<Text>,
    /// How sure its length is.
    pub certainty: Certainty,
}

/// A worked example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Id.
    pub id: String,
    /// Where it is worked, e.g. `SUP-5 #2`.
    pub source: String,
    /// When the thing begins; `None` where the first step creates it.
    pub begins: Option<NaiveDateTime>,
    /// The state in which it begins, where that is not the start of the procedure.
    pub state: Option<String>,
    /// Facts that are known when it begins.
    pub facts: BTreeMap<String, Value>,
    /// What is done.
    pub steps: Vec<ExampleStep>,
    /// What the clocks say at the end.
    pub due: Vec<ExpectedDue>,
}

/// A step of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleStep {
    /// Who does what, when, with which facts.
    pub act: Act,
    /// What comes of it.
    pub expect: Expected,
    /// What the clocks say after it.
    pub due: Vec<ExpectedDue>,
    /// Procedures that it must open.
    pub opens: Vec<String>,
}

/// What an example expects of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It is done, whatever the state is then.
    Done,
    /// The state after it.
    State(String),
    /// It is refused, first of all for this.
    Refused(RefusalCode),
}

/// What an example expects of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedDue {
    /// Which clock.
    pub clock: String,
    /// When it runs out.
    pub on: ExpectedEnd,
}

/// When an example expects a clock to run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedEnd {
    /// At the end of this day.
    Day(NaiveDate),
    /// At this minute.
    Time(NaiveDateTime),
    /// Not at all: it does not run.
    Stopped,
}

/// Something somebody does, or wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Id of the action.
    pub action: String,
    /// The role in which it is done.
    pub role: String,
    /// Who does it.
    pub person: String,
    /// The unit the person acts for, where it is known.
    pub unit: Option<String>,
    /// When, in the city's time.
    pub at: NaiveDateTime,
    /// What the form says.
    pub facts: BTreeMap<String, Value>,
}

impl Machine {
    /// The action with `id`.
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// The state with `id`.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// The role with `id`.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The fact with `id`.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// The clock with `id`.
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == id)
    }
}
