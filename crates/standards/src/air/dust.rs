//! Hours under dust (环办监测〔2016〕120号): a hint from the numbers, and statistics without the hours that the national centre has named.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::reason::Reason;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// Which hours look like dust.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DustHint {
    /// One entry an hour.
    pub affected: Vec<bool>,
    /// What was looked for. The national monitoring centre decides, never this hint.
    pub reason: Reason,
}

/// Marks hours of a city's PM10 (µg/m³, in the order of time, `None` = not valid) that look like dust: from the first hour at least twice the
/// mean of the six hours before and above 150, until PM10 is back within 10 % of that mean.
///
/// The criteria are field knowledge; whether hours are taken out of the statistics is decided by the national centre.
pub fn dust_hint(pm10: &[Option<Decimal>]) -> DustHint {
    let rules = rules();
    let mut affected = Vec::with_capacity(pm10.len());
    let mut before: Option<Decimal> = None;
    for (hour, value) in pm10.iter().enumerate() {
        before = match before {
            Some(mean) => Some(mean).filter(|mean| !rules.is_back(*value, *mean)),
            None => rules.mean_before(pm10, hour).filter(|mean| rules.starts(*value, *mean)),
        };
        affected.push(before.is_some());
    }
    let hours = affected.iter().filter(|affected| **affected).count();
    let says = Text::new(
        format!("按经验判据有 {hours} 个小时疑似受沙尘影响；是否剔除由国家总站认定"),
        format!("{hours} hours look like dust by the criteria of the field; the national centre decides"),
    );
    DustHint {
        affected,
        reason: Reason::new(says).by(rules.table.citation()),
    }
}

/// A series of PM10 or PM2.5 without the affected hours or days: they become not valid, so that no statistic counts them. The measured
/// series stays beside it: published indexes stay as measured, other pollutants too. Entries beyond the shorter list stay as they are.
pub fn without_dust(series: &[Option<Decimal>], affected: &[bool]) -> Vec<Option<Decimal>> {
    let marks = affected.iter().copied().chain(std::iter::repeat(false));
    series
        .iter()
        .zip(marks)
        .map(|(value, affected)| value.filter(|_| !affected))
        .collect()
}

struct Rules {
    table: &'static Table,
    previous_hours: usize,
    start_multiple: Decimal,
    start_above: Decimal,
    end_within_percent: Decimal,
}

impl Rules {
    /// The mean of the hours before; `None` unless all of them are there.
    fn mean_before(&self, pm10: &[Option<Decimal>], hour: usize) -> Option<Decimal> {
        let first = hour.checked_sub(self.previous_hours)?;
        let window = pm10.get(first..hour)?;
        let sum = window
            .iter()
            .try_fold(Decimal::ZERO, |sum, value| sum.checked_add((*value)?))?;
        sum.checked_div(Decimal::from(self.previous_hours))
    }

    fn starts(&self, value: Option<Decimal>, mean: Decimal) -> bool {
        let least = mean.checked_mul(self.start_multiple);
        value
            .zip(least)
            .is_some_and(|(value, least)| value >= least && value > self.start_above)
    }

    fn is_back(&self, value: Option<Decimal>, mean: Decimal) -> bool {
        let share = Decimal::ONE_HUNDRED.checked_add(self.end_within_percent);
        let most = share.and_then(|share| mean.checked_mul(share)?.checked_div(Decimal::ONE_HUNDRED));
        value.zip(most).is_some_and(|(value, most)| value <= most)
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table = table("dust-2016-120/parameters.csv")?;
    Ok(Rules {
        previous_hours: table.whole_parameter("previous_hours")?,
        start_multiple: table.parameter("start_multiple")?,
        start_above: table.parameter("start_above")?,
        end_within_percent: table.parameter("end_within_percent")?,
        table,
    })
}
