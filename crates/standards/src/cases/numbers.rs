//! Cases of rounding, percentiles and trends.

use crate::cases::json::{Json, object};
use crate::rounding;
use crate::trend::{Direction, Significance, spearman};

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

pub(crate) fn percentile(input: &Json) -> Result<Json, String> {
    let values = input.field("values")?.decimals()?;
    let value = crate::percentile::percentile(&values, input.field("p")?.decimal()?);
    Ok(object([("value", value.into())]))
}

pub(crate) fn spearman_trend(input: &Json) -> Result<Json, String> {
    let significance = match input.field("alpha")?.decimal()?.normalize().to_string().as_str() {
        "0.05" => Significance::FivePercent,
        "0.01" => Significance::OnePercent,
        other => return Err(format!("alpha {other} is not 0.05 or 0.01")),
    };
    let trend = spearman(&input.field("values")?.decimals()?, significance);
    let direction = trend.direction.map(|direction| match direction {
        Direction::Rising => "rising",
        Direction::Falling => "falling",
        Direction::Stable => "stable",
    });
    Ok(object([
        ("rs", trend.coefficient_published().into()),
        ("significant", trend.significant.into()),
        ("direction", direction.into()),
    ]))
}

/// An exact decimal holds no more places than these.
const DECIMALS_MAX: u32 = 28;

fn exact(input: &Json, name: &str) -> Result<rust_decimal::Decimal, String> {
    let said = input.field(name)?.text()?;
    rust_decimal::Decimal::from_str_exact(said).map_err(|cause| format!("`{name}` {said}: {cause}"))
}
