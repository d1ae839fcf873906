//! From a table of values to the uploads of a fleet.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use chrono::{Datelike, Duration, NaiveDateTime, Timelike};
use csv::ByteRecord;
use history::{Known, Period};
use hj212::{Builder, Flag, HeaderName, Stamp};
use standards::item::ItemDef;
use standards::unit::Unit;

use crate::door::wire_units::unit_of;
use crate::door::{DATA_COMMANDS, Station, StationDirectory};
use crate::import::PointDirectory;
use crate::mapping::{Hj212Settings, Mapping, MappingError, Reading, RowFault, RowValues};

/// Faults of rows that are named in a plan; further ones are only counted.
const FAULTS_MAX: usize = 100;
/// The password of a station for which the directory has none.
const PASSWORD: &str = "123456";

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
    /// Items that have no factor code of HJ 212, with the number of their values.
    pub items: BTreeMap<String, u64>,
    /// Values that are no number (below detection).
    pub values: u64,
}

/// One upload: what a logger sends for one DataTime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Upload {
    /// DataTime, local time of the city.
    pub at: NaiveDateTime,
    /// The packet without its request number.
    pub packet: Builder,
    /// DataTime as the logger's clock shows it.
    pub stamp: Stamp,
}

/// Everything that one logger sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub mn: String,
    pub point: String,
    /// In the order of time.
    pub uploads: Vec<Upload>,
}

/// What a fleet is to send.
#[derive(Clone, Debug, Default)]
pub struct FleetPlan {
    /// By MN and period, so that a station may send hours and days.
    routes: BTreeMap<(String, Period), Route>,
    left_out: LeftOut,
}

impl FleetPlan {
    /// Makes the uploads of a table. Rows that cannot be sent are told by [`left_out`](Self::left_out).
    ///
    /// # Errors
    /// When the mapping does not fit the table or does not say how to speak.
    pub fn read(
        table: &[u8],
        mapping: &Mapping,
        points: &PointDirectory,
        stations: &StationDirectory,
    ) -> Result<Self, PlanError> {
        let settings = mapping.hj212().ok_or(PlanError::NotForSending)?;
        let period = mapping.period();
        check_command(settings, period)?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(Cursor::new(table));
        let header: Vec<String> = reader
            .headers()?
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').to_owned())
            .collect();
        let bound = mapping.bind(&header)?;
        let mut planner = Planner {
            settings,
            period,
            points,
            stations,
            plan: Self::default(),
        };
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            let line = record
                .position()
                .map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
            if bound.takes(&record) {
                planner.row(bound.row(&record, line));
            }
        }
        Ok(planner.plan.in_order())
    }

    /// Adds the uploads of another table.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (key, route) in other.routes {
            match self.routes.get_mut(&key) {
                Some(known) => known.uploads.extend(route.uploads),
                None => {
                    self.routes.insert(key, route);
                }
            }
        }
        self.left_out.add(other.left_out);
        self.in_order()
    }

    fn in_order(mut self) -> Self {
        for route in self.routes.values_mut() {
            route.uploads.sort_by_key(|upload| upload.at);
        }
        self
    }

    /// What of the tables is not sent.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// The MN, point and number of uploads of every logger.
    pub fn loggers(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.routes
            .values()
            .map(|route| (route.mn.as_str(), route.point.as_str(), route.uploads.len()))
    }

    /// The number of uploads.
    pub fn uploads(&self) -> usize {
        self.routes.values().map(|route| route.uploads.len()).sum()
    }

    /// The points that the fleet sends for, each once.
    pub fn points(&self) -> Vec<String> {
        let points: BTreeSet<&String> = self.routes.values().map(|route| &route.point).collect();
        points.into_iter().cloned().collect()
    }

    /// The plan without what `known` already tells: an upload is left out when anything is known of its point, period and time.
    /// Gaps are sent, also those before the latest known time.
    #[must_use]
    pub fn without(mut self, known: &[Known]) -> Self {
        let there: BTreeSet<(&str, Period, NaiveDateTime)> = known
            .iter()
            .map(|known| (known.point.as_str(), known.period, known.at))
            .collect();
        for ((_, period), route) in &mut self.routes {
            let point = route.point.clone();
            route
                .uploads
                .retain(|upload| !there.contains(&(point.as_str(), *period, upload.at)));
        }
        self
    }

    pub(super) fn into_routes(self) -> Vec<Route> {
        self.routes.into_values().collect()
    }
}

impl LeftOut {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.values += other.values;
        let room = FAULTS_MAX.saturating_sub(self.faults.len());
        self.faults.extend(other.faults.into_iter().take(room));
        for (point, rows) in other.points {
            *self.points.entry(point).or_default() += rows;
        }
        for (item, values) in other.items {
            *self.items.entry(item).or_default() += values;
        }
    }

    fn tell(&mut self, faults: Vec<RowFault>) {
        let room = FAULTS_MAX.saturating_sub(self.faults.len());
        self.faults.extend(faults.into_iter().take(room));
    }
}

