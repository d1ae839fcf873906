//! `registers/ID.csv`: the entries, each cell held against its field; keys that stand twice and references that lead nowhere.

use std::collections::{BTreeMap, BTreeSet};

use standards::Text;

use super::over::report_field;
use super::schema::Around;
use super::table::{self, Row};
use super::{Cell, Entry, Field, FieldKind, Register, cell};
use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;

/// Signs by which tables are parted that should be parted by commas.
const SEPARATORS: [(char, &str, &str); 5] = [
    (';', "分号", "semicolons"),
    ('\t', "制表符", "tabs"),
    ('，', "中文逗号", "Chinese commas"),
    ('；', "中文分号", "Chinese semicolons"),
    ('|', "竖线", "bars"),
];
/// Most entries of one register.
pub(super) const ENTRIES_MAX: usize = 20_000;

/// The entries of one register with the place of every cell, for what can only be checked when all registers are read.
pub(super) struct Read<'a> {
    pub(super) source: Source<'a>,
    rows: Vec<Row>,
    /// For each field the column it stands in.
    columns: Vec<Option<usize>>,
    /// Whether rows had to be left out.
    pub(super) torn: bool,
    /// Entries of the register that stand before those of the file and have no place in it.
    pub(super) stand_before: usize,
}

/// Reads the entries of `register` into it.
pub(super) fn read<'a>(register: &mut Register, source: Source<'a>, around: &Around<'_>) -> Read<'a> {
    let mut rows = table::rows(&source, ENTRIES_MAX + 1);
    let heading = if rows.is_empty() { None } else { Some(rows.remove(0)) };
    let parted = heading
        .as_ref()
        .is_none_or(|heading| is_parted_by_commas(heading, &source));
    if !parted {
        rows.clear();
    }
    let columns = match &heading {
        Some(heading) if parted => columns(register, heading, &source),
        Some(_) | None => Vec::new(),
    };
    let wide = heading.map_or(0, |heading| heading.cells.len());
    rows.retain(|row| !row.is_blank());
    let written = rows.len();
    rows.retain(|row| has_width(row, wide, &source));
    let placed = |id: &String| {
        register
            .fields
            .iter()
            .zip(&columns)
            .any(|(field, column)| field.id == *id && column.is_some())
    };
    let torn = !parted || rows.len() < written || !register.key.iter().all(placed);
    register.entries = rows
        .iter()
        .map(|row| entry(register, row, &columns, around, &source))
        .collect();
    report_doubles(register, &rows, &source);
    Read {
        source,
        rows,
        columns,
        torn,
        stand_before: 0,
    }
}

/// Whether the cells of the table are parted by commas; another sign is told once, not as a heading without fields.
fn is_parted_by_commas(heading: &Row, source: &Source<'_>) -> bool {
    let [only] = heading.cells.as_slice() else {
        return true;
    };
    let Some((sign, name_zh, name_en)) = SEPARATORS.iter().find(|(sign, ..)| only.text.contains(*sign)) else {
        return true;
    };
    let shown = if *sign == '\t' {
        "→"
    } else {
        only.text.matches(*sign).next().unwrap_or_default()
    };
    let says = Text::new(
        format!("各格由{name_zh}（{shown}）分开，不是英文逗号"),
        format!("the cells are parted by {name_en} ({shown}), not by commas"),
    );
    let help = Text::new("另存为以英文逗号分隔的 CSV", "save it as CSV with commas");
    source.report(FindingKind::BrokenCsv, only.span.clone(), says, Some(help));
    false
}

/// For each field the column it stands in. Columns that are no field, fields without a column and columns that stand twice are reported.
fn columns(register: &Register, heading: &Row, source: &Source<'_>) -> Vec<Option<usize>> {
    let mut seen = BTreeSet::new();
    for cell in &heading.cells {
        if register.field(&cell.text).is_none() {
            report_field(register, cell, source);
        } else if !seen.insert(cell.text.as_str()) {
            let says = Text::new(
                format!("列“{}”重复", cell.text),
                format!("the column `{}` is there twice", cell.text),
            );
            let help = Text::new("删去一列", "delete one of them");
            source.report(FindingKind::BrokenCsv, cell.span.clone(), says, Some(help));
        }
    }
    let place = |id: &str| heading.cells.iter().position(|cell| cell.text == id);
    let missing: Vec<&str> = register
        .fields
        .iter()
        .filter(|field| field.required && place(&field.id).is_none())
        .filter(|field| !heading.cells.iter().any(|cell| means(cell, field, register)))
        .map(|field| field.id.as_str())
        .collect();
    if !missing.is_empty() {
        let says = Text::new(
            format!("缺少必填字段的列：{}", missing.join("、")),
            format!("required fields have no column: {}", missing.join(", ")),
        );
        let help = Text::new("在表头补上这些列", "add them to the heading");
        source.report(FindingKind::MissingColumn, heading.span(), says, Some(help));
    }
    register.fields.iter().map(|field| place(&field.id)).collect()
}

/// Whether a heading that is no field was probably meant to be `field`: that is told, not that its column is missing.
fn means(cell: &Word, field: &Field, register: &Register) -> bool {
    register.field(&cell.text).is_none() && (field.is_called(&cell.text) || suggestion::is_near(&cell.text, &field.id))
}

