//! The register, and one standard with its tables.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;

use crate::listing::layout::Columns;
use crate::listing::said;
use crate::listing::words::{cell, heading, is_of_other_language};
use crate::reason::Certainty;
use crate::register::{Standard, standards};
use crate::table::Table;
use crate::text::{Language, Text};

/// A standard with everything its tables say, as data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandardView {
    /// The entry of the register.
    #[serde(flatten)]
    pub standard: Standard,
    /// Its tables.
    pub tables: Vec<TableView>,
}

/// One table, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableView {
    /// Path under `tables/`.
    pub path: &'static str,
    /// The place in the document.
    pub clause: String,
    /// Where the figures come from.
    pub source: String,
    /// How they were verified.
    pub verified: String,
    /// The mark for that.
    pub certainty: Certainty,
    /// First day on which it applies.
    pub valid_from: NaiveDate,
    /// Last day, when it has ended.
    pub valid_to: Option<NaiveDate>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// The columns, from the left.
    pub columns: Vec<String>,
    /// The cells as written, row by row.
    pub rows: Vec<Vec<String>>,
}

impl TableView {
    /// Everything that a table says.
    pub fn of(table: &'static Table) -> Self {
        Self {
            path: table.path,
            clause: table.clause.clone(),
            source: table.source.clone(),
            verified: table.verified.clone(),
            certainty: table.certainty,
            valid_from: table.valid_from,
            valid_to: table.valid_to,
            notes: table.notes.clone(),
            columns: table.columns().map(str::to_owned).collect(),
            rows: table
                .rows()
                .map(|row| row.cells().map(str::to_owned).collect())
                .collect(),
        }
    }

    /// The table for a terminal: its place, its source, its mark, then the cells.
    pub fn text(&self, language: Language) -> String {
        let mut text = self.head(language);
        text.push_str(&self.cells(language));
        text
    }

    /// What stands above the cells: clause, days, source, verification, mark.
    pub(crate) fn head(&self, language: Language) -> String {
        let until = self.valid_to.map_or(String::new(), |last| last.to_string());
        let mark = self.certainty.words();
        let (days, source, verified, note) = match language {
            Language::Chinese => ("适用", "来源", "核对", "注"),
            Language::English => ("applies", "source", "verified", "note"),
        };
        let mut text = format!("▌ {}\n", self.clause);
        let mut line = |name: &str, said: &str| {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "  {name}: {said}");
        };
        line(days, format!("{} … {until}", self.valid_from).trim_end());
        line(source, &self.source);
        line(
            verified,
            &format!(
                "{} {} — {}",
                self.certainty.mark(),
                said(&mark, language),
                self.verified
            ),
        );
        for one in &self.notes {
            line(note, one);
        }
        text
    }

    fn cells(&self, language: Language) -> String {
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let shown: Vec<(usize, &str)> = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !HIDDEN.contains(column) && !is_of_other_language(column, &columns, language))
            .map(|(place, column)| (place, *column))
            .collect();
        let mut lines = Columns::new(shown.iter().map(|(_, column)| heading(column, language)));
        for row in &self.rows {
            let cells = shown.iter().map(|(place, column)| {
                let said = row.get(*place).map_or("", String::as_str);
                cell(column, said, language)
            });
            lines.push(cells);
        }
        lines.without_empty().text("  ")
    }
}

/// Columns of spellings: they are for the search, not for the reader.
const HIDDEN: [&str; 1] = ["also"];

/// Everything on record of a standard, as data; print it with [`StandardView::text`].
pub fn show(standard: &Standard) -> StandardView {
    StandardView {
        tables: standard.tables().map(TableView::of).collect(),
        standard: standard.clone(),
    }
}

impl StandardView {
    /// The standard for a terminal.
    pub fn text(&self, language: Language) -> String {
        let one = &self.standard;
        let mut text = format!("{}  {}\n", one.standard, said(&one.title, language));
        let until = one.until.map_or(String::new(), |last| last.to_string());
        let (days, replaces, status, basis) = match language {
            Language::Chinese => ("适用", "代替", "状态", "依据"),
            Language::English => ("applies", "replaces", "status", "basis"),
        };
        let mark = one.certainty.words();
        let mut line = |name: &str, said: &str| {
            if !said.is_empty() {
                let _ = writeln!(text, "{name}: {said}");
            }
        };
        line(days, format!("{} … {until}", one.from).trim_end());
        line(replaces, one.replaces);
        line(status, said(&one.status, language));
        line(
            basis,
            &format!("{} {} — {}", one.certainty.mark(), said(&mark, language), one.basis),
        );
        for table in &self.tables {
            text.push('\n');
            text.push_str(&table.text(language));
        }
        text
    }
}

/// The register for a terminal: those in force on `day`, or all.
pub fn register_text(day: Option<NaiveDate>, language: Language) -> String {
    let headings = match language {
        Language::Chinese => ["标准", "名称", "自", "至", "可靠", "状态"],
        Language::English => ["standard", "title", "from", "until", "mark", "status"],
    };
    let mut lines = Columns::new(headings.map(str::to_owned));
    for one in standards().iter().filter(|one| day.is_none_or(|day| one.in_force(day))) {
        lines.push([
            one.standard.to_owned(),
            said(&one.title, language).to_owned(),
            one.from.to_string(),
            one.until.map_or(String::new(), |last| last.to_string()),
            one.certainty.mark().to_owned(),
            said(&one.status, language).to_owned(),
        ]);
    }
    lines.text("")
}

impl Text {
    /// Both languages as one line, for places that have no language.
    pub(crate) fn both(&self) -> String {
        format!("{} / {}", self.zh, self.en)
    }
}
