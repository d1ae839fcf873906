//! Cases of the trophic state of lakes and of the water index of cities.

use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::cases::read::{any_field, body, decimal_at, figures, in_unit, item_of, optional_any, result_field};
use crate::cases::water::day;
use crate::item::ItemDef;
use crate::measured::Measured;
use crate::unit::Unit;
use crate::water::{
    below_detection, city_index, city_index_change, city_index_combined, city_index_item, trophic_item, trophic_state,
};

/// Cases give indexes of trophic state with two decimals.
const TROPHIC_DECIMALS: u32 = 2;

/// City indexes are published with four decimals; authors may write fewer, but not fewer than these.
const CITY_DECIMALS_MIN: u32 = 2;

pub(crate) fn tli(input: &Json) -> Result<Json, String> {
    let mut given = Vec::new();
    let values = optional_any(input, &["values", "concentrations"])?.unwrap_or(input);
    for (name, value) in values.object()? {
        // A lake may carry its name or the day beside the values.
        let Ok(item) = item_of(name) else { continue };
        given.extend(canonical(item, name, value)?.map(|value| (item, value)));
    }
    let state = trophic_state(&given);
    Ok(object([
        ("tli", index_or_null(state.index)),
        ("word", state.word.map(|word| word.zh).into()),
    ]))
}

pub(crate) fn tli_item(input: &Json) -> Result<Json, String> {
    let item = item_of(any_field(input, &["item", "factor"])?.text()?)?;
    let value = canonical(item, "value", &result_field(input, &["value", "concentration"])?)?;
    Ok(object([(
        "tli",
        index_or_null(value.and_then(|value| trophic_item(item, value))),
    )]))
}

fn index_or_null(index: Option<Decimal>) -> Json {
    index.map_or(Json::Null, |index| Json::unrounded(index, TROPHIC_DECIMALS))
}

fn city_or_null(index: Option<Decimal>) -> Json {
    index.map_or(Json::Null, |index| {
        Json::unrounded(index.normalize(), CITY_DECIMALS_MIN)
    })
}

pub(crate) fn cwqi_item(input: &Json) -> Result<Json, String> {
    let item = item_of(any_field(input, &["item", "factor"])?.text()?)?;
    let given = in_unit(item, "value", &result_field(input, &["value", "concentration"])?)?;
    let index = half_of(given).and_then(|value| city_index_item(day(input).ok()?, body(input).ok()?, item, value));
    Ok(object([("index", city_or_null(index))]))
}

pub(crate) fn cwqi_river(input: &Json) -> Result<Json, String> {
    let wanted = match optional_any(input, &["items"])? {
        None => None,
        Some(wanted) => {
            let read = wanted.list()?.iter().map(|code| item_of(code.text()?));
            Some(read.collect::<Result<Vec<_>, String>>()?)
        }
    };
    let asked = |item: &ItemDef| {
        wanted
            .as_ref()
            .is_none_or(|wanted| wanted.iter().any(|other| other.code == item.code))
    };
    let mut sections = Vec::new();
    for section in any_field(input, &["sections", "points"])?.list()? {
        let values = optional_any(section, &["values"])?.unwrap_or(section);
        sections.push(figures(values)?.into_iter().filter(|(item, _)| asked(item)).collect());
    }
    let index = city_index(day(input)?, body(input)?, &sections);
    Ok(object([("cwqi", city_or_null(index.value))]))
}

pub(crate) fn cwqi_city(input: &Json) -> Result<Json, String> {
    let part = |index: &str, count: &[&str]| -> Result<(Decimal, usize), String> {
        let given = optional_any(input, &[index])?;
        match given {
            Some(given) => Ok((given.decimal()?, any_field(input, count)?.whole()?)),
            // A city without lakes, or without rivers.
            None => Ok((Decimal::ZERO, 0)),
        }
    };
    let rivers = part("cwqi_river", &["sections", "river_sections", "m"])?;
    let lakes = part("cwqi_lake", &["points", "lake_points", "n"])?;
    Ok(object([("cwqi", city_or_null(city_index_combined(rivers, lakes)))]))
}

pub(crate) fn cwqi_change(input: &Json) -> Result<Json, String> {
    let change = city_index_change(
        decimal_at(input, &["current", "after", "cwqi"])?,
        decimal_at(input, &["base", "before", "cwqi_base"])?,
    );
    Ok(object([("change_percent", city_or_null(change))]))
}

fn half_of(given: Measured) -> Option<Decimal> {
    given.figure(below_detection(Decimal::ONE)?)
}

/// Cases give chlorophyll in mg/m³ as the method does (unless they say another unit), all else in the item's own unit.
fn canonical(item: &'static ItemDef, name: &str, value: &Json) -> Result<Option<Decimal>, String> {
    let said = in_unit(item, name, value)?;
    let plain = matches!(value, Json::Number(_) | Json::Text(_));
    let Some(figure) = half_of(said) else { return Ok(None) };
    if item.code != "CHLA" || !plain {
        return Ok(Some(figure));
    }
    Unit::convert(figure, Unit::MilligramPerCubicMetre, item.unit)
        .map(Some)
        .ok_or_else(|| format!("{} {figure} is too large", item.code))
}
