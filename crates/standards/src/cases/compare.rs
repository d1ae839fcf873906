//! Whether what came out meets what a case expects.

use rust_decimal::Decimal;

use crate::cases::json::Json;

/// Lists under these names are sets: their order means nothing.
const SETS: &[&str] = &[
    "primary",
    "exceeding",
    "failing",
    "reference_exceeding",
    "above_screening",
    "above_intervention",
    "deciding",
];

/// The name of the largest difference that a case allows its numbers; for the comparison only, never an output.
const TOLERANCE: &str = "tolerance";

/// Every part of `expected` must be met; further parts of `got` are not asked for. Within a part nothing may be more or less.
pub(crate) fn meets(expected: &Json, got: &Json) -> bool {
    let (Json::Object(expected), Json::Object(got)) = (expected, got) else {
        return false;
    };
    let tolerance = match expected.get(TOLERANCE) {
        Some(Json::Number(tolerance)) => *tolerance,
        _ => Decimal::ZERO,
    };
    let mut asked = expected.iter().filter(|(name, _)| *name != TOLERANCE);
    asked.all(|(name, expected)| {
        got.get(name)
            .is_some_and(|got| named_meets(name, expected, got, tolerance))
    })
}

fn named_meets(name: &str, expected: &Json, got: &Json, tolerance: Decimal) -> bool {
    match (expected, got) {
        (Json::List(wanted), Json::List(given)) if SETS.contains(&name) => {
            wanted.len() == given.len()
                && wanted.iter().all(|one| given.contains(one))
                && given.iter().all(|one| wanted.contains(one))
        }
        _ => part_meets(expected, got, tolerance),
    }
}

fn part_meets(expected: &Json, got: &Json, tolerance: Decimal) -> bool {
    match (expected, got) {
        (Json::Object(expected), Json::Object(got)) => {
            let same = |(name, expected): (&String, &Json)| {
                got.get(name).is_some_and(|got| part_meets(expected, got, tolerance))
            };
            expected.len() == got.len() && expected.iter().all(same)
        }
        (Json::List(expected), Json::List(got)) => {
            expected.len() == got.len()
                && expected
                    .iter()
                    .zip(got)
                    .all(|(expected, got)| part_meets(expected, got, tolerance))
        }
        (Json::Number(expected), Json::Number(got)) => expected
            .checked_sub(*got)
            .is_some_and(|difference| difference.abs() <= tolerance),
        (expected, got) => expected == got,
    }
}
