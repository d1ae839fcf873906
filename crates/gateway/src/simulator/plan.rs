//! What a fleet is to send: by whom, in which words, and from which source.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDateTime};
use history::{Known, Period};
use hj212::Edition;

use super::source::Source;
use super::speech::{Speaking, Speech};
use crate::door::{DATA_COMMANDS, Station};
use crate::mapping::{MappingError, RowFault};

/// Faults of rows that are named in a plan; further ones are only counted.
const FAULTS_MAX: usize = 100;
/// The password of a station for which the directory has none.
pub(super) const PASSWORD: &str = "123456";

/// Why no plan can be made.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The mapping does not say how to speak.
    #[error("the mapping has no [hj212] section; add system_type and command to say how its values are sent")]
    NotForSending,
    /// The command speaks for another period than the values.
    #[error("command {command} does not send values of period '{period}'; use one of: {usable}")]
    CommandDoesNotFit {
        /// The command of the mapping.
        command: String,
        /// The period of the mapping.
        period: &'static str,
        /// The command that would fit.
        usable: String,
    },
    /// The table does not fit the mapping.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The table cannot be read.
    #[error("the table cannot be read: {0}; it must be CSV in UTF-8 with a header line")]
    Table(#[from] csv::Error),
    /// An item of which the model knows nothing.
    #[error("the model of {kind} has no item '{item}'; it has: {known}")]
    ItemUnknown {
        /// The item as given.
        item: String,
        /// The kind of the model.
        kind: &'static str,
        /// The factor codes that it has.
        known: String,
    },
    /// None of the items has a code in the edition.
    #[error("none of the items has a factor code in this edition; choose others, or a later edition")]
    NothingToSay,
    /// A model without time.
    #[error("the model ends at {until}, not after its begin {from}; give a later --until")]
    NoTime {
        /// Its begin.
        from: NaiveDateTime,
        /// Its end.
        until: NaiveDateTime,
    },
    /// An interval that no logger can be set to.
    #[error("an interval of {seconds} s does not fit period '{period}'; {fits}")]
    IntervalDoesNotFit {
        /// The interval.
        seconds: i64,
        /// The period.
        period: &'static str,
        /// What would fit.
        fits: &'static str,
    },
    /// More than one plan can hold.
    #[error("{given} {what} are more than the {max} that one fleet can have; make several")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many were asked for.
        given: u64,
        /// How many there may be.
        max: u64,
    },
    /// No station to speak for.
    #[error("the station directory has no MN for a point of {kind}; enter one, or give a number of stations")]
    NoStation {
        /// The kind of the model.
        kind: &'static str,
    },
}

/// What of a table is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rows that cannot be read, or whose point has no MN.
    pub rows: u64,
    /// What is wrong with them and with single cells, at most 100.
    pub faults: Vec<RowFault>,
    /// Points without an MN, with the number of their rows.
    pub points: BTreeMap<String, u64>,
    /// Items that have no factor code in the edition that is spoken, with the number of their values.
    pub items: BTreeMap<String, u64>,
    /// Values that are no number (below detection).
    pub values: u64,
}

impl LeftOut {
    pub(super) fn tell(&mut self, faults: Vec<RowFault>) {
        let room = FAULTS_MAX.saturating_sub(self.faults.len());
        self.faults.extend(faults.into_iter().take(room));
    }
}

/// Everything that one logger sends.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub point: String,
    pub speech: Speech,
    pub source: Source,
}

/// What a fleet is to send.
#[derive(Clone, Debug, Default)]
pub struct FleetPlan {
    /// By MN and period, so that a station may send hours and days.
    pub(super) routes: BTreeMap<(String, Period), Route>,
    pub(super) left_out: LeftOut,
}

impl FleetPlan {
    /// What of the tables is not sent.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// The MN, point and number of uploads of every logger.
    pub fn loggers(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.routes
            .values()
            .map(|route| (route.speech.mn.as_str(), route.point.as_str(), route.source.len()))
    }

    /// The number of uploads.
    pub fn uploads(&self) -> u64 {
        self.routes.values().map(|route| route.source.len()).sum()
    }

    /// The points that the fleet sends for, each once.
    pub fn points(&self) -> Vec<String> {
        let points: BTreeSet<&String> = self.routes.values().map(|route| &route.point).collect();
        points.into_iter().cloned().collect()
    }

    /// The plan without what `known` already tells: a recorded upload is left out when anything is known of its point, period
    /// and time. Gaps are sent, also those before the latest known time. A model is sent whole.
    #[must_use]
    pub fn without(mut self, known: &[Known]) -> Self {
        let there: BTreeSet<(&str, Period, NaiveDateTime)> = known
            .iter()
            .map(|known| (known.point.as_str(), known.period, known.at))
            .collect();
        for ((_, period), route) in &mut self.routes {
            if let Source::Recorded(records) = &mut route.source {
                records.retain(|record| !there.contains(&(route.point.as_str(), *period, record.at)));
            }
        }
        self
    }

    /// The first DataTime of the fleet.
    pub(super) fn begin(&self) -> Option<NaiveDateTime> {
        self.routes.values().filter_map(|route| route.source.at(0)).min()
    }
}

/// The command that sends values of a period.
pub(super) fn command_of(period: Period) -> Option<u16> {
    DATA_COMMANDS
        .iter()
        .find(|(_, known)| *known == period)
        .map(|(command, _)| *command)
}

/// How a station of the directory speaks.
pub(super) fn speech(
    (mn, station): (&str, &Station),
    (system_type, command, period): (&str, u16, Period),
    speaking: &Speaking,
    city_offset_minutes: i32,
) -> Speech {
    Speech {
        speaking: speaking.clone(),
        mn: mn.to_owned(),
        password: station.password.clone().unwrap_or_else(|| PASSWORD.to_owned()),
        system_type: system_type.to_owned(),
        command,
        period,
        ahead: Duration::minutes((station.utc_offset_minutes - city_offset_minutes).into()),
    }
}

/// The MN of station `number` of a made-up fleet: `A51B`, then the number in decimal digits; 14 characters in the edition of
/// 2005 (7 of the organisation, 7 of the device), 24 from 2017 on.
pub fn made_up_mn(edition: Edition, number: u32) -> String {
    match edition {
        Edition::Of2005 => format!("A51B{number:010}"),
        Edition::Of2017 | Edition::Of2025 => format!("A51B{number:020}"),
    }
}
