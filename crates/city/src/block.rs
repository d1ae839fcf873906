//! The blocks of the plan beside `target`: programmes with their trees of tasks, mechanisms, lists, constraints, networks, areas, facts.

mod links;
mod reader;
mod tree;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Certainty, Text};

use crate::due::Due;
use crate::heading::Heading;
use crate::rows::RowKind;
use crate::target::{Measured, Promise};

pub(crate) use links::Surroundings;
pub(crate) use reader::read;

macro_rules! block_kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $zh:literal, [$($row:ident),+];)+) => {
        /// What a block of the plan is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum BlockKind { $($(#[doc = $doc])+ $name,)+ }

        impl BlockKind {
            /// Every kind, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word after `toml` that opens the block.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The whole info string of the fence.
            pub fn info(self) -> &'static str {
                match self { $(Self::$name => concat!("toml ", $word),)+ }
            }

            /// Its name.
            pub fn name(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $word),)+ }
            }

            /// The kinds of rows that such a block realises.
            pub fn realises(self) -> &'static [RowKind] {
                match self { $(Self::$name => &[$(RowKind::$row),+],)+ }
            }
        }
    };
}

block_kinds! {
    /// A measurable promise.
    Target = "target", "目标", [Target];
    /// A programme or project with its tree of tasks.
    Programme = "programme", "方案", [Programme];
    /// One task.
    Task = "task", "任务", [Programme];
    /// A mechanism or system.
    Mechanism = "mechanism", "机制", [Mechanism];
    /// A list, kept as a register.
    List = "list", "名录", [List];
    /// Something that must not be.
    Constraint = "constraint", "约束", [Constraint];
    /// A network of points.
    Network = "network", "网络", [Network];
    /// An area or object.
    Area = "area", "区域", [Area];
    /// A base fact.
    Fact = "fact", "基本情况", [Fact];
}

/// A block of the plan that is no target.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is; never [`BlockKind::Target`].
    pub kind: BlockKind,
    /// Id, the same as its row of the resolution.
    pub id: String,
    /// The clause or head it stands in.
    pub clause: Heading,
    /// The sentence of the plan that it carries out, as plain text.
    pub sentence: Text,
    /// Its name.
    pub name: Text,
    /// Where it holds, who answers, and what carries it out.
    pub links: Links,
    /// When it begins.
    pub from: Option<NaiveDate>,
    /// Until when it must be done.
    pub due: Option<Due>,
    /// What counts as done.
    pub acceptance: Option<Text>,
    /// What must be reached on the way, by day.
    pub milestones: Vec<Milestone>,
    /// Its tasks, each branch before its leaves.
    pub tasks: Vec<Task>,
    /// The part of it that can be measured.
    pub measured: Option<Measured>,
    /// What a fact says, with its unit where it has one.
    pub figure: Option<(Figure, Option<String>)>,
    /// Documents and clauses it rests on.
    pub sources: Vec<String>,
    /// How sure the reading of the sentence is.
    pub certainty: Certainty,
    /// What a reader must know.
    pub note: Option<Text>,
    /// Ids of the rows it realises.
    pub seed: Vec<String>,
    /// File of the block, relative to the city folder.
    pub file: String,
    /// Line of the block in that file, from 1.
    pub line: usize,
}

/// What a block or task refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Ids of places.
    pub places: Vec<String>,
    /// Ids of the posts that answer.
    pub answers: Vec<String>,
    /// Ids of rules, e.g. `RESP-10`.
    pub rules: Vec<String>,
    /// Ids of procedures.
    pub procedures: Vec<String>,
    /// Ids of registers; of a list or network the one it is kept in.
    pub registers: Vec<String>,
    /// Ids of tags.
    pub tags: Vec<String>,
}

/// A task of a programme. Its parent is the task, or the programme, whose id is its own without the last number.
#[derive(Clone, Debug)]
pub struct Task {
    /// Id, e.g. `S05-2.1`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Id of the unit that leads; `None` of a branch.
    pub unit: Option<String>,
    /// Ids of the units that help.
    pub with: Vec<String>,
    /// Id of the post that answers; `None` of a branch.
    pub post: Option<String>,
    /// When it begins.
    pub from: Option<NaiveDate>,
    /// Until when it must be done.
    pub due: Option<Due>,
    /// Its share of the parent, in per cent.
    pub weight: Option<Decimal>,
    /// What counts as done.
    pub acceptance: Option<Text>,
    /// What must be reached on the way, by day.
    pub milestones: Vec<Milestone>,
    /// Where it holds and what carries it out; `answers` stays empty.
    pub links: Links,
    /// What a reader must know.
    pub note: Option<Text>,
    /// Line in the file of its block, from 1.
    pub line: usize,
}

impl Block {
    /// What it promises, where a part of it can be measured.
    pub fn promise(&self) -> Option<Promise<'_>> {
        Some(Promise {
            measured: self.measured.as_ref()?,
            baseline: None,
            due: self.due,
        })
    }
}

impl Task {
    /// The id of its parent: a task or the block itself.
    pub fn parent(&self) -> &str {
        parent_of(&self.id)
    }

    /// How deep it stands under its block, from 1.
    pub fn depth(&self) -> usize {
        self.id.matches('.').count()
    }
}

/// An id without its last number.
fn parent_of(id: &str) -> &str {
    id.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// What must be reached by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The day.
    pub day: NaiveDate,
    /// What must be reached.
    pub says: Text,
}

/// A value as the plan writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A number.
    Number(Decimal),
    /// A word, such as a class of water.
    Word(String),
}

impl std::fmt::Display for Figure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(out, "{number}"),
            Self::Word(word) => out.write_str(word),
        }
    }
}
