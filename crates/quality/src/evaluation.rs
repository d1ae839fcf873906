//! All tests over one series: outcomes at once, reasons when they are asked for.

mod column_tests;
mod row_tests;
mod sign_tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use standards::{Medium, Reason, Text, item};

use crate::column::{Column, ColumnError};
use crate::outcome::{Finding, Outcome, Summary};
use crate::profile::{Profile, Set};
use crate::series::{Reading, Series};
use crate::single::Said;
use crate::test::{TESTS, Test};
use sign_tests::Sign;

/// The outcomes of every test for every value of one series. The values stay where they are, unchanged.
pub struct Evaluation<'a> {
    series: Series<'a>,
    readings: &'a [Reading<'a>],
    medium: Option<Medium>,
    profile: &'a Profile,
    column: Result<Column, ColumnError>,
    outcomes: BTreeMap<Test, Vec<Outcome>>,
    flats: Vec<(std::ops::Range<usize>, Vec<crate::basic::Flat>)>,
    signs: Vec<Sign>,
}

/// The values for which one set of parameters is in force.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment<'a> {
    /// Position of the first.
    pub(crate) first: usize,
    /// One behind the last.
    pub(crate) end: usize,
    /// The parameters; none when no profile has any.
    pub(crate) set: Option<&'a Set>,
}

impl<'a> Segment<'a> {
    /// The parameters, where the test is not switched off.
    pub(crate) fn usable(&self) -> Option<&'a Set> {
        self.set.filter(|set| !set.off)
    }
}

/// Runs every test over a series whose readings stand in the order of time, one for a time.
///
/// [`Test::Silence`] needs the other points of a place and is asked for apart ([`crate::signs::silence`]); here it is not evaluated.
///
/// # Errors
/// When the readings are not in the order of time.
pub fn evaluate<'a>(
    series: Series<'a>,
    readings: &'a [Reading<'a>],
    profile: &'a Profile,
) -> Result<Evaluation<'a>, ColumnError> {
    let times: Vec<_> = readings.iter().map(|reading| reading.at).collect();
    let values: Vec<_> = readings.iter().map(|reading| reading.value).collect();
    let column = match Column::of(&times, &values) {
        Err(disorder @ (ColumnError::Order { .. } | ColumnError::Lengths { .. })) => return Err(disorder),
        column => column,
    };
    let mut evaluation = Evaluation {
        series,
        readings,
        medium: item::by_code(series.item).map(|item| item.medium),
        profile,
        column,
        outcomes: BTreeMap::new(),
        flats: Vec::new(),
        signs: Vec::new(),
    };
    evaluation.run_rows();
    evaluation.run_columns();
    evaluation.run_signs(&times, &values);
    let silence = vec![Outcome::NotEvaluated; readings.len()];
    evaluation.outcomes.insert(Test::Silence, silence);
    Ok(evaluation)
}

/// The calendar day of a time.
fn day_of(seconds: i64) -> NaiveDate {
    DateTime::from_timestamp(seconds, 0).map_or(if seconds < 0 { NaiveDate::MIN } else { NaiveDate::MAX }, |at| {
        at.date_naive()
    })
}

