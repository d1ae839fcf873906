//! The index of a day and of an hour: the largest of its pollutants' indexes.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::air::edition::{AqiEdition, EditionRules, ReportItem};
use crate::air::iaqi::{Averaging, Iaqi, iaqi, is_negative};
use crate::air::level::AqiLevel;
use crate::item::ItemDef;
use crate::reason::Reason;
use crate::table::Table;
use crate::text::Text;

/// What a day measured; `None` = not measured or not valid. µg/m³, CO mg/m³.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayConcentrations {
    /// 24 h mean
    pub so2: Option<Decimal>,
    /// 24 h mean
    pub no2: Option<Decimal>,
    /// 24 h mean, mg/m³
    pub co: Option<Decimal>,
    /// Largest 1 h mean of the day; used by HJ 633-2012 only.
    pub o3_1h: Option<Decimal>,
    /// Largest 8 h moving mean of the day
    pub o3_8h: Option<Decimal>,
    /// 24 h mean
    pub pm10: Option<Decimal>,
    /// 24 h mean
    pub pm25: Option<Decimal>,
}

/// What an hour measured; `None` = not measured or not valid. µg/m³, CO mg/m³.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HourConcentrations {
    /// 1 h mean
    pub so2: Option<Decimal>,
    /// 1 h mean
    pub no2: Option<Decimal>,
    /// 1 h mean, mg/m³
    pub co: Option<Decimal>,
    /// 1 h mean
    pub o3_1h: Option<Decimal>,
    /// 8 h moving mean; used by the text of HJ 633-2012 only, not by its real-time practice.
    pub o3_8h: Option<Decimal>,
    /// What [`HourlyParticles`] says.
    pub pm10: Option<Decimal>,
    /// What [`HourlyParticles`] says.
    pub pm25: Option<Decimal>,
}

/// What the particle values of an hour are, and so by which rule they are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum HourlyParticles {
    /// The mean of the last 24 hours: the text of HJ 633-2012. HJ 633-2026 has no such value, its index leaves them out.
    MovingMean24h,
    /// The mean of the hour: the text of HJ 633-2026; under HJ 633-2012 the practice of the national real-time publication,
    /// which also leaves out 8 h ozone.
    OneHour,
}

/// One pollutant of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemIndex {
    /// The pollutant.
    pub item: &'static ItemDef,
    /// The breakpoints it was read from.
    pub averaging: Averaging,
    /// Its concentration as given; `None` = not measured.
    pub concentration: Option<Decimal>,
    /// Its index; `None` = not measured, or none from this value.
    pub iaqi: Option<u32>,
}

/// The index of an hour or a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Aqi {
    /// The largest index; `None` = unknown, nothing could be judged.
    pub value: Option<u32>,
    /// Whether the edition lets the index be published; when not, single pollutants are published and the index is marked NA.
    pub publish: bool,
    /// The level of the index.
    pub level: Option<&'static AqiLevel>,
    /// The pollutants with the largest index when it is above 50; several when they tie.
    pub primary: Vec<&'static ItemDef>,
    /// The pollutants above 100; always empty under HJ 633-2026, which has no such notion.
    pub exceeding: Vec<&'static ItemDef>,
    /// Every pollutant of the report in the order of the table.
    pub items: Vec<ItemIndex>,
    /// The derivation, the largest index first.
    pub reason: Reason,
}

/// Whether an index may be published.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Publication {
    /// False: the index is marked NA and single pollutants are published.
    pub publish: bool,
    /// The rule.
    pub reason: Reason,
}

/// The index of a day.
pub fn aqi_daily(edition: AqiEdition, day: &DayConcentrations) -> Aqi {
    let DayConcentrations {
        so2,
        no2,
        co,
        o3_1h,
        o3_8h,
        pm10,
        pm25,
    } = *day;
    let rules = edition.rules();
    let values = [so2, no2, co, o3_1h, o3_8h, pm10, pm25];
    judge(
        edition,
        &Report {
            name: "daily",
            table: rules.reports_table,
            items: &rules.reports,
        },
        &values,
    )
}

