//! The procedures of the project's own city, and what trying their examples tells.

use std::path::Path;

use crate::sample::Sample;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan")
}

#[test]
fn every_worked_example_of_the_city_comes_out() {
    let city = city::read(&folder()).city.expect("the city reads");
    assert!(city.procedures.len() >= 36, "{}", city.procedures.len());
    let tried = city.try_cases();
    assert!(tried.len() >= 110, "{}", tried.len());
    let failed: Vec<_> = tried.iter().filter(|case| case.failure.is_some()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn the_procedures_of_the_city_have_no_finding() {
    let findings = city::read(&folder()).findings;
    let found: Vec<_> = findings
        .iter()
        .filter(|finding| finding.file.starts_with("procedures/"))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_case_that_comes_out_otherwise_is_told_with_both() {
    let reading = Sample::whole()
        .change("procedures/repair.toml", "on = 2019-03-26", "on = 2019-03-27")
        .read();
    let city = reading.city.expect("a case that fails does not stop the city");
    let tried = city.try_cases();
    let failure = tried.iter().find_map(|case| case.failure.as_ref()).expect("one fails");
    insta::assert_snapshot!(failure.en, @"step 1, expected `time to repair`: 2019-03-27, came `time to repair`: 2019-03-26");
    insta::assert_snapshot!(failure.zh, @"第1步应为“整改期限”：2019-03-27，却是“整改期限”：2019-03-26");
}
