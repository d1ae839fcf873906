//! Stations that were unknown when they spoke: once they are entered in the directory, what they said is taken in.

use chrono::Utc;
use history::{History, HistoryError, KeptApart, StoredReceipt};
use hj212::{Decrypted, Event, Limits, Mode, Packet, frames};

use super::config::DoorConfig;
use super::directory::{Station, StationDirectory};
use super::fault::{REFUSALS, UNKNOWN_STATION};
use super::observations::{self, Setting};
use super::plain;

/// Waiting frames of one station that are looked at in one go.
const FRAMES_AT_ONCE: usize = 1_000;

/// What was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Admitted {
    /// Frames that had waited.
    pub frames: u64,
    /// Values in them.
    pub values: u64,
}

/// Takes in what the stations of `directory` said before they were entered. Each frame is taken once, however often this is called.
///
/// # Errors
/// When the history fails; what was taken in until then stays.
pub async fn admit_waiting(
    history: &History,
    directory: &StationDirectory,
    config: &DoorConfig,
) -> Result<Admitted, HistoryError> {
    let mut admitted = Admitted::default();
    for (mn, _) in directory.stations() {
        admitted += admit(history, directory, config, mn, UNKNOWN_STATION).await?;
    }
    Ok(admitted)
}

/// Takes in what one station said before it was entered.
///
/// # Errors
/// When the history fails; what was taken in until then stays.
pub async fn admit_station(
    history: &History,
    directory: &StationDirectory,
    config: &DoorConfig,
    mn: &str,
) -> Result<Admitted, HistoryError> {
    admit(history, directory, config, mn, UNKNOWN_STATION).await
}

/// Takes in everything that waits under a station, also what was refused for its password or address: somebody who knows says that it
/// was the station all the same.
///
/// # Errors
/// When the history fails; what was taken in until then stays.
pub async fn admit_refused(
    history: &History,
    directory: &StationDirectory,
    config: &DoorConfig,
    mn: &str,
) -> Result<Admitted, HistoryError> {
    let mut admitted = Admitted::default();
    for code in REFUSALS {
        admitted += admit(history, directory, config, mn, code).await?;
    }
    Ok(admitted)
}

/// Sound frames that are kept apart, by station and reason.
///
/// # Errors
/// When the history fails.
pub async fn quarantine(history: &History) -> Result<Vec<KeptApart>, HistoryError> {
    history.kept_apart(&REFUSALS).await
}

async fn admit(
    history: &History,
    directory: &StationDirectory,
    config: &DoorConfig,
    mn: &str,
    code: &str,
) -> Result<Admitted, HistoryError> {
    let mut admitted = Admitted::default();
    let Some(station) = directory.station(mn.as_bytes()) else {
        return Ok(admitted);
    };
    loop {
        let waiting = history.waiting(mn, code, FRAMES_AT_ONCE).await?;
        if waiting.is_empty() {
            return Ok(admitted);
        }
        for receipt in waiting {
            let observations = values_of(&receipt, station, directory, config);
            admitted.values += history.admit(receipt.id, observations).await?;
            admitted.frames += 1;
        }
    }
}

impl std::ops::AddAssign for Admitted {
    fn add_assign(&mut self, other: Self) {
        self.frames += other.frames;
        self.values += other.values;
    }
}

/// The values of a kept frame, read as the door would read it now.
fn values_of(
    receipt: &StoredReceipt,
    station: &Station,
    directory: &StationDirectory,
    config: &DoorConfig,
) -> Vec<history::Observation> {
    let setting = Setting {
        station,
        city_offset_minutes: directory.utc_offset_minutes(),
        now: Utc::now(),
        ahead_max: config.ahead_max,
    };
    let mut values = Vec::new();
    for event in frames(&receipt.bytes, Limits::default()) {
        let Event::Frame(frame) = event else { continue };
        let decrypted = plain::decrypted(&frame, directory);
        let segment = decrypted.as_ref().map_or(frame.segment, Decrypted::segment);
        if let Ok((packet, _)) = Packet::parse(segment, Mode::Lenient) {
            values.extend(observations::read(&packet, &setting).observations);
        }
    }
    values
}
