//! The arrows between crates run downwards only.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::root;

/// What each crate may know of the others. A new line here is a change of the architecture: say so in ARCHITECTURE.md.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("hj212", &[]),
    ("standards", &[]),
    ("quality", &["hj212", "standards"]),
    ("rules", &["standards"]),
    ("city", &["rules", "standards"]),
    // The judgements of the standards are functions of its SQL.
    ("history", &["standards"]),
    ("journal", &["standards"]),
    ("gateway", &["history", "hj212", "quality", "standards"]),
    (
        "office",
        &[
            "city",
            "gateway",
            "history",
            "hj212",
            "journal",
            "quality",
            "rules",
            "standards",
        ],
    ),
    ("server", &["journal", "office", "standards"]),
    (
        "bishui",
        &[
            "city",
            "gateway",
            "history",
            "hj212",
            "journal",
            "office",
            "quality",
            "server",
            "standards",
        ],
    ),
];

/// Libraries that only one crate may know: SQL, the lake, HTTP, the command line.
const ONLY: &[(&str, &[&str])] = &[
    ("rusqlite", &["history", "journal"]),
    ("pgwire", &["journal"]),
    ("deltalake", &["history"]),
    // The signatures of heads and the salts of commitments; tracking numbers that nobody can guess.
    ("aws-lc-rs", &["journal", "office"]),
    ("axum", &["server"]),
    ("askama", &["server"]),
    ("clap", &["bishui"]),
];

/// Pure crates know neither time, nor threads, nor files at run time.
const PURE: &[&str] = &["hj212", "standards", "quality", "rules"];
const NOT_PURE: &[&str] = &["tokio", "futures", "tracing"];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let manifest = std::fs::read_to_string(entry.unwrap().path().join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let own = manifest["dependencies"].as_table().unwrap().keys().cloned().collect();
        found.insert(name, own);
    }
    found
}

#[test]
fn no_crate_knows_more_than_it_may() {
    let found = dependencies();
    let ours: BTreeSet<&str> = MAY_KNOW.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        ours,
        found.keys().map(String::as_str).collect(),
        "every crate has its line"
    );
    for (name, may) in MAY_KNOW {
        let known: Vec<_> = found[*name]
            .iter()
            .map(String::as_str)
            .filter(|other| ours.contains(other))
            .collect();
        let too_much: Vec<_> = known.iter().filter(|other| !may.contains(other)).collect();
        assert!(too_much.is_empty(), "{name} must not know {too_much:?}");
    }
}

#[test]
fn each_engine_is_known_to_one_crate() {
    for (name, known) in dependencies() {
        for (library, by) in ONLY {
            assert!(
                !known.contains(*library) || by.contains(&name.as_str()),
                "{name} must not know {library}"
            );
        }
    }
}

#[test]
fn pure_crates_are_pure() {
    let found = dependencies();
    for name in PURE {
        for library in NOT_PURE {
            assert!(!found[*name].contains(*library), "{name} must not know {library}");
        }
    }
}