impl<'a> Evaluation<'a> {
    /// Number of values.
    pub fn len(&self) -> usize {
        self.readings.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// What a test says of the value at a position; not evaluated behind the end. What is below detection is not missing.
    pub fn outcome(&self, test: Test, at: usize) -> Outcome {
        let outcomes = self.outcomes.get(&test);
        match outcomes.and_then(|outcomes| outcomes.get(at)).copied() {
            Some(Outcome::Missing) if test != Test::DataFlag && self.below_detection(at).is_some() => {
                Outcome::NotEvaluated
            }
            outcome => outcome.unwrap_or(Outcome::NotEvaluated),
        }
    }

    fn below_detection(&self, at: usize) -> Option<Said> {
        self.readings.get(at).and_then(crate::single::below_detection)
    }

    /// What all tests say of the value at a position.
    pub fn summary(&self, at: usize) -> Summary {
        let each = TESTS
            .iter()
            .map(|def| Summary::of(def.test, self.outcome(def.test, at)));
        each.fold(Summary::default(), Summary::and)
    }

    /// What every test says of the value at a position, in the order of the list, each with its reason.
    pub fn findings(&self, at: usize) -> Vec<Finding> {
        if at >= self.readings.len() {
            return Vec::new();
        }
        TESTS.iter().map(|def| self.finding(def.test, at)).collect()
    }

    /// What one test says of the value at a position, with its reason.
    pub fn finding(&self, test: Test, at: usize) -> Finding {
        let outcome = self.outcome(test, at);
        let set = self.set(test, at);
        let (_, mut reason) = self
            .readings
            .get(at)
            .map(|reading| self.explain(test, at, reading, outcome))
            .unwrap_or_else(crate::single::no_value);
        if reason.rule.is_none() {
            let declared = set.filter(|set| !set.off || outcome == Outcome::NotEvaluated);
            reason = reason.by(declared.map_or_else(|| test.citation(), Set::citation));
        }
        Finding { test, outcome, reason }
    }

    fn explain(&self, test: Test, at: usize, reading: &Reading, outcome: Outcome) -> Said {
        let about_itself = [Test::DataFlag, Test::Timestamp, Test::Silence].contains(&test);
        if let Some(below) = self.below_detection(at).filter(|_| !about_itself) {
            return below;
        }
        match test {
            Test::Missing | Test::DataFlag | Test::InstrumentRange | Test::Order | Test::Duplicate => {
                self.row(test, reading, None)
            }
            Test::Timestamp => self.row(test, reading, self.set(test, at)),
            Test::PhysicalRange | Test::Spike | Test::Rate | Test::FlatLine => self.explain_column(test, at, outcome),
            Test::ClippedBelowLimit | Test::RepeatedDay | Test::FrozenDigits => self.explain_sign(test, at, outcome),
            Test::Silence => crate::single::said(
                Outcome::NotEvaluated,
                "与同一地点的其他测点一起评价",
                "evaluated together with the other points of the place",
            ),
        }
    }

    fn set(&self, test: Test, at: usize) -> Option<&'a Set> {
        let day = day_of(self.readings.get(at)?.at);
        self.profile.in_force(test, self.series.item, self.series.period, day)
    }

    /// The series cut where the parameters of a test change.
    fn segments(&self, test: Test) -> Vec<Segment<'a>> {
        let mut cuts = vec![0];
        for change in self.profile.changes(test, self.series.item, self.series.period) {
            cuts.push(self.readings.partition_point(|reading| day_of(reading.at) < change));
        }
        cuts.push(self.readings.len());
        cuts.sort_unstable();
        cuts.dedup();
        let pairs = cuts.windows(2).filter_map(|pair| match pair {
            [first, end] => Some((*first, *end)),
            _ => None,
        });
        pairs
            .map(|(first, end)| Segment {
                first,
                end,
                set: self.set(test, first),
            })
            .collect()
    }
}

/// Why a test has no parameters.
pub(crate) fn without_parameters(set: Option<&Set>) -> Said {
    if set.is_some_and(|set| set.off) {
        return crate::single::said(
            Outcome::NotEvaluated,
            "参数集为该因子关闭了这项检验",
            "the profile has switched the test off for the item",
        );
    }
    crate::single::said(
        Outcome::NotEvaluated,
        "参数集没有该因子与时段的参数",
        "the profile has no parameters for the item and period",
    )
}

/// A reason with the words of its set, where it has any.
pub(crate) fn with_words(reason: Reason, set: &Set) -> Reason {
    if set.words == Text::default() {
        reason
    } else {
        reason.since(Reason::new(set.words.clone()).by(set.citation()))
    }
}
