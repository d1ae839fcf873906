//! What the columns of a table mean: which names the point, which the time, which holds which item in which unit.
//!
//! A mapping is a small TOML text beside the data, read by [`Mapping::read`], which finds all its faults at once; for files with
//! usual headers [`Mapping::infer`] writes one. [`Mapping::bind`] lays it on the header of a file, and [`BoundMapping::row`] then
//! reads row after row. The import and the simulator both read tables through it.
//!
//! ```toml
//! name = "Section values, every four hours"
//! note = { zh = "自动站显示值", en = "As displayed by the stations" }
//! missing = ["-99"]                 # marks for "not measured" besides the empty cell, NA, -, null …
//!
//! [point]
//! column = "section"                # or: fixed = "city-air"
//! only = ["昭山"]                    # rows of other points are left out
//! names = { "昭山" = "zhaoshan" }    # names in the file that the directory does not know
//!
//! [time]
//! column = "time"                   # clock_column = "…" where date and clock stand apart
//! format = "%Y-%m-%dT%H:%M"         # may be left out for usual forms
//! is = "period-start"               # or "period-end"
//! period = "hour"                   # or "day", "instant", "minute"
//!
//! [[item]]                          # one for each column of values
//! column = "nh3n_mgl"
//! code = "NH3N"
//! unit = "mg/L"
//!
//! [flag]
//! column = "station_status"
//! map = { "正常" = "N", "维护" = "M" }
//!
//! [ignore]
//! columns = ["basin", "province"]
//! ```
//!
//! A file with one value per row has `[narrow]` (`item_column`, `value_column`, `unit_column`, `flag_column`, `units`,
//! `leave_out`) instead of columns, and its `[[item]]` entries, needed only for words that are not understood by themselves,
//! have `word` in place of `column`.

mod bound;
mod cell;
mod declaration;
mod fault;
mod inference;
mod keys;
mod nearest;
mod row;
mod row_fault;
mod time;
mod units;
mod value_columns;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use history::{Period, Statistic};
use standards::Text;
use standards::item::ItemDef;
use standards::unit::Unit;

pub use bound::{BoundMapping, Reading, RowValues};
pub use fault::{MappingError, MappingFault};
pub use inference::Inference;
pub(crate) use nearest::nearest;
pub use row_fault::RowFault;
pub use time::Label;

/// A checked mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    text: String,
    name: Text,
    note: Option<Text>,
    origin: Option<String>,
    licence: Option<String>,
    missing: Vec<String>,
    point: PointSource,
    time: TimeSource,
    values: ValueLayout,
    flag: Option<FlagSource>,
    ignored: BTreeSet<String>,
    hj212: Option<Hj212Settings>,
}

/// How a mapping says the simulated data logger is to speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hj212Settings {
    /// System type `ST`, two digits.
    pub system_type: String,
    /// Command `CN`, four digits.
    pub command: String,
}

/// One column of values.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemColumn {
    /// Its name in the header.
    pub column: String,
    /// What it holds.
    pub item: &'static ItemDef,
    /// The unit it is written in.
    pub unit: Unit,
    /// What was made of the readings inside the period.
    pub statistic: Statistic,
}

#[derive(Clone, Debug, PartialEq)]
enum PointSource {
    /// Every row is of this point.
    Fixed(String),
    /// The row says its point.
    Column {
        column: String,
        only: BTreeSet<String>,
        names: BTreeMap<String, String>,
    },
}

#[derive(Clone, Debug, PartialEq)]
struct TimeSource {
    column: String,
    clock_column: Option<String>,
    reading: time::TimeReading,
}

#[derive(Clone, Debug, PartialEq)]
enum ValueLayout {
    /// One column for each item.
    Wide(Vec<ItemColumn>),
    /// One value in each row.
    Narrow(Narrow),
}

