//! Tables of limits and words: embedded text, parsed once, each with its standard, source, certainty and dates.
//!
//! A table is CSV with `# name: value` lines on top. Nothing here knows what a table means; the readers of `water` and `air` do.

use std::str::FromStr;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thiserror::Error;

use crate::embedded::EMBEDDED;
use crate::item::{self, ItemDef};
use crate::reason::{Certainty, Citation};

/// What is wrong with a table, where, and what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("table {path}, line {line}, column `{column}`: {what}")]
pub struct TableError {
    /// Path under `tables/`.
    pub path: String,
    /// Line counted over data rows, from 1; 0 for the lines on top.
    pub line: usize,
    /// Column, or the name of a line on top.
    pub column: String,
    /// What was found and what is expected.
    pub what: String,
}

/// One table as text cells.
#[derive(Debug)]
pub struct Table {
    /// Path under `tables/`.
    pub path: &'static str,
    /// The document it was taken from, e.g. `GB 3838-2002`.
    pub standard: String,
    /// The place in that document.
    pub clause: String,
    /// Where the figures come from.
    pub source: String,
    /// How they were verified, in words.
    pub verified: String,
    /// The mark for that.
    pub certainty: Certainty,
    /// First day on which it applies.
    pub valid_from: NaiveDate,
    /// Last day on which it applies; `None` while it is in force.
    pub valid_to: Option<NaiveDate>,
    /// What a reader must know, in the order of the table.
    pub notes: Vec<String>,
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Reads the lines on top and the cells.
    ///
    /// # Errors
    /// When a line on top is missing or unreadable, or when the cells are not CSV.
    pub fn parse(path: &'static str, text: &str) -> Result<Self, TableError> {
        let top =
            |name: &str| top_line(text, name).ok_or_else(|| fault(path, 0, name, "is missing; add `# name: value`"));
        let date = |name: &str, said: &str| {
            NaiveDate::from_str(said).map_err(|cause| fault(path, 0, name, format!("`{said}` is not a date: {cause}")))
        };
        let certainty = Certainty::from_str(top("certainty")?).map_err(|cause| fault(path, 0, "certainty", cause))?;
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(text.as_bytes());
        let csv_fault = |cause: csv::Error| fault(path, 0, "cells", cause.to_string());
        let header = reader.headers().map_err(csv_fault)?.clone();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(csv_fault)?;
        Ok(Self {
            path,
            standard: top("standard")?.to_owned(),
            clause: top("clause")?.to_owned(),
            source: top("source")?.to_owned(),
            verified: top("verified")?.to_owned(),
            certainty,
            valid_from: date("valid_from", top("valid_from")?)?,
            valid_to: top_line(text, "valid_to")
                .map(|said| date("valid_to", said))
                .transpose()?,
            notes: top_lines(text)
                .filter(|(key, _)| *key == "note")
                .map(|(_, said)| said.to_owned())
                .collect(),
            header,
            rows,
        })
    }

    /// Whether the table applies on `day`.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// A citation of the table as a whole.
    pub fn citation(&self) -> Citation {
        Citation::new(self.standard.clone(), self.clause.clone(), self.certainty)
    }

    /// A citation of one place in the table, e.g. `item 7`.
    pub fn citation_of(&self, place: &str) -> Citation {
        Citation::new(
            self.standard.clone(),
            format!("{}, {place}", self.clause),
            self.certainty,
        )
    }

    /// The names of the columns, from the left.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.header.iter()
    }

    /// The data rows in their order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().enumerate().map(|(index, cells)| Row {
            table: self,
            line: index + 1,
            cells,
        })
    }

    /// The cell in column `value` of the row whose column `name` is `name`: tables of single parameters.
    ///
    /// # Errors
    /// When there is no such row or its cell is not a decimal.
    pub fn parameter(&self, name: &str) -> Result<Decimal, TableError> {
        self.optional_parameter(name)?
            .ok_or_else(|| fault(self.path, 0, name, "no row has this name"))
    }

    /// As [`Table::parameter`], as a whole number of type `T`.
    ///
    /// # Errors
    /// When there is no such row or its cell is not such a number.
    pub fn whole_parameter<T>(&self, name: &str) -> Result<T, TableError>
    where
        T: TryFrom<Decimal>,
        T::Error: std::fmt::Display,
    {
        let said = self.parameter(name)?;
        let unfit = |cause: String| {
            self.fault(
                name,
                format!("{said} is not a whole number of the expected size{cause}"),
            )
        };
        if !said.fract().is_zero() {
            return Err(unfit(String::new()));
        }
        T::try_from(said).map_err(|cause| unfit(format!(": {cause}")))
    }

    /// A fault of the table as a whole, for readers with rules of their own.
    pub fn fault(&self, column: &str, what: impl Into<String>) -> TableError {
        fault(self.path, 0, column, what)
    }

    /// As [`Table::parameter`], `None` where no row has the name.
    ///
    /// # Errors
    /// When the cell is not a decimal.
    pub fn optional_parameter(&self, name: &str) -> Result<Option<Decimal>, TableError> {
        for row in self.rows() {
            if row.text("name")? == name {
                return row.decimal("value").map(Some);
            }
        }
        Ok(None)
    }
}

