//! From a table of values to the uploads of a fleet.

use std::io::Cursor;

use chrono::Duration;
use csv::ByteRecord;
use history::Period;
use rust_decimal::Decimal;
use standards::item::ItemDef;
use standards::unit::Unit;

use super::plan::{FleetPlan, PlanError, Route, command_of, speech};
use super::source::{Measured, Record, Source};
use super::speech::Speaking;
use crate::door::wire_units::Meaning;
use crate::door::{Station, StationDirectory};
use crate::import::PointDirectory;
use crate::mapping::{Hj212Settings, Mapping, Reading, RowFault, RowValues};

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
        speaking: &Speaking,
    ) -> Result<Self, PlanError> {
        let settings = mapping.hj212().ok_or(PlanError::NotForSending)?;
        let period = mapping.period();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(Cursor::new(table));
        let mut planner = Planner {
            command: checked_command(settings, period)?,
            settings,
            period,
            points,
            stations,
            speaking,
            plan: Self::default(),
        };
        let header: Vec<String> = reader
            .headers()?
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').to_owned())
            .collect();
        let bound = mapping.bind(&header)?;
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

    fn in_order(mut self) -> Self {
        for route in self.routes.values_mut() {
            if let Source::Recorded(records) = &mut route.source {
                records.sort_by_key(|record| record.at);
            }
        }
        self
    }
}

/// The command of the mapping, if it sends values of its period.
fn checked_command(settings: &Hj212Settings, period: Period) -> Result<u16, PlanError> {
    let usable = command_of(period);
    let usable_text = usable.map(|command| command.to_string()).unwrap_or_default();
    usable
        .filter(|_| usable_text == settings.command)
        .ok_or_else(|| PlanError::CommandDoesNotFit {
            command: settings.command.clone(),
            period: period.word(),
            usable: usable_text,
        })
}

struct Planner<'a> {
    settings: &'a Hj212Settings,
    command: u16,
    period: Period,
    points: &'a PointDirectory,
    stations: &'a StationDirectory,
    speaking: &'a Speaking,
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
        let offset = self.stations.utc_offset_minutes();
        let ahead = Duration::minutes((station.utc_offset_minutes - offset).into());
        if super::speech::stamp(row.at + ahead).is_none() {
            self.plan.left_out.rows += 1;
            return;
        }
        let items = self.items(station, &row);
        if items.is_empty() {
            return;
        }
        let key = (mn.to_owned(), self.period);
        let route = self.plan.routes.entry(key).or_insert_with(|| Route {
            point: station.point.clone(),
            speech: speech(
                (mn, station),
                (&self.settings.system_type, self.command, self.period),
                self.speaking,
                offset,
            ),
            source: Source::Recorded(Vec::new()),
        });
        if let Source::Recorded(records) = &mut route.source {
            records.push(Record { at: row.at, items });
        }
    }

    /// What of a row can be sent.
    fn items(&mut self, station: &Station, row: &RowValues) -> Vec<Measured> {
        let suffix = if self.period == Period::Instant { "Rtd" } else { "Avg" };
        let flag = row.flag.as_deref().unwrap_or("N");
        let sent = row.values.iter().filter_map(|(item, reading)| {
            let (code, value) = self.on_the_wire(item, reading, station)?;
            Some(Measured {
                code,
                values: vec![(suffix, value)],
                flag: flag.to_owned(),
            })
        });
        sent.collect()
    }

    /// The factor code and the text of a value as the station sends it.
    fn on_the_wire(
        &mut self,
        item: &'static ItemDef,
        reading: &Reading,
        station: &Station,
    ) -> Option<(&'static str, String)> {
        let Some(code) = item.hj212.and_then(|code| self.speaking.code(code)) else {
            *self.plan.left_out.items.entry(item.code.to_owned()).or_default() += 1;
            return None;
        };
        let unit = Meaning::of(station, &self.settings.system_type, code)
            .unit()
            .unwrap_or(item.unit);
        let Some((value, sent)) = reading
            .value
            .and_then(|value| Some((value, Unit::convert(value, item.unit, unit)?)))
        else {
            self.plan.left_out.values += 1;
            return None;
        };
        // The digits of the source are kept where the unit is the same: 8.50 was measured to a hundredth.
        let as_given = reading.text.trim();
        let same = sent == value && as_given.parse().is_ok_and(|given: Decimal| given == value);
        let text = if same {
            as_given.to_owned()
        } else {
            sent.normalize().to_string()
        };
        Some((code, text))
    }
}
