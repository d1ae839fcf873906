//! Every kind of fault: the change that makes it, and what the user is then told.

mod blocks;
mod divisions;
mod duties;
mod form;
mod permissions;
mod procedures;
mod questions;
mod registers;
mod soundness;
mod targets;
mod words;
mod world;
mod years;

use city::{FindingKind as Kind, Severity};

use crate::sample::Sample;

/// One change: file, what is there, what is put there.
type Change = (&'static str, &'static str, &'static str);

const HEAD: &str = "city.toml";
const PLACES: &str = "places/places.toml";
const POINTS: &str = "places/points.toml";
const WATERS: &str = "places/waters.geojson";
const WATER: &str = "plan/05-water.md";
const AIR: &str = "plan/07-air.md";

/// The kinds that only files on a disk, or very many faults, can have; they are tested beside this table.
const ELSEWHERE: &[Kind] = &[
    Kind::UnreadableFile,
    Kind::NotUtf8,
    Kind::TooLarge,
    Kind::TooManyFindings,
];

/// A kind of fault and the changes that make it.
type Case = (Kind, &'static [Change]);

/// Every list of cases; a file of `faults/` may bring its own.
const LISTS: &[&[Case]] = &[
    CASES,
    blocks::CASES,
    duties::CASES,
    registers::CASES,
    permissions::CASES,
    procedures::CASES,
    divisions::CASES,
    years::CASES,
    questions::CASES,
    soundness::CASES,
];

const CASES: &[Case] = &[
    (Kind::MissingFile, &[(HEAD, "", "")]),
    (Kind::UnknownFile, &[("places/point.toml", "", "x = 1")]),
    (Kind::BrokenToml, &[(HEAD, "480", "=")]),
    (Kind::BrokenGeojson, &[(WATERS, "] }", "] ]")]),
    (Kind::UnknownKey, &[(AIR, "answers", "answer")]),
    (Kind::MissingKey, &[(AIR, "places = [\"town\"]\n", "")]),
    (Kind::WrongType, &[(AIR, "due = 2020", "due = \"2020\"")]),
    (Kind::BadId, &[(PLACES, "id = \"lian\"", "id = \"涟水\"")]),
    (Kind::DuplicateId, &[(PLACES, "id = \"juan\"", "id = \"lian\"")]),
    (Kind::DuplicateMn, &[(POINTS, "DEMO0002", "DEMO0001")]),
    (
        Kind::DuplicateAlias,
        &[(POINTS, "of = \"juan\"", "of = \"juan\"\naliases = [\"入河口\"]")],
    ),
    (Kind::UnknownPlace, &[(WATER, "\"lian\"", "\"lain\"")]),
    (
        Kind::UnknownReach,
        &[(WATERS, "\"downstream\": \"lian-lower\"", "\"downstream\": \"xiang-1\"")],
    ),
    (Kind::UnknownPost, &[(WATER, "\"chief\"", "\"chef\"")]),
    (
        Kind::UnknownTarget,
        &[(
            "cases/air.toml",
            "",
            "[[case]]\nid = \"air\"\nsource = \"ASM-8\"\ntarget = \"S07-22\"\nyear = 2020\nexpect = \"met\"\n",
        )],
    ),
    (Kind::UnknownIndicator, &[(AIR, "good-air-days", "good-days")]),
    (Kind::UnknownComparator, &[(AIR, "at-least", "more")]),
    (Kind::UnknownWord, &[(POINTS, "\"section\"", "\"sektion\"")]),
    (Kind::UnknownBlock, &[(AIR, "toml target", "toml targets")]),
    (
        Kind::NestedBlock,
        &[(
            AIR,
            "```toml target",
            "> ```toml target\n> id = \"S07-23\"\n> ```\n\n```toml target",
        )],
    ),
    (Kind::ClauseHeading, &[(AIR, "第七条", "第柒条")]),
    (
        Kind::BlockWithoutSentence,
        &[
            (AIR, "优良天数比例达到80%以上。\n\n", ""),
            (AIR, "> At least 80 % of the days are good.\n\n", ""),
        ],
    ),
    (
        Kind::BlockInOtherClause,
        &[(AIR, "S07-22", "S08-22"), (blocks::ROWS, "S07-22", "S08-22")],
    ),
    (Kind::MissingUnit, &[(AIR, "unit = \"%\"\n", "")]),
    (Kind::UnitDoesNotFit, &[(AIR, "\"%\"", "\"days\"")]),
    (Kind::ComparatorDoesNotFit, &[(AIR, "at-least", "stable-at-most")]),
    (Kind::PlaceDoesNotFit, &[(AIR, "\"town\"", "\"lian\"")]),
    (
        Kind::KeyDoesNotFit,
        &[(POINTS, "of = \"town\"", "of = \"town\"\nreach = \"lian-lower\"")],
    ),
    (Kind::ClassOutOfRange, &[(WATER, "\"II\"", "\"VII\"")]),
    (Kind::ValueOutOfRange, &[(AIR, "value = 80", "value = 180")]),
    (Kind::DeadlineWithoutMeaning, &[(AIR, "due = 2020", "due = 2017")]),
    (Kind::CyclicReaches, &[(WATERS, "null", "\"lian-upper\"")]),
    (
        Kind::ReachOfOtherWater,
        &[(POINTS, "of = \"juan\"", "of = \"juan\"\nreach = \"lian-lower\"")],
    ),
    (Kind::PositionOutside, &[(POINTS, "[112.5, 27.5]", "[27.5, 112.5]")]),
    (Kind::BadMn, &[(POINTS, "DEMO0002", "演示")]),
    (
        Kind::BadAddress,
        &[(POINTS, "aliases = [\"广场\"]", "logger = { addresses = [\"10.1.2\"] }")],
    ),
    (
        Kind::UnknownItem,
        &[(
            POINTS,
            "aliases = [\"广场\"]",
            "logger.owed = [{ period = \"hour\", items = [\"PM2.5\"] }]",
        )],
    ),
    (
        Kind::SecretInFolder,
        &[(POINTS, "aliases = [\"广场\"]", "logger.password = \"654321\"")],
    ),
    (
        Kind::MissingEnglish,
        &[(AIR, "> At least 80 % of the days are good.\n\n", "")],
    ),
    (
        Kind::EnglishAlone,
        &[(
            AIR,
            "certainty = \"V1\"\n```\n",
            "certainty = \"V1\"\n```\n\n> A stray sentence.\n",
        )],
    ),
    (
        Kind::EmptyPlan,
        &[
            (WATER, "", ""),
            (AIR, "", ""),
            (blocks::WORKS, "", ""),
            (blocks::ROWS, "", ""),
        ],
    ),
    (Kind::NobodyAnswers, &[(AIR, "answers = [\"chief\"]\n", "")]),
    (
        Kind::NothingMeasures,
        &[
            (POINTS, "of = \"juan\"", "of = \"lian\""),
            (WATER, "[\"lian\"]", "[\"lian\", \"juan\"]"),
        ],
    ),
    (Kind::StandardEnds, &[(AIR, "due = 2020", "due = 2030")]),
];

fn broken(changes: &[Change]) -> Sample {
    changes.iter().fold(Sample::whole(), |sample, (file, from, to)| {
        sample.change(file, from, to)
    })
}

fn cases() -> impl Iterator<Item = &'static Case> {
    LISTS.iter().copied().flatten()
}

/// The changes that make the fault of `kind`.
fn changes(kind: Kind) -> &'static [Change] {
    let (_, changes) = cases()
        .find(|(known, _)| *known == kind)
        .expect("every kind has a case");
    changes
}

