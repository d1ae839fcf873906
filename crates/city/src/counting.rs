//! Indicators counted from the entries of registers, and targets held against them: each entry is handed to its method by what it
//! says, with the key under which it can be looked at.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rules::ProfileError;
use rules::indicator::{Counted, InputKind, Method, Question, Says, count};
use rules::profile::Profile;
use rules::target::{Demand, Judged, judge_panel, judge_quantity};
use rules::unit::PlanUnit;
use rust_decimal::Decimal;
use standards::{Reason, Text};

use crate::indicator::CountedIndicator;
use crate::model::City;
use crate::register::{Cell, Entry, Field, FieldKind, Register};
use crate::target::{Promise, TargetValue};

/// Writes the key under which the entry of a register, in a line of its file, can be looked at.
pub type EntryKey = fn(register: &str, line: usize) -> String;

/// Counts from the registers of a city, under its parameters.
pub struct Counting<'c> {
    city: &'c City,
    rural: (Profile, &'c [String]),
    target: Profile,
    key: EntryKey,
}

impl<'c> Counting<'c> {
    /// Counts with the parameters of `city`; `key` names entries.
    ///
    /// Errors when a profile that comes with the program does not read.
    pub fn new(city: &'c City, key: EntryKey) -> Result<Self, ProfileError> {
        Ok(Self {
            city,
            rural: city.profile("rural")?,
            target: city.profile("target")?.0,
            key,
        })
    }

    /// The figure of `indicator` in `year`; `None` counts the register as it stands.
    ///
    /// Errors when a parameter that the method needs is missing.
    pub fn figure(&self, indicator: &CountedIndicator, year: Option<i32>) -> Result<Counted, ProfileError> {
        match self.city.register(&indicator.register) {
            Some(register) => self.figure_of(indicator, register, year),
            None => Ok(nothing(Text::new(
                format!("没有名录“{}”", indicator.register),
                format!("there is no register `{}`", indicator.register),
            ))),
        }
    }

    fn figure_of(
        &self,
        indicator: &CountedIndicator,
        register: &Register,
        year: Option<i32>,
    ) -> Result<Counted, ProfileError> {
        let Sorted { entries, unclear, kept } = self.sorted(register, indicator, year);
        let question = Question {
            name: &indicator.name,
            unit: indicator.unit,
            year,
            entries: &entries,
            unclear: &unclear,
            kept,
        };
        let (profile, variants) = &self.rural;
        let last_day = year.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
        let mut in_force = profile.at(last_day.unwrap_or(self.city.resolved));
        // The first variant is the strongest, and the one asked for last wins.
        for variant in variants.iter().rev() {
            in_force = in_force.variant(variant);
        }
        let mut counted = count(indicator.method, &question, in_force)?;
        counted.reason.because.extend(notices(register, indicator));
        Ok(counted)
    }

    /// Judges what is promised of something that the city counts itself. A register that knows no years is counted as it stands,
    /// whichever year is asked for. `None` where instruments measure it.
    ///
    /// Errors when a parameter that a rule needs is missing.
    pub fn judge(&self, promise: &Promise<'_>, year: i32) -> Option<Result<Judged, ProfileError>> {
        let indicator = self.city.indicator(promise.measured.indicator.counted()?)?;
        let register = self.city.register(&indicator.register)?;
        Some(self.judge_from(promise, indicator, register, year))
    }

    /// Judges a promise from the entries of `register`, which need not be those of the city.
    pub(crate) fn judge_from(
        &self,
        promise: &Promise<'_>,
        indicator: &CountedIndicator,
        register: &Register,
        year: i32,
    ) -> Result<Judged, ProfileError> {
        let figure = |asked: i32| match indicator.year {
            Some(_) => self.figure_of(indicator, register, Some(asked)),
            None if asked == year => self.figure_of(indicator, register, None),
            None => Ok(no_other_year(indicator, asked)),
        };
        let own = figure(year)?;
        if indicator.method == Method::Panel {
            return Ok(judge_panel(year, promise.deadline(), own));
        }
        let demand = Demand {
            comparator: promise.measured.comparator,
            tolerance: promise.measured.tolerance,
            value: match promise.measured.value {
                TargetValue::Number(value, _) => Some(value),
                TargetValue::Class(_) | TargetValue::Percent(_) | TargetValue::Days(_) | TargetValue::Carried => None,
            },
            unit: indicator.unit.unwrap_or(PlanUnit::COUNT),
            deadline: promise.deadline(),
            baseline: promise.baseline,
        };
        // All years are counted under one profile: a parameter that is there for one year is there for all.
        let answer = |asked: i32| figure(asked).unwrap_or_else(|_| no_other_year(indicator, asked));
        judge_quantity(&self.target, &demand, year, &answer)
    }

