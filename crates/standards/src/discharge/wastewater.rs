//! Municipal wastewater plants: daily means against GB 18918-2002, single samples against its amendment of 2026.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::conventions::Conventions;
use crate::discharge::limit::{DischargeLimit, PlainTable};
use crate::measured::Measured;
use crate::reason::{Citation, Reason};
use crate::rounding::{round, shown};
use crate::spelling::fold;
use crate::substance::{names_in_english, same_substance, substance_name};
use crate::table::{Table, TableError, proven, table};
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

/// The plant and the circumstances of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlantAsk<'a> {
    /// The grade it must keep.
    pub grade: PlantGrade,
    /// When it was built.
    pub age: PlantAge,
    /// Water temperature, ℃; without it the stricter limit of ammonia is taken (convention).
    pub water_celsius: Option<Decimal>,
    /// Concentrations of the inflow (COD, BOD5), mg/L: in the third grade a rich inflow is judged by its removal.
    pub inflow: &'a [(&'a str, Decimal)],
}

/// The judgement on a day of one plant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlantDay {
    /// Items above their limit with the exceedance multiple as printed, two decimals; `None` for pH, for what must not be detected and
    /// for what is judged by its removal.
    pub exceeding: Vec<(String, Option<Decimal>)>,
    /// How many items were judged.
    pub judged: usize,
    /// Items that cannot be told: nothing valid measured, or a detection limit above the limit.
    pub unknown: Vec<String>,
    /// Names without a limit in this grade; they were left out.
    pub not_judged: Vec<String>,
    /// Every comparison.
    pub reason: Reason,
}

impl PlantGrade {
    /// Reads `1A`, `一级A`, `1B`, `一级B标准`, `2`, `二级`, `3`, `三级`.
    pub fn parse(said: &str) -> Option<Self> {
        let folded = fold(said).replace("标准", "").replace("grade", "").replace('级', "");
        let folded = folded.replace('一', "1").replace('二', "2").replace('三', "3");
        GRADES
            .into_iter()
            .find(|(_, column)| column.to_lowercase() == folded)
            .map(|(grade, _)| grade)
    }
}

impl PlantDay {
    /// Whether the day keeps its limits; `None` when nothing exceeds but something is unknown, or nothing was judged.
    pub fn met(&self) -> Option<bool> {
        if !self.exceeding.is_empty() {
            return Some(false);
        }
        (self.judged > 0 && self.unknown.is_empty()).then_some(true)
    }
}

/// Judges the daily means of a plant by item (codes, names and other spellings; mg/L unless the table says otherwise).
///
/// GB 18918-2002, tables 1 to 3: ammonia has a milder limit at a water temperature of 12 °C or less; total phosphorus depends on when
/// the plant was built; in the third grade a COD or BOD5 of the inflow above 350 or 160 mg/L asks for a removal above 60 % or 50 %
/// instead. A value equal to its limit is within.
pub fn judge_plant_day(conventions: &Conventions, ask: &PlantAsk<'_>, values: &[(&str, Measured)]) -> PlantDay {
    let rules = rules();
    let mut day = PlantDay {
        exceeding: Vec::new(),
        judged: 0,
        unknown: Vec::new(),
        not_judged: Vec::new(),
        reason: Reason::new(Text::default()),
    };
    let mut steps = Vec::new();
    for (name, measured) in values {
        let Some(demand) = rules.demand(ask, name) else {
            day.not_judged.push((*name).to_owned());
            continue;
        };
        let removal = rules.removal(ask, name, *measured);
        let broken = match &removal {
            Some(removal) => Some(removal.broken),
            None => rules.broken(conventions, ask, name, &demand, *measured),
        };
        match broken {
            Some(true) => {
                let multiple = demand.limit.multiple(*measured).filter(|_| removal.is_none());
                let multiple = multiple.map(|multiple| round(multiple, rules.multiple_decimals));
                day.exceeding.push(((*name).to_owned(), multiple));
            }
            Some(false) => {}
            None => day.unknown.push((*name).to_owned()),
        }
        day.judged += usize::from(broken.is_some());
        steps.push(match removal {
            Some(removal) => removal.reason,
            None => demand.reason(name, *measured, broken),
        });
    }
    day.reason = Reason::new(headline(&day)).by(rules.table1.citation()).since_all(steps);
    day
}