/// What is told about the fault of `kind` in its case.
fn told(kind: Kind) -> String {
    broken(changes(kind)).told(kind)
}

#[test]
fn the_sample_has_no_fault() {
    let reading = Sample::whole().read();
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    assert!(reading.city.is_some());
}

#[test]
fn every_kind_has_a_case() {
    for kind in Kind::ALL {
        let cases = cases().filter(|(known, _)| known == kind).count();
        let expected = usize::from(!ELSEWHERE.contains(kind));
        assert_eq!(cases, expected, "{kind:?}");
    }
}

#[test]
fn codes_are_unique() {
    let mut codes: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Kind::ALL.len());
}

#[test]
fn a_city_comes_out_exactly_when_nothing_is_an_error() {
    for (kind, changes) in cases() {
        let reading = broken(changes).read();
        assert_eq!(reading.city.is_some(), !reading.has_errors(), "{kind:?}");
        assert_eq!(
            reading.has_errors(),
            kind.severity() == Severity::Error,
            "{kind:?}: {:?}",
            reading.findings
        );
    }
}

#[test]
fn one_fault_is_told_once() {
    // A word that nobody knows must not bring a train of other findings with it.
    let alone = [
        Kind::UnknownPost,
        Kind::UnknownReach,
        Kind::WrongType,
        Kind::DuplicateMn,
        Kind::ClassOutOfRange,
        Kind::ValueOutOfRange,
        Kind::BadMn,
        Kind::BadAddress,
        Kind::UnknownItem,
        Kind::UnitDoesNotFit,
        Kind::MissingUnit,
        Kind::PositionOutside,
    ];
    for kind in alone {
        let findings = broken(changes(kind)).read().findings;
        let kinds: Vec<Kind> = findings.iter().map(|finding| finding.kind).collect();
        let errors = findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .count();
        assert_eq!(errors, 1, "{kinds:?}");
    }
}
