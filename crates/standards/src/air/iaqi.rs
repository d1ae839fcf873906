//! The index of one pollutant: linear between two breakpoints, always rounded up.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::air::edition::{AqiEdition, Breakpoint, EditionRules};
use crate::item::ItemDef;
use crate::reason::Reason;
use crate::rounding::{compared, round};
use crate::text::Text;

/// Which breakpoints of an item are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Averaging {
    /// 1 h mean.
    #[serde(rename = "1h")]
    Hour,
    /// 8 h mean.
    #[serde(rename = "8h")]
    EightHours,
    /// 24 h mean.
    #[serde(rename = "day")]
    Day,
}

impl FromStr for Averaging {
    type Err = String;

    fn from_str(said: &str) -> Result<Self, Self::Err> {
        match said {
            "1h" => Ok(Self::Hour),
            "8h" => Ok(Self::EightHours),
            "day" => Ok(Self::Day),
            other => Err(format!("`{other}` is not 1h, 8h or day")),
        }
    }
}

/// The index of one pollutant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Iaqi {
    /// `None` where the edition gives no index from this value.
    pub value: Option<u32>,
    /// The bracket and the result, or why there is none.
    pub reason: Reason,
}

/// The index of `concentration` (µg/m³, CO mg/m³) of `item`.
///
/// HJ 633, clause 4: IAQI = (IAQI_hi − IAQI_lo) / (BP_hi − BP_lo) × (C − BP_lo) + IAQI_lo, rounded up. Computed exactly: a
/// binary fraction would turn CO 2.2 mg/m³, exactly 55, into 56. The edition of 2026 rounds the concentration first.
pub fn iaqi(edition: AqiEdition, item: &'static ItemDef, averaging: Averaging, concentration: Decimal) -> Iaqi {
    let rules = edition.rules();
    let Some(scale) = rules.scale(item, averaging) else {
        let says = Text::new(
            format!("{} 在该标准中没有这一平均时间的分指数", item.name.0),
            format!("{} has no index for this averaging period in the standard", item.name.1),
        );
        return without_index(rules, says);
    };
    if is_negative(concentration) {
        let figure = with_unit(item, concentration);
        let says = Text::new(
            format!("{} {figure} 为负值，不计算分指数", item.name.0),
            format!("{} {figure} is negative: no index", item.name.1),
        );
        return without_index(rules, says);
    }
    let decimals = rules.input_decimals(item);
    let used = decimals.map_or(concentration, |decimals| round(concentration, decimals));
    let mut judged = match bracket(&scale.points, used) {
        Some((low, high)) => inside(rules, item, used, low, high),
        None => above(rules, item, averaging, used, scale.points.last().copied()),
    };
    if let Some(table) = rules.input_table.filter(|_| used != concentration) {
        let (given, used) = (with_unit(item, concentration), with_unit(item, used));
        let says = Text::new(
            format!("{given} 先修约为 {used}"),
            format!("{given} is first rounded to {used}"),
        );
        judged.reason = judged.reason.since(Reason::new(says).by(table.citation()));
    }
    judged
}

/// A concentration below zero is no concentration: instruments report it around zero, and it is not valid.
pub(crate) fn is_negative(concentration: Decimal) -> bool {
    concentration.is_sign_negative() && !concentration.is_zero()
}

fn without_index(rules: &EditionRules, says: Text) -> Iaqi {
    Iaqi {
        value: None,
        reason: Reason::new(says).by(rules.breakpoints_table.citation()),
    }
}

