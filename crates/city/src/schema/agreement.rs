//! Holds the schemas against the reader: every key that the one has, the other asks for, with the same type and the same need.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::shape::{Key, Shape};
use super::{Form, forms};
use crate::block::BlockKind;
use crate::table::Need;
use crate::table::questions::{self, Questions};
use crate::toml_type::Wanted;

/// Pieces of folders with what the cities do not use: their faults do not matter here, their keys do.
const RARE: &[(&str, &str)] = &[
    ("retention.toml", "[[raw_frame_days]]\ndays = 40"),
    ("platforms.toml", "[[platform]]\nid = \"province\""),
    (
        "places/points.toml",
        "[[point]]\nid = \"a\"\n[point.logger.first_contact]\nset_time = true\n[[point.logger.owed]]\nperiod = \"hour\"\n\
         [[point.logger.instrument_range]]\nmin = 0",
    ),
    (
        "registers/some.toml",
        "id = \"some\"\n[[field]]\nid = \"a\"\ntype = \"whole\"\n[[field]]\nid = \"b\"\ntype = \"choice\"\nchoices = [{ word = \"c\" }]\n[[rule]]\nkind = \"unique\"",
    ),
    (
        "registers/whole.toml",
        "id = \"whole\"\nname = { zh = \"名录\", en = \"list\" }\nkey = [\"a\"]\ncertainty = \"PD\"\n\
         [[field]]\nid = \"a\"\nname = { zh = \"甲\", en = \"a\" }\ntype = \"text\"",
    ),
    (
        "indicators/counted.toml",
        "[[indicator]]\nid = \"counted\"\nname = { zh = \"数\", en = \"count\" }\nmethod = \"count\"\nunit = \"1\"\n\
         register = \"whole\"\ncertainty = \"PD\"",
    ),
    ("procedures/rare.toml", RARE_PROCEDURE),
    (
        "cases/some.toml",
        "[[case]]\nid = \"one\"\n[[case.row]]\nsays = { a = 1 }",
    ),
];

