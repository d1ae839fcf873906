//! Registers, their entries, and the indicators counted from them.

use super::{Case, Kind, told};

const VILLAGES: &str = "registers/villages.toml";
const VILLAGE_ROWS: &str = "registers/villages.csv";
const SEWAGE: &str = "registers/sewage.toml";
const SEWAGE_ROWS: &str = "registers/sewage.csv";
const RURAL: &str = "indicators/rural.toml";

pub const CASES: &[Case] = &[
    (Kind::UnknownFieldType, &[(VILLAGES, "\"place\"\n\n", "\"palce\"\n\n")]),
    (Kind::UnknownUnit, &[(SEWAGE, "\"households\"\nmin", "\"houses\"\nmin")]),
    (Kind::UnknownField, &[(SEWAGE_ROWS, "treated,state", "traeted,state")]),
    (Kind::UnknownRegister, &[(RURAL, "\"sewage\"", "\"sewerage\"")]),
    (
        Kind::IdIsNotFileName,
        &[(VILLAGES, "id = \"villages\"", "id = \"village\"")],
    ),
    (
        Kind::YearlyWithoutYear,
        &[(VILLAGES, "public = true\ndemo", "yearly = true\npublic = true\ndemo")],
    ),
    (
        Kind::ReferenceWithoutKey,
        &[(VILLAGES, "[\"code\"]", "[\"code\", \"place\"]")],
    ),
    (Kind::PublicInPrivate, &[(VILLAGES, "public = true\ndemo", "demo")]),
    (Kind::EntriesAlone, &[("registers/wharves.csv", "", "code\nw1\n")]),
    (Kind::BrokenCsv, &[(SEWAGE_ROWS, "200,checked", "200")]),
    (Kind::MissingColumn, &[(VILLAGE_ROWS, "code,place", "parish,place")]),
    (Kind::WrongCell, &[(VILLAGE_ROWS, "2018-05-01", "2018/5/1")]),
    (Kind::EmptyCell, &[(VILLAGE_ROWS, "v2,", ",")]),
    (Kind::CellOutOfRange, &[(SEWAGE_ROWS, "420", "-420")]),
    (Kind::UnknownChoice, &[(SEWAGE_ROWS, "checked", "cheked")]),
    (Kind::DuplicateEntry, &[(SEWAGE_ROWS, "v1,2020", "v1,2019")]),
    (Kind::DanglingReference, &[(SEWAGE_ROWS, "v2,", "v3,")]),
    (Kind::BrokenEntryRule, &[(SEWAGE_ROWS, "420", "720")]),
    (Kind::UnknownMethod, &[(RURAL, "\"ratio\"", "\"mean\"")]),
    (
        Kind::UnknownInput,
        &[(RURAL, "numerator =", "divisor = \"treated\", numerator =")],
    ),
    (Kind::MissingInput, &[(RURAL, "numerator = \"treated\", ", "")]),
    (
        Kind::InputDoesNotFit,
        &[(RURAL, "numerator = \"treated\"", "numerator = \"state\"")],
    ),
];

