//! The tests on demand: every value of a point with everything that they say.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use history::marks::SeriesKey;
use history::{Ask, EvidenceId, Period};
use quality::{Finding, Outcome, Summary, Test, evaluate};
use rust_decimal::Decimal;

use super::following::asked_for;
use super::gathered::Gathered;
use super::looking::{SILENCE, Stretch, is_within, look_for_silence, series_of};
use super::{QualityWatch, WatchError};

/// No instrument has spoken before this day, and times around it can still be told in microseconds.
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
/// Nor after this one.
const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Which values are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The point.
    pub point: String,
    /// Item codes; empty for all.
    pub items: Vec<String>,
    /// Periods; empty for all.
    pub periods: Vec<Period>,
    /// First time, inclusive.
    pub from: Option<NaiveDateTime>,
    /// Last time, exclusive.
    pub until: Option<NaiveDateTime>,
}

/// A value, or the time of a silence, with what the tests say.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// Start of the period.
    pub at: NaiveDateTime,
    /// The value as it is, unchanged.
    pub value: Option<Decimal>,
    /// Text as received.
    pub text: String,
    /// Data flag as received.
    pub flag: Option<String>,
    /// What proves it; none for a silence.
    pub evidence: Option<EvidenceId>,
    /// All tests in one word.
    pub summary: Summary,
    /// Every test.
    pub findings: Vec<Finding>,
}

/// A series with all its values.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessedSeries {
    /// Which.
    pub key: SeriesKey,
    /// Its values in the order of time.
    pub values: Vec<Assessed>,
}

impl QualityWatch {
    /// The edition of the parameters.
    pub fn edition(&self) -> &str {
        self.profile.edition()
    }

    /// Tests the wanted values and says everything; nothing is stored.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn assess(&self, wanted: &Wanted) -> Result<Vec<AssessedSeries>, WatchError> {
        let days = (
            wanted.from.map_or(FIRST_DAY, |from| from.date()),
            wanted.until.map_or(LAST_DAY, |until| until.date()),
        );
        let mut assessed = Vec::new();
        for key in self.series_wanted(wanted).await? {
            let stretch = Stretch::around(key.clone(), days, true, &self.profile);
            let neighbours = self.neighbours(&key.point);
            let keys: Vec<_> = neighbours
                .into_iter()
                .map(|point| SeriesKey { point, ..key.clone() })
                .collect();
            let gathered = asked_for(&self.history, &keys.iter().collect::<Vec<_>>(), stretch.needed).await?;
            let (watch, wanted) = (self.clone(), wanted.clone());
            let series = tokio::task::spawn_blocking(move || watch.assess_series(&key, &gathered, &wanted));
            assessed.extend(series.await.map_err(|_| WatchError::Stopped)?);
        }
        Ok(assessed)
    }

    async fn series_wanted(&self, wanted: &Wanted) -> Result<BTreeSet<SeriesKey>, WatchError> {
        let ask = Ask {
            points: vec![wanted.point.clone()],
            items: wanted.items.clone(),
            periods: wanted.periods.clone(),
            from: wanted.from,
            until: wanted.until,
            ..Ask::default()
        };
        let known = self.history.statements(&ask).await?.into_iter();
        Ok(known
            .map(|known| SeriesKey {
                point: known.point,
                item: known.item,
                period: known.period,
            })
            .collect())
    }

    fn assess_series(&self, key: &SeriesKey, gathered: &[Gathered], wanted: &Wanted) -> Option<AssessedSeries> {
        let own = gathered.iter().find(|gathered| gathered.key == *key)?;
        let readings = own.readings(self.surroundings.utc_offset_minutes);
        let evaluation = evaluate(series_of(key, &self.surroundings), &readings, &self.profile).ok()?;
        let mut values = Vec::new();
        for at in 0..evaluation.len() {
            let Some(known) = own
                .known(at)
                .filter(|known| is_within(known.at, wanted.from, wanted.until))
            else {
                continue;
            };
            values.push(Assessed {
                at: known.at,
                value: known.value,
                text: known.text.clone(),
                flag: known.flag.clone(),
                evidence: Some(known.evidence),
                summary: evaluation.summary(at),
                findings: evaluation.findings(at),
            });
        }
        add_silences(&mut values, self.silences(key, gathered, wanted));
        Some(AssessedSeries {
            key: key.clone(),
            values,
        })
    }

    fn silences(&self, key: &SeriesKey, gathered: &[Gathered], wanted: &Wanted) -> Vec<(NaiveDateTime, Vec<Finding>)> {
        let members: Vec<_> = gathered
            .iter()
            .filter(|gathered| gathered.key.item == key.item && gathered.key.period == key.period)
            .collect();
        let looks = look_for_silence(&members, (FIRST_DAY, LAST_DAY), &self.profile);
        let own = looks
            .into_iter()
            .filter(|look| look.series == *key && look.look == SILENCE);
        own.flat_map(|look| look.marks)
            .filter(|mark| is_within(mark.at, wanted.from, wanted.until))
            // What was written a moment ago reads as it was written.
            .filter_map(|mark| Some((mark.at, serde_json::from_str(&mark.findings).ok()?)))
            .collect()
    }
}

/// A silence stands beside the statement without a value at its time, or on its own.
fn add_silences(values: &mut Vec<Assessed>, silences: Vec<(NaiveDateTime, Vec<Finding>)>) {
    for (at, findings) in silences {
        let joined = findings
            .iter()
            .map(|finding| Summary::of(finding.test, finding.outcome));
        let silence = joined.fold(Summary::default(), Summary::and);
        match values.iter_mut().find(|value| value.at == at) {
            Some(value) => {
                value.summary = value.summary.and(silence);
                value.findings.retain(|finding| finding.test != Test::Silence);
                value.findings.extend(findings);
            }
            None => values.push(Assessed {
                at,
                value: None,
                text: String::new(),
                flag: None,
                evidence: None,
                summary: Summary::of(Test::Missing, Outcome::Missing).and(silence),
                findings,
            }),
        }
    }
    values.sort_by_key(|value| value.at);
}
