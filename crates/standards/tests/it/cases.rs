//! The worked cases of this crate, and what the runner makes of lines that are no cases.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use standards::cases::{CaseOutcome, CaseReport, LINE_BYTES_MAX, methods, run, run_line};

/// Every file of cases, in the order of its path.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = folders
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn every_worked_case_passes() {
    let mut told = Vec::new();
    let mut passed = 0;
    for file in files() {
        let report = run(fs::read(&file).unwrap().as_slice()).unwrap();
        passed += report.passed;
        for failure in report.failures {
            told.push(format!("{} line {}: {}", file.display(), failure.line, failure.outcome));
        }
    }
    assert!(
        told.is_empty(),
        "{passed} passed, {} did not:\n{}",
        told.len(),
        told.join("\n")
    );
    assert!(passed >= 149, "{passed}");
}

#[test]
fn every_method_has_a_case_that_can_fail() {
    let texts: Vec<String> = files().iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    for method in methods() {
        let named = format!("\"method\": \"{method}\"");
        let line = texts
            .iter()
            .flat_map(|text| text.lines())
            .find(|line| line.contains(&named));
        let line = line.unwrap_or_else(|| panic!("no case of {method}"));
        let (head, _) = line.split_once("\"expected\":").unwrap();
        let wrong = format!("{head}\"expected\": {{\"there is no such part\": 1}}}}");
        assert!(
            matches!(run_line(&wrong), CaseOutcome::Mismatch { .. }),
            "{method}: {}",
            run_line(&wrong)
        );
    }
}

/// No digit of what is expected may change without the case failing: else the comparison is blind.
#[test]
fn every_expected_digit_matters() {
    let texts: Vec<String> = files().iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let mut changed = 0;
    for line in texts
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.contains("\"tolerance\""))
    {
        let start = line.find("\"expected\":").unwrap();
        let end = line.rfind("\"source\":").unwrap();
        for (place, digit) in line[start..end].match_indices(|letter: char| letter.is_ascii_digit()) {
            let other = if digit == "7" { "3" } else { "7" };
            let wrong = format!("{}{other}{}", &line[..start + place], &line[start + place + 1..]);
            assert!(
                matches!(run_line(&wrong), CaseOutcome::Mismatch { .. }),
                "{wrong}\n{}",
                run_line(&wrong)
            );
            changed += 1;
        }
    }
    assert!(changed > 300, "{changed}");
}

#[test]
fn lines_that_are_no_cases() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let deeper = "[".repeat(100_000);
    let lines = [
        "",
        "{",
        "42",
        r#"{"method": 1, "input": {}, "expected": {}}"#,
        r#"{"method": "astrology", "input": {}, "expected": {}}"#,
        r#"{"method": "iaqi", "input": [], "expected": {}}"#,
        r#"{"method": "iaqi", "input": {"standard": "HJ633-2012", "pollutant": "XX", "period": "day", "concentration": 1}, "expected": {}}"#,
        r#"{"method": "iaqi", "input": {"standard": "HJ633-2012", "pollutant": "PM25", "period": "day", "concentration": "1"}, "expected": {}}"#,
        r#"{"method": "iaqi", "input": {"standard": "HJ633-2012", "pollutant": "PM25", "period": "day", "concentration": 1e999999999}, "expected": {}}"#,
        r#"{"method": "iaqi", "input": {"standard": "HJ633-2012", "pollutant": "PM25", "period": "day", "concentration": 1e-999999999}, "expected": {}}"#,
        r#"{"method": "round_8170", "input": {"value": "1", "decimals": 4000000000}, "expected": {"rounded": "1"}}"#,
        r#"{"method": "round_interval", "input": {"value": "1", "interval": "0"}, "expected": {"rounded": "1"}}"#,
        deep.as_str(),
        deeper.as_str(),
    ];
    let told: Vec<_> = lines.iter().map(|line| run_line(line).to_string()).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    malformed: not JSON: EOF while parsing a value at line 1 column 0
    malformed: not JSON: EOF while parsing an object at line 1 column 1
    malformed: looking for `method`: an object is expected, not 42
    malformed: a text is expected, not 1
    method `astrology` is not built
    malformed: iaqi: looking for `standard`: an object is expected, not []
    malformed: iaqi: `XX` is not a monitored item; write a code such as NH3N, a name such as 氨氮 or an HJ 212 code such as w21003
    expected {}, got {"iaqi": 2}
    malformed: a number that does not fit an exact decimal of 28 digits
    malformed: a number that does not fit an exact decimal of 28 digits
    malformed: round_8170: decimals 4000000000 is more than 28
    malformed: round_interval: 0 is not 1, 2 or 5 times a power of ten, or the value is too large for it
    malformed: nested deeper than 16 levels
    malformed: not JSON: EOF while parsing a list at line 1 column 100000
    "#);
}