/// That the command of the mapping sends values of its period.
fn check_command(settings: &Hj212Settings, period: Period) -> Result<(), PlanError> {
    let usable = DATA_COMMANDS
        .iter()
        .find(|(_, known)| *known == period)
        .map(|(command, _)| command.to_string());
    if usable.as_deref() == Some(settings.command.as_str()) {
        return Ok(());
    }
    Err(PlanError::CommandDoesNotFit {
        command: settings.command.clone(),
        period: period.word(),
        usable: usable.unwrap_or_default(),
    })
}

struct Planner<'a> {
    settings: &'a Hj212Settings,
    period: Period,
    points: &'a PointDirectory,
    stations: &'a StationDirectory,
    plan: FleetPlan,
}

impl Planner<'_> {
    fn row(&mut self, row: Result<RowValues, Vec<RowFault>>) {
        match row {
            Ok(row) => self.upload(row),
            Err(faults) => {
                self.plan.left_out.rows += 1;
                self.plan.left_out.tell(faults);
            }
        }
    }

    fn upload(&mut self, mut row: RowValues) {
        self.plan.left_out.tell(std::mem::take(&mut row.faults));
        let Some((first, _)) = row.values.first() else { return };
        let point = self
            .points
            .id_of(&row.point_text, first.medium)
            .unwrap_or(&row.point_text);
        let Some((mn, station)) = self.stations.of_point(point) else {
            self.plan.left_out.rows += 1;
            *self.plan.left_out.points.entry(row.point_text).or_default() += 1;
            return;
        };
        let local =
            row.at + Duration::minutes((station.utc_offset_minutes - self.stations.utc_offset_minutes()).into());
        let Some(stamp) = stamp(local) else {
            self.plan.left_out.rows += 1;
            return;
        };
        let Some(packet) = self.packet(mn, station, stamp, &row) else {
            return;
        };
        let route = self.plan.routes.entry((mn.to_owned(), self.period));
        let route = route.or_insert_with(|| Route {
            mn: mn.to_owned(),
            point: station.point.clone(),
            uploads: Vec::new(),
        });
        route.uploads.push(Upload {
            at: row.at,
            packet,
            stamp,
        });
    }

    /// The packet of a row without its request number; none when the row holds nothing that can be sent.
    fn packet(&mut self, mn: &str, station: &Station, stamp: Stamp, row: &RowValues) -> Option<Builder> {
        let suffix = if self.period == Period::Instant { "Rtd" } else { "Avg" };
        let flag = row.flag.as_deref().unwrap_or("N");
        let empty = Builder::new()
            .header(HeaderName::St, &self.settings.system_type)
            .header(HeaderName::Cn, &self.settings.command)
            .header(HeaderName::Pw, station.password.as_deref().unwrap_or(PASSWORD))
            .header(HeaderName::Mn, mn)
            .flag(Flag::OF_2017_WANTS_ACK)
            .group([("DataTime", stamp.to_string())]);
        let mut packet = None;
        for (item, reading) in &row.values {
            if let Some((code, value)) = self.on_the_wire(item, reading, station) {
                let group = [
                    (format!("{code}-{suffix}"), value),
                    (format!("{code}-Flag"), flag.to_owned()),
                ];
                packet = Some(packet.unwrap_or_else(|| empty.clone()).group(group));
            }
        }
        packet
    }

    /// The factor code and the text of a value as the station sends it.
    fn on_the_wire(
        &mut self,
        item: &'static ItemDef,
        reading: &Reading,
        station: &Station,
    ) -> Option<(&'static str, String)> {
        let Some(code) = item.hj212 else {
            *self.plan.left_out.items.entry(item.code.to_owned()).or_default() += 1;
            return None;
        };
        let unit = unit_of(station, &self.settings.system_type, code).unwrap_or(item.unit);
        let Some((value, sent)) = reading
            .value
            .and_then(|value| Some((value, Unit::convert(value, item.unit, unit)?)))
        else {
            self.plan.left_out.values += 1;
            return None;
        };
        // The digits of the source are kept where the unit is the same: 8.50 was measured to a hundredth.
        let as_given = reading.text.trim();
        let same = sent == value
            && as_given
                .parse()
                .is_ok_and(|given: rust_decimal::Decimal| given == value);
        Some((
            code,
            if same {
                as_given.to_owned()
            } else {
                sent.normalize().to_string()
            },
        ))
    }
}

fn stamp(at: NaiveDateTime) -> Option<Stamp> {
    let two = |number: u32| u8::try_from(number).ok();
    Some(Stamp {
        year: u16::try_from(at.year()).ok()?,
        month: two(at.month())?,
        day: two(at.day())?,
        hour: two(at.hour())?,
        minute: two(at.minute())?,
        second: two(at.second())?,
        millisecond: 0,
    })
}
