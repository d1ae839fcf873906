//! Rounding by GB/T 8170-2008: once, in decimal, half to even.

use rust_decimal::{Decimal, RoundingStrategy};

/// `value` rounded to `decimals` places; an exact half goes to the even digit.
///
/// GB/T 8170-2008, 3.2: always round the value as measured, never a value that was rounded before.
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointNearestEven)
}

/// As [`round`], written with exactly `decimals` places (`60.0`).
pub fn shown(value: Decimal, decimals: u32) -> String {
    let rounded = round(value, decimals);
    // Written by the formatter, since rescaling to more places would lose digits of very large values.
    format!("{rounded:.places$}", places = decimals as usize)
}

/// `value` rounded to a multiple of `interval`, which must be 1, 2 or 5 times a power of ten.
///
/// GB/T 8170-2008, 3.3: for a half unit multiply by 2, round, divide by 2; for a fifth multiply by 5, round, divide by 5.
/// `None` for any other interval and on overflow.
pub fn round_to_interval(value: Decimal, interval: Decimal) -> Option<Decimal> {
    let plain = interval.normalize();
    let mut mantissa = plain.mantissa();
    while mantissa != 0 && mantissa % 10 == 0 {
        mantissa /= 10;
    }
    if !matches!(mantissa, 1 | 2 | 5) {
        return None;
    }
    let steps = round(value.checked_div(plain)?, 0);
    let mut rounded = steps.checked_mul(plain)?;
    rounded.rescale(interval.scale());
    Some(rounded)
}

/// A measured value as it stands in a reason: exact, except that a mean with endless digits is cut (`…`) where the reader can
/// no longer take it for a limit. Values are compared before this.
pub fn compared(value: Decimal, decimals: u32) -> String {
    let digits = decimals.saturating_add(2);
    let exact = value.normalize();
    match exact.scale() > digits {
        true => format!("{}…", value.trunc_with_scale(digits)),
        false => exact.to_string(),
    }
}
