//! Questions about duties: who has nothing to do, what nobody uses, what is promised twice.

use super::blocks::{ROWS, WORKS};
use super::{Case, Kind, told};
use crate::sample::Sample;

const UNITS: &str = "people/units.toml";
const POSTS: &str = "people/posts.toml";

pub(super) const CASES: &[Case] = &[
    (
        Kind::VacantPost,
        &[(
            POSTS,
            "holder = { zh = \"（演示）某某\", en = \"(demo) Somebody else\" }\n",
            "",
        )],
    ),
    (
        Kind::IdlePost,
        &[(
            POSTS,
            "[[post]]\nid = \"chief\"",
            "[[post]]\nid = \"clerk\"\ntitle = { zh = \"办事员\", en = \"Clerk\" }\nholder = { zh = \"（演示）某\", en = \"(demo) S\" }\ndemo = true\n\n[[post]]\nid = \"chief\"",
        )],
    ),
    (
        Kind::UnitWithoutPosts,
        &[(
            UNITS,
            "[[unit]]\nid = \"water-bureau\"",
            "[[unit]]\nid = \"archive\"\nname = { zh = \"档案馆\", en = \"Archive\" }\nkind = \"department\"\n\n[[unit]]\nid = \"water-bureau\"",
        )],
    ),
    (
        Kind::UnusedRegister,
        &[(WORKS, "register = \"outfalls\"", "register = \"sewage\"")],
    ),
    (Kind::IndicatorNotFed, &[("registers/sewage.csv", "", "")]),
    (Kind::UnusedTag, &[(WORKS, "tags = [\"water-stream\"]\n", "")]),
    (
        Kind::NoAcceptance,
        &[(WORKS, "acceptance = { zh = \"验收合格\", en = \"Accepted\" }\n", "")],
    ),
    (
        Kind::FactWithoutSource,
        &[(WORKS, "sources = [\"样市水利普查\"]\n", "")],
    ),
    (
        Kind::ClauseWithoutBlocks,
        &[(
            "plan/11-spirit.md",
            "",
            "# 第十一条 精神\n\n> Spirit\n\n大家一起努力。\n\n> All work together.\n",
        )],
    ),
    (
        Kind::PromisedTwice,
        &[
            (
                "plan/11-again.md",
                "",
                "# 第十一条 再说一遍\n\n> Once more\n\n优良天数比例达到85%。\n\n> 85 % of the days are good.\n\n```toml target\nid = \"S11-1\"\nindicator = \"good-air-days\"\nplaces = [\"town\"]\ncomparator = \"at-least\"\nvalue = 85\nunit = \"%\"\ndue = 2020\nanswers = [\"chief\"]\ncertainty = \"V1\"\n```\n",
            ),
            (ROWS, "S10-1,P", "S11-1,T,优良天数,good days\nS10-1,P"),
        ],
    ),
];

