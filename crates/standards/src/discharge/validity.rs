//! Validity of on-line data: hours, days and months of flue gas (HJ 75-2017), single values of wastewater (HJ 356-2019).

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::measured::Measured;
use crate::reason::Reason;
use crate::rounding::shown;
use crate::substance::same_substance;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// Whether a period of flue gas is valid, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GasValidity {
    /// `None` when the source never ran: there is nothing to be valid.
    pub valid: Option<bool>,
    /// The counts.
    pub reason: Reason,
}

/// An hour is valid with at least 45 minutes of valid data (HJ 75-2017).
pub fn gas_hour_validity(minutes: u32) -> GasValidity {
    let rules = rules();
    let least = rules.hour_minutes_min;
    let valid = minutes >= least;
    let (sign, zh, en) = if valid {
        ("≥", "有效", "valid")
    } else {
        ("<", "无效", "not valid")
    };
    let says = Text::new(
        format!("有效数据 {minutes} 分钟 {sign} {least} 分钟 → 小时均值{zh}"),
        format!("{minutes} minutes of valid data {sign} {least} → the hourly mean is {en}"),
    );
    GasValidity {
        valid: Some(valid),
        reason: Reason::new(says).by(rules.gas_table.citation()),
    }
}

/// A day is valid when at least 75 % of the hours in which the source ran have a valid mean (HJ 75-2017).
pub fn gas_day_validity(operating_hours: u32, valid_hours: u32) -> GasValidity {
    share_validity(operating_hours, valid_hours, rules().day_percent_min)
}

/// A month is valid when at least 75 % of the hours in which the source ran have a valid mean (HJ 75-2017).
pub fn gas_month_validity(operating_hours: u32, valid_hours: u32) -> GasValidity {
    share_validity(operating_hours, valid_hours, rules().month_percent_min)
}

fn share_validity(operating: u32, valid_hours: u32, least: Decimal) -> GasValidity {
    let rules = rules();
    let share = Decimal::from(valid_hours)
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|hundredfold| hundredfold.checked_div(Decimal::from(operating)));
    let valid = share.map(|share| share >= least);
    let says = match (share, valid) {
        (Some(share), Some(valid)) => {
            let (sign, zh, en) = if valid {
                ("≥", "有效", "valid")
            } else {
                ("<", "无效", "not valid")
            };
            let share = shown(share, 1);
            Text::new(
                format!("有效小时 {valid_hours} ÷ 运行小时 {operating} = {share}% {sign} {least}% → {zh}"),
                format!("{valid_hours} valid of {operating} operating hours = {share} % {sign} {least} % → {en}"),
            )
        }
        _ => Text::new("污染源停运，不统计", "the source was stopped: not counted"),
    };
    GasValidity {
        valid,
        reason: Reason::new(says).by(rules.gas_table.citation()),
    }
}

/// Whether a steel source keeps the ultra-low targets in a month: at least 95 % of its hourly means are within (annex of 环大气〔2019〕35号).
///
/// The unrounded share in percent and the outcome; `None` without any hour.
pub fn month_hours_attained(hours: u32, hours_within: u32) -> Option<(Decimal, bool)> {
    let share = Decimal::from(hours_within)
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(Decimal::from(hours))?;
    Some((share, share >= rules().ultra_low_percent_min))
}

/// What a low reading of wastewater counts as in statistics (HJ 356-2019): zero, negative within zero drift and below detection are
/// replaced (COD 2, NH3-N 0.01, TP 0.005, TN 0.025 mg/L) after the instrument was checked. Other readings stay as they are.
///
/// `None` = no figure: nothing measured, or a low reading of an item without a replacement.
pub fn low_value(item: &str, measured: Measured) -> Option<Decimal> {
    let replaced = || {
        let row = rules()
            .replacements
            .iter()
            .find(|(known, _)| same_substance(known, item));
        row.map(|(_, value)| *value)
    };
    match measured {
        Measured::Value(value) if value > Decimal::ZERO => Some(value),
        Measured::Value(_) | Measured::Below(_) | Measured::NotDetected => replaced(),
        Measured::Present | Measured::Absent | Measured::Missing => None,
    }
}

/// Whether the value on the platform is that of the instrument: they may differ by at most 1 % (HJ 356-2019); `None` for an instrument
/// at zero where the platform is not, since no share can be taken of zero.
pub fn transmission_agrees(instrument: Decimal, platform: Decimal) -> Option<bool> {
    if instrument == platform {
        return Some(true);
    }
    let difference = platform.checked_sub(instrument)?.abs();
    let share = difference
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(instrument.abs())?;
    Some(share <= rules().transmission_percent_max)
}

/// The daily emission that replaces a lost one: the largest of the 30 valid daily emissions before the last passed check (HJ 356-2019).
///
/// `valid_days` are the valid daily emissions up to that check, oldest first. `None` without any. Concentration and flow are not replaced.
pub fn substituted_daily_emission(valid_days: &[Decimal]) -> Option<Decimal> {
    let skipped = valid_days.len().saturating_sub(rules().substitution_days);
    valid_days.iter().skip(skipped).max().copied()
}

struct Rules {
    gas_table: &'static Table,
    hour_minutes_min: u32,
    day_percent_min: Decimal,
    month_percent_min: Decimal,
    ultra_low_percent_min: Decimal,
    replacements: Vec<(&'static str, Decimal)>,
    transmission_percent_max: Decimal,
    substitution_days: usize,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (gas_table, water_table) = (table("hj75-2017/parameters.csv")?, table("hj356-2019/parameters.csv")?);
    let replacements = table("hj356-2019/replacement.csv")?
        .rows()
        .map(|row| Ok((row.text("item")?, row.decimal("value")?)));
    Ok(Rules {
        gas_table,
        hour_minutes_min: gas_table.whole_parameter("hour_minutes_min")?,
        day_percent_min: gas_table.parameter("day_percent_min")?,
        month_percent_min: gas_table.parameter("month_percent_min")?,
        ultra_low_percent_min: table("ultra-low/parameters.csv")?.parameter("month_hours_percent_min")?,
        replacements: replacements.collect::<Result<_, TableError>>()?,
        transmission_percent_max: water_table.parameter("transmission_difference_percent_max")?,
        substitution_days: water_table.whole_parameter("substitution_days")?,
    })
}