const RARE_PROCEDURE: &str = "id = \"rare\"
[[fact]]
id = \"n\"
type = \"number\"
[[fact]]
id = \"c\"
type = \"choice\"
choices = [{ word = \"w\" }]
[[action]]
id = \"act\"
name = { zh = \"办\", en = \"act\" }
to = \"same\"
within = { of = \"act\", length = 1, unit = \"hours\" }
not_before = { of = \"act\", length = 1, unit = \"hours\" }
extends = { clock = \"limit\", length = 1, unit = \"hours\" }
[[clock]]
id = \"limit\"
length = 1
[[clock]]
id = \"other\"
until = \"n\"
[[example]]
id = \"one\"
due = [{ clock = \"limit\", stopped = true }]
[[example.steps]]
do = \"act\"
due = [{ clock = \"limit\", stopped = true }]
";

/// Every unit of time, wherever a term may be written by its unit.
fn terms_by_unit() -> Vec<(String, String)> {
    let units = rules::clock::ClockUnit::ALL.into_iter().enumerate();
    let file = |(at, unit): (usize, rules::clock::ClockUnit)| {
        let word = unit.word();
        let text = format!(
            "id = \"unit{at}\"\n[[action]]\nid = \"act\"\nname = {{ zh = \"办\", en = \"act\" }}\nto = \"same\"\nwithin = {{ {word} = 1 }}\nnot_before = {{ {word} = 1 }}\nextends = {{ {word} = 1 }}\n"
        );
        (format!("procedures/unit{at}.toml"), text)
    };
    units.map(file).collect()
}

/// A target whose comparator takes no value, and a block of every other kind, with what few blocks have.
fn blocks() -> (String, String) {
    let mut text = String::from("# 第一条 少见\n\n一句话。\n");
    text.push_str(
        "\n```toml target\nid = \"S01-99\"\nindicator = \"counted\"\ncomparator = \"rising\"\nbaseline = {}\n```\n",
    );
    let others = BlockKind::ALL.iter().filter(|kind| **kind != BlockKind::Target);
    // Each kind twice: once with a comparator that needs a value, once with one that takes none.
    let others = others.flat_map(|kind| ["at-least", "rising"].map(|comparator| (kind, comparator)));
    for (at, (kind, comparator)) in others.enumerate() {
        let info = kind.info();
        // Value and unit are only asked where something is measured; a fact has them by itself.
        let measured = match kind {
            BlockKind::Fact => String::new(),
            _ => format!("indicator = \"counted\"\ncomparator = \"{comparator}\"\n"),
        };
        text.push_str(&format!(
            "\n```{info}\nid = \"S01-{at}\"\n{measured}[[milestone]]\nday = 2020-01-01\n"
        ));
        if *kind == BlockKind::Programme {
            text.push_str(&format!(
                "[[task]]\nid = \"S01-{at}.1\"\n[[task.milestone]]\nday = 2020-01-01\n"
            ));
        }
        text.push_str("```\n");
    }
    ("plan/01-rare.md".to_owned(), text)
}

/// Every subject of profiles with a parameter of its own.
fn profiles() -> Vec<(String, String)> {
    let file = |(subject, _): &(&str, &str)| {
        let text = "[[parameter]]\nid = \"a\"\n[[parameter.value]]\nvalue = \"1\"\n";
        // A value is only read under a parameter that there is.
        let known = rules::profile::shipped(subject).expect("every shipped profile reads");
        let first = known.parameters().next().map_or("a", |declared| declared.id.as_str());
        (
            format!("profiles/{subject}.toml"),
            text.replace("\"a\"", &format!("{first:?}")),
        )
    };
    rules::profile::SHIPPED.iter().map(file).collect()
}

/// Everything that the reader asked of the folders of this project and of the pieces above, by root and path.
fn asked() -> BTreeMap<(String, Vec<&'static str>), Vec<Questions>> {
    drop(questions::take());
    let cities = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities");
    for city in fs::read_dir(cities).expect("the project has cities") {
        drop(crate::read(&city.expect("a folder").path()));
    }
    let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    drop(crate::read_files(
        RARE.iter()
            .map(own)
            .chain(terms_by_unit())
            .chain(profiles())
            .chain([blocks()]),
    ));
    let mut by_path: BTreeMap<_, Vec<Questions>> = BTreeMap::new();
    // A table of which nothing was asked was left out, because something around it did not read.
    let read = questions::take().into_iter().filter(|table| !table.asked.is_empty());
    for table in read {
        by_path
            .entry((schema_of(&table.root), table.path.clone()))
            .or_default()
            .push(table);
    }
    by_path
}

/// The name of the schema for a file, or for a block of the plan.
fn schema_of(root: &str) -> String {
    let path = PathBuf::from(root);
    let Some(stem) = path.file_stem().filter(|_| root.ends_with(".toml")) else {
        return root.to_owned();
    };
    let stem = stem.to_string_lossy();
    match root.split_once('/') {
        Some(("registers", _)) => "register".to_owned(),
        Some(("indicators", _)) => "indicator".to_owned(),
        Some(("cases", _)) => "cases".to_owned(),
        Some(("procedures", _)) => "procedure".to_owned(),
        Some(("calendar", _)) => "calendar".to_owned(),
        Some(("profiles", _)) => format!("profile-{stem}"),
        _ => stem.into_owned(),
    }
}

/// Every table of a schema by its path.
fn tables<'k>(keys: &'k [Key], path: &[&'static str], all: &mut Vec<(Vec<&'static str>, &'k [Key])>) {
    all.push((path.to_vec(), keys));
    for key in keys {
        if let Shape::Table(inner) | Shape::Tables(inner) = &key.shape {
            let path: Vec<_> = path.iter().copied().chain([key.name]).collect();
            tables(inner, &path, all);
        }
    }
}

/// Whether the reader asks for what the schema says.
fn fits(shape: &Shape, wanted: Wanted) -> bool {
    match wanted {
        Wanted::Text => matches!(
            shape,
            Shape::Text
                | Shape::Form(_)
                | Shape::Choice(_)
                | Shape::Open(_)
                | Shape::Id(_)
                | Shape::OneOrMore(_)
                | Shape::Figure
        ),
        Wanted::Texts => matches!(shape, Shape::Texts(..) | Shape::OneOrMore(_)),
        Wanted::Whole => matches!(shape, Shape::Whole(..) | Shape::WholeOf(_)),
        Wanted::Number => matches!(shape, Shape::Number | Shape::Figure),
        Wanted::Numbers(count) => matches!(shape, Shape::Numbers(own) if *own == count),
        Wanted::Flag => matches!(shape, Shape::Flag),
        Wanted::Day => matches!(shape, Shape::Day),
        Wanted::Moment => matches!(shape, Shape::Moment),
        Wanted::Due => matches!(shape, Shape::Due(..)),
        Wanted::Figure => matches!(shape, Shape::Figure),
        Wanted::Table => matches!(shape, Shape::Bilingual),
        Wanted::Keys => matches!(shape, Shape::Table(_) | Shape::Pairs | Shape::PairsOf(_) | Shape::Facts),
        Wanted::Tables => matches!(shape, Shape::Tables(_)),
        // A fact stands under a free key, so no key asks for one.
        Wanted::Fact => false,
    }
}

#[test]
fn the_reader_asks_for_every_key_of_the_schemas_and_for_no_other() {
    let asked = asked();
    for Form { name, keys, .. } in forms() {
        let mut all = Vec::new();
        tables(&keys, &[], &mut all);
        for (path, keys) in all {
            let place = format!("{name} {}", path.join("."));
            let tables = asked
                .get(&(name.clone(), path))
                .unwrap_or_else(|| panic!("nothing was asked of {place}"));
            let reader: BTreeSet<&str> = tables
                .iter()
                .flat_map(|table| &table.asked)
                .map(|(key, ..)| *key)
                .collect();
            let schema: BTreeSet<&str> = keys.iter().map(|key| key.name).collect();
            assert_eq!(
                schema, reader,
                "{place}: left the keys of the schema, right those the reader asks for"
            );
            for key in keys {
                check_key(key, tables, &place);
            }
        }
    }
}

/// The type and the need of one key.
fn check_key(key: &Key, tables: &[Questions], place: &str) {
    let asked = |table: &Questions| {
        let asked = table.asked.iter().filter(|(name, ..)| *name == key.name);
        asked.map(|(_, need, wanted)| (*need, *wanted)).collect::<Vec<_>>()
    };
    let always = tables
        .iter()
        .all(|table| asked(table).iter().any(|(need, _)| *need == Need::Required));
    assert_eq!(key.must, always, "{place}: whether `{}` must be there", key.name);
    for (_, wanted) in tables.iter().flat_map(asked) {
        let words = wanted.words().en;
        assert!(
            fits(&key.shape, wanted),
            "{place}: the reader wants `{}` to be {words}",
            key.name
        );
    }
}

#[test]
fn every_table_that_is_read_has_a_schema() {
    let names: BTreeSet<String> = forms().into_iter().map(|form| form.name).collect();
    for (root, _) in asked().into_keys() {
        assert!(names.contains(&root), "{root} has no schema");
    }
}
