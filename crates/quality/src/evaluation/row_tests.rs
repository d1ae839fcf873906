//! The tests that look at one statement at a time.

use super::{Evaluation, without_parameters};
use crate::outcome::Outcome;
use crate::profile::Set;
use crate::series::Reading;
use crate::single::{self, Punctuality, Said};
use crate::test::Test;

const ROW_TESTS: [Test; 6] = [
    Test::Missing,
    Test::DataFlag,
    Test::Timestamp,
    Test::InstrumentRange,
    Test::Order,
    Test::Duplicate,
];

impl Evaluation<'_> {
    pub(super) fn run_rows(&mut self) {
        for test in ROW_TESTS {
            let mut outcomes = Vec::with_capacity(self.readings.len());
            for segment in self.segments(test) {
                let readings = self.readings.get(segment.first..segment.end).unwrap_or_default();
                outcomes.extend(readings.iter().map(|reading| self.row(test, reading, segment.set).0));
            }
            self.outcomes.insert(test, outcomes);
        }
    }

    /// What one of these tests says of a statement, and why.
    pub(super) fn row(&self, test: Test, reading: &Reading, set: Option<&Set>) -> Said {
        match test {
            Test::Missing => single::missing(reading),
            Test::DataFlag => single::data_flag(reading, self.medium),
            Test::Timestamp => match set.filter(|set| !set.off) {
                Some(set) => single::timestamp(reading, self.series.step, &punctuality(set)),
                None => without_parameters(set),
            },
            Test::InstrumentRange => single::instrument_range(reading, self.series.instrument),
            Test::Order => single::order(reading),
            Test::Duplicate => single::duplicate(reading),
            // The others look at more than one statement.
            _ => single::said(Outcome::NotEvaluated, "", ""),
        }
    }
}

fn punctuality(set: &Set) -> Punctuality {
    Punctuality {
        future: set.seconds("future_seconds"),
        late: set.optional("late_seconds").map(|_| set.seconds("late_seconds")),
    }
}
