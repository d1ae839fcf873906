//! A history that is not empty: receipts of the past, so that the index by which repetitions are recognised has its real size.

use std::path::Path;

use chrono::{DateTime, TimeDelta};
use history::{Digest, Door, History, Receipt};

use crate::frames;
use crate::options::Outcome;

/// Receipts in one commit.
const AT_ONCE: usize = 2_000;
/// Stations that take turns.
const STATIONS: usize = 400;
/// Bytes of a receipt.
const BYTES: usize = 420;

/// Puts so many receipts into the history of `data`.
pub async fn run(data: &Path, receipts: usize) -> Outcome<()> {
    let history = History::open(data).await?;
    for first in (0..receipts).step_by(AT_ONCE) {
        let until = receipts.min(first + AT_ONCE);
        history.receive_all((first..until).map(receipt).collect()).await?;
    }
    history.pack().await?;
    Ok(())
}

fn receipt(number: usize) -> Receipt {
    let (station, minute) = (number % STATIONS, number / STATIONS);
    let bytes: Vec<u8> = format!("preloaded {number} ").bytes().cycle().take(BYTES).collect();
    let since = TimeDelta::minutes(i64::try_from(minute).unwrap_or_default());
    let time = u32::try_from((DateTime::UNIX_EPOCH + since).timestamp() / 60).unwrap_or_default();
    Receipt {
        door: Door::Hj212,
        from: "10.0.0.1:9".to_owned(),
        station: Some(frames::mn(station)),
        digest: Some(Digest::at(time, &[&number.to_le_bytes()])),
        bytes,
        faults: Vec::new(),
        back_filled: true,
        observations: Vec::new(),
    }
}
