//! SUP-3: events that the grid finds: limits, and who may verify.

use chrono::NaiveDateTime;
use standards::{Certainty, Citation, Text};

use crate::clock::{Calendar, ClockUnit, Due, due};
use crate::found::Found;
use crate::profile::{InForce, ProfileError};

/// A step with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Settled on site.
    OnSite,
    /// Handled by a township.
    Township,
    /// Handled by a county department.
    County,
    /// A complex event; extended once or not.
    Complex {
        /// Whether the one extension was granted.
        extended: bool,
    },
    /// The verification.
    Verification,
}

/// When a step is due that began at `from`.
pub fn due_of(
    parameters: InForce<'_>,
    step: Step,
    from: NaiveDateTime,
    calendar: &Calendar,
) -> Result<Found<Due>, ProfileError> {
    let (name, unit) = match step {
        Step::OnSite => ("grid_on_site_hours", ClockUnit::Hours),
        Step::Township => ("grid_township_working_days", ClockUnit::WorkingDays),
        Step::County => ("grid_county_working_days", ClockUnit::WorkingDays),
        Step::Complex { .. } => ("grid_complex_working_days", ClockUnit::WorkingDays),
        Step::Verification => ("grid_verification_working_days", ClockUnit::WorkingDays),
    };
    let limit = parameters.parameter(name)?;
    let more = match step {
        Step::Complex { extended: true } => parameters.parameter("grid_extension_working_days")?.count()?,
        _ => 0,
    };
    let length = limit.count()?.saturating_add(more);
    Ok(match due(from, length, unit, calendar) {
        Ok(end) => {
            let words = unit.text(length);
            let says = Text::new(
                format!("时限{}，截止{}", words.zh, end.text().zh),
                format!("{} are allowed, until the {}", words.en, end.text().en),
            );
            Found::known(end, says, limit.of_rule())
        }
        Err(error) => Found::unknown(error.text(), limit.of_rule()),
    })
}

/// Whether `verifier` may verify what `handler` did: nobody verifies his own work.
pub fn may_verify(handler: &str, verifier: &str) -> Found<bool> {
    let rule = Citation::new(
        "SUP-3",
        "the verifier is not the handler (核查人不是办理人)",
        Certainty::PD,
    );
    match handler == verifier {
        true => Found::known(
            false,
            Text::new(
                "办理人不能核查自己办理的事项",
                "the handler may not verify his own work",
            ),
            rule,
        ),
        false => Found::known(
            true,
            Text::new("核查人与办理人不同", "verifier and handler differ"),
            rule,
        ),
    }
}
