//! Cases of ecology, forest and noise.

use crate::cases::json::{Json, object};
use crate::ecology::{
    EcologyParts, ForestAreas, ecological_change, ecological_index, ecological_quality_class, forest_coverage_percent,
};
use crate::noise::{PartOfDay, judge_area_noise};

pub(crate) fn ei(input: &Json) -> Result<Json, String> {
    let at = |name: &str| input.field(name)?.decimal();
    let parts = EcologyParts {
        bio: at("bio")?,
        veg: at("veg")?,
        water: at("water")?,
        land_stress: at("land_stress")?,
        pollution: at("pollution")?,
        restriction: at("restriction")?,
    };
    let index = ecological_index(&parts).ok_or("the parts are too large")?;
    Ok(object([
        ("ei", index.value.into()),
        ("grade", index.grade.map(|grade| grade.zh).into()),
    ]))
}

pub(crate) fn ei_change(input: &Json) -> Result<Json, String> {
    let change = ecological_change(input.field("before")?.decimal()?, input.field("after")?.decimal()?);
    let (delta, word) = change.ok_or("the indexes are too large")?;
    Ok(object([("delta", delta.into()), ("change", word.zh.into())]))
}

pub(crate) fn eqi_class(input: &Json) -> Result<Json, String> {
    let class = ecological_quality_class(input.field("eqi")?.decimal()?);
    Ok(object([("class", class.grade.map(|grade| grade.zh).into())]))
}

pub(crate) fn forest_coverage(input: &Json) -> Result<Json, String> {
    let at = |name: &str| input.field(name)?.decimal();
    // `sparse_canopy_0_15` is given by cases to be left out: woodland of so little canopy is not forest.
    let areas = ForestAreas {
        arbor: at("arbor")?,
        bamboo: at("bamboo")?,
        special_shrub: at("special_shrub")?,
        total: at("total")?,
    };
    Ok(object([("percent", forest_coverage_percent(&areas).into())]))
}

pub(crate) fn noise(input: &Json) -> Result<Json, String> {
    let class = input.field("function_class")?.text()?;
    let part = match input.field("period")?.text()? {
        "day" => PartOfDay::Day,
        "night" => PartOfDay::Night,
        other => return Err(format!("period `{other}` is not day or night")),
    };
    let peak = input.optional_field("lmax")?.map(Json::decimal).transpose()?;
    let verdict = judge_area_noise(class, part, input.field("leq")?.decimal()?, peak);
    let verdict = verdict.ok_or_else(|| format!("class `{class}` is not a class of GB 3096-2008"))?;
    Ok(object([
        ("limit", verdict.limit.into()),
        ("exceeds", verdict.exceeds.into()),
        ("over_db", verdict.over_db.into()),
        ("lmax_exceeds", verdict.peak_exceeds.into()),
    ]))
}
