//! Rows of ambient air.

use crate::air::{
    Aqi, Averaging, DayConcentrations, HourConcentrations, HourlyParticles, aqi_daily, aqi_hourly, edition_on, iaqi,
};
use crate::measured::Measured;
use crate::sheet::{Given, Input, Verdict, cell, joined, unreadable};
use crate::substance::item_of;
use crate::text::Text;

pub(super) const IAQI_INPUTS: &[Input] = &[
    Input {
        name: "item",
        also: &["pollutant", "项目", "污染物", "因子"],
        says: ("污染物", "the pollutant"),
        default: None,
    },
    Input {
        name: "value",
        also: &["concentration", "浓度", "数值", "监测值"],
        says: ("浓度，µg/m³，CO 为 mg/m³", "the concentration, µg/m³, CO mg/m³"),
        default: None,
    },
    Input {
        name: "period",
        also: &["averaging", "平均时间"],
        says: ("1h、8h 或 day", "1h, 8h or day"),
        default: None,
    },
];

pub(super) fn daily(given: &Given<'_>) -> Result<Verdict, Text> {
    let day = DayConcentrations {
        so2: given.figure("SO2"),
        no2: given.figure("NO2"),
        co: given.figure("CO"),
        o3_1h: given.figure("O3"),
        o3_8h: given.figure("O3_8H"),
        pm10: given.figure("PM10"),
        pm25: given.figure("PM25"),
    };
    Ok(verdict(given, aqi_daily(edition_on(given.day), &day)))
}

pub(super) fn hourly(given: &Given<'_>) -> Result<Verdict, Text> {
    let particles = match given.word("particles") {
        "1h" => HourlyParticles::OneHour,
        "24h" => HourlyParticles::MovingMean24h,
        other => return Err(unreadable("particles", other)),
    };
    let hour = HourConcentrations {
        so2: given.figure("SO2"),
        no2: given.figure("NO2"),
        co: given.figure("CO"),
        o3_1h: given.figure("O3"),
        o3_8h: given.figure("O3_8H"),
        pm10: given.figure("PM10"),
        pm25: given.figure("PM25"),
    };
    Ok(verdict(given, aqi_hourly(edition_on(given.day), &hour, particles)))
}

fn verdict(given: &Given<'_>, aqi: Aqi) -> Verdict {
    let mut results = vec![
        cell(aqi.value),
        cell(aqi.level.map(|level| level.rank)),
        aqi.level.map(|level| given.say(&level.word)).unwrap_or_default(),
        joined(aqi.primary.iter().map(|item| item.code)),
        joined(aqi.exceeding.iter().map(|item| item.code)),
        if aqi.publish { "yes" } else { "no" }.to_owned(),
    ];
    for code in ["SO2", "NO2", "CO", "O3", "O3_8H", "PM10", "PM25"] {
        let one = aqi.items.iter().find(|one| one.item.code == code);
        results.push(cell(one.and_then(|one| one.iaqi)));
    }
    Verdict {
        results,
        unknown: aqi.value.is_none().then(|| aqi.reason.says.clone()),
        reason: aqi.reason,
    }
}

pub(super) fn single(given: &Given<'_>) -> Result<Verdict, Text> {
    let named = given.word("item");
    let item = item_of(named).ok_or_else(|| unreadable("item", named))?;
    let said = given.word("value");
    let value = match said.parse::<Measured>() {
        Ok(Measured::Value(value)) => value,
        Ok(Measured::Missing) => return Ok(no_value()),
        Ok(_) | Err(_) => return Err(unreadable("value", said)),
    };
    let averaging = match given.word("period") {
        // The indexes of hourly particles are read from the day columns, as in the hourly report.
        "1h" | "hour" if matches!(item.code, "PM10" | "PM25") => Averaging::Day,
        "hour" => Averaging::Hour,
        period => period.parse().map_err(|_| unreadable("period", period))?,
    };
    let item = match (item.code, averaging) {
        ("O3", Averaging::EightHours) => item_of("O3_8H").unwrap_or(item),
        _ => item,
    };
    let judged = iaqi(edition_on(given.day), item, averaging, value);
    Ok(Verdict {
        results: vec![cell(judged.value)],
        unknown: judged.value.is_none().then(|| judged.reason.says.clone()),
        reason: judged.reason,
    })
}

fn no_value() -> Verdict {
    let says = Text::new("没有监测值，分指数未知", "no value: index unknown");
    Verdict {
        results: vec![String::new()],
        unknown: Some(says.clone()),
        reason: crate::reason::Reason::new(says),
    }
}
