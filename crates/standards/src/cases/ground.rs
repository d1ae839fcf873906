//! Cases of soil, groundwater and sources of drinking water.

use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::cases::read::{
    any_field, body_word, measured, named_results, optional_any, optional_decimal_at, proposed, result_field,
};
use crate::cases::water::day;
use crate::drinking_source::{SourceMonth, judge_groundwater_source, judge_surface_source, sources_attained};
use crate::groundwater::{GroundwaterClass, groundwater_unit, judge_groundwater, judge_groundwater_item};
use crate::measured::Measured;
use crate::soil::{
    FarmlandCategory, Land, LandCategory, RiskLevel, farmland_unit_category, judge_development, judge_farmland,
};
use crate::spelling::fold;
use crate::unit::Unit;
use crate::water::WaterBody;

pub(crate) fn soil_farmland(input: &Json) -> Result<Json, String> {
    let said = any_field(input, &["land", "land_use", "land_type"])?.text()?;
    let land = Land::parse(said).ok_or_else(|| {
        format!("land `{said}` is not paddy (水田), orchard (果园), rotation (水旱轮作) or other (其他)")
    })?;
    let values = named_results(any_field(input, &["values", "contents"])?)?;
    let verdict = judge_farmland(land, optional_decimal_at(input, &["ph"])?, &values);
    if let Some(name) = verdict.not_judged.first() {
        return Err(format!("`{name}` is not an item of GB 15618-2018"));
    }
    Ok(object([
        ("category", verdict.category.map(|category| category.text().zh).into()),
        ("above_screening", verdict.above_screening.into_iter().collect()),
        ("above_intervention", verdict.above_intervention.into_iter().collect()),
    ]))
}

pub(crate) fn soil_unit(input: &Json) -> Result<Json, String> {
    let all = [
        FarmlandCategory::Priority,
        FarmlandCategory::SafeUse,
        FarmlandCategory::StrictControl,
    ];
    let category = |said: &Json| {
        let word = said.text()?;
        let found = all
            .into_iter()
            .find(|category| category.text().zh == word || fold(&category.text().en) == fold(word));
        found.ok_or_else(|| format!("`{word}` is not 优先保护类, 安全利用类 or 严格管控类"))
    };
    let points = any_field(input, &["points", "categories"])?
        .list()?
        .iter()
        .map(category);
    let unit = farmland_unit_category(&points.collect::<Result<Vec<_>, String>>()?);
    Ok(object([(
        "category",
        unit.category.map(|category| category.text().zh).into(),
    )]))
}

pub(crate) fn soil_development(input: &Json) -> Result<Json, String> {
    let land = match optional_any(input, &["land_class", "land", "land_category"])? {
        // GB 36600-2018: an unknown use is judged as the first category.
        None => LandCategory::First,
        Some(said) => {
            let said = said.to_string();
            LandCategory::parse(&said)
                .ok_or_else(|| format!("land_class {said} is not 1 (第一类用地) or 2 (第二类用地)"))?
        }
    };
    let background = match optional_any(input, &["background", "backgrounds"])? {
        None => Vec::new(),
        Some(given) => named_results(given)?,
    };
    let values = named_results(any_field(input, &["values", "contents"])?)?;
    let judged = values.into_iter().map(|(name, value)| {
        let known = background
            .iter()
            .find(|(other, _)| crate::substance::same_substance(other, name));
        let background = known.and_then(|(_, value)| value.value());
        let item = judge_development(land, name, value, background)
            .ok_or_else(|| format!("`{name}` is not an item of GB 36600-2018; write its name or its CAS number"))?;
        let level = item.level.map(|level| match level {
            RiskLevel::LeScreening => "le_screening",
            RiskLevel::WithinBackground => "within_background",
            RiskLevel::AboveScreening => "above_screening",
            RiskLevel::AboveIntervention => "above_intervention",
        });
        Ok((name.to_owned(), Json::from(level)))
    });
    judged.collect::<Result<_, String>>().map(Json::Object)
}

