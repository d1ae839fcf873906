//! Cases of discharge and of on-line data.

use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::cases::read::{
    any_field, decimal_at, measured, named_results, optional_any, optional_day, optional_decimal_at, proposed,
};
use crate::discharge::{
    DischargeGrade, FlowReading, GasAsk, GasValidity, PlantAge, PlantAsk, PlantGrade, Stage, gas_day_validity,
    gas_hour_validity, gas_month_validity, judge_discharge_day, judge_gas_hour, judge_plant_day, low_value,
    quarter_capture, reference_concentration, wastewater_day_mean, wastewater_month_mean,
};
use crate::measured::Measured;
use crate::spelling::fold;

/// Concentrations are printed with two decimals; authors may write more.
const CONCENTRATION_DECIMALS: u32 = 2;

pub(crate) fn oxygen_conversion(input: &Json) -> Result<Json, String> {
    let converted = reference_concentration(
        decimal_at(input, &["measured", "value", "concentration", "c"])?,
        decimal_at(input, &["o2", "oxygen", "o2_measured"])?,
        decimal_at(input, &["o2_ref", "reference_o2", "reference", "o2_reference"])?,
    );
    Ok(object([("converted", figure(converted, 1))]))
}

fn figure(value: Option<Decimal>, least: u32) -> Json {
    value.map_or(Json::Null, |value| Json::unrounded(value, least))
}

pub(crate) fn wwtp_daily(input: &Json) -> Result<Json, String> {
    let grade = any_field(input, &["grade", "standard_grade"])?;
    let said = match grade {
        Json::Number(number) => number.normalize().to_string(),
        other => other.text()?.to_owned(),
    };
    let grade = PlantGrade::parse(&said)
        .ok_or_else(|| format!("grade `{said}` is not 1A (一级A), 1B (一级B), 2 (二级) or 3 (三级)"))?;
    let inflow = match optional_any(input, &["inflow", "influent", "inlet"])? {
        None => Vec::new(),
        Some(given) => named_results(given)?,
    };
    let inflow: Vec<(&str, Decimal)> = inflow
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.value()?)))
        .collect();
    let ask = PlantAsk {
        grade,
        age: plant_age(input)?,
        water_celsius: optional_decimal_at(input, &["water_temp", "water_temperature", "temperature", "temp", "wt"])?,
        inflow: &inflow,
    };
    let day = judge_plant_day(
        &proposed(),
        &ask,
        &named_results(any_field(input, &["values", "concentrations"])?)?,
    );
    if let Some(name) = day.not_judged.first() {
        return Err(format!(
            "`{name}` has no limit in this grade of GB 18918-2002; leave it out"
        ));
    }
    let met = day.met();
    let exceeding = day
        .exceeding
        .into_iter()
        .map(|(name, multiple)| (name, Json::from(multiple)));
    Ok(object([
        ("exceeding", Json::Object(exceeding.collect())),
        ("met", met.into()),
    ]))
}

/// Cases that do not say when a plant was built mean one built since 2006.
fn plant_age(input: &Json) -> Result<PlantAge, String> {
    let Some(said) = optional_any(input, &["built", "built_year", "age", "construction_date"])? else {
        return Ok(PlantAge::Since2006);
    };
    let text = match said {
        Json::Number(year) => year.normalize().to_string(),
        other => other.text()?.to_owned(),
    };
    let year: Option<i32> = text.get(..4).and_then(|year| year.parse().ok());
    match (year, fold(&text).as_str()) {
        (Some(..=2005), _) | (_, "before2006" | "old" | "2006年前") => Ok(PlantAge::Before2006),
        (Some(_), _) | (_, "since2006" | "after2006" | "new") => Ok(PlantAge::Since2006),
        _ => Err(format!("built `{text}` is no year; write e.g. 2004")),
    }
}

pub(crate) fn gas_hourly(input: &Json) -> Result<Json, String> {
    let text_at = |names: &[&str]| optional_any(input, names)?.map(Json::text).transpose();
    let stage = text_at(&["stage", "built"])?;
    let stage = stage
        .map(|said| Stage::parse(said).ok_or_else(|| format!("stage `{said}` is not new (新建) or existing (现有)")))
        .transpose()?;
    let special = match optional_any(input, &["special", "special_limit", "key_region"])? {
        Some(Json::Bool(special)) => *special,
        _ => text_at(&["source"])?.is_some_and(|source| source.contains("特别")),
    };
    let ask = GasAsk {
        standard: text_at(&["standard", "edition", "document"])?.unwrap_or(""),
        source: any_field(input, &["source", "facility"])?.text()?,
        stage,
        region: text_at(&["region", "province"])?,
        condition: text_at(&["condition", "furnace", "fuel"])?,
        special,
        day: optional_day(input)?,
    };
    let values = named_results(any_field(input, &["values", "concentrations", "measured"])?)?;
    let oxygen = optional_decimal_at(input, &["o2", "oxygen", "o2_measured"])?;
    let verdict = judge_gas_hour(&ask, oxygen, &values).map_err(|fault| fault.to_string())?;
    let judged = verdict.items.iter();
    let converted = judged
        .clone()
        .map(|item| (item.code.to_owned(), figure(item.converted, CONCENTRATION_DECIMALS)));
    let limits = judged
        .clone()
        .map(|item| (item.code.to_owned(), Json::from(item.limit)));
    let multiples = judged
        .clone()
        .filter_map(|item| Some((item.code.to_owned(), Json::from(item.multiple?))));
    let exceeding = judged.filter(|item| item.exceeds == Some(true)).map(|item| item.code);
    Ok(object([
        ("converted", Json::Object(converted.collect())),
        ("limits", Json::Object(limits.collect())),
        ("multiple", Json::Object(multiples.collect())),
        ("exceeding", exceeding.collect()),
        ("met", verdict.met.into()),
    ]))
}

