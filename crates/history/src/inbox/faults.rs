//! Reading the inbox: what was wrong with what stations sent, and what is kept apart.

use rusqlite::{Row, params_from_iter};

use super::read::InboxReader;
use crate::error::HistoryError;
use crate::receipt::{Fault, FaultCount, KeptApart, ReceiptId};

impl InboxReader {
    /// Faults by station and code, the newest first.
    pub(crate) async fn fault_counts(&self, station: Option<String>) -> Result<Vec<FaultCount>, HistoryError> {
        self.with(move |connection| {
            // With one `max()`, SQLite takes the other columns from the row that has it: the newest receipt.
            connection
                .prepare_cached(
                    "SELECT station, count(*), received_at, json_extract(value, '$.code'), json_extract(value, '$.zh'),
                            json_extract(value, '$.en'), max(receipt.id)
                     FROM receipt, json_each(faults)
                     WHERE faults IS NOT NULL AND station IS NOT NULL AND door = 'hj212' AND (?1 IS NULL OR station = ?1)
                     GROUP BY station, json_extract(value, '$.code') ORDER BY 7 DESC, 4",
                )?
                .query_map([station], |row| {
                    Ok(FaultCount {
                        station: row.get(0)?,
                        count: row.get::<_, i64>(1)?.unsigned_abs(),
                        last_at: moment(row, 2)?,
                        newest: ReceiptId(row.get(6)?),
                        fault: Fault {
                            code: row.get(3)?,
                            line: None,
                            zh: row.get(4)?,
                            en: row.get(5)?,
                        },
                    })
                })?
                .map(|row| row.map_err(HistoryError::from))
                .collect()
        })
        .await
    }

    /// What is kept apart with one of these faults and not admitted, by station and code.
    pub(crate) async fn kept_apart(&self, codes: Vec<String>) -> Result<Vec<KeptApart>, HistoryError> {
        self.with(move |connection| {
            let marks = vec!["?"; codes.len()].join(", ");
            connection
                .prepare(&format!(
                    "SELECT station, code, frames, first_at, last_at, (SELECT source FROM receipt WHERE id = sample), sample FROM (
                       SELECT station, json_extract(value, '$.code') AS code, count(*) AS frames,
                              min(received_at) AS first_at, max(received_at) AS last_at, max(receipt.id) AS sample
                       FROM receipt, json_each(faults)
                       WHERE faults IS NOT NULL AND admitted = 0 AND station IS NOT NULL
                         AND json_extract(value, '$.code') IN ({marks})
                       GROUP BY station, code)
                     ORDER BY station, code"
                ))?
                .query_map(params_from_iter(codes), |row| {
                    Ok(KeptApart {
                        station: row.get(0)?,
                        code: row.get(1)?,
                        frames: row.get::<_, i64>(2)?.unsigned_abs(),
                        first_at: moment(row, 3)?,
                        last_at: moment(row, 4)?,
                        from: row.get(5)?,
                        sample: ReceiptId(row.get(6)?),
                    })
                })?
                .map(|row| row.map_err(HistoryError::from))
                .collect()
        })
        .await
    }
}

fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<chrono::DateTime<chrono::Utc>> {
    let millis = row.get(column)?;
    chrono::DateTime::from_timestamp_millis(millis).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, millis))
}
