//! Words that name nothing known.

use super::{Kind, told};

#[test]
fn unknown_place() {
    insta::assert_snapshot!(told(Kind::UnknownPlace), @r#"
    city::unknown-place

      × there is no place `lain`
        ╭─[plan/05-water.md:12:11]
     11 │ indicator = "water-class"
     12 │ places = ["lain"]
        ·           ──────
     13 │ comparator = "stable-at-most"
        ╰────
      help: did you mean `lian`?
    没有地点“lain”（是否要写“lian”？）
    "#);
}

#[test]
fn unknown_reach() {
    insta::assert_snapshot!(told(Kind::UnknownReach), @r#"
    city::unknown-reach

      × there is no reach `xiang-1`
       ╭─[places/waters.geojson:3:116]
     2 │ { "type": "Feature",
     3 │   "properties": { "id": "lian-upper", "name": "涟水上段", "name_en": "Upper Lian", "water_body": "lian", "downstream": "xiang-1" },
       ·                                                                                                                        ─────────
     4 │   "geometry": { "type": "LineString", "coordinates": [[112.1, 27.5], [112.3, 27.5]] } },
       ╰────
      help: known here: lian-lower, lian-upper
    没有河段“xiang-1”（可用的有：lian-lower、lian-upper）
    "#);
}

#[test]
fn unknown_post() {
    insta::assert_snapshot!(told(Kind::UnknownPost), @r#"
    city::unknown-post

      × there is no post `chef`
        ╭─[plan/05-water.md:17:12]
     16 │ due = 2020
     17 │ answers = ["chef"]
        ·            ──────
     18 │ certainty = "V1"
        ╰────
      help: did you mean `chief`?
    没有岗位“chef”（是否要写“chief”？）
    "#);
}

#[test]
fn unknown_target() {
    insta::assert_snapshot!(told(Kind::UnknownTarget), @r#"
    city::unknown-target

      × target `S07-22` is measured by instruments, entries of a register say nothing of it
       ╭─[cases/air.toml:4:10]
     3 │ source = "ASM-8"
     4 │ target = "S07-22"
       ·          ────────
     5 │ year = 2020
       ╰────
      help: take a target that is counted from a register
    目标“S07-22”由仪器监测，不能用名录条目作算例（换一个由名录统计的目标）
    "#);
}

#[test]
fn unknown_indicator() {
    insta::assert_snapshot!(told(Kind::UnknownIndicator), @r#"
    city::unknown-indicator

      × there is no indicator `good-days`
        ╭─[plan/07-air.md:11:13]
     10 │ id = "S07-22"
     11 │ indicator = "good-days"
        ·             ───────────
     12 │ places = ["town"]
        ╰────
      help: did you mean `good-air-days`?
    没有指标“good-days”（是否要写“good-air-days”？）
    "#);
}

#[test]
fn unknown_comparator() {
    insta::assert_snapshot!(told(Kind::UnknownComparator), @r#"
    city::unknown-comparator

      × there is no comparator `more`
        ╭─[plan/07-air.md:13:14]
     12 │ places = ["town"]
     13 │ comparator = "more"
        ·              ──────
     14 │ value = 80
        ╰────
      help: known here: at-least, at-most, equals, about, stable-at-least, stable-at-most, not-below-
            base, not-below-last-year, not-above-last-year, rising, falling, completion, …
    没有比较方式“more”（可用的有：at-least、at-most、equals、about、stable-at-least、stable-at-most、not-below-base、not-below-last-year、not-above-last-year、rising、falling、completion、…）
    "#);
}

#[test]
fn unknown_word() {
    insta::assert_snapshot!(told(Kind::UnknownWord), @r#"
    city::unknown-word

      × there is no kind of point `sektion`
       ╭─[places/points.toml:3:8]
     2 │ id = "mouth"
     3 │ kind = "sektion"
       ·        ─────────
     4 │ name = { zh = "入河口断面", en = "Mouth section" }
       ╰────
      help: did you mean `section`?
    没有测点类型“sektion”（是否要写“section”？）
    "#);
}

#[test]
fn unknown_block() {
    insta::assert_snapshot!(told(Kind::UnknownBlock), @r#"
    city::unknown-block

      × there is no block `toml targets`
        ╭─[plan/07-air.md:9:1]
      8 │
      9 │ ```toml targets
        · ───────────────
     10 │ id = "S07-22"
        ╰────
      help: did you mean `toml target`?
    没有“toml targets”这种代码块（是否要写“toml target”？）
    "#);
}

#[test]
fn nested_block() {
    insta::assert_snapshot!(told(Kind::NestedBlock), @r#"
    city::nested-block

      × the block `toml target` is inside a list or quotation, where it is not read
        ╭─[plan/07-air.md:9:3]
      8 │
      9 │ > ```toml target
        ·   ──────────────
     10 │ > id = "S07-23"
        ╰────
      help: put an empty line before it and do not indent it
    代码块“toml target”写在列表或引文里面，读不到（在它前面空一行，并顶格写）
    "#);
}
