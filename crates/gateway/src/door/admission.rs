//! Stations that were unknown when they spoke: once they are entered in the directory, what they said is taken in.

use chrono::Utc;
use history::{History, HistoryError, StoredReceipt};
use hj212::{Event, Limits, Mode, Packet, frames};

use super::config::DoorConfig;
use super::directory::{Station, StationDirectory};
use super::fault::UNKNOWN_STATION;
use super::observations::{self, Setting};

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
    for (mn, station) in directory.stations() {
        loop {
            let waiting = history.waiting(mn, UNKNOWN_STATION, FRAMES_AT_ONCE).await?;
            if waiting.is_empty() {
                break;
            }
            for receipt in waiting {
                let observations = values_of(&receipt, station, directory, config);
                admitted.values += history.admit(receipt.id, observations).await?;
                admitted.frames += 1;
            }
        }
    }
    Ok(admitted)
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
        if let Ok((packet, _)) = Packet::parse(frame.segment, Mode::Lenient) {
            values.extend(observations::read(&packet, &setting).0);
        }
    }
    values
}
