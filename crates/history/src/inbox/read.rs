//! Reading the inbox: receipts by number, counts, and the observations that are not sealed yet.

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::HistoryError;
use crate::receipt::{Door, Fault, ReceiptId, StoredReceipt};
use crate::rows::InboxRow;

/// Observations that the lake may not hold yet.
pub(crate) struct Pending {
    /// All with a sequence up to this are in the lake for certain.
    pub(crate) sealed_through: i64,
    /// The others, in order.
    pub(crate) rows: Vec<InboxRow>,
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

    /// At most `limit` observations that are not sealed, oldest first.
    pub(crate) async fn pending(&self, limit: usize) -> Result<Pending, HistoryError> {
        self.with(move |connection| {
            let reading = connection.transaction()?;
            let sealed_through = reading.query_row("SELECT through FROM seal", [], |row| row.get(0))?;
            let rows = reading
                .prepare_cached(
                    "SELECT sequence, receipt, line, recorded_at, point, item, period, statistic, at, value, text, flag
                     FROM observation WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
                )?
                .query_map(
                    params![sealed_through, i64::try_from(limit).unwrap_or(i64::MAX)],
                    InboxRow::read,
                )?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(Pending { sealed_through, rows })
        })
        .await
    }

    /// How many observations are not sealed yet.
    pub(crate) async fn pending_count(&self) -> Result<u64, HistoryError> {
        self.with(|connection| Ok(connection.query_row("SELECT count(*) FROM observation", [], |row| count(row, 0))?))
            .await
    }

    /// Frames, faulty frames, files.
    pub(crate) async fn receipt_counts(&self) -> Result<(u64, u64, u64), HistoryError> {
        self.with(|connection| {
            Ok(connection.query_row(
                "SELECT (SELECT count(*) FROM receipt WHERE door = 'hj212'),
                        (SELECT count(*) FROM receipt WHERE faults IS NOT NULL AND door = 'hj212'),
                        (SELECT count(*) FROM receipt WHERE door = 'file')",
                [],
                |row| Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?)),
            )?)
        })
        .await
    }

    /// A receipt by its number.
    pub(crate) async fn receipt(&self, id: ReceiptId) -> Result<Option<StoredReceipt>, HistoryError> {
        self.with(move |connection| {
            let found = connection
                .prepare_cached(&format!("{SELECT_RECEIPT} WHERE id = ?1"))?
                .query_row([id.0], raw_receipt)
                .optional()?;
            found.map(RawReceipt::finish).transpose()
        })
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
            found.into_iter().map(RawReceipt::finish_beginning).collect()
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
            found.into_iter().map(RawReceipt::finish).collect()
        })
        .await
    }

    /// The newest receipt; 0 where there is none.
    pub(crate) async fn last_receipt(&self) -> Result<ReceiptId, HistoryError> {
        self.with(|connection| {
            let last = connection.query_row("SELECT coalesce(max(id), 0) FROM receipt", [], |row| row.get(0))?;
            Ok(ReceiptId(last))
        })
        .await
    }

    /// The last statement's place in the order of all; 0 where there is none.
    pub(crate) async fn last_sequence(&self) -> Result<i64, HistoryError> {
        self.with(|connection| {
            let last = "SELECT max((SELECT coalesce(max(sequence), 0) FROM observation), (SELECT through FROM seal))";
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
            found.into_iter().map(RawReceipt::finish).collect()
        })
        .await
    }

    /// A number that moves when another process has written to the file.
    pub(crate) async fn data_version(&self) -> Result<i64, HistoryError> {
        self.with(|connection| Ok(connection.query_row("PRAGMA data_version", [], |row| row.get(0))?))
            .await
    }
}

/// A count; SQLite knows signed numbers only, and none of these is ever below zero.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}

const SELECT_RECEIPT: &str =
    "SELECT id, door, source, station, received_at, packed, bytes, faults, repeats FROM receipt";

/// As [`SELECT_RECEIPT`], but of long receipts only as much as their beginning needs, packed or not.
const SELECT_BEGINNING: &str = "SELECT id, door, source, station, received_at, packed, coalesce(substr(bytes, 1, 65536), x''), faults, repeats FROM receipt";
/// Bytes of a receipt's beginning.
const BEGINNING_BYTES: u64 = 4_096;

/// A row as SQLite gives it, before words and texts are read.
struct RawReceipt {
    id: i64,
    door: String,
    source: String,
    station: Option<String>,
    received_at: i64,
    packed: bool,
    bytes: Vec<u8>,
    faults: Option<String>,
    repeats: u64,
}

fn raw_receipt(row: &Row<'_>) -> rusqlite::Result<RawReceipt> {
    Ok(RawReceipt {
        id: row.get(0)?,
        door: row.get(1)?,
        source: row.get(2)?,
        station: row.get(3)?,
        received_at: row.get(4)?,
        packed: row.get(5)?,
        bytes: row.get(6)?,
        faults: row.get(7)?,
        repeats: count(row, 8)?,
    })
}

impl RawReceipt {
    /// The receipt with the beginning of its bytes; a packed one is unpacked no further than that.
    fn finish_beginning(mut self) -> Result<StoredReceipt, HistoryError> {
        if self.packed {
            let mut beginning = Vec::new();
            let unpacked = zstd::Decoder::new(self.bytes.as_slice())
                .and_then(|unpacking| unpacking.take(BEGINNING_BYTES).read_to_end(&mut beginning));
            // What was cut off in the middle of a block ends with an error; what came before it is the beginning.
            drop(unpacked);
            self.bytes = beginning;
            self.packed = false;
        }
        self.bytes
            .truncate(usize::try_from(BEGINNING_BYTES).unwrap_or(usize::MAX));
        self.finish()
    }

    fn finish(self) -> Result<StoredReceipt, HistoryError> {
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
        let bytes = match self.packed {
            true => zstd::decode_all(self.bytes.as_slice()).map_err(|_| damaged("bytes"))?,
            false => self.bytes,
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
        })
    }
}
