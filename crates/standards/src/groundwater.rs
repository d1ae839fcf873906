//! Groundwater: the class of an item and of a sample by GB/T 14848-2017.

use std::fmt;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::reason::Reason;
use crate::table::{Row, Table, TableError, proven, table};
use crate::text::Text;

/// A class of groundwater, Ⅰ best, Ⅴ worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum GroundwaterClass {
    /// Ⅰ
    I,
    /// Ⅱ
    II,
    /// Ⅲ
    III,
    /// Ⅳ
    IV,
    /// Ⅴ
    V,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A value in the unit of the table.
    Value(Decimal),
    /// Below the detection limit.
    NotDetected,
    /// 有: smell, taste or something visible.
    Present,
    /// 无
    Absent,
}

/// The class of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundwaterItem {
    /// The item as the standard names it.
    pub name: &'static str,
    /// Its class; `None` where the finding is not of the item's kind.
    pub class: Option<GroundwaterClass>,
    /// True where the standard cannot tell Ⅳ from Ⅴ (radioactivity above Ⅲ); Ⅳ is then given.
    pub may_be_worse: bool,
    /// The comparison.
    pub reason: Reason,
}

/// The class of a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundwaterVerdict {
    /// The worst class among the items; `None` when none could be judged.
    pub class: Option<GroundwaterClass>,
    /// The items that have that class.
    pub deciding: Vec<&'static str>,
    /// Every judged item, in the given order.
    pub items: Vec<GroundwaterItem>,
    /// Names that the standard does not have.
    pub not_judged: Vec<String>,
    /// The deciding items.
    pub reason: Reason,
}

impl GroundwaterClass {
    const ALL: [Self; 5] = [Self::I, Self::II, Self::III, Self::IV, Self::V];

    /// 1 for Ⅰ … 5 for Ⅴ.
    pub fn rank(self) -> u8 {
        match self {
            Self::I => 1,
            Self::II => 2,
            Self::III => 3,
            Self::IV => 4,
            Self::V => 5,
        }
    }
}

impl fmt::Display for GroundwaterClass {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::I => "Ⅰ",
            Self::II => "Ⅱ",
            Self::III => "Ⅲ",
            Self::IV => "Ⅳ",
            Self::V => "Ⅴ",
        })
    }
}

/// The class of one item by its Chinese name; `None` for items that the standard does not have.
///
/// GB/T 14848-2017: where classes share a limit the better one is given.
pub fn judge_groundwater_item(name: &str, finding: Finding) -> Option<GroundwaterItem> {
    let rules = rules();
    let row = rules.rows.iter().find(|row| row.name == name)?;
    let (class, may_be_worse) = row.limits.class(finding);
    let shown = match finding {
        Finding::Value(value) => format!("{} {}", value.normalize(), row.unit).trim_end().to_owned(),
        Finding::NotDetected => "ND".to_owned(),
        Finding::Present => "有".to_owned(),
        Finding::Absent => "无".to_owned(),
    };
    let says = match class {
        Some(class) if may_be_worse => Text::new(
            format!("{name} {shown} → {class}类（高于Ⅲ类限值，标准不能区分Ⅳ、Ⅴ类）"),
            format!("{name} {shown} → class {class} (above class Ⅲ; the standard cannot tell Ⅳ from Ⅴ)"),
        ),
        Some(class) => Text::new(
            format!("{name} {shown} → {class}类"),
            format!("{name} {shown} → class {class}"),
        ),
        None => Text::new(
            format!("{name} {shown}：与该项目的限值形式不符，不评"),
            format!("{name} {shown}: not of the kind of this item's limits"),
        ),
    };
    let rule = rules
        .table
        .citation_of(&format!("item {} (第{}项)", row.number, row.number));
    Some(GroundwaterItem {
        name: row.name,
        class,
        may_be_worse,
        reason: Reason::new(says).by(rule),
    })
}

/// The class of a sample: the worst of its items.
pub fn judge_groundwater(findings: &[(&str, Finding)]) -> GroundwaterVerdict {
    let mut items = Vec::new();
    let mut not_judged = Vec::new();
    for (name, finding) in findings {
        match judge_groundwater_item(name, *finding) {
            Some(item) => items.push(item),
            None => not_judged.push((*name).to_owned()),
        }
    }
    let class = items.iter().filter_map(|item| item.class).max();
    let deciding: Vec<&'static str> = items
        .iter()
        .filter(|item| class.is_some() && item.class == class)
        .map(|item| item.name)
        .collect();
    let says = match class {
        Some(class) => Text::new(
            format!("地下水质量{class}类，由{}决定：取单项最差类别", deciding.join("、")),
            format!(
                "groundwater class {class}, decided by {}: the worst item",
                deciding.join(", ")
            ),
        ),
        None => Text::new(
            "没有可评价的项目，类别未知",
            "no item that can be judged: class unknown",
        ),
    };
    let steps: Vec<Reason> = items.iter().map(|item| item.reason.clone()).collect();
    GroundwaterVerdict {
        class,
        deciding,
        items,
        not_judged,
        reason: Reason::new(says).by(rules().table.citation()).since_all(steps),
    }
}

