//! Cases of ambient air.

use crate::air::{
    self, AqiEdition, AqiLevel, Averaging, DayConcentrations, HourConcentrations, HourlyParticles, publication,
};
use crate::cases::json::{Json, object};
use crate::item::{self, ItemDef};

pub(crate) fn iaqi(input: &Json) -> Result<Json, String> {
    let edition = edition(input)?;
    let averaging: Averaging = match input.field("period")?.text()? {
        // Hourly particles are read from the day columns in the edition of 2026; the earlier one has no hourly particles.
        "1h" if edition == AqiEdition::Hj633_2026 && particle(input)? => Averaging::Day,
        period => period.parse()?,
    };
    let item = ozone_or(input.field("pollutant")?.text()?, averaging)?;
    let judged = air::iaqi(edition, item, averaging, input.field("concentration")?.decimal()?);
    Ok(object([("iaqi", judged.value.into())]))
}

pub(crate) fn aqi_daily(input: &Json) -> Result<Json, String> {
    let edition = edition(input)?;
    let given = Given(input.field("concentrations")?);
    let day = DayConcentrations {
        so2: given.of("SO2")?,
        no2: given.of("NO2")?,
        co: given.of("CO")?,
        o3_1h: given.of("O3_1h")?,
        o3_8h: given.of(if edition == AqiEdition::Hj633_2012 {
            "O3_8h"
        } else {
            "O3"
        })?,
        pm10: given.of("PM10")?,
        pm25: given.of("PM25")?,
    };
    given.only_known()?;
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
    let given = Given(input.field("concentrations")?);
    let hour = HourConcentrations {
        so2: given.of("SO2")?,
        no2: given.of("NO2")?,
        co: given.of("CO")?,
        o3_1h: given.of("O3")?,
        o3_8h: given.of("O3_8h")?,
        pm10: given.of("PM10")?,
        pm25: given.of("PM25")?,
    };
    given.only_known()?;
    let particles = match edition {
        AqiEdition::Hj633_2012 => HourlyParticles::MovingMean24h,
        AqiEdition::Hj633_2026 => HourlyParticles::OneHour,
    };
    let aqi = air::aqi_hourly(edition, &hour, particles);
    Ok(shown(
        &aqi,
        |item| if item.code == "O3_8H" { "O3_8h" } else { item.code },
    ))
}

pub(crate) fn aqi_publish(input: &Json) -> Result<Json, String> {
    let edition = edition(input)?;
    let indexes = input
        .field("iaqi")?
        .object()?
        .values()
        .map(Json::whole::<u32>)
        .collect::<Result<Vec<_>, _>>()?;
    let missing = input.field("missing")?.list()?;
    let missing = missing
        .iter()
        .map(|code| item_of(code.text()?))
        .collect::<Result<Vec<_>, String>>()?;
    let aqi = indexes.into_iter().max();
    let publish = publication(edition, aqi, &missing).publish;
    let shown = match aqi.filter(|_| publish) {
        Some(aqi) => aqi.into(),
        None => Json::from("NA"),
    };
    Ok(object([("publish_aqi", publish.into()), ("aqi", shown)]))
}

struct Given<'a>(&'a Json);

impl Given<'_> {
    fn of(&self, code: &str) -> Result<Option<rust_decimal::Decimal>, String> {
        match self.0.optional_field(code)? {
            None | Some(Json::Null) => Ok(None),
            Some(value) => value.decimal().map(Some).map_err(|what| format!("`{code}`: {what}")),
        }
    }

    fn only_known(&self) -> Result<(), String> {
        const KNOWN: [&str; 8] = ["SO2", "NO2", "CO", "O3", "O3_1h", "O3_8h", "PM10", "PM25"];
        match self.0.object()?.keys().find(|code| !KNOWN.contains(&code.as_str())) {
            Some(code) => Err(format!("`{code}` is not a pollutant of the report")),
            None => Ok(()),
        }
    }
}

fn shown(aqi: &air::Aqi, code: impl Fn(&'static ItemDef) -> &'static str) -> Json {
    let word = |of: fn(&AqiLevel) -> &str| Json::from(aqi.level.map(of));
    object([
        ("aqi", aqi.value.into()),
        ("level", aqi.level.map(|level| level.rank).into()),
        ("category", word(|level| &level.word.zh)),
        ("colour", word(|level| &level.colour.zh)),
        ("primary", aqi.primary.iter().map(|item| code(item)).collect()),
        ("exceeding", aqi.exceeding.iter().map(|item| code(item)).collect()),
        ("publish", aqi.publish.into()),
    ])
}

fn edition(input: &Json) -> Result<AqiEdition, String> {
    match input.field("standard")?.text()? {
        "HJ633-2012" => Ok(AqiEdition::Hj633_2012),
        "HJ633-2026" => Ok(AqiEdition::Hj633_2026),
        other => Err(format!("standard `{other}` is not HJ633-2012 or HJ633-2026")),
    }
}

fn particle(input: &Json) -> Result<bool, String> {
    Ok(matches!(input.field("pollutant")?.text()?, "PM10" | "PM25"))
}

fn ozone_or(code: &str, averaging: Averaging) -> Result<&'static ItemDef, String> {
    item_of(if code == "O3" && averaging == Averaging::EightHours {
        "O3_8H"
    } else {
        code
    })
}

pub(crate) fn item_of(code: &str) -> Result<&'static ItemDef, String> {
    item::by_code(code).ok_or_else(|| format!("`{code}` is not a monitored item"))
}
