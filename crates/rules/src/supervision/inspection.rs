//! SUP-7: government inspection: review of conclusions, and inspection of one object twice.

use chrono::NaiveDate;
use standards::Text;

use crate::clock::{Calendar, ClockUnit, Due, due_by};
use crate::found::Found;
use crate::profile::{InForce, ProfileError};

/// Whether a review was applied for in time.
pub fn review_in_time(
    parameters: InForce<'_>,
    conclusion_received: NaiveDate,
    applied: NaiveDate,
) -> Result<Found<bool>, ProfileError> {
    let limit = parameters.parameter("review_apply_days")?;
    let last = match due_by(
        conclusion_received,
        limit.count()?,
        ClockUnit::CalendarDays,
        &Calendar::default(),
    ) {
        Ok(last) => last,
        Err(error) => return Ok(Found::unknown(error.text(), limit.of_rule())),
    };
    let in_time = conclusion_received <= applied && applied <= last;
    let (zh, en) = if in_time {
        ("在期限内", "in time")
    } else {
        ("已逾期", "late")
    };
    let says = Text::new(
        format!("{applied}申请复核，期限至{last}：{zh}"),
        format!("applied on {applied}, the limit is {last}: {en}"),
    );
    Ok(Found::known(in_time, says, limit.of_rule()))
}

/// When the review must be decided.
pub fn review_decision_due(parameters: InForce<'_>, received: NaiveDate) -> Result<Found<Due>, ProfileError> {
    let limit = parameters.parameter("review_answer_days")?;
    Ok(
        match due_by(received, limit.count()?, ClockUnit::CalendarDays, &Calendar::default()) {
            Ok(day) => {
                let says = Text::new(
                    format!("应于{day}前作出复核决定"),
                    format!("the review is to be decided by {day}"),
                );
                Found::known(Due::Day(day), says, limit.of_rule())
            }
            Err(error) => Found::unknown(error.text(), limit.of_rule()),
        },
    )
}

/// Whether another inspection of the same object is planned too close: duplicate inspection is forbidden, so it is told.
pub fn is_duplicate(
    parameters: InForce<'_>,
    planned: NaiveDate,
    others: &[NaiveDate],
) -> Result<Found<bool>, ProfileError> {
    let limit = parameters.parameter("duplicate_inspection_days")?;
    let days = i64::from(limit.count()?);
    let near = others.iter().find(|other| (planned - **other).num_days().abs() <= days);
    let says = match near {
        Some(other) => Text::new(
            format!("同一对象已定于{other}督查，相距不足{days}天，属重复督查"),
            format!("the same object is inspected on {other}, within {days} days: a duplicate"),
        ),
        None => Text::new("没有重复督查", "no duplicate"),
    };
    Ok(Found::known(near.is_some(), says, limit.of_rule()))
}
