//! SUP-6: the overdue ladder: reminder, urging letter, notice (通报), interview, accountability.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use standards::{Reason, Text};

use crate::clock::{Calendar, ClockError, ClockUnit, before, due_by};
use crate::found::Found;
use crate::profile::{InForce, Parameter, ProfileError};

/// A step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// 0 提醒
    Remind,
    /// 1 督办函
    Urge,
    /// 2 通报
    Notice,
    /// 3 约谈
    Interview,
    /// 4 问责移送
    Account,
}

/// A step that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// Its date.
    pub on: NaiveDate,
    /// The new limit it sets, where it sets one.
    pub limit: Option<NaiveDate>,
}

/// A task that the ladder is held against.
#[derive(Clone, Copy, Debug)]
pub struct Overdue {
    /// Its deadline.
    pub deadline: NaiveDate,
    /// When it was finished.
    pub finished: Option<NaiveDate>,
    /// Its progress in percent as last reported; none where nobody reported.
    pub progress: Option<Decimal>,
    /// The day of a major event, which goes to accountability at once.
    pub major_event: Option<NaiveDate>,
}

/// How the unit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The steps taken up to today, in order.
    pub steps: Vec<Taken>,
    /// Whether finishing has ended it.
    pub ended: bool,
}

impl Ladder {
    /// The steps that stay on the unit's record of the year: notice and above.
    pub fn on_record(&self) -> impl Iterator<Item = &Taken> {
        self.steps.iter().filter(|taken| taken.step >= Step::Notice)
    }
}

/// The numbers of the ladder.
struct Numbers {
    remind: Parameter,
    remind_progress: Parameter,
    urge: Parameter,
    notice: Parameter,
    interview: Parameter,
    interview_share: Parameter,
}

impl Numbers {
    fn of(parameters: InForce<'_>) -> Result<Self, ProfileError> {
        Ok(Self {
            remind: parameters.parameter("remind_working_days")?,
            remind_progress: parameters.parameter("remind_progress")?,
            urge: parameters.parameter("urge_working_days")?,
            notice: parameters.parameter("notice_days")?,
            interview: parameters.parameter("interview_progress")?,
            interview_share: parameters.parameter("interview_share")?,
        })
    }
}

/// Goes up the ladder as far as it is on `today`. No step is skipped, except to accountability after a major event.
pub fn climb(
    parameters: InForce<'_>,
    task: &Overdue,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Found<Ladder>, ProfileError> {
    let numbers = Numbers::of(parameters)?;
    let rule = numbers.notice.of_rule();
    let lengths = (numbers.remind.count()?, numbers.urge.count()?, numbers.notice.count()?);
    Ok(match steps(&numbers, lengths, task, today, calendar) {
        Ok(ladder) => {
            let causes = ladder.steps.iter().map(told).collect::<Vec<_>>();
            let says = match (ladder.steps.last(), ladder.ended) {
                (_, true) => Text::new("已完成，阶梯结束", "finished: the ladder ends"),
                (Some(last), _) => told(last).says,
                (None, _) => Text::new("未到提醒时间", "no step is due"),
            };
            Found::known(ladder, says, rule).since_all(causes)
        }
        Err(error) => Found::unknown(error.text(), rule),
    })
}

fn steps(
    numbers: &Numbers,
    (remind, urge, notice): (u32, u32, u32),
    task: &Overdue,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Ladder, ClockError> {
    let ended = task.finished.is_some_and(|day| day <= today);
    let until = task.finished.filter(|_| ended).unwrap_or(today);
    // A step dated on the day of finishing or after it is not taken any more.
    let is_past = |day: NaiveDate| if ended { day < until } else { day <= until };
    let behind = |demand: &Parameter| task.progress.is_none_or(|progress| progress < demand.value);
    let mut taken = Vec::new();
    let mut take = |step, on: NaiveDate, limit| {
        let past = is_past(on);
        if past {
            taken.push(Taken { step, on, limit });
        }
        past
    };
    let reminded = before(task.deadline, remind, ClockUnit::WorkingDays, calendar)?;
    if behind(&numbers.remind_progress) {
        take(Step::Remind, reminded, None);
    }
    climb_on(numbers, (urge, notice), task, calendar, &behind, &is_past, &mut take)?;
    if let Some(event) = task.major_event
        && taken.iter().all(|each| each.step != Step::Account)
        && is_past(event)
    {
        taken.push(Taken {
            step: Step::Account,
            on: event,
            limit: None,
        });
    }
    Ok(Ladder { steps: taken, ended })
}

/// From the urging letter up to accountability.
fn climb_on(
    numbers: &Numbers,
    (urge, notice): (u32, u32),
    task: &Overdue,
    calendar: &Calendar,
    behind: &dyn Fn(&Parameter) -> bool,
    is_past: &dyn Fn(NaiveDate) -> bool,
    take: &mut dyn FnMut(Step, NaiveDate, Option<NaiveDate>) -> bool,
) -> Result<(), ClockError> {
    let next = |day: NaiveDate| day.succ_opt().ok_or(ClockError::TooLong(1));
    let urged = next(task.deadline)?;
    // The limit is counted only where the step is taken: a future year may have no calendar yet.
    if !is_past(urged) {
        return Ok(());
    }
    let first_limit = due_by(urged, urge, ClockUnit::WorkingDays, calendar)?;
    take(Step::Urge, urged, Some(first_limit));
    let noticed = next(first_limit)?;
    let second_limit = due_by(noticed, notice, ClockUnit::CalendarDays, calendar)?;
    if !take(Step::Notice, noticed, Some(second_limit)) {
        return Ok(());
    }
    let length = Decimal::from((second_limit - noticed).num_days());
    let share = length * numbers.interview_share.value / Decimal::ONE_HUNDRED;
    let days = u64::try_from(share.ceil()).unwrap_or_default();
    let interviewed = noticed
        .checked_add_days(Days::new(days))
        .ok_or(ClockError::TooLong(notice))?;
    if behind(&numbers.interview) {
        take(Step::Interview, interviewed, None);
    }
    take(Step::Account, next(second_limit)?, None);
    Ok(())
}

/// The limit that the urging letter sets.
pub fn urge_limit(
    parameters: InForce<'_>,
    urged: NaiveDate,
    calendar: &Calendar,
) -> Result<Found<NaiveDate>, ProfileError> {
    let limit = parameters.parameter("urge_working_days")?;
    Ok(match due_by(urged, limit.count()?, ClockUnit::WorkingDays, calendar) {
        Ok(day) => Found::known(
            day,
            Text::new(format!("限{day}前完成"), format!("to be finished by {day}")),
            limit.of_rule(),
        ),
        Err(error) => Found::unknown(error.text(), limit.of_rule()),
    })
}

fn told(taken: &Taken) -> Reason {
    let (zh, en) = match taken.step {
        Step::Remind => ("提醒", "reminder"),
        Step::Urge => ("督办函", "urging letter"),
        Step::Notice => ("通报", "notice"),
        Step::Interview => ("约谈", "interview"),
        Step::Account => ("问责移送", "handed to accountability"),
    };
    let until = taken.limit.map_or_else(Text::default, |limit| {
        Text::new(format!("，限{limit}前整改"), format!(", to be mended by {limit}"))
    });
    Reason::new(Text::new(
        format!("{}{zh}{}", taken.on, until.zh),
        format!("{en} on {}{}", taken.on, until.en),
    ))
}
