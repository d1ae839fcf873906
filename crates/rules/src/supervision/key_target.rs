//! SUP-4: which places and enterprises become key inspection targets (重点督察对象).

use rust_decimal::Decimal;
use standards::{Reason, Text};

use crate::found::{Found, shown, two_places};
use crate::profile::{InForce, ProfileError};

/// What is known of a place or an enterprise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Record {
    /// Overdue ÷ due matters, 0 … 1.
    pub overdue_ratio: Option<Decimal>,
    /// Events in the last twelve months.
    pub events: Option<u32>,
    /// Score of its duty, 0 … 100.
    pub duty_score: Option<Decimal>,
    /// Whether a major (重大) event is among them.
    pub major_event: bool,
}

/// Score and choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The score, two places; none where something is unknown and a major event decided.
    pub score: Option<Decimal>,
    /// Whether it is a key target.
    pub is_key: bool,
}

/// Scores a record. A major event decides at once; else anything unknown leaves the choice open.
pub fn choose(parameters: InForce<'_>, record: &Record) -> Result<Found<Choice>, ProfileError> {
    let number = |name| parameters.parameter(name).map(|parameter| parameter.value);
    let threshold = parameters.parameter("key_score")?;
    let (overdue, events) = (number("key_weight_overdue")?, number("key_weight_events")?);
    let (duty, full_ratio, full_events) = (
        number("key_weight_duty")?,
        number("key_overdue_full")?,
        number("key_events_full")?,
    );
    let part = |value: Decimal, full: Decimal| value.checked_div(full).unwrap_or(Decimal::ONE).min(Decimal::ONE);
    let score = match (record.overdue_ratio, record.events, record.duty_score) {
        (Some(ratio), Some(count), Some(score)) => Some(two_places(
            overdue * part(ratio, full_ratio)
                + events * part(count.into(), full_events)
                + duty * (Decimal::ONE - score / Decimal::ONE_HUNDRED),
        )),
        _ => None,
    };
    let is_key = record.major_event || score.is_some_and(|score| score >= threshold.value);
    let figure = score.map_or_else(|| "—".to_owned(), shown);
    let choice = Choice { score, is_key };
    if record.major_event {
        let says = Text::new("发生重大事件，列为重点督察对象", "a major event: a key target at once");
        return Ok(Found::known(choice, says, threshold.of_rule()));
    }
    if score.is_none() {
        let says = Text::new(
            "逾期比例、事件或履职得分不明，不能判定",
            "the overdue ratio, the events or the duty score are unknown: no choice",
        );
        return Ok(Found::unknown(says, threshold.of_rule()));
    }
    let (zh, en) = if is_key {
        ("≥", "a key target")
    } else {
        ("<", "no key target")
    };
    let word = if is_key {
        "列为重点督察对象"
    } else {
        "不列为重点督察对象"
    };
    let says = Text::new(
        format!("得分 {figure} {zh} {}：{word}", threshold.value),
        format!("score {figure} {zh} {}: {en}", threshold.value),
    );
    Ok(Found::known(choice, says, threshold.of_rule()).since_all([Reason::new(threshold.words.clone())]))
}
