//! The `target` block: what the sentence before it promises, in words a machine can hold a year against.

mod measure;
mod reader;
mod value;

use rules::target::{Baseline, Comparator, Deadline, Indicator};
use rules::unit::PlanUnit;
use rust_decimal::Decimal;
use standards::water::WaterClass;
use standards::{Certainty, Text};

use crate::block::Links;
use crate::due::Due;
use crate::heading::Heading;

pub(crate) use measure::Measures;
pub(crate) use reader::{Surroundings, read};

/// A measurable promise of the plan.
#[derive(Clone, Debug)]
pub struct Target {
    /// Id, the same as its row of the resolution, e.g. `S05-24`.
    pub id: String,
    /// The clause or head it stands in.
    pub clause: Heading,
    /// The sentence of the plan that it measures, as plain text.
    pub sentence: Text,
    /// What is measured, and what is promised of it.
    pub measured: Measured,
    /// Ids of the places it holds for.
    pub places: Vec<String>,
    /// Where it started.
    pub baseline: Option<Baseline>,
    /// Until when it must be reached; `None` where the plan names no time.
    pub due: Option<Due>,
    /// Its share of the clause where results are scored, in per cent.
    pub weight: Option<Decimal>,
    /// Ids of the posts that answer for it.
    pub answers: Vec<String>,
    /// Rules, procedures, registers and tags that it names; places and posts stand above.
    pub links: Links,
    /// Documents and clauses it rests on.
    pub sources: Vec<String>,
    /// How sure the reading of the sentence is: `V2` where the plan names value and comparator itself, `PD` where the
    /// project had to choose.
    pub certainty: Certainty,
    /// What a reader must know about the choice of value or comparator.
    pub note: Option<Text>,
    /// Ids of the rows it realises, its own first.
    pub seed: Vec<String>,
    /// File of the block, relative to the city folder.
    pub file: String,
    /// Line of the block in that file, from 1.
    pub line: usize,
}

/// What a block measures, and what it promises of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// What is measured.
    pub indicator: TargetIndicator,
    /// How the measured value is held against the promised one.
    pub comparator: Comparator,
    /// The promised value.
    pub value: TargetValue,
    /// By how much a value that is promised "about" may stay below, in the unit of the value.
    pub tolerance: Option<Decimal>,
}

/// What is promised, with where it started and until when it holds: what a verdict needs to know of a block.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'p> {
    /// What is measured, and what is promised of it.
    pub measured: &'p Measured,
    /// Where it started.
    pub baseline: Option<Baseline>,
    /// Until when it must be reached.
    pub due: Option<Due>,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TargetIndicator {
    /// Something that instruments measure.
    Measured(Indicator),
    /// The id of an indicator that the city counts from a register.
    Counted(String),
}

/// A promised value; the variant carries the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetValue {
    /// A class of surface water.
    Class(WaterClass),
    /// Per cent of days.
    Percent(Decimal),
    /// Days a year.
    Days(Decimal),
    /// A number of a counted indicator, in its unit.
    Number(Decimal, PlanUnit),
    /// None: the comparator says it all.
    Carried,
}

impl TargetIndicator {
    /// The indicator that instruments measure, where it is one.
    pub fn measured(&self) -> Option<Indicator> {
        match self {
            Self::Measured(indicator) => Some(*indicator),
            Self::Counted(_) => None,
        }
    }

    /// The id of the indicator that the city counts, where it is one.
    pub fn counted(&self) -> Option<&str> {
        match self {
            Self::Measured(_) => None,
            Self::Counted(id) => Some(id),
        }
    }

    /// The word in the plan.
    pub fn word(&self) -> &str {
        match self {
            Self::Measured(indicator) => indicator.word(),
            Self::Counted(id) => id,
        }
    }
}

impl Promise<'_> {
    /// Until when it must be reached, as the rules know it.
    pub fn deadline(&self) -> Deadline {
        match (self.due, self.due.and_then(Due::year)) {
            (_, Some(year)) => Deadline::Year(year),
            (Some(_), None) => Deadline::EveryYear,
            (None, None) => Deadline::Open,
        }
    }
}

impl Target {
    /// What it promises.
    pub fn promise(&self) -> Promise<'_> {
        Promise {
            measured: &self.measured,
            baseline: self.baseline,
            due: self.due,
        }
    }

    /// The year by whose end it must be reached, where the plan names one.
    pub fn due_year(&self) -> Option<i32> {
        self.due.and_then(Due::year)
    }
}
