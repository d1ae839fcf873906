//! Where a finding points: the mark stands under the fault whatever letters are before it, and a long line is cut around it.

use std::fs;

use city::{Finding, FindingKind as Kind};
use standards::Language;

use crate::sample::{Sample, render};
use crate::xiangtan::folder;

fn only(findings: Vec<Finding>, kind: Kind) -> Finding {
    findings.into_iter().find(|finding| finding.kind == kind).unwrap()
}

#[test]
fn marks_stand_under_what_follows_chinese() {
    let sample = Sample::whole().change("people/posts.toml", "en = \"(demo) Somebody\"", "en = 7");
    let finding = only(sample.read().findings, Kind::WrongType);
    assert_eq!(finding.line_and_column(), Some((4, 32)));
    insta::assert_snapshot!(render(&finding, Language::Chinese), @r#"
    city::wrong-type

      × “en”应为文字，这里是整数
       ╭─[people/posts.toml:4:32]
     3 │ title = { zh = "河长", en = "River chief" }
     4 │ holder = { zh = "（演示）某人", en = 7 }
       ·                                      ─
     5 │ demo = true
       ╰────
      help: 写法如 en = "…"
    "#);
}

#[test]
fn a_long_line_is_cut_around_the_fault() {
    let map = fs::read_to_string(folder().join("places/waters.geojson")).unwrap();
    let map = map
        .replace('\n', "")
        .replace("xiang-main", "lian")
        .replace("\"downstream\":\"xiang-lower\"", "\"downstream\":\"xiang-lowr\"");
    let reading = Sample::whole().change("places/waters.geojson", "", &map).read();
    let finding = only(reading.findings, Kind::UnknownReach);
    let (line, column) = finding.line_and_column().unwrap();
    assert_eq!(line, 1);
    assert_eq!(column, 3896);
    insta::assert_snapshot!(render(&finding, Language::English), @r#"
    city::unknown-reach

      × there is no reach `xiang-lowr`
       ╭─[places/waters.geojson:1:3896]
     1 │  to the mouth of the Lian","water_body":"lian","downstream":"xiang-lowr","sketch":true},"geometry":{"type":"LineString","coordinates
       ·                                                             ────────────
       ╰────
      help: did you mean `xiang-lower`?
    "#);
}

#[test]
fn a_finding_about_a_whole_file_has_no_line() {
    let reading = Sample::whole().change("city.toml", "", "").read();
    let finding = only(reading.findings, Kind::MissingFile);
    assert_eq!((finding.file.as_str(), finding.line_and_column()), ("city.toml", None));
}

#[test]
fn findings_come_in_the_order_of_the_text() {
    let reading = Sample::whole()
        .change("plan/07-air.md", "\"chief\"", "\"chef\"")
        .change("plan/07-air.md", "\"town\"", "\"twon\"")
        .change("plan/05-water.md", "\"II\"", "\"VII\"")
        .change("city.toml", "480", "4800")
        .read();
    let places: Vec<String> = reading
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{}:{} {}",
                finding.file,
                finding.line_and_column().unwrap().0,
                finding.kind.code()
            )
        })
        .collect();
    insta::assert_snapshot!(places.join("\n"), @"
    city.toml:3 city::value-out-of-range
    plan/05-water.md:14 city::class-out-of-range
    plan/07-air.md:12 city::unknown-place
    plan/07-air.md:17 city::unknown-post
    ");
}
