//! Cases of ecology, forest and noise.

use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::cases::read::{any_field, decimal_at, optional_any, optional_decimal_at};
use crate::ecology::{
    EcologyParts, ForestAreas, QualityParts, ecological_change, ecological_index, ecological_quality_change,
    ecological_quality_class, ecological_quality_index,
};
use crate::noise::{NightPeak, NoiseVerdict, PartOfDay, judge_area_noise, judge_boundary_noise};
use crate::spelling::fold;

pub(crate) fn ei(input: &Json) -> Result<Json, String> {
    let parts = EcologyParts {
        bio: decimal_at(input, &["bio", "biological_richness", "生物丰度指数"])?,
        veg: decimal_at(input, &["veg", "vegetation", "植被覆盖指数"])?,
        water: decimal_at(input, &["water", "water_network", "水网密度指数"])?,
        land_stress: decimal_at(input, &["land_stress", "stress", "土地胁迫指数"])?,
        pollution: decimal_at(input, &["pollution", "pollution_load", "污染负荷指数"])?,
        restriction: optional_decimal_at(input, &["restriction", "环境限制指数"])?.unwrap_or(Decimal::ZERO),
    };
    let index = ecological_index(&parts).ok_or("the parts are too large")?;
    Ok(object([
        ("ei", Json::unrounded(index.value, 1)),
        ("grade", index.grade.map(|grade| grade.zh).into()),
    ]))
}

pub(crate) fn ei_change(input: &Json) -> Result<Json, String> {
    let change = ecological_change(
        decimal_at(input, &["before", "base", "ei_before"])?,
        decimal_at(input, &["after", "current", "ei_after"])?,
    );
    let change = change.ok_or("the indexes are too large")?;
    Ok(object([
        ("delta", change.delta.into()),
        ("change", change.word.zh.into()),
    ]))
}

pub(crate) fn eqi_class(input: &Json) -> Result<Json, String> {
    let class = ecological_quality_class(decimal_at(input, &["eqi", "value", "index"])?);
    Ok(object([("class", class.grade.map(|grade| grade.zh).into())]))
}

pub(crate) fn eqi(input: &Json) -> Result<Json, String> {
    let parts = QualityParts {
        pattern: decimal_at(input, &["pattern", "生态格局"])?,
        function: decimal_at(input, &["function", "生态功能"])?,
        biodiversity: decimal_at(input, &["biodiversity", "生物多样性"])?,
        stress: decimal_at(input, &["stress", "生态胁迫"])?,
    };
    let index = ecological_quality_index(&parts).ok_or("the parts are too large")?;
    Ok(object([
        ("eqi", Json::unrounded(index.value, 1)),
        ("class", index.grade.map(|grade| grade.zh).into()),
    ]))
}

pub(crate) fn eqi_change(input: &Json) -> Result<Json, String> {
    let change = ecological_quality_change(
        decimal_at(input, &["before", "base"])?,
        decimal_at(input, &["after", "current"])?,
    );
    let change = change.ok_or("the indexes are too large")?;
    Ok(object([
        ("delta", change.delta.into()),
        ("change", change.word.zh.into()),
    ]))
}

pub(crate) fn forest_coverage(input: &Json) -> Result<Json, String> {
    let part = |names: &[&str]| Ok::<_, String>(optional_decimal_at(input, names)?.unwrap_or(Decimal::ZERO));
    // `sparse_canopy_0_15` is given by cases to be left out: woodland of so little canopy is not forest.
    let areas = ForestAreas {
        arbor: decimal_at(input, &["arbor", "乔木林"])?,
        bamboo: part(&["bamboo", "竹林"])?,
        special_shrub: part(&["special_shrub", "shrub", "特灌林"])?,
        total: decimal_at(input, &["total", "land", "area", "土地总面积"])?,
    };
    let percent = crate::ecology::forest_coverage(&areas);
    Ok(object([(
        "percent",
        percent.map_or(Json::Null, |(percent, _)| Json::unrounded(percent, 1)),
    )]))
}

pub(crate) fn noise(input: &Json) -> Result<Json, String> {
    let class = any_field(input, &["function_class", "class", "zone", "area_class"])?;
    let class = match class {
        Json::Number(number) => number.normalize().to_string(),
        other => other.text()?.to_owned(),
    };
    let part = part_of_day(input)?;
    let level = decimal_at(input, &["leq", "level", "laeq", "value"])?;
    let peak = optional_decimal_at(input, &["lmax", "peak"])?;
    let standard = optional_any(input, &["standard"])?.map_or(Ok(""), Json::text)?;
    let boundary = fold(standard).contains("12348") || optional_any(input, &["boundary"])? == Some(&Json::Bool(true));
    let verdict = if boundary {
        let indoors = optional_any(input, &["indoors", "indoor"])? == Some(&Json::Bool(true));
        let kind = optional_any(input, &["peak_kind", "peak_type"])?.map_or(Ok("occasional"), Json::text)?;
        let kind = match fold(kind).as_str() {
            "occasional" | "偶发" => NightPeak::Occasional,
            "frequent" | "频发" => NightPeak::Frequent,
            _ => {
                return Err(format!(
                    "peak_kind `{kind}` is not occasional (偶发) or frequent (频发)"
                ));
            }
        };
        judge_boundary_noise(&class, part, level, peak.map(|peak| (peak, kind)), indoors)
    } else {
        judge_area_noise(&class, part, level, peak)
    };
    verdict.map(shown).ok_or_else(|| {
        format!("class `{class}` is not a class of the standard; write 0, 1, 2, 3, 4a or 4b (GB 12348: 0 to 4)")
    })
}

fn part_of_day(input: &Json) -> Result<PartOfDay, String> {
    if let Some(said) = optional_any(input, &["period", "part"])? {
        let said = said.text()?;
        return PartOfDay::parse(said).ok_or_else(|| format!("period `{said}` is not day (昼间) or night (夜间)"));
    }
    let hour: u32 = any_field(input, &["hour", "period"])?.whole()?;
    PartOfDay::of_hour(hour).ok_or_else(|| format!("hour {hour} is not 0 to 23"))
}

fn shown(verdict: NoiseVerdict) -> Json {
    object([
        ("limit", verdict.limit.into()),
        ("exceeds", verdict.exceeds.into()),
        ("over_db", verdict.over_db.into()),
        ("lmax_exceeds", verdict.peak_exceeds.into()),
    ])
}
