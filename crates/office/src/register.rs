//! Registers as the pages show them: the list of all, one with its entries, and one entry as the end of an explanation.

use city::{City, Counting, Entry, Field, FieldKind, Register};
use standards::{Reason, Text};

use crate::error::OfficeError;
use crate::key::WhyKey;
use crate::plan::posts;
use crate::verdict::demand;
use crate::views::{EntryRow, FieldHead, IndicatorFigure, RegisterHead, RegisterSheet, RestingTarget, WhySheet};

/// Entries of one page; all of them are in the file.
const PAGE: usize = 200;

/// Which entries of a register are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'w> {
    /// All of them, for a file.
    All,
    /// One page, counted from 1, of those in which every one of some words stands.
    Page {
        /// The page; one beyond the last is the last.
        number: usize,
        /// The words, parted by blanks; none is all entries.
        words: &'w str,
    },
}

/// The key under which the entry of a register can be looked at.
pub(crate) fn entry_key(register: &str, line: usize) -> String {
    let register = register.to_owned();
    WhyKey::Entry { register, line }.to_string()
}

/// Every register with how many entries it has.
pub(crate) fn all(city: &City) -> Vec<RegisterHead> {
    city.registers.iter().map(|register| head(city, register)).collect()
}

pub(crate) fn head(city: &City, register: &Register) -> RegisterHead {
    RegisterHead {
        id: register.id.clone(),
        name: register.name.clone(),
        entries: register.entries.len(),
        public: register.public,
        demo: register.demo,
        certainty: register.certainty,
        rules: register.rules.clone(),
        writes: posts(city, &register.writes),
    }
}

/// One register with the entries that are wanted, and what is counted from all of them.
pub(crate) fn sheet(city: &City, id: &str, wanted: Wanted<'_>) -> Result<RegisterSheet, OfficeError> {
    let register = city.register(id).ok_or_else(|| no_register(city, id))?;
    let words: Vec<String> = match wanted {
        Wanted::All => Vec::new(),
        Wanted::Page { words, .. } => words.split_whitespace().map(str::to_lowercase).collect(),
    };
    let rows = register.entries.iter().map(|entry| row(city, register, entry));
    let mut entries: Vec<EntryRow> = rows.filter(|row| speaks_of(row, &words)).collect();
    let found = entries.len();
    let pages = found.div_ceil(PAGE).max(1);
    let page = match wanted {
        Wanted::All => 1,
        Wanted::Page { number, .. } => {
            let page = number.clamp(1, pages);
            entries = entries.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
            page
        }
    };
    Ok(RegisterSheet {
        head: head(city, register),
        note: register.note.clone(),
        sources: register.sources.clone(),
        fields: register.fields.iter().map(field_head).collect(),
        entries,
        found,
        page,
        pages,
        total: register.entries.len(),
        file: register.file.clone(),
        entries_file: register.entries_file.clone(),
        holds: register.over.iter().map(|rule| rule.says.clone()).collect(),
        indicators: indicators(city, register)?,
        targets: resting(city, register),
    })
}

fn row(city: &City, register: &Register, entry: &Entry) -> EntryRow {
    let cells = register.fields.iter().map(|field| city.shown(register, field, entry));
    EntryRow {
        line: entry.line,
        why: entry_key(&register.id, entry.line),
        cells: cells.collect(),
    }
}

/// Whether every word stands in a cell of the entry, in either language.
fn speaks_of(row: &EntryRow, words: &[String]) -> bool {
    let has = |word: &String| {
        let mut cells = row.cells.iter().flatten();
        cells.any(|cell| cell.zh.to_lowercase().contains(word) || cell.en.to_lowercase().contains(word))
    };
    words.iter().all(has)
}

/// Where the page of a register shows the entry at `position` (from 0), which stands in `line` of its file.
fn shown_at(register: &str, position: usize, line: usize) -> String {
    match position / PAGE {
        0 => format!("/registers/{register}#line-{line}"),
        before => format!("/registers/{register}?page={}#line-{line}", before + 1),
    }
}

/// The targets whose indicator is counted from the register.
fn resting(city: &City, register: &Register) -> Vec<RestingTarget> {
    let counts = |id: &str| {
        city.indicator(id)
            .is_some_and(|indicator| indicator.register == register.id)
    };
    city.targets()
        .filter(|target| target.measured.indicator.counted().is_some_and(counts))
        .map(|target| RestingTarget {
            id: target.id.clone(),
            sentence: target.sentence.clone(),
            demand: demand(&target.measured),
        })
        .collect()
}

