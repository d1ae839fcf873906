//! The table of divisions.

use super::{Case, Kind, PLACES, told};

const DIVISIONS: &str = "places/divisions.csv";

pub const CASES: &[Case] = &[
    (
        Kind::NameDiffers,
        &[(PLACES, "id = \"town\"\n", "id = \"town\"\ncode = \"430300101\"\n")],
    ),
    (
        Kind::ParentNotAbove,
        &[(DIVISIONS, "town,430300\n", "town,430300101001\n")],
    ),
];

#[test]
fn name_differs() {
    insta::assert_snapshot!(told(Kind::NameDiffers), @r#"
    city::name-differs

      ⚠ `河口镇` is called `城区` in places.toml
       ╭─[places/divisions.csv:3:11]
     2 │ 430300,城区,Town,city,
     3 │ 430300101,河口镇,River Mouth,town,430300
       ·           ──────
     4 │ 430300101001,新村,,village,430300101
       ╰────
      help: check code and name
    “河口镇”在 places.toml 中叫“城区”（核对代码和名称）
    "#);
}

#[test]
fn parent_not_above() {
    insta::assert_snapshot!(told(Kind::ParentNotAbove), @r#"
    city::parent-not-above

      × `430300101` stands below `430300101001`, which is not of a higher level
       ╭─[places/divisions.csv:3:32]
     2 │ 430300,城区,Town,city,
     3 │ 430300101,河口镇,River Mouth,town,430300101001
       ·                                   ────────────
     4 │ 430300101001,新村,,village,430300101
       ╰────
      help: check `level` and `parent`
    “430300101”的上级“430300101001”层级不比它高（核对 level 和 parent）
    "#);
}