    /// The entries of a year, by whether the indicator asks for them.
    fn sorted(&self, register: &Register, indicator: &CountedIndicator, year: Option<i32>) -> Sorted {
        let mut sorted = Sorted::default();
        for entry in &register.entries {
            let of_year = match (&indicator.year, year) {
                (Some(field), Some(year)) => year_of(register, entry, field).map(|own| own == year),
                _ => Some(true),
            };
            if of_year == Some(false) {
                continue;
            }
            sorted.kept += 1;
            let seen = || self.as_method_sees_it(register, indicator, entry);
            match (of_year, indicator.filter.holds(register, entry)) {
                (_, Some(false)) => {}
                (Some(true), Some(true)) => sorted.entries.push(seen()),
                _ => sorted.unclear.push(seen()),
            }
        }
        sorted
    }

    fn as_method_sees_it(
        &self,
        register: &Register,
        indicator: &CountedIndicator,
        entry: &Entry,
    ) -> rules::indicator::Entry {
        let (mut says, mut called) = (BTreeMap::new(), BTreeMap::new());
        for input in indicator.method.inputs() {
            let Some(field) = indicator.inputs.get(input.word) else {
                continue;
            };
            if let Some(cell) = register.cell(entry, field) {
                says.insert(input.word, said(cell, input.kind, unit_of(register, field)));
                called.extend(choice_of(register, field, cell).map(|text| (input.word, text)));
            }
        }
        let share = indicator.share.as_ref();
        let counts = share.and_then(|share| Some(share.words.contains(&register.cell(entry, &share.field)?.written())));
        // The fields in the order of the register, as its readers know them.
        let asked = |field: &&Field| {
            indicator.inputs.values().any(|id| *id == field.id) || share.is_some_and(|share| share.field == field.id)
        };
        let told = register.fields.iter().filter(asked);
        rules::indicator::Entry {
            name: self.city.placed(register, entry),
            key: Some((self.key)(&register.id, entry.line)),
            says,
            called,
            told: told.map(|field| self.city.said(register, field, entry)).collect(),
            counts,
        }
    }
}

/// The entries of a year, by whether an indicator asks for them.
#[derive(Default)]
struct Sorted {
    entries: Vec<rules::indicator::Entry>,
    unclear: Vec<rules::indicator::Entry>,
    kept: usize,
}

impl City {
    /// The years for which a register has entries that the indicator counts, with repetitions; none where it knows no years.
    pub fn years_of(&self, indicator: &CountedIndicator) -> Vec<i32> {
        let (Some(register), Some(field)) = (self.register(&indicator.register), &indicator.year) else {
            return Vec::new();
        };
        let asked = |entry: &&Entry| indicator.filter.holds(register, entry) != Some(false);
        let year = |entry: &Entry| year_of(register, entry, field);
        register.entries.iter().filter(asked).filter_map(year).collect()
    }
}

/// An indicator of which another year than the one asked for is wanted, where the register knows no years.
fn no_other_year(indicator: &CountedIndicator, year: i32) -> Counted {
    nothing(Text::new(
        format!("{}：名录不分年度，没有{year}年的数值", indicator.name.zh),
        format!(
            "{}: the register is not per year, there is no figure of {year}",
            indicator.name.en
        ),
    ))
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

fn year_of(register: &Register, entry: &Entry, field: &str) -> Option<i32> {
    match register.cell(entry, field) {
        Some(Cell::Year(year)) => Some(*year),
        _ => None,
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

/// What a word means to people, where the field has words to choose from.
fn choice_of(register: &Register, field: &str, cell: &Cell) -> Option<Text> {
    let FieldKind::Choice(choices) = &register.field(field)?.kind else {
        return None;
    };
    let word = cell.written();
    let chosen = choices.iter().find(|choice| choice.word == word)?;
    Some(chosen.text.clone())
}

fn unit_of(register: &Register, field: &str) -> Option<PlanUnit> {
    match register.field(field)?.kind {
        FieldKind::Number { unit, .. } | FieldKind::Whole { unit, .. } => Some(unit),
        _ => None,
    }
}
