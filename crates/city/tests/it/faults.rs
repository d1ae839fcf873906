//! Every kind of fault: the change that makes it, and what the user is then told.

use city::{FindingKind as Kind, Severity};

use crate::sample::Sample;

/// One change: file, what is there, what is put there.
type Change = (&'static str, &'static str, &'static str);

const HEAD: &str = "city.toml";
const PLACES: &str = "places/places.toml";
const POINTS: &str = "places/points.toml";
const WATERS: &str = "places/waters.geojson";
const WATER: &str = "plan/05-water.md";
const AIR: &str = "plan/07-air.md";

/// The kinds that only files on a disk, or very many faults, can have; they are tested beside this table.
const ELSEWHERE: &[Kind] = &[
    Kind::UnreadableFile,
    Kind::NotUtf8,
    Kind::TooLarge,
    Kind::TooManyFindings,
];

const CASES: &[(Kind, &[Change])] = &[
    (Kind::MissingFile, &[(HEAD, "", "")]),
    (Kind::UnknownFile, &[("places/point.toml", "", "x = 1")]),
    (Kind::BrokenToml, &[(HEAD, "480", "=")]),
    (Kind::BrokenGeojson, &[(WATERS, "] }", "] ]")]),
    (Kind::UnknownKey, &[(AIR, "answers", "answer")]),
    (Kind::MissingKey, &[(AIR, "places = [\"town\"]\n", "")]),
    (Kind::WrongType, &[(AIR, "due = 2020", "due = \"2020\"")]),
    (Kind::BadId, &[(PLACES, "id = \"lian\"", "id = \"涟水\"")]),
    (Kind::DuplicateId, &[(PLACES, "id = \"juan\"", "id = \"lian\"")]),
    (Kind::DuplicateMn, &[(POINTS, "DEMO0002", "DEMO0001")]),
    (
        Kind::DuplicateAlias,
        &[(POINTS, "of = \"juan\"", "of = \"juan\"\naliases = [\"入河口\"]")],
    ),
    (Kind::UnknownPlace, &[(WATER, "\"lian\"", "\"lain\"")]),
    (
        Kind::UnknownReach,
        &[(WATERS, "\"downstream\": \"lian-lower\"", "\"downstream\": \"xiang-1\"")],
    ),
    (Kind::UnknownPost, &[(WATER, "\"chief\"", "\"chef\"")]),
    (Kind::UnknownIndicator, &[(AIR, "good-air-days", "good-days")]),
    (Kind::UnknownComparator, &[(AIR, "at-least", "more")]),
    (Kind::UnknownWord, &[(POINTS, "\"section\"", "\"sektion\"")]),
    (Kind::UnknownBlock, &[(AIR, "toml target", "toml targets")]),
    (
        Kind::NestedBlock,
        &[(
            AIR,
            "```toml target",
            "> ```toml target\n> id = \"S07-23\"\n> ```\n\n```toml target",
        )],
    ),
    (Kind::ClauseHeading, &[(AIR, "第七条", "第柒条")]),
    (
        Kind::TargetWithoutSentence,
        &[
            (AIR, "优良天数比例达到80%以上。\n\n", ""),
            (AIR, "> At least 80 % of the days are good.\n\n", ""),
        ],
    ),
    (Kind::TargetInOtherClause, &[(AIR, "S07-22", "S08-22")]),
    (Kind::MissingUnit, &[(AIR, "unit = \"%\"\n", "")]),
    (Kind::UnitDoesNotFit, &[(AIR, "\"%\"", "\"days\"")]),
    (Kind::ComparatorDoesNotFit, &[(AIR, "at-least", "stable-at-most")]),
    (Kind::PlaceDoesNotFit, &[(AIR, "\"town\"", "\"lian\"")]),
    (
        Kind::KeyDoesNotFit,
        &[(POINTS, "of = \"town\"", "of = \"town\"\nreach = \"lian-lower\"")],
    ),
    (Kind::ClassOutOfRange, &[(WATER, "\"II\"", "\"VII\"")]),
    (Kind::ValueOutOfRange, &[(AIR, "value = 80", "value = 180")]),
    (Kind::DeadlineWithoutMeaning, &[(AIR, "due = 2020", "due = 2017")]),
    (Kind::CyclicReaches, &[(WATERS, "null", "\"lian-upper\"")]),
    (
        Kind::ReachOfOtherWater,
        &[(POINTS, "of = \"juan\"", "of = \"juan\"\nreach = \"lian-lower\"")],
    ),
    (Kind::PositionOutside, &[(POINTS, "[112.5, 27.5]", "[27.5, 112.5]")]),
    (Kind::BadMn, &[(POINTS, "DEMO0002", "演示")]),
    (
        Kind::MissingEnglish,
        &[(AIR, "> At least 80 % of the days are good.\n\n", "")],
    ),
    (
        Kind::EnglishAlone,
        &[(
            AIR,
            "certainty = \"V1\"\n```\n",
            "certainty = \"V1\"\n```\n\n> A stray sentence.\n",
        )],
    ),
    (Kind::EmptyPlan, &[(WATER, "", ""), (AIR, "", "")]),
    (Kind::NobodyAnswers, &[(AIR, "answers = [\"chief\"]\n", "")]),
    (
        Kind::NothingMeasures,
        &[
            (POINTS, "of = \"juan\"", "of = \"lian\""),
            (WATER, "[\"lian\"]", "[\"lian\", \"juan\"]"),
        ],
    ),
    (Kind::StandardEnds, &[(AIR, "due = 2020", "due = 2030")]),
];

fn broken(changes: &[Change]) -> Sample {
    changes.iter().fold(Sample::whole(), |sample, (file, from, to)| {
        sample.change(file, from, to)
    })
}

/// What is told about the fault of `kind` in its case.
fn told(kind: Kind) -> String {
    let (_, changes) = CASES
        .iter()
        .find(|(known, _)| *known == kind)
        .expect("every kind has a case");
    broken(changes).told(kind)
}

#[test]
fn the_sample_has_no_fault() {
    let reading = Sample::whole().read();
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    assert!(reading.city.is_some());
}

#[test]
fn every_kind_has_a_case() {
    for kind in Kind::ALL {
        let cases = CASES.iter().filter(|(known, _)| known == kind).count();
        let expected = usize::from(!ELSEWHERE.contains(kind));
        assert_eq!(cases, expected, "{kind:?}");
    }
}

#[test]
fn codes_are_unique() {
    let mut codes: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Kind::ALL.len());
}

