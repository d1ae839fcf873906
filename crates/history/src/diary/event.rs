//! What happened, in the order in which it happened.

use chrono::{DateTime, Utc};
use rusqlite::params;
use serde::Serialize;
use serde_json::Value;

use super::{Diary, row};
use crate::error::HistoryError;

/// Events that are kept; older ones are forgotten.
pub const EVENTS_MAX: i64 = 1_000_000;
/// How many events may be too many before they are forgotten in one go.
const FORGOTTEN_AT_ONCE: i64 = 1_000;

/// Something that is to be written down.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// MN of the station it concerns.
    pub station: String,
    /// What happened, as a word such as `connected`.
    pub kind: String,
    /// More about it.
    pub details: Value,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// Order of all events.
    pub id: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// MN of the station it concerns.
    pub station: String,
    /// What happened, as a word.
    pub kind: String,
    /// More about it.
    pub details: Value,
}

impl Diary {
    /// Writes down what happened, all or nothing.
    pub async fn note(&self, events: Vec<NewEvent>) -> Result<(), HistoryError> {
        if events.is_empty() {
            return Ok(());
        }
        self.write(move |transaction| {
            let mut insert =
                transaction.prepare_cached("INSERT INTO event(at, station, kind, details) VALUES (?1, ?2, ?3, ?4)")?;
            for event in &events {
                insert.execute(params![
                    event.at.timestamp_millis(),
                    event.station,
                    event.kind,
                    event.details.to_string()
                ])?;
            }
            let last = transaction.last_insert_rowid();
            let (first,): (i64,) = transaction.query_row("SELECT min(id) FROM event", [], |row| Ok((row.get(0)?,)))?;
            if last - first >= EVENTS_MAX + FORGOTTEN_AT_ONCE {
                transaction.execute("DELETE FROM event WHERE id <= ?1", [last - EVENTS_MAX])?;
            }
            Ok(())
        })
        .await
    }

    /// The newest events of a station, or of all, the newest first.
    pub async fn events(&self, station: Option<&str>, limit: usize) -> Result<Vec<Event>, HistoryError> {
        let station = station.map(str::to_owned);
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id, at, station, kind, details FROM event
                     WHERE ?1 IS NULL OR station = ?1 ORDER BY id DESC LIMIT ?2",
                )?
                .query_map(params![station, i64::try_from(limit).unwrap_or(i64::MAX)], |found| {
                    Ok(Event {
                        id: found.get(0)?,
                        at: row::moment(found, 1)?,
                        station: found.get(2)?,
                        kind: found.get(3)?,
                        details: row::json(found, 4)?,
                    })
                })?
                .collect()
        })
        .await
    }
}