/// One data row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    line: usize,
    cells: &'a csv::StringRecord,
}

impl std::fmt::Debug for Row<'_> {
    /// The place and the cells; the table itself would bury them.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} row {}: {:?}", self.table.path, self.line, self.cells)
    }
}

impl<'a> Row<'a> {
    /// The cell as written, without outer blanks.
    ///
    /// # Errors
    /// When the table has no such column.
    pub fn text(&self, column: &str) -> Result<&'a str, TableError> {
        let position = self.table.header.iter().position(|name| name == column);
        let cell = position.and_then(|index| self.cells.get(index));
        cell.map(str::trim)
            .ok_or_else(|| self.fault(column, "the table has no such column"))
    }

    /// The cell as an exact decimal.
    ///
    /// # Errors
    /// When it is absent or not a decimal.
    pub fn decimal(&self, column: &str) -> Result<Decimal, TableError> {
        self.parsed(column)
    }

    /// The cell as an exact decimal, `None` when empty: the standard sets no value there.
    ///
    /// # Errors
    /// When it is neither empty nor a decimal.
    pub fn optional_decimal(&self, column: &str) -> Result<Option<Decimal>, TableError> {
        if self.text(column)?.is_empty() {
            Ok(None)
        } else {
            self.decimal(column).map(Some)
        }
    }

    /// The cell read by its type's own rule.
    ///
    /// # Errors
    /// When that rule refuses it.
    pub fn parsed<T: FromStr>(&self, column: &str) -> Result<T, TableError>
    where
        T::Err: std::fmt::Display,
    {
        let said = self.text(column)?;
        said.parse()
            .map_err(|cause| self.fault(column, format!("`{said}` is unreadable: {cause}")))
    }

    /// Every cell as written, from the left.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> {
        self.cells.iter().map(str::trim)
    }

    /// The monitored item that the cell names by its code.
    ///
    /// # Errors
    /// When the list of items has no such code.
    pub fn item(&self, column: &str) -> Result<&'static ItemDef, TableError> {
        let code = self.text(column)?;
        item::by_code(code).ok_or_else(|| self.fault(column, format!("`{code}` is not in the list of items")))
    }

    /// A fault of this row, for readers with rules of their own.
    pub fn fault(&self, column: &str, what: impl Into<String>) -> TableError {
        fault(self.table.path, self.line, column, what)
    }
}

/// Every embedded table, in the order of the list.
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> =
        LazyLock::new(|| proven(EMBEDDED.iter().map(|(path, text)| Table::parse(path, text)).collect()));
    &TABLES
}

/// The table at `path`, e.g. `gb3838-2002/table1.csv`.
///
/// # Errors
/// When no table of that path is embedded.
pub fn table(path: &str) -> Result<&'static Table, TableError> {
    tables()
        .iter()
        .find(|table| table.path == path)
        .ok_or_else(|| fault(path, 0, "path", "is not among the embedded tables"))
}

/// Unwraps what was read from an embedded table.
///
/// Proof that this never fails in a build that passed its tests: the text is part of the program, reading it depends on
/// nothing else, and the test `every_reader_reads_its_tables` forces every reader.
pub(crate) fn proven<T>(read: Result<T, TableError>) -> T {
    match read {
        Ok(read) => read,
        #[expect(clippy::panic, reason = "see the proof above")]
        Err(fault) => panic!("{fault}"),
    }
}

fn top_lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let tops = text.lines().map_while(|line| line.strip_prefix("# "));
    tops.filter_map(|line| line.split_once(": "))
        .map(|(key, value)| (key, value.trim()))
}

fn top_line<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    top_lines(text).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn fault(path: &str, line: usize, column: &str, what: impl Into<String>) -> TableError {
    TableError {
        path: path.to_owned(),
        line,
        column: column.to_owned(),
        what: what.into(),
    }
}
