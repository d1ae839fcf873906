//! Cases of the index of ambient air.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::air::{
    self, AqiEdition, AqiLevel, Averaging, DayConcentrations, HourConcentrations, HourlyParticles, edition_on,
    publication,
};
use crate::cases::json::{Json, object};
use crate::cases::read::{any_field, in_unit, item_of, optional_any, optional_day, result_field};
use crate::item::ItemDef;
use crate::measured::Measured;
use crate::register;
use crate::spelling::fold;

pub(crate) fn iaqi(input: &Json) -> Result<Json, String> {
    let edition = edition(input)?;
    let name = any_field(input, &["pollutant", "item", "factor"])?.text()?;
    let said = optional_any(input, &["period", "averaging", "averaging_period", "avg"])?;
    let averaging = match said {
        Some(said) => averaging(said.text()?)?,
        // The name alone may say it: O3_8h.
        None if item_of(name)?.code == "O3_8H" => Averaging::EightHours,
        None => return Err("`period` is missing; write day, 1h or 8h".to_owned()),
    };
    let item = ozone_or(item_of(name)?, averaging)?;
    // Hourly particles are read from the day columns in the edition of 2026; the earlier one has no hourly particles.
    let particles = matches!(item.code, "PM10" | "PM25");
    let averaging = match averaging {
        Averaging::Hour if particles && edition == AqiEdition::Hj633_2026 => Averaging::Day,
        other => other,
    };
    let given = result_field(input, &["concentration", "value", "c", "conc"])?;
    let value = in_unit(item, "concentration", &given)?;
    let judged = figure(value).map(|value| air::iaqi(edition, item, averaging, value));
    Ok(object([("iaqi", judged.and_then(|judged| judged.value).into())]))
}

pub(crate) fn aqi_daily(input: &Json) -> Result<Json, String> {
    let edition = edition(input)?;
    let given = Given::read(input, Averaging::EightHours)?;
    let day = DayConcentrations {
        so2: given.of("SO2"),
        no2: given.of("NO2"),
        co: given.of("CO"),
        o3_1h: given.of("O3"),
        o3_8h: given.of("O3_8H"),
        pm10: given.of("PM10"),
        pm25: given.of("PM25"),
    };
    let aqi = air::aqi_daily(edition, &day);
    Ok(shown(&aqi, |item| match (edition, item.code) {
        (AqiEdition::Hj633_2012, "O3") => "O3_1h",
        (AqiEdition::Hj633_2012, "O3_8H") => "O3_8h",
        (AqiEdition::Hj633_2026, "O3_8H") => "O3",
        (_, code) => code,
    }))
}

pub(crate) fn aqi_hourly(input: &Json) -> Result<Json, String> {
    let edition = edition(input)?;
    let given = Given::read(input, Averaging::Hour)?;
    let hour = HourConcentrations {
        so2: given.of("SO2"),
        no2: given.of("NO2"),
        co: given.of("CO"),
        o3_1h: given.of("O3"),
        o3_8h: given.of("O3_8H"),
        pm10: given.of("PM10"),
        pm25: given.of("PM25"),
    };
    let aqi = air::aqi_hourly(edition, &hour, particles(edition, input)?);
    Ok(shown(
        &aqi,
        |item| if item.code == "O3_8H" { "O3_8h" } else { item.code },
    ))
}

/// What the hourly particles are: what the edition's text takes, unless the case names the national real-time practice.
fn particles(edition: AqiEdition, input: &Json) -> Result<HourlyParticles, String> {
    let said = optional_any(input, &["particles", "pm", "practice"])?;
    let folded = match said {
        Some(Json::Bool(true)) => "1h".to_owned(),
        Some(said) => fold(said.text()?),
        None => String::new(),
    };
    Ok(match (edition, folded.as_str()) {
        (_, "1h" | "hour" | "hourly" | "realtime" | "practice" | "实时") => HourlyParticles::OneHour,
        (AqiEdition::Hj633_2012, "" | "24h" | "moving" | "movingmean24h") => HourlyParticles::MovingMean24h,
        (AqiEdition::Hj633_2026, "") => HourlyParticles::OneHour,
        (_, other) => return Err(format!("particles `{other}` is not 1h or 24h")),
    })
}

pub(crate) fn aqi_publish(input: &Json) -> Result<Json, String> {
    let edition = edition(input)?;
    let (mut indexes, mut missing) = (Vec::new(), Vec::new());
    for (code, index) in any_field(input, &["iaqi", "iaqis"])?.object()? {
        match index {
            Json::Null => missing.push(item_of(code)?),
            index => indexes.push(index.whole::<u32>().map_err(|what| format!("`{code}`: {what}"))?),
        }
    }
    if let Some(said) = optional_any(input, &["missing", "invalid"])? {
        let single = std::slice::from_ref(said);
        for code in said.list().unwrap_or(single) {
            missing.push(item_of(code.text()?)?);
        }
    }
    // Pollutants that are not monitored by plan, and never led a polluted day in three years, do not block publication.
    let exempt = optional_any(input, &["exempt", "not_monitored", "not_monitored_by_plan"])?;
    if let Some(exempt) = exempt {
        let exempt = exempt.list()?.iter().map(|code| item_of(code.text()?));
        let exempt = exempt.collect::<Result<Vec<_>, String>>()?;
        missing.retain(|item| !exempt.iter().any(|other| other.code == item.code));
    }
    let aqi = indexes.into_iter().max();
    let publish = publication(edition, aqi, &missing).publish;
    let shown = match aqi.filter(|_| publish) {
        Some(aqi) => aqi.into(),
        None => Json::from("NA"),
    };
    Ok(object([("publish_aqi", publish.into()), ("aqi", shown)]))
}

