//! Rows of discharge.

use crate::discharge::{PlantAge, PlantAsk, PlantGrade, judge_plant_day};
use crate::sheet::{Given, Input, Verdict, joined, unreadable};
use crate::text::Text;

pub(super) const PLANT_INPUTS: &[Input] = &[
    Input {
        name: "grade",
        also: &["执行标准", "标准级别", "级别"],
        says: ("一级A 1A、一级B 1B、二级 2、三级 3", "1A, 1B, 2 or 3"),
        default: None,
    },
    Input {
        name: "built",
        also: &["建成年份", "year_built"],
        says: (
            "建成年份，决定总磷限值",
            "year in which the plant was built; decides the limit of total phosphorus",
        ),
        default: Some("2006"),
    },
    Input {
        name: "water_temp",
        also: &["水温", "wt", "water_temperature"],
        says: (
            "水温 ℃，决定氨氮限值",
            "water temperature, ℃; decides the limit of ammonia nitrogen",
        ),
        default: Some(""),
    },
];

/// Plants built from this year on have the stricter limit of total phosphorus (GB 18918-2002, table 1).
const LATER_FROM: i32 = 2006;

pub(super) fn plant_day(given: &Given<'_>) -> Result<Verdict, Text> {
    let said = given.word("grade");
    let grade = PlantGrade::parse(said).ok_or_else(|| unreadable("grade", said))?;
    let built = given.word("built");
    let year: i32 = built.parse().map_err(|_| unreadable("built", built))?;
    let ask = PlantAsk {
        grade,
        age: if year < LATER_FROM {
            PlantAge::Before2006
        } else {
            PlantAge::Since2006
        },
        water_celsius: given.number("water_temp")?,
        inflow: &[],
    };
    let day = judge_plant_day(&given.conventions(), &ask, &given.named());
    let met = match day.met() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let exceeding = day.exceeding.iter().map(|(item, multiple)| match multiple {
        Some(multiple) => format!("{item}({multiple})"),
        None => item.clone(),
    });
    let exceeding: Vec<String> = exceeding.collect();
    Ok(Verdict {
        results: vec![
            met.to_owned(),
            exceeding.join(" "),
            joined(day.unknown.iter().map(String::as_str)),
        ],
        unknown: day.met().is_none().then(|| day.reason.says.clone()),
        reason: day.reason,
    })
}
