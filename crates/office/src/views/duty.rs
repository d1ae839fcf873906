//! Duties as pages and the command line show them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use standards::Text;

/// Who holds a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", content = "name", rename_all = "kebab-case")]
pub enum Incumbent {
    /// This person.
    Person(Text),
    /// Nobody.
    Vacant,
    /// Somebody whose name was erased.
    Erased,
}

/// Who says something about a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum DutyGround {
    /// An act of the journal.
    Act {
        /// Its number.
        act: u64,
        /// The document that it names, or empty.
        document: String,
    },
    /// The city folder.
    Folder {
        /// The file, relative to the folder.
        file: String,
        /// The line, where it is known.
        line: Option<usize>,
    },
}

/// A stretch of time in which one person held a post, or nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tenure {
    /// Who.
    pub incumbent: Incumbent,
    /// Its first day; `None` where the folder does not say.
    pub since: Option<NaiveDate>,
    /// The day from which on it is no longer so; `None` where no end is known.
    pub until: Option<NaiveDate>,
    /// Who says so.
    pub ground: DutyGround,
}

impl Tenure {
    /// Whether nobody holds the post.
    pub fn is_vacant(&self) -> bool {
        self.incumbent == Incumbent::Vacant
    }
}

/// A post with what tells it from others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostHead {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Name of its unit.
    pub unit: Option<Text>,
    /// Its level.
    pub level: Option<Text>,
    /// Whether it is invented for the demonstration.
    pub demo: bool,
}

/// By what a post answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Because {
    /// In words.
    pub says: Text,
    /// Who says so.
    pub ground: DutyGround,
}

/// A post that answers, with its holder on the day that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answering {
    /// The post.
    pub post: PostHead,
    /// By what it answers.
    pub because: Vec<Because>,
    /// Who holds it, and since when.
    pub tenure: Tenure,
}

/// What it was asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhoKind {
    /// A target of the plan.
    Target,
    /// A section or station.
    Point,
    /// A reach.
    Reach,
    /// A division or a water body.
    Place,
    /// A post.
    Post,
}

/// Who answers for something on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhoView {
    /// The id that was asked for.
    pub what: String,
    /// What it is.
    pub kind: WhoKind,
    /// Its name.
    pub name: Text,
    /// The day.
    pub day: NaiveDate,
    /// As known at this moment; `None` is now.
    pub known: Option<DateTime<Utc>>,
    /// Every post that answers, the highest level first.
    pub posts: Vec<Answering>,
}

/// Something that a post answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DutyLine {
    /// What it is.
    pub kind: DutyKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The clause in which it stands, where it stands in one.
    pub clause: Option<String>,
}

/// What a post may answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// A target.
    Target,
    /// A river or lake section.
    Section,
    /// An air station, or the air of the city.
    Station,
    /// A reach, or a segment of the register of chiefs.
    Reach,
    /// Another block of the plan.
    Block,
    /// A task of a programme.
    Task,
    /// A register in which it writes.
    Register,
}

impl DutyKind {
    /// Its name.
    pub fn name(self) -> Text {
        match self {
            Self::Target => Text::new("目标", "target"),
            Self::Section => Text::new("断面", "section"),
            Self::Station => Text::new("空气站", "station"),
            Self::Reach => Text::new("河段", "reach"),
            Self::Block => Text::new("条款要求", "block"),
            Self::Task => Text::new("任务", "task"),
            Self::Register => Text::new("名录", "register"),
        }
    }
}

/// A post: who held it, and what it answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostSheet {
    /// The post.
    pub post: PostHead,
    /// The day.
    pub day: NaiveDate,
    /// Who holds it on the day.
    pub tenure: Tenure,
    /// Who held it, the earliest first.
    pub history: Vec<Tenure>,
    /// What it answers for, by kind.
    pub duties: Vec<DutyLine>,
}

/// A post that nobody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VacantPost {
    /// The post.
    pub post: PostHead,
    /// Since when, and who says so.
    pub tenure: Tenure,
}

/// The chiefs of one level on a day (RESP-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelCoverage {
    /// The level.
    pub level: Text,
    /// How many posts of chiefs there are.
    pub posts: usize,
    /// Those that nobody holds.
    pub vacant: Vec<VacantPost>,
    /// Segments of administrative chiefs in the register.
    pub segments: usize,
    /// The covered length in per cent; `None` where there are no segments or a length is unknown.
    pub percent: Option<rust_decimal::Decimal>,
    /// The figure in words, or why there is none.
    pub says: Text,
    /// Segments without a chief, with the day since which.
    pub bare: Vec<(String, Option<NaiveDate>)>,
    /// Segments with two chiefs: an error.
    pub doubled: Vec<String>,
}

/// RESP-1 on a day, from the running data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DutyCoverage {
    /// The day.
    pub day: NaiveDate,
    /// Every level, the highest first.
    pub levels: Vec<LevelCoverage>,
}
