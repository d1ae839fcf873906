//! Cases of rounding, percentiles and trends.

use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::cases::read::{any_field, decimal_at, measured, optional_any};
use crate::measured::Measured;
use crate::rounding;
use crate::trend::{Direction, Significance, spearman};

pub(crate) fn round_8170(input: &Json) -> Result<Json, String> {
    let value = exact(input, "value")?;
    let decimals: u32 = any_field(input, &["decimals", "digits", "places"])?.whole()?;
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
    let values = series(any_field(input, &["values", "data"])?)?;
    let value = crate::percentile::percentile(&values, decimal_at(input, &["p", "percentile"])?);
    Ok(object([(
        "value",
        value.map_or(Json::Null, |value| Json::unrounded(value, 1)),
    )]))
}

pub(crate) fn spearman_trend(input: &Json) -> Result<Json, String> {
    let alpha = optional_any(input, &["alpha", "significance"])?.map_or(Ok(Decimal::new(5, 2)), Json::decimal)?;
    let significance = match alpha.normalize().to_string().as_str() {
        "0.05" => Significance::FivePercent,
        "0.01" => Significance::OnePercent,
        other => return Err(format!("alpha {other} is not 0.05 or 0.01")),
    };
    let trend = spearman(&series(any_field(input, &["values", "data"])?)?, significance);
    let direction = trend.direction.map(|direction| match direction {
        Direction::Rising => "rising",
        Direction::Falling => "falling",
        Direction::Stable => "stable",
    });
    Ok(object([
        ("rs", trend.coefficient.map_or(Json::Null, |rs| Json::unrounded(rs, 3))),
        ("significant", trend.significant.into()),
        ("direction", direction.into()),
    ]))
}

/// An exact decimal holds no more places than these.
const DECIMALS_MAX: u32 = 28;

/// The values of a series; a null is a day or period without a value and takes no part.
fn series(given: &Json) -> Result<Vec<Decimal>, String> {
    let mut values = Vec::new();
    for (place, one) in given.list()?.iter().enumerate() {
        match measured(one).map_err(|what| format!("value {}: {what}", place + 1))? {
            Measured::Missing => {}
            Measured::Value(value) => values.push(value),
            other => return Err(format!("value {}: {other} is no number", place + 1)),
        }
    }
    Ok(values)
}

fn exact(input: &Json, name: &str) -> Result<Decimal, String> {
    match any_field(input, &[name])? {
        Json::Text(said) => Decimal::from_str_exact(said.trim()).map_err(|cause| format!("`{name}` {said}: {cause}")),
        other => other.decimal(),
    }
}