/// The index of an hour. `particles` says what `pm10` and `pm25` are.
///
/// The nationally published hourly index up to 2026-02 is [`HourlyParticles::OneHour`] under HJ 633-2012: a practice, cited as such.
pub fn aqi_hourly(edition: AqiEdition, hour: &HourConcentrations, particles: HourlyParticles) -> Aqi {
    let HourConcentrations {
        so2,
        no2,
        co,
        o3_1h,
        o3_8h,
        pm10,
        pm25,
    } = *hour;
    let rules = edition.rules();
    let text = Report {
        name: "hourly",
        table: rules.reports_table,
        items: &rules.reports,
    };
    let values = [so2, no2, co, o3_1h, o3_8h, pm10, pm25];
    match (edition, particles, &rules.practice) {
        (AqiEdition::Hj633_2012, HourlyParticles::OneHour, Some((table, items))) => judge(
            edition,
            &Report {
                name: "realtime_practice",
                table,
                items,
            },
            &values,
        ),
        (AqiEdition::Hj633_2026, HourlyParticles::MovingMean24h, _) => {
            let mut aqi = judge(edition, &text, &[so2, no2, co, o3_1h, o3_8h, None, None]);
            let says = Text::new(
                "本版标准的时报采用颗粒物1小时平均，24小时滑动平均不计入",
                "the hourly report of this edition takes 1 h means of particles; 24 h moving means are left out",
            );
            aqi.reason = aqi.reason.since(Reason::new(says).by(rules.reports_table.citation()));
            aqi
        }
        _ => judge(edition, &text, &values),
    }
}

/// Whether an index may be published although pollutants are `missing`.
///
/// HJ 633-2026, 5.3.1: an incomplete index is published only above 100. HJ 633-2012 publishes what there is.
pub fn publication(edition: AqiEdition, aqi: Option<u32>, missing: &[&'static ItemDef]) -> Publication {
    let rules = edition.rules();
    let zh: Vec<_> = missing.iter().map(|item| item.name.0).collect();
    let en: Vec<_> = missing.iter().map(|item| item.name.1).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let (publish, says) = match (aqi, rules.incomplete_publish_above) {
        (None, _) => (
            false,
            Text::new("无有效分指数，不发布 AQI", "no valid index: the AQI is not published"),
        ),
        (Some(_), _) if missing.is_empty() => (true, Text::new("项目齐全，发布 AQI", "complete: the AQI is published")),
        (Some(_), None) => (
            true,
            Text::new(
                format!("缺{zh}，按其余项目发布 AQI"),
                format!("{en} missing: the AQI of the other pollutants is published"),
            ),
        ),
        (Some(aqi), Some(above)) if Decimal::from(aqi) > above => (
            true,
            Text::new(
                format!("缺{zh}，但 AQI {aqi} 大于 {above}，仍发布"),
                format!("{en} missing, but AQI {aqi} is above {above}: published"),
            ),
        ),
        (Some(aqi), Some(above)) => (
            false,
            Text::new(
                format!("缺{zh}，且 AQI {aqi} 不大于 {above}，不发布 AQI（记 NA），只发布单项"),
                format!("{en} missing and AQI {aqi} not above {above}: not published (NA), single pollutants only"),
            ),
        ),
    };
    Publication {
        publish,
        reason: Reason::new(says).by(rules.rule_citation()),
    }
}

struct Report<'a> {
    name: &'static str,
    table: &'static Table,
    items: &'a [ReportItem],
}

/// The order of the fields in the two structs of concentrations.
const FIELDS: [&str; 7] = ["SO2", "NO2", "CO", "O3", "O3_8H", "PM10", "PM25"];