enum Limits {
    AtMost([Decimal; 4]),
    /// Class I needs not detected; then the limits of II to IV.
    NotDetectedFirst([Decimal; 3]),
    /// I to III, then the wider range of IV.
    Ph {
        good: (Decimal, Decimal),
        fourth: (Decimal, Decimal),
    },
    Absent,
    /// I to III; above, IV and V share "more than".
    Radioactive([Decimal; 3]),
}

impl Limits {
    fn class(&self, finding: Finding) -> (Option<GroundwaterClass>, bool) {
        let first_met = |limits: &[Decimal], skip: usize, value: Decimal| {
            let met = GroundwaterClass::ALL
                .into_iter()
                .skip(skip)
                .zip(limits)
                .find(|(_, limit)| value <= **limit);
            met.map(|(class, _)| class)
        };
        let class = match (self, finding) {
            (Self::AtMost(limits), Finding::Value(value)) => {
                Some(first_met(limits, 0, value).unwrap_or(GroundwaterClass::V))
            }
            (Self::AtMost(_) | Self::NotDetectedFirst(_) | Self::Radioactive(_), Finding::NotDetected) => {
                Some(GroundwaterClass::I)
            }
            (Self::NotDetectedFirst(limits), Finding::Value(value)) => {
                Some(first_met(limits, 1, value).unwrap_or(GroundwaterClass::V))
            }
            (Self::Ph { good, fourth }, Finding::Value(value)) => {
                let within = |(low, high): &(Decimal, Decimal)| *low <= value && value <= *high;
                Some(match (within(good), within(fourth)) {
                    (true, _) => GroundwaterClass::I,
                    (false, true) => GroundwaterClass::IV,
                    (false, false) => GroundwaterClass::V,
                })
            }
            (Self::Absent, Finding::Absent) => Some(GroundwaterClass::I),
            (Self::Absent, Finding::Present) => Some(GroundwaterClass::V),
            (Self::Radioactive(limits), Finding::Value(value)) => {
                let met = first_met(limits, 0, value);
                return (Some(met.unwrap_or(GroundwaterClass::IV)), met.is_none());
            }
            _ => None,
        };
        (class, false)
    }
}

struct LimitRow {
    number: &'static str,
    name: &'static str,
    unit: &'static str,
    limits: Limits,
}

struct Rules {
    table: &'static Table,
    rows: Vec<LimitRow>,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table = table("gbt14848-2017/limits.csv")?;
    let rows = table.rows().map(|row| {
        let unit = row.text("unit")?;
        Ok(LimitRow {
            number: row.text("no")?,
            name: row.text("name_zh")?,
            unit: if unit == "无量纲" { "" } else { unit },
            limits: read_limits(&row)?,
        })
    });
    Ok(Rules {
        table,
        rows: rows.collect::<Result<_, TableError>>()?,
    })
}

fn read_limits(row: &Row<'_>) -> Result<Limits, TableError> {
    let range = |column: &str| {
        let said = row.text(column)?;
        let ends = said
            .split_once('~')
            .and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
        ends.ok_or_else(|| row.fault(column, format!("`{said}` is not a range low~high")))
    };
    let at = |column: &str| row.decimal(column);
    match row.text("kind")? {
        "le" => Ok(Limits::AtMost([
            at("class_1")?,
            at("class_2")?,
            at("class_3")?,
            at("class_4")?,
        ])),
        "nd_first" => Ok(Limits::NotDetectedFirst([
            at("class_2")?,
            at("class_3")?,
            at("class_4")?,
        ])),
        "radio" => Ok(Limits::Radioactive([at("class_1")?, at("class_2")?, at("class_3")?])),
        "text" => Ok(Limits::Absent),
        "ph" => Ok(Limits::Ph {
            good: range("class_1")?,
            fourth: range("class_4")?,
        }),
        other => Err(row.fault("kind", format!("`{other}` is not le, nd_first, radio, text or ph"))),
    }
}