/// What is counted from a register: the newest figure of each indicator.
fn indicators(city: &City, register: &Register) -> Result<Vec<IndicatorFigure>, OfficeError> {
    let counting = Counting::new(city, entry_key)?;
    let own = city
        .indicators
        .iter()
        .filter(|indicator| indicator.register == register.id);
    own.map(|indicator| {
        let year = city.years_of(indicator).into_iter().max();
        let counted = counting.figure(indicator, year)?;
        Ok(IndicatorFigure {
            id: indicator.id.clone(),
            name: indicator.name.clone(),
            says: counted.reason.says,
            certainty: indicator.certainty,
            known: counted.figure.is_some(),
            why: WhyKey::Indicator {
                id: indicator.id.clone(),
                year,
            }
            .to_string(),
        })
    })
    .collect()
}

fn field_head(field: &Field) -> FieldHead {
    let unit = match &field.kind {
        FieldKind::Number { unit, .. } | FieldKind::Whole { unit, .. } => unit.text(),
        _ => Text::default(),
    };
    FieldHead {
        name: field.name.clone(),
        unit,
        number: matches!(field.kind, FieldKind::Number { .. } | FieldKind::Whole { .. }),
        public: field.public,
    }
}

/// The answer to what an entry says: every field, and where it is written.
pub(crate) fn entry(city: &City, text: String, id: &str, line: usize) -> Result<WhySheet, OfficeError> {
    let register = city.register(id).ok_or_else(|| no_register(city, id))?;
    let (position, entry) = register
        .entries
        .iter()
        .enumerate()
        .find(|(_, entry)| entry.line == line)
        .ok_or_else(|| OfficeError::NotFound {
            what: "entry",
            name: format!("{id}, line {line}"),
            known: format!("{} entries of {id}", register.entries.len()),
        })?;
    let fields = register
        .fields
        .iter()
        .map(|field| Reason::new(city.said(register, field, entry)));
    let (name, called) = (city.placed(register, entry), city.called(register, entry));
    let invented = register.demo.then(|| {
        Reason::new(Text::new(
            "该条目为演示虚构",
            "the entry is invented for the demonstration",
        ))
    });
    let says = Text::new(
        format!("名录“{}”的条目 {}", register.name.zh, name.zh),
        format!("entry of '{}': {}", register.name.en, name.en),
    );
    Ok(WhySheet {
        key: text,
        title: Text::new(
            format!("{}　{}", register.name.zh, called.zh),
            format!("{}, {}", register.name.en, called.en),
        ),
        reason: Reason::new(says).since_all(invented).since_all(fields),
        answers: posts(city, &register.writes),
        quality: None,
        shown_at: Some(shown_at(id, position, line)),
    })
}

/// The answer to how an indicator was counted.
pub(crate) fn indicator(city: &City, text: String, id: &str, year: Option<i32>) -> Result<WhySheet, OfficeError> {
    let indicator = city.indicator(id).ok_or_else(|| OfficeError::NotFound {
        what: "indicator",
        name: id.to_owned(),
        known: city
            .indicators
            .iter()
            .take(20)
            .map(|known| known.id.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    })?;
    let year = year.filter(|_| indicator.year.is_some());
    let counted = Counting::new(city, entry_key)?.figure(indicator, year)?;
    let label = year.map(|year| format!("　{year}")).unwrap_or_default();
    let writes = city
        .register(&indicator.register)
        .map(|register| register.writes.clone());
    Ok(WhySheet {
        key: text,
        title: Text::new(
            format!("{}{label}", indicator.name.zh),
            format!("{}{}", indicator.name.en, label.replace('　', ", ")),
        ),
        reason: counted.reason,
        answers: posts(city, &writes.unwrap_or_default()),
        quality: None,
        shown_at: Some(format!("/registers/{}", indicator.register)),
    })
}

fn no_register(city: &City, id: &str) -> OfficeError {
    let known: Vec<&str> = city.registers.iter().take(20).map(|known| known.id.as_str()).collect();
    OfficeError::NotFound {
        what: "register",
        name: id.to_owned(),
        known: known.join(", "),
    }
}