pub(crate) fn discharge_daily(input: &Json) -> Result<Json, String> {
    let said = any_field(input, &["grade"])?.to_string();
    let grade =
        DischargeGrade::parse(&said).ok_or_else(|| format!("grade {said} is not 1 (一级), 2 (二级) or 3 (三级)"))?;
    let kind = optional_any(input, &["industry", "kind", "scope"])?
        .map(Json::text)
        .transpose()?;
    let values = named_results(any_field(input, &["values", "concentrations"])?)?;
    let day = judge_discharge_day(grade, kind, &values);
    let exceeding = day
        .items
        .iter()
        .filter(|item| item.exceeds == Some(true))
        .map(|item| (item.name.clone(), Json::from(item.multiple)));
    Ok(object([
        ("exceeding", Json::Object(exceeding.collect())),
        ("met", day.met.into()),
    ]))
}

pub(crate) fn water_day_mean(input: &Json) -> Result<Json, String> {
    let item = optional_any(input, &["item", "factor"])?.map(Json::text).transpose()?;
    let mut readings = Vec::new();
    for (place, one) in any_field(input, &["readings", "data"])?.list()?.iter().enumerate() {
        let told = |what: String| format!("reading {}: {what}", place + 1);
        // A reading whose mark is not a valid one leaves the statistics (HJ 356-2019).
        if matches!(optional_any(one, &["valid"]).map_err(told)?, Some(Json::Bool(false))) {
            continue;
        }
        let flow = optional_decimal_at(one, &["q", "flow"]).map_err(told)?;
        let given = optional_any(one, &["c", "concentration", "value"])
            .map_err(told)?
            .unwrap_or(&Json::Null);
        let given = measured(given).map_err(told)?;
        let concentration = match (item, given) {
            (Some(item), low) => low_value(item, low),
            (None, Measured::Value(value)) => Some(value),
            (None, _) => None,
        };
        if let Some((concentration, flow)) = concentration.zip(flow) {
            readings.push(FlowReading { concentration, flow });
        }
    }
    let mean = wastewater_day_mean(any_field(input, &["due", "n_due"])?.whole()?, &readings);
    Ok(object([("valid", mean.valid.into()), ("mean", mean.value.into())]))
}

pub(crate) fn water_month_mean(input: &Json) -> Result<Json, String> {
    let mut days = Vec::new();
    for one in any_field(input, &["days", "values"])?.list()? {
        days.extend(measured(one)?.value());
    }
    let mean = wastewater_month_mean(any_field(input, &["due", "days_due"])?.whole()?, &days);
    Ok(object([("valid", mean.valid.into()), ("mean", mean.value.into())]))
}

pub(crate) fn gas_validity(input: &Json) -> Result<Json, String> {
    let at = |names: &[&str]| any_field(input, names)?.whole::<u32>();
    let running = || at(&["operating_hours", "running_hours"]);
    let said = any_field(input, &["period"])?.text()?;
    let GasValidity { valid, .. } = match fold(said).as_str() {
        "1h" | "hour" | "小时" => gas_hour_validity(at(&["minutes"])?),
        "day" | "日" => gas_day_validity(running()?, at(&["valid_hours"])?),
        "month" | "月" => gas_month_validity(running()?, at(&["valid_hours"])?),
        _ => return Err(format!("period `{said}` is not 1h, day or month")),
    };
    Ok(object([("valid", valid.into())]))
}

pub(crate) fn cems_capture(input: &Json) -> Result<Json, String> {
    let at = |names: &[&str]| any_field(input, names)?.whole::<u32>();
    let capture = quarter_capture(
        at(&["quarter_hours", "hours", "h"])?,
        at(&["stopped", "stopped_hours"])?,
        at(&["invalid", "invalid_hours"])?,
    );
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
        ("capture_percent", Json::unrounded(capture.percent, 1)),
        ("valid", capture.valid.into()),
    ]))
}
