//! RESP-2: how often a chief patrolled, window by window.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use standards::{Reason, Text};

use super::Level;
use crate::clock::{Period, Window, windows};
use crate::found::{Found, rate};
use crate::profile::{InForce, Parameter, ProfileError};

/// Who patrols and from when to when.
#[derive(Clone, Copy, Debug)]
pub struct Duty {
    /// The level.
    pub level: Level,
    /// The general chief of the city instead of an ordinary one.
    pub general: bool,
    /// A drinking-water source, a body below its target, or one with many problems.
    pub heavier: bool,
    /// The first day of the assignment.
    pub from: NaiveDate,
    /// Its last day; none while it lasts.
    pub to: Option<NaiveDate>,
}

/// One window and what was done in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowResult {
    /// The window.
    pub window: Window,
    /// Whether the assignment covers enough of it.
    pub due: bool,
    /// How many patrols are needed.
    pub needed: u32,
    /// How many valid ones began in it.
    pub done: u32,
}

impl WindowResult {
    /// Whether a due window is met.
    pub fn is_met(&self) -> bool {
        self.due && self.done >= self.needed
    }
}

/// The rate of met windows, and the windows.
#[derive(Clone, Debug)]
pub struct Frequency {
    /// Met ÷ due windows in percent.
    pub percent: Found<Decimal>,
    /// Every window of the span.
    pub windows: Vec<WindowResult>,
}

/// The parameters that can demand patrols, and in which windows.
fn demands(duty: &Duty) -> &'static [(&'static str, Period)] {
    match (duty.level, duty.general) {
        (Level::City, true) => &[("patrol_city_general_per_year", Period::Year)],
        (Level::City, false) => &[
            ("patrol_city_per_quarter", Period::Quarter),
            ("patrol_city_per_year", Period::Year),
        ],
        (Level::County, _) => &[
            ("patrol_county_per_month", Period::Month),
            ("patrol_county_per_quarter", Period::Quarter),
        ],
        (Level::Township, _) => &[
            ("patrol_township_per_ten_days", Period::TenDays),
            ("patrol_township_per_month", Period::Month),
        ],
        (Level::Village, _) => &[("patrol_village_per_week", Period::IsoWeek)],
    }
}

/// Judges the frequency of patrols in the whole windows of `span`; `valid` are the days on which valid patrols began.
pub fn frequency(
    parameters: InForce<'_>,
    duty: &Duty,
    valid: &[NaiveDate],
    span: Window,
) -> Result<Frequency, ProfileError> {
    let share = parameters.parameter("patrol_due_share")?;
    let factor = parameters.parameter("patrol_heavier_factor")?;
    let (mut results, mut demanding): (Vec<WindowResult>, Vec<Parameter>) = (Vec::new(), Vec::new());
    for (name, period) in demands(duty) {
        let parameter = parameters.parameter(name)?;
        let once = parameter.count()?;
        if once == 0 {
            continue;
        }
        let needed = if duty.heavier {
            once.saturating_mul(factor.count()?)
        } else {
            once
        };
        for window in windows(span, *period) {
            if in_season(parameters, duty, window)? {
                results.push(look(duty, window, needed, valid, share.value));
            }
        }
        demanding.push(parameter);
    }
    let Some(parameter) = demanding.first() else {
        let says = Text::new(
            "所选规定没有给出本级次数，由上级总河长确定",
            "the chosen rule sets no number for this level",
        );
        let percent = Found::unknown(says, share.of_rule());
        return Ok(Frequency {
            percent,
            windows: results,
        });
    };
    let count = |keep: fn(&WindowResult) -> bool| Decimal::from(results.iter().filter(|each| keep(each)).count());
    let what = Text::new("巡河频次达标率", "windows with enough patrols");
    let percent = rate(
        &what,
        count(WindowResult::is_met),
        count(|each| each.due),
        parameter.of_rule(),
    );
    let mut causes: Vec<Reason> = vec![Reason::new(share.words.clone()).by(share.of_rule())];
    if duty.heavier {
        causes.push(Reason::new(factor.words.clone()).by(factor.of_rule()));
    }
    causes.extend(results.iter().filter(|each| each.due && !each.is_met()).map(told));
    Ok(Frequency {
        percent: percent.since_all(causes),
        windows: results,
    })
}

fn look(duty: &Duty, window: Window, needed: u32, valid: &[NaiveDate], share_percent: Decimal) -> WindowResult {
    let share = share_percent / Decimal::ONE_HUNDRED;
    let done = valid.iter().filter(|day| window.contains(**day)).count();
    WindowResult {
        window,
        due: window.covered(duty.from, duty.to).reaches(share),
        needed,
        done: u32::try_from(done).unwrap_or(u32::MAX),
    }
}

fn in_season(parameters: InForce<'_>, duty: &Duty, window: Window) -> Result<bool, ProfileError> {
    if !duty.level.is_lower() {
        return Ok(true);
    }
    let first = parameters.parameter("patrol_lower_first_month")?.value;
    let last = parameters.parameter("patrol_lower_last_month")?.value;
    let month = Decimal::from(window.first.month());
    Ok(first <= month && month <= last)
}

fn told(result: &WindowResult) -> Reason {
    let WindowResult {
        window, needed, done, ..
    } = result;
    Reason::new(Text::new(
        format!("{}至{}：应巡 {needed} 次，有效 {done} 次", window.first, window.last),
        format!("{} to {}: {needed} needed, {done} valid", window.first, window.last),
    ))
}
