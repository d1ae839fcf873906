//! From the loggers of the city folder to the directory of stations, without passwords and keys: what the office does not hold, no page can show.

use std::time::Duration;

use city::{City, CrcRule, Logger, Point, PointKind, WireEdition};
use gateway::door::{DirectoryError, Station, StationDirectory};
use gateway::station::{FirstContact, InstrumentRange, Owed};
use history::Period;
use hj212::{CrcPolicy, Edition};
use standards::item::Medium;

/// The stations of a city by their MN, without their secrets.
///
/// # Errors
/// When two points have one MN.
pub fn directory(city: &City) -> Result<StationDirectory, DirectoryError> {
    let mut directory = StationDirectory::new(city.utc_offset_minutes);
    for point in &city.points {
        if let Some(mn) = &point.mn {
            directory.insert(mn.clone(), station(city, point))?;
        }
    }
    Ok(directory)
}

/// What the city folder says of the logger of a point, without its secrets.
pub fn station(city: &City, point: &Point) -> Station {
    let logger = &point.logger;
    let offset = logger.utc_offset_minutes.unwrap_or(city.utc_offset_minutes);
    let seconds = |seconds: u32| Duration::from_secs(seconds.into());
    let range = |range: &city::InstrumentRange| InstrumentRange {
        min: range.min,
        max: range.max,
    };
    let ranges = logger.instrument_ranges.iter();
    Station {
        medium: Some(medium(point.kind)),
        crc: match logger.crc {
            CrcRule::Strict => CrcPolicy::Strict,
            CrcRule::AcceptModbus => CrcPolicy::AcceptModbus,
            CrcRule::ReportOnly => CrcPolicy::ReportOnly,
        },
        units: logger.units.clone(),
        addresses: logger.addresses.clone(),
        edition: match logger.edition {
            WireEdition::Of2005 => Edition::Of2005,
            WireEdition::Of2017 => Edition::Of2017,
            WireEdition::Of2025 => Edition::Of2025,
        },
        offline_after: logger
            .offline_after_minutes
            .map(|minutes| seconds(minutes.saturating_mul(60))),
        encrypts_requests: logger.encrypts_requests,
        may_set_clock: logger.may_set_clock,
        over_time: logger.over_time_seconds.map(seconds),
        resend_count: logger.resend_count,
        first_contact: first_contact(logger),
        owed: logger.owed.iter().filter_map(owed).collect(),
        owes_run_time: logger.owes_run_time,
        instrument_ranges: ranges.map(|(item, known)| (item.clone(), range(known))).collect(),
        ..Station::at(&point.id, offset)
    }
}

/// What is measured at a point.
pub fn medium(kind: PointKind) -> Medium {
    match kind {
        PointKind::Section => Medium::Water,
        PointKind::Station | PointKind::CityAir => Medium::Air,
    }
}

fn first_contact(logger: &Logger) -> Option<FirstContact> {
    let settings = logger.first_contact.as_ref()?;
    Some(FirstContact {
        set_time: settings.set_time,
        timeouts: settings.timeouts,
        real_time_interval_seconds: settings.real_time_interval_seconds,
        minute_interval_minutes: settings.minute_interval_minutes,
        real_time_upload: settings.real_time_upload,
        status_upload: settings.status_upload,
    })
}

fn owed(owed: &city::Owed) -> Option<Owed> {
    Some(Owed {
        period: Period::from_word(owed.period.word())?,
        every_minutes: owed.every_minutes,
        items: owed.items.clone(),
        since: owed.since,
    })
}