fn has_width(row: &Row, wide: usize, source: &Source<'_>) -> bool {
    let fits = row.cells.len() == wide;
    if !fits {
        let says = Text::new(
            format!("这一行有{}格，表头有{wide}格", row.cells.len()),
            format!("this row has {} cells, the heading has {wide}", row.cells.len()),
        );
        let help = match row.runs_over_lines() {
            true => Text::new("是否漏了右引号？", "is a closing quotation mark missing?"),
            false => Text::new("含逗号的文字要加双引号", "put texts that hold a comma in double quotes"),
        };
        source.report(FindingKind::BrokenCsv, row.span(), says, Some(help));
    }
    fits
}

/// An entry from the cells of a worked case; a cell that names no field is reported.
pub(crate) fn entry_of(
    register: &Register,
    line: usize,
    cells: Vec<(Word, Word)>,
    around: &Around<'_>,
    source: &Source<'_>,
) -> Entry {
    for (name, _) in cells.iter().filter(|(name, _)| register.field(&name.text).is_none()) {
        report_field(register, name, source);
    }
    let read = register.fields.iter().map(|field| {
        let (_, word) = cells.iter().find(|(name, _)| name.text == field.id)?;
        cell::read(word, field, around, source)
    });
    Entry {
        cells: read.collect(),
        line,
    }
}

fn entry(register: &Register, row: &Row, columns: &[Option<usize>], around: &Around<'_>, source: &Source<'_>) -> Entry {
    let cells = register.fields.iter().enumerate().map(|(at, field)| {
        let word = columns
            .get(at)
            .copied()
            .flatten()
            .and_then(|column| row.cells.get(column))?;
        if word.text.is_empty() {
            if field.required {
                report_empty(register, &field.id, word, row, source);
            }
            return None;
        }
        cell::read(word, field, around, source)
    });
    Entry {
        cells: cells.collect(),
        line: source.line(row.span().start),
    }
}

fn report_empty(register: &Register, field: &str, word: &Word, row: &Row, source: &Source<'_>) {
    let name = register
        .field(field)
        .map(|field| field.name.clone())
        .unwrap_or_default();
    let says = Text::new(
        format!("必填的“{}”（{field}）是空的", name.zh),
        format!("`{field}` ({}) must be there and is empty", name.en),
    );
    let help = Text::new(
        "补上内容；确实未知的字段不应标为 required",
        "fill it in; a field that may be unknown is not `required`",
    );
    // An empty cell has no width to mark: the row shows where it is.
    let span = if word.span.is_empty() {
        row.span()
    } else {
        word.span.clone()
    };
    source.report(FindingKind::EmptyCell, span, says, Some(help));
}

/// The key of an entry, with its year where entries are per year; `None` when part of it is unknown.
fn key(register: &Register, entry: &Entry) -> Option<Vec<String>> {
    let ids = register.key.iter().chain(&register.year);
    ids.map(|id| register.cell(entry, id).map(Cell::written)).collect()
}

fn report_doubles(register: &Register, rows: &[Row], source: &Source<'_>) {
    let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (entry, row) in register.entries.iter().zip(rows) {
        let Some(key) = key(register, entry) else { continue };
        let called = key.join(" · ");
        if let Some(line) = first.get(&key) {
            let says = Text::new(
                format!("“{called}”已在第{line}行"),
                format!("`{called}` is already in line {line}"),
            );
            let help = Text::new(
                "同一条目只写一行；若是两个条目，key 应能区分它们",
                "one entry, one line; if they are two, the `key` must tell them apart",
            );
            source.report(FindingKind::DuplicateEntry, row.span(), says, Some(help));
            continue;
        }
        first.insert(key, entry.line);
    }
}

/// What the entries of a register are referred to by: the first field of its key.
pub(super) fn names(register: &Register) -> BTreeSet<String> {
    let Some(field) = register.key.first() else {
        return BTreeSet::new();
    };
    register
        .entries
        .iter()
        .filter_map(|entry| register.cell(entry, field).map(Cell::written))
        .collect()
}

/// Reports every reference of `register` to an entry that is not there.
pub(super) fn refer(register: &Register, read: &Read<'_>, names: &BTreeMap<String, BTreeSet<String>>) {
    for (at, field) in register.fields.iter().enumerate() {
        let FieldKind::Reference(other) = &field.kind else {
            continue;
        };
        let (Some(known), Some(Some(column))) = (names.get(other), read.columns.get(at)) else {
            continue;
        };
        for row in &read.rows {
            let Some(word) = row.cells.get(*column).filter(|word| !word.text.is_empty()) else {
                continue;
            };
            if known.contains(&word.text) {
                continue;
            }
            let says = Text::new(
                format!("名录“{other}”里没有“{}”", word.text),
                format!("register `{other}` has no entry `{}`", word.text),
            );
            let help = suggestion::advice(&word.text, known.iter().map(String::as_str));
            read.source
                .report(FindingKind::DanglingReference, word.span.clone(), says, help);
        }
    }
}

impl<'a> Read<'a> {
    /// No file, only entries that stand already.
    pub(super) fn nothing(source: Source<'a>, stand_before: usize) -> Self {
        Self {
            source,
            rows: Vec::new(),
            columns: Vec::new(),
            torn: false,
            stand_before,
        }
    }

    /// The bytes of the entry at `at`; none of one that stands before the file.
    pub(super) fn span(&self, at: usize) -> std::ops::Range<usize> {
        let row = at.checked_sub(self.stand_before).and_then(|at| self.rows.get(at));
        row.map_or(0..0, Row::span)
    }
}
