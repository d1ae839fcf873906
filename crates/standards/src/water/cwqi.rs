//! The water quality index by which cities are ranked: CWQI.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::item::ItemDef;
use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;
use crate::water::class::{WaterBody, WaterClass};
use crate::water::limits::{Demand, ItemRole, edition_on};
use crate::water::means::{Period, section_means};

/// The index of a city's rivers or lakes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CityWaterIndex {
    /// The sum of the items' indexes, unrounded; `None` = unknown.
    pub value: Option<Decimal>,
    /// Each item's index.
    pub reason: Reason,
}

/// The index of one item: C / S of class Ⅲ, inverted for dissolved oxygen, by distance from neutral for pH.
///
/// `None` for items that take no part in the evaluation or have no limit, and for an oxygen of zero.
pub fn city_index_item(day: NaiveDate, body: WaterBody, item: &ItemDef, value: Decimal) -> Option<Decimal> {
    let (edition, rules) = (edition_on(day)?, rules());
    if edition.role(item) != ItemRole::Evaluated {
        return None;
    }
    match edition.demand(item, body)? {
        Demand::AtMost(_) => value.checked_div(edition.limit(item, body, rules.reference)?),
        Demand::AtLeast(_) => edition.limit(item, body, rules.reference)?.checked_div(value),
        Demand::Within(low, high) => {
            let end = if value > rules.neutral { high } else { low };
            let (distance, whole) = (value.checked_sub(rules.neutral)?, end.checked_sub(rules.neutral)?);
            distance.checked_div(whole)
        }
    }
}

/// The index of all river sections (or lake points) of a city: each item is averaged over them, then the items' indexes are summed.
pub fn city_index(day: NaiveDate, body: WaterBody, sections: &[Vec<(&'static ItemDef, Decimal)>]) -> CityWaterIndex {
    let rules = rules();
    let means = section_means(Period::Month, sections)
        .into_iter()
        .filter_map(|mean| Some((mean.item, mean.value?)));
    let indexes: Vec<(&ItemDef, Decimal, Decimal)> = means
        .filter_map(|(item, mean)| Some((item, mean, city_index_item(day, body, item, mean)?)))
        .collect();
    let sum = indexes
        .iter()
        .try_fold(Decimal::ZERO, |sum, (_, _, index)| sum.checked_add(*index));
    let value = sum.filter(|_| !indexes.is_empty());
    let steps = indexes.iter().map(|(item, mean, index)| {
        let figure = format!("{} → {}", shown(*mean, item.decimals), shown(*index, rules.decimals));
        Reason::new(Text::new(
            format!("{}均值 {figure}", item.name.0),
            format!("{} mean {figure}", item.name.1),
        ))
    });
    let says = match value {
        Some(value) => {
            let value = shown(value, rules.decimals);
            Text::new(
                format!("水质指数 {value}：各项指数之和"),
                format!("water quality index {value}: the sum of the items"),
            )
        }
        None => Text::new(
            "水质指数未知：没有可用项目",
            "water quality index unknown: no usable item",
        ),
    };
    CityWaterIndex {
        value,
        reason: Reason::new(says).by(rules.table.citation()).since_all(steps),
    }
}

/// The index of a city from its rivers and lakes, each with its number of sections or points: the mean weighted by them.
pub fn city_index_combined(rivers: (Decimal, usize), lakes: (Decimal, usize)) -> Option<Decimal> {
    let (river_count, lake_count) = (Decimal::from(rivers.1), Decimal::from(lakes.1));
    let sum = rivers
        .0
        .checked_mul(river_count)?
        .checked_add(lakes.0.checked_mul(lake_count)?)?;
    sum.checked_div(river_count.checked_add(lake_count)?)
}

/// The change of an index against a base in percent; negative = better. `None` for a base of zero.
pub fn city_index_change(current: Decimal, base: Decimal) -> Option<Decimal> {
    current
        .checked_sub(base)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(base)
}

/// An index as it is published, four decimals.
pub fn city_index_published(value: Decimal) -> Decimal {
    round(value, rules().decimals)
}

struct Rules {
    table: &'static Table,
    neutral: Decimal,
    reference: WaterClass,
    decimals: u32,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table = table("cwqi-2017-51/parameters.csv")?;
    let reference: u8 = table.whole_parameter("reference_class")?;
    let reference = WaterClass::from_rank(reference)
        .ok_or_else(|| table.fault("reference_class", format!("{reference} is not a class; write 1 to 5")))?;
    Ok(Rules {
        table,
        neutral: table.parameter("neutral_ph")?,
        reference,
        decimals: table.whole_parameter("decimals")?,
    })
}
