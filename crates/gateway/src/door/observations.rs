//! From the items of a packet to observations in canonical units.

use std::borrow::Cow;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Timelike, Utc};
use history::{Fault, Observation, Period, Statistic};
use hj212::{Field, Packet, Stamp};
use rust_decimal::Decimal;
use standards::item;
use standards::unit::Unit;

use super::directory::Station;
use super::fault;
use super::number::{NumberFault, can_be_held, number};
use super::wire_units::Meaning;

/// The commands that bring values, and the period each speaks for (HJ 212-2017, table 9).
pub(crate) const DATA_COMMANDS: [(u16, Period); 4] = [
    (2011, Period::Instant),
    (2051, Period::Minute),
    (2061, Period::Hour),
    (2031, Period::Day),
];

/// The suffixes that are values: of moments, and of periods.
const MOMENT_SUFFIXES: &[(&[u8], Statistic)] = &[(b"Rtd", Statistic::Value)];
const PERIOD_SUFFIXES: &[(&[u8], Statistic)] = &[
    (b"Avg", Statistic::Value),
    (b"Min", Statistic::Minimum),
    (b"Max", Statistic::Maximum),
    (b"Cou", Statistic::Total),
];

/// The longest factor code or flag that is kept, in bytes.
const WORD_BYTES_MAX: usize = 32;

/// Where and when a packet is read.
pub(super) struct Setting<'a> {
    pub station: &'a Station,
    pub city_offset_minutes: i32,
    pub now: DateTime<Utc>,
    pub ahead_max: std::time::Duration,
}

impl Setting<'_> {
    /// Whether a moment lies so long ago that what is said about it is back-filled.
    pub(super) fn is_late(&self, moment: Option<NaiveDateTime>, from: std::time::Duration) -> bool {
        let age = |moment: NaiveDateTime| (self.now.naive_utc() - moment).to_std().ok();
        moment.and_then(age).is_some_and(|age| age > from)
    }
}

/// What a packet says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Its values.
    pub observations: Vec<Observation>,
    /// What is wrong with them.
    pub faults: Vec<Fault>,
    /// What it speaks of, in UTC: a moment, or the start of a period; none where it says none.
    pub utc: Option<NaiveDateTime>,
}

/// The values of a data packet, and what is wrong with it. Other commands bring none.
pub(super) fn read(packet: &Packet<'_>, setting: &Setting<'_>) -> Reading {
    let Some(period) = packet.command().and_then(period_of) else {
        return Reading::default();
    };
    let at = match start_of_period(packet, period, setting) {
        Ok(at) => at,
        Err(fault) => {
            return Reading {
                faults: vec![fault],
                ..Reading::default()
            };
        }
    };
    let mut reader = Reader {
        system_type: packet.st().map(String::from_utf8_lossy).unwrap_or_default(),
        flags: Flags::of(packet),
        found: Vec::new(),
        faults: Vec::new(),
    };
    let suffixes = if period == Period::Instant {
        MOMENT_SUFFIXES
    } else {
        PERIOD_SUFFIXES
    };
    for field in packet.groups().flat_map(|group| group.fields()) {
        reader.take(&field, suffixes, setting.station);
    }
    let usable = reader.found.into_iter().filter(|found| !found.contradicted);
    Reading {
        observations: usable
            .map(|found| found.observed(&setting.station.point, period, at))
            .collect(),
        faults: fault::bounded(reader.faults),
        utc: Some(at - Duration::minutes(setting.city_offset_minutes.into())),
    }
}

fn period_of(command: u16) -> Option<Period> {
    DATA_COMMANDS
        .iter()
        .find(|(known, _)| *known == command)
        .map(|(_, period)| *period)
}

/// DataTime as the city's local time.
fn start_of_period(packet: &Packet<'_>, period: Period, setting: &Setting<'_>) -> Result<NaiveDateTime, Fault> {
    let given = packet.data_time_digits();
    let local = given
        .and_then(Stamp::parse)
        .and_then(civil_time)
        .ok_or_else(|| fault::time_unreadable(given))?;
    let given = given.unwrap_or_default();
    let utc = local - Duration::minutes(setting.station.utc_offset_minutes.into());
    let latest = Duration::from_std(setting.ahead_max)
        .ok()
        .and_then(|ahead| setting.now.naive_utc().checked_add_signed(ahead));
    let earliest = NaiveDate::from_ymd_opt(2000, 1, 1).map(|day| day.and_time(chrono::NaiveTime::MIN));
    if latest.is_some_and(|latest| utc > latest) || earliest.is_some_and(|earliest| utc < earliest) {
        return Err(fault::time_implausible(given));
    }
    let on_the_hour = local.minute() == 0 && local.second() == 0;
    match period {
        Period::Hour if !on_the_hour => Err(fault::time_off_boundary(given, "整点小时", "an hour")),
        Period::Day if !on_the_hour || local.hour() != 0 => Err(fault::time_off_boundary(given, "自然日", "a day")),
        Period::Instant | Period::Minute | Period::Hour | Period::Day => {
            Ok(utc + Duration::minutes(setting.city_offset_minutes.into()))
        }
    }
}

