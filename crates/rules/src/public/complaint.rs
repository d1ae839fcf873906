//! PUB-1 and PUB-2: limits of a complaint, and how complaints are counted.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

use crate::clock::{Calendar, ClockUnit, Due, due};
use crate::found::{Found, rate};
use crate::profile::{InForce, ProfileError};

/// A step of a complaint with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Saying whether it is accepted.
    AcceptNotice,
    /// The same for a complaint by app during a campaign (variant `campaign`).
    AcceptNoticeApp,
    /// The same for a complaint by telephone during a campaign.
    AcceptNoticePhone,
    /// Objecting to a wrong referral.
    ObjectReferral,
    /// Beginning (campaign).
    Begin,
    /// Finishing, from acceptance.
    Finish,
    /// Finishing with the one extension.
    FinishExtended,
    /// Asking a review, from the answer.
    AskReview,
    /// Deciding on the review.
    DecideReview,
    /// Asking a recheck.
    AskRecheck,
    /// Deciding on the recheck.
    DecideRecheck,
    /// Being on site in urgent cases.
    UrgentOnSite,
    /// The first report in urgent cases.
    UrgentReport,
}

impl Step {
    fn parameter(self) -> (&'static str, ClockUnit) {
        match self {
            Self::AcceptNotice => ("accept_notice_days", ClockUnit::CalendarDays),
            Self::AcceptNoticeApp => ("accept_notice_app_working_days", ClockUnit::WorkingDays),
            Self::AcceptNoticePhone => ("accept_notice_phone_working_days", ClockUnit::WorkingDays),
            Self::ObjectReferral => ("object_referral_working_days", ClockUnit::WorkingDays),
            Self::Begin => ("begin_working_days", ClockUnit::WorkingDays),
            Self::Finish | Self::FinishExtended => ("finish_days", ClockUnit::CalendarDays),
            Self::AskReview => ("review_ask_days", ClockUnit::CalendarDays),
            Self::DecideReview => ("review_decide_days", ClockUnit::CalendarDays),
            Self::AskRecheck => ("recheck_ask_days", ClockUnit::CalendarDays),
            Self::DecideRecheck => ("recheck_decide_days", ClockUnit::CalendarDays),
            Self::UrgentOnSite => ("urgent_on_site_hours", ClockUnit::Hours),
            Self::UrgentReport => ("urgent_report_hours", ClockUnit::Hours),
        }
    }
}

/// When a step is due that counts from `from`.
pub fn due_of(
    parameters: InForce<'_>,
    step: Step,
    from: NaiveDateTime,
    calendar: &Calendar,
) -> Result<Found<Due>, ProfileError> {
    let (name, unit) = step.parameter();
    let limit = parameters.parameter(name)?;
    let more = match step {
        Step::FinishExtended => parameters.parameter("extension_days")?.count()?,
        _ => 0,
    };
    let length = limit.count()?.saturating_add(more);
    Ok(match due(from, length, unit, calendar) {
        Ok(end) => {
            let says = Text::new(
                format!("{}：{}", limit.words.zh, end.text().zh),
                format!("{}: {}", limit.words.en, end.text().en),
            );
            Found::known(end, says, limit.of_rule())
        }
        Err(error) => Found::unknown(error.text(), limit.of_rule()),
    })
}

fn rule() -> Citation {
    Citation::new("PUB-2", "measures (办理指标)", Certainty::PD)
}

/// Answered in time ÷ due.
pub fn in_time(due: u32, in_time: u32) -> Found<Decimal> {
    rate(
        &Text::new("按期办理率", "complaints in time"),
        in_time.into(),
        due.into(),
        rule(),
    )
}

/// Repeated ÷ answered.
pub fn repeat(answered: u32, repeated: u32) -> Found<Decimal> {
    rate(
        &Text::new("重复投诉率", "repeated complaints"),
        repeated.into(),
        answered.into(),
        rule(),
    )
}

/// A complaint as far as repetition is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its number.
    pub number: String,
    /// Who sent it; none when anonymous.
    pub person: Option<String>,
    /// The matter it is about.
    pub matter: String,
}

/// The number that is returned when a person sends the same matter again: the second is merged into the first. Anonymous complaints
/// are never merged, since nobody knows whether they are of one person.
pub fn merged_into<'a>(earlier: &'a [Complaint], new: &Complaint) -> Option<&'a str> {
    let person = new.person.as_ref()?;
    let same = |old: &&Complaint| old.person.as_ref() == Some(person) && old.matter == new.matter;
    earlier.iter().find(same).map(|old| old.number.as_str())
}
