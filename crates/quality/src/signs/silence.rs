//! A point that is silent exactly when its neighbours are above a limit.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use standards::Text;

use crate::wording::{number, time};

/// When a silence is a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The limit.
    pub limit: Decimal,
    /// At least so many neighbours have a value.
    pub neighbours_count: usize,
    /// Of these, at least this share is above the limit.
    pub exceeding_share: Decimal,
    /// Silent in at least so many periods in which they are.
    pub silent_count: usize,
    /// Silent in at least this share of these periods.
    pub silent_share: Decimal,
    /// Silent in at most this share of the other periods.
    pub otherwise_share: Decimal,
}

/// The values of one point by time: what is not in here was not said; `None` was said without a value.
pub type Slots = BTreeMap<i64, Option<Decimal>>;

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilenceEvidence {
    /// Times at which the point is silent and its neighbours are above the limit.
    pub silent: Vec<i64>,
    /// Periods in which the neighbours are above.
    pub exceeding: usize,
    /// Silent periods among the others.
    pub silent_otherwise: usize,
    /// The other periods.
    pub otherwise: usize,
}

/// Holds the silence of `own` against its `neighbours` (same item, same place) between the first and the last value of `own`. None
/// when there is no sign.
pub fn silence(own: &Slots, neighbours: &[&Slots], parameters: &Silence) -> Option<SilenceEvidence> {
    let spoken = |slots: &Slots, at: &i64| slots.get(at).copied().flatten();
    let mut own_times = own.iter().filter(|(_, value)| value.is_some()).map(|(at, _)| *at);
    let first = own_times.next()?;
    let last = own_times.next_back()?;
    let times: BTreeSet<i64> = neighbours
        .iter()
        .flat_map(|slots| slots.range(first..=last).map(|(at, _)| *at))
        .collect();
    let mut evidence = SilenceEvidence {
        silent: Vec::new(),
        exceeding: 0,
        silent_otherwise: 0,
        otherwise: 0,
    };
    for at in times {
        let values: Vec<_> = neighbours.iter().filter_map(|slots| spoken(slots, &at)).collect();
        if values.len() < parameters.neighbours_count {
            continue;
        }
        let above = values.iter().filter(|value| **value > parameters.limit).count();
        let is_silent = spoken(own, &at).is_none();
        if at_least(above, values.len(), parameters.exceeding_share) {
            evidence.exceeding += 1;
            if is_silent {
                evidence.silent.push(at);
            }
        } else {
            evidence.otherwise += 1;
            evidence.silent_otherwise += usize::from(is_silent);
        }
    }
    let often = evidence.silent.len() >= parameters.silent_count
        && at_least(evidence.silent.len(), evidence.exceeding, parameters.silent_share);
    let seldom = !more_than(
        evidence.silent_otherwise,
        evidence.otherwise,
        parameters.otherwise_share,
    );
    (often && seldom).then_some(evidence)
}

fn at_least(part: usize, whole: usize, share: Decimal) -> bool {
    share
        .checked_mul(Decimal::from(whole))
        .is_some_and(|least| Decimal::from(part) >= least)
}

fn more_than(part: usize, whole: usize, share: Decimal) -> bool {
    share
        .checked_mul(Decimal::from(whole))
        .is_some_and(|most| Decimal::from(part) > most)
}

impl SilenceEvidence {
    /// The evidence in a sentence.
    pub fn words(&self, parameters: &Silence) -> Text {
        let limit = number(parameters.limit);
        let (silent, exceeding) = (self.silent.len(), self.exceeding);
        let (quiet, otherwise) = (self.silent_otherwise, self.otherwise);
        let first = self.silent.first().map_or_else(String::new, |at| time(*at));
        let last = self.silent.last().map_or_else(String::new, |at| time(*at));
        let (least, share) = (parameters.silent_count, number(parameters.silent_share));
        let most = number(parameters.otherwise_share);
        Text::new(
            format!(
                "邻点超过 {limit} 的 {exceeding} 个时段中有 {silent} 个没有数值（{first} 至 {last}），其余 {otherwise} 个时段中有 {quiet} \
                 个（判据：至少 {least} 个且占 {share} 以上，其余至多 {most}）"
            ),
            format!(
                "silent in {silent} of {exceeding} periods in which the neighbours are above {limit} ({first} to {last}), and in {quiet} of \
                 the other {otherwise} (sign: at least {least} and a share of {share}, at most {most} of the others)"
            ),
        )
    }
}
