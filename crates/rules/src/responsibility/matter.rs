//! RESP-4: reports and matters: who may do what, until when.

use chrono::NaiveDateTime;
use standards::{Certainty, Citation, Reason, Text};

use crate::clock::{Calendar, ClockUnit, Due, due};
use crate::found::Found;
use crate::profile::{InForce, Parameter, ProfileError};

/// The states of a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// 0 登记
    Registered,
    /// 1 交办
    Assigned,
    /// 2 责任退回
    DutyReturned,
    /// 3 承办
    Undertaken,
    /// 4 重办
    Redo,
    /// 5 办结
    Completed,
    /// 6 审核退回
    ReviewReturned,
    /// 7 归档
    Archived,
}

/// What can be done with a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// 交办
    Assign,
    /// 责任退回
    ReturnDuty,
    /// 承办
    Undertake,
    /// 反馈
    Feedback,
    /// 督促
    Urge,
    /// 办结
    Complete,
    /// 审核退回
    ReturnReview,
    /// 归档
    Archive,
}

impl State {
    /// Every state, in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::Registered,
        Self::Assigned,
        Self::DutyReturned,
        Self::Undertaken,
        Self::Redo,
        Self::Completed,
        Self::ReviewReturned,
        Self::Archived,
    ];

    /// Its number.
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 8] = [
        Self::Assign,
        Self::ReturnDuty,
        Self::Undertake,
        Self::Feedback,
        Self::Urge,
        Self::Complete,
        Self::ReturnReview,
        Self::Archive,
    ];

    /// The word in procedures.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::ReturnDuty => "return-duty",
            Self::Undertake => "undertake",
            Self::Feedback => "feedback",
            Self::Urge => "urge",
            Self::Complete => "complete",
            Self::ReturnReview => "return-review",
            Self::Archive => "archive",
        }
    }
}

/// The state after an action; refused where the state does not allow it.
pub fn next(state: State, action: Action) -> Found<State> {
    let to = match (action, state) {
        (Action::Assign, State::Registered | State::DutyReturned) => Some(State::Assigned),
        (Action::ReturnDuty, State::Assigned) => Some(State::DutyReturned),
        (Action::Undertake, State::Assigned) => Some(State::Undertaken),
        (Action::Undertake, State::ReviewReturned) => Some(State::Redo),
        (Action::Feedback | Action::Urge, State::Undertaken | State::Redo) => Some(state),
        (Action::Complete, State::Undertaken | State::Redo) => Some(State::Completed),
        (Action::ReturnReview, State::Completed) => Some(State::ReviewReturned),
        (Action::Archive, State::Completed) => Some(State::Archived),
        _ => None,
    };
    let rule = Citation::new("RESP-4", "states of a matter (事项状态)", Certainty::V1);
    let (number, word) = (state.number(), action.word());
    match to {
        Some(to) => {
            let says = Text::new(
                format!("状态 {number} 经 {word} 转为 {}", to.number()),
                format!("state {number} goes by {word} to {}", to.number()),
            );
            Found::known(to, says, rule)
        }
        None => {
            let says = Text::new(
                format!("状态 {number} 不允许 {word}"),
                format!("state {number} does not allow {word}"),
            );
            Found::unknown(says, rule)
        }
    }
}

/// Whether something done at `at` lies within the hours of `limit` after `from`.
fn within_hours(limit: &Parameter, from: NaiveDateTime, at: NaiveDateTime) -> Result<Found<bool>, ProfileError> {
    let hours = limit.count()?;
    let end = due(from, hours, ClockUnit::Hours, &Calendar::default());
    Ok(match end {
        Ok(end) if at >= from && end.holds(at) => {
            let says = Text::new(format!("在{hours}小时内"), format!("within {hours} hours"));
            Found::known(true, says, limit.of_rule())
        }
        Ok(end) => {
            let says = Text::new(
                format!("已过{hours}小时，截止{}", end.text().zh),
                format!("past {hours} hours, which ended {}", end.text().en),
            );
            Found::known(false, says, limit.of_rule())
        }
        Err(error) => Found::unknown(error.text(), limit.of_rule()),
    })
}

/// Whether the author may still change or delete a report.
pub fn may_edit(
    parameters: InForce<'_>,
    sent: NaiveDateTime,
    at: NaiveDateTime,
    handled: bool,
) -> Result<Found<bool>, ProfileError> {
    let limit = parameters.parameter("report_edit_hours")?;
    if handled {
        let says = Text::new(
            "已受理，不能再修改或删除",
            "it is handled already and cannot be changed",
        );
        return Ok(Found::known(false, says, limit.of_rule()));
    }
    within_hours(&limit, sent, at)
}

/// Whether an assigned matter may still be returned as somebody else's duty.
pub fn may_return_duty(
    parameters: InForce<'_>,
    assigned: NaiveDateTime,
    at: NaiveDateTime,
) -> Result<Found<bool>, ProfileError> {
    within_hours(&parameters.parameter("duty_return_hours")?, assigned, at)
}

/// How urgent a matter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Urgency {
    /// 0 一般
    Ordinary,
    /// 1 紧急
    Urgent,
    /// 2 特急
    Emergency,
}

/// When a matter must be finished: the limit that the assigning chief set, else the default of its urgency; a complaint's own limit
/// wins where it is shorter.
pub fn finish_by(
    parameters: InForce<'_>,
    assigned: NaiveDateTime,
    urgency: Urgency,
    set: Option<Due>,
    complaint: Option<Due>,
    calendar: &Calendar,
) -> Result<Found<Due>, ProfileError> {
    let (name, unit) = match urgency {
        Urgency::Ordinary => ("matter_ordinary_working_days", ClockUnit::WorkingDays),
        Urgency::Urgent => ("matter_urgent_working_days", ClockUnit::WorkingDays),
        Urgency::Emergency => ("matter_emergency_finish_hours", ClockUnit::Hours),
    };
    let limit = parameters.parameter(name)?;
    let length = limit.count()?;
    let end = match set.map_or_else(|| due(assigned, length, unit, calendar), Ok) {
        Ok(end) => end,
        Err(error) => return Ok(Found::unknown(error.text(), limit.of_rule())),
    };
    let shorter = complaint.map_or(end, |complaint| end.earlier(complaint));
    let says = Text::new(
        format!("办结期限：{}", shorter.text().zh),
        format!("to be finished by the {}", shorter.text().en),
    );
    let mut found = Found::known(shorter, says, limit.of_rule());
    if shorter != end {
        let says = Text::new(
            "投诉时限更短，从其规定",
            "the complaint's own limit is shorter and wins",
        );
        found = found.since_all([Reason::new(says)]);
    }
    Ok(found)
}

/// When an emergency must first be answered.
pub fn answer_by(parameters: InForce<'_>, assigned: NaiveDateTime) -> Result<Found<Due>, ProfileError> {
    let limit = parameters.parameter("matter_emergency_answer_hours")?;
    let end = due(assigned, limit.count()?, ClockUnit::Hours, &Calendar::default());
    Ok(match end {
        Ok(end) => {
            let says = Text::new(
                format!("首次反馈期限：{}", end.text().zh),
                format!("first answer by {}", end.text().en),
            );
            Found::known(end, says, limit.of_rule())
        }
        Err(error) => Found::unknown(error.text(), limit.of_rule()),
    })
}