/// A single sample (mg/L) from 2026-03-01 (amendment of GB 18918-2002): it has a maximum of its own, whose numbers are not at hand.
///
/// The outcome is therefore always unknown; the reason says what is missing. `None` before that day and for items without such a limit.
pub fn judge_plant_sample(day: NaiveDate, item: &str, value: Decimal) -> Option<Reason> {
    let rules = rules();
    if !rules.one_time_table.in_force(day) || !rules.one_time.iter().any(|known| same_substance(known, item)) {
        return None;
    }
    let (name, (low, high)) = (substance_name(item), rules.one_time_ratio);
    let says = Text::new(
        format!(
            "{} 一次监测 {} mg/L：一次监测最高允许排放浓度的数字尚未取得，结果未知",
            name.zh,
            value.normalize()
        ),
        format!(
            "{}, single sample {} mg/L: the numbers of the one-time limits are missing, unknown",
            name.en,
            value.normalize()
        ),
    );
    let range = Text::new(
        format!("据报道为日均限值的 {low}～{high} 倍；修改单全文取得前不得据此判定"),
        format!(
            "reported to be {low} to {high} times the daily limits; no basis of judgement before the amendment is at hand"
        ),
    );
    let range = Reason::new(range).by(rules.amendment_table.citation());
    Some(Reason::new(says).by(rules.one_time_table.citation()).since(range))
}

fn headline(day: &PlantDay) -> Text {
    let (judged, above) = (day.judged, day.exceeding.len());
    if judged == 0 {
        return Text::new("没有可评价的项目，结果未知", "nothing that can be judged: unknown");
    }
    let mut says = Text::new(
        format!("日均值 {judged} 项中 {above} 项超标"),
        format!("{above} of {judged} daily means are above"),
    );
    if !day.unknown.is_empty() {
        says.zh.push_str(&format!("；{} 不能判定", day.unknown.join("、")));
        says.en
            .push_str(&format!("; {} cannot be told", names_in_english(&day.unknown)));
    }
    says
}

const GRADES: [(PlantGrade, &str); 4] = [
    (PlantGrade::OneA, "1A"),
    (PlantGrade::OneB, "1B"),
    (PlantGrade::Two, "2"),
    (PlantGrade::Three, "3"),
];

struct LimitRow {
    number: &'static str,
    code: &'static str,
    limits: Vec<(PlantGrade, Option<DischargeLimit>)>,
}

/// The limit that holds for one item, and where it stands.
struct PlantDemand {
    limit: DischargeLimit,
    rule: Citation,
}

impl PlantDemand {
    fn reason(&self, name: &str, measured: Measured, broken: Option<bool>) -> Reason {
        let figure = format!("{measured} {} {}", self.limit.sign(broken), self.limit);
        let known = substance_name(name);
        let (zh, en) = if broken.is_none() {
            ("：不能判定", ": cannot be told")
        } else {
            ("", "")
        };
        Reason::new(Text::new(
            format!("{} {figure}{zh}", known.zh),
            format!("{} {figure}{en}", known.en),
        ))
        .by(self.rule.clone())
    }
}

struct RemovalRow {
    item: &'static str,
    inflow_above: Decimal,
    removal_above: Decimal,
}

struct Removal {
    broken: bool,
    reason: Reason,
}

struct Rules {
    table1: &'static Table,
    rows: Vec<LimitRow>,
    /// Tables 2 and 3, whose limits hold in every grade.
    every_grade: Vec<PlainTable>,
    removal_table: &'static Table,
    removals: Vec<RemovalRow>,
    one_time_table: &'static Table,
    one_time: Vec<&'static str>,
    one_time_ratio: (Decimal, Decimal),
    amendment_table: &'static Table,
    cold_at_most: Decimal,
    multiple_decimals: u32,
}

impl Rules {
    fn demand(&self, ask: &PlantAsk<'_>, name: &str) -> Option<PlantDemand> {
        let cold = ask.water_celsius.is_some_and(|celsius| celsius <= self.cold_at_most);
        let row = self
            .rows
            .iter()
            .find(|row| row.code == name || same_substance(row.code, name));
        let Some(row) = row else {
            let found = self.every_grade.iter().find_map(|table| table.demand(name));
            return found.map(|(limit, rule)| PlantDemand { limit, rule });
        };
        let asked = match row.code {
            "NH3N" if cold => "NH3N_COLD",
            "TP" if ask.age == PlantAge::Before2006 => "TP_OLD",
            code => code,
        };
        let row = self.rows.iter().find(|row| row.code == asked)?;
        let (_, limit) = row.limits.iter().find(|(grade, _)| *grade == ask.grade)?;
        let rule = self
            .table1
            .citation_of(&format!("item {} (第{}项)", row.number, row.number));
        limit.map(|limit| PlantDemand { limit, rule })
    }

