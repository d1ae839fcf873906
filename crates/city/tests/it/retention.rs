//! How long raw frames are kept: what a folder may say of it, and what a wrong one is told.

use city::FindingKind as Kind;

use crate::sample::Sample;

const FILE: &str = "retention.toml";
const STEPS: &str = r#"[[raw_frame_days]]
from = 2028-01-01
certainty = "K"
source = "档案管理办法"
zh = "原始报文永久保存"
en = "raw frames are kept for good"

[[raw_frame_days]]
from = 2026-01-01
days = 1095
certainty = "K"
source = "档案管理办法"
zh = "原始报文保存三年"
en = "raw frames are kept for three years"
"#;

#[test]
fn steps_read_in_the_order_of_their_days() {
    let reading = Sample::whole().change(FILE, "", STEPS).read();
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let steps = reading.city.unwrap().retention.unwrap();
    let told: Vec<_> = steps.iter().map(|(from, days)| (from.to_string(), *days)).collect();
    assert_eq!(
        told,
        [("2026-01-01".to_owned(), Some(1_095)), ("2028-01-01".to_owned(), None)]
    );
    assert!(
        Sample::whole().read().city.unwrap().retention.is_none(),
        "no file, no choice"
    );
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let cases: &[(&str, &str, Kind, usize)] = &[
        ("days = 1095", "days = 30", Kind::ValueOutOfRange, 10),
        ("days = 1095", "days = -1", Kind::ValueOutOfRange, 10),
        ("days = 1095", "days = \"1095\"", Kind::WrongType, 10),
        ("days = 1095", "hours = 1095", Kind::UnknownKey, 10),
        ("from = 2026-01-01", "from = 2028-01-01", Kind::DuplicateId, 8),
        ("certainty = \"K\"", "certainty = \"sure\"", Kind::UnknownWord, 3),
        ("source = \"档案管理办法\"\n", "", Kind::MissingKey, 1),
        ("[[raw_frame_days]]", "[[raw_frame]]", Kind::UnknownKey, 1),
    ];
    for (from, to, expected, line) in cases {
        let changed = STEPS.replacen(from, to, 1);
        let findings = Sample::whole().change(FILE, "", &changed).read().findings;
        let found = findings
            .iter()
            .find(|finding| finding.kind == *expected && finding.file == FILE);
        let found = found.unwrap_or_else(|| panic!("{to}: {findings:?}"));
        assert_eq!(found.line_and_column().map(|(line, _)| line), Some(*line), "{to}");
    }
}
