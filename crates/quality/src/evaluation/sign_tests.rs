//! The signs of falsified data inside of an evaluation.

use rust_decimal::Decimal;
use standards::Reason;
use standards::Text;

use super::{Evaluation, Segment, with_words, without_parameters};
use crate::outcome::Outcome;
use crate::profile::Set;
use crate::series::Reading;
use crate::signs::{Clipped, Frozen, Repeated, clipped, frozen_digits, repeated_day};
use crate::single::{Said, no_value, said};
use crate::test::Test;

/// One sign: the values it rests on, in the order of time, and its sentence.
#[derive(Clone, Debug)]
pub(super) struct Sign {
    test: Test,
    values: Vec<usize>,
    words: Text,
}

const SIGN_TESTS: [Test; 3] = [Test::ClippedBelowLimit, Test::RepeatedDay, Test::FrozenDigits];

impl Evaluation<'_> {
    pub(super) fn run_signs(&mut self, times: &[i64], values: &[Option<Decimal>]) {
        for test in SIGN_TESTS {
            let mut outcomes: Vec<_> = values
                .iter()
                .map(|value| value.map_or(Outcome::Missing, |_| Outcome::NotEvaluated))
                .collect();
            for segment in self.segments(test) {
                let Some(set) = segment.usable() else { continue };
                let places = segment.first..segment.end;
                let times = times.get(places.clone()).unwrap_or_default();
                let told = told(test, set, times.len());
                for outcome in outcomes.get_mut(places.clone()).unwrap_or_default() {
                    if told && *outcome == Outcome::NotEvaluated {
                        *outcome = Outcome::Passed;
                    }
                }
                let values = values.get(places.clone()).unwrap_or_default();
                let readings = self.readings.get(places).unwrap_or_default();
                for sign in signs(test, set, &segment, (times, values, readings)) {
                    for at in &sign.values {
                        if let Some(outcome) = outcomes.get_mut(*at) {
                            *outcome = Outcome::Suspect;
                        }
                    }
                    self.signs.push(sign);
                }
            }
            self.outcomes.insert(test, outcomes);
        }
    }

    pub(super) fn explain_sign(&self, test: Test, at: usize, outcome: Outcome) -> Said {
        if self.readings.get(at).is_none_or(|reading| reading.value.is_none()) {
            return no_value();
        }
        let Some(set) = self.set(test, at).filter(|set| !set.off) else {
            return without_parameters(self.set(test, at));
        };
        let sign = self
            .signs
            .iter()
            .find(|sign| sign.test == test && sign.values.binary_search(&at).is_ok());
        let (outcome, reason) = match sign {
            Some(sign) => (outcome, Reason::new(sign.words.clone())),
            None if outcome == Outcome::NotEvaluated => said(
                outcome,
                "数值还不够多，看不出",
                "there are not enough values yet to tell",
            ),
            None => said(outcome, "没有这种迹象", "there is no such sign"),
        };
        (outcome, with_words(reason, set))
    }
}

/// Whether there are enough values for the test to say anything.
fn told(test: Test, set: &Set, values: usize) -> bool {
    values
        >= match test {
            Test::ClippedBelowLimit => set.count("below_count"),
            _ => set.count("values_count"),
        }
}

type Columns<'a> = (&'a [i64], &'a [Option<Decimal>], &'a [Reading<'a>]);

fn signs(test: Test, set: &Set, segment: &Segment, (times, values, readings): Columns) -> Vec<Sign> {
    let sign = |positions: Vec<usize>, words: Text| Sign {
        test,
        values: positions.into_iter().map(|at| segment.first + at).collect(),
        words,
    };
    match test {
        Test::ClippedBelowLimit => {
            let parameters = Clipped {
                limit: set.decimal("limit"),
                band: set.decimal("band"),
                below_count: set.count("below_count"),
                ratio: set.decimal("ratio"),
                pile: set.decimal("pile"),
                window: set.seconds("window_seconds"),
            };
            let found = clipped(times, values, &parameters).into_iter();
            found
                .map(|found| sign(found.below.clone(), found.words(&parameters)))
                .collect()
        }
        Test::RepeatedDay => {
            let parameters = Repeated {
                values_count: set.count("values_count"),
                distinct_count: set.count("distinct_count"),
                days_count: set.count("days_count"),
            };
            let found = repeated_day(times, values, &parameters).into_iter();
            found
                .map(|found| sign(found.values.clone(), found.words(&parameters)))
                .collect()
        }
        _ => {
            let parameters = Frozen {
                values_count: set.count("values_count"),
                distinct_count: set.count("distinct_count"),
                share: set.decimal("share"),
            };
            let texts: Vec<_> = readings.iter().map(|reading| reading.text).collect();
            let found = frozen_digits(times, &texts, values, &parameters).into_iter();
            found
                .map(|found| sign(found.values.clone(), found.words(&parameters)))
                .collect()
        }
    }
}