#[derive(Clone, Debug, PartialEq)]
struct Narrow {
    item_column: String,
    value_column: String,
    unit_column: Option<String>,
    /// Units of the file that are written in an unusual way.
    units: BTreeMap<String, String>,
    /// Words for items that are not wanted.
    leave_out: BTreeSet<String>,
    /// Words for items that are not understood by themselves.
    words: BTreeMap<String, ItemWord>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct ItemWord {
    item: &'static ItemDef,
    unit: Option<Unit>,
}

#[derive(Clone, Debug, PartialEq)]
struct FlagSource {
    column: String,
    /// Words of the file to HJ 212 flags; when empty, the flags are kept as they are.
    words: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads and checks a mapping; on failure all its faults, each with its line.
    pub fn read(text: &str) -> Result<Self, MappingError> {
        declaration::read(text)
    }

    /// The mapping that a header with usual names has. What is not recognised, and what had to be assumed, is told.
    ///
    /// Fails when the header does not say which column is the point or the time, or holds no item.
    pub fn infer<S: AsRef<str>>(header: &[S]) -> Result<Inference, MappingError> {
        inference::infer(&header.iter().map(AsRef::as_ref).collect::<Vec<_>>())
    }

    /// Gives the offset of the city's local time from UTC in minutes, for files whose times carry an offset.
    #[must_use]
    pub fn for_city_at(mut self, utc_offset_minutes: i32) -> Self {
        self.time.reading.city_offset_minutes = Some(utc_offset_minutes);
        self
    }

    /// Lays the mapping on the header of a file; on failure all columns that are missing or stand twice.
    pub fn bind<S: AsRef<str>>(&self, header: &[S]) -> Result<BoundMapping, MappingError> {
        bound::bind(self, &header.iter().map(AsRef::as_ref).collect::<Vec<_>>())
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the data are called.
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// What a reader of the figures must know.
    pub fn note(&self) -> Option<&Text> {
        self.note.as_ref()
    }

    /// Where the data come from.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Under which licence they may be used.
    pub fn licence(&self) -> Option<&str> {
        self.licence.as_deref()
    }

    /// The period that every value speaks for.
    pub fn period(&self) -> Period {
        self.time.reading.period
    }

    /// Which end of the period the times name.
    pub fn label(&self) -> Label {
        self.time.reading.label
    }

    /// The columns of values; empty for a file with one value per row.
    pub fn item_columns(&self) -> &[ItemColumn] {
        match &self.values {
            ValueLayout::Wide(columns) => columns,
            ValueLayout::Narrow(_) => &[],
        }
    }

    /// How the simulated data logger is to speak, where the mapping says so.
    pub fn hj212(&self) -> Option<&Hj212Settings> {
        self.hj212.as_ref()
    }

    /// The offset that was given by [`Mapping::for_city_at`].
    pub fn city_offset_minutes(&self) -> Option<i32> {
        self.time.reading.city_offset_minutes
    }

    /// Every column that is named, with the key that names it.
    fn columns(&self) -> Vec<(&str, String)> {
        let mut columns = Vec::new();
        if let PointSource::Column { column, .. } = &self.point {
            columns.push((column.as_str(), "point.column".to_owned()));
        }
        columns.push((&self.time.column, "time.column".to_owned()));
        columns.extend(
            self.time
                .clock_column
                .iter()
                .map(|column| (column.as_str(), "time.clock_column".to_owned())),
        );
        match &self.values {
            ValueLayout::Wide(items) => {
                let named = |(index, item): (usize, &'_ ItemColumn)| {
                    format!("item[{}].column of {}", index + 1, item.item.code)
                };
                columns.extend(
                    items
                        .iter()
                        .enumerate()
                        .map(|entry| (entry.1.column.as_str(), named(entry))),
                );
            }
            ValueLayout::Narrow(narrow) => {
                columns.push((&narrow.item_column, "narrow.item_column".to_owned()));
                columns.push((&narrow.value_column, "narrow.value_column".to_owned()));
                let unit = narrow.unit_column.iter();
                columns.extend(unit.map(|column| (column.as_str(), "narrow.unit_column".to_owned())));
            }
        }
        columns.extend(
            self.flag
                .iter()
                .map(|flag| (flag.column.as_str(), "flag.column".to_owned())),
        );
        columns.extend(
            self.ignored
                .iter()
                .map(|column| (column.as_str(), "ignore.columns".to_owned())),
        );
        columns
    }
}
