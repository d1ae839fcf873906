//! Cases of soil, groundwater and sources of drinking water.

use crate::cases::json::{Json, object};
use crate::cases::water::{case_day, values};
use crate::drinking_source::judge_surface_source;
use crate::groundwater::{Finding, GroundwaterClass, judge_groundwater, judge_groundwater_item};
use crate::soil::{Land, LandCategory, RiskLevel, judge_development, judge_farmland};
use crate::water::WaterBody;

pub(crate) fn soil_farmland(input: &Json) -> Result<Json, String> {
    let land = match input.field("land")?.text()? {
        "paddy" => Land::Paddy,
        "orchard" => Land::Orchard,
        "other" => Land::Other,
        other => return Err(format!("land `{other}` is not paddy, orchard or other")),
    };
    let verdict = judge_farmland(
        land,
        input.field("ph")?.decimal()?,
        &input.field("values")?.named_decimals()?,
    );
    Ok(object([
        ("category", verdict.category.map(|category| category.text().zh).into()),
        ("above_screening", verdict.above_screening.into_iter().collect()),
        ("above_intervention", verdict.above_intervention.into_iter().collect()),
    ]))
}

pub(crate) fn soil_development(input: &Json) -> Result<Json, String> {
    let land = match input.field("land_class")?.whole::<u8>()? {
        1 => LandCategory::First,
        2 => LandCategory::Second,
        other => return Err(format!("land_class {other} is not 1 or 2")),
    };
    let judged = input
        .field("values")?
        .named_decimals()?
        .into_iter()
        .map(|(name, value)| {
            let item = judge_development(land, name, value, None)
                .ok_or_else(|| format!("`{name}` is not in GB 36600-2018"))?;
            let level = match item.level {
                RiskLevel::LeScreening => "le_screening",
                RiskLevel::WithinBackground => "within_background",
                RiskLevel::AboveScreening => "above_screening",
                RiskLevel::AboveIntervention => "above_intervention",
            };
            Ok((name.to_owned(), Json::from(level)))
        });
    judged.collect::<Result<_, String>>().map(Json::Object)
}

pub(crate) fn groundwater_class(input: &Json) -> Result<Json, String> {
    let given = input.field("values")?.object()?.iter();
    let findings = given
        .map(|(name, value)| Ok((name.as_str(), finding(value)?)))
        .collect::<Result<Vec<_>, String>>()?;
    let verdict = judge_groundwater(&findings);
    Ok(object([
        ("class", verdict.class.map(GroundwaterClass::rank).into()),
        ("deciding", verdict.deciding.into_iter().collect()),
    ]))
}

pub(crate) fn groundwater_item_class(input: &Json) -> Result<Json, String> {
    let name = input.field("item")?.text()?;
    let item = judge_groundwater_item(name, finding(input.field("value")?)?);
    let item = item.ok_or_else(|| format!("`{name}` is not in GB/T 14848-2017"))?;
    Ok(object([("class", item.class.map(GroundwaterClass::rank).into())]))
}

pub(crate) fn drinking_source_month(input: &Json) -> Result<Json, String> {
    let body = match input.field("type")?.text()? {
        "surface_river" => WaterBody::River,
        "surface_lake" => WaterBody::Lake,
        other => return Err(format!("type `{other}` is not surface_river or surface_lake")),
    };
    let month = judge_surface_source(case_day(), body, &values(input.field("values")?)?, &[]);
    Ok(object([
        ("attained", month.attained.into()),
        ("failing", month.failing.iter().map(|item| item.code).collect()),
        (
            "reference_exceeding",
            month.reference_exceeding.iter().map(|item| item.code).collect(),
        ),
    ]))
}

fn finding(value: &Json) -> Result<Finding, String> {
    match value {
        Json::Text(word) if word == "有" => Ok(Finding::Present),
        Json::Text(word) if word == "无" => Ok(Finding::Absent),
        Json::Text(word) if word == "ND" => Ok(Finding::NotDetected),
        other => other.decimal().map(Finding::Value),
    }
}