pub(crate) fn groundwater_class(input: &Json) -> Result<Json, String> {
    let given = any_field(input, &["values", "concentrations"])?.object()?.iter();
    let findings = given
        .map(|(name, value)| Ok((name.as_str(), groundwater_result(name, value)?)))
        .collect::<Result<Vec<_>, String>>()?;
    let verdict = judge_groundwater(&proposed(), &findings);
    if let Some(name) = verdict.not_judged.first() {
        return Err(format!("`{name}` is not an item of GB/T 14848-2017"));
    }
    let items = verdict
        .items
        .iter()
        .map(|item| (item.name.to_owned(), Json::from(item.class.map(GroundwaterClass::rank))));
    let items = items.collect();
    Ok(object([
        ("class", verdict.class.map(GroundwaterClass::rank).into()),
        ("deciding", verdict.deciding.into_iter().collect()),
        ("item_classes", Json::Object(items)),
    ]))
}

pub(crate) fn groundwater_item_class(input: &Json) -> Result<Json, String> {
    let name = any_field(input, &["item", "factor"])?.text()?;
    let value = result_field(input, &["value", "concentration", "result"])?;
    let item = judge_groundwater_item(&proposed(), name, groundwater_result(name, &value)?);
    let item = item.ok_or_else(|| format!("`{name}` is not an item of GB/T 14848-2017"))?;
    Ok(object([
        ("class", item.class.map(GroundwaterClass::rank).into()),
        ("may_be_worse", item.may_be_worse.into()),
    ]))
}

/// A result in the unit of the table, where the author gives another one.
fn groundwater_result(name: &str, value: &Json) -> Result<Measured, String> {
    let told = |what: String| format!("`{name}`: {what}");
    let result = measured(value).map_err(told)?;
    let Json::Object(_) = value else { return Ok(result) };
    let Some(said) = optional_any(value, &["unit"])? else {
        return Ok(result);
    };
    let said = said.text()?;
    let units = Unit::parse(said).zip(groundwater_unit(name).and_then(Unit::parse));
    let convert = |number: Decimal| {
        let converted = units.and_then(|(from, to)| Unit::convert(number, from, to));
        converted.ok_or_else(|| {
            told(format!(
                "{said} is not the unit of the table and does not convert to it"
            ))
        })
    };
    Ok(match result {
        _ if groundwater_unit(name).is_some_and(|unit| unit == said) => result,
        Measured::Value(number) => Measured::Value(convert(number)?),
        Measured::Below(limit) => Measured::Below(convert(limit)?),
        other => other,
    })
}

pub(crate) fn drinking_source_month(input: &Json) -> Result<Json, String> {
    let values = named_results(any_field(input, &["values", "concentrations"])?)?;
    let said = optional_any(input, &["type", "source_type", "water_body"])?;
    let kind = said.map_or(Ok(""), Json::text)?;
    let month = if fold(kind).contains("ground") || kind.contains("地下") {
        judge_groundwater_source(&proposed(), &values)
    } else {
        let body = if kind.is_empty() {
            WaterBody::River
        } else {
            body_word(kind)?
        };
        judge_surface_source(day(input)?, body, &values)
    };
    Ok(source_month(month))
}

fn source_month(month: SourceMonth) -> Json {
    object([
        ("attained", month.attained.into()),
        ("failing", month.failing.into_iter().collect()),
        ("reference_exceeding", month.reference_exceeding.into_iter().collect()),
    ])
}

pub(crate) fn drinking_source_shares(input: &Json) -> Result<Json, String> {
    let read = |one: &Json| -> Result<(Option<bool>, Decimal), String> {
        let attained = match any_field(one, &["attained"]) {
            Ok(Json::Bool(attained)) => Some(*attained),
            _ => None,
        };
        Ok((
            attained,
            optional_decimal_at(one, &["volume", "water"])?.unwrap_or(Decimal::ZERO),
        ))
    };
    let sources = any_field(input, &["sources"])?.list()?.iter().map(read);
    let (by_count, by_volume) = sources_attained(&sources.collect::<Result<Vec<_>, _>>()?);
    let share = |share: Option<Decimal>| share.map_or(Json::Null, |share| Json::unrounded(share, 1));
    Ok(object([
        ("by_count_percent", share(by_count)),
        ("by_volume_percent", share(by_volume)),
    ]))
}