#[test]
fn a_run_goes_on_after_each_failure() {
    let long = " ".repeat(LINE_BYTES_MAX + 7);
    let good = r#"{"id": "g", "method": "round_8170", "input": {"value": "60.5", "decimals": 0}, "expected": {"rounded": "60"}}"#;
    let bad = good.replace("\"60\"", "\"61\"");
    let text = format!("{good}\n\n{bad}\nnot json\n{long}x\n{good}");
    let mut bytes = text.into_bytes();
    bytes.extend(b"\n\xff\xfe\n");
    bytes.extend(good.as_bytes());
    bytes.extend(b"\n{\"id\": \"n\", \"method\": \"unheard_of\", \"input\": {}, \"expected\": {}}");
    let CaseReport {
        passed,
        failed,
        not_built,
        failures,
    } = run(bytes.as_slice()).unwrap();
    let told: Vec<_> = failures
        .iter()
        .map(|one| format!("{} {:?}: {}", one.line, one.id, one.outcome))
        .collect();
    insta::assert_snapshot!(format!("{passed} passed, {failed} failed, {not_built} not built\n{}", told.join("\n")), @r#"
    3 passed, 5 failed, 1 not built
    3 Some("g"): expected {"rounded": "61"}, got {"rounded": "60"}
    4 None: malformed: not JSON: expected ident at line 1 column 2
    5 None: malformed: longer than 1048576 bytes
    7 None: malformed: not JSON: expected value at line 1 column 1
    9 Some("n"): method `unheard_of` is not built
    "#);
}

/// JSON of any shape, with numbers of any size.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|truth| truth.to_string()),
        "-?[1-9][0-9]{0,40}(\\.[0-9]{1,40})?([eE]-?[0-9]{1,12})?",
        "\"[A-Za-z0-9_. -]{0,12}\"",
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|entries| format!("[{}]", entries.join(","))),
            prop::collection::vec(("[a-zA-Z0-9_]{1,6}", inner), 0..5).prop_map(|fields| {
                let fields: Vec<_> = fields
                    .into_iter()
                    .map(|(name, value)| format!("\"{name}\":{value}"))
                    .collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

/// The inputs of the worked cases, each with one leaf replaced: shapes that reach deep into every method.
fn spoilt_case() -> impl Strategy<Value = String> {
    let lines: Vec<String> = files()
        .iter()
        .flat_map(|file| {
            fs::read_to_string(file)
                .unwrap()
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    (prop::sample::select(lines), any::<prop::sample::Index>(), any_json()).prop_map(|(line, at, put)| {
        let starts: Vec<usize> = line
            .match_indices([':', ',', '['])
            .map(|(place, _)| place + 1)
            .collect();
        let start = *at.get(&starts);
        let end = line[start..]
            .find([',', '}', ']'])
            .map_or(line.len(), |length| start + length);
        format!("{}{put}{}", &line[..start], &line[end..])
    })
}

proptest! {
    #[test]
    fn no_input_stops_the_runner(method in prop::sample::select(methods().collect::<Vec<_>>()), input in any_json()) {
        run_line(&format!(r#"{{"method": "{method}", "input": {input}, "expected": {{}}}}"#));
    }

    #[test]
    fn no_spoilt_case_stops_the_runner(line in spoilt_case()) {
        run_line(&line);
    }

    #[test]
    fn no_text_stops_the_runner(line in "\\PC{0,80}") {
        run_line(&line);
    }
}