fn judge(edition: AqiEdition, report: &Report<'_>, values: &[Option<Decimal>; 7]) -> Aqi {
    let rules = edition.rules();
    let given = |item: &ItemDef| {
        FIELDS
            .iter()
            .zip(values)
            .find(|(code, _)| **code == item.code)
            .and_then(|(_, value)| *value)
    };
    let asked = report.items.iter().filter(|one| one.report == report.name);
    let mut judged: Vec<(ItemIndex, Reason)> = asked.map(|one| judge_item(edition, one, given(one.item))).collect();
    let value = judged.iter().filter_map(|(one, _)| one.iaqi).max();
    let of = |wanted: &dyn Fn(&ItemIndex) -> bool| -> Vec<&'static ItemDef> {
        let found = judged.iter().map(|(one, _)| one).filter(|one| wanted(one));
        found.map(|one| one.item).collect()
    };
    let primary = of(&|one| one.iaqi == value && is_above(one.iaqi, Some(rules.primary_above)));
    let exceeding = of(&|one| is_above(one.iaqi, rules.exceeding_above));
    // A value below zero is not valid, so it is missing too.
    let missing = of(&|one| one.concentration.is_none_or(is_negative));
    let items = judged.iter().map(|(one, _)| one.clone()).collect();
    let level = value.and_then(|value| AqiLevel::of(edition, value));
    let Publication {
        publish,
        reason: published,
    } = publication(edition, value, &missing);
    // The sort is stable: pollutants of one index keep the order of the table.
    judged.sort_by_key(|(one, _)| std::cmp::Reverse(one.iaqi));
    let mut reason = headline(value, level, report.table).since_all(judged.into_iter().map(|(_, reason)| reason));
    if let (Some(value), Some(level)) = (value, level) {
        reason = reason
            .since(level_reason(rules, value, level))
            .since(primary_reason(rules, &primary));
    }
    Aqi {
        value,
        publish,
        level,
        primary,
        exceeding,
        items,
        reason: reason.since(published),
    }
}

fn is_above(iaqi: Option<u32>, bound: Option<Decimal>) -> bool {
    iaqi.zip(bound).is_some_and(|(iaqi, bound)| Decimal::from(iaqi) > bound)
}

fn judge_item(edition: AqiEdition, asked: &ReportItem, concentration: Option<Decimal>) -> (ItemIndex, Reason) {
    let (item, averaging) = (asked.item, asked.averaging);
    let Iaqi { value, reason } = match concentration {
        Some(concentration) => iaqi(edition, item, averaging, concentration),
        None => {
            let says = Text::new(
                format!("{} 无有效监测值，分指数未知", item.name.0),
                format!("{} not measured or not valid: index unknown", item.name.1),
            );
            Iaqi {
                value: None,
                reason: Reason::new(says),
            }
        }
    };
    (
        ItemIndex {
            item,
            averaging,
            concentration,
            iaqi: value,
        },
        reason,
    )
}

fn headline(value: Option<u32>, level: Option<&AqiLevel>, table: &Table) -> Reason {
    let says = match (value, level) {
        (Some(value), Some(level)) => Text::new(
            format!(
                "AQI {value}，{}（{}）：取各分指数的最大值",
                level.name.zh, level.word.zh
            ),
            format!(
                "AQI {value}, {} ({}): the largest of the pollutants' indexes",
                level.name.en, level.word.en
            ),
        ),
        _ => Text::new("没有可用的分指数，AQI 未知", "no pollutant has an index: AQI unknown"),
    };
    Reason::new(says).by(table.citation())
}

fn level_reason(rules: &EditionRules, value: u32, level: &AqiLevel) -> Reason {
    let before = rules
        .levels
        .iter()
        .rev()
        .find(|other| other.rank < level.rank)
        .map_or(0, |other| other.aqi_to + 1);
    let says = Text::new(
        format!(
            "{value} 在 {before}～{} 之内 → {}（{}，{}）",
            level.aqi_to, level.name.zh, level.word.zh, level.colour.zh
        ),
        format!(
            "{value} lies within {before} to {} → {} ({}, {})",
            level.aqi_to, level.name.en, level.word.en, level.colour.en
        ),
    );
    Reason::new(says).by(rules.levels_table.citation())
}

fn primary_reason(rules: &EditionRules, primary: &[&'static ItemDef]) -> Reason {
    let bound = rules.primary_above;
    let says = if primary.is_empty() {
        Text::new(
            format!("AQI 不大于 {bound}，无首要污染物"),
            format!("AQI not above {bound}: no primary pollutant"),
        )
    } else {
        let zh: Vec<_> = primary.iter().map(|item| item.name.0).collect();
        let en: Vec<_> = primary.iter().map(|item| item.name.1).collect();
        Text::new(
            format!(
                "首要污染物：{}（AQI 大于 {bound} 时分指数最大者，并列同报）",
                zh.join("、")
            ),
            format!(
                "primary: {} (largest index, AQI above {bound}; ties are joint)",
                en.join(", ")
            ),
        )
    };
    Reason::new(says).by(rules.rule_citation())
}