    /// Whether a result breaks its limit. Ammonia without a water temperature is, by convention, judged by the stricter limit, or told
    /// only where both limits say the same.
    fn broken(
        &self,
        conventions: &Conventions,
        ask: &PlantAsk<'_>,
        name: &str,
        demand: &PlantDemand,
        measured: Measured,
    ) -> Option<bool> {
        let broken = demand.limit.is_broken_by(measured);
        if conventions.ammonia_stricter || ask.water_celsius.is_some() || !same_substance(name, "NH3N") {
            return broken;
        }
        let cold = PlantAsk {
            water_celsius: Some(self.cold_at_most),
            ..*ask
        };
        let milder = self.demand(&cold, name)?.limit.is_broken_by(measured);
        broken.filter(|_| broken == milder)
    }

    /// The third grade judges a rich inflow by its removal.
    fn removal(&self, ask: &PlantAsk<'_>, name: &str, measured: Measured) -> Option<Removal> {
        let row = self.removals.iter().find(|row| same_substance(row.item, name))?;
        let (_, inflow) = ask.inflow.iter().find(|(given, _)| same_substance(given, name))?;
        if ask.grade != PlantGrade::Three || *inflow <= row.inflow_above {
            return None;
        }
        let outflow = measured.value()?;
        let removed = inflow
            .checked_sub(outflow)?
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(*inflow)?;
        let broken = removed <= row.removal_above;
        let sign = if broken { "≤" } else { ">" };
        let (least, percent) = (row.removal_above, shown(removed, 1));
        let name = substance_name(name);
        let says = Text::new(
            format!(
                "{} 进水 {inflow} > {} mg/L，按去除率：{percent}% {sign} {least}%",
                name.zh, row.inflow_above
            ),
            format!(
                "{}: inflow {inflow} > {} mg/L, judged by removal: {percent} % {sign} {least} %",
                name.en, row.inflow_above
            ),
        );
        Some(Removal {
            broken,
            reason: Reason::new(says).by(self.removal_table.citation()),
        })
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table1 = table("gb18918-2002/table1.csv")?;
    let rows = table1.rows().map(|row| {
        let limits = GRADES
            .iter()
            .map(|(grade, column)| Ok((*grade, DischargeLimit::read(&row, column)?)));
        Ok(LimitRow {
            number: row.text("no")?,
            code: row.text("code")?,
            limits: limits.collect::<Result<_, TableError>>()?,
        })
    });
    let (removal_table, one_time_table) = (
        table("gb18918-2002/removal.csv")?,
        table("gb18918-2002-amendment-2026/one_time.csv")?,
    );
    let amendment_table = table("gb18918-2002-amendment-2026/parameters.csv")?;
    let removals = removal_table.rows().map(|row| {
        Ok(RemovalRow {
            item: row.text("item")?,
            inflow_above: row.decimal("inflow_above")?,
            removal_above: row.decimal("removal_above_percent")?,
        })
    });
    Ok(Rules {
        rows: rows.collect::<Result<_, TableError>>()?,
        every_grade: vec![
            PlainTable::read("gb18918-2002/table2.csv")?,
            PlainTable::read("gb18918-2002/table3.csv")?,
        ],
        removals: removals.collect::<Result<_, TableError>>()?,
        one_time: one_time_table
            .rows()
            .map(|row| row.text("item"))
            .collect::<Result<_, _>>()?,
        one_time_ratio: (
            amendment_table.parameter("one_time_ratio_min")?,
            amendment_table.parameter("one_time_ratio_max")?,
        ),
        cold_at_most: table("gb18918-2002/parameters.csv")?.parameter("ammonia_cold_at_most_celsius")?,
        multiple_decimals: table("emission/parameters.csv")?.whole_parameter("multiple_decimals")?,
        table1,
        removal_table,
        one_time_table,
        amendment_table,
    })
}
