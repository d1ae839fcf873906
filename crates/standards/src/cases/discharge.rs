//! Cases of discharge and of on-line data.

use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::discharge::{
    FlowReading, PlantAge, PlantGrade, judge_gas_hour, judge_plant_day, quarter_capture, reference_concentration,
    wastewater_day_mean,
};

pub(crate) fn oxygen_conversion(input: &Json) -> Result<Json, String> {
    let at = |name: &str| input.field(name)?.decimal();
    let converted = reference_concentration(at("measured")?, at("o2")?, at("o2_ref")?);
    Ok(object([("converted", converted.into())]))
}

pub(crate) fn wwtp_daily(input: &Json) -> Result<Json, String> {
    let grade = input.field("grade")?.text()?;
    let grade = PlantGrade::parse(grade).ok_or_else(|| format!("grade `{grade}` is not 1A, 1B, 2 or 3"))?;
    let temperature = input.optional_field("water_temp")?.map(Json::decimal).transpose()?;
    let day = judge_plant_day(
        grade,
        PlantAge::Since2006,
        temperature,
        &input.field("values")?.named_decimals()?,
    );
    if let Some(code) = day.not_judged.first() {
        return Err(format!("`{code}` has no limit in this grade"));
    }
    let exceeding = day
        .exceeding
        .iter()
        .map(|(code, multiple)| ((*code).to_owned(), Json::from(*multiple)));
    Ok(object([("exceeding", Json::Object(exceeding.collect()))]))
}

pub(crate) fn gas_hourly(input: &Json) -> Result<Json, String> {
    let source = input.field("source")?.text()?;
    let verdict = judge_gas_hour(
        source,
        input.field("o2")?.decimal()?,
        &input.field("values")?.named_decimals()?,
    );
    let verdict = verdict.ok_or_else(|| format!("source `{source}` is not in the table"))?;
    let converted = verdict
        .items
        .iter()
        .map(|item| (item.code.to_owned(), Json::from(item.converted_shown())));
    Ok(object([
        ("converted", Json::Object(converted.collect())),
        (
            "exceeding",
            verdict
                .items
                .iter()
                .filter(|item| item.exceeds)
                .map(|item| item.code)
                .collect(),
        ),
    ]))
}

pub(crate) fn water_day_mean(input: &Json) -> Result<Json, String> {
    let reading = |one: &Json| -> Result<FlowReading, String> {
        Ok(FlowReading {
            concentration: one.field("c")?.decimal()?,
            flow: one.field("q")?.decimal()?,
        })
    };
    let readings = input
        .field("readings")?
        .list()?
        .iter()
        .map(reading)
        .collect::<Result<Vec<_>, _>>()?;
    let mean = wastewater_day_mean(input.field("due")?.whole()?, &readings);
    Ok(object([("valid", mean.valid.into()), ("mean", mean.value.into())]))
}

pub(crate) fn cems_capture(input: &Json) -> Result<Json, String> {
    let at = |name: &str| input.field(name)?.whole::<u32>();
    let capture = quarter_capture(at("quarter_hours")?, at("stopped")?, at("invalid")?);
    let capture = capture.ok_or("the source never ran, or more hours are invalid than it ran")?;
    let mut longest = 0;
    let rules = capture.substitution.iter().map(|rule| {
        let name = match rule.lost_hours_max {
            Some(most) => {
                longest = most;
                format!("n_le_{most}")
            }
            None if longest > 0 => format!("n_gt_{longest}"),
            None => "n_any".to_owned(),
        };
        (name, Json::Number(Decimal::from(rule.hours)))
    });
    Ok(object([
        ("substitute", Json::Object(rules.collect())),
        ("capture_percent", capture.percent.into()),
    ]))
}