struct Given(Vec<(&'static ItemDef, Option<Decimal>)>);

impl Given {
    /// `O3` alone means the mean over `ozone`.
    fn read(input: &Json, ozone: Averaging) -> Result<Self, String> {
        const KNOWN: [&str; 7] = ["SO2", "NO2", "CO", "O3", "O3_8H", "PM10", "PM25"];
        let given = any_field(input, &["concentrations", "values", "concentration"])?;
        let mut found = Vec::new();
        for (name, value) in given.object()? {
            let item = match fold(name).as_str() {
                "o3" | "臭氧" | "ozone" => ozone_or(item_of(name)?, ozone)?,
                _ => particle_or(name)?,
            };
            if !KNOWN.contains(&item.code) {
                return Err(format!(
                    "`{name}` is not a pollutant of the report; it has SO2, NO2, CO, O3, PM10 and PM25"
                ));
            }
            found.push((item, figure(in_unit(item, name, value)?)));
        }
        Ok(Self(found))
    }

    fn of(&self, code: &str) -> Option<Decimal> {
        self.0
            .iter()
            .find(|(item, _)| item.code == code)
            .and_then(|(_, value)| *value)
    }
}

/// `PM25_24h`, `SO2_1h`, `PM10_day` say their period in the name; the report says it already.
fn particle_or(name: &str) -> Result<&'static ItemDef, String> {
    item_of(name).or_else(|fault| {
        let bare = ["_24h", "_1h", "_day", "_hour", "_24h_moving"]
            .iter()
            .find_map(|tail| name.to_lowercase().strip_suffix(tail).map(str::to_owned));
        bare.map_or(Err(fault.clone()), |bare| item_of(&bare).map_err(|_| fault))
    })
}

/// Instruments of air report zero for "below detection"; the index takes the figure as it is.
fn figure(value: Measured) -> Option<Decimal> {
    value.figure(Decimal::new(5, 1))
}

fn shown(aqi: &air::Aqi, code: impl Fn(&'static ItemDef) -> &'static str) -> Json {
    let word = |of: fn(&AqiLevel) -> &str| Json::from(aqi.level.map(of));
    let indexes = aqi
        .items
        .iter()
        .map(|one| (code(one.item).to_owned(), Json::from(one.iaqi)))
        .collect();
    object([
        ("aqi", aqi.value.into()),
        ("level", aqi.level.map(|level| level.rank).into()),
        ("level_cn", word(|level| &level.name.zh)),
        ("category", word(|level| &level.word.zh)),
        ("colour", word(|level| &level.colour.zh)),
        ("primary", aqi.primary.iter().map(|item| code(item)).collect()),
        ("exceeding", aqi.exceeding.iter().map(|item| code(item)).collect()),
        ("iaqi", Json::Object(indexes)),
        ("publish", aqi.publish.into()),
        ("publish_aqi", aqi.publish.into()),
    ])
}

/// The edition that the case names, else that of its day.
pub(crate) fn edition(input: &Json) -> Result<AqiEdition, String> {
    if let Some(said) = optional_any(input, &["standard", "edition", "version"])? {
        let said = match said {
            Json::Number(year) => year.normalize().to_string(),
            other => other.text()?.to_owned(),
        };
        return edition_named(&said);
    }
    match optional_day(input)? {
        Some(day) => Ok(edition_on(day)),
        None => Err("`standard` is missing; write \"HJ633-2012\" or \"HJ633-2026\", or a `date`".to_owned()),
    }
}

fn edition_named(said: &str) -> Result<AqiEdition, String> {
    let year: String = fold(said).chars().filter(char::is_ascii_digit).collect();
    let by_year = |year: &str| match year {
        "2012" => Some(AqiEdition::Hj633_2012),
        "2026" => Some(AqiEdition::Hj633_2026),
        _ => None,
    };
    let found = by_year(&year).or_else(|| {
        let known = register::edition(said, None).ok()?;
        let of = |edition: &AqiEdition| edition.standard() == known.standard;
        [AqiEdition::Hj633_2012, AqiEdition::Hj633_2026].into_iter().find(of)
    });
    found.ok_or_else(|| format!("standard `{said}` is not HJ633-2012 or HJ633-2026"))
}

fn averaging(said: &str) -> Result<Averaging, String> {
    match fold(said).as_str() {
        "day" | "daily" | "24h" | "日" | "日均" | "日均值" | "24小时" | "24小时平均" | "24hmean" => {
            Ok(Averaging::Day)
        }
        "1h" | "hour" | "hourly" | "小时" | "1小时" | "1小时平均" | "小时均值" => Ok(Averaging::Hour),
        "8h" | "8hmax" | "8小时" | "8小时平均" | "日最大8小时" | "日最大8小时平均" | "8hour" | "mda8" => {
            Ok(Averaging::EightHours)
        }
        _ => Err(format!("period `{said}` is not day, 1h or 8h")),
    }
}

fn ozone_or(item: &'static ItemDef, averaging: Averaging) -> Result<&'static ItemDef, String> {
    match (item.code, averaging) {
        ("O3", Averaging::EightHours | Averaging::Day) => item_of("O3_8H"),
        _ => Ok(item),
    }
}

/// Cases that name no day and no edition are of the rules that began with 2026-03-01.
pub(crate) fn reference_day() -> NaiveDate {
    AqiEdition::Hj633_2026.in_force_from()
}
