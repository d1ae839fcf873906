//! From single statements to samples: what was measured at one point at one time, and which of it counts.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use city::Point;
use history::{Ask, History, Known, Period, Statistic};
use rust_decimal::Decimal;
use standards::item::{ItemDef, by_code};

use crate::error::OfficeError;
use crate::key::Span;

/// The current statements about `points` in a span, in the order of point, time and item.
pub(crate) async fn known_in(history: &History, points: &[&Point], span: Span) -> Result<Vec<Known>, OfficeError> {
    let Some((from, until)) = span.bounds().filter(|_| !points.is_empty()) else {
        return Ok(Vec::new());
    };
    let ask = Ask {
        points: points.iter().map(|point| point.id.clone()).collect(),
        from: Some(from),
        until: Some(until),
        ..Ask::default()
    };
    Ok(history.observations(&ask).await?)
}

/// All that is known of one point at one time.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// Start of the period.
    pub(crate) at: NaiveDateTime,
    /// Its length.
    pub(crate) period: Period,
    /// Values, in the order of items.
    pub(crate) values: Vec<Known>,
}

impl Sample {
    /// The values that may be judged: measured, of a known item, with a flag that says the instrument was well.
    pub(crate) fn usable(&self) -> Vec<(&'static ItemDef, Decimal)> {
        self.values
            .iter()
            .filter_map(|known| Some((by_code(&known.item)?, usable(known)?)))
            .collect()
    }

    /// What is known of one item.
    pub(crate) fn of(&self, item: &str) -> Option<&Known> {
        self.values.iter().find(|known| known.item == item)
    }
}

/// The value of a statement, if it may be judged.
pub(crate) fn usable(known: &Known) -> Option<Decimal> {
    known.value.filter(|_| flag_counts(known.flag.as_deref()))
}

/// Whether data with this flag count as measured; data without a flag do, data with a flag that no list knows do not.
pub(crate) fn flag_counts(flag: Option<&str>) -> bool {
    match flag {
        None => true,
        Some(flag) => hj212::data_flag(flag).is_some_and(|known| known.valid),
    }
}

/// Groups statements (means and single readings only) by time and period.
pub(crate) fn samples(known: Vec<Known>) -> Vec<Sample> {
    let mut grouped: BTreeMap<(NaiveDateTime, Period), Vec<Known>> = BTreeMap::new();
    for statement in known.into_iter().filter(|known| known.statistic == Statistic::Value) {
        grouped
            .entry((statement.at, statement.period))
            .or_default()
            .push(statement);
    }
    grouped
        .into_iter()
        .map(|((at, period), values)| Sample { at, period, values })
        .collect()
}
