//! Development land: each item against its screening and intervention value.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::reason::Reason;
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
#[derive(Clone, Debug, PartialEq)]
pub struct DevelopmentItem {
    /// The item as the standard names it in Chinese.
    pub name: &'static str,
    /// Where it stands.
    pub level: RiskLevel,
    /// The comparison.
    pub reason: Reason,
}

/// The names of all items of the standard, in its order.
pub fn development_items() -> impl Iterator<Item = &'static str> {
    rules().rows.iter().map(|row| row.name)
}

/// Judges one item of development land by its Chinese name; `background` is the local soil background where it is known.
///
/// GB 36600-2018, 5.3: equal to a value is not above it. `None` for items that the standard does not have.
pub fn judge_development(
    land: LandCategory,
    name: &str,
    value: Decimal,
    background: Option<Decimal>,
) -> Option<DevelopmentItem> {
    let rules = rules();
    let row = rules.rows.iter().find(|row| row.name == name)?;
    let (screening, intervention) = match land {
        LandCategory::First => (row.screening.0, row.intervention.0),
        LandCategory::Second => (row.screening.1, row.intervention.1),
    };
    let exempt = row.has_background && background.is_some_and(|background| value <= background);
    let level = if value <= screening {
        RiskLevel::LeScreening
    } else if exempt {
        RiskLevel::WithinBackground
    } else if value <= intervention {
        RiskLevel::AboveScreening
    } else {
        RiskLevel::AboveIntervention
    };
    let (value, (zh, en)) = (value.normalize(), level.words());
    let says = Text::new(
        format!("{name} {value} mg/kg（筛选值 {screening}，管制值 {intervention}）→ {zh}"),
        format!("{name} {value} mg/kg (screening {screening}, intervention {intervention}) → {en}"),
    );
    Some(DevelopmentItem {
        name: row.name,
        level,
        reason: Reason::new(says).by(rules.table.citation()),
    })
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
    screening: (Decimal, Decimal),
    intervention: (Decimal, Decimal),
    has_background: bool,
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
