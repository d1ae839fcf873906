//! Files, keys and ids that are not as they must be.

use super::{Kind, told};

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

      × `due` must be a year, a day or `yearly`, here it is a text
        ╭─[plan/07-air.md:16:7]
     15 │ unit = "%"
     16 │ due = "2020"
        ·       ──────
     17 │ answers = ["chief"]
        ╰────
      help: write it like due = 2020
    “due”应为年份、日期或“yearly”，这里是文字（写法如 due = 2020）
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
