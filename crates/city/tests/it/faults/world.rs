//! Places on the map, languages, and the questions of a good secretary.

use super::{Kind, told};

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
fn bad_address() {
    insta::assert_snapshot!(told(Kind::BadAddress), @r#"
    city::bad-address

      × `10.1.2` is neither an IP address nor a network
        ╭─[places/points.toml:25:25]
     24 │ mn = "DEMO0002"
     25 │ logger = { addresses = ["10.1.2"] }
        ·                         ────────
        ╰────
      help: write it like 10.1.2.3 or 10.1.2.0/24
    “10.1.2”不是 IP 地址，也不是网段（写法如 10.1.2.3 或 10.1.2.0/24）
    "#);
}

#[test]
fn unknown_item() {
    insta::assert_snapshot!(told(Kind::UnknownItem), @r#"
    city::unknown-item

      × there is no item `PM2.5`
        ╭─[places/points.toml:25:44]
     24 │ mn = "DEMO0002"
     25 │ logger.owed = [{ period = "hour", items = ["PM2.5"] }]
        ·                                            ───────
        ╰────
      help: did you mean `PM25`?
    没有监测因子“PM2.5”（是否要写“PM25”？）
    "#);
}

#[test]
fn secret_in_folder() {
    insta::assert_snapshot!(told(Kind::SecretInFolder), @r#"
    city::secret-in-folder

      ⚠ `password` stands in the folder: whoever reads the folder knows it
        ╭─[places/points.toml:25:19]
     24 │ mn = "DEMO0002"
     25 │ logger.password = "654321"
        ·                   ────────
        ╰────
      help: use `password_env` with the name of the environment variable that holds it
    “password”写在了文件夹里：能读文件夹的人都知道它（改用 password_env，写存放它的环境变量名）
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