/// The stamp to the second; years that cannot be shifted by a time zone are none.
fn civil_time(stamp: Stamp) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(stamp.year.into(), stamp.month.into(), stamp.day.into())?.and_hms_opt(
        stamp.hour.into(),
        stamp.minute.into(),
        stamp.second.into(),
    )
}

/// The flags of a packet: one item's fields may stand in any order and apart, and a bare `Flag` speaks for all.
struct Flags<'a> {
    of_code: Vec<(&'a [u8], &'a [u8])>,
    of_all: Option<&'a [u8]>,
}

impl<'a> Flags<'a> {
    fn of(packet: &Packet<'a>) -> Self {
        let mut flags = Self {
            of_code: Vec::new(),
            of_all: None,
        };
        for field in packet.groups().flat_map(|group| group.fields()) {
            let Some(value) = field.value.filter(|value| !value.is_empty()) else {
                continue;
            };
            match field.code_and_suffix() {
                Some((code, b"Flag")) => flags.of_code.push((code, value)),
                None if field.name == b"Flag" => flags.of_all = Some(value),
                Some(_) | None => {}
            }
        }
        flags
    }

    fn of_item(&self, code: &[u8]) -> Option<String> {
        let own = self
            .of_code
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, flag)| *flag);
        own.or(self.of_all)
            .map(|flag| fault::quoted(flag.get(..WORD_BYTES_MAX).unwrap_or(flag)))
    }
}

struct Found {
    item: String,
    statistic: Statistic,
    value: Option<Decimal>,
    text: String,
    flag: Option<String>,
    contradicted: bool,
}

impl Found {
    fn observed(self, point: &str, period: Period, at: NaiveDateTime) -> Observation {
        Observation {
            line: None,
            point: point.to_owned(),
            item: self.item,
            period,
            statistic: self.statistic,
            at,
            value: self.value,
            text: self.text,
            flag: self.flag,
        }
    }
}

struct Reader<'a> {
    system_type: Cow<'a, str>,
    flags: Flags<'a>,
    found: Vec<Found>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    /// Reads one field if it is a value.
    fn take(&mut self, field: &Field<'_>, suffixes: &[(&[u8], Statistic)], station: &Station) {
        let Some((code, suffix)) = field.code_and_suffix() else {
            return;
        };
        let (Some(statistic), Some(value)) = (
            suffixes
                .iter()
                .find(|(known, _)| *known == suffix)
                .map(|(_, statistic)| *statistic),
            field.value,
        ) else {
            return;
        };
        let readable =
            |code: &&str| !code.is_empty() && code.len() <= WORD_BYTES_MAX && !code.contains(char::is_control);
        let Some(code) = std::str::from_utf8(code).ok().filter(readable) else {
            self.faults.push(fault::text_unreadable(field.name));
            return;
        };
        let number = match number(value) {
            Ok(number) => number,
            Err(NumberFault::NotANumber) => return self.faults.push(fault::value_unreadable(field.name, value)),
            Err(NumberFault::TooLong) => return self.faults.push(fault::value_too_long(field.name, value)),
        };
        let (item, converted) = self.in_canonical_unit(code, number, station);
        if converted.is_some_and(|value| value.is_sign_negative() && !value.is_zero() && !may_be_negative(&item)) {
            return self.faults.push(fault::value_negative(field.name, value));
        }
        if converted.is_some_and(|value| !can_be_held(value)) {
            return self.faults.push(fault::value_too_long(field.name, value));
        }
        let found = Found {
            flag: self.flags.of_item(code.as_bytes()),
            item,
            statistic,
            value: converted,
            text: String::from_utf8_lossy(value).into_owned(),
            contradicted: false,
        };
        self.keep(found, field.name);
    }

    /// The item of a factor and its value in the item's unit; the factor itself and its bare value where no item or
    /// unit is known.
    fn in_canonical_unit(&self, code: &str, value: Option<Decimal>, station: &Station) -> (String, Option<Decimal>) {
        let meaning = Meaning::of(station, &self.system_type, code);
        if let (Some(item), Some(unit)) = (meaning.item, meaning.unit()) {
            match value.map(|value| Unit::convert(value, unit, item.unit)) {
                None => return (item.code.to_owned(), None),
                Some(Some(converted)) => return (item.code.to_owned(), Some(converted)),
                Some(None) => {}
            }
        }
        // A device that writes one of our own codes did not promise our unit.
        let own = if item::by_code(code).is_some() {
            format!("hj212:{code}")
        } else {
            code.to_owned()
        };
        (own, value)
    }

    fn keep(&mut self, found: Found, name: &[u8]) {
        let same = |known: &&mut Found| known.item == found.item && known.statistic == found.statistic;
        match self.found.iter_mut().find(same) {
            None => self.found.push(found),
            Some(known) if known.value == found.value => {}
            Some(known) => {
                if !known.contradicted {
                    self.faults.push(fault::value_contradicted(name));
                }
                known.contradicted = true;
            }
        }
    }
}

/// Whether values of an item can lie below zero: temperatures, levels and flows (backwater) can, amounts and shares
/// cannot. Of an unknown item nothing is known.
fn may_be_negative(item: &str) -> bool {
    item::by_code(item).is_none_or(|item| {
        matches!(
            item.unit,
            Unit::Celsius | Unit::Metre | Unit::CubicMetrePerSecond | Unit::MetrePerSecond
        )
    })
}
