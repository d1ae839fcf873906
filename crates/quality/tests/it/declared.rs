//! The lists: tests, flags, profiles.

use std::collections::BTreeSet;

use quality::flag::{self, FLAGS};
use quality::test::TESTS;
use quality::{Outcome, Profile, Test};
use standards::Medium;

#[test]
fn every_test_has_its_row_and_its_id() {
    let ids: BTreeSet<_> = TESTS.iter().map(|def| def.id).collect();
    assert_eq!(ids.len(), TESTS.len(), "ids are unique");
    for def in TESTS {
        assert_eq!(def.test.def(), def, "{} stands where its variant points", def.id);
        assert_eq!(Test::from_id(def.id), Some(def.test));
        let words = [def.name.0, def.name.1, def.says.0, def.says.1, def.source.0];
        assert!(words.iter().all(|word| !word.is_empty()), "{}", def.id);
        assert_eq!(
            serde_json_word(def.test),
            def.id,
            "the id is the word under which it is serialised"
        );
    }
}

fn serde_json_word(test: Test) -> String {
    let table = toml::to_string(&std::collections::BTreeMap::from([("test", test)])).unwrap();
    table.trim().trim_start_matches("test = ").trim_matches('"').to_owned()
}

#[test]
fn qartod_numbers_are_those_of_the_manuals() {
    let numbers: Vec<_> = Outcome::ALL
        .iter()
        .map(|outcome| (outcome.word(), outcome.qartod()))
        .collect();
    assert_eq!(
        numbers,
        [
            ("passed", 1),
            ("not-evaluated", 2),
            ("suspect", 3),
            ("failed", 4),
            ("missing", 9)
        ]
    );
    assert!(Outcome::ALL.is_sorted(), "best first");
}

