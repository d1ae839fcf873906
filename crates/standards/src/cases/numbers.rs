//! Cases of rounding and of plain statistics.

use crate::cases::json::{Json, object};
use crate::rounding;

pub(crate) fn round_8170(input: &Json) -> Result<Json, String> {
    let value = exact(input, "value")?;
    let decimals: u32 = input.field("decimals")?.whole()?;
    if decimals > DECIMALS_MAX {
        return Err(format!("decimals {decimals} is more than {DECIMALS_MAX}"));
    }
    Ok(object([("rounded", rounding::shown(value, decimals).into())]))
}

pub(crate) fn round_interval(input: &Json) -> Result<Json, String> {
    let (value, interval) = (exact(input, "value")?, exact(input, "interval")?);
    let rounded = rounding::round_to_interval(value, interval)
        .ok_or_else(|| format!("{interval} is not 1, 2 or 5 times a power of ten, or the value is too large for it"))?;
    Ok(object([("rounded", rounded.to_string().into())]))
}

/// An exact decimal holds no more places than these.
const DECIMALS_MAX: u32 = 28;

fn exact(input: &Json, name: &str) -> Result<rust_decimal::Decimal, String> {
    let said = input.field(name)?.text()?;
    rust_decimal::Decimal::from_str_exact(said).map_err(|cause| format!("`{name}` {said}: {cause}"))
}
