//! PUB-3: rewards for reports that were confirmed (有奖举报).

use rust_decimal::Decimal;
use standards::Text;

use crate::found::Found;
use crate::profile::{InForce, ProfileError};

/// What a report led to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// The case was confirmed.
    Confirmed,
    /// It was fined so many yuan.
    Fined(Decimal),
    /// A crime or a hidden pipe; the bureau proposes an amount in yuan.
    Crime(Decimal),
}

/// The reward in yuan. Only the first reporter is paid, and only who asks in time.
pub fn reward(
    parameters: InForce<'_>,
    outcome: Outcome,
    is_first: bool,
    asked_after_days: u32,
) -> Result<Found<Decimal>, ProfileError> {
    let limit = parameters.parameter("reward_ask_days")?;
    if !is_first {
        let says = Text::new("同一案件只奖励首位举报人", "only the first reporter of a case is paid");
        return Ok(Found::known(Decimal::ZERO, says, limit.of_rule()));
    }
    if asked_after_days > limit.count()? {
        let says = Text::new("逾期未申领，不予奖励", "not asked for in time");
        return Ok(Found::known(Decimal::ZERO, says, limit.of_rule()));
    }
    let value = |name| parameters.parameter(name).map(|parameter| parameter.value);
    let (amount, rule) = match outcome {
        Outcome::Confirmed => {
            let fixed = parameters.parameter("reward_confirmed")?;
            (fixed.value, fixed.of_rule())
        }
        Outcome::Fined(fine) => {
            let share = parameters.parameter("reward_fine_percent")?;
            let amount = fine * share.value / Decimal::ONE_HUNDRED;
            (amount.min(value("reward_fine_cap")?), share.of_rule())
        }
        Outcome::Crime(proposed) => {
            let least = parameters.parameter("reward_crime_min")?;
            (
                proposed.max(least.value).min(value("reward_crime_max")?),
                least.of_rule(),
            )
        }
    };
    let amount = amount.normalize();
    let says = Text::new(format!("奖励{amount}元"), format!("a reward of {amount} yuan"));
    Ok(Found::known(amount, says, rule))
}
