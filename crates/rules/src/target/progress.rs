//! How far a target has come from its base (ASM-1).

use rust_decimal::Decimal;

/// Where a target started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The value then, in the unit of the target.
    pub value: Decimal,
    /// The year it is of.
    pub year: i32,
}

/// `(value − base) ÷ (demanded − base) × 100`, kept within 0 and 100; the same formula serves promises to rise and to fall. Where the
/// base is the promise already, all or nothing. `None` where the numbers are too large.
pub fn progress(value: Decimal, base: Decimal, demanded: Decimal) -> Option<Decimal> {
    let way = demanded.checked_sub(base)?;
    if way.is_zero() {
        let all = if value >= demanded {
            Decimal::ONE_HUNDRED
        } else {
            Decimal::ZERO
        };
        return Some(all);
    }
    let gone = value
        .checked_sub(base)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(way)?;
    Some(gone.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED))
}

/// How much of the time between the base and the deadline has passed at the end of `year`, in per cent.
pub(super) fn elapsed(year: i32, base: i32, due: i32) -> Option<Decimal> {
    let (gone, all) = (
        Decimal::from(year.checked_sub(base)?),
        Decimal::from(due.checked_sub(base)?),
    );
    if all <= Decimal::ZERO {
        return None;
    }
    (gone * Decimal::ONE_HUNDRED).checked_div(all)
}
