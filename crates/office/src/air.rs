//! Air: from hours and published days to the index of a day, and from days to a year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use city::{City, Point, PointKind};
use history::{Known, Period, Statistic};
use rules::air::count_day;
use rust_decimal::Decimal;
use standards::air::{self, Aqi, DayConcentrations, HourConcentrations, HourlyParticles, YearAir};
use standards::item::{ItemDef, by_code};
use standards::{Reason, Text};

use crate::budget::Budget;
use crate::key::{Span, WhyKey};
use crate::leaf::leaf;
use crate::sample::usable;

/// Items of a day whose value is the mean of its hours.
const MEANS: [&str; 5] = ["SO2", "NO2", "CO", "PM10", "PM25"];

/// The air of one natural day at a station or of the whole city.
#[derive(Clone, Debug)]
pub(crate) struct AirDay {
    pub(crate) point: String,
    pub(crate) day: NaiveDate,
    pub(crate) concentrations: BTreeMap<&'static str, Decimal>,
    pub(crate) aqi: Aqi,
    /// The index, if the day counts as valid in the year.
    pub(crate) counted: Option<u32>,
    why_counted: Reason,
    source: Source,
}

/// Where the values of a day come from.
#[derive(Clone, Debug)]
enum Source {
    /// Day values as they were received.
    Received(Vec<Known>),
    /// The hours of one station.
    Hours {
        means: Vec<(&'static str, Reason)>,
        hours: Vec<Known>,
    },
    /// The days of several stations.
    Stations {
        means: Vec<(&'static str, Reason)>,
        stations: Vec<AirDay>,
    },
}

/// A year of days of the whole city.
#[derive(Clone, Debug)]
pub(crate) struct CityYear {
    pub(crate) days: Vec<AirDay>,
    pub(crate) year: YearAir,
}

/// The year of the city from all statements of its stations and of the city as one.
pub(crate) fn city_year(city: &City, points: &[&Point], year: i32, known: &[Known]) -> CityYear {
    let days = city_days(city, points, known);
    let indexes: Vec<(NaiveDate, Option<u32>)> = days.iter().map(|day| (day.day, day.counted)).collect();
    CityYear {
        year: air::judge_year(year, &indexes),
        days,
    }
}

/// The days of the city, in order, each from its stations where they suffice and else from what was published for the city.
pub(crate) fn city_days(city: &City, points: &[&Point], known: &[Known]) -> Vec<AirDay> {
    let of_kind = |kind: PointKind| points.iter().filter(move |point| point.kind == kind);
    let mut by_station: BTreeMap<NaiveDate, Vec<AirDay>> = BTreeMap::new();
    for station in of_kind(PointKind::Station) {
        for day in point_days(&station.id, known) {
            by_station.entry(day.day).or_default().push(day);
        }
    }
    let mut by_city: BTreeMap<NaiveDate, AirDay> = BTreeMap::new();
    for whole in of_kind(PointKind::CityAir) {
        by_city.extend(point_days(&whole.id, known).into_iter().map(|day| (day.day, day)));
    }
    let stations = of_kind(PointKind::Station).count();
    let name = of_kind(PointKind::CityAir)
        .next()
        .map_or(city.id.as_str(), |whole| whole.id.as_str());
    let days: BTreeSet<NaiveDate> = by_station.keys().chain(by_city.keys()).copied().collect();
    days.into_iter()
        .filter_map(|day| {
            let joined = by_station
                .remove(&day)
                .map(|days| join_stations(name, day, days, stations));
            match (joined, by_city.remove(&day)) {
                (Some(joined), _) if joined.counted.is_some() => Some(joined),
                (_, Some(published)) => Some(published),
                (joined, None) => joined,
            }
        })
        .collect()
}

/// The days of one point: from its hours where they give an index that counts, else from day values as received.
pub(crate) fn point_days(point: &str, known: &[Known]) -> Vec<AirDay> {
    type Halves<'a> = (Vec<&'a Known>, Vec<&'a Known>);
    let mut by_day: BTreeMap<NaiveDate, Halves<'_>> = BTreeMap::new();
    let values = known
        .iter()
        .filter(|known| known.point == point && known.statistic == Statistic::Value);
    for statement in values {
        let (hours, days) = by_day.entry(statement.at.date()).or_default();
        match statement.period {
            Period::Hour => hours.push(statement),
            Period::Day => days.push(statement),
            Period::Instant | Period::Minute => {}
        }
    }
    by_day
        .into_iter()
        .filter_map(|(day, (hours, days))| {
            let computed = (!hours.is_empty()).then(|| day_of_hours(point, day, &hours));
            let received = (!days.is_empty()).then(|| day_as_received(point, day, &days));
            match (computed, received) {
                (Some(computed), Some(received)) if computed.counted.is_none() => Some(received),
                (Some(computed), _) => Some(computed),
                (None, received) => received,
            }
        })
        .collect()
}

fn day_as_received(point: &str, day: NaiveDate, days: &[&Known]) -> AirDay {
    let concentrations = days
        .iter()
        .filter_map(|known| Some((by_code(&known.item)?.code, usable(known)?)))
        .collect();
    finish(
        point,
        day,
        concentrations,
        Source::Received(days.iter().map(|known| (*known).clone()).collect()),
    )
}

fn day_of_hours(point: &str, day: NaiveDate, hours: &[&Known]) -> AirDay {
    let of = |item: &str| -> Vec<Option<Decimal>> {
        let mut slots = vec![None; 24];
        for known in hours.iter().filter(|known| known.item == item) {
            if let Some(slot) = slots.get_mut(known.at.hour() as usize) {
                *slot = usable(known);
            }
        }
        slots
    };
    let mut concentrations = BTreeMap::new();
    let mut means = Vec::new();
    for item in MEANS.into_iter().filter_map(by_code) {
        let mean = air::day_mean(day, item, &of(item.code));
        means.push((item.code, mean.reason));
        concentrations.extend(mean.value.map(|value| (item.code, value)));
    }
    let ozone = of("O3");
    let moving = air::o3_8h_max(day, &ozone);
    concentrations.extend(moving.value.map(|value| ("O3_8H", value)));
    means.push(("O3_8H", moving.reason));
    if air::hours_suffice(day, ozone.iter().flatten().count()) {
        concentrations.extend(ozone.iter().flatten().max().map(|largest| ("O3", *largest)));
    }
    let hours = hours.iter().map(|known| (*known).clone()).collect();
    finish(point, day, concentrations, Source::Hours { means, hours })
}

fn join_stations(point: &str, day: NaiveDate, stations: Vec<AirDay>, all: usize) -> AirDay {
    let mut concentrations = BTreeMap::new();
    let mut means = Vec::new();
    for item in MEANS.into_iter().chain(["O3_8H", "O3"]).filter_map(by_code) {
        let mut values: Vec<Option<Decimal>> = stations
            .iter()
            .map(|station| station.concentrations.get(item.code).copied())
            .collect();
        // A station that sent nothing that day is a point without a value, not a point less.
        values.resize(all.max(values.len()), None);
        let mean = air::city_mean(day, item, &values);
        concentrations.extend(mean.value.map(|value| (item.code, value)));
        means.push((item.code, mean.reason));
    }
    finish(point, day, concentrations, Source::Stations { means, stations })
}

fn finish(point: &str, day: NaiveDate, concentrations: BTreeMap<&'static str, Decimal>, source: Source) -> AirDay {
    let of = |item: &str| concentrations.get(item).copied();
    let given = DayConcentrations {
        so2: of("SO2"),
        no2: of("NO2"),
        co: of("CO"),
        o3_1h: of("O3"),
        o3_8h: of("O3_8H"),
        pm10: of("PM10"),
        pm25: of("PM25"),
    };
    let aqi = air::aqi_daily(air::edition_on(day), &given);
    let count = count_day(day, &aqi);
    AirDay {
        point: point.to_owned(),
        day,
        concentrations,
        counted: count.aqi,
        why_counted: count.reason,
        aqi,
        source,
    }
}

impl AirDay {
    /// The question that this day answers.
    pub(crate) fn key(&self) -> WhyKey {
        WhyKey::Air {
            point: self.point.clone(),
            span: Span::Day(self.day),
        }
    }

    /// The items of the day with their values: what a table shows.
    pub(crate) fn value(&self, item: &str) -> Option<Decimal> {
        self.concentrations.get(item).copied()
    }

    /// The received value behind an item, where the day was received as such.
    pub(crate) fn received(&self, item: &str) -> Option<&Known> {
        match &self.source {
            Source::Received(days) => days.iter().find(|known| known.item == item),
            Source::Hours { .. } | Source::Stations { .. } => None,
        }
    }

    /// Why the day has its index, down to what was received as far as `budget` allows.
    pub(crate) fn explain(&self, city: &City, budget: &Budget) -> Reason {
        let mut reason = self.headline();
        if !budget.allows(self.causes()) {
            return reason;
        }
        reason.because.push(self.why_counted.clone());
        reason.because.push(self.aqi.reason.clone());
        match &self.source {
            Source::Received(days) => reason.because.extend(days.iter().map(|known| leaf(city, known))),
            Source::Hours { means, hours } => {
                for (item, mean) in means {
                    // The 8 h mean is made of the hours of ozone itself.
                    let hourly = if *item == "O3_8H" { "O3" } else { item };
                    let leaves = hours
                        .iter()
                        .filter(|known| known.item == hourly)
                        .map(|known| leaf(city, known));
                    reason.because.push(mean.clone().since_all(leaves));
                }
            }
            Source::Stations { means, stations } => {
                reason.because.extend(means.iter().map(|(_, mean)| mean.clone()));
                reason
                    .because
                    .extend(stations.iter().map(|station| station.explain(city, budget)));
            }
        }
        reason
    }

    fn causes(&self) -> usize {
        match &self.source {
            Source::Received(days) => days.len() + 8,
            Source::Hours { hours, .. } => hours.len() + 8,
            Source::Stations { stations, .. } => stations.len() + 14,
        }
    }

    fn headline(&self) -> Reason {
        let index = match (self.aqi.value, self.counted) {
            (Some(value), Some(_)) => Text::same(format!("AQI {value}")),
            (Some(value), None) => Text::new(
                format!("AQI {value}（不计入有效天数）"),
                format!("AQI {value} (not a valid day)"),
            ),
            (None, _) => Text::new("AQI 未知", "AQI unknown"),
        };
        let level = self.aqi.level.map_or_else(Text::default, |level| {
            Text::new(format!("，{}", level.word.zh), format!(", {}", level.word.en))
        });
        let mut reason = Reason::new(Text::new(
            format!("{}　{}{}", self.day, index.zh, level.zh),
            format!("{}: {}{}", self.day, index.en, level.en),
        ));
        reason.key = Some(self.key().to_string());
        reason
    }
}

impl CityYear {
    /// How the days of the year were counted, the worst days first.
    pub(crate) fn explain(&self, city: &City, budget: &Budget) -> Vec<Reason> {
        let mut days: Vec<&AirDay> = self.days.iter().collect();
        days.sort_by_key(|day| (std::cmp::Reverse(day.counted), day.day));
        days.into_iter().map(|day| day.explain(city, budget)).collect()
    }
}

/// The index of one hour at a station.
pub(crate) fn hour_index(at: NaiveDateTime, values: &[Known]) -> Aqi {
    let of = |item: &str| values.iter().find(|known| known.item == item).and_then(usable);
    let hour = HourConcentrations {
        so2: of("SO2"),
        no2: of("NO2"),
        co: of("CO"),
        o3_1h: of("O3"),
        o3_8h: None,
        pm10: of("PM10"),
        pm25: of("PM25"),
    };
    air::aqi_hourly(air::edition_on(at.date()), &hour, HourlyParticles::OneHour)
}

/// The items that a table of air shows, in their order.
pub(crate) fn columns() -> Vec<&'static ItemDef> {
    ["PM25", "PM10", "SO2", "NO2", "CO", "O3", "O3_8H"]
        .into_iter()
        .filter_map(by_code)
        .collect()
}
