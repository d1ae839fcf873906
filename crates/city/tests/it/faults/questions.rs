//! Questions about chiefs, roles and days that only the whole folder can answer.

use super::blocks::WORKS;
use super::{Case, Kind, POINTS, told};
use crate::sample::Sample;

const POSTS: &str = "people/posts.toml";
const BUREAU: &str = "unit = \"water-bureau\"\n";

pub(super) const CASES: &[Case] = &[
    (
        Kind::TwoChiefs,
        &[
            (POSTS, "level = \"city\"\n", "level = \"city\"\nroles = [\"chief\"]\n"),
            (
                POSTS,
                BUREAU,
                "unit = \"water-bureau\"\nlevel = \"city\"\nroles = [\"chief\"]\n",
            ),
            (
                POINTS,
                "answers = [\"chief\"]",
                "answers = [\"chief\", \"river-officer\"]",
            ),
        ],
    ),
    (
        Kind::RoleOfNoProcedure,
        &[(POSTS, "level = \"city\"\n", "level = \"city\"\nroles = [\"unti\"]\n")],
    ),
    (
        Kind::DueBeforeResolution,
        &[
            (WORKS, "from = 2018-07-01\n", ""),
            (WORKS, "due = 2019-12-31\n", "due = 2018-05-31\n"),
            (WORKS, "from = 2019-01-01\n", ""),
        ],
    ),
];

#[test]
fn two_chiefs() {
    insta::assert_snapshot!(told(Kind::TwoChiefs), @r#"
    city::two-chiefs

      ⚠ reach `lian-lower` has 2 chiefs (city): chief, river-officer
        ╭─[people/posts.toml:11:6]
     10 │ [[post]]
     11 │ id = "river-officer"
        ·      ───────────────
     12 │ title = { zh = "水利局河道科", en = "River office of the water bureau" }
        ╰────
      help: a reach has one chief at each level: check `answers` of its points and the registers, or
            the `level` of the posts
    河段“lian-lower”有2名河长（市级）：chief、river-officer（一段河每级只有一名河长：核对测点的 answers 和名录，或改岗位的 level）
    "#);
}

#[test]
fn chiefs_of_two_levels_share_a_reach() {
    let two_levels = |sample: Sample, level: &str| {
        let lower = format!("{BUREAU}level = \"{level}\"\nroles = [\"chief\"]\n");
        sample
            .change(POSTS, "level = \"city\"\n", "level = \"city\"\nroles = [\"chief\"]\n")
            .change(POSTS, BUREAU, &lower)
            .change(
                POINTS,
                "answers = [\"chief\"]",
                "answers = [\"chief\", \"river-officer\"]",
            )
    };
    let asked = |level| {
        let findings = two_levels(Sample::whole(), level).read().findings;
        findings.iter().any(|finding| finding.kind == Kind::TwoChiefs)
    };
    assert!(asked("city"));
    assert!(!asked("county"));
}

#[test]
fn chiefs_meet_in_a_register_too() {
    let form = "id = \"segments\"\nname = { zh = \"河段\", en = \"segments\" }\nkey = [\"code\"]\ncertainty = \"PD\"\n\n\
                [[field]]\nid = \"code\"\nname = { zh = \"编号\", en = \"code\" }\ntype = \"text\"\n\n\
                [[field]]\nid = \"reach\"\nname = { zh = \"河段\", en = \"reach\" }\ntype = \"reach\"\n\n\
                [[field]]\nid = \"chief\"\nname = { zh = \"河长\", en = \"chief\" }\ntype = \"post\"\n";
    let asked = |entries: &str| {
        let sample = Sample::whole()
            .change(POSTS, "level = \"city\"\n", "level = \"city\"\nroles = [\"chief\"]\n")
            .change(
                POSTS,
                BUREAU,
                "unit = \"water-bureau\"\nlevel = \"city\"\nroles = [\"chief\"]\n",
            )
            .change("registers/segments.toml", "", form)
            .change("registers/segments.csv", "", entries);
        let findings = sample.read().findings;
        findings.iter().any(|finding| finding.kind == Kind::TwoChiefs)
    };
    // The section on the lower reach has one chief already.
    assert!(asked("code,reach,chief\na,lian-lower,river-officer\n"));
    assert!(!asked(
        "code,reach,chief\na,lian-lower,chief\nb,lian-upper,river-officer\nc,,river-officer\n"
    ));
}

#[test]
fn role_of_no_procedure() {
    insta::assert_snapshot!(told(Kind::RoleOfNoProcedure), @r#"
    city::role-of-no-procedure

      ⚠ post `chief` plays the role `unti`, which no procedure has
       ╭─[people/posts.toml:2:6]
     1 │ [[post]]
     2 │ id = "chief"
       ·      ───────
     3 │ title = { zh = "河长", en = "River chief" }
       ╰────
      help: did you mean `unit`?
    岗位“chief”的角色“unti”在哪个办事规程中都没有（是否要写“unit”？）
    "#);
}

#[test]
fn due_before_resolution() {
    insta::assert_snapshot!(told(Kind::DueBeforeResolution), @r#"
    city::due-before-resolution

      ⚠ due before the resolution of 2018-06-08: S10-1.1
        ╭─[plan/10-works.md:10:6]
      9 │ ```toml programme
     10 │ id = "S10-1"
        ·      ───────
     11 │ name = { zh = "河道整治工程", en = "River works" }
        ╰────
      help: check `due`; what was done by then is a `fact`
    期限早于决议通过的2018-06-08：S10-1.1（核对 due；已办完的事写成 fact）
    "#);
}

#[test]
fn a_value_of_a_profile_that_ends_before_it_begins() {
    let profile = "[[parameter]]\nid = \"publicity_working_days\"\n[[parameter.value]]\nvalue = \"5\"\nfrom = 2019-01-01\nto = 2018-12-31\n\
                   certainty = \"V1\"\nsource = \"文件\"\n";
    let sample = Sample::whole().change("profiles/responsibility.toml", "", profile);
    insta::assert_snapshot!(sample.told(Kind::PeriodBackwards), @r#"
    city::period-backwards

      × 2018-12-31 lies before 2019-01-01
       ╭─[profiles/responsibility.toml:6:6]
     5 │ from = 2019-01-01
     6 │ to = 2018-12-31
       ·      ──────────
     7 │ certainty = "V1"
       ╰────
      help: from is the first day, to is the last
    2018-12-31早于2019-01-01（from 是第一天，to 是最后一天）
    "#);
}
