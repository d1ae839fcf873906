//! Marks of quality control beside the values: what was found, and how far each series was looked at.
//!
//! A SQLite file of its own (`marks.sqlite`). It holds derived data only: when it is deleted, whoever makes marks makes them anew from
//! the history. What a mark means is not known here.

mod read;
mod write;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDateTime;
use rusqlite::Connection;

use crate::error::HistoryError;
use crate::observation::Period;

/// Version of the file's format; a file of another version is made anew: it holds nothing that cannot be made again.
const FORMAT: i64 = 1;

const SCHEMA: &str = "
DROP TABLE IF EXISTS mark;
DROP TABLE IF EXISTS looked;
DROP TABLE IF EXISTS progress;
CREATE TABLE mark(
  point    TEXT    NOT NULL,
  item     TEXT    NOT NULL,
  period   TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  look     TEXT    NOT NULL,
  outcome  TEXT    NOT NULL,
  findings TEXT    NOT NULL,
  PRIMARY KEY(point, period, item, at, look)
) STRICT, WITHOUT ROWID;
CREATE TABLE looked(
  point   TEXT    NOT NULL,
  item    TEXT    NOT NULL,
  period  TEXT    NOT NULL,
  edition TEXT    NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  counts  TEXT    NOT NULL,
  PRIMARY KEY(point, period, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE progress(
  one     INTEGER PRIMARY KEY CHECK(one = 1),
  through INTEGER NOT NULL,
  edition TEXT    NOT NULL
) STRICT;
";

/// The series that a mark belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    /// Point id.
    pub point: String,
    /// Item code.
    pub item: String,
    /// Period.
    pub period: Period,
}

/// What one look found at one time of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The time of the value, or of the missing value, in local civil time.
    pub at: NaiveDateTime,
    /// Which look found it, as a word: looks replace their own marks only.
    pub look: String,
    /// The outcome, as a word.
    pub outcome: String,
    /// What was found, as JSON.
    pub findings: String,
}

/// How far a series was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// With which edition of the parameters.
    pub edition: String,
    /// From this time …
    pub first: NaiveDateTime,
    /// … to this one, both included.
    pub last: NaiveDateTime,
    /// How often which test said what in the latest look, as JSON.
    pub counts: String,
}

/// The result of one look at a stretch of a series: its marks replace those of the same look in the stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The series.
    pub series: SeriesKey,
    /// The look's word.
    pub look: String,
    /// First time of the stretch.
    pub from: NaiveDateTime,
    /// Last time of the stretch, included.
    pub until: NaiveDateTime,
    /// The marks inside.
    pub marks: Vec<Mark>,
    /// How far the series is looked at now; joined with what is known. None leaves it as it is.
    pub looked: Option<Looked>,
}

/// How far the whole history was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// All statements up to this one.
    pub through: i64,
    /// With which edition of the parameters.
    pub edition: String,
}

/// The marks of one data folder. Cheap to clone.
#[derive(Clone)]
pub struct Marks {
    connection: Arc<Mutex<Connection>>,
}

impl Marks {
    /// Opens the marks in `folder`, making what is missing.
    ///
    /// # Errors
    /// When the folder or the file cannot be used.
    pub async fn open(folder: &Path) -> Result<Self, HistoryError> {
        let folder = folder.to_owned();
        tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder).map_err(|cause| HistoryError::Folder {
                folder: folder.clone(),
                cause,
            })?;
            let connection = opened(&folder.join("marks.sqlite")).map_err(HistoryError::Marks)?;
            Ok(Self {
                connection: Arc::new(Mutex::new(connection)),
            })
        })
        .await
        .map_err(|_| HistoryError::Closed)?
    }

    /// Runs `work` on the connection, away from the asynchronous threads.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, HistoryError> {
        let connection = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            // Whoever panicked in here left no half-done change: a transaction that is not committed is rolled back.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut connection).map_err(HistoryError::Marks)
        })
        .await
        .map_err(|_| HistoryError::Closed)?
    }
}

fn opened(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A mark that a power cut takes away is made again.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    let format: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if format != FORMAT {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;"
        ))?;
    }
    Ok(connection)
}

/// Local civil time, kept as if it was UTC.
fn seconds(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp()
}
