//! Whether what came out meets what a case expects.

use rust_decimal::Decimal;

use crate::cases::json::Json;
use crate::measured::number;
use crate::rounding::round;
use crate::substance::same_substance;
use crate::water::WaterClass;

/// Lists under these names are sets: their order means nothing.
const SETS: &[&str] = &[
    "primary",
    "exceeding",
    "exceeding_pollutants",
    "failing",
    "failing_specific",
    "reference_exceeding",
    "above_screening",
    "above_intervention",
    "deciding",
    "main",
    "main_pollutant",
    "missing",
];

/// Under these names a list of objects is ordered, so it is no set.
const ORDERED: &[&str] = &["main_pollutants", "main"];

/// Parts of what is expected that are there for the comparison or for the reader only.
const NOT_ASKED: &[&str] = &["tolerance", "note", "notes", "comment", "explanation", "unit"];

/// Every part of `expected` must be met; further parts of `got` are not asked for. Within a part nothing may be more or less.
///
/// Numbers are equal exactly, within the case's `tolerance`, or, where the method gives an unrounded figure, when that figure rounds by
/// GB/T 8170 to the digits that are expected and those are not fewer than the method publishes. Names of items may be spelt differently.
pub(crate) fn meets(expected: &Json, got: &Json) -> bool {
    let (Json::Object(expected), Json::Object(got)) = (expected, got) else {
        return false;
    };
    let tolerance = match expected.get("tolerance") {
        Some(Json::Number(tolerance)) => tolerance.abs(),
        _ => Decimal::ZERO,
    };
    let asked = expected.iter().filter(|(name, _)| !NOT_ASKED.contains(&name.as_str()));
    let mut asked = asked.peekable();
    // A case that expects nothing proves nothing.
    asked.peek().is_some()
        && asked.all(|(name, expected)| {
            let got = got.get(name).or_else(|| {
                let alike = |(other, _): &(&String, &Json)| same_substance(other, name);
                got.iter().find(alike).map(|(_, value)| value)
            });
            got.is_some_and(|got| named_meets(name, expected, got, tolerance))
        })
}

fn named_meets(name: &str, expected: &Json, got: &Json, tolerance: Decimal) -> bool {
    match (expected, got) {
        (Json::List(wanted), Json::List(given)) if is_set(name, wanted) => {
            let has = |list: &[Json], one: &Json| list.iter().any(|other| part_meets(one, other, tolerance));
            wanted.len() == given.len()
                && wanted.iter().all(|one| has(given, one))
                && given
                    .iter()
                    .all(|one| wanted.iter().any(|other| part_meets(other, one, tolerance)))
        }
        // One name may stand for a list of one, and nothing for an empty list.
        (Json::Text(_), Json::List(given)) if SETS.contains(&name) => {
            matches!(given.as_slice(), [only] if part_meets(expected, only, tolerance))
        }
        (Json::Null, Json::List(given)) => given.is_empty(),
        (Json::Text(word), Json::Number(rank) | Json::Unrounded(rank, _)) if CLASSES.contains(&name) => {
            WaterClass::from_roman(word).is_some_and(|class| Decimal::from(class.rank()) == *rank)
        }
        (Json::Text(word), Json::Number(rank)) if name == "level" => level_rank(word) == Some(*rank),
        (Json::List(wanted), Json::List(given)) if CLASSES.contains(&name) => {
            wanted.len() == given.len()
                && wanted
                    .iter()
                    .zip(given)
                    .all(|(wanted, given)| named_meets("class", wanted, given, tolerance))
        }
        _ => part_meets(expected, got, tolerance),
    }
}

/// Under these names a class may be written as a number or as a Roman numeral.
const CLASSES: &[&str] = &["class", "section_classes", "classes"];

/// A level of the air by its number in words: 三级, Ⅲ级, `level 3`.
fn level_rank(word: &str) -> Option<Decimal> {
    const RANKS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];
    let bare = word.trim().replace("level", "").replace('级', "");
    let place = RANKS.iter().position(|rank| *rank == bare.trim());
    let roman = || WaterClass::from_roman(&bare).map(|class| Decimal::from(class.rank()));
    place.map(|place| Decimal::from(place + 1)).or_else(roman)
}

fn is_set(name: &str, wanted: &[Json]) -> bool {
    let objects = wanted.iter().any(|one| matches!(one, Json::Object(_)));
    SETS.contains(&name) && !(objects && ORDERED.contains(&name))
}

fn part_meets(expected: &Json, got: &Json, tolerance: Decimal) -> bool {
    match (expected, got) {
        (Json::Object(expected), Json::Object(got)) => {
            let same = |(name, expected): (&String, &Json)| {
                let found = got.get(name).or_else(|| {
                    let alike = |(other, _): &(&String, &Json)| same_substance(other, name);
                    got.iter().find(alike).map(|(_, value)| value)
                });
                found.is_some_and(|got| part_meets(expected, got, tolerance))
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
        (Json::Number(expected), Json::Number(got)) => near(*expected, *got, tolerance),
        (Json::Number(expected), Json::Unrounded(got, least)) => {
            near(*expected, *got, tolerance)
                || (expected.scale() >= *least && round(*got, expected.scale()) == *expected)
        }
        (Json::Number(expected), Json::Text(got)) => number(got).is_some_and(|got| got == *expected),
        (Json::Text(expected), Json::Number(_) | Json::Unrounded(..)) => {
            number(expected).is_some_and(|expected| part_meets(&Json::Number(expected), got, tolerance))
        }
        (Json::Text(expected), Json::Text(got)) => expected == got || same_substance(expected, got),
        // Both say that there is no figure.
        (Json::Null, Json::Text(got)) => got == "NA",
        (Json::Text(expected), Json::Null) => expected == "NA",
        (expected, got) => expected == got,
    }
}

fn near(expected: Decimal, got: Decimal, tolerance: Decimal) -> bool {
    expected
        .checked_sub(got)
        .is_some_and(|difference| difference.abs() <= tolerance)
}
