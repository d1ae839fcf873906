//! Registers (名录): lists that a city keeps, with typed fields, and the entries that stand in the folder.

pub(crate) mod bring;
mod cell;
mod entries;
mod field;
mod over;
mod schema;
pub(crate) mod table;
mod words;

use chrono::NaiveDate;
use rules::unit::PlanUnit;
use rust_decimal::Decimal;
use standards::{Certainty, Text};

pub use bring::Standing;
pub(crate) use entries::entry_of;
pub(crate) use field::{FIELD_TYPES, plan_unit};
pub(crate) use over::{filter, known_fields, report_field};
pub(crate) use schema::{Around, is_one_of, read_all};

pub(crate) use crate::rule_names::known as rule_ids;

/// One register: what an entry says, who may write, who may see, and the entries of the folder.
#[derive(Clone, Debug)]
pub struct Register {
    /// Id, also the name of its files.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Ids of the rules it serves, e.g. `ENF-11`.
    pub rules: Vec<String>,
    /// Ids of the posts that may write.
    pub writes: Vec<String>,
    /// Ids of the fields that tell one entry from another; the year besides, where entries are per year.
    pub key: Vec<String>,
    /// Id of the field of the year, where entries are per year.
    pub year: Option<String>,
    /// Whether the public may see that an entry exists.
    pub public: bool,
    /// Whether its entries are invented for the demonstration.
    pub demo: bool,
    /// How sure its form is.
    pub certainty: Certainty,
    /// Documents and clauses it comes from.
    pub sources: Vec<String>,
    /// What a reader must know.
    pub note: Option<Text>,
    /// Its fields, in the order of the file.
    pub fields: Vec<Field>,
    /// Ids of fields with faults of their own, which are told already; empty where the folder reads.
    pub(crate) lost: Vec<String>,
    /// What must hold over its entries.
    pub over: Vec<EntryRule>,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// File of the schema, relative to the city folder.
    pub file: String,
    /// File of the entries, where there is one.
    pub entries_file: Option<String>,
}

/// One field of a register.
#[derive(Clone, Debug)]
pub struct Field {
    /// Id: lower-case letters, digits, `_`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether an entry must have it.
    pub required: bool,
    /// Whether the public may see it.
    pub public: bool,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A number with its unit and, where given, its least and greatest value.
    Number {
        /// The unit.
        unit: PlanUnit,
        /// Least value.
        min: Option<Decimal>,
        /// Greatest value.
        max: Option<Decimal>,
    },
    /// A whole number with its unit and limits.
    Whole {
        /// The unit.
        unit: PlanUnit,
        /// Least value.
        min: Option<Decimal>,
        /// Greatest value.
        max: Option<Decimal>,
    },
    /// A day.
    Day,
    /// A year.
    Year,
    /// One of some words.
    Choice(Vec<FieldChoice>),
    /// Yes or no.
    Flag,
    /// The key of an entry of another register (its id).
    Reference(String),
    /// The id of a place.
    Place,
    /// The id of a measuring point.
    Point,
    /// The id of a reach.
    Reach,
    /// The id of a post.
    Post,
    /// Longitude and latitude in degrees.
    Position,
    /// The path of a document.
    File,
}

/// One word that a choice can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChoice {
    /// The word in the entries.
    pub word: String,
    /// The word for people.
    pub text: Text,
}

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its line in the file of the entries, from 1.
    pub line: usize,
    /// What each field says, in the order of the fields; `None` is unknown.
    pub cells: Vec<Option<Cell>>,
}

/// What one field of one entry says.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text, path, word of a choice or id of something else, as it is written.
    Word(String),
    /// A number, in the unit of its field.
    Number(Decimal),
    /// A day.
    Day(NaiveDate),
    /// A year.
    Year(i32),
    /// Yes or no.
    Flag(bool),
    /// Longitude and latitude in degrees.
    Position([f64; 2]),
}

/// Something that must hold over the entries.
#[derive(Clone, Debug)]
pub struct EntryRule {
    /// What must hold.
    pub kind: EntryRuleKind,
    /// Ids of the fields it speaks of.
    pub fields: Vec<String>,
    /// Ids of the fields by which entries are grouped.
    pub per: Vec<String>,
    /// Of which entries it speaks.
    pub filter: Filter,
    /// The rule in words.
    pub says: Text,
}

/// What must hold over the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryRuleKind {
    /// In every group exactly one entry meets the filter.
    ExactlyOne,
    /// In every group at most one entry meets the filter.
    AtMostOne,
    /// No two entries have the same `fields`.
    Unique,
    /// The first field is not after (not greater than) the second.
    NotAfter,
    /// The sum of all fields but the last is at most the last.
    SumAtMost,
    /// `fields` are filled.
    NotEmptyWhen,
}

impl EntryRuleKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::ExactlyOne,
        Self::AtMostOne,
        Self::Unique,
        Self::NotAfter,
        Self::SumAtMost,
        Self::NotEmptyWhen,
    ];

    /// The word in `kind = "…"`.
    pub fn word(self) -> &'static str {
        match self {
            Self::ExactlyOne => "exactly-one",
            Self::AtMostOne => "at-most-one",
            Self::Unique => "unique",
            Self::NotAfter => "not-after",
            Self::SumAtMost => "sum-at-most",
            Self::NotEmptyWhen => "not-empty-when",
        }
    }
}

/// Entries whose fields say certain words; without terms, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Field and word; all must hold.
    pub terms: Vec<(String, String)>,
}

impl Filter {
    /// Whether `entry` is one of them: `None` when a field that it asks for is unknown.
    pub fn holds(&self, register: &Register, entry: &Entry) -> Option<bool> {
        let mut all = Some(true);
        for (field, word) in &self.terms {
            match register.cell(entry, field) {
                Some(cell) if cell.written() == *word => {}
                Some(_) => return Some(false),
                None => all = None,
            }
        }
        all
    }
}

impl Field {
    /// Whether `word` is its name, in either language.
    pub(crate) fn is_called(&self, word: &str) -> bool {
        word == self.name.zh || word == self.name.en
    }
}

impl Register {
    /// The field with `id`.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// What `entry` says in the field with `id`; `None` is unknown.
    pub fn cell<'e>(&self, entry: &'e Entry, id: &str) -> Option<&'e Cell> {
        let at = self.fields.iter().position(|field| field.id == id)?;
        entry.cells.get(at)?.as_ref()
    }

    /// The year of `entry`, where entries are per year.
    pub fn year_of(&self, entry: &Entry) -> Option<i32> {
        match self.cell(entry, self.year.as_deref()?) {
            Some(Cell::Year(year)) => Some(*year),
            _ => None,
        }
    }
}

impl Cell {
    /// The cell as it stands in a file.
    pub fn written(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Year(year) => year.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Position([longitude, latitude]) => format!("{longitude} {latitude}"),
        }
    }
}
