//! The basic tests by their definition: decimals, one value at a time, no cleverness. The fast ones must say the same.

use quality::Outcome;
use quality::basic::{FlatLine, Range, Rate, Spike};
use rust_decimal::Decimal;

pub type Values = [(i64, Option<Decimal>)];

fn beyond(amount: Decimal, suspect: Option<Decimal>, failed: Option<Decimal>) -> Outcome {
    if failed.is_some_and(|failed| amount > failed) {
        Outcome::Failed
    } else if suspect.is_some_and(|suspect| amount > suspect) {
        Outcome::Suspect
    } else {
        Outcome::Passed
    }
}

fn before(values: &Values, at: usize) -> Option<(i64, Decimal)> {
    values[..at]
        .iter()
        .rev()
        .find_map(|(time, value)| value.map(|value| (*time, value)))
}

fn after(values: &Values, at: usize) -> Option<(i64, Decimal)> {
    values[at + 1..]
        .iter()
        .find_map(|(time, value)| value.map(|value| (*time, value)))
}

pub fn range(values: &Values, at: usize, bounds: &Range) -> Outcome {
    values[at].1.map_or(Outcome::Missing, |value| bounds.of(value))
}

pub fn spike(values: &Values, at: usize, spike: &Spike) -> Outcome {
    let (time, Some(value)) = values[at] else {
        return Outcome::Missing;
    };
    match (before(values, at), after(values, at)) {
        (Some((earlier, before)), Some((later, after))) if time - earlier <= spike.gap && later - time <= spike.gap => {
            let distance = (value - (before + after) / Decimal::TWO).abs();
            beyond(distance, spike.suspect, spike.failed)
        }
        _ => Outcome::NotEvaluated,
    }
}

pub fn rate(values: &Values, at: usize, rate: &Rate) -> Outcome {
    let (time, Some(value)) = values[at] else {
        return Outcome::Missing;
    };
    match before(values, at) {
        Some((earlier, before)) if time - earlier <= rate.gap => {
            // Both sides times the seconds and the hour: no division.
            let change = (value - before).abs() * Decimal::from(3600);
            let within = |limit: Decimal| limit * Decimal::from(time - earlier);
            beyond(
                change,
                rate.suspect_per_hour.map(within),
                rate.failed_per_hour.map(within),
            )
        }
        _ => Outcome::NotEvaluated,
    }
}

pub fn flat_line(values: &Values, at: usize, flat: &FlatLine) -> Outcome {
    if values[at].1.is_none() {
        return Outcome::Missing;
    }
    let present: Vec<(usize, i64, Decimal)> = values
        .iter()
        .enumerate()
        .filter_map(|(at, (time, value))| value.map(|value| (at, *time, value)))
        .collect();
    let own = present.iter().position(|(place, _, _)| *place == at).unwrap();
    let mut first = own;
    while first > 0 && present[first].1 - present[first - 1].1 <= flat.gap {
        first -= 1;
    }
    let mut last = own;
    while last + 1 < present.len() && present[last + 1].1 - present[last].1 <= flat.gap {
        last += 1;
    }
    let enough = |first: usize, last: usize, seconds: i64| {
        last + 1 - first >= flat.values_count && present[last].1 - present[first].1 >= seconds
    };
    if !enough(first, last, flat.suspect) {
        return Outcome::NotEvaluated;
    }
    let mut outcome = Outcome::Passed;
    for left in first..=own {
        for right in own..=last {
            let window = present[left..=right].iter().map(|(_, _, value)| *value);
            let spread = window.clone().max().unwrap() - window.min().unwrap();
            if spread <= flat.tolerance && enough(left, right, flat.suspect) {
                let failed = flat.failed.is_some_and(|failed| enough(left, right, failed));
                outcome = outcome.worse(if failed { Outcome::Failed } else { Outcome::Suspect });
            }
        }
    }
    outcome
}
