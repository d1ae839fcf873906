//! Reading the inbox: receipts by number, counts, and the observations that are not sealed yet.

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::blob::{self, Place};
use super::pack::{self, Block, Unpacked};
use super::retention;
use crate::error::HistoryError;
use crate::receipt::{Door, Fault, ReceiptId, StoredReceipt};
use crate::rows::Row;

/// Observations that the lake may not hold yet.
pub(crate) struct Pending {
    /// All with a sequence up to this are in the lake for certain.
    pub(crate) sealed_through: i64,
    /// The others, in order.
    pub(crate) blobs: Vec<PendingBlob>,
}

impl Pending {
    /// How many they are.
    pub(crate) fn observations(&self) -> usize {
        self.blobs
            .iter()
            .map(|blob| usize::try_from(blob.count).unwrap_or_default())
            .sum()
    }
}

/// The observations of one receipt, as they are stored.
pub(crate) struct PendingBlob {
    place: Place,
    count: i64,
    bytes: Vec<u8>,
}

impl PendingBlob {
    /// The sequence of its last observation.
    pub(crate) fn last_sequence(&self) -> i64 {
        self.place.first_sequence + self.count - 1
    }

    /// Gives each row to `each`.
    pub(crate) fn rows<'a>(&'a self, each: impl FnMut(Row<'a>)) -> Result<(), HistoryError> {
        blob::decode(&self.bytes, self.place, each)
    }
}

/// One reading connection, shared. Reading never waits for the writer (write-ahead log).
#[derive(Clone)]
pub(crate) struct InboxReader {
    connection: Arc<Mutex<Connection>>,
}

impl InboxReader {
    /// Opens the file that the writer has made.
    pub(crate) fn open(file: &Path) -> Result<Self, HistoryError> {
        Ok(Self {
            connection: Arc::new(Mutex::new(super::open(file)?)),
        })
    }

