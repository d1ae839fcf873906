//! Files of which nothing can be read, characters that nobody sees, blocks that do not end; and one fault that is not told a hundred
//! times by what it keeps from being known.

use city::Severity;

use super::{AIR, Case, HEAD, Kind, PLACES, POINTS, WATER, WATERS, told};
use crate::sample::Sample;

const POSTS: &str = "people/posts.toml";
const UNITS: &str = "people/units.toml";
const SEWAGE: &str = "registers/sewage.toml";
const VILLAGE_ROWS: &str = "registers/villages.csv";
const RURAL: &str = "indicators/rural.toml";
const DIVISIONS: &str = "places/divisions.csv";

pub(super) const CASES: &[Case] = &[
    (Kind::EmptyFile, &[(HEAD, "", " \n")]),
    (
        Kind::LineEnds,
        &[(HEAD, "", "id = \"sample\"\rname = { zh = \"样市\", en = \"Sample\" }\r")],
    ),
    (Kind::HiddenCharacter, &[(AIR, "优良天数比例", "优良\u{200b}天数比例")]),
    (
        Kind::UnclosedBlock,
        &[(AIR, "certainty = \"V1\"\n```", "certainty = \"V1\"")],
    ),
    (Kind::UnusedIndicator, &[("plan/10-works.md", ", \"RUR-2\"]", "]")]),
    (
        Kind::SaidTwice,
        &[(AIR, "answers = [\"chief\"]", "answers = [\"chief\", \"chief\"]")],
    ),
];

