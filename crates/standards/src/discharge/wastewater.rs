//! Municipal wastewater plants: daily means against GB 18918-2002.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::reason::Reason;
use crate::rounding::round;
use crate::table::{Row, Table, TableError, proven, table};
use crate::text::Text;

/// The grade that a plant must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PlantGrade {
    /// 一级 A
    #[serde(rename = "1A")]
    OneA,
    /// 一级 B
    #[serde(rename = "1B")]
    OneB,
    /// 二级
    #[serde(rename = "2")]
    Two,
    /// 三级
    #[serde(rename = "3")]
    Three,
}

/// When a plant was built; it decides the limit of total phosphorus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlantAge {
    /// Up to 2005-12-31
    Before2006,
    /// From 2006-01-01
    Since2006,
}

/// The judgement on a day of one plant.
#[derive(Clone, Debug, PartialEq)]
pub struct PlantDay {
    /// Items above their limit with the exceedance multiple as printed, two decimals; `None` for pH, which has a range.
    pub exceeding: Vec<(&'static str, Option<Decimal>)>,
    /// How many items were judged.
    pub judged: usize,
    /// Codes without a limit in this grade; they were left out.
    pub not_judged: Vec<String>,
    /// Every comparison.
    pub reason: Reason,
}

impl PlantGrade {
    /// Reads `1A`, `1B`, `2`, `3`.
    pub fn parse(said: &str) -> Option<Self> {
        GRADES
            .into_iter()
            .find(|(_, column)| *column == said)
            .map(|(grade, _)| grade)
    }
}

/// Judges the daily means of a plant by code (`COD`, `BOD5`, `SS`, `TN`, `NH3N`, `TP`, `PH` …), mg/L.
///
/// GB 18918-2002, table 1: ammonia has a milder limit at a water temperature of 12 °C or less; total phosphorus depends on when the plant
/// was built. A value equal to its limit is within. Without a water temperature the stricter limit of ammonia is taken.
pub fn judge_plant_day(
    grade: PlantGrade,
    age: PlantAge,
    water_celsius: Option<Decimal>,
    values: &[(&str, Decimal)],
) -> PlantDay {
    let rules = rules();
    let cold = water_celsius.is_some_and(|celsius| celsius <= rules.cold_at_most);
    let (mut exceeding, mut not_judged, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for (code, value) in values {
        let asked = match *code {
            "NH3N" if cold => "NH3N_COLD",
            "TP" if age == PlantAge::Before2006 => "TP_OLD",
            other => other,
        };
        let Some((row, limit)) = rules.row(asked).and_then(|row| Some((row, row.limit(grade)?))) else {
            not_judged.push((*code).to_owned());
            continue;
        };
        let (exceeds, multiple) = limit.exceeds(*value);
        if exceeds {
            let known = rules.row(code).map_or(row.code, |row| row.code);
            exceeding.push((known, multiple.map(|multiple| round(multiple, rules.multiple_decimals))));
        }
        let figure = format!("{} {} {limit}", value.normalize(), limit.sign(exceeds));
        let says = Text::new(format!("{} {figure}", row.name), format!("{code} {figure}"));
        let place = format!("item {} (第{}项)", row.number, row.number);
        steps.push(Reason::new(says).by(rules.table.citation_of(&place)));
    }
    let judged = steps.len();
    let reason = Reason::new(headline(judged, exceeding.len()))
        .by(rules.table.citation())
        .since_all(steps);
    PlantDay {
        exceeding,
        judged,
        not_judged,
        reason,
    }
}

fn headline(judged: usize, above: usize) -> Text {
    if judged == 0 {
        return Text::new("没有可评价的项目，结果未知", "nothing that can be judged: unknown");
    }
    Text::new(
        format!("日均值 {judged} 项中 {above} 项超标"),
        format!("{above} of {judged} daily means are above"),
    )
}

const GRADES: [(PlantGrade, &str); 4] = [
    (PlantGrade::OneA, "1A"),
    (PlantGrade::OneB, "1B"),
    (PlantGrade::Two, "2"),
    (PlantGrade::Three, "3"),
];

#[derive(Clone, Copy)]
enum PlantLimit {
    AtMost(Decimal),
    Within(Decimal, Decimal),
}

impl PlantLimit {
    fn exceeds(self, value: Decimal) -> (bool, Option<Decimal>) {
        match self {
            Self::AtMost(limit) => (
                value > limit,
                value.checked_sub(limit).and_then(|excess| excess.checked_div(limit)),
            ),
            Self::Within(low, high) => (value < low || value > high, None),
        }
    }

    fn sign(self, exceeds: bool) -> &'static str {
        match (self, exceeds) {
            (Self::AtMost(_), true) => ">",
            (Self::AtMost(_), false) => "≤",
            (Self::Within(..), true) => "∉",
            (Self::Within(..), false) => "∈",
        }
    }
}

impl std::fmt::Display for PlantLimit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtMost(limit) => write!(out, "{limit}"),
            Self::Within(low, high) => write!(out, "{low}～{high}"),
        }
    }
}

struct LimitRow {
    number: &'static str,
    code: &'static str,
    name: &'static str,
    limits: Vec<(PlantGrade, Option<PlantLimit>)>,
}

impl LimitRow {
    fn limit(&self, grade: PlantGrade) -> Option<PlantLimit> {
        self.limits
            .iter()
            .find(|(other, _)| *other == grade)
            .and_then(|(_, limit)| *limit)
    }
}

struct Rules {
    table: &'static Table,
    rows: Vec<LimitRow>,
    cold_at_most: Decimal,
    multiple_decimals: u32,
}

impl Rules {
    fn row(&self, code: &str) -> Option<&LimitRow> {
        self.rows.iter().find(|row| row.code == code)
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table_of_limits = table("gb18918-2002/table1.csv")?;
    let rows = table_of_limits.rows().map(|row| {
        let limits = GRADES
            .iter()
            .map(|(grade, column)| Ok((*grade, read_limit(&row, column)?)));
        Ok(LimitRow {
            number: row.text("no")?,
            code: row.text("code")?,
            name: row.text("name_zh")?,
            limits: limits.collect::<Result<_, TableError>>()?,
        })
    });
    Ok(Rules {
        table: table_of_limits,
        rows: rows.collect::<Result<_, TableError>>()?,
        cold_at_most: table("gb18918-2002/parameters.csv")?.parameter("ammonia_cold_at_most_celsius")?,
        multiple_decimals: table("emission/parameters.csv")?.whole_parameter("multiple_decimals")?,
    })
}

fn read_limit(row: &Row<'_>, column: &str) -> Result<Option<PlantLimit>, TableError> {
    let said = row.text(column)?;
    let Some((low, high)) = said.split_once('~') else {
        return Ok(row.optional_decimal(column)?.map(PlantLimit::AtMost));
    };
    let ends = low.parse().ok().zip(high.parse().ok());
    let (low, high) = ends.ok_or_else(|| row.fault(column, format!("`{said}` is not a range low~high")))?;
    Ok(Some(PlantLimit::Within(low, high)))
}