    /// Runs `work` on the connection, away from the asynchronous threads.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, HistoryError> + Send + 'static,
    ) -> Result<T, HistoryError> {
        let connection = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            // A reader that panicked leaves no half-done change behind: reading changes nothing.
            work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .await
        .map_err(|_| HistoryError::Closed)?
    }

    /// The observations that are not sealed, oldest first: at most `limit`, but whole receipts.
    pub(crate) async fn pending(&self, limit: usize) -> Result<Pending, HistoryError> {
        self.with(move |connection| {
            let reading = connection.transaction()?;
            let sealed_through = reading.query_row("SELECT sealed_through FROM state", [], |row| row.get(0))?;
            let mut select = reading.prepare_cached(
                "SELECT first_sequence, receipt, count, recorded_at, observations
                 FROM pending WHERE first_sequence > ?1 ORDER BY first_sequence",
            )?;
            let mut rows = select.query([sealed_through])?;
            let mut blobs: Vec<PendingBlob> = Vec::new();
            let mut observations = 0;
            while let Some(row) = rows.next()? {
                let blob = pending_blob(row)?;
                observations += usize::try_from(blob.count).unwrap_or_default();
                if observations > limit && !blobs.is_empty() {
                    break;
                }
                blobs.push(blob);
            }
            Ok(Pending { sealed_through, blobs })
        })
        .await
    }

    /// How many observations are not sealed yet.
    pub(crate) async fn pending_count(&self) -> Result<u64, HistoryError> {
        self.with(|connection| {
            let mut select = connection.prepare_cached("SELECT last_sequence - sealed_through FROM state")?;
            Ok(select.query_row([], |row| count(row, 0))?)
        })
        .await
    }

    /// Frames, faulty frames, files, observations.
    pub(crate) async fn counts(&self) -> Result<(u64, u64, u64, u64), HistoryError> {
        self.with(|connection| {
            let mut select =
                connection.prepare_cached("SELECT frames, frames_faulty, files, last_sequence FROM state")?;
            Ok(select.query_row([], |row| {
                Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?, count(row, 3)?))
            })?)
        })
        .await
    }

    /// Blocks of the oldest frames that stand singly.
    pub(crate) async fn packed_blocks(&self) -> Result<Vec<Block>, HistoryError> {
        self.with(|connection| pack::make(connection)).await
    }

    /// A receipt by its number.
    pub(crate) async fn receipt(&self, id: ReceiptId) -> Result<Option<StoredReceipt>, HistoryError> {
        self.with(move |connection| one_receipt(connection, id, &mut Unpacked::default()))
            .await
    }

    /// The newest receipts that have faults, with only the beginning of their bytes.
    pub(crate) async fn faulty(&self, limit: usize) -> Result<Vec<StoredReceipt>, HistoryError> {
        self.with(move |connection| {
            let found = connection
                .prepare_cached(&format!(
                    "{SELECT_BEGINNING} WHERE faults IS NOT NULL ORDER BY id DESC LIMIT ?1"
                ))?
                .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], raw_receipt)?
                .collect::<Result<Vec<_>, _>>()?;
            let mut unpacked = Unpacked::default();
            found
                .into_iter()
                .map(|raw| raw.finish_beginning(connection, &mut unpacked))
                .collect()
        })
        .await
    }

    /// The frames received after `after`, oldest first, at most `limit`.
    pub(crate) async fn frames_after(
        &self,
        after: ReceiptId,
        limit: usize,
    ) -> Result<Vec<StoredReceipt>, HistoryError> {
        self.with(move |connection| {
            let found = connection
                .prepare_cached(&format!(
                    "{SELECT_RECEIPT} WHERE id > ?1 AND door = 'hj212' ORDER BY id LIMIT ?2"
                ))?
                .query_map(params![after.0, i64::try_from(limit).unwrap_or(i64::MAX)], raw_receipt)?
                .collect::<Result<Vec<_>, _>>()?;
            finish_all(found, connection)
        })
        .await
    }

    /// The newest receipt; 0 where there is none.
    pub(crate) async fn last_receipt(&self) -> Result<ReceiptId, HistoryError> {
        self.with(|connection| {
            let last = connection.query_row("SELECT last_receipt FROM state", [], |row| row.get(0))?;
            Ok(ReceiptId(last))
        })
        .await
    }

    /// The last statement's place in the order of all; 0 where there is none.
    pub(crate) async fn last_sequence(&self) -> Result<i64, HistoryError> {
        self.with(|connection| {
            let last = "SELECT last_sequence FROM state";
            Ok(connection.query_row(last, [], |row| row.get(0))?)
        })
        .await
    }

    /// The oldest receipts of a station that wait with this fault, at most `limit`.
    pub(crate) async fn waiting(
        &self,
        station: String,
        fault: String,
        limit: usize,
    ) -> Result<Vec<StoredReceipt>, HistoryError> {
        self.with(move |connection| {
            let waits = "WHERE station = ?1 AND faults IS NOT NULL AND admitted = 0 AND EXISTS (
                SELECT 1 FROM json_each(faults) WHERE json_extract(value, '$.code') = ?2)";
            let found = connection
                .prepare_cached(&format!("{SELECT_RECEIPT} {waits} ORDER BY id LIMIT ?3"))?
                .query_map(
                    params![station, fault, i64::try_from(limit).unwrap_or(i64::MAX)],
                    raw_receipt,
                )?
                .collect::<Result<Vec<_>, _>>()?;
            finish_all(found, connection)
        })
        .await
    }

    /// A number that moves when another process has written to the file.
    pub(crate) async fn data_version(&self) -> Result<i64, HistoryError> {
        self.with(|connection| Ok(connection.query_row("PRAGMA data_version", [], |row| row.get(0))?))
            .await
    }
}

/// A receipt by its number.
pub(super) fn one_receipt(
    connection: &Connection,
    id: ReceiptId,
    unpacked: &mut Unpacked,
) -> Result<Option<StoredReceipt>, HistoryError> {
    let found = connection
        .prepare_cached(&format!("{SELECT_RECEIPT} WHERE id = ?1"))?
        .query_row([id.0], raw_receipt)
        .optional()?;
    found.map(|raw| raw.finish(connection, unpacked)).transpose()
}

/// A count; SQLite knows signed numbers only, and none of these is ever below zero.
fn count(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}

const SELECT_RECEIPT: &str =
    "SELECT id, door, source, station, received_at, packed, bytes, faults, repeats, back_filled
     FROM receipt LEFT JOIN raw ON raw.receipt = receipt.id";

/// As [`SELECT_RECEIPT`], but of long receipts only as much as their beginning needs, packed or not.
const SELECT_BEGINNING: &str =
    "SELECT id, door, source, station, received_at, packed, substr(bytes, 1, 65536), faults, repeats, back_filled
     FROM receipt LEFT JOIN raw ON raw.receipt = receipt.id";
