//! Flat line: stretches of time in which almost nothing changes.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use crate::column::Column;
use crate::outcome::Outcome;

/// What a flat line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlatLine {
    /// A stretch whose largest and smallest value differ by at most this is flat.
    pub tolerance: Decimal,
    /// It has at least so many values.
    pub values_count: usize,
    /// Flat for at least so many seconds is suspect.
    pub suspect: i64,
    /// Flat for at least so many seconds fails.
    pub failed: Option<i64>,
    /// A pause longer than this many seconds ends a stretch.
    pub gap: i64,
}

/// A flat stretch that cannot be made longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flat {
    /// Position of its first value in the series.
    pub first: usize,
    /// Position of its last value.
    pub last: usize,
    /// Number of values.
    pub values: usize,
    /// From the first to the last, in seconds.
    pub seconds: i64,
}

/// Flat-line test of a column: one outcome a time, and the flat stretches in their order.
///
/// A value is suspect when it stands in some flat stretch that is long enough, wherever inside. Where values do not follow each other
/// for long enough to tell, it is not evaluated.
pub fn flat_line(column: &Column, flat: &FlatLine) -> (Vec<Outcome>, Vec<Flat>) {
    let mut outcomes = vec![Outcome::Missing; column.len()];
    let mut flats = Vec::new();
    let (places, times, values) = column.present();
    let tolerance = column.floor(flat.tolerance);
    let mut first = 0;
    while first < times.len() {
        let last = unbroken(times, first, flat.gap);
        let stretch = first..last + 1;
        let (Some(places), Some(times), Some(values)) = (
            places.get(stretch.clone()),
            times.get(stretch.clone()),
            values.get(stretch),
        ) else {
            break;
        };
        let before = flats.len();
        let told = long_enough(times, flat);
        if told {
            windows(places, times, values, tolerance, flat, &mut flats);
        }
        paint(
            &mut outcomes,
            places,
            told,
            flats.get(before..).unwrap_or_default(),
            flat,
        );
        first = last + 1;
    }
    (outcomes, flats)
}

/// The last position from `first` on before a pause longer than `gap`.
fn unbroken(times: &[i64], first: usize, gap: i64) -> usize {
    let rest = times.get(first..).unwrap_or_default();
    rest.windows(2)
        .position(|pair| matches!(pair, [earlier, later] if later.saturating_sub(*earlier) > gap))
        .map_or(times.len() - 1, |pause| first + pause)
}

fn long_enough(times: &[i64], flat: &FlatLine) -> bool {
    match (times.first(), times.last()) {
        (Some(first), Some(last)) => times.len() >= flat.values_count && last.saturating_sub(*first) >= flat.suspect,
        _ => false,
    }
}

/// The largest and the smallest of a window that moves to the right, each as positions whose values only fall or only rise.
#[derive(Default)]
struct Extremes {
    falling: VecDeque<(usize, i64)>,
    rising: VecDeque<(usize, i64)>,
}

impl Extremes {
    fn push(&mut self, at: usize, value: i64) {
        while self.falling.back().is_some_and(|(_, last)| *last <= value) {
            self.falling.pop_back();
        }
        self.falling.push_back((at, value));
        while self.rising.back().is_some_and(|(_, last)| *last >= value) {
            self.rising.pop_back();
        }
        self.rising.push_back((at, value));
    }

    fn spread(&self) -> i64 {
        match (self.falling.front(), self.rising.front()) {
            (Some((_, largest)), Some((_, smallest))) => largest - smallest,
            _ => 0,
        }
    }

    fn forget_before(&mut self, first: usize) {
        for side in [&mut self.falling, &mut self.rising] {
            while side.front().is_some_and(|(at, _)| *at < first) {
                side.pop_front();
            }
        }
    }
}

/// Adds the flat windows of one unbroken stretch that cannot be made longer and are long enough.
fn windows(places: &[usize], times: &[i64], values: &[i64], tolerance: i64, flat: &FlatLine, flats: &mut Vec<Flat>) {
    let mut extremes = Extremes::default();
    let mut first = 0;
    let mut keep = |first: usize, last: usize| {
        let (Some(&from), Some(&to)) = (times.get(first), times.get(last)) else {
            return;
        };
        if let (Some(&first_place), Some(&last_place)) = (places.get(first), places.get(last))
            && last + 1 - first >= flat.values_count
            && to.saturating_sub(from) >= flat.suspect
        {
            flats.push(Flat {
                first: first_place,
                last: last_place,
                values: last + 1 - first,
                seconds: to.saturating_sub(from),
            });
        }
    };
    for (at, value) in values.iter().enumerate() {
        extremes.push(at, *value);
        if extremes.spread() > tolerance {
            keep(first, at - 1);
            while extremes.spread() > tolerance {
                first += 1;
                extremes.forget_before(first);
            }
        }
    }
    keep(first, values.len() - 1);
}

/// Writes the outcomes of one unbroken stretch. Both ends of the windows only grow, so each value is painted at most once a level.
fn paint(outcomes: &mut [Outcome], places: &[usize], told: bool, flats: &[Flat], flat: &FlatLine) {
    let plain = if told { Outcome::Passed } else { Outcome::NotEvaluated };
    for place in places {
        if let Some(outcome) = outcomes.get_mut(*place) {
            *outcome = plain;
        }
    }
    let levels = [(Outcome::Suspect, Some(flat.suspect)), (Outcome::Failed, flat.failed)];
    for (level, seconds) in levels {
        let mut done = 0;
        for window in flats
            .iter()
            .filter(|window| seconds.is_some_and(|seconds| window.seconds >= seconds))
        {
            let from = window.first.max(done);
            for outcome in outcomes.get_mut(from..=window.last).unwrap_or_default() {
                if *outcome != Outcome::Missing {
                    *outcome = level;
                }
            }
            done = window.last + 1;
        }
    }
}
