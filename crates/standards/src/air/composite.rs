//! The composite index by which cities are ranked.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::air::limits::AirLimits;
use crate::item::ItemDef;
use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// The composite index of a city over a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CompositeIndex {
    /// Each pollutant's concentration / limit, unrounded, in the order of the table.
    pub single: Vec<(&'static ItemDef, Decimal)>,
    /// Their sum, two decimals; `None` unless all six are there.
    pub value: Option<Decimal>,
    /// The pollutants with the largest single index.
    pub main: Vec<&'static ItemDef>,
    /// The quotients.
    pub reason: Reason,
}

/// The sum of six quotients: mean / yearly limit of SO2, NO2, PM10, PM2.5; percentile / daily limit of CO (95th) and ozone (90th).
///
/// Concentrations are rounded first (integers, CO one decimal) and the sum once at the end. All weights are one: the weights of
/// HJ 663-2026 are not verified.
pub fn composite_index(limits: AirLimits, values: &[(&'static ItemDef, Decimal)]) -> CompositeIndex {
    let rules = rules();
    let mut single = Vec::new();
    let mut steps = Vec::new();
    for (item, period) in &rules.items {
        let given = values
            .iter()
            .find(|(other, _)| other.code == item.code)
            .map(|(_, value)| round(*value, item.decimals));
        let Some((value, limit)) = given.zip(limits.limit(item, period)) else {
            let says = Text::new(format!("{} 未知", item.name.0), format!("{} unknown", item.name.1));
            steps.push(Reason::new(says));
            continue;
        };
        let Some(index) = value.checked_div(limit) else {
            continue;
        };
        let figure = format!("{value} / {limit} = {}", shown(index, rules.decimals));
        let says = Text::new(format!("{} {figure}", item.name.0), format!("{} {figure}", item.name.1));
        steps.push(Reason::new(says).by(limits.citation()));
        single.push((*item, index));
    }
    let complete = single.len() == rules.items.len();
    let sum = single
        .iter()
        .try_fold(Decimal::ZERO, |sum, (_, index)| sum.checked_add(*index));
    let value = sum.filter(|_| complete).map(|sum| round(sum, rules.decimals));
    let largest = single.iter().map(|(_, index)| *index).max();
    let main = single
        .iter()
        .filter(|(_, index)| Some(*index) == largest)
        .map(|(item, _)| *item)
        .collect();
    let reason = Reason::new(headline(value)).by(rules.table.citation()).since_all(steps);
    CompositeIndex {
        single,
        value,
        main,
        reason,
    }
}

fn headline(value: Option<Decimal>) -> Text {
    match value {
        Some(value) => Text::new(
            format!("环境空气质量综合指数 {value}：六项单项指数之和"),
            format!("composite index {value}: the sum of six"),
        ),
        None => Text::new(
            "综合指数未知：六项污染物不齐",
            "composite index unknown: not all six pollutants are there",
        ),
    }
}

/// The change of a composite index against the same period of last year in percent, unrounded; negative = better (环办监测〔2018〕19号). `None`
/// for a base of zero and on overflow. Cities are ranked by it in ascending order, see [`rank_ascending`].
pub fn improvement_percent(current: Decimal, base: Decimal) -> Option<Decimal> {
    current
        .checked_sub(base)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(base)
}

/// The ranks of values in ascending order, 1 = smallest; equal values have equal ranks, and the next rank is skipped. `None` has none.
pub fn rank_ascending(values: &[Option<Decimal>]) -> Vec<Option<usize>> {
    let rank = |own: Decimal| values.iter().flatten().filter(|other| **other < own).count() + 1;
    values.iter().map(|value| value.map(rank)).collect()
}

/// A single index as it is published.
pub fn single_index_published(index: Decimal) -> Decimal {
    round(index, rules().decimals)
}

struct Rules {
    table: &'static Table,
    items: Vec<(&'static ItemDef, String)>,
    decimals: u32,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table_of_items = table("air-ranking/items.csv")?;
    let items = table_of_items
        .rows()
        .map(|row| Ok((row.item("item")?, row.text("limit_period")?.to_owned())));
    Ok(Rules {
        table: table_of_items,
        items: items.collect::<Result<_, TableError>>()?,
        decimals: table("air-ranking/parameters.csv")?.whole_parameter("decimals")?,
    })
}
