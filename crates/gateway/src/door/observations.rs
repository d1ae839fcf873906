//! From the items of a packet to observations in canonical units.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Timelike, Utc};
use history::{Fault, Observation, Period, Statistic};
use hj212::{Field, Packet, Stamp};
use rust_decimal::Decimal;
use standards::item;
use standards::unit::Unit;

use super::directory::Station;
use super::fault;
use super::wire_units::unit_of;

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

/// What the history holds of a value: digits behind and before the point.
const DECIMALS_MAX: u32 = 12;
const WHOLE_DIGITS_MAX: u32 = 26;
/// The longest text that is read as a number, in bytes.
const NUMBER_BYTES_MAX: usize = 64;
/// The longest factor code or flag that is kept, in bytes.
const WORD_BYTES_MAX: usize = 32;

/// Where and when a packet is read.
pub(super) struct Setting<'a> {
    pub station: &'a Station,
    pub city_offset_minutes: i32,
    pub now: DateTime<Utc>,
    pub ahead_max: std::time::Duration,
}

/// The values of a data packet, and what is wrong with it. Other commands bring none.
pub(super) fn read(packet: &Packet<'_>, setting: &Setting<'_>) -> (Vec<Observation>, Vec<Fault>) {
    let Some(period) = packet.command().and_then(period_of) else {
        return (Vec::new(), Vec::new());
    };
    let at = match start_of_period(packet, period, setting) {
        Ok(at) => at,
        Err(fault) => return (Vec::new(), vec![fault]),
    };
    let mut reader = Reader {
        system_type: packet
            .st()
            .map(|st| String::from_utf8_lossy(st).into_owned())
            .unwrap_or_default(),
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
    let observations = usable
        .map(|found| found.observed(&setting.station.point, period, at))
        .collect();
    (observations, fault::bounded(reader.faults))
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
    system_type: String,
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
        let unit = unit_of(station, &self.system_type, code);
        if let (Some(item), Some(unit)) = (item::by_hj212(code), unit) {
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

enum NumberFault {
    NotANumber,
    TooLong,
}

/// The number that a value writes; `None` for an empty value, by which a device says that it has none.
fn number(value: &[u8]) -> Result<Option<Decimal>, NumberFault> {
    if value.is_empty() {
        return Ok(None);
    }
    let text = std::str::from_utf8(value).map_err(|_| NumberFault::NotANumber)?;
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    // `5.` and `.5` are written by some devices; a bare point is no number.
    let is_number = match (whole, fraction) {
        ("", fraction) => digits(fraction),
        (whole, "") => digits(whole),
        (whole, fraction) => digits(whole) && digits(fraction),
    };
    let exponent_is_number =
        exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    if !is_number || !exponent_is_number {
        return Err(NumberFault::NotANumber);
    }
    if text.len() > NUMBER_BYTES_MAX {
        return Err(NumberFault::TooLong);
    }
    let negative = mantissa.starts_with('-');
    let exponent: i32 = exponent.unwrap_or("0").parse().map_err(|_| NumberFault::TooLong)?;
    exact(whole, fraction, exponent, negative)
        .filter(|value| can_be_held(*value))
        .map(Some)
        .ok_or(NumberFault::TooLong)
}

/// The decimal of these digits, if it can be held without rounding.
fn exact(whole: &str, fraction: &str, exponent: i32, negative: bool) -> Option<Decimal> {
    // Zeros at the ends carry no value; without them more numbers fit exactly.
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let mantissa: i128 = match digits.trim_start_matches('0') {
        "" => 0,
        digits => digits.parse().ok()?,
    };
    let scale = i64::try_from(fraction.len()).ok()? - i64::from(exponent);
    let mantissa = if negative { -mantissa } else { mantissa };
    if mantissa == 0 {
        return Some(Decimal::ZERO);
    }
    match u32::try_from(scale) {
        Ok(scale) => Decimal::try_from_i128_with_scale(mantissa, scale).ok(),
        Err(_) => {
            let power = u32::try_from(-scale).ok()?;
            Decimal::try_from_i128_with_scale(mantissa.checked_mul(10_i128.checked_pow(power)?)?, 0).ok()
        }
    }
}

/// Whether the columns of the history hold `value` exactly.
fn can_be_held(value: Decimal) -> bool {
    let value = value.normalize();
    let largest = Decimal::try_from_i128_with_scale(10_i128.pow(WHOLE_DIGITS_MAX), 0);
    value.scale() <= DECIMALS_MAX && largest.is_ok_and(|largest| value.abs() < largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_or_refused() {
        let cases = [
            ("12.30", "12.3"),
            ("-0.052", "-0.052"),
            ("0000", "0"),
            ("00.58", "0.58"),
            ("5.", "5"),
            (".5", "0.5"),
            ("+7", "7"),
            ("5.530E012", "5530000000000"),
            ("1e-3", "0.001"),
            ("234.561825237173", "234.561825237173"),
            ("0.000000000000000000000000000", "0"),
            ("", "none"),
            ("-", "not a number"),
            (".", "not a number"),
            ("1_000", "not a number"),
            ("1,5", "not a number"),
            ("0x10", "not a number"),
            ("NaN", "not a number"),
            ("1e", "not a number"),
            ("--5", "not a number"),
            ("１２", "not a number"),
            ("1.0000000000001", "too long"),
            ("999999999999999999999999999", "too long"),
            ("1e999999999999", "too long"),
            ("1e-30", "too long"),
        ];
        for (text, expected) in cases {
            let read = match number(text.as_bytes()) {
                Ok(Some(value)) => value.normalize().to_string(),
                Ok(None) => "none".to_owned(),
                Err(NumberFault::NotANumber) => "not a number".to_owned(),
                Err(NumberFault::TooLong) => "too long".to_owned(),
            };
            assert_eq!(read, expected, "{text}");
        }
    }
}
