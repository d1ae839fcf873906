//! Groundwater: the class of an item and of a sample by GB/T 14848-2017.

use std::fmt;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::conventions::Conventions;
use crate::measured::Measured;
use crate::reason::Reason;
use crate::substance::{names_in_english, same_substance, substance_name};
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

/// The class of one item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroundwaterItem {
    /// The item as the standard names it.
    pub name: &'static str,
    /// Its class; `None` = unknown: nothing measured, a negative number, or a finding that is not of the item's kind.
    pub class: Option<GroundwaterClass>,
    /// True where the standard cannot tell Ⅳ from Ⅴ (radioactivity above Ⅲ); Ⅳ is then given.
    pub may_be_worse: bool,
    /// The comparison.
    pub reason: Reason,
}

/// The class of a sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// The class of one item by its name or another spelling, in the unit of the table; `None` for items that the standard does not have.
///
/// GB/T 14848-2017: where classes share a limit the better one is given. A result below detection counts by the conventions as half
/// of the detection limit, for surfactants (whose class I asks for "not detected") as not detected.
pub fn judge_groundwater_item(conventions: &Conventions, name: &str, finding: Measured) -> Option<GroundwaterItem> {
    let rules = rules();
    let row = rules
        .rows
        .iter()
        .find(|row| row.name == name || same_substance(row.name, name))?;
    let (class, may_be_worse) = row.limits.class(conventions, finding);
    let (shown, known) = (finding.text(row.unit), substance_name(row.name));
    let says = match class {
        Some(class) if may_be_worse => Text::new(
            format!(
                "{} {} → {class}类（高于Ⅲ类限值，标准不能区分Ⅳ、Ⅴ类）",
                row.name, shown.zh
            ),
            format!(
                "{} {} → class {class} (above class Ⅲ; the standard cannot tell Ⅳ from Ⅴ)",
                known.en, shown.en
            ),
        ),
        Some(class) => {
            let bound = row.limits.bound(class).unwrap_or_default();
            Text::new(
                format!("{} {}{bound} → {class}类", row.name, shown.zh),
                format!("{} {}{bound} → class {class}", known.en, shown.en),
            )
        }
        None => Text::new(
            format!("{} {}：无有效结果，或与该项目的限值形式不符，不评", row.name, shown.zh),
            format!(
                "{} {}: no valid result, or not of the kind of this item's limits: not judged",
                known.en, shown.en
            ),
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

/// The unit in which the table holds an item, as written there; `None` for items that the standard does not have.
pub fn groundwater_unit(name: &str) -> Option<&'static str> {
    let row = rules().rows.iter().find(|row| same_substance(row.name, name))?;
    Some(row.unit)
}

/// The class of a sample: the worst of its items.
pub fn judge_groundwater(conventions: &Conventions, findings: &[(&str, Measured)]) -> GroundwaterVerdict {
    let mut items = Vec::new();
    let mut not_judged = Vec::new();
    for (name, finding) in findings {
        match judge_groundwater_item(conventions, name, *finding) {
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
                names_in_english(&deciding)
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
    fn class(&self, conventions: &Conventions, finding: Measured) -> (Option<GroundwaterClass>, bool) {
        let half = conventions.below_detection_share;
        let class = match (self, finding) {
            (_, Measured::Value(value)) if value < Decimal::ZERO && !matches!(self, Self::Ph { .. }) => None,
            (Self::Absent, Measured::Absent | Measured::NotDetected) => Some(GroundwaterClass::I),
            (Self::Absent, Measured::Present) => Some(GroundwaterClass::V),
            (Self::Absent, _) => None,
            (Self::Ph { good, fourth }, Measured::Value(value)) => {
                let within = |(low, high): &(Decimal, Decimal)| *low <= value && value <= *high;
                Some(match (within(good), within(fourth)) {
                    (true, _) => GroundwaterClass::I,
                    (false, true) => GroundwaterClass::IV,
                    (false, false) => GroundwaterClass::V,
                })
            }
            (Self::Ph { .. }, _) => None,
            (Self::NotDetectedFirst(_), Measured::NotDetected | Measured::Below(_)) => Some(GroundwaterClass::I),
            (Self::NotDetectedFirst(limits), Measured::Value(value)) => {
                Some(first_met(limits, 1, value).unwrap_or(GroundwaterClass::V))
            }
            (Self::NotDetectedFirst(_), _) => None,
            (Self::AtMost(limits), finding) => {
                let figure = finding.figure(half);
                figure.map(|value| first_met(limits, 0, value).unwrap_or(GroundwaterClass::V))
            }
            (Self::Radioactive(limits), finding) => {
                let met = finding.figure(half).map(|value| first_met(limits, 0, value));
                return match met {
                    None => (None, false),
                    Some(None) if !conventions.radioactivity_as_fourth => (Some(GroundwaterClass::V), false),
                    Some(met) => (Some(met.unwrap_or(GroundwaterClass::IV)), met.is_none()),
                };
            }
        };
        (class, false)
    }

    /// The limit that a class rests on, as ` ≤ 0.05` or ` > 1.5`; `None` where it is no single number.
    fn bound(&self, class: GroundwaterClass) -> Option<String> {
        let place = usize::from(class.rank()).checked_sub(1)?;
        let of = |limits: &[Decimal], place: usize| match limits.get(place) {
            Some(limit) => Some(format!(" ≤ {limit}")),
            None => limits.last().map(|limit| format!(" > {limit}")),
        };
        match self {
            Self::AtMost(limits) => of(limits, place),
            Self::NotDetectedFirst(limits) => of(limits, place.checked_sub(1)?),
            Self::Radioactive(limits) => of(limits, place),
            Self::Ph { .. } | Self::Absent => None,
        }
    }
}

/// The best class whose limit is met; the first limit belongs to the class after `skip` others.
fn first_met(limits: &[Decimal], skip: usize, value: Decimal) -> Option<GroundwaterClass> {
    let mut met = GroundwaterClass::ALL
        .into_iter()
        .skip(skip)
        .zip(limits)
        .filter(|(_, limit)| value <= **limit);
    met.next().map(|(class, _)| class)
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
