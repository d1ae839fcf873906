//! Development land: each item against its screening and intervention value.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::measured::Measured;
use crate::reason::Reason;
use crate::spelling::fold;
use crate::substance::{same_substance, substance_name};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// The use of the land; an unknown use is judged as the first category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LandCategory {
    /// 第一类用地: dwellings, schools, medical care, welfare, parks for communities or children
    First,
    /// 第二类用地: industry, logistics, commerce, roads, utilities, other public service and green space
    Second,
}

/// Where a content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    /// At most the screening value: the risk is negligible.
    LeScreening,
    /// Above screening, but not above the local soil background (arsenic, cobalt, vanadium): not managed as contaminated.
    WithinBackground,
    /// Above screening: detailed survey and risk assessment.
    AboveScreening,
    /// Above intervention: control or remediation.
    AboveIntervention,
}

/// The judgement on one item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DevelopmentItem {
    /// The item as the standard names it in Chinese.
    pub name: &'static str,
    /// Where it stands; `None` = unknown: nothing valid measured, or a detection limit above the value.
    pub level: Option<RiskLevel>,
    /// The comparison.
    pub reason: Reason,
}

/// The names of all items of the standard, in its order.
pub fn development_items() -> impl Iterator<Item = &'static str> {
    rules().rows.iter().map(|row| row.name)
}

/// Judges one item of development land by its name, synonym or CAS number, mg/kg; `background` is the local soil background where known.
///
/// GB 36600-2018, 5.3: equal to a value is not above it. Arsenic, cobalt and vanadium above screening but not above the background are
/// not managed as contaminated. `None` for items that the standard does not have.
pub fn judge_development(
    land: LandCategory,
    name: &str,
    value: Measured,
    background: Option<Decimal>,
) -> Option<DevelopmentItem> {
    let rules = rules();
    let row = rules
        .rows
        .iter()
        .find(|row| row.name == name || same_substance(row.name, name) || row.is_cas(name))?;
    let (screening, intervention) = match land {
        LandCategory::First => (row.screening.0, row.intervention.0),
        LandCategory::Second => (row.screening.1, row.intervention.1),
    };
    let exempt = row.has_background && background.is_some_and(|background| value.is_above(background) == Some(false));
    let level = match (value.is_above(screening), value.is_above(intervention)) {
        (Some(false), _) => Some(RiskLevel::LeScreening),
        (Some(true), _) if exempt => Some(RiskLevel::WithinBackground),
        (Some(true), Some(false)) => Some(RiskLevel::AboveScreening),
        (Some(true), Some(true)) => Some(RiskLevel::AboveIntervention),
        (None, _) | (_, None) => None,
    };
    let (zh, en) = level.map_or(("不能判定，结果未知", "cannot be told: unknown"), RiskLevel::words);
    let known = substance_name(row.name);
    let says = Text::new(
        format!(
            "{} {value} mg/kg（筛选值 {screening}，管制值 {intervention}）→ {zh}",
            row.name
        ),
        format!(
            "{} {value} mg/kg (screening {screening}, intervention {intervention}) → {en}",
            known.en
        ),
    );
    Some(DevelopmentItem {
        name: row.name,
        level,
        reason: Reason::new(says).by(rules.table.citation()),
    })
}

impl LandCategory {
    /// Reads `1`, `第一类用地`, `first`, `2`, `第二类用地`, `second`; anything unknown is `None`, to be judged as the first category.
    pub fn parse(said: &str) -> Option<Self> {
        let folded = fold(said)
            .replace("第", "")
            .replace("用地", "")
            .replace('类', "")
            .replace("class", "");
        match folded.as_str() {
            "1" | "一" | "first" => Some(Self::First),
            "2" | "二" | "second" => Some(Self::Second),
            _ => None,
        }
    }
}

impl RiskLevel {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::LeScreening => (
                "不高于筛选值，风险可忽略",
                "at most the screening value: negligible risk",
            ),
            Self::WithinBackground => (
                "高于筛选值但不高于背景值，不纳入污染地块管理",
                "above screening, within the local background",
            ),
            Self::AboveScreening => (
                "高于筛选值，应详查和风险评估",
                "above screening: survey and risk assessment",
            ),
            Self::AboveIntervention => (
                "高于管制值，应风险管控或修复",
                "above intervention: control or remediation",
            ),
        }
    }
}

struct DevelopmentRow {
    name: &'static str,
    cas: &'static str,
    screening: (Decimal, Decimal),
    intervention: (Decimal, Decimal),
    has_background: bool,
}

impl DevelopmentRow {
    /// Two isomers that are judged together have two numbers.
    fn is_cas(&self, said: &str) -> bool {
        !self.cas.is_empty() && self.cas.split(',').any(|cas| fold(cas) == fold(said))
    }
}

struct Rules {
    table: &'static Table,
    rows: Vec<DevelopmentRow>,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table = table("gb36600-2018/values.csv")?;
    let rows = table.rows().map(|row| {
        Ok(DevelopmentRow {
            name: row.text("name_zh")?,
            cas: row.text("cas")?,
            screening: (row.decimal("screening_1")?, row.decimal("screening_2")?),
            intervention: (row.decimal("intervention_1")?, row.decimal("intervention_2")?),
            has_background: row.parsed::<u8>("background")? != 0,
        })
    });
    Ok(Rules {
        table,
        rows: rows.collect::<Result<_, TableError>>()?,
    })
}