/// What is told of every case above, so that the texts are read once together.
#[test]
fn what_is_told_about_registers() {
    let all: Vec<String> = CASES.iter().map(|(kind, _)| told(*kind)).collect();
    insta::assert_snapshot!(all.join("\n"), @r#"
    city::unknown-field-type

      × there is no field type `palce`
        ╭─[registers/villages.toml:21:8]
     20 │ name = { zh = "所在行政区", en = "division" }
     21 │ type = "palce"
        ·        ───────
     22 │
        ╰────
      help: did you mean `place`?
    没有“palce”这种字段类型（是否要写“place”？）
    city::unknown-unit

      × there is no unit `houses`
        ╭─[registers/sewage.toml:26:8]
     25 │ type = "number"
     26 │ unit = "houses"
        ·        ────────
     27 │ min = 0
        ╰────
      help: did you mean `hours`?
    没有“houses”这个单位（是否要写“hours”？）
    city::unknown-field

      × register `sewage` has no field `traeted`
       ╭─[registers/sewage.csv:1:25]
     1 │ village,year,households,traeted,state
       ·                         ───────
     2 │ v1,2019,400,200,checked
       ╰────
      help: did you mean `treated`?
    名录“sewage”没有字段“traeted”（是否要写“treated”？）
    city::unknown-register

      × there is no register `sewerage`
       ╭─[indicators/rural.toml:7:12]
     6 │ rule = "RUR-2"
     7 │ register = "sewerage"
       ·            ──────────
     8 │ inputs = { numerator = "treated", denominator = "households" }
       ╰────
      help: did you mean `sewage`?
    没有名录“sewerage”（是否要写“sewage”？）
    city::id-is-not-file-name

      × register `village` is written in registers/villages.toml
       ╭─[registers/villages.toml:1:6]
     1 │ id = "village"
       ·      ─────────
     2 │ name = { zh = "行政村名录", en = "villages" }
       ╰────
      help: call the file village.toml, or the register `villages`
    名录“village”写在 registers/villages.toml 里（文件名应是 village.toml，或把编号改为“villages”）
    city::yearly-without-year

      × register `villages` is yearly and has no field of type `year`, or several
       ╭─[registers/villages.toml:1:6]
     1 │ id = "villages"
       ·      ──────────
     2 │ name = { zh = "行政村名录", en = "villages" }
       ╰────
      help: add a field with id = "year" and type = "year"
    名录“villages”按年填报，但没有（或不止一个）年份字段（加一个 id = "year"、type = "year" 的字段）
    city::reference-without-key

      × `village` refers to `villages`, whose entries are told apart by 2 fields: one cell cannot name
      │ one
        ╭─[registers/sewage.toml:13:12]
     12 │ type = "reference"
     13 │ register = "villages"
        ·            ──────────
     14 │ required = true
        ╰────
      help: give that register one field of codes as its key
    字段“village”引用的名录“villages”由2个字段共同标识，一个单元格写不下（给那个名录一个单独的编号字段作 key）
    city::public-in-private

      ⚠ `code` is public in the register `villages`, which is not
        ╭─[registers/villages.toml:11:6]
     10 │ [[field]]
     11 │ id = "code"
        ·      ──────
     12 │ name = { zh = "编号", en = "code" }
        ╰────
      help: make the register public = true, or the field private
    字段“code”标为公开，而名录“villages”不公开（名录加上 public = true，或字段不写 public）
    city::entries-alone

      × entries without the form of their register
       ╭─[registers/wharves.csv:1:1]
     1 │ code
       · ────
     2 │ w1
       ╰────
      help: write registers/wharves.toml
    有条目而没有名录的定义（写 registers/wharves.toml）
    city::broken-csv

      × this row has 4 cells, the heading has 5
       ╭─[registers/sewage.csv:2:1]
     1 │ village,year,households,treated,state
     2 │ v1,2019,400,200
       · ───────────────
     3 │ v2,2019,600,420,reported
       ╰────
      help: put texts that hold a comma in double quotes
    这一行有4格，表头有5格（含逗号的文字要加双引号）
    city::missing-column

      × required fields have no column: code
       ╭─[registers/villages.csv:1:1]
     1 │ parish,place,surveyed,planned
       · ─────────────────────────────
     2 │ v1,town,2018-03-01,2018-05-01
       ╰────
      help: add them to the heading
    缺少必填字段的列：code（在表头补上这些列）
    city::wrong-cell

      × `planned` must be a day such as 2018-06-08, here it is `2018/5/1`
       ╭─[registers/villages.csv:2:20]
     1 │ code,place,surveyed,planned
     2 │ v1,town,2018-03-01,2018/5/1
       ·                    ────────
     3 │ v2,town,2018-04-01,
       ╰────
      help: did you mean `2018-05-01`?
    “规划日期”（planned）应为日期，如 2018-06-08，这里是“2018/5/1”（是否要写“2018-05-01”？）
    city::empty-cell

      × `code` (code) must be there and is empty
       ╭─[registers/villages.csv:3:1]
     2 │ v1,town,2018-03-01,2018-05-01
     3 │ ,town,2018-04-01,
       · ─────────────────
       ╰────
      help: fill it in; a field that may be unknown is not `required`
    必填的“编号”（code）是空的（补上内容；确实未知的字段不应标为 required）
    city::cell-out-of-range

      × `treated`: -420 is less than 0
       ╭─[registers/sewage.csv:3:13]
     2 │ v1,2019,400,200,checked
     3 │ v2,2019,600,-420,reported
       ·             ────
     4 │ v1,2020,410,280,reported
       ╰────
      help: check the value and its unit
    “已治理户数”（treated）的 -420 小于 0（核对数值和单位）
    city::unknown-choice

      × `state` has no choice `cheked`
       ╭─[registers/sewage.csv:2:17]
     1 │ village,year,households,treated,state
     2 │ v1,2019,400,200,cheked
       ·                 ──────
     3 │ v2,2019,600,420,reported
       ╰────
      help: did you mean `checked`?
    “状态”（state）没有“cheked”这个选项（是否要写“checked”？）
    city::duplicate-entry

      × `v1 · 2019` is already in line 2
       ╭─[registers/sewage.csv:4:1]
     3 │ v2,2019,600,420,reported
     4 │ v1,2019,410,280,reported
       · ────────────────────────
       ╰────
      help: one entry, one line; if they are two, the `key` must tell them apart
    “v1 · 2019”已在第2行（同一条目只写一行；若是两个条目，key 应能区分它们）
    city::dangling-reference

      × register `villages` has no entry `v3`
       ╭─[registers/sewage.csv:3:1]
     2 │ v1,2019,400,200,checked
     3 │ v3,2019,600,420,reported
       · ──
     4 │ v1,2020,410,280,reported
       ╰────
      help: did you mean `v1`?
    名录“villages”里没有“v3”（是否要写“v1”？）
    city::broken-entry-rule

      × breaks the rule: no more households are treated than live there
       ╭─[registers/sewage.csv:3:1]
     2 │ v1,2019,400,200,checked
     3 │ v2,2019,600,720,reported
       · ────────────────────────
     4 │ v1,2020,410,280,reported
       ╰────
      help: correct the entry, or the rule of the register
    不符合规则：已治理户数不超过常住户数（改正这一行，或改正名录的规则）
    city::unknown-method

      × there is no method `mean`
       ╭─[indicators/rural.toml:5:10]
     4 │ unit = "%"
     5 │ method = "mean"
       ·          ──────
     6 │ rule = "RUR-2"
       ╰────
      help: known here: figure, ratio, sum, count, share, farmland-safe-use, plot-safe-use, rural-
            sewage, rural-toilets, rural-garbage, chief-coverage, panel
    没有计算方法“mean”（可用的有：figure、ratio、sum、count、share、farmland-safe-use、plot-safe-use、rural-sewage、rural-toilets、rural-garbage、chief-coverage、panel）
    city::unknown-input

      × the method `ratio` has no input `divisor`
       ╭─[indicators/rural.toml:8:12]
     7 │ register = "sewage"
     8 │ inputs = { divisor = "treated", numerator = "treated", denominator = "households" }
       ·            ───────
     9 │ certainty = "PD"
       ╰────
      help: known here: numerator, denominator
    方法“ratio”没有输入“divisor”（可用的有：numerator、denominator）
    city::missing-input

      × the method `ratio` lacks its input `numerator` (numerator)
       ╭─[indicators/rural.toml:1:1]
     1 │ [[indicator]]
       · ─────────────
     2 │ id = "sewage-rate"
       ╰────
      help: add inputs = { numerator = "field" }
    方法“ratio”缺少输入“numerator”（分子）（补上 inputs = { numerator = "字段" }）
    city::input-does-not-fit

      × the input `numerator` must be a number, in one unit for all amounts, which the field `state`
      │ is not
       ╭─[indicators/rural.toml:8:24]
     7 │ register = "sewage"
     8 │ inputs = { numerator = "state", denominator = "households" }
       ·                        ───────
     9 │ certainty = "PD"
       ╰────
      help: take another field, or change its type or unit
    输入“numerator”应为数，各项单位一致，字段“state”不是（换一个字段，或改字段的类型、单位）
    "#);
}
