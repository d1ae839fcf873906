//! How much data a statistic of the air needs: table 4 of GB 3095, by pollutant and period.

use chrono::NaiveDate;
use serde::Serialize;

use crate::air::statistics::StatisticsRules;
use crate::reason::Reason;
use crate::substance::substance_name;
use crate::table::{Row, Table, TableError};
use crate::text::Text;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Valid daily means.
    Day,
    /// Valid hourly means, or hours of sampling.
    Hour,
    /// Minutes of sampling.
    Minute,
}

/// How much a statistic needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DataMinimum {
    /// What is counted.
    pub counted: Counted,
    /// The least count in the whole period.
    pub count: usize,
    /// Also so many in every month of the period.
    pub per_month: Option<usize>,
    /// In February, where it differs.
    pub february: Option<usize>,
}

/// Whether there is enough, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sufficiency {
    /// Whether the statistic is valid.
    pub valid: bool,
    /// The counts against the table.
    pub reason: Reason,
}

pub(crate) const FEBRUARY: u32 = 2;

impl DataMinimum {
    /// The least count of a month, 1 … 12; zero where the table asks nothing of single months.
    pub fn of_month(&self, month: u32) -> usize {
        let of_february = self.february.filter(|_| month == FEBRUARY);
        of_february.or(self.per_month).unwrap_or(0)
    }
}

/// How much `item` (by its code: `PM25`, `O3`, `TSP`, `PB`, `BAP` …) needs over `period` (`1h`, `8h`, `day`, `quarter`, `year`) by the
/// edition in force on `day`; `None` where table 4 of GB 3095 has no such row.
pub fn data_minimum(day: NaiveDate, item: &str, period: &str) -> Option<DataMinimum> {
    let rows = &StatisticsRules::on(day).minimums;
    rows.iter().find(|row| row.is_of(item, period)).map(|row| row.minimum)
}

/// Whether `count` values suffice, with the counts of the single months (month 1 … 12, count) where the period has months.
///
/// GB 3095, table 4: below the minimum the statistic is invalid. A month that is not given counts as absent only where the table asks
/// something of months and `months` is not empty. `None` where the table has no row of the item and period.
pub fn data_suffice(
    day: NaiveDate,
    item: &str,
    period: &str,
    count: usize,
    months: &[(u32, usize)],
) -> Option<Sufficiency> {
    let rules = StatisticsRules::on(day);
    let minimum = data_minimum(day, item, period)?;
    let short: Vec<String> = months
        .iter()
        .filter(|(month, days)| *days < minimum.of_month(*month))
        .map(|(month, days)| format!("{month}: {days} < {}", minimum.of_month(*month)))
        .collect();
    let valid = count >= minimum.count && short.is_empty();
    let sign = if count >= minimum.count { "≥" } else { "<" };
    let name = substance_name(item);
    let (zh, en) = minimum.counted.words();
    let mut says = Text::new(
        format!("{} {count} {zh} {sign} {}", name.zh, minimum.count),
        format!("{}: {count} {en} {sign} {}", name.en, minimum.count),
    );
    if !short.is_empty() {
        says.zh.push_str(&format!("；不足月份 {}", short.join("、")));
        says.en.push_str(&format!("; short months {}", short.join(", ")));
    }
    says.zh.push_str(if valid { " → 有效" } else { " → 无效" });
    says.en.push_str(if valid { " → valid" } else { " → not valid" });
    Some(Sufficiency {
        valid,
        reason: Reason::new(says).by(rules.validity_citation()),
    })
}

impl Counted {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Day => ("个日均值", "daily means"),
            Self::Hour => ("小时", "hours"),
            Self::Minute => ("分钟", "minutes"),
        }
    }
}

#[derive(Debug)]
pub(crate) struct MinimumRow {
    items: Vec<&'static str>,
    period: &'static str,
    pub(crate) minimum: DataMinimum,
}

impl MinimumRow {
    pub(crate) fn is_of(&self, item: &str, period: &str) -> bool {
        self.period == period && self.items.contains(&item)
    }
}

pub(crate) fn read_minimums(table: &'static Table) -> Result<Vec<MinimumRow>, TableError> {
    table.rows().map(|row| read_row(&row)).collect()
}

fn read_row(row: &Row<'static>) -> Result<MinimumRow, TableError> {
    let counted = match row.text("counted")? {
        "day" => Counted::Day,
        "hour" => Counted::Hour,
        "minute" => Counted::Minute,
        other => return Err(row.fault("counted", format!("`{other}` is not day, hour or minute"))),
    };
    let optional = |column: &str| -> Result<Option<usize>, TableError> {
        if row.text(column)?.is_empty() {
            Ok(None)
        } else {
            row.parsed(column).map(Some)
        }
    };
    Ok(MinimumRow {
        items: row.text("items")?.split(' ').collect(),
        period: row.text("period")?,
        minimum: DataMinimum {
            counted,
            count: row.parsed("min")?,
            per_month: optional("month_min")?,
            february: optional("february_min")?,
        },
    })
}
