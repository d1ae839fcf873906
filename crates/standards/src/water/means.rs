//! Mean concentrations over a period: what a section is judged from.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::item::ItemDef;
use crate::reason::{Citation, Reason};
use crate::rounding::shown;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// Over what the mean is taken, and so how much is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A month (also a week or ten days) from its samples.
    Month,
    /// A quarter from its samples.
    Quarter,
    /// A year from its monthly values.
    Year,
    /// A year from its monthly values, where ice prevents sampling.
    YearWithIce,
}

impl Period {
    fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::YearWithIce => "year_with_ice",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Month => ("月均值", "month mean"),
            Self::Quarter => ("季均值", "quarter mean"),
            Self::Year => ("年均值", "year mean"),
            Self::YearWithIce => ("年均值（含冰封期）", "year mean (ice months left out)"),
        }
    }

    /// The rule that sets how many are needed.
    pub fn citation(self) -> Citation {
        periods().table.citation_of(self.key())
    }

    /// How many samples (month, quarter) or monthly values (year) are needed.
    pub fn required(self) -> usize {
        let counts = &periods().counts;
        counts
            .iter()
            .find(|(key, _)| key == self.key())
            .map_or(usize::MAX, |(_, count)| *count)
    }
}

/// The mean of one item, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemMean {
    /// The item.
    pub item: &'static ItemDef,
    /// The arithmetic mean, unrounded; `None` = unknown.
    pub value: Option<Decimal>,
    /// How many values there are.
    pub count: usize,
    /// How many are needed.
    pub required: usize,
    /// The arithmetic, or what is lacking.
    pub reason: Reason,
}

/// The arithmetic mean of the concentrations of one item over a period, when there are enough.
///
/// 环办〔2011〕22号, data statistics: a month needs one sample, a quarter two, a year twelve monthly values (eight where ice
/// prevents sampling). The class of the period is judged from such means, never from classes. pH is averaged like any other.
pub fn mean(period: Period, item: &'static ItemDef, values: &[Decimal]) -> ItemMean {
    let (count, required) = (values.len(), period.required());
    let (zh, en) = period.words();
    let rule = period.citation();
    let sum = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
    let value = sum
        .filter(|_| count >= required && count > 0)
        .and_then(|sum| sum.checked_div(Decimal::from(count)));
    let says = match value {
        Some(value) => {
            let figure = format!("{} {}", shown(value, item.decimals), item.unit.symbol());
            let figure = figure.trim_end();
            Text::new(
                format!(
                    "{}{zh} {figure}：{count} 个值的算术平均（至少需 {required} 个）",
                    item.name.0
                ),
                format!(
                    "{} {en} {figure}: arithmetic mean of {count} values (at least {required} needed)",
                    item.name.1
                ),
            )
        }
        None if count < required => Text::new(
            format!("{}{zh}未知：只有 {count} 个值，至少需 {required} 个", item.name.0),
            format!(
                "{} {en} unknown: {count} values, at least {required} needed",
                item.name.1
            ),
        ),
        None => Text::new(
            format!("{}{zh}未知：数值过大，无法精确求和", item.name.0),
            format!(
                "{} {en} unknown: the values are too large to be summed exactly",
                item.name.1
            ),
        ),
    };
    ItemMean {
        item,
        value,
        count,
        required,
        reason: Reason::new(says).by(rule),
    }
}

/// The means of a section: one for each item that occurs in the samples, in order of first appearance.
///
/// For a year, give one sample per month (its month means).
pub fn section_means(period: Period, samples: &[Vec<(&'static ItemDef, Decimal)>]) -> Vec<ItemMean> {
    let mut items: Vec<(&'static ItemDef, Vec<Decimal>)> = Vec::new();
    for (item, value) in samples.iter().flatten() {
        match items.iter_mut().find(|(known, _)| known.code == item.code) {
            Some((_, values)) => values.push(*value),
            None => items.push((item, vec![*value])),
        }
    }
    items
        .into_iter()
        .map(|(item, values)| mean(period, item, &values))
        .collect()
}

/// What a result below detection contributes to a mean: half of the detection limit (HJ 91.2-2022; earlier practice is the same).
///
/// The result itself stays "below detection": this figure is for means only and is never shown as measured.
pub fn below_detection(detection_limit: Decimal) -> Option<Decimal> {
    periods().below_detection_share.checked_mul(detection_limit)
}

struct Periods {
    below_detection_share: Decimal,
    table: &'static Table,
    counts: Vec<(String, usize)>,
}

fn periods() -> &'static Periods {
    static PERIODS: LazyLock<Periods> = LazyLock::new(|| proven(read_periods()));
    &PERIODS
}

fn read_periods() -> Result<Periods, TableError> {
    let table_of_detection = table("hj91.2-2022/parameters.csv")?;
    let table = table("huanban-2011-22/periods.csv")?;
    let read = table
        .rows()
        .map(|row| Ok((row.text("period")?.to_owned(), row.parsed("samples")?)));
    let below_detection_share = table_of_detection.parameter("below_detection_share")?;
    Ok(Periods {
        below_detection_share,
        table,
        counts: read.collect::<Result<_, TableError>>()?,
    })
}
