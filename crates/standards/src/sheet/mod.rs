//! Judging a sheet row by row: which methods there are, what they read from its columns, and what they write beside it.
//!
//! A sheet has one header line and a column for each item (a wide sheet). [`Sheet::bind`] reads the header once and says everything that is
//! wrong with it; [`Sheet::judge`] then judges a row at a time and keeps nothing, so that a sheet may have any length.

mod air;
mod binding;
mod discharge;
mod ground;
mod methods;
mod noise;
mod reading;
mod water;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use binding::{Asked, Sheet};
pub use methods::METHODS;

use crate::conventions::Conventions;
use crate::item::ItemDef;
use crate::measured::Measured;
use crate::reason::Reason;
use crate::text::{Language, Text};

/// A method that judges rows.
#[derive(Debug)]
pub struct Method {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it judges, Chinese and English.
    pub title: (&'static str, &'static str),
    /// The documents of its editions, as they are cited; the day chooses among them. Empty where the result names its own.
    pub editions: &'static [&'static str],
    /// Columns beside those of items.
    pub inputs: &'static [Input],
    /// Which columns of items it takes, in words.
    pub items: (&'static str, &'static str),
    /// The columns that it writes.
    pub results: &'static [&'static str],
    takes: fn(&str) -> Option<Taken>,
    judge: fn(&Given<'_>) -> Result<Verdict, Text>,
}

impl Method {
    /// The method of a name.
    pub fn of(name: &str) -> Option<&'static Self> {
        METHODS.iter().find(|method| method.name == name)
    }

    /// Whether the day matters.
    pub fn is_dated(&self) -> bool {
        !self.editions.is_empty()
    }
}

/// A column beside those of items.
#[derive(Debug)]
pub struct Input {
    /// Its name.
    pub name: &'static str,
    /// Other names, in any letter case.
    pub also: &'static [&'static str],
    /// What stands in it, Chinese and English.
    pub says: (&'static str, &'static str),
    /// Taken where the sheet has no such column and the cell is empty; `None` = the column is needed.
    pub default: Option<&'static str>,
}

/// What a method takes from a column: the key under which it knows the item, and the unit it judges in.
#[derive(Clone, Debug)]
struct Taken {
    key: String,
    item: Option<&'static ItemDef>,
    unit: crate::unit::Unit,
}

/// One row as a method sees it.
struct Given<'a> {
    /// The day that chooses the edition; the last of all days where the method is not dated.
    day: NaiveDate,
    inputs: &'static [Input],
    words: Vec<&'a str>,
    values: Vec<(&'a Taken, Measured)>,
    language: Language,
}

impl Given<'_> {
    /// The word in the column of an input, or its default.
    fn word(&self, name: &str) -> &str {
        let place = self.inputs.iter().position(|input| input.name == name);
        let said = place
            .and_then(|place| self.words.get(place))
            .copied()
            .unwrap_or_default();
        match place
            .and_then(|place| self.inputs.get(place))
            .and_then(|input| input.default)
        {
            Some(default) if said.is_empty() => default,
            _ => said,
        }
    }

    /// The number in the column of an input; `None` where it is empty.
    fn number(&self, name: &str) -> Result<Option<Decimal>, Text> {
        match self.word(name).parse::<Measured>() {
            Ok(Measured::Missing) => Ok(None),
            Ok(Measured::Value(value)) => Ok(Some(value)),
            Ok(_) | Err(_) => Err(unreadable(name, self.word(name))),
        }
    }

    /// The conventions in force on the day, as they come with the program.
    fn conventions(&self) -> Conventions {
        Conventions::proposed(self.day)
    }

    /// The items with the figure that stands for each result: below detection the share of the limit that the conventions say.
    fn figures(&self) -> Vec<(&'static ItemDef, Decimal)> {
        let share = self.conventions().below_detection_share;
        let figures = self.values.iter();
        figures
            .filter_map(|(taken, measured)| Some((taken.item?, measured.figure(share)?)))
            .collect()
    }

    /// The figure of one item.
    fn figure(&self, code: &str) -> Option<Decimal> {
        self.figures()
            .into_iter()
            .find(|(item, _)| item.code == code)
            .map(|(_, value)| value)
    }

    /// The results by the name under which the method knows each item.
    fn named(&self) -> Vec<(&str, Measured)> {
        self.values
            .iter()
            .map(|(taken, measured)| (taken.key.as_str(), *measured))
            .collect()
    }

    fn say(&self, text: &Text) -> String {
        text.in_language(self.language).to_owned()
    }
}

/// What a method found.
struct Verdict {
    /// A cell for each of the method's result columns; empty = unknown or none.
    results: Vec<String>,
    /// Why the main result is unknown.
    unknown: Option<Text>,
    reason: Reason,
}

/// A row, judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgedRow {
    /// A cell for each column of [`Sheet::header`].
    pub cells: Vec<String>,
    /// Whether the main result is known.
    pub known: bool,
    /// What is wrong with the row; then nothing was judged.
    pub fault: Option<String>,
}

fn unreadable(column: &str, said: &str) -> Text {
    Text::new(
        format!("“{column}”列的“{said}”无法识别"),
        format!("column `{column}`: `{said}` cannot be read"),
    )
}

/// Joins codes or names as they stand in a cell.
fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(" ")
}

fn cell(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