fn inside(rules: &EditionRules, item: &ItemDef, used: Decimal, low: Breakpoint, high: Breakpoint) -> Iaqi {
    let value = interpolated(used, low, high);
    let (figure, low_end, high_end) = (with_unit(item, used), low.concentration, high.concentration);
    let steps = format!(
        "({}−{})/({high_end}−{low_end})×({}−{low_end})+{}",
        high.iaqi,
        low.iaqi,
        compared(used, item.decimals),
        low.iaqi
    );
    let says = match value {
        Some(value) => Text::new(
            format!(
                "{} {figure} 在 {low_end}～{high_end} 之间 → IAQI {value}（{steps}，向上进位取整）",
                item.name.0
            ),
            format!(
                "{} {figure} lies between {low_end} and {high_end} → IAQI {value} ({steps}, rounded up)",
                item.name.1
            ),
        ),
        None => Text::new(
            format!("{} {figure} 位数过多，无法精确计算", item.name.0),
            format!("{} {figure} has too many digits to be computed exactly", item.name.1),
        ),
    };
    Iaqi {
        value,
        reason: Reason::new(says).by(rules.breakpoints_table.citation()),
    }
}

fn above(rules: &EditionRules, item: &ItemDef, averaging: Averaging, used: Decimal, last: Option<Breakpoint>) -> Iaqi {
    let figure = with_unit(item, used);
    let end = last.map_or(Decimal::ZERO, |point| point.concentration);
    let ruled = rules
        .beyond
        .iter()
        .find(|row| row.item.code == item.code && row.averaging == averaging);
    let value = ruled.map_or(last.map(|point| point.iaqi), |row| row.iaqi);
    let (zh, en) = match (value, ruled) {
        (Some(value), _) => (format!("IAQI 取 {value}"), format!("IAQI stays at {value}")),
        (None, Some(row)) => (
            format!("无分指数，{}", row.instead.zh),
            format!("no index, {}", row.instead.en),
        ),
        (None, None) => ("无分指数".to_owned(), "no index".to_owned()),
    };
    let says = Text::new(
        format!("{} {figure} 高于表中最高浓度 {end} → {zh}", item.name.0),
        format!("{} {figure} is above the last breakpoint {end} → {en}", item.name.1),
    );
    let rule = if ruled.is_some() {
        rules.beyond_table.citation()
    } else {
        rules.breakpoints_table.citation()
    };
    Iaqi {
        value,
        reason: Reason::new(says).by(rule),
    }
}

/// The pair of breakpoints around a concentration; a value on a breakpoint belongs to the lower pair, which gives the same index.
fn bracket(points: &[Breakpoint], concentration: Decimal) -> Option<(Breakpoint, Breakpoint)> {
    let pairs = points.iter().zip(points.iter().skip(1));
    pairs
        .map(|(low, high)| (*low, *high))
        .find(|(_, high)| concentration <= high.concentration)
}

/// The formula in whole numbers: with c = m / 10^s the ceiling is that of
/// (index step × (m − BP_lo × 10^s)) / (BP step × 10^s), so nothing is ever rounded on the way.
fn interpolated(concentration: Decimal, low: Breakpoint, high: Breakpoint) -> Option<u32> {
    let scale = [concentration, low.concentration, high.concentration]
        .iter()
        .map(Decimal::scale)
        .max()?;
    let whole = |value: Decimal| {
        let missing = scale.checked_sub(value.scale())?;
        value.mantissa().checked_mul(10_i128.checked_pow(missing)?)
    };
    let (value, from, to) = (
        whole(concentration)?,
        whole(low.concentration)?,
        whole(high.concentration)?,
    );
    let numerator = i128::from(high.iaqi.checked_sub(low.iaqi)?).checked_mul(value.checked_sub(from)?)?;
    let denominator = to.checked_sub(from)?;
    let quotient = numerator.checked_div_euclid(denominator)?;
    let up = i128::from(numerator.checked_rem_euclid(denominator)? != 0);
    u32::try_from(quotient.checked_add(up)?.checked_add(i128::from(low.iaqi))?).ok()
}

pub(crate) fn with_unit(item: &ItemDef, value: Decimal) -> String {
    format!("{} {}", compared(value, item.decimals), item.unit.symbol())
}
