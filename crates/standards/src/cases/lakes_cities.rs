//! Cases of the trophic state of lakes and of the water index of cities.

use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::cases::water::{case_day, item_of, values};
use crate::item::ItemDef;
use crate::rounding::round;
use crate::unit::Unit;
use crate::water::{
    WaterBody, city_index, city_index_change, city_index_combined, city_index_item, city_index_published, trophic_item,
    trophic_state,
};

/// Cases give indexes of trophic state with two decimals.
const TROPHIC_DECIMALS: u32 = 2;

pub(crate) fn tli(input: &Json) -> Result<Json, String> {
    let given = values(input)?
        .into_iter()
        .map(|(item, value)| canonical(item, value))
        .collect::<Result<Vec<_>, _>>()?;
    let state = trophic_state(&given);
    let index = state.index.map(|index| round(index, TROPHIC_DECIMALS));
    Ok(object([
        ("tli", index.into()),
        ("word", state.word.map(|word| word.zh).into()),
    ]))
}

pub(crate) fn tli_item(input: &Json) -> Result<Json, String> {
    let (item, value) = canonical(item_of(input.field("item")?.text()?)?, input.field("value")?.decimal()?)?;
    let index = trophic_item(item, value).map(|index| round(index, TROPHIC_DECIMALS));
    Ok(object([("tli", index.into())]))
}

pub(crate) fn cwqi_item(input: &Json) -> Result<Json, String> {
    let item = item_of(input.field("item")?.text()?)?;
    let index = city_index_item(case_day(), WaterBody::River, item, input.field("value")?.decimal()?);
    Ok(object([("index", index.map(city_index_published).into())]))
}

pub(crate) fn cwqi_river(input: &Json) -> Result<Json, String> {
    let wanted = input.field("items")?.list()?;
    let wanted = wanted
        .iter()
        .map(|code| item_of(code.text()?))
        .collect::<Result<Vec<_>, String>>()?;
    let mut sections = Vec::new();
    for section in input.field("sections")?.list()? {
        let asked = |item: &ItemDef| wanted.iter().any(|other| other.code == item.code);
        sections.push(values(section)?.into_iter().filter(|(item, _)| asked(item)).collect());
    }
    let index = city_index(case_day(), WaterBody::River, &sections);
    Ok(object([("cwqi", index.value.map(city_index_published).into())]))
}

pub(crate) fn cwqi_city(input: &Json) -> Result<Json, String> {
    let rivers = (input.field("cwqi_river")?.decimal()?, input.field("sections")?.whole()?);
    let lakes = (input.field("cwqi_lake")?.decimal()?, input.field("points")?.whole()?);
    Ok(object([(
        "cwqi",
        city_index_combined(rivers, lakes).map(city_index_published).into(),
    )]))
}

pub(crate) fn cwqi_change(input: &Json) -> Result<Json, String> {
    let change = city_index_change(input.field("current")?.decimal()?, input.field("base")?.decimal()?);
    Ok(object([("change_percent", change.map(city_index_published).into())]))
}

/// Cases give chlorophyll in mg/m³ as the method does, all else in the item's own unit.
fn canonical(item: &'static ItemDef, value: Decimal) -> Result<(&'static ItemDef, Decimal), String> {
    let from = if item.code == "CHLA" {
        Unit::MilligramPerCubicMetre
    } else {
        item.unit
    };
    let value = Unit::convert(value, from, item.unit).ok_or_else(|| format!("{} {value} is too large", item.code))?;
    Ok((item, value))
}
