//! Whether the air of a year attains the standard.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::air::limits::AirLimits;
use crate::item::ItemDef;
use crate::reason::Reason;
use crate::rounding::round;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// What a year measured of one pollutant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct YearStatistics {
    /// The pollutant; ozone is `O3_8H`.
    pub item: &'static ItemDef,
    /// Yearly mean; not asked of CO and ozone.
    pub mean: Option<Decimal>,
    /// The percentile of the daily values that HJ 663 names (98th SO2 NO2, 95th PM10 PM2.5 CO, 90th ozone).
    pub percentile: Option<Decimal>,
}

/// The judgement on a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearAttainment {
    /// Whether every pollutant attains; `None` = unknown, since none fails but some figure is missing.
    pub attained: Option<bool>,
    /// The pollutants that fail, with the larger of their exceedance multiples as published, two decimals.
    pub failing: Vec<(&'static ItemDef, Decimal)>,
    /// Every comparison.
    pub reason: Reason,
}

/// HJ 663: every pollutant attains when the yearly mean is within the yearly limit and the percentile of the daily values within
/// the daily limit; CO and ozone by the percentile alone.
pub fn judge_year_attainment(limits: AirLimits, year: &[YearStatistics]) -> YearAttainment {
    let rules = rules(limits);
    let mut failing = Vec::new();
    let mut steps = Vec::new();
    let mut unknown = false;
    for row in &rules.rows {
        let given = year.iter().find(|one| one.item.code == row.item.code);
        let mean = row
            .mean_period
            .as_ref()
            .map(|period| (given.and_then(|one| one.mean), period, MEAN));
        let daily = (
            given.and_then(|one| one.percentile),
            &row.daily_period,
            ("特定百分位数", "percentile"),
        );
        let mut worst: Option<Decimal> = None;
        for (value, period, name) in mean.into_iter().chain([daily]) {
            let (excess, step) = compared(limits, row.item, value, period, name);
            unknown |= excess.is_none();
            worst = worst.max(excess.filter(|excess| *excess > Decimal::ZERO));
            steps.push(step);
        }
        failing.extend(worst.map(|worst| (row.item, round(worst, rules.multiple_decimals))));
    }
    let attained = match (failing.is_empty(), unknown) {
        (false, _) => Some(false),
        (true, true) => None,
        (true, false) => Some(true),
    };
    let reason = Reason::new(headline(attained, &failing))
        .by(rules.table.citation())
        .since_all(steps);
    YearAttainment {
        attained,
        failing,
        reason,
    }
}

fn headline(attained: Option<bool>, failing: &[(&'static ItemDef, Decimal)]) -> Text {
    match attained {
        Some(true) => Text::new("六项污染物全年达标", "all six pollutants attain"),
        Some(false) => {
            let zh = failing
                .iter()
                .map(|(item, multiple)| format!("{}（超标 {multiple} 倍）", item.name.0));
            let en = failing
                .iter()
                .map(|(item, multiple)| format!("{} ({multiple} times above)", item.name.1));
            let (zh, en): (Vec<_>, Vec<_>) = (zh.collect(), en.collect());
            Text::new(
                format!("年评价不达标：{}", zh.join("、")),
                format!("not attained: {}", en.join(", ")),
            )
        }
        None => Text::new("年评价结果未知：有污染物缺少统计值", "unknown: a statistic is missing"),
    }
}

const MEAN: (&str, &str) = ("年均值", "yearly mean");

/// The exceedance multiple (negative when within) and the sentence on it.
fn compared(
    limits: AirLimits,
    item: &'static ItemDef,
    value: Option<Decimal>,
    period: &str,
    name: (&str, &str),
) -> (Option<Decimal>, Reason) {
    let Some((value, limit)) = value.zip(limits.limit(item, period)) else {
        let says = Text::new(
            format!("{} {}未知", item.name.0, name.0),
            format!("{} {} unknown", item.name.1, name.1),
        );
        return (None, Reason::new(says).by(limits.citation()));
    };
    let sign = if value > limit { ">" } else { "≤" };
    let figure = format!("{} {sign} {limit} {}", value.normalize(), item.unit.symbol());
    let says = Text::new(
        format!("{} {} {figure}", item.name.0, name.0),
        format!("{} {} {figure}", item.name.1, name.1),
    );
    let excess = value.checked_sub(limit).and_then(|excess| excess.checked_div(limit));
    (excess, Reason::new(says).by(limits.citation()))
}

struct AttainmentRow {
    item: &'static ItemDef,
    mean_period: Option<String>,
    daily_period: String,
    percentile: Decimal,
}

struct Rules {
    table: &'static Table,
    rows: Vec<AttainmentRow>,
    multiple_decimals: u32,
}

/// Which percentile of the daily values a year is judged by, e.g. 98 for SO2.
pub fn year_percentile(limits: AirLimits, item: &ItemDef) -> Option<Decimal> {
    rules(limits)
        .rows
        .iter()
        .find(|row| row.item.code == item.code)
        .map(|row| row.percentile)
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
    let one = |folder: &str| {
        let table_of_rows = table(&format!("{folder}/attainment.csv"))?;
        let rows = table_of_rows.rows().map(|row| {
            Ok(AttainmentRow {
                item: row.item("item")?,
                mean_period: Some(row.text("mean_period")?.to_owned()).filter(|period| !period.is_empty()),
                daily_period: row.text("daily_period")?.to_owned(),
                percentile: row.decimal("percentile")?,
            })
        });
        let decimals = table(&format!("{folder}/decimals.csv"))?.whole_parameter("exceedance_multiple_decimals")?;
        Ok(Rules {
            table: table_of_rows,
            rows: rows.collect::<Result<_, TableError>>()?,
            multiple_decimals: decimals,
        })
    };
    Ok([one("hj663-2013")?, one("hj663-2026")?])
}
