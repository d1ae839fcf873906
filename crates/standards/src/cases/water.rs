//! Cases of surface water.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::item::{self, ItemDef};
use crate::water::{Period, SectionVerdict, WaterBody, WaterClass, judge_section, section_means};

pub(crate) fn surface_water_section(input: &Json) -> Result<Json, String> {
    let verdict = judge_section(case_day(), body(input)?, &values(input.field("values")?)?);
    Ok(shown(&verdict))
}

pub(crate) fn river_fewer_than_5(input: &Json) -> Result<Json, String> {
    let body = body(input)?;
    let sections = input.field("sections")?.list()?;
    let sections = sections.iter().map(values).collect::<Result<Vec<_>, _>>()?;
    let classes = sections
        .iter()
        .map(|section| judge_section(case_day(), body, section).class.map(WaterClass::rank));
    let classes: Json = classes.collect();
    let means: Vec<(&'static ItemDef, Decimal)> = section_means(Period::Month, &sections)
        .into_iter()
        .filter_map(|mean| Some((mean.item, mean.value?)))
        .collect();
    let named = means
        .iter()
        .map(|(item, mean)| (item.code.to_owned(), Json::from(*mean)))
        .collect();
    let verdict = judge_section(case_day(), body, &means);
    let Json::Object(mut parts) = shown(&verdict) else {
        return Err("the verdict has no parts".to_owned());
    };
    parts.insert("means".to_owned(), Json::Object(named));
    parts.insert("section_classes".to_owned(), classes);
    Ok(Json::Object(parts))
}

fn shown(verdict: &SectionVerdict) -> Json {
    let pollutants = verdict.main_pollutants.iter().map(|one| {
        let mut parts = vec![("item".to_owned(), Json::from(one.item.code))];
        parts.extend(
            one.multiple
                .map(|multiple| ("multiple".to_owned(), Json::from(multiple))),
        );
        Json::Object(parts.into_iter().collect())
    });
    object([
        ("class", verdict.class.map(WaterClass::rank).into()),
        ("word", verdict.grade.map(|grade| grade.word.zh.as_str()).into()),
        ("colour", verdict.grade.map(|grade| grade.colour.zh.as_str()).into()),
        ("main_pollutants", pollutants.collect()),
    ])
}

pub(crate) fn values(given: &Json) -> Result<Vec<(&'static ItemDef, Decimal)>, String> {
    let read = given.named_decimals()?.into_iter();
    read.map(|(code, value)| Ok((item_of(code)?, value))).collect()
}

pub(crate) fn item_of(code: &str) -> Result<&'static ItemDef, String> {
    item::by_code(code).ok_or_else(|| format!("`{code}` is not a monitored item"))
}

pub(crate) fn body(input: &Json) -> Result<WaterBody, String> {
    match input.field("water_body")?.text()? {
        "river" => Ok(WaterBody::River),
        "lake" => Ok(WaterBody::Lake),
        other => Err(format!("water_body `{other}` is not river or lake")),
    }
}

/// Cases name no day; both the limits of 2002 and the method of 2011 are in force since long before this one.
pub(crate) fn case_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()
}
