//! Rows of the resolution, and the blocks that carry them out.

use super::{Case, Kind, told};

pub(super) const WORKS: &str = "plan/10-works.md";
pub(super) const ROWS: &str = "plan/rows.csv";
const UNITS: &str = "people/units.toml";

pub(super) const CASES: &[Case] = &[
    (
        Kind::UnknownOrganisation,
        &[(WORKS, "with = [\"government\"]", "with = [\"goverment\"]")],
    ),
    (
        Kind::CyclicUnits,
        &[(
            UNITS,
            "division = \"town\"",
            "division = \"town\"\nparent = \"water-bureau\"",
        )],
    ),
    (Kind::UnknownTag, &[(WORKS, "\"water-stream\"", "\"water\"")]),
    (Kind::UnknownRule, &[(WORKS, "RESP-10", "resp10")]),
    (Kind::UnknownRow, &[(ROWS, "S10-2,M,河长巡河,patrols of chiefs\n", "")]),
    (
        Kind::RowNotRealised,
        &[(ROWS, "S10-2,", "S10-9,M,公示牌,signboards\nS10-2,")],
    ),
    (Kind::RowOfOtherKind, &[(ROWS, "S10-2,M", "S10-2,L")]),
    (Kind::NothingCarriesOut, &[(WORKS, "rules = [\"RESP-2\"]\n", "")]),
    (
        Kind::MeasureIncomplete,
        &[(
            WORKS,
            "rules = [\"RESP-2\"]",
            "rules = [\"RESP-2\"]\nvalue = 3\nunit = \"1\"",
        )],
    ),
    (Kind::NoParentTask, &[(WORKS, "S10-1.2.1", "S10-1.3.1")]),
    (
        Kind::TaskWithoutPost,
        &[(WORKS, "post = \"river-officer\"\ndue = 2020-06-30", "due = 2020-06-30")],
    ),
    (
        Kind::PostOfOtherUnit,
        &[(WORKS, "post = \"river-officer\"", "post = \"chief\"")],
    ),
    (
        Kind::UnitHelpsItself,
        &[(WORKS, "with = [\"government\"]", "with = [\"water-bureau\"]")],
    ),
    (Kind::WeightSum, &[(WORKS, "weight = 60", "weight = 50")]),
    (Kind::WeightMissing, &[(WORKS, "weight = 60\n", "")]),
    (Kind::DueAfterParent, &[(WORKS, "due = 2020-06-30", "due = 2021-06-30")]),
    (
        Kind::StartBeforeParent,
        &[(WORKS, "due = 2020-06-30", "from = 2018-09-01\ndue = 2020-06-30")],
    ),
    (
        Kind::DueBeforeStart,
        &[(WORKS, "due = 2020-06-30", "from = 2020-07-01\ndue = 2020-06-30")],
    ),
    (
        Kind::MilestoneOutside,
        &[(WORKS, "day = 2019-06-30", "day = 2018-06-30")],
    ),
];

