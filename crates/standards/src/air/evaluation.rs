//! The indexes by which HJ 663 compares years: single, maximum and composite. Not the ranking index of [`crate::air::composite_index`].

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::air::attainment::YearStatistics;
use crate::air::limits::AirLimits;
use crate::conventions::Conventions;
use crate::item::ItemDef;
use crate::reason::Reason;
use crate::rounding::shown;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// The indexes of a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvaluationIndexes {
    /// Ii of each pollutant, unrounded, in the order of the table.
    pub single: Vec<(&'static ItemDef, Decimal)>,
    /// Imax; `None` unless all six are there.
    pub maximum: Option<Decimal>,
    /// Isum, weighted; `None` unless all six are there.
    pub composite: Option<Decimal>,
    /// The quotients.
    pub reason: Reason,
}

/// Ii = max(mean / yearly limit, percentile / daily limit); CO and ozone by the percentile alone; Imax and Isum over the six.
///
/// HJ 663-2013. All weights are one; those of HJ 663-2026 are not verified and are used only where the conventions choose them: Isum is
/// then Σ weight × Ii.
pub fn evaluation_indexes(conventions: &Conventions, limits: AirLimits, year: &[YearStatistics]) -> EvaluationIndexes {
    let rules = rules(limits);
    let (mut single, mut steps) = (Vec::new(), Vec::new());
    let mut composite = Some(Decimal::ZERO);
    for row in &rules.rows {
        let given = year.iter().find(|one| one.item.code == row.item.code);
        let of = |value: Option<Decimal>, period: &str| value?.checked_div(limits.limit(row.item, period)?);
        let daily = if row.item.code == OZONE { "8h" } else { "day" };
        let needs_mean = limits.limit(row.item, "year").is_some();
        let mean = of(given.and_then(|one| one.mean), "year");
        let percentile = of(given.and_then(|one| one.percentile), daily);
        let index = if needs_mean {
            mean.zip(percentile).map(|(mean, daily)| mean.max(daily))
        } else {
            percentile
        };
        let Some(index) = index else {
            composite = None;
            let says = Text::new(
                format!("{} 单项指数未知", row.item.name.0),
                format!("{}: single index unknown", row.item.name.1),
            );
            steps.push(Reason::new(says));
            continue;
        };
        let weight = if conventions.equal_weights {
            row.weight
        } else {
            row.unverified.unwrap_or(row.weight)
        };
        composite = composite.and_then(|sum| sum.checked_add(index.checked_mul(weight)?));
        let figure = |value: Option<Decimal>| value.map_or_else(|| "—".to_owned(), |value| shown(value, 3));
        let told = format!(
            "max({}, {}) = {} × {weight}",
            figure(mean),
            figure(percentile),
            shown(index, 3)
        );
        let says = Text::new(
            format!("{} {told}", row.item.name.0),
            format!("{} {told}", row.item.name.1),
        );
        steps.push(Reason::new(says).by(limits.citation()));
        single.push((row.item, index));
    }
    let maximum = composite.and_then(|_| single.iter().map(|(_, index)| *index).max());
    let says = match (maximum, composite) {
        (Some(maximum), Some(sum)) => Text::new(
            format!("最大指数 {}，综合指数 {}", shown(maximum, 2), shown(sum, 2)),
            format!("maximum index {}, composite index {}", shown(maximum, 2), shown(sum, 2)),
        ),
        _ => Text::new(
            "六项不齐，最大指数和综合指数未知",
            "not all six are there: maximum and composite index unknown",
        ),
    };
    EvaluationIndexes {
        single,
        maximum,
        composite,
        reason: Reason::new(says).by(rules.table.citation()).since_all(steps),
    }
}

const OZONE: &str = "O3_8H";

struct WeightRow {
    item: &'static ItemDef,
    weight: Decimal,
    unverified: Option<Decimal>,
}

struct Rules {
    table: &'static Table,
    rows: Vec<WeightRow>,
}

fn rules(limits: AirLimits) -> &'static Rules {
    static RULES: LazyLock<[Rules; 2]> = LazyLock::new(|| proven(read()));
    let [of_2013, of_2026] = &*RULES;
    match limits {
        AirLimits::Of2012 => of_2013,
        AirLimits::Transition2026 | AirLimits::Final2026 => of_2026,
    }
}

fn read() -> Result<[Rules; 2], TableError> {
    let one = |path: &str| {
        let table = table(path)?;
        let has_unverified = table.columns().any(|column| column == "unverified_weight");
        let rows = table.rows().map(|row| {
            Ok(WeightRow {
                item: row.item("item")?,
                weight: row.decimal("weight")?,
                unverified: if has_unverified {
                    Some(row.decimal("unverified_weight")?)
                } else {
                    None
                },
            })
        });
        let rows = rows.collect::<Result<_, TableError>>()?;
        Ok(Rules { table, rows })
    };
    Ok([one("hj663-2013/composite.csv")?, one("hj663-2026/composite.csv")?])
}
