//! Dropping the bytes of frames that nobody needs as evidence any more. The receipt stays, and so do the values taken from it.
//!
//! Receipts are looked at in their order, each once. Only frames in which nothing is wrong and that came in time are dropped: what was
//! faulty, kept apart or back-filled is what one asks about later.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::pack::{self, Rewritten};
use super::read::InboxReader;
use crate::error::HistoryError;
use crate::receipt::{Dropped, Retention};

/// Receipts that are looked at in one order to the writer.
const RECEIPTS_AT_ONCE: i64 = 4_096;
/// Which receipts are dropped: the condition in SQL.
const IS_DROPPABLE: &str = "door = 'hj212' AND faults IS NULL AND back_filled = 0";

/// A stretch of receipts whose droppable frames go.
pub(crate) struct Retired {
    first: i64,
    last: i64,
    days: u32,
    /// How many frames that are.
    pub(crate) frames: u64,
    blocks: Vec<Rewritten>,
}

impl InboxReader {
    /// The next stretch of receipts that is old enough, with its blocks written anew; none where none is.
    pub(crate) async fn retired(&self, retention: Retention) -> Result<Option<Retired>, HistoryError> {
        self.with(move |connection| make(connection, &retention)).await
    }
}

fn make(connection: &Connection, retention: &Retention) -> Result<Option<Retired>, HistoryError> {
    let seen: Option<i64> = connection.query_row("SELECT max(last) FROM dropped", [], |row| row.get(0))?;
    let mut select = connection.prepare_cached(&format!(
        "SELECT id, received_at, {IS_DROPPABLE} FROM receipt WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3"
    ))?;
    let mut rows = select.query(params![seen.unwrap_or_default(), retention.through.0, RECEIPTS_AT_ONCE])?;
    let before = retention.received_before.timestamp_millis();
    let mut ends: Option<(i64, i64)> = None;
    let mut going = HashSet::new();
    while let Some(row) = rows.next()? {
        let (id, received_at, is_droppable): (i64, i64, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if received_at >= before {
            break;
        }
        ends = Some((ends.map_or(id, |(first, _)| first), id));
        if is_droppable {
            going.insert(id);
        }
    }
    let Some((first, last)) = ends else { return Ok(None) };
    Ok(Some(Retired {
        first,
        last,
        days: retention.days,
        frames: going.len() as u64,
        blocks: pack::without(connection, (first, last), &going)?,
    }))
}

/// Puts the blocks in place, deletes single frames, and says so.
pub(super) fn carry_out(connection: &Connection, retired: &Retired, now: i64) -> Result<(), HistoryError> {
    pack::rewrite(connection, &retired.blocks)?;
    connection
        .prepare_cached(&format!(
            "DELETE FROM raw WHERE receipt BETWEEN ?1 AND ?2
             AND receipt IN (SELECT id FROM receipt WHERE id BETWEEN ?1 AND ?2 AND {IS_DROPPABLE})"
        ))?
        .execute([retired.first, retired.last])?;
    connection
        .prepare_cached("INSERT OR IGNORE INTO dropped(first, last, at, days) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![retired.first, retired.last, now, retired.days])?;
    Ok(())
}

/// When the bytes of a receipt were dropped; none where they were not, whatever else has become of them.
pub(super) fn dropped(connection: &Connection, receipt: i64) -> Result<Option<Dropped>, HistoryError> {
    let found: Option<(i64, u32)> = connection
        .prepare_cached(&format!(
            "SELECT at, days FROM dropped WHERE first <= ?1 AND last >= ?1
             AND EXISTS (SELECT 1 FROM receipt WHERE id = ?1 AND {IS_DROPPABLE}) ORDER BY first DESC LIMIT 1"
        ))?
        .query_row([receipt], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((at, days)) = found else { return Ok(None) };
    let at: DateTime<Utc> = DateTime::from_timestamp_millis(at).ok_or_else(|| HistoryError::Damaged {
        what: format!("when receipt {receipt} was dropped"),
    })?;
    Ok(Some(Dropped { at, days }))
}
