//! The inbox: one append-only SQLite file in which everything that is received is on disk before anybody is told so.
//!
//! Receipts stay here for good: they are the evidence. Observations stay until they are sealed into the lake.

mod faults;
mod read;
mod write;

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::HistoryError;

pub(crate) use read::InboxReader;
pub(crate) use write::{InboxWriter, Order};

/// Version of the file's format; a file of another version is refused, never guessed at.
const FORMAT: i64 = 1;

/// The largest receipt that is taken: a file of some millions of rows.
pub const RECEIPT_BYTES_MAX: usize = 256 * 1024 * 1024;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS receipt(
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  door        TEXT    NOT NULL,
  source      TEXT    NOT NULL,
  station     TEXT,
  received_at INTEGER NOT NULL,
  digest      BLOB    UNIQUE,
  packed      INTEGER NOT NULL,
  bytes       BLOB    NOT NULL,
  faults      TEXT,
  repeats     INTEGER NOT NULL DEFAULT 0,
  admitted    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS receipt_faulty ON receipt(id) WHERE faults IS NOT NULL;
CREATE INDEX IF NOT EXISTS receipt_waiting ON receipt(station, id) WHERE faults IS NOT NULL AND admitted = 0;
CREATE INDEX IF NOT EXISTS receipt_door ON receipt(door, id);
CREATE TABLE IF NOT EXISTS observation(
  sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
  receipt     INTEGER NOT NULL REFERENCES receipt(id),
  line        INTEGER,
  recorded_at INTEGER NOT NULL,
  point       TEXT    NOT NULL,
  item        TEXT    NOT NULL,
  period      TEXT    NOT NULL,
  statistic   TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  value       TEXT,
  text        TEXT    NOT NULL,
  flag        TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS seal(
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO seal(one, through) VALUES (1, 0);
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

/// Makes the tables, or proves that they are ours.
fn prepare(connection: &Connection) -> Result<(), HistoryError> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match found {
        0 => {
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;"
            ))?;
            Ok(())
        }
        FORMAT => Ok(()),
        found => Err(HistoryError::Format { found, known: FORMAT }),
    }
}
