//! Entries that somebody brings, held against a register of an invented city.

use std::path::Path;

use city::{Brought, Severity, Standing};

fn brought(register: &str, text: &str) -> Brought {
    among(register, text, &Standing::default())
}

fn among(register: &str, text: &str, standing: &Standing) -> Brought {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/qinghe");
    city::read(&folder)
        .city
        .unwrap()
        .brought(register, text.to_owned(), standing)
}

#[test]
fn they_stand_in_the_place_of_the_entries_of_the_folder() {
    let brought = brought("wells", "code,place,sealed\nw9,990101001,no\n");
    assert!(brought.findings.is_empty(), "{:?}", brought.findings);
    let register = brought.register.unwrap();
    let codes = register.entries.iter().filter_map(|entry| register.cell(entry, "code"));
    let codes: Vec<String> = codes.map(city::Cell::written).collect();
    assert_eq!(codes, ["w9"]);
}

#[test]
fn every_fault_is_told_with_its_line_and_none_of_another_file() {
    let cases = [
        ("code,place,sealed\nw1,990101001,perhaps\n", vec![2]),
        ("code,place,sealed\nw1,990101001,yes\nw2,nowhere,yes\n", vec![3]),
        ("code,place,sealed\n,990101001,yes\n\nw2,990101001\n", vec![2, 4]),
        ("code,place,sealed\nw1,990101001,yes\nw1,990101001,no\n", vec![3]),
        ("code,depth,sealed\nw1,4,yes\n", vec![1]),
        ("code,place\nw1,990101001\n", vec![1]),
        ("code,place,sealed\n\"w1,990101001,yes\n", vec![2]),
        ("code,place,sealed\nw1,990101001,yes\n", vec![]),
    ];
    for (text, lines) in cases {
        let found: Vec<usize> = brought("wells", text)
            .findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .filter_map(|finding| Some(finding.line_and_column()?.0))
            .collect();
        assert_eq!(found, lines, "{text}");
    }
}

#[test]
fn a_register_that_is_not_there_is_not_made_up() {
    assert!(brought("ponds", "code\np1\n").register.is_none());
}

#[test]
fn where_the_list_of_faults_is_full_that_is_told() {
    let rows: String = (0..600).map(|number| format!("w{number},nowhere,yes\n")).collect();
    let brought = brought("wells", &format!("code,place,sealed\n{rows}"));
    let last = brought
        .findings
        .iter()
        .map(|finding| finding.kind.code())
        .filter(|code| code.contains("too-many"));
    assert_eq!(last.count(), 1);
}
