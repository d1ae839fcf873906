//! Discharges without an industry standard of their own: GB 8978-1996, by grade and kind of enterprise.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::discharge::limit::{DischargeLimit, PlainTable};
use crate::measured::Measured;
use crate::reason::{Citation, Reason};
use crate::rounding::round;
use crate::spelling::fold;
use crate::substance::{names_in_english, same_substance, substance_name};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// The grade of GB 8978-1996, by where the water goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DischargeGrade {
    /// 一级: into waters of class Ⅲ (protected zones excepted)
    First,
    /// 二级: into waters of class Ⅳ and Ⅴ
    Second,
    /// 三级: into a town sewer with a secondary plant
    Third,
}

/// One item of a discharge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DischargeItem {
    /// The name as given.
    pub name: String,
    /// The limit; `None` where there is none in this grade, or where it depends on the kind of enterprise.
    pub limit: Option<DischargeLimit>,
    /// Whether it is broken; `None` = cannot be told or no limit.
    pub exceeds: Option<bool>,
    /// (C − limit) / limit as printed, two decimals, where above.
    pub multiple: Option<Decimal>,
    /// The comparison.
    pub reason: Reason,
}

/// The judgement on a daily mean of a discharge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DischargeDay {
    /// Every given item, in the given order.
    pub items: Vec<DischargeItem>,
    /// Whether every limit is kept; `None` = unknown.
    pub met: Option<bool>,
    /// The whole.
    pub reason: Reason,
}

impl DischargeGrade {
    /// Reads `1`, `一级`, `first`, `2`, `二级`, `second`, `3`, `三级`, `third`.
    pub fn parse(said: &str) -> Option<Self> {
        let folded = fold(said).replace("标准", "").replace("grade", "").replace('级', "");
        match folded.as_str() {
            "1" | "一" | "first" => Some(Self::First),
            "2" | "二" | "second" => Some(Self::Second),
            "3" | "三" | "third" => Some(Self::Third),
            _ => None,
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::First => "grade_1",
            Self::Second => "grade_2",
            Self::Third => "grade_3",
        }
    }
}

/// Judges daily means (mg/L unless the table says otherwise) of a unit built from 1998 on.
///
/// GB 8978-1996: table 1 (class-1 pollutants, at the outlet of the workshop) holds in every grade; table 4 by grade and kind of enterprise.
/// `kind` names it by a word of the table's scope (`医院`, `石油化工`); without one, or where none fits, "other enterprises" is taken.
pub fn judge_discharge_day(grade: DischargeGrade, kind: Option<&str>, values: &[(&str, Measured)]) -> DischargeDay {
    let rules = rules();
    let items: Vec<DischargeItem> = values
        .iter()
        .map(|(name, measured)| rules.judge(grade, kind, name, *measured))
        .collect();
    let above: Vec<&str> = of(&items, Some(true));
    let met = if !above.is_empty() {
        Some(false)
    } else {
        let judged = items.iter().filter(|item| item.limit.is_some());
        let all =
            items.iter().any(|item| item.exceeds.is_some()) && judged.clone().all(|item| item.exceeds == Some(false));
        all.then_some(true)
    };
    let says = match met {
        Some(true) => Text::new("各项均不超标", "every item is within its limit"),
        Some(false) => Text::new(
            format!("超标：{}", above.join("、")),
            format!("above the limit: {}", names_in_english(&above)),
        ),
        None => Text::new("不能判定，结果未知", "cannot be told: unknown"),
    };
    let steps: Vec<Reason> = items.iter().map(|item| item.reason.clone()).collect();
    let reason = Reason::new(says).by(rules.table4.citation()).since_all(steps);
    DischargeDay { items, met, reason }
}

fn of(items: &[DischargeItem], exceeds: Option<bool>) -> Vec<&str> {
    let found = items.iter().filter(|item| item.exceeds == exceeds);
    found.map(|item| item.name.as_str()).collect()
}

struct ScopeRow {
    number: &'static str,
    name: &'static str,
    scope: &'static str,
    limits: [Option<DischargeLimit>; 3],
}

