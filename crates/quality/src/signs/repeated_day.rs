//! A day that repeats another one value by value.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use standards::Text;

use crate::wording::day;

const DAY: i64 = 86_400;

/// When a day repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// Both days share at least so many times of day.
    pub values_count: usize,
    /// Among the values at least so many differ, or every quiet day would repeat every other.
    pub distinct_count: usize,
    /// So many days before are compared.
    pub days_count: usize,
}

/// Two days with the same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedEvidence {
    /// Positions of the later day's values.
    pub values: Vec<usize>,
    /// Start of the later day.
    pub day: i64,
    /// Start of the earlier one.
    pub earlier: i64,
    /// Times of day on which both have a value, all equal.
    pub equal: usize,
    /// Different values among them.
    pub distinct: usize,
}

type Times = BTreeMap<i64, (usize, Decimal)>;

/// The days whose every value equals that of an earlier day at the same time of day.
pub fn repeated_day(times: &[i64], values: &[Option<Decimal>], parameters: &Repeated) -> Vec<RepeatedEvidence> {
    let mut days: BTreeMap<i64, Times> = BTreeMap::new();
    for (at, (time, value)) in times.iter().zip(values).enumerate() {
        if let Some(value) = value {
            let day = time.div_euclid(DAY);
            days.entry(day).or_default().insert(time.rem_euclid(DAY), (at, *value));
        }
    }
    let back = i64::try_from(parameters.days_count).unwrap_or(i64::MAX);
    days.iter()
        .filter(|(_, later)| later.len() >= parameters.values_count)
        .filter_map(|(day, later)| {
            // The nearest repeated day is the most telling.
            let mut before = days.range(day.saturating_sub(back)..*day).rev();
            before.find_map(|(earlier_day, earlier)| compare((*day, later), (*earlier_day, earlier), parameters))
        })
        .collect()
}

fn compare(
    (day, later): (i64, &Times),
    (earlier_day, earlier): (i64, &Times),
    parameters: &Repeated,
) -> Option<RepeatedEvidence> {
    let mut distinct = BTreeSet::new();
    let mut equal = 0;
    for (time, (_, value)) in later {
        let Some((_, before)) = earlier.get(time) else { continue };
        if before != value {
            return None;
        }
        equal += 1;
        distinct.insert(value.normalize());
    }
    let enough = equal >= parameters.values_count && distinct.len() >= parameters.distinct_count;
    enough.then(|| RepeatedEvidence {
        values: later.values().map(|(at, _)| *at).collect(),
        day: day.saturating_mul(DAY),
        earlier: earlier_day.saturating_mul(DAY),
        equal,
        distinct: distinct.len(),
    })
}

impl RepeatedEvidence {
    /// The evidence in a sentence.
    pub fn words(&self, parameters: &Repeated) -> Text {
        let (later, earlier) = (day(self.day), day(self.earlier));
        let (equal, distinct) = (self.equal, self.distinct);
        let (least, least_distinct) = (parameters.values_count, parameters.distinct_count);
        Text::new(
            format!(
                "{later} 的 {equal} 个时段与 {earlier} 逐一相同，其中 {distinct} 个不同的数值（判据：至少 {least} 个时段、{least_distinct} \
                 个不同数值）"
            ),
            format!(
                "all {equal} shared times of {later} have the values of {earlier}, {distinct} different ones (sign: at least {least} times, \
                 {least_distinct} different values)"
            ),
        )
    }
}
