//! The diary: what happened between the platform and its stations, what was ordered, what is missing, how far somebody has read.
//!
//! A SQLite file of its own (`diary.sqlite`), so that it never waits for the writer of the inbox. Every change is on disk when the
//! call returns. Several processes may have it open: the command line writes an order, the serving process carries it out.

mod bookmark;
mod event;
mod gap;
mod order;
mod row;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::watch;

use crate::error::HistoryError;

pub use bookmark::Bookmark;
pub use event::{EVENTS_MAX, Event, NewEvent};
pub use gap::{Attempt, Gap, GapState, Missing, SeenGap};
pub use order::{NewOrder, ORDERS_MAX, Order, OrderId, OrderState, OrderStep};

/// Version of the file's format; a file of another version is refused, never guessed at.
const FORMAT: i64 = 1;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS event(
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  station TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  details TEXT    NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS event_station ON event(station, id);
CREATE TABLE IF NOT EXISTS \"order\"(
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at     INTEGER NOT NULL,
  station     TEXT    NOT NULL,
  origin      TEXT    NOT NULL,
  command     INTEGER NOT NULL,
  content     TEXT    NOT NULL,
  wait_until  INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  finished_at INTEGER,
  outcome     TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS order_open ON \"order\"(state, id) WHERE finished_at IS NULL;
CREATE INDEX IF NOT EXISTS order_station ON \"order\"(station, id);
CREATE TABLE IF NOT EXISTS step(
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  \"order\" INTEGER NOT NULL REFERENCES \"order\"(id) ON DELETE CASCADE,
  at      INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  details TEXT    NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS step_order ON step(\"order\", id);
CREATE TABLE IF NOT EXISTS gap(
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  station   TEXT    NOT NULL,
  point     TEXT    NOT NULL,
  period    TEXT    NOT NULL,
  start     INTEGER NOT NULL,
  first     INTEGER NOT NULL,
  last      INTEGER NOT NULL,
  missing   TEXT    NOT NULL,
  state     TEXT    NOT NULL,
  attempts  INTEGER NOT NULL DEFAULT 0,
  next_at   INTEGER,
  reason    TEXT,
  found_at  INTEGER NOT NULL,
  closed_at INTEGER,
  UNIQUE(station, period, start)
) STRICT;
CREATE INDEX IF NOT EXISTS gap_open ON gap(state, next_at);
CREATE TABLE IF NOT EXISTS attempt(
  gap     INTEGER NOT NULL REFERENCES gap(id) ON DELETE CASCADE,
  number  INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  \"order\" INTEGER,
  outcome TEXT    NOT NULL,
  PRIMARY KEY(gap, number)
) STRICT;
CREATE TABLE IF NOT EXISTS bookmark(
  name   TEXT    PRIMARY KEY,
  number INTEGER,
  text   TEXT,
  at     INTEGER NOT NULL
) STRICT;
";

/// The diary of one data folder. Cheap to clone.
#[derive(Clone)]
pub struct Diary {
    inner: Arc<Inner>,
}

struct Inner {
    connection: Mutex<Connection>,
    changed: watch::Sender<u64>,
    /// What `PRAGMA data_version` said last.
    version: Mutex<i64>,
}

impl Diary {
    /// Opens the diary in `folder`, making what is missing.
    ///
    /// # Errors
    /// When the folder cannot be used, or the file was made by another version.
    pub async fn open(folder: &Path) -> Result<Self, HistoryError> {
        let folder = folder.to_owned();
        tokio::task::spawn_blocking(move || Self::open_now(&folder))
            .await
            .map_err(|_| HistoryError::Closed)?
    }

    fn open_now(folder: &Path) -> Result<Self, HistoryError> {
        std::fs::create_dir_all(folder).map_err(|cause| HistoryError::Folder {
            folder: folder.to_owned(),
            cause,
        })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(folder.join("diary.sqlite"), flags).map_err(HistoryError::Diary)?;
        prepare(&connection)?;
        Ok(Self {
            inner: Arc::new(Inner {
                connection: Mutex::new(connection),
                changed: watch::channel(0).0,
                version: Mutex::new(0),
            }),
        })
    }

    /// A number that grows when something was written here, and when [`notice`](Self::notice) has seen that another process wrote.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changed.subscribe()
    }

    /// Looks whether another process has written since the last look. Cheap: it reads one number.
    pub async fn notice(&self) -> Result<bool, HistoryError> {
        let now: i64 = self
            .read(|connection| connection.query_row("PRAGMA data_version", [], |row| row.get(0)))
            .await?;
        let before = std::mem::replace(
            &mut *self.inner.version.lock().unwrap_or_else(PoisonError::into_inner),
            now,
        );
        let is_new = before != now;
        if is_new {
            self.inner.changed.send_modify(|count| *count += 1);
        }
        Ok(is_new)
    }

    /// Runs `work` on the connection, away from the asynchronous threads.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, HistoryError> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || {
            // Whoever panicked in here left no half-done change: a transaction that is not committed is rolled back.
            let mut connection = inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut connection).map_err(HistoryError::Diary)
        })
        .await
        .map_err(|_| HistoryError::Closed)?
    }

    /// Runs `work` in a transaction. When this returns, what it wrote is on disk.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, HistoryError> {
        let done = self
            .read(move |connection| {
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let done = work(&transaction)?;
                transaction.commit()?;
                Ok(done)
            })
            .await?;
        self.inner.changed.send_modify(|count| *count += 1);
        Ok(done)
    }
}

fn prepare(connection: &Connection) -> Result<(), HistoryError> {
    let set_up = || {
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // FULL: an order or an attempt that was told to somebody outlives a power cut.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
    };
    match set_up().map_err(HistoryError::Diary)? {
        0 => connection
            .execute_batch(&format!(
                "BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;"
            ))
            .map_err(HistoryError::Diary),
        FORMAT => Ok(()),
        found => Err(HistoryError::Format { found, known: FORMAT }),
    }
}
