//! A fleet whose loggers measure a seeded model.

use std::sync::Arc;

use chrono::{Duration, NaiveDateTime};
use history::Period;

use super::model::{Series, Times};
use super::model_rows::{ModelKind, Row, row};
use super::plan::{FleetPlan, PASSWORD, PlanError, Route, command_of, made_up_mn, speech};
use super::source::Source;
use super::speech::{Speaking, Speech};
use crate::door::StationDirectory;

/// Stations of one fleet: a machine has not many more ports towards one door.
pub const STATIONS_MAX: u32 = 20_000;
/// Uploads of one station: a year of every half minute.
pub const UPLOADS_MAX: u64 = 1_100_000;

/// Who sends the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelStations {
    /// So many, with MNs that are made up ([`made_up_mn`]).
    MadeUp(u32),
    /// Those of the directory whose points are measured in the medium of the model.
    OfDirectory,
}

/// A model of a fleet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelPlan {
    /// What is measured.
    pub kind: ModelKind,
    /// Items by their own or factor codes; none means all that the model has.
    pub items: Vec<String>,
    /// For what the values speak.
    pub period: Period,
    /// How often, where the period leaves it open (moments and minutes).
    pub interval: Option<Duration>,
    /// The first DataTime, local time of the city.
    pub from: NaiveDateTime,
    /// The end: no DataTime is this late.
    pub until: NaiveDateTime,
    /// Who sends.
    pub stations: ModelStations,
    /// Of the values; the same seed gives the same.
    pub seed: u64,
}

impl FleetPlan {
    /// A fleet that sends a model. No value is made before it is sent.
    ///
    /// # Errors
    /// When the model does not know an item, the edition has no code for any, nobody can send, or the times do not fit.
    pub fn model(model: &ModelPlan, stations: &StationDirectory, speaking: &Speaking) -> Result<Self, PlanError> {
        let rows = rows(model, speaking)?;
        let times = Arc::new(times(model)?);
        let mut plan = Self::default();
        for (point, speech) in speeches(model, stations, speaking)? {
            let series = Series::new(model.seed, &speech.mn, Arc::clone(&times), &rows);
            let route = Route {
                point,
                source: Source::Model(series),
                speech,
            };
            plan.routes.insert((route.speech.mn.clone(), model.period), route);
        }
        Ok(plan)
    }
}

/// The rows of the table that are sent, each with its code in the edition.
fn rows(model: &ModelPlan, speaking: &Speaking) -> Result<Vec<(&'static str, &'static Row)>, PlanError> {
    let asked: Vec<String> = if model.items.is_empty() {
        model.kind.factors().map(str::to_owned).collect()
    } else {
        model.items.clone()
    };
    let mut rows = Vec::new();
    for item in asked {
        let row = row(model.kind, &item).ok_or_else(|| PlanError::ItemUnknown {
            kind: model.kind.word(),
            known: model.kind.factors().collect::<Vec<_>>().join(", "),
            item,
        })?;
        if let Some(code) = speaking.code(&row.factor)
            && rows.iter().all(|(known, _)| *known != code)
        {
            rows.push((code, row));
        }
    }
    if rows.is_empty() {
        Err(PlanError::NothingToSay)
    } else {
        Ok(rows)
    }
}

fn times(model: &ModelPlan) -> Result<Times, PlanError> {
    let interval = interval(model)?;
    let (from, until) = (model.from, model.until);
    let seconds = (until - from).num_seconds();
    if seconds <= 0 {
        return Err(PlanError::NoTime { from, until });
    }
    let each = interval.num_seconds().max(1);
    let count = u64::try_from((seconds + each - 1) / each).unwrap_or(u64::MAX);
    if count > UPLOADS_MAX {
        return Err(PlanError::TooMany {
            what: "uploads of a station",
            given: count,
            max: UPLOADS_MAX,
        });
    }
    Ok(Times {
        period: model.period,
        from,
        interval,
        count,
    })
}

/// How often: as the period says, or as a logger can be set to (HJ 212-2017, RtdInterval and MinInterval).
fn interval(model: &ModelPlan) -> Result<Duration, PlanError> {
    let (usual, fits, sentence): (i64, fn(i64) -> bool, _) = match model.period {
        Period::Instant => (
            60,
            |seconds| (30..=3600).contains(&seconds),
            "real-time data come every 30 to 3600 s",
        ),
        Period::Minute => (
            600,
            |seconds| {
                seconds % 60 == 0
                    && u32::try_from(seconds / 60).is_ok_and(|minutes| super::requests::MINUTES.contains(&minutes))
            },
            "minute data come every 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes",
        ),
        Period::Hour => (
            3_600,
            |seconds| seconds > 0 && seconds % 3_600 == 0,
            "hours come in whole hours",
        ),
        Period::Day => (86_400, |seconds| seconds == 86_400, "days come every day"),
    };
    let seconds = model.interval.map_or(usual, |interval| interval.num_seconds());
    if fits(seconds) {
        Ok(Duration::seconds(seconds))
    } else {
        Err(PlanError::IntervalDoesNotFit {
            seconds,
            period: model.period.word(),
            fits: sentence,
        })
    }
}

/// The point and speech of every station.
fn speeches(
    model: &ModelPlan,
    stations: &StationDirectory,
    speaking: &Speaking,
) -> Result<Vec<(String, Speech)>, PlanError> {
    let how = (
        model.kind.system_type(),
        command_of(model.period).unwrap_or_default(),
        model.period,
    );
    match model.stations {
        ModelStations::MadeUp(count) if count > STATIONS_MAX => Err(PlanError::TooMany {
            what: "stations",
            given: count.into(),
            max: STATIONS_MAX.into(),
        }),
        ModelStations::MadeUp(count) => Ok((1..=count)
            .map(|number| {
                let mn = made_up_mn(speaking.edition, number);
                // One that the directory knows speaks as it is known.
                let known = stations.station(mn.as_bytes());
                let point = known.map_or_else(|| mn.clone(), |station| station.point.clone());
                let password = known.and_then(|station| station.password.clone());
                let speech = Speech {
                    speaking: speaking.clone(),
                    password: password.unwrap_or_else(|| PASSWORD.to_owned()),
                    system_type: how.0.to_owned(),
                    command: how.1,
                    period: how.2,
                    ahead: Duration::zero(),
                    mn,
                };
                (point, speech)
            })
            .collect()),
        ModelStations::OfDirectory => {
            let offset = stations.utc_offset_minutes();
            let found: Vec<_> = stations
                .stations()
                .filter(|(_, station)| station.medium.is_some() && station.medium == model.kind.medium())
                .map(|(mn, station)| (station.point.clone(), speech((mn, station), how, speaking, offset)))
                .collect();
            let none = PlanError::NoStation {
                kind: model.kind.word(),
            };
            if found.is_empty() { Err(none) } else { Ok(found) }
        }
    }
}
