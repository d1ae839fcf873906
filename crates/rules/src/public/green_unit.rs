//! PUB-5: green units: the rate of named ones, and the recheck of a name.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

use crate::clock::{Calendar, ClockUnit, due_by};
use crate::found::{Found, rate};
use crate::profile::{InForce, ProfileError};

/// Named and valid ÷ all of that kind.
pub fn named_rate(named: u32, all: u32) -> Found<Decimal> {
    let rule = Citation::new("PUB-5", "green units (绿色创建)", Certainty::PD);
    rate(&Text::new("绿色创建率", "green units"), named.into(), all.into(), rule)
}

/// When the recheck of a name is due.
pub fn recheck_due(parameters: InForce<'_>, named: NaiveDate) -> Result<Found<NaiveDate>, ProfileError> {
    let years = parameters.parameter("green_validity_years")?;
    Ok(
        match due_by(named, years.count()?, ClockUnit::Years, &Calendar::default()) {
            Ok(day) => Found::known(
                day,
                Text::new(format!("应于{day}前复查"), format!("recheck due on {day}")),
                years.of_rule(),
            ),
            Err(error) => Found::unknown(error.text(), years.of_rule()),
        },
    )
}

/// Whether the name is kept after a recheck; below the pass it is revoked.
pub fn is_kept(parameters: InForce<'_>, points: Decimal) -> Result<Found<bool>, ProfileError> {
    let pass = parameters.parameter("green_pass_points")?;
    let kept = points >= pass.value;
    let says = match kept {
        true => Text::new(format!("复查 {points} 分，保留称号"), format!("{points} points: kept")),
        false => Text::new(
            format!("复查 {points} 分，低于 {} 分，撤销称号", pass.value),
            format!("{points} points, below {}: revoked", pass.value),
        ),
    };
    Ok(Found::known(kept, says, pass.of_rule()))
}