#[test]
fn empty_file() {
    insta::assert_snapshot!(told(Kind::EmptyFile), @"
    city::empty-file

      × city.toml: nothing stands in this file
      help: write something, or delete the file
    city.toml: 这个文件是空的（写上内容，或删去文件）
    ");
}

#[test]
fn line_ends() {
    insta::assert_snapshot!(told(Kind::LineEnds), @"
    city::line-ends

      × city.toml: its lines end with a carriage return alone, so the whole file is one line
      help: save it with LF or CRLF line ends in an editor
    city.toml: 各行只以回车符（CR）结尾，整个文件成了一行（用编辑器把行尾改为 LF 或 CRLF 后保存）
    ");
}

#[test]
fn hidden_character() {
    insta::assert_snapshot!(told(Kind::HiddenCharacter).replace('\u{200b}', "·"), @"
    city::hidden-character

      ⚠ here is a character that nobody sees, U+200B
       ╭─[plan/07-air.md:5:3]
     4 │
     5 │ 优良·天数比例达到80%以上。
       ·     ─
     6 │
       ╰────
      help: delete it; it mostly comes along when text is copied
    这里有看不见的字符 U+200B（删去它；多半是从别处复制时带来的）
    ");
}

#[test]
fn a_hidden_character_that_an_escape_makes() {
    let told = Sample::whole()
        .change(HEAD, "en = \"Sample\"", "en = \"Sam\\u202Eple\"")
        .told(Kind::HiddenCharacter);
    insta::assert_snapshot!(told, @r#"
    city::hidden-character

      ⚠ here is a character that nobody sees, U+202E
       ╭─[city.toml:2:26]
     1 │ id = "sample"
     2 │ name = { zh = "样市", en = "Sam\u202Eple" }
       ·                            ──────────────
     3 │ utc_offset_minutes = 480
       ╰────
      help: delete it; it mostly comes along when text is copied
    这里有看不见的字符 U+202E（删去它；多半是从别处复制时带来的）
    "#);
}

#[test]
fn unclosed_block() {
    insta::assert_snapshot!(told(Kind::UnclosedBlock), @r#"
    city::unclosed-block

      × this block is never closed
        ╭─[plan/07-air.md:9:1]
      8 │
      9 │ ```toml target
        · ──────────────
     10 │ id = "S07-22"
        ╰────
      help: write ``` on a line of its own after its last key
    这个代码块没有结束（在它最后一个键之后，另起一行写 ```）
    "#);
}

#[test]
fn a_block_that_swallows_the_next_or_ends_with_another_fence_is_unclosed() {
    let swallowing = Sample::whole().change(
        "plan/10-works.md",
        "answers = [\"chief\"]\ncertainty = \"V1\"\n```\n\n```toml list",
        "answers = [\"chief\"]\ncertainty = \"V1\"\n\n```toml list",
    );
    let other_fence = Sample::whole().change(AIR, "```toml target", "~~~toml target");
    for sample in [swallowing, other_fence] {
        assert_eq!(errors(sample), [Kind::UnclosedBlock]);
    }
}

#[test]
fn an_indented_block_is_told() {
    let told = Sample::whole()
        .change(AIR, "```toml target", "    ```toml target")
        .told(Kind::NestedBlock);
    insta::assert_snapshot!(told, @r#"
    city::nested-block

      × blanks stand before this block, so it is plain text
        ╭─[plan/07-air.md:9:5]
      8 │
      9 │     ```toml target
        ·     ──────────────
     10 │ id = "S07-22"
        ╰────
      help: begin its lines at the left margin
    这个代码块前面有空格，成了普通文字（把它顶格写）
    "#);
}

#[test]
fn blanks_in_the_opening_line_do_not_count() {
    let sample = Sample::whole().change(AIR, "```toml target", "``` toml   target ");
    assert_eq!(errors(sample), []);
}

#[test]
fn unused_indicator() {
    insta::assert_snapshot!(told(Kind::UnusedIndicator), @r#"
    city::unused-indicator

      ☞ indicators that no target and no block uses: sewage-rate
       ╭─[indicators/rural.toml:2:6]
     1 │ [[indicator]]
     2 │ id = "sewage-rate"
       ·      ─────────────
     3 │ name = { zh = "农村生活污水处理率", en = "rural sewage treatment rate" }
       ╰────
      help: let a target use it (indicator = "…"), or take it out
    没有目标或代码块用到的指标：sewage-rate（让一个目标用它（indicator = "…"），或删去）
    "#);
}

#[test]
fn said_twice() {
    insta::assert_snapshot!(told(Kind::SaidTwice), @r#"
    city::said-twice

      ⚠ `chief` stands twice in `answers`
        ╭─[plan/07-air.md:17:21]
     16 │ due = 2020
     17 │ answers = ["chief", "chief"]
        ·                     ───────
     18 │ certainty = "V1"
        ╰────
      help: delete one of them
    “chief”在“answers”里写了两次（删去一个）
    "#);
}

/// The kinds of the errors of a sample.
fn errors(sample: Sample) -> Vec<Kind> {
    let findings = sample.read().findings;
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| finding.kind).collect()
}

#[test]
fn a_fault_is_not_told_again_by_what_it_keeps_from_being_known() {
    let whole = Sample::whole;
    let broken = "[[x\n";
    let cases: [(&str, Sample, &[Kind]); 16] = [
        ("no posts", whole().change(POSTS, "", ""), &[Kind::MissingFile]),
        (
            "posts are no TOML",
            whole().change(POSTS, "", broken),
            &[Kind::BrokenToml],
        ),
        (
            "a post is no TOML",
            whole().change(POSTS, "[[post]]", "[[post"),
            &[Kind::BrokenToml],
        ),
        ("posts are empty", whole().change(POSTS, "", "\n"), &[Kind::EmptyFile]),
        (
            "a post without title",
            whole().change(POSTS, "title", "tittle"),
            &[Kind::UnknownKey],
        ),
        ("no places", whole().change(PLACES, "", ""), &[Kind::MissingFile]),
        (
            "places are no TOML",
            whole().change(PLACES, "", broken),
            &[Kind::BrokenToml],
        ),
        (
            "units are no TOML",
            whole().change(UNITS, "", broken),
            &[Kind::BrokenToml],
        ),
        ("no reaches", whole().change(WATERS, "", ""), &[Kind::MissingFile]),
        (
            "reaches are no map",
            whole().change(WATERS, "", "[]"),
            &[Kind::BrokenGeojson],
        ),
        (
            "a register is no TOML",
            whole().change(SEWAGE, "name = {", "name = {{"),
            &[Kind::BrokenToml],
        ),
        (
            "a field of no type",
            whole().change(SEWAGE, "type = \"number\"", "type = \"numbr\""),
            &[Kind::UnknownFieldType],
        ),
        (
            "semicolons",
            whole().change(VILLAGE_ROWS, "", "code;place;surveyed;planned\nv1;town;;\n"),
            &[Kind::BrokenCsv],
        ),
        (
            "an indicator is no TOML",
            whole().change(RURAL, "\"ratio\"", "ratio"),
            &[Kind::BrokenToml],
        ),
        (
            "a misspelt key",
            whole().change(WATER, "places =", "place ="),
            &[Kind::UnknownKey],
        ),
        (
            "a table of divisions with another heading",
            whole().change(DIVISIONS, "code,", "id,"),
            &[Kind::MissingColumn],
        ),
    ];
    for (what, sample, expected) in cases {
        assert_eq!(errors(sample), expected, "{what}");
    }
}

#[test]
fn what_is_unknown_beside_a_fault_is_told_all_the_same() {
    let sample = Sample::whole().change(POSTS, "[[post]]", "[[post").change(
        POINTS,
        "answers = [\"chief\"]",
        "answers = [\"stranger\"]",
    );
    assert_eq!(errors(sample), [Kind::BrokenToml, Kind::UnknownPost]);
}

#[test]
fn two_sections_that_do_not_parse_are_both_told() {
    let sample = Sample::whole().change(POSTS, "title = {", "title = {{").change(
        POSTS,
        "id = \"river-officer\"",
        "id = river-officer",
    );
    assert_eq!(errors(sample), [Kind::BrokenToml, Kind::BrokenToml]);
}

#[test]
fn what_was_probably_meant_is_said() {
    let advice = |sample: Sample, kind: Kind| {
        let findings = sample.read().findings;
        let found = findings.into_iter().find(|finding| finding.kind == kind);
        found
            .and_then(|finding| finding.help)
            .map(|help| help.en)
            .unwrap_or_default()
    };
    let whole = Sample::whole;
    for (sample, kind, expected) in [
        (
            whole().change(WATER, "\"lian\"", "\"涟水\""),
            Kind::UnknownPlace,
            "did you mean `lian`?",
        ),
        (
            whole().change(AIR, "value = 80", "value = \"80\""),
            Kind::WrongType,
            "write it like value = 80",
        ),
        (
            whole().change(AIR, "due = 2020", "due = \"2020/12/31\""),
            Kind::WrongType,
            "write it like due = 2020-12-31",
        ),
        (
            whole().change(AIR, "answers = [\"chief\"]", "answers = \"chief\""),
            Kind::WrongType,
            "write it like answers = [\"chief\"]",
        ),
        (
            whole().change(AIR, "\"at-least\"", "“at-least”"),
            Kind::BrokenToml,
            "put texts in straight quotes: \"…\"",
        ),
        (
            whole().change(AIR, "due = 2020", "due = 2020-02-30"),
            Kind::BrokenToml,
            "a date is written 2020-02-29, with a month and a day that exist",
        ),
        (
            whole().change(AIR, "```toml target", "```target"),
            Kind::UnknownBlock,
            "did you mean `toml target`?",
        ),
        (
            whole().change("registers/sewage.csv", "420", "４２０户"),
            Kind::WrongCell,
            "did you mean `420`?",
        ),
        (
            whole().change(VILLAGE_ROWS, "2018-05-01", "2018/5/1"),
            Kind::WrongCell,
            "did you mean `2018-05-01`?",
        ),
    ] {
        assert_eq!(advice(sample, kind), expected, "{kind:?}");
    }
}
