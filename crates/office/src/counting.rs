//! Indicators counted from the entries of registers: each entry handed to its method by what it says, with the key under which it
//! can be looked at.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use city::{Cell, City, CountedIndicator, Entry, FieldKind, Register};
use rules::indicator::{Counted, InputKind, Question, Says, count};
use rules::unit::PlanUnit;
use rust_decimal::Decimal;
use standards::{Reason, Text};

use crate::error::OfficeError;
use crate::key::WhyKey;

/// The figure of `indicator` in `year`; `None` counts the register as it stands.
pub(crate) fn counted(city: &City, indicator: &CountedIndicator, year: Option<i32>) -> Result<Counted, OfficeError> {
    let Some(register) = city.register(&indicator.register) else {
        return Ok(nothing(Text::new(
            format!("没有名录“{}”", indicator.register),
            format!("there is no register `{}`", indicator.register),
        )));
    };
    let Sorted { entries, unclear, kept } = sorted(register, indicator, year);
    let question = Question {
        name: &indicator.name,
        unit: indicator.unit,
        year,
        entries: &entries,
        unclear: &unclear,
        kept,
    };
    let (profile, variants) = city.profile("rural")?;
    let last_day = year.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
    let mut in_force = profile.at(last_day.unwrap_or(city.resolved));
    // The first variant is the strongest, and the one asked for last wins.
    for variant in variants.iter().rev() {
        in_force = in_force.variant(variant);
    }
    let mut counted = count(indicator.method, &question, in_force)?;
    counted.reason.because.extend(notices(register, indicator));
    Ok(counted)
}

/// An indicator of which another year than the one asked for is wanted, where the register knows no years.
pub(crate) fn no_other_year(indicator: &CountedIndicator, year: i32) -> Counted {
    nothing(Text::new(
        format!("{}：名录不分年度，没有{year}年的数值", indicator.name.zh),
        format!(
            "{}: the register is not per year, there is no figure of {year}",
            indicator.name.en
        ),
    ))
}

/// The years for which the register has entries that the indicator counts; none where it knows no years.
pub(crate) fn years(city: &City, indicator: &CountedIndicator) -> Vec<i32> {
    let (Some(register), Some(field)) = (city.register(&indicator.register), &indicator.year) else {
        return Vec::new();
    };
    let asked = |entry: &&Entry| indicator.filter.holds(register, entry) != Some(false);
    let year = |entry: &Entry| year_of(register, entry, field);
    register.entries.iter().filter(asked).filter_map(year).collect()
}

fn nothing(says: Text) -> Counted {
    Counted {
        figure: None,
        received: false,
        reason: Reason::new(says),
    }
}

/// What a reader must know of the figures: who defined the indicator, and whether the entries are invented.
fn notices(register: &Register, indicator: &CountedIndicator) -> Vec<Reason> {
    let invented = register.demo.then(|| {
        Text::new(
            format!("名录“{}”的条目为演示虚构", register.name.zh),
            format!(
                "the entries of '{}' are invented for the demonstration",
                register.name.en
            ),
        )
    });
    let notes = [invented, indicator.note.clone(), register.note.clone()];
    notes.into_iter().flatten().map(Reason::new).collect()
}

/// The entries of a year, by whether the indicator asks for them.
struct Sorted {
    entries: Vec<rules::indicator::Entry>,
    unclear: Vec<rules::indicator::Entry>,
    kept: usize,
}

fn sorted(register: &Register, indicator: &CountedIndicator, year: Option<i32>) -> Sorted {
    let mut sorted = Sorted {
        entries: Vec::new(),
        unclear: Vec::new(),
        kept: 0,
    };
    for entry in &register.entries {
        let of_year = match (&indicator.year, year) {
            (Some(field), Some(year)) => year_of(register, entry, field).map(|own| own == year),
            _ => Some(true),
        };
        if of_year == Some(false) {
            continue;
        }
        sorted.kept += 1;
        let asked = indicator.filter.holds(register, entry);
        let seen = || as_method_sees_it(register, indicator, entry);
        match (of_year, asked) {
            (_, Some(false)) => {}
            (Some(true), Some(true)) => sorted.entries.push(seen()),
            _ => sorted.unclear.push(seen()),
        }
    }
    sorted
}

fn year_of(register: &Register, entry: &Entry, field: &str) -> Option<i32> {
    match register.cell(entry, field) {
        Some(Cell::Year(year)) => Some(*year),
        _ => None,
    }
}

fn as_method_sees_it(register: &Register, indicator: &CountedIndicator, entry: &Entry) -> rules::indicator::Entry {
    let mut says = BTreeMap::new();
    for input in indicator.method.inputs() {
        let Some(field) = indicator.inputs.get(input.word) else {
            continue;
        };
        if let Some(cell) = register.cell(entry, field) {
            says.insert(input.word, said(cell, input.kind, unit_of(register, field)));
        }
    }
    let counts = indicator
        .share
        .as_ref()
        .and_then(|share| Some(share.words.contains(&register.cell(entry, &share.field)?.written())));
    rules::indicator::Entry {
        name: called(register, entry),
        key: Some(key(register, entry).to_string()),
        says,
        counts,
    }
}

fn said(cell: &Cell, kind: InputKind, unit: Option<PlanUnit>) -> Says {
    match cell {
        Cell::Number(number) if kind == InputKind::Share && unit == Some(PlanUnit::PERCENT) => {
            // A hundredth of a number is always within reach of a decimal.
            Says::Number(number.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default())
        }
        Cell::Number(number) => Says::Number(*number),
        Cell::Flag(flag) => Says::Flag(*flag),
        Cell::Day(day) => Says::Day(*day),
        Cell::Word(_) | Cell::Year(_) | Cell::Position(_) => Says::Word(cell.written()),
    }
}

fn unit_of(register: &Register, field: &str) -> Option<PlanUnit> {
    match register.field(field)?.kind {
        FieldKind::Number { unit, .. } | FieldKind::Whole { unit, .. } => Some(unit),
        _ => None,
    }
}

/// An entry as people call it, with the line it stands in.
pub(crate) fn called(register: &Register, entry: &Entry) -> Text {
    let name = register.called(entry);
    let (file, line) = (register.entries_file.as_deref().unwrap_or(&register.file), entry.line);
    Text::new(
        format!("{name}（{file} 第{line}行）"),
        format!("{name} ({file}, line {line})"),
    )
}

/// The key under which an entry can be looked at.
pub(crate) fn key(register: &Register, entry: &Entry) -> WhyKey {
    WhyKey::Entry {
        register: register.id.clone(),
        line: entry.line,
    }
}