#[test]
fn vacant_post() {
    insta::assert_snapshot!(told(Kind::VacantPost), @r#"
    city::vacant-post

      ☞ posts that nobody holds: river-officer
        ╭─[people/posts.toml:10:6]
      9 │ [[post]]
     10 │ id = "river-officer"
        ·      ───────────────
     11 │ title = { zh = "水利局河道科", en = "River office of the water bureau" }
        ╰────
      help: write `holder`, or add it when somebody is appointed
    没有人任职的岗位：river-officer（写上 holder，或在任命后补上）
    "#);
}

#[test]
fn idle_post() {
    insta::assert_snapshot!(told(Kind::IdlePost), @r#"
    city::idle-post

      ☞ posts that answer for nothing: clerk
       ╭─[people/posts.toml:2:6]
     1 │ [[post]]
     2 │ id = "clerk"
       ·      ───────
     3 │ title = { zh = "办事员", en = "Clerk" }
       ╰────
      help: let it answer for something, or take it out
    没有任何职责的岗位：clerk（给它职责，或删去）
    "#);
}

#[test]
fn unit_without_posts() {
    insta::assert_snapshot!(told(Kind::UnitWithoutPosts), @r#"
    city::unit-without-posts

      ☞ units without a post: archive
       ╭─[people/units.toml:8:6]
     7 │ [[unit]]
     8 │ id = "archive"
       ·      ─────────
     9 │ name = { zh = "档案馆", en = "Archive" }
       ╰────
      help: give it a post in people/posts.toml
    没有岗位的单位：archive（在 people/posts.toml 中为它设岗）
    "#);
}

#[test]
fn unused_register() {
    insta::assert_snapshot!(told(Kind::UnusedRegister), @r#"
    city::unused-register

      ☞ registers that no block, indicator or procedure uses: outfalls
       ╭─[registers/outfalls.toml:1:6]
     1 │ id = "outfalls"
       ·      ──────────
     2 │ name = { zh = "入河排污口名录", en = "outfalls into rivers" }
       ╰────
      help: name it in the block that it serves: registers = ["…"]
    计划、指标和办事规程都没有用到的名录：outfalls（在落实它的代码块中写 registers = ["…"]）
    "#);
}

#[test]
fn a_register_that_a_procedure_drives_is_used() {
    const REPAIR: &str = "procedures/repair.toml";
    let unused = || Sample::whole().change(WORKS, "register = \"outfalls\"", "register = \"sewage\"");
    let ways = [
        ("start =", "register = \"outfalls\"\nstart ="),
        (
            "opens = [\"repair\"]",
            "opens = [\"repair\"]\npublishes = [\"outfalls\"]",
        ),
    ];
    for (from, to) in ways {
        let findings = unused().change(REPAIR, from, to).read().findings;
        let kinds: Vec<Kind> = findings.iter().map(|finding| finding.kind).collect();
        assert!(!kinds.contains(&Kind::UnusedRegister), "{to}: {kinds:?}");
    }
}

#[test]
fn indicator_not_fed() {
    insta::assert_snapshot!(told(Kind::IndicatorNotFed), @r#"
    city::indicator-not-fed

      ☞ indicators whose register has no entries: sewage-rate
       ╭─[indicators/rural.toml:2:6]
     1 │ [[indicator]]
     2 │ id = "sewage-rate"
       ·      ─────────────
     3 │ name = { zh = "农村生活污水处理率", en = "rural sewage treatment rate" }
       ╰────
      help: their verdict stays `no data` until the register is filled
    所在名录没有条目、无法计算的指标：sewage-rate（填报名录之前，它们的判定是“没有数据”）
    "#);
}

#[test]
fn unused_tag() {
    insta::assert_snapshot!(told(Kind::UnusedTag), @r#"
    city::unused-tag

      ☞ tags that nothing carries: water-stream
       ╭─[plan/tags.toml:2:6]
     1 │ [[tag]]
     2 │ id = "water-stream"
       ·      ──────────────
     3 │ name = { zh = "水污染治理", en = "water pollution control" }
       ╰────
      help: write tags = ["…"] in a block or task
    没有用到的标签：water-stream（在代码块或任务中写 tags = ["…"]）
    "#);
}

#[test]
fn no_acceptance() {
    insta::assert_snapshot!(told(Kind::NoAcceptance), @r#"
    city::no-acceptance

      ☞ tasks that do not say when they are done: S10-1.2.1
        ╭─[plan/10-works.md:10:6]
      9 │ ```toml programme
     10 │ id = "S10-1"
        ·      ───────
     11 │ name = { zh = "河道整治工程", en = "River works" }
        ╰────
      help: add acceptance = { zh = "…", en = "…" }
    没有写明完成标准的任务：S10-1.2.1（写上 acceptance = { zh = "…", en = "…" }）
    "#);
}

#[test]
fn fact_without_source() {
    insta::assert_snapshot!(told(Kind::FactWithoutSource), @r#"
    city::fact-without-source

      ⚠ `S10-6` does not say where it comes from
        ╭─[plan/10-works.md:89:6]
     88 │ ```toml fact
     89 │ id = "S10-6"
        ·      ───────
     90 │ name = { zh = "河流长度", en = "Length of the river" }
        ╰────
      help: add sources = ["…"]
    “S10-6”没有写明出处（写上 sources = ["…"]）
    "#);
}

#[test]
fn clause_without_blocks() {
    insta::assert_snapshot!(told(Kind::ClauseWithoutBlocks), @"
    city::clause-without-blocks

      ☞ plan/11-spirit.md: Clause 11 has no block: nothing carries its words out
      help: write the block that carries it out after each sentence
    plan/11-spirit.md: 第十一条没有代码块，写的话无人落实（在每句话之后写落实它的代码块）
    ");
}

#[test]
fn promised_twice() {
    insta::assert_snapshot!(told(Kind::PromisedTwice), @r#"
    city::promised-twice

      ⚠ `S11-1` and `S07-22` promise the same thing with different values
        ╭─[plan/11-again.md:10:6]
      9 │ ```toml target
     10 │ id = "S11-1"
        ·      ───────
     11 │ indicator = "good-air-days"
        ╰────
      help: keep one of them, or name other places or another time
    “S11-1”与“S07-22”承诺同一件事，数值不同（只留一个，或写明不同的地点、期限）
    "#);
}
