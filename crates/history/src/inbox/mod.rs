//! The inbox: one append-only SQLite file in which everything that is received is on disk before anybody is told so.
//!
//! Receipts stay here for good: they are the evidence. Their bytes stand in `raw` at first, frame by frame, and are packed into
//! `block` many together later. Observations stay in `pending`, one blob a receipt, until they are sealed into the lake.

mod admission;
pub(crate) mod blob;
mod checkpoint;
mod faults;
mod identity;
mod lanes;
mod order;
mod pack;
mod read;
mod retention;
mod write;

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::HistoryError;

pub(crate) use blob::encode;
pub(crate) use lanes::Lane;
pub(crate) use order::{Done, Prepared, Work};
pub(crate) use read::{InboxReader, PendingBlob};
pub(crate) use write::InboxWriter;

/// Version of the file's format; a file of another version is refused, never guessed at.
const FORMAT: i64 = 3;
/// The version before, which is taken on: it lacks the tables of [`SINCE_2`].
const FORMAT_BEFORE: i64 = 2;

/// The largest receipt that is taken: a file of some millions of rows.
pub const RECEIPT_BYTES_MAX: usize = 256 * 1024 * 1024;

const SCHEMA: &str = "
CREATE TABLE receipt(
  id          INTEGER PRIMARY KEY,
  door        TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  station     TEXT,
  received_at INTEGER NOT NULL,
  digest      BLOB,
  back_filled INTEGER NOT NULL,
  faults      TEXT,
  repeats     INTEGER NOT NULL DEFAULT 0,
  admitted    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX receipt_faulty ON receipt(id) WHERE faults IS NOT NULL;
CREATE INDEX receipt_waiting ON receipt(station, id) WHERE faults IS NOT NULL AND admitted = 0;
CREATE TABLE identity(
  digest  BLOB    PRIMARY KEY,
  receipt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE raw(
  receipt INTEGER PRIMARY KEY,
  packed  INTEGER NOT NULL,
  bytes   BLOB    NOT NULL
) STRICT;
CREATE TABLE block(
  first INTEGER PRIMARY KEY,
  last  INTEGER NOT NULL,
  bytes BLOB    NOT NULL
) STRICT;
CREATE TABLE pending(
  first_sequence INTEGER PRIMARY KEY,
  receipt        INTEGER NOT NULL,
  count          INTEGER NOT NULL,
  recorded_at    INTEGER NOT NULL,
  observations   BLOB    NOT NULL
) STRICT;
CREATE TABLE state(
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  last_receipt    INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL,
  sealed_through  INTEGER NOT NULL,
  indexed_through INTEGER NOT NULL,
  frames          INTEGER NOT NULL,
  frames_faulty   INTEGER NOT NULL,
  files           INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0, 0, 0, 0, 0, 0, 0);
";

/// Tables that version 2 did not have: which receipts were admitted after they had waited, in that order; and of which stretches of
/// receipts the bytes were dropped.
const SINCE_2: &str = "
CREATE TABLE admission(
  number  INTEGER PRIMARY KEY,
  receipt INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE dropped(
  first INTEGER PRIMARY KEY,
  last  INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  days  INTEGER NOT NULL
) STRICT;
";

/// Opens the file, making it where it is missing.
fn open(file: &Path) -> Result<Connection, HistoryError> {
    let connection = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL makes the commit wait for the disk: an acknowledgement must outlive a power cut, not only a crash.
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// Makes the tables, takes on those of the version before, or proves that they are ours.
fn prepare(connection: &Connection) -> Result<(), HistoryError> {
    let found = || connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
    if matches!(found()?, 0 | FORMAT_BEFORE) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        // Another process may have made them while this one waited.
        let made = match found()? {
            0 => connection.execute_batch(&format!("{SCHEMA} {SINCE_2} PRAGMA user_version = {FORMAT}; COMMIT;")),
            FORMAT_BEFORE => connection.execute_batch(&format!("{SINCE_2} PRAGMA user_version = {FORMAT}; COMMIT;")),
            _ => connection.execute_batch("COMMIT"),
        };
        if let Err(cause) = made {
            connection.execute_batch("ROLLBACK")?;
            return Err(cause.into());
        }
    }
    match found()? {
        FORMAT => Ok(()),
        1 => Err(HistoryError::FirstFormat),
        found => Err(HistoryError::Format { found, known: FORMAT }),
    }
}
