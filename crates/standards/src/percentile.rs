//! Percentiles of daily values as HJ 663 defines them.

use rust_decimal::Decimal;

/// The `p`-th percentile (0 ≤ p ≤ 100) of `values`, unrounded.
///
/// HJ 663: sort ascending, k = 1 + (n − 1) · p / 100; between the neighbours of k the value is linear. `None` when there is no
/// value, when p lies outside 0..=100 or on overflow.
pub fn percentile(values: &[Decimal], p: Decimal) -> Option<Decimal> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let last = sorted.len().checked_sub(1)?;
    if p < Decimal::ZERO || p > Decimal::ONE_HUNDRED {
        return None;
    }
    // Counted from 0, so that k - 1 = (n - 1) p / 100; divided last, to keep whole positions whole.
    let position = Decimal::from(last).checked_mul(p)?.checked_div(Decimal::ONE_HUNDRED)?;
    let below = usize::try_from(position.floor()).ok()?;
    let lower = *sorted.get(below)?;
    let upper = *sorted.get(below + 1).unwrap_or(&lower);
    lower
        .checked_add(upper.checked_sub(lower)?.checked_mul(position.fract())?)
        .map(|value| value.normalize())
}