#[test]
fn a_city_comes_out_exactly_when_nothing_is_an_error() {
    for (kind, changes) in CASES {
        let reading = broken(changes).read();
        assert_eq!(reading.city.is_some(), !reading.has_errors(), "{kind:?}");
        assert_eq!(
            reading.has_errors(),
            kind.severity() == Severity::Error,
            "{kind:?}: {:?}",
            reading.findings
        );
    }
}

#[test]
fn one_fault_is_told_once() {
    // A word that nobody knows must not bring a train of other findings with it.
    let alone = [
        Kind::UnknownPost,
        Kind::UnknownReach,
        Kind::WrongType,
        Kind::DuplicateMn,
        Kind::ClassOutOfRange,
        Kind::ValueOutOfRange,
        Kind::BadMn,
        Kind::UnitDoesNotFit,
        Kind::MissingUnit,
        Kind::PositionOutside,
    ];
    for kind in alone {
        let (_, changes) = CASES
            .iter()
            .find(|(known, _)| *known == kind)
            .expect("every kind has a case");
        let findings = broken(changes).read().findings;
        let kinds: Vec<Kind> = findings.iter().map(|finding| finding.kind).collect();
        let errors = findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .count();
        assert_eq!(errors, 1, "{kinds:?}");
    }
}

#[test]
fn missing_file() {
    insta::assert_snapshot!(told(Kind::MissingFile), @"
    city::missing-file

      × city.toml: this file is missing
      help: every city needs city.toml
    city.toml: 缺少这个文件（每个城市都要有 city.toml）
    ");
}

#[test]
fn unknown_file() {
    insta::assert_snapshot!(told(Kind::UnknownFile), @"
    city::unknown-file

      ⚠ places/point.toml: nothing reads this file
      help: did you mean `places/points.toml`?
    places/point.toml: 没有谁会读这个文件（是否要写“places/points.toml”？）
    ");
}

#[test]
fn broken_toml() {
    insta::assert_snapshot!(told(Kind::BrokenToml), @r#"
    city::broken-toml

      × this is not valid TOML: extra `=`, expected nothing
       ╭─[city.toml:3:22]
     2 │ name = { zh = "样市", en = "Sample" }
     3 │ utc_offset_minutes = =
       ·                      ─
     4 │ resolved = 2018-06-08
       ╰────
      help: write key = value, and put texts in quotes
    TOML 格式错误：extra `=`, expected nothing（值要写成 键 = 值，文字要加引号）
    "#);
}

#[test]
fn broken_geojson() {
    insta::assert_snapshot!(told(Kind::BrokenGeojson), @r#"
    city::broken-geojson

      × this is not valid GeoJSON: expected `,` or `}` at line 4 column 85
       ╭─[places/waters.geojson:4:85]
     3 │   "properties": { "id": "lian-upper", "name": "涟水上段", "name_en": "Upper Lian", "water_body": "lian", "downstream": "lian-lower" },
     4 │   "geometry": { "type": "LineString", "coordinates": [[112.1, 27.5], [112.3, 27.5]] ] },
       ·                                                                                     ─
     5 │ { "type": "Feature",
       ╰────
      help: check the brackets and commas near this place
    GeoJSON 格式错误：expected `,` or `}` at line 4 column 85（核对此处的括号和逗号）
    "#);
}

#[test]
fn unknown_key() {
    insta::assert_snapshot!(told(Kind::UnknownKey), @r#"
    city::unknown-key

      × `answer` means nothing here
        ╭─[plan/07-air.md:17:1]
     16 │ due = 2020
     17 │ answer = ["chief"]
        · ──────
     18 │ certainty = "V1"
        ╰────
      help: did you mean `answers`?
    这里没有“answer”这个键（是否要写“answers”？）
    "#);
}

#[test]
fn missing_key() {
    insta::assert_snapshot!(told(Kind::MissingKey), @r#"
    city::missing-key

      × `places` is missing
        ╭─[plan/07-air.md:9:1]
      8 │
      9 │ ```toml target
        · ──────────────
     10 │ id = "S07-22"
        ╰────
      help: add places = …
    缺少“places”（补上 places = …）
    "#);
}

#[test]
fn wrong_type() {
    insta::assert_snapshot!(told(Kind::WrongType), @r#"
    city::wrong-type

      × `due` must be a whole number, here it is a text
        ╭─[plan/07-air.md:16:7]
     15 │ unit = "%"
     16 │ due = "2020"
        ·       ──────
     17 │ answers = ["chief"]
        ╰────
      help: write it like due = 2020
    “due”应为整数，这里是文字（写法如 due = 2020）
    "#);
}

#[test]
fn bad_id() {
    insta::assert_snapshot!(told(Kind::BadId), @r#"
    city::bad-id

      × `涟水` cannot be an id
       ╭─[places/places.toml:7:6]
     6 │ [[place]]
     7 │ id = "涟水"
       ·      ──────
     8 │ name = { zh = "涟水", en = "Lian" }
       ╰────
      help: use lower-case letters, digits and hyphens, at most 64 characters
    编号“涟水”写法不对（用小写字母、数字和连字符，不超过64个字符）
    "#);
}

#[test]
fn duplicate_id() {
    insta::assert_snapshot!(told(Kind::DuplicateId), @r#"
    city::duplicate-id

      × the place `lian` is there twice
        ╭─[places/places.toml:12:6]
     11 │ [[place]]
     12 │ id = "lian"
        ·      ──────
     13 │ name = { zh = "涓水", en = "Juan" }
        ╰────
      help: already used in places/places.toml, line 7
    地点编号“lian”重复（已用于 places/places.toml 第7行，请另取）
    "#);
}

#[test]
fn duplicate_mn() {
    insta::assert_snapshot!(told(Kind::DuplicateMn), @r#"
    city::duplicate-mn

      × the equipment number `DEMO0001` is already that of point `mouth`
        ╭─[places/points.toml:24:6]
     23 │ of = "town"
     24 │ mn = "DEMO0001"
        ·      ──────────
     25 │ aliases = ["广场"]
        ╰────
      help: one instrument belongs to one point
    设备编号“DEMO0001”已用于测点“mouth”（一台设备只属于一个测点）
    "#);
}

#[test]
fn duplicate_alias() {
    insta::assert_snapshot!(told(Kind::DuplicateAlias), @r#"
    city::duplicate-alias

      × the data-file name `入河口` stands for two points
        ╭─[places/points.toml:18:12]
     17 │ of = "juan"
     18 │ aliases = ["入河口"]
        ·            ────────
     19 │
        ╰────
      help: two points of one kind need two names
    数据文件中的名称“入河口”用于两个测点（同类测点的名称不能相同）
    "#);
}

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
      help: known here: at-least, at-most, stable-at-most, generally-good, basically-eliminated
    没有比较方式“more”（可用的有：at-least、at-most、stable-at-most、generally-good、basically-eliminated）
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
      help: write `# 第五条 title` in the first line
    没有能读懂的条目标题（第一行写“# 第五条 标题”）
    ");
}

#[test]
fn target_without_sentence() {
    insta::assert_snapshot!(told(Kind::TargetWithoutSentence), @r#"
    city::target-without-sentence

      × no sentence stands before this target
       ╭─[plan/07-air.md:5:1]
     4 │
     5 │ ```toml target
       · ──────────────
     6 │ id = "S07-22"
       ╰────
      help: put the block right after the paragraph it measures
    这个目标前面没有它所衡量的句子（把目标块放在所衡量的那段文字之后）
    "#);
}

#[test]
fn target_in_other_clause() {
    insta::assert_snapshot!(told(Kind::TargetInOtherClause), @r#"
    city::target-in-other-clause

      ⚠ target `S08-22` stands in clause 7
        ╭─[plan/07-air.md:10:6]
      9 │ ```toml target
     10 │ id = "S08-22"
        ·      ────────
     11 │ indicator = "good-air-days"
        ╰────
      help: the first two digits of its id should be the clause
    目标“S08-22”写在第7条里（编号前两位数字应是条号）
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
      help: a deadline is a year from 2018 to 2100; leave `due` out where the plan names none
    期限2017年早于决议通过的2018-06-08（期限是 2018 到 2100 之间的年份；决议没有期限就不写 due）
    "#);
}

#[test]
fn cyclic_reaches() {
    insta::assert_snapshot!(told(Kind::CyclicReaches), @r#"
    city::cyclic-reaches

      × these reaches flow in a circle: lian-upper → lian-lower → lian-upper
       ╭─[places/waters.geojson:3:25]
     2 │ { "type": "Feature",
     3 │   "properties": { "id": "lian-upper", "name": "涟水上段", "name_en": "Upper Lian", "water_body": "lian", "downstream": "lian-lower" },
       ·                         ────────────
     4 │   "geometry": { "type": "LineString", "coordinates": [[112.1, 27.5], [112.3, 27.5]] } },
       ╰────
      help: check the `downstream` of each
    河段首尾相接成环：lian-upper → lian-lower → lian-upper（核对各河段的 downstream）
    "#);
}

#[test]
fn reach_of_other_water() {
    insta::assert_snapshot!(told(Kind::ReachOfOtherWater), @r#"
    city::reach-of-other-water

      × reach `lian-lower` is a piece of `lian`, not of `juan`
        ╭─[places/points.toml:18:9]
     17 │ of = "juan"
     18 │ reach = "lian-lower"
        ·         ────────────
     19 │
        ╰────
      help: delete `reach`, or check `of`
    河段“lian-lower”属于“lian”，不属于“juan”（删去 reach，或核对 of）
    "#);
}

#[test]
fn position_outside() {
    insta::assert_snapshot!(told(Kind::PositionOutside), @r#"
    city::position-outside

      × the position 27.5, 112.5 lies outside the city's box
       ╭─[places/points.toml:7:12]
     6 │ reach = "lian-lower"
     7 │ position = [27.5, 112.5]
       ·            ─────────────
     8 │ mn = "DEMO0001"
       ╰────
      help: longitude and latitude are swapped: longitude first
    位置（27.5，112.5）不在本市范围内（经度和纬度颠倒了：先写经度）
    "#);
}

#[test]
fn bad_mn() {
    insta::assert_snapshot!(told(Kind::BadMn), @r#"
    city::bad-mn

      × the equipment number `演示` cannot stand in a frame
        ╭─[places/points.toml:24:6]
     23 │ of = "town"
     24 │ mn = "演示"
        ·      ──────
     25 │ aliases = ["广场"]
        ╰────
      help: 6 to 24 letters, digits, _ or -
    设备编号“演示”不能写进数据帧（6至24位字母、数字、_ 或 -）
    "#);
}

#[test]
fn missing_english() {
    insta::assert_snapshot!(told(Kind::MissingEnglish), @"
    city::missing-english

      ⚠ this block has no English
       ╭─[plan/07-air.md:5:1]
     4 │
     5 │ 优良天数比例达到80%以上。
       · ─────────────────────────
     6 │
       ╰────
      help: write it after the block, in lines that begin with >
    这段文字没有英文（在后面另起一段，以 > 开头写英文）
    ");
}

#[test]
fn english_alone() {
    insta::assert_snapshot!(told(Kind::EnglishAlone), @"
    city::english-alone

      ⚠ no Chinese stands before this English
        ╭─[plan/07-air.md:21:1]
     20 │
     21 │ > A stray sentence.
        · ───────────────────
        ╰────
      help: English follows the Chinese block it belongs to
    这段英文前面没有对应的中文（英文要紧跟在对应的中文之后）
    ");
}

#[test]
fn empty_plan() {
    insta::assert_snapshot!(told(Kind::EmptyPlan), @"
    city::empty-plan

      ⚠ plan: the plan has no clause
      help: write one .md file for each clause into plan/
    plan: 计划里没有条目（在 plan/ 中为每条写一个 .md 文件）
    ");
}

#[test]
fn nobody_answers() {
    insta::assert_snapshot!(told(Kind::NobodyAnswers), @r#"
    city::nobody-answers

      ⚠ nobody answers for target `S07-22`
        ╭─[plan/07-air.md:10:6]
      9 │ ```toml target
     10 │ id = "S07-22"
        ·      ────────
     11 │ indicator = "good-air-days"
        ╰────
      help: add answers = ["post id"] with a post of people/posts.toml
    目标“S07-22”没有人负责（加上 answers = ["岗位编号"]，岗位见 people/posts.toml）
    "#);
}

#[test]
fn nothing_measures() {
    insta::assert_snapshot!(told(Kind::NothingMeasures), @r#"
    city::nothing-measures

      ☞ target `S05-25`: no point measures juan
        ╭─[plan/05-water.md:10:6]
      9 │ ```toml target
     10 │ id = "S05-25"
        ·      ────────
     11 │ indicator = "water-class"
        ╰────
      help: their verdict stays `no station` until places/points.toml has a point there
    目标“S05-25”：没有测点监测 juan（这些地方的判定将一直是“没有监测站点”，直到 places/points.toml 中有测点）
    "#);
}

#[test]
fn standard_ends() {
    insta::assert_snapshot!(told(Kind::StandardEnds), @r#"
    city::standard-ends

      ☞ target `S07-22` was set under HJ 633-2012, its last day is judged by HJ 633-2026
        ╭─[plan/07-air.md:10:6]
      9 │ ```toml target
     10 │ id = "S07-22"
        ·      ────────
     11 │ indicator = "good-air-days"
        ╰────
      help: say in `note` by which edition it is to be judged
    目标“S07-22”定下时用 HJ 633-2012，到期时已是 HJ 633-2026（在 note 中说明按哪一版评价）
    "#);
}