impl ScopeRow {
    fn limit(&self, grade: DischargeGrade) -> Option<DischargeLimit> {
        let [first, second, third] = self.limits;
        match grade {
            DischargeGrade::First => first,
            DischargeGrade::Second => second,
            DischargeGrade::Third => third,
        }
    }

    /// Rows for everybody, and for whoever has no row of their own.
    fn is_general(&self) -> bool {
        GENERAL.iter().any(|word| self.scope.starts_with(word))
    }
}

const GENERAL: [&str; 2] = ["一切", "其他"];

struct Rules {
    table1: PlainTable,
    table4: &'static Table,
    rows: Vec<ScopeRow>,
    multiple_decimals: u32,
}

impl Rules {
    /// The limit and where it stands; an empty limit where the grade has none; `None` where no row fits.
    fn demand(
        &self,
        grade: DischargeGrade,
        kind: Option<&str>,
        name: &str,
    ) -> Option<(Option<DischargeLimit>, Citation)> {
        let of_item: Vec<&ScopeRow> = self.rows.iter().filter(|row| same_substance(row.name, name)).collect();
        let fits = |row: &&&ScopeRow| kind.is_some_and(|kind| fold(row.scope).contains(&fold(kind)));
        let only = match of_item.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let row = of_item.iter().find(fits).copied();
        let row = row
            .or_else(|| of_item.iter().find(|row| row.is_general()).copied())
            .or(only);
        if let Some(row) = row {
            let place = format!("item {} (第{}项), {}", row.number, row.number, row.scope);
            return Some((row.limit(grade), self.table4.citation_of(&place)));
        }
        let (limit, rule) = self.table1.demand(name)?;
        Some((Some(limit), rule))
    }

    fn judge(&self, grade: DischargeGrade, kind: Option<&str>, name: &str, measured: Measured) -> DischargeItem {
        let known = substance_name(name);
        let demand = self.demand(grade, kind, name);
        let limit = demand.as_ref().and_then(|(limit, _)| *limit);
        let exceeds = limit.and_then(|limit| limit.is_broken_by(measured));
        let multiple = limit
            .filter(|_| exceeds == Some(true))
            .and_then(|limit| limit.multiple(measured));
        let (zh, en) = match (limit, exceeds) {
            (Some(limit), Some(_)) => {
                let figure = format!("{measured} {} {limit}", limit.sign(exceeds));
                (figure.clone(), figure)
            }
            (Some(limit), None) => (
                format!("{measured}（限值 {limit}）：不能判定"),
                format!("{measured} (limit {limit}): cannot be told"),
            ),
            (None, _) if demand.is_some() => (
                format!("{measured}：该级别不限"),
                format!("{measured}: not limited in this grade"),
            ),
            (None, _) if self.rows.iter().any(|row| same_substance(row.name, name)) => (
                format!("{measured}：限值因行业而异，请注明行业"),
                format!("{measured}: the limit depends on the kind of enterprise, name it"),
            ),
            (None, _) => (
                format!("{measured}：本标准无限值"),
                format!("{measured}: no limit in this standard"),
            ),
        };
        let says = Text::new(format!("{} {zh}", known.zh), format!("{} {en}", known.en));
        let rule = demand.map_or_else(|| self.table4.citation(), |(_, rule)| rule);
        DischargeItem {
            name: name.to_owned(),
            limit,
            exceeds,
            multiple: multiple.map(|multiple| round(multiple, self.multiple_decimals)),
            reason: Reason::new(says).by(rule),
        }
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table4 = table("gb8978-1996/table4.csv")?;
    let rows = table4.rows().map(|row| {
        let limit = |grade: DischargeGrade| DischargeLimit::read(&row, grade.column());
        Ok(ScopeRow {
            number: row.text("no")?,
            name: row.text("name_zh")?,
            scope: row.text("scope")?,
            limits: [
                limit(DischargeGrade::First)?,
                limit(DischargeGrade::Second)?,
                limit(DischargeGrade::Third)?,
            ],
        })
    });
    Ok(Rules {
        table1: PlainTable::read("gb8978-1996/table1.csv")?,
        table4,
        rows: rows.collect::<Result<_, TableError>>()?,
        multiple_decimals: table("emission/parameters.csv")?.whole_parameter("multiple_decimals")?,
    })
}
