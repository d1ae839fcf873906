//! RESP-9: a change of chief is shown on signboards and lists in time; a vacancy is told day by day.

use chrono::NaiveDate;
use standards::{Certainty, Citation, Text};

use crate::clock::{Calendar, ClockUnit, due_by};
use crate::found::Found;
use crate::profile::{InForce, ProfileError};

/// When signboard and list must be corrected after a change.
pub fn correct_by(
    parameters: InForce<'_>,
    changed: NaiveDate,
    calendar: &Calendar,
) -> Result<Found<NaiveDate>, ProfileError> {
    let limit = parameters.parameter("publicity_working_days")?;
    Ok(
        match due_by(changed, limit.count()?, ClockUnit::WorkingDays, calendar) {
            Ok(day) => {
                let says = Text::new(
                    format!("公示牌和名单应于{day}前更正"),
                    format!("signboard and list are due on {day}"),
                );
                Found::known(day, says, limit.of_rule())
            }
            Err(error) => Found::unknown(error.text(), limit.of_rule()),
        },
    )
}

/// Defects for the assessment (RESP-5): one where the correction came late, or is late on `today`.
pub fn defects(due: NaiveDate, corrected: Option<NaiveDate>, today: NaiveDate) -> u32 {
    u32::from(corrected.unwrap_or(today) > due)
}

/// On how many days nobody was chief: from the day of leaving to the day before the successor began.
pub fn vacant_days(left: NaiveDate, successor: Option<NaiveDate>, today: NaiveDate) -> Found<i64> {
    let until = successor.unwrap_or_else(|| today.succ_opt().unwrap_or(today));
    let days = (until - left).num_days().max(0);
    let says = Text::new(
        format!("自{left}起空缺 {days} 天"),
        format!("vacant on {days} days from {left}"),
    );
    Found::known(days, says, Citation::new("RESP-9", "vacancy (空缺)", Certainty::PD))
}
