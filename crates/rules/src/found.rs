//! What a rule found: a value with its reasons, or nothing with the reason why not.

use rust_decimal::{Decimal, RoundingStrategy};
use standards::{Citation, Reason, Text};

/// A value and why. No value means unknown or not applicable, never zero; the reason says which.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// The value, where there is one.
    pub value: Option<T>,
    /// Why.
    pub reason: Reason,
}

impl<T> Found<T> {
    /// A value that is known.
    pub fn known(value: T, says: Text, rule: Citation) -> Self {
        Self {
            value: Some(value),
            reason: Reason::new(says).by(rule),
        }
    }

    /// Why there is no value.
    pub fn unknown(says: Text, rule: Citation) -> Self {
        Self {
            value: None,
            reason: Reason::new(says).by(rule),
        }
    }

    /// Adds causes.
    #[must_use]
    pub fn since_all(mut self, causes: impl IntoIterator<Item = Reason>) -> Self {
        self.reason = self.reason.since_all(causes);
        self
    }
}

/// A number rounded half up to two places, as the governance rules round.
pub fn two_places(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// A number as it is shown: two places.
pub fn shown(value: Decimal) -> String {
    format!("{:.2}", two_places(value))
}

/// `part` of `whole` in percent, to two places; nothing where there is no whole.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    if whole <= Decimal::ZERO {
        return None;
    }
    Some(two_places((part * Decimal::ONE_HUNDRED).checked_div(whole)?))
}

/// A rate with its sentence. Nothing due is *not applicable*, never 100 %.
pub fn rate(what: &Text, part: Decimal, whole: Decimal, rule: Citation) -> Found<Decimal> {
    let Some(value) = percent(part, whole) else {
        let says = Text::new(
            format!("{}：没有应计对象，不适用", what.zh),
            format!("{}: nothing to count, not applicable", what.en),
        );
        return Found::unknown(says, rule);
    };
    let told = shown(value);
    let (part, whole) = (part.normalize(), whole.normalize());
    let says = Text::new(
        format!("{}：{part} ÷ {whole} = {told}%", what.zh),
        format!("{}: {part} ÷ {whole} = {told} %", what.en),
    );
    Found::known(value, says, rule)
}

/// A rate over things of which each is known to count, known not to, or unknown. One unknown thing makes the rate unknown.
pub fn rate_of(what: &Text, flags: impl IntoIterator<Item = Option<bool>>, rule: Citation) -> Found<Decimal> {
    let (mut yes, mut all, mut unknown) = (0u64, 0u64, 0u64);
    for flag in flags {
        all += 1;
        yes += u64::from(flag == Some(true));
        unknown += u64::from(flag.is_none());
    }
    if unknown > 0 {
        let says = Text::new(
            format!("{}：{all} 项中有 {unknown} 项情况不明，不能计算", what.zh),
            format!("{}: {unknown} of {all} are unknown, no rate", what.en),
        );
        return Found::unknown(says, rule);
    }
    rate(what, yes.into(), all.into(), rule)
}
