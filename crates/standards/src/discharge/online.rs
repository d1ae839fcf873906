//! On-line data: the daily mean of wastewater and the capture of a quarter of flue-gas hours.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// One valid reading of a wastewater outlet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FlowReading {
    /// mg/L
    pub concentration: Decimal,
    /// Flow of the period, any one unit.
    pub flow: Decimal,
}

/// The daily mean of an outlet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayMean {
    /// Flow-weighted, as printed with two decimals; `None` = unknown.
    pub value: Option<Decimal>,
    /// Whether there are enough valid readings.
    pub valid: bool,
    /// The counts.
    pub reason: Reason,
}

/// From which hours the value that replaces a lost one is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Substitution {
    /// The rule holds for losses up to so many consecutive hours; `None` = of any length.
    pub lost_hours_max: Option<u32>,
    /// The maximum of so many last valid hours replaces the lost value.
    pub hours: u32,
}

/// How much of a quarter was captured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Capture {
    /// Percent, as printed with one decimal.
    pub percent: Decimal,
    /// Whether it reaches what is required.
    pub valid: bool,
    /// The rules of substitution at this capture, shortest losses first; empty when it is too low.
    pub substitution: Vec<Substitution>,
    /// The arithmetic.
    pub reason: Reason,
}

/// The flow-weighted mean of the valid readings of a day when there are at least 75 % of the readings due (HJ 356-2019).
///
/// Readings at zero flow are not valid and do not count. Low readings are first replaced, see [`crate::discharge::low_value`].
pub fn wastewater_day_mean(due: usize, readings: &[FlowReading]) -> DayMean {
    let rules = rules();
    // At zero flow nothing is discharged: such a reading is not valid.
    let readings: Vec<&FlowReading> = readings.iter().filter(|reading| !reading.flow.is_zero()).collect();
    let (count, percent) = (readings.len(), rules.day_percent_min);
    let valid = share_percent(count, due).is_some_and(|have| have >= percent);
    let sums = readings
        .iter()
        .try_fold((Decimal::ZERO, Decimal::ZERO), |(load, flow), reading| {
            let one = reading.concentration.checked_mul(reading.flow)?;
            Some((load.checked_add(one)?, flow.checked_add(reading.flow)?))
        });
    let mean = sums.filter(|_| valid).and_then(|(load, flow)| load.checked_div(flow));
    let value = mean.map(|mean| round(mean, rules.mean_decimals));
    let says = match value {
        Some(value) => Text::new(
            format!("日均值 {value} mg/L：应有 {due} 个读数，有效 {count} 个，按流量加权"),
            format!("day mean {value} mg/L: {count} valid of {due} readings due, weighted by flow"),
        ),
        None if !valid => Text::new(
            format!("日均值未知：应有 {due} 个读数，有效 {count} 个，不足 {percent}%"),
            format!("day mean unknown: {count} valid of {due} readings due, less than {percent} %"),
        ),
        None => Text::new(
            "日均值未知：总流量为零或数值过大",
            "day mean unknown: no flow at all, or values too large",
        ),
    };
    DayMean {
        value,
        valid,
        reason: Reason::new(says).by(rules.day_table.citation()),
    }
}

/// The arithmetic mean of the valid daily means of a month when there are at least 75 % of the days due (HJ 356-2019).
pub fn wastewater_month_mean(due: usize, days: &[Decimal]) -> DayMean {
    let rules = rules();
    let count = days.len();
    let (have, percent) = (share_percent(count, due), rules.month_percent_min);
    let valid = have.is_some_and(|have| have >= percent);
    let sum = days.iter().try_fold(Decimal::ZERO, |sum, day| sum.checked_add(*day));
    let mean = sum
        .filter(|_| valid)
        .and_then(|sum| sum.checked_div(Decimal::from(count)));
    let value = mean.map(|mean| round(mean, rules.mean_decimals));
    let says = match value {
        Some(value) => Text::new(
            format!("月均值 {value} mg/L：应有 {due} 天，有效 {count} 天，算术平均"),
            format!("month mean {value} mg/L: arithmetic mean of {count} valid of {due} days due"),
        ),
        None => Text::new(
            format!("月均值未知：应有 {due} 天，有效 {count} 天，不足 {percent}% 或数值过大"),
            format!("month mean unknown: {count} valid of {due} days due, less than {percent} %, or values too large"),
        ),
    };
    DayMean {
        value,
        valid,
        reason: Reason::new(says).by(rules.day_table.citation()),
    }
}

fn share_percent(part: usize, whole: usize) -> Option<Decimal> {
    Decimal::from(part)
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(Decimal::from(whole))
}

/// The capture of a quarter: (H − invalid − stopped) / (H − stopped) × 100 % (HJ 75-2017).
///
/// `None` when the source never ran in the quarter, or when more hours are invalid than it ran.
pub fn quarter_capture(quarter_hours: u32, stopped: u32, invalid: u32) -> Option<Capture> {
    let rules = rules();
    let running = quarter_hours.checked_sub(stopped)?;
    let captured = running.checked_sub(invalid)?;
    let percent = Decimal::from(captured)
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(Decimal::from(running))?;
    let valid = percent >= rules.capture_min;
    // The bounds of the table descend: the first that is reached names the rows that apply.
    let reached = rules
        .substitution
        .iter()
        .find(|row| percent >= row.capture_min)
        .map(|row| row.capture_min);
    let rows = rules.substitution.iter().filter(|row| Some(row.capture_min) == reached);
    let shown_percent = shown(percent, rules.capture_decimals);
    let says = Text::new(
        format!(
            "季度有效数据捕集率 {shown_percent}% =（{quarter_hours} − {invalid} − {stopped}）÷（{quarter_hours} − {stopped}）"
        ),
        format!(
            "capture {shown_percent} % = ({quarter_hours} − {invalid} − {stopped}) / ({quarter_hours} − {stopped})"
        ),
    );
    Some(Capture {
        percent: round(percent, rules.capture_decimals),
        valid,
        substitution: rows.map(|row| row.rule).collect(),
        reason: Reason::new(says).by(rules.capture_table.citation()),
    })
}

struct SubstitutionRow {
    capture_min: Decimal,
    rule: Substitution,
}

struct Rules {
    day_table: &'static Table,
    day_percent_min: Decimal,
    month_percent_min: Decimal,
    mean_decimals: u32,
    capture_table: &'static Table,
    capture_min: Decimal,
    capture_decimals: u32,
    substitution: Vec<SubstitutionRow>,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (day_table, capture_table) = (table("hj356-2019/parameters.csv")?, table("hj75-2017/parameters.csv")?);
    let substitution = table("hj75-2017/substitution.csv")?.rows().map(|row| {
        let lost_hours_max = if row.text("lost_hours_max")?.is_empty() {
            None
        } else {
            Some(row.parsed("lost_hours_max")?)
        };
        let rule = Substitution {
            lost_hours_max,
            hours: row.parsed("hours")?,
        };
        Ok(SubstitutionRow {
            capture_min: row.decimal("capture_percent_min")?,
            rule,
        })
    });
    Ok(Rules {
        day_table,
        day_percent_min: day_table.parameter("day_percent_min")?,
        month_percent_min: day_table.parameter("month_percent_min")?,
        mean_decimals: day_table.whole_parameter("mean_decimals")?,
        capture_table,
        capture_min: capture_table.parameter("capture_percent_min")?,
        capture_decimals: capture_table.whole_parameter("capture_decimals")?,
        substitution: substitution.collect::<Result<_, TableError>>()?,
    })
}
