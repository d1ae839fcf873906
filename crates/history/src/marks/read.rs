//! Reading marks.

use chrono::{DateTime, NaiveDateTime};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};

use super::{Looked, Mark, Marks, Progress, SeriesKey, seconds};
use crate::error::HistoryError;
use crate::observation::Period;

/// Marks that one question gives at most.
pub const MARKS_MAX: usize = 1_000_000;

impl Marks {
    /// How far the whole history was looked at; nothing yet is 0 and no edition.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn progress(&self) -> Result<Progress, HistoryError> {
        self.with(|connection| {
            let found = connection
                .query_row("SELECT through, edition FROM progress", [], |row| {
                    Ok(Progress {
                        through: row.get(0)?,
                        edition: row.get(1)?,
                    })
                })
                .optional()?;
            Ok(found.unwrap_or_default())
        })
        .await
    }

    /// The marks of a point from a time on to another (included), by series and time; at most [`MARKS_MAX`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn of_point(
        &self,
        point: &str,
        from: NaiveDateTime,
        until: NaiveDateTime,
    ) -> Result<Vec<(SeriesKey, Mark)>, HistoryError> {
        let point = point.to_owned();
        self.with(move |connection| {
            connection
                .prepare_cached(
                    "SELECT point, item, period, at, look, outcome, findings FROM mark
                     WHERE point = ?1 AND at BETWEEN ?2 AND ?3 ORDER BY period, item, at, look LIMIT ?4",
                )?
                .query_map(
                    params![
                        point,
                        seconds(from),
                        seconds(until),
                        i64::try_from(MARKS_MAX).unwrap_or(i64::MAX)
                    ],
                    |row| {
                        let mark = Mark {
                            at: time(row, 3)?,
                            look: row.get(4)?,
                            outcome: row.get(5)?,
                            findings: row.get(6)?,
                        };
                        Ok((series(row)?, mark))
                    },
                )?
                .collect()
        })
        .await
    }

    /// How far the series of a point, or of all points, were looked at.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn looked(&self, point: Option<&str>) -> Result<Vec<(SeriesKey, Looked)>, HistoryError> {
        let point = point.map(str::to_owned);
        self.with(move |connection| {
            connection
                .prepare_cached(
                    "SELECT point, item, period, edition, first, last, counts FROM looked
                     WHERE ?1 IS NULL OR point = ?1 ORDER BY point, period, item",
                )?
                .query_map([point], |row| {
                    let looked = Looked {
                        edition: row.get(3)?,
                        first: time(row, 4)?,
                        last: time(row, 5)?,
                        counts: row.get(6)?,
                    };
                    Ok((series(row)?, looked))
                })?
                .collect()
        })
        .await
    }
}

fn series(row: &Row<'_>) -> rusqlite::Result<SeriesKey> {
    let word: String = row.get(2)?;
    Ok(SeriesKey {
        point: row.get(0)?,
        item: row.get(1)?,
        period: Period::from_word(&word).ok_or_else(|| damaged(2, &word))?,
    })
}

fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<NaiveDateTime> {
    let seconds: i64 = row.get(column)?;
    let at = DateTime::from_timestamp(seconds, 0).ok_or_else(|| damaged(column, &seconds.to_string()))?;
    Ok(at.naive_utc())
}

fn damaged(column: usize, what: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.to_owned().into())
}
