//! Entries of registers: as known on a day, their history, rebuilt from the acts.

use journal::{AsOf, Engine, Journal, NewAct, Said};

use crate::made::{day, moment, put, well};
use crate::place::{Place, on_both};

on_both!(
    keys_come_in_the_order_of_their_bytes,
    an_entry_is_asked_for_by_both_clocks,
    the_history_of_an_entry_tells_every_version_and_its_act,
    keys_of_several_parts_are_not_mixed_up,
    rebuilt_from_the_acts_everything_is_equal,
    what_no_act_says_is_found_and_mended
);

/// One well by three acts: so from May; from July deeper; and, told later, from June less deep.
fn told(on: Engine) -> (Place, Journal) {
    let place = Place::new(on);
    let journal = place.open().unwrap();
    let told = [
        (1, "2026-05-01", "10"),
        (2, "2026-07-01", "20"),
        (3, "2026-06-01", "15"),
    ];
    for (version, from, depth) in told {
        let act = NewAct {
            valid_from: day(from),
            ..put(vec![well("w1", version, depth)])
        };
        journal
            .record(act, moment(i64::try_from(version).unwrap() * 100))
            .unwrap();
    }
    (place, journal)
}

fn depth(journal: &Journal, valid: Option<&str>, known: Option<i64>) -> String {
    let as_of = AsOf {
        valid: valid.map(day),
        known: known.map(moment),
    };
    let entries = journal.entries("wells", as_of).unwrap();
    let alone = journal.entry("wells", &["w1".to_owned()], as_of).unwrap();
    assert_eq!(alone.as_ref(), entries.get("w1"), "asked for alone it is the same");
    let Some(entry) = entries.get("w1") else {
        return "unknown".to_owned();
    };
    match &entry.fields[1].1 {
        Said::Text(text) => text.clone(),
        Said::Erased => "erased".to_owned(),
    }
}

fn an_entry_is_asked_for_by_both_clocks(on: Engine) {
    let (_place, journal) = told(on);
    let cases = [
        (Some("2026-04-30"), None, "unknown"),
        (Some("2026-05-31"), None, "10"),
        (Some("2026-06-15"), None, "15"),
        (Some("2026-06-15"), Some(299), "10"),
        (Some("2026-07-01"), None, "20"),
        (Some("2026-07-01"), Some(150), "10"),
        (Some("2026-07-01"), Some(99), "unknown"),
        (None, None, "20"),
        (None, Some(100), "10"),
    ];
    for (valid, known, expected) in cases {
        assert_eq!(
            depth(&journal, valid, known),
            expected,
            "{valid:?} as known at {known:?}"
        );
    }
}

fn the_history_of_an_entry_tells_every_version_and_its_act(on: Engine) {
    let (_place, journal) = told(on);
    let history = journal.entry_history("wells", &["w1".to_owned()]).unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|version| (version.version, version.act, version.valid_from.to_string()))
        .collect();
    let expected = [(1, 1, "2026-05-01"), (2, 2, "2026-07-01"), (3, 3, "2026-06-01")];
    assert_eq!(
        told,
        expected.map(|(version, act, from)| (version, act, from.to_owned()))
    );
    assert!(journal.entry_history("wells", &["w2".to_owned()]).unwrap().is_empty());
    assert!(journal.entry_history("other", &["w1".to_owned()]).unwrap().is_empty());
}

fn keys_of_several_parts_are_not_mixed_up(on: Engine) {
    let place = Place::new(on);
    let journal = place.open().unwrap();
    let keyed = |parts: &[&str]| {
        let mut entry = well("x", 1, "1");
        entry.key = parts.iter().map(|part| (*part).to_owned()).collect();
        entry
    };
    let keys: [&[&str]; 5] = [&["a", "b"], &["a/b"], &["a~1b"], &["a", "b", ""], &["a~b"]];
    let act = put(keys.iter().map(|parts| keyed(parts)).collect());
    journal.record(act, moment(0)).unwrap();
    assert_eq!(journal.entry_versions("wells").unwrap().len(), keys.len());
}

fn rebuilt_from_the_acts_everything_is_equal(on: Engine) {
    let (_place, journal) = told(on);
    let rebuilt = journal.rebuild().unwrap();
    assert!(rebuilt.is_equal());
    assert_eq!(rebuilt.acts, 3);
    let rows: Vec<_> = rebuilt.tables.iter().map(|table| (table.table, table.rows)).collect();
    assert_eq!(rows, [("subject", 3), ("request", 0), ("entry", 3), ("matter", 0)]);
    assert!(journal.rebuild().unwrap().is_equal(), "and may be asked again");
}

fn what_no_act_says_is_found_and_mended(on: Engine) {
    let deeds = [
        (
            "UPDATE entry SET fields = replace(fields, '20', '99') WHERE version = 2",
            [0, 0, 1, 0],
            [0, 0, 1, 0],
        ),
        (
            "UPDATE entry SET valid_from = '2020-01-01' WHERE version = 2",
            [0, 0, 1, 0],
            [0, 0, 1, 0],
        ),
        ("DELETE FROM entry WHERE version = 3", [0, 0, 0, 0], [0, 0, 1, 0]),
        ("DELETE FROM subject", [0, 0, 0, 0], [3, 0, 0, 0]),
        (
            "INSERT INTO request VALUES ('never asked', 1)",
            [0, 1, 0, 0],
            [0, 0, 0, 0],
        ),
    ];
    for (deed, too_many, missing) in deeds {
        let (place, journal) = told(on);
        place.outsider().run(deed).unwrap();
        let rebuilt = journal.rebuild().unwrap();
        assert!(!rebuilt.is_equal(), "{deed}");
        assert_eq!(
            rebuilt.tables.iter().map(|table| table.too_many).collect::<Vec<_>>(),
            too_many,
            "{deed}"
        );
        assert_eq!(
            rebuilt.tables.iter().map(|table| table.missing).collect::<Vec<_>>(),
            missing,
            "{deed}"
        );
        assert!(journal.rebuild().unwrap().is_equal(), "mended: {deed}");
        assert_eq!(depth(&journal, None, None), "20");
    }
}

/// Engines may order texts by the rules of a language; the journal does not.
fn keys_come_in_the_order_of_their_bytes(on: Engine) {
    let place = Place::new(on);
    let journal = place.open().unwrap();
    let keys = ["b", "A", "a", "é", "z", "井", "B", "a-b", "a b", "ab", "𠮷", "'; --"];
    let act = put(keys.iter().map(|key| well(key, 1, "")).collect());
    journal.record(act, moment(0)).unwrap();
    let stored = journal.act(1).unwrap();
    let labels: Vec<&String> = stored.texts.keys().collect();
    assert!(labels.is_sorted());
    let mut expected = keys.map(str::to_owned);
    expected.sort();
    let found: Vec<String> = journal.entries("wells", AsOf::default()).unwrap().into_keys().collect();
    assert_eq!(found, expected);
    assert_eq!(journal.verify().unwrap().broken, None);
}