#[test]
fn every_flag_of_the_protocol_says_something_of_the_value() {
    let ours: BTreeSet<_> = FLAGS
        .iter()
        .map(|def| (def.alphabet.clone(), def.flag.clone()))
        .collect();
    assert_eq!(ours.len(), FLAGS.len(), "each flag once in an alphabet");
    let rows = include_str!("../../tables/data_flags.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .count()
        - 1;
    assert_eq!(FLAGS.len(), rows, "every row is read");
    for declared in hj212::DATA_FLAGS.iter() {
        let key = (declared.standard.clone(), declared.flag.clone());
        assert!(ours.contains(&key), "{key:?} has no row in tables/data_flags.csv");
    }
    for def in FLAGS.iter() {
        assert!(
            !def.words.zh.is_empty() && !def.words.en.is_empty(),
            "{} {}",
            def.alphabet,
            def.flag
        );
        let row = hj212::DATA_FLAGS
            .iter()
            .find(|row| row.standard == def.alphabet && row.flag == def.flag);
        if let Some(row) = row {
            assert_eq!(
                row.valid,
                def.outcome == Outcome::Passed,
                "{} {}",
                def.alphabet,
                def.flag
            );
        }
        let asked = [Medium::Air, Medium::Water].map(|medium| flag::alphabets(Some(medium)));
        assert!(
            asked.iter().any(|list| list.contains(&def.alphabet.as_str())),
            "{} is asked",
            def.alphabet
        );
    }
}

#[test]
fn the_medium_decides_between_alphabets() {
    let rows = [
        ("N", Some(Medium::Water), Some(Outcome::Passed)),
        (" n ", Some(Medium::Air), Some(Outcome::Passed)),
        ("T", None, Some(Outcome::Suspect)),
        ("L", Some(Medium::Air), Some(Outcome::Suspect)),
        ("L", Some(Medium::Water), Some(Outcome::Failed)),
        ("A", Some(Medium::Water), Some(Outcome::Passed)),
        ("HSp", Some(Medium::Air), Some(Outcome::Suspect)),
        ("3", Some(Medium::Air), Some(Outcome::Passed)),
        ("Md", Some(Medium::Water), Some(Outcome::Missing)),
        ("U", Some(Medium::Water), Some(Outcome::NotEvaluated)),
        ("??", Some(Medium::Air), None),
        ("", None, None),
    ];
    for (said, medium, outcome) in rows {
        assert_eq!(
            flag::meaning(said, medium).map(|def| def.outcome),
            outcome,
            "{said} {medium:?}"
        );
    }
}

#[test]
fn the_proposed_profile_reads_and_covers_every_item() {
    let profile = Profile::proposed().unwrap();
    let day = "2021-04-01".parse().unwrap();
    for item in standards::item::ITEMS {
        for test in [Test::PhysicalRange, Test::Timestamp] {
            assert!(
                profile.in_force(test, item.code, "hour", day).is_some(),
                "{} {}",
                item.code,
                test.id()
            );
        }
    }
    for set in profile.sets() {
        assert!(!set.source.is_empty(), "{}", set.test.id());
        assert!(
            set.words.zh.is_empty() == set.words.en.is_empty(),
            "words in both languages"
        );
    }
}

#[test]
fn a_profile_says_what_is_wrong_with_it() {
    let head = "edition = 'x'\n[[set]]\nfrom = 2020-01-01\ncertainty = 'PD'\nsource = 's'\n";
    let cases = [
        ("test = 'spyke'", "no test has this id"),
        ("test = 'spike'", "the parameter gap_seconds is missing"),
        (
            "test = 'spike'\ngap_seconds = '10'\nsuspekt = '1'",
            "it has no parameter suspekt; it has suspect, failed, gap_seconds",
        ),
        (
            "test = 'spike'\ngap_seconds = '10'\nsuspect = 0.5",
            "must be written as a text",
        ),
        ("test = 'spike'\ngap_seconds = '1.5'", "it must be a whole number"),
        (
            "test = 'spike'\ngap_seconds = '10'\nsuspect = '-1'",
            "must not be negative",
        ),
        ("test = 'physical-range'", "it gives no parameter"),
        (
            "test = 'physical-range'\nitems = ['PM2.5']\nlowest = '0'",
            "no item has the code PM2.5",
        ),
        (
            "test = 'physical-range'\nmedium = 'soil'\nlowest = '0'",
            "it must be air or water",
        ),
    ];
    for (said, complaint) in cases {
        let fault = Profile::read(&format!("{head}{said}")).unwrap_err().to_string();
        assert!(fault.contains(complaint), "{said}: {fault}");
    }
}

#[test]
fn the_closest_and_latest_set_of_the_first_layer_holds() {
    let set = |lines: &str| format!("[[set]]\ntest = 'physical-range'\ncertainty = 'PD'\nsource = 's'\n{lines}\n");
    let base = [
        "from = 2000-01-01\nhighest = '1'",
        "from = 2000-01-01\nmedium = 'air'\nhighest = '2'",
    ]
    .map(set)
    .concat();
    let city = [
        "from = 2020-01-01\nitems = ['PM25']\nhighest = '3'",
        "from = 2022-01-01\nitems = ['PM25']\nhighest = '4'",
        "from = 2022-01-01\nitems = ['PM25']\nperiods = ['day']\nhighest = '5'",
    ];
    let base = Profile::read(&format!("edition = 'base'\n{base}")).unwrap();
    let profile = Profile::read(&format!("edition = 'city'\n{}", city.map(set).concat()))
        .unwrap()
        .over(&base);
    let rows = [
        ("NH3N", "hour", "2019-01-01", "1"),
        ("PM10", "hour", "2023-01-01", "2"),
        ("PM25", "hour", "2019-12-31", "2"),
        ("PM25", "hour", "2020-01-01", "3"),
        ("PM25", "hour", "2023-01-01", "4"),
        ("PM25", "day", "2023-01-01", "5"),
    ];
    for (item, period, day, highest) in rows {
        let set = profile
            .in_force(Test::PhysicalRange, item, period, day.parse().unwrap())
            .unwrap();
        assert_eq!(set.decimal("highest").to_string(), highest, "{item} {period} {day}");
    }
    assert_ne!(profile.edition(), base.edition());
}
