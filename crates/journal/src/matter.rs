//! Steps of matters: what somebody did in the course of a matter, and where it stands after that.
//!
//! The journal knows no procedure. Whoever records a step has held it against the procedure and says what comes of it; so the lists of
//! matters follow from the acts alone, and anybody who has the procedures can hold each step against them.

use chrono::NaiveDateTime;

use crate::act::Subject;
use crate::commitment::Kept;
use crate::hash::Hash;

/// How a step came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The matter begins because another one opened it.
    Begin,
    /// An action of the procedure was taken.
    Act,
    /// Roles were handed to other posts; the state stays.
    Hand,
}

impl StepKind {
    /// Every kind, with the number that stands in the form.
    const ALL: [(Self, u8); 3] = [(Self::Begin, 0), (Self::Act, 1), (Self::Hand, 2)];

    pub(crate) fn number(self) -> u8 {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or(0, |(_, number)| *number)
    }

    pub(crate) fn of_number(number: u8) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, other)| *other == number)
            .map(|(kind, _)| *kind)
    }
}

/// A step in the course of a matter; `V` is how a text is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterStep<V> {
    /// Id of the matter, e.g. `complaint-12`.
    pub matter: String,
    /// Its version after the step: 1 when it begins. Somebody else who has made the same version was first.
    pub version: u64,
    /// Id of the procedure it runs through.
    pub procedure: String,
    /// How the step came about.
    pub kind: StepKind,
    /// Id of the action; empty where none was taken.
    pub action: String,
    /// The role in which it was taken; empty where none was taken.
    pub role: String,
    /// Id of the unit the person acts for, or empty.
    pub unit: String,
    /// When it was done, in the city's time.
    pub at: NaiveDateTime,
    /// What the form says, by fact, each in the writing of its type.
    pub facts: Vec<(String, V)>,
    /// What is said beside the form, e.g. `reporter` or `photo`.
    pub notes: Vec<(String, V)>,
    /// Where the matter stands now.
    pub after: MatterStands,
}

/// Where a matter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterStands {
    /// Id of the state.
    pub state: String,
    /// Since when, in the city's time.
    pub since: NaiveDateTime,
    /// Whether the procedure ends there.
    pub last: bool,
    /// Id of the post that must act next; empty in a last state.
    pub owner: String,
    /// Which post holds which role in this matter, where that was said.
    pub holders: Vec<(String, String)>,
    /// The clocks that run or are paused.
    pub clocks: Vec<ClockStands>,
    /// What it is called in lists.
    pub title: String,
    /// Id of the place it is about, or empty.
    pub place: String,
    /// Where it came from, e.g. `complaint`, or empty.
    pub source: String,
    /// Id of the matter that opened it, or empty.
    pub parent: String,
    /// The key of the why of what it is about, e.g. of a verdict; or empty.
    pub subject: String,
}

/// A clock of a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockStands {
    /// Id.
    pub clock: String,
    /// When it began, in the city's time.
    pub started: NaiveDateTime,
    /// The last second before it is over; `None` where that cannot be told.
    pub due: Option<NaiveDateTime>,
    /// Whether it is paused.
    pub paused: bool,
}

impl MatterStands {
    /// The first end of a clock that runs; `None` where none runs, or none can be told.
    pub fn due(&self) -> Option<NaiveDateTime> {
        self.clocks
            .iter()
            .filter(|clock| !clock.paused)
            .filter_map(|clock| clock.due)
            .min()
    }
}

/// The name under which versions of a matter are counted.
pub(crate) fn subject(matter: &str) -> String {
    format!("matter/{matter}")
}

/// The label of a fact or a note of a step.
fn label(part: &str, id: &str) -> String {
    format!("{part}/{id}")
}

impl<V> MatterStep<V> {
    /// What the list of matters can be narrowed by.
    pub(crate) fn listed_by(&self) -> [&str; 7] {
        let after = &self.after;
        [
            &self.procedure,
            &after.state,
            &after.owner,
            &after.place,
            &after.source,
            &after.parent,
            &after.subject,
        ]
    }

    pub(crate) fn subject(&self) -> Subject {
        Subject {
            name: subject(&self.matter),
            version: self.version,
        }
    }

    /// The same step with its texts said in another way; `change` is given the label of each.
    pub(crate) fn say<W, E>(self, mut change: impl FnMut(&str, V) -> Result<W, E>) -> Result<MatterStep<W>, E> {
        let mut all = |part: &str, texts: Vec<(String, V)>| {
            let said = texts.into_iter().map(|(id, value)| {
                let value = change(&label(part, &id), value)?;
                Ok((id, value))
            });
            said.collect::<Result<Vec<_>, E>>()
        };
        Ok(MatterStep {
            facts: all("fact", self.facts)?,
            notes: all("note", self.notes)?,
            matter: self.matter,
            version: self.version,
            procedure: self.procedure,
            kind: self.kind,
            action: self.action,
            role: self.role,
            unit: self.unit,
            at: self.at,
            after: self.after,
        })
    }
}

impl MatterStep<Kept> {
    /// The texts that are kept apart, by label.
    pub(crate) fn commitments(&self) -> Vec<(String, Hash)> {
        let parts = [("fact", &self.facts), ("note", &self.notes)];
        let texts = parts
            .iter()
            .flat_map(|(part, texts)| texts.iter().map(move |text| (part, text)));
        texts
            .filter_map(|(part, (id, value))| match value {
                Kept::Apart(commitment) => Some((label(part, id), *commitment)),
                Kept::Open(_) => None,
            })
            .collect()
    }

    /// A fact or note (`part`) as somebody reads it who has the `texts` that were not erased; `None` for an erased one.
    pub fn said<'s>(
        &'s self,
        part: &str,
        id: &str,
        value: &'s Kept,
        texts: &'s std::collections::BTreeMap<String, String>,
    ) -> Option<&'s str> {
        match value {
            Kept::Open(text) => Some(text),
            Kept::Apart(_) => texts.get(&label(part, id)).map(String::as_str),
        }
    }
}