#[test]
fn unknown_organisation() {
    insta::assert_snapshot!(told(Kind::UnknownOrganisation), @r#"
    city::unknown-organisation

      × there is no unit `goverment`
        ╭─[plan/10-works.md:29:9]
     28 │ unit = "water-bureau"
     29 │ with = ["goverment"]
        ·         ───────────
     30 │ post = "river-officer"
        ╰────
      help: did you mean `government`?
    没有单位“goverment”（是否要写“government”？）
    "#);
}

#[test]
fn cyclic_units() {
    insta::assert_snapshot!(told(Kind::CyclicUnits), @r#"
    city::cyclic-units

      × unit `water-bureau` stands, in a circle, above itself
        ╭─[people/units.toml:12:10]
     11 │ kind = "department"
     12 │ parent = "government"
        ·          ────────────
        ╰────
      help: check `parent`
    单位“water-bureau”绕了一圈又隶属于自己（核对 parent）
    "#);
}

#[test]
fn unknown_tag() {
    insta::assert_snapshot!(told(Kind::UnknownTag), @r#"
    city::unknown-tag

      × there is no tag `water`
        ╭─[plan/10-works.md:17:9]
     16 │ rules = ["RESP-10"]
     17 │ tags = ["water"]
        ·         ───────
     18 │ certainty = "V1"
        ╰────
      help: known here: water-stream
    没有标签“water”（可用的有：water-stream）
    "#);
}

#[test]
fn unknown_rule() {
    insta::assert_snapshot!(told(Kind::UnknownRule), @r#"
    city::unknown-rule

      × there is no rule `resp10`
        ╭─[plan/10-works.md:16:10]
     15 │ answers = ["chief"]
     16 │ rules = ["resp10"]
        ·          ────────
     17 │ tags = ["water-stream"]
        ╰────
      help: did you mean `RESP-10`?
    没有规则“resp10”（是否要写“RESP-10”？）
    "#);
}

#[test]
fn unknown_row() {
    insta::assert_snapshot!(told(Kind::UnknownRow), @r#"
    city::unknown-row

      × the resolution has no row `S10-2`
        ╭─[plan/10-works.md:56:6]
     55 │ ```toml mechanism
     56 │ id = "S10-2"
        ·      ───────
     57 │ name = { zh = "河长巡河", en = "Patrols of chiefs" }
        ╰────
      help: check the id; rows stand in plan/rows.csv
    决议表中没有“S10-2”这一行（核对编号；行写在 plan/rows.csv）
    "#);
}

#[test]
fn row_not_realised() {
    insta::assert_snapshot!(told(Kind::RowNotRealised), @"
    city::row-not-realised

      ⚠ no block realises the row `S10-9` (signboards)
       ╭─[plan/rows.csv:5:1]
     4 │ S10-1,P,河道整治工程,river works
     5 │ S10-9,M,公示牌,signboards
       · ─────
     6 │ S10-2,M,河长巡河,patrols of chiefs
       ╰────
      help: write a block into its clause: toml mechanism
    决议表的“S10-9”（公示牌）没有代码块落实（在所在条目中写一个代码块：toml mechanism）
    ");
}

#[test]
fn row_of_other_kind() {
    insta::assert_snapshot!(told(Kind::RowOfOtherKind), @r#"
    city::row-of-other-kind

      ⚠ `S10-2` is a list in the table of the resolution, here it is a mechanism
        ╭─[plan/10-works.md:56:6]
     55 │ ```toml mechanism
     56 │ id = "S10-2"
        ·      ───────
     57 │ name = { zh = "河长巡河", en = "Patrols of chiefs" }
        ╰────
      help: change the kind of block, or `kind` in plan/rows.csv
    “S10-2”在决议表中是名录，这里写成机制（改代码块的类别，或改 plan/rows.csv 的 kind）
    "#);
}

#[test]
fn nothing_carries_out() {
    insta::assert_snapshot!(told(Kind::NothingCarriesOut), @r#"
    city::nothing-carries-out

      × no rule and no procedure carries this mechanism out
        ╭─[plan/10-works.md:55:1]
     54 │
     55 │ ```toml mechanism
        · ─────────────────
     56 │ id = "S10-2"
        ╰────
      help: add rules = ["…"] or procedures = ["…"]
    这个机制没有规则或程序来落实（写上 rules = ["…"] 或 procedures = ["…"]）
    "#);
}

#[test]
fn measure_incomplete() {
    insta::assert_snapshot!(told(Kind::MeasureIncomplete), @r#"
    city::measure-incomplete

      × indicator, comparator, value and unit belong together
        ╭─[plan/10-works.md:55:1]
     54 │
     55 │ ```toml mechanism
        · ─────────────────
     56 │ id = "S10-2"
        ╰────
      help: add `indicator` and `comparator`, or leave all of them out
    指标、比较方式、数值和单位要写在一起（补上 indicator 和 comparator；不衡量就都不写）
    "#);
}

#[test]
fn no_parent_task() {
    insta::assert_snapshot!(told(Kind::NoParentTask), @r#"
    city::no-parent-task

      × task `S10-1.3.1` has no parent `S10-1.3`
        ╭─[plan/10-works.md:42:1]
     41 │
     42 │ [[task]]
        · ────────
     43 │ id = "S10-1.3.1"
        ╰────
      help: write the parent task, or change the id
    任务“S10-1.3.1”的上级“S10-1.3”没有写（先写上级任务，或改编号）
    "#);
}

#[test]
fn task_without_post() {
    insta::assert_snapshot!(told(Kind::TaskWithoutPost), @r#"
    city::task-without-post

      × task `S10-1.2.1` does not say which unit leads and which post answers
        ╭─[plan/10-works.md:42:1]
     41 │
     42 │ [[task]]
        · ────────
     43 │ id = "S10-1.2.1"
        ╰────
      help: add unit = "…" and post = "…"
    任务“S10-1.2.1”没有写明牵头单位和责任岗位（补上 unit = "…" 和 post = "…"）
    "#);
}

#[test]
fn post_of_other_unit() {
    insta::assert_snapshot!(told(Kind::PostOfOtherUnit), @r#"
    city::post-of-other-unit

      × the post `chief` belongs to `government`, not to `water-bureau`, which leads
        ╭─[plan/10-works.md:30:8]
     29 │ with = ["government"]
     30 │ post = "chief"
        ·        ───────
     31 │ due = 2019-12-31
        ╰────
      help: name a post of the unit that leads
    岗位“chief”属于“government”，不属于牵头单位“water-bureau”（换成牵头单位的岗位）
    "#);
}

#[test]
fn unit_helps_itself() {
    insta::assert_snapshot!(told(Kind::UnitHelpsItself), @r#"
    city::unit-helps-itself

      ⚠ `water-bureau` leads and helps itself
        ╭─[plan/10-works.md:25:1]
     24 │
     25 │ [[task]]
        · ────────
     26 │ id = "S10-1.1"
        ╰────
      help: take it out of `with`
    “water-bureau”既牵头又配合（从 with 中删去）
    "#);
}

#[test]
fn weight_sum() {
    insta::assert_snapshot!(told(Kind::WeightSum), @r#"
    city::weight-sum

      × the weights under `S10-1` sum to 90, not to 100
        ╭─[plan/10-works.md:32:10]
     31 │ due = 2019-12-31
     32 │ weight = 40
        ·          ──
     33 │ acceptance = { zh = "河底高程符合设计", en = "The bed is as designed" }
        ╰────
      help: weights of siblings are above 0 and sum to 100
    “S10-1”下各任务的权重合计90，不是100（同级任务的 weight 都大于0，合计100）
    "#);
}

#[test]
fn weight_missing() {
    insta::assert_snapshot!(told(Kind::WeightMissing), @r#"
    city::weight-missing

      × task `S10-1.2` has no weight, its siblings have
        ╭─[plan/10-works.md:35:1]
     34 │
     35 │ [[task]]
        · ────────
     36 │ id = "S10-1.2"
        ╰────
      help: give `weight` to all siblings or to none
    任务“S10-1.2”没有权重，同级的有（同级任务要么都写 weight，要么都不写）
    "#);
}

#[test]
fn due_after_parent() {
    insta::assert_snapshot!(told(Kind::DueAfterParent), @r#"
    city::due-after-parent

      × task `S10-1.2.1` is due on 2021-06-30, after its parent on 2020-12-31
        ╭─[plan/10-works.md:47:7]
     46 │ post = "river-officer"
     47 │ due = 2021-06-30
        ·       ──────────
     48 │ acceptance = { zh = "验收合格", en = "Accepted" }
        ╰────
      help: a task ends with its parent at the latest
    任务“S10-1.2.1”2021-06-30才到期，上级在2020-12-31已到期（下级不能晚于上级）
    "#);
}

#[test]
fn start_before_parent() {
    insta::assert_snapshot!(told(Kind::StartBeforeParent), @r#"
    city::start-before-parent

      × task `S10-1.2.1` begins on 2018-09-01, before its parent on 2019-01-01
        ╭─[plan/10-works.md:42:1]
     41 │
     42 │ [[task]]
        · ────────
     43 │ id = "S10-1.2.1"
        ╰────
      help: a task begins with its parent at the earliest
    任务“S10-1.2.1”2018-09-01开始，早于上级的2019-01-01（下级不能早于上级）
    "#);
}

#[test]
fn due_before_start() {
    insta::assert_snapshot!(told(Kind::DueBeforeStart), @r#"
    city::due-before-start

      × it begins on 2020-07-01 and is due before, on 2020-06-30
        ╭─[plan/10-works.md:48:7]
     47 │ from = 2020-07-01
     48 │ due = 2020-06-30
        ·       ──────────
     49 │ acceptance = { zh = "验收合格", en = "Accepted" }
        ╰────
      help: check `from` and `due`
    2020-07-01开始，2020-06-30就到期了（核对 from 和 due）
    "#);
}

#[test]
fn milestone_outside() {
    insta::assert_snapshot!(told(Kind::MilestoneOutside), @r#"
    city::milestone-outside

      × the milestone of 2018-06-30 lies outside the days of its task
        ╭─[plan/10-works.md:21:7]
     20 │ [[milestone]]
     21 │ day = 2018-06-30
        ·       ──────────
     22 │ zh = "完成设计"
        ╰────
      help: a milestone lies between `from` and `due`
    节点2018-06-30不在起止日期之内（节点要在 from 和 due 之间）
    "#);
}