/// Bytes of a receipt's beginning.
const BEGINNING_BYTES: u64 = 4_096;

/// A row as SQLite gives it, before words and texts are read.
struct RawReceipt {
    id: i64,
    door: String,
    source: String,
    station: Option<String>,
    received_at: i64,
    /// Its own bytes, packed or not; none where they stand in a block.
    packed: Option<bool>,
    bytes: Option<Vec<u8>>,
    faults: Option<String>,
    repeats: u64,
    back_filled: bool,
}

fn raw_receipt(row: &rusqlite::Row<'_>) -> rusqlite::Result<RawReceipt> {
    Ok(RawReceipt {
        id: row.get(0)?,
        door: row.get(1)?,
        source: row.get(2)?,
        station: row.get(3)?,
        received_at: row.get(4)?,
        packed: row.get(5)?,
        // The beginning of no bytes is NULL to SQLite.
        bytes: match row.get::<_, Option<bool>>(5)? {
            Some(_) => Some(row.get::<_, Option<Vec<u8>>>(6)?.unwrap_or_default()),
            None => None,
        },
        faults: row.get(7)?,
        repeats: count(row, 8)?,
        back_filled: row.get(9)?,
    })
}

fn pending_blob(row: &rusqlite::Row<'_>) -> rusqlite::Result<PendingBlob> {
    Ok(PendingBlob {
        place: Place {
            first_sequence: row.get(0)?,
            receipt: row.get(1)?,
            recorded_at_ms: row.get(3)?,
        },
        count: row.get(2)?,
        bytes: row.get(4)?,
    })
}

fn finish_all(found: Vec<RawReceipt>, connection: &Connection) -> Result<Vec<StoredReceipt>, HistoryError> {
    let mut unpacked = Unpacked::default();
    found
        .into_iter()
        .map(|raw| raw.finish(connection, &mut unpacked))
        .collect()
}

impl RawReceipt {
    /// The receipt with the beginning of its bytes; a packed one is unpacked no further than that.
    fn finish_beginning(
        mut self,
        connection: &Connection,
        unpacked: &mut Unpacked,
    ) -> Result<StoredReceipt, HistoryError> {
        if let (Some(true), Some(bytes)) = (self.packed, &self.bytes) {
            let mut beginning = Vec::new();
            let read = zstd::Decoder::new(bytes.as_slice())
                .and_then(|unpacking| unpacking.take(BEGINNING_BYTES).read_to_end(&mut beginning));
            // What was cut off in the middle of a block ends with an error; what came before it is the beginning.
            drop(read);
            self.bytes = Some(beginning);
            self.packed = Some(false);
        }
        let mut receipt = self.finish(connection, unpacked)?;
        receipt
            .bytes
            .truncate(usize::try_from(BEGINNING_BYTES).unwrap_or(usize::MAX));
        Ok(receipt)
    }

    fn finish(self, connection: &Connection, unpacked: &mut Unpacked) -> Result<StoredReceipt, HistoryError> {
        let damaged = |what: &str| HistoryError::Damaged {
            what: format!("receipt {}: {what}", self.id),
        };
        let faults: Vec<Fault> = match &self.faults {
            Some(text) => serde_json::from_str(text).map_err(|_| damaged("faults"))?,
            None => Vec::new(),
        };
        let door = Door::from_word(&self.door).ok_or_else(|| damaged("door"))?;
        let received_at: DateTime<Utc> =
            DateTime::from_timestamp_millis(self.received_at).ok_or_else(|| damaged("received_at"))?;
        let mut dropped = None;
        let bytes = match (self.packed, self.bytes) {
            (Some(true), Some(bytes)) => zstd::decode_all(bytes.as_slice()).map_err(|_| damaged("bytes"))?,
            (_, Some(bytes)) => bytes,
            (_, None) => match unpacked.find(connection, self.id)? {
                Some(bytes) => bytes,
                None => {
                    dropped = retention::dropped(connection, self.id)?;
                    dropped.ok_or_else(|| damaged("its bytes are nowhere"))?;
                    Vec::new()
                }
            },
        };
        Ok(StoredReceipt {
            id: ReceiptId(self.id),
            door,
            from: self.source,
            station: self.station,
            received_at,
            bytes,
            faults,
            repeats: self.repeats,
            back_filled: self.back_filled,
            dropped,
        })
    }
}
