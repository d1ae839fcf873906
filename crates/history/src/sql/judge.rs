//! One judgement of a function: values and words in, the result and why out.

use chrono::NaiveDate;
use deltalake::datafusion::common::exec_err;
use deltalake::datafusion::error::Result;
use rust_decimal::Decimal;
use standards::air::{
    self, Aqi, AqiEdition, Averaging, DayConcentrations, HourConcentrations, HourlyParticles, aqi_daily, aqi_hourly,
};
use standards::item::{ItemDef, by_code};
use standards::water::{ItemRole, WaterBody, WaterClass, edition_on, judge_section};
use standards::{Reason, Text};

use crate::sql::functions::Subject;

/// What of a judgement a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Facet {
    /// The result alone.
    Result,
    /// Everything, as a struct.
    Verdict,
}

impl Facet {
    pub(super) const ALL: [Self; 2] = [Self::Result, Self::Verdict];

    /// What the name of the function ends in.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Result => "",
            Self::Verdict => "_verdict",
        }
    }
}

/// What is judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    /// The day that chooses the edition.
    pub(super) day: Option<NaiveDate>,
    /// The water body, or the averaging period of an index.
    pub(super) word: Option<String>,
    /// The values; each item once.
    pub(super) values: Vec<(&'static ItemDef, Decimal)>,
    /// An item that is not on the list.
    pub(super) foreign: Option<String>,
}

impl Given {
    /// Adds a value of the item of this code.
    ///
    /// # Errors
    /// When the item has a value already: which of the two is meant cannot be told.
    pub(super) fn add(&mut self, code: &str, value: Decimal) -> Result<()> {
        let Some(item) = by_code(code) else {
            self.foreign = Some(code.to_owned());
            return Ok(());
        };
        if self.values.iter().any(|(known, _)| known.code == item.code) {
            return exec_err!(
                "{code} occurs more than once in a group: group by the time as well, or take a mean first"
            );
        }
        self.values.push((item, value));
        Ok(())
    }
}

/// A result with its reasons.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    /// Index, or class 1 to 6; `None` = unknown.
    pub(super) result: Option<u32>,
    /// The level or class in words.
    pub(super) word: Option<Text>,
    /// Codes of the primary pollutants or deciding items.
    pub(super) deciding: Vec<&'static str>,
    /// The edition that was applied.
    pub(super) edition: Option<String>,
    /// The derivation.
    pub(super) reason: Reason,
}

impl Judgement {
    fn unknown(zh: &str, en: &str) -> Self {
        Self {
            result: None,
            word: None,
            deciding: Vec::new(),
            edition: None,
            reason: Reason::new(Text::new(zh, en)),
        }
    }
}

/// Judges; an error is a word that the function does not know.
pub(super) fn judge(subject: Subject, given: &Given) -> std::result::Result<Judgement, String> {
    let Some(day) = given.day else {
        return Ok(Judgement::unknown(
            "没有日期，不能确定版本",
            "no day, so no edition: unknown",
        ));
    };
    match subject {
        Subject::Iaqi => index_of_one(day, given),
        Subject::AqiDaily => Ok(index_of_a_day(day, &given.values)),
        Subject::AqiHourly => Ok(index_of_an_hour(day, &given.values)),
        Subject::WaterClass => class(day, given),
        Subject::Percentile => Err("a percentile is no judgement".to_owned()),
    }
}

fn index_of_one(day: NaiveDate, given: &Given) -> std::result::Result<Judgement, String> {
    let edition = air::edition_on(day);
    let Some(period) = &given.word else {
        return Ok(Judgement::unknown("没有平均时间", "no averaging period: unknown"));
    };
    let Some((item, value)) = given.values.first() else {
        return Ok(match &given.foreign {
            Some(code) => Judgement::unknown(
                &format!("{code} 不是监测因子"),
                &format!("{code} is no monitored item: unknown"),
            ),
            None => Judgement::unknown("没有监测值", "no value: unknown"),
        });
    };
    let averaging = match period.as_str() {
        // The indexes of hourly particles are read from the day columns, as in the hourly report.
        "1h" | "hour" if matches!(item.code, "PM10" | "PM25") => Averaging::Day,
        "1h" | "hour" => Averaging::Hour,
        "8h" => Averaging::EightHours,
        "day" => Averaging::Day,
        other => return Err(format!("period `{other}` is not 1h, 8h or day")),
    };
    let item = match (item.code, averaging) {
        ("O3", Averaging::EightHours) => by_code("O3_8H").unwrap_or(item),
        _ => item,
    };
    let index = air::iaqi(edition, item, averaging, *value);
    Ok(Judgement {
        result: index.value,
        word: None,
        deciding: Vec::new(),
        edition: Some(edition.standard().to_owned()),
        reason: index.reason,
    })
}

fn of(values: &[(&'static ItemDef, Decimal)], code: &str) -> Option<Decimal> {
    values
        .iter()
        .find(|(item, _)| item.code == code)
        .map(|(_, value)| *value)
}

fn index_of_a_day(day: NaiveDate, values: &[(&'static ItemDef, Decimal)]) -> Judgement {
    let concentrations = DayConcentrations {
        so2: of(values, "SO2"),
        no2: of(values, "NO2"),
        co: of(values, "CO"),
        o3_1h: of(values, "O3"),
        o3_8h: of(values, "O3_8H"),
        pm10: of(values, "PM10"),
        pm25: of(values, "PM25"),
    };
    let edition = air::edition_on(day);
    index(edition, aqi_daily(edition, &concentrations))
}

fn index_of_an_hour(day: NaiveDate, values: &[(&'static ItemDef, Decimal)]) -> Judgement {
    let concentrations = HourConcentrations {
        so2: of(values, "SO2"),
        no2: of(values, "NO2"),
        co: of(values, "CO"),
        o3_1h: of(values, "O3"),
        o3_8h: of(values, "O3_8H"),
        pm10: of(values, "PM10"),
        pm25: of(values, "PM25"),
    };
    let edition = air::edition_on(day);
    index(edition, aqi_hourly(edition, &concentrations, HourlyParticles::OneHour))
}

fn index(edition: AqiEdition, aqi: Aqi) -> Judgement {
    Judgement {
        result: aqi.value,
        word: aqi.level.map(|level| level.word.clone()),
        deciding: aqi.primary.iter().map(|item| item.code).collect(),
        edition: Some(edition.standard().to_owned()),
        reason: aqi.reason,
    }
}

fn class(day: NaiveDate, given: &Given) -> std::result::Result<Judgement, String> {
    let body = match given.word.as_deref() {
        Some("river") => WaterBody::River,
        Some("lake") => WaterBody::Lake,
        Some(other) => return Err(format!("body `{other}` is not river or lake")),
        None => {
            return Ok(Judgement::unknown(
                "没有水体类型（河流、湖库）",
                "neither river nor lake is said: unknown",
            ));
        }
    };
    let verdict = judge_section(day, body, &given.values);
    let decides = verdict
        .items
        .iter()
        .filter(|one| one.role == ItemRole::Evaluated && one.class == verdict.class);
    Ok(Judgement {
        result: verdict.class.map(|class| WaterClass::rank(class).into()),
        word: verdict.class.map(WaterClass::text),
        deciding: match verdict.class {
            Some(_) => decides.map(|one| one.item.code).collect(),
            None => Vec::new(),
        },
        edition: edition_on(day).map(|edition| edition.standard().to_owned()),
        reason: verdict.reason,
    })
}
