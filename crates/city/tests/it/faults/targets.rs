//! Clauses and targets that do not hold together.

use super::{Kind, told};

#[test]
fn clause_heading() {
    insta::assert_snapshot!(told(Kind::ClauseHeading), @"
    city::clause-heading

      × there is no heading that names the clause
       ╭─[plan/07-air.md:1:1]
     1 │ # 第柒条 蓝天
       · ─────────────
     2 │
       ╰────
      help: write `# 第五条 title` in the first line, `# 序言 title` for the preamble, `# 第二部分
            title` for the head of a part
    没有能读懂的条目标题（第一行写“# 第五条 标题”，序言写“# 序言 标题”，部分写“# 第二部分 标题”）
    ");
}

#[test]
fn target_without_sentence() {
    insta::assert_snapshot!(told(Kind::BlockWithoutSentence), @r#"
    city::block-without-sentence

      × no sentence stands before this block
       ╭─[plan/07-air.md:5:1]
     4 │
     5 │ ```toml target
       · ──────────────
     6 │ id = "S07-22"
       ╰────
      help: put the block right after the paragraph that it carries out
    这个代码块前面没有它所落实的句子（把代码块放在它所落实的那段文字之后）
    "#);
}

#[test]
fn target_in_other_clause() {
    insta::assert_snapshot!(told(Kind::BlockInOtherClause), @r#"
    city::block-in-other-clause

      ⚠ `S08-22` stands in Clause 7
        ╭─[plan/07-air.md:10:6]
      9 │ ```toml target
     10 │ id = "S08-22"
        ·      ────────
     11 │ indicator = "good-air-days"
        ╰────
      help: ids begin with S07- here
    “S08-22”写在第七条里（这里的编号以 S07- 开头）
    "#);
}

#[test]
fn missing_unit() {
    insta::assert_snapshot!(told(Kind::MissingUnit), @r#"
    city::missing-unit

      × the value has no unit
        ╭─[plan/07-air.md:9:1]
      8 │
      9 │ ```toml target
        · ──────────────
     10 │ id = "S07-22"
        ╰────
      help: add unit = "%"
    目标值没有写单位（补上 unit = "%"）
    "#);
}

#[test]
fn unit_does_not_fit() {
    insta::assert_snapshot!(told(Kind::UnitDoesNotFit), @r#"
    city::unit-does-not-fit

      × `good-air-days` is a percentage, its unit cannot be `days`
        ╭─[plan/07-air.md:15:8]
     14 │ value = 80
     15 │ unit = "days"
        ·        ──────
     16 │ due = 2020
        ╰────
      help: known here: %
    指标“good-air-days”是百分比，单位不能是“days”（可用的有：%）
    "#);
}

#[test]
fn comparator_does_not_fit() {
    insta::assert_snapshot!(told(Kind::ComparatorDoesNotFit), @r#"
    city::comparator-does-not-fit

      × `good-air-days` cannot be compared by `stable-at-most`
        ╭─[plan/07-air.md:13:14]
     12 │ places = ["town"]
     13 │ comparator = "stable-at-most"
        ·              ────────────────
     14 │ value = 80
        ╰────
      help: use at-least
    指标“good-air-days”不能用“stable-at-most”比较（可用：at-least）
    "#);
}

#[test]
fn place_does_not_fit() {
    insta::assert_snapshot!(told(Kind::PlaceDoesNotFit), @r#"
    city::place-does-not-fit

      × `good-air-days` cannot be asked of `lian`
        ╭─[plan/07-air.md:12:11]
     11 │ indicator = "good-air-days"
     12 │ places = ["lian"]
        ·           ──────
     13 │ comparator = "at-least"
        ╰────
      help: ask water of water bodies and air of divisions
    “lian”没有“good-air-days”这一指标（水质问水体，空气问行政区）
    "#);
}

#[test]
fn key_does_not_fit() {
    insta::assert_snapshot!(told(Kind::KeyDoesNotFit), @r#"
    city::key-does-not-fit

      × a point of kind `station` has no `reach`
        ╭─[places/points.toml:24:9]
     23 │ of = "town"
     24 │ reach = "lian-lower"
        ·         ────────────
     25 │ mn = "DEMO0002"
        ╰────
      help: delete this key, or make the kind section
    “station”类测点没有“reach”（删去此键，或把 kind 改为 section）
    "#);
}

#[test]
fn class_out_of_range() {
    insta::assert_snapshot!(told(Kind::ClassOutOfRange), @r#"
    city::class-out-of-range

      × `VII` is not a class of surface water
        ╭─[plan/05-water.md:14:9]
     13 │ comparator = "stable-at-most"
     14 │ value = "VII"
        ·         ─────
     15 │ unit = "class"
        ╰────
      help: classes run from I to V, and worse than V is 劣V
    没有“VII”这一水质类别（类别从 I 到 V，以及劣V）
    "#);
}

#[test]
fn value_out_of_range() {
    insta::assert_snapshot!(told(Kind::ValueOutOfRange), @r#"
    city::value-out-of-range

      × 180 is not between 0 and 100
        ╭─[plan/07-air.md:14:9]
     13 │ comparator = "at-least"
     14 │ value = 180
        ·         ───
     15 │ unit = "%"
        ╰────
      help: check the value and its unit
    180 不在 0 到 100 之间（核对数值和单位）
    "#);
}

#[test]
fn deadline_without_meaning() {
    insta::assert_snapshot!(told(Kind::DeadlineWithoutMeaning), @r#"
    city::deadline-without-meaning

      × the deadline 2017 lies before the resolution of 2018-06-08
        ╭─[plan/07-air.md:16:7]
     15 │ unit = "%"
     16 │ due = 2017
        ·       ────
     17 │ answers = ["chief"]
        ╰────
      help: a deadline is not before 2018; leave `due` out where the plan names none
    期限2017年早于决议通过的2018-06-08（期限不早于2018年；决议没有期限就不写 due）
    "#);
}
