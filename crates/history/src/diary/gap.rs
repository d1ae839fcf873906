//! Gaps: times for which a station owes data and has brought none, and what was done about it.

use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::{Diary, OrderId, row};
use crate::error::HistoryError;
use crate::observation::Period;
use crate::receipt::Fault;

/// Where a gap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapState {
    /// Data are missing and will be asked for.
    Open,
    /// Nothing is missing any more.
    Filled,
    /// It is not asked for any more; the reason says why.
    GivenUp,
}

impl GapState {
    const ALL: [Self; 3] = [Self::Open, Self::Filled, Self::GivenUp];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Filled => "filled",
            Self::GivenUp => "given-up",
        }
    }
}

/// How many values of an item are missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Item code.
    pub item: String,
    /// How many times.
    pub times: u32,
}

/// What a look at the history has shown for one stretch of time: a day of hours, say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenGap {
    /// MN of the station.
    pub station: String,
    /// Its point.
    pub point: String,
    /// The length of time that its values speak for.
    pub period: Period,
    /// Where the stretch begins, local civil time; with station and period it names the gap.
    pub start: NaiveDateTime,
    /// The first missing time.
    pub first: NaiveDateTime,
    /// The last missing time.
    pub last: NaiveDateTime,
    /// What is missing; empty when all is there now.
    pub missing: Vec<Missing>,
}

/// A gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// Its number.
    pub id: i64,
    /// MN of the station.
    pub station: String,
    /// Its point.
    pub point: String,
    /// The length of time that its values speak for.
    pub period: Period,
    /// Where the stretch begins, local civil time.
    pub start: NaiveDateTime,
    /// The first missing time.
    pub first: NaiveDateTime,
    /// The last missing time.
    pub last: NaiveDateTime,
    /// What is missing; empty once it is filled.
    pub missing: Vec<Missing>,
    /// Where it stands.
    pub state: GapState,
    /// How often it was asked for.
    pub attempts: u32,
    /// When it is asked for next.
    pub next_at: Option<DateTime<Utc>>,
    /// Why it is not asked for any more, or how the last attempt ended.
    pub reason: Option<Fault>,
    /// When it was seen first.
    pub found_at: DateTime<Utc>,
    /// When it was filled or given up.
    pub closed_at: Option<DateTime<Utc>>,
}

/// One time that a gap was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The order by which it was asked for.
    pub order: Option<OrderId>,
    /// How it ended.
    pub outcome: Fault,
    /// When it is asked for again; none: it is given up.
    pub next_at: Option<DateTime<Utc>>,
}

const SELECT: &str = "SELECT id, station, point, period, start, first, last, missing, state, attempts, next_at, reason, found_at, closed_at FROM gap";

impl Diary {
    /// Writes down what a look has shown: new gaps are opened and due at `now`, filled ones closed. A gap that was given up stays so
    /// unless it is filled after all. Returns how many were opened and how many were filled.
    pub async fn see(&self, seen: Vec<SeenGap>, now: DateTime<Utc>) -> Result<(usize, usize), HistoryError> {
        if seen.is_empty() {
            return Ok((0, 0));
        }
        self.write(move |transaction| {
            let (mut opened, mut filled) = (0, 0);
            for gap in &seen {
                match gap.missing.is_empty() {
                    true => filled += fill(transaction, gap, now)?,
                    false => opened += open(transaction, gap, now)?,
                }
            }
            Ok((opened, filled))
        })
        .await
    }

    /// Writes down an attempt to fill a gap.
    pub async fn attempted(&self, gap: i64, attempt: Attempt, now: DateTime<Utc>) -> Result<(), HistoryError> {
        self.write(move |transaction| {
            let outcome = row::written(&attempt.outcome)?;
            let next = attempt.next_at.map(|at| at.timestamp_millis());
            transaction.execute(
                "UPDATE gap SET attempts = attempts + 1, reason = ?2, next_at = ?3,
                        state = CASE WHEN state = 'open' AND ?3 IS NULL THEN 'given-up' ELSE state END,
                        closed_at = CASE WHEN state = 'open' AND ?3 IS NULL THEN ?4 ELSE closed_at END
                 WHERE id = ?1",
                params![gap, outcome, next, now.timestamp_millis()],
            )?;
            transaction.execute(
                "INSERT INTO attempt(gap, number, at, \"order\", outcome)
                 SELECT id, attempts, ?2, ?3, ?4 FROM gap WHERE id = ?1",
                params![gap, now.timestamp_millis(), attempt.order.map(|order| order.0), outcome],
            )?;
            Ok(())
        })
        .await
    }

    /// Gives a gap up without an attempt.
    pub async fn give_up(&self, gap: i64, reason: Fault, now: DateTime<Utc>) -> Result<(), HistoryError> {
        self.write(move |transaction| {
            transaction.execute(
                "UPDATE gap SET state = 'given-up', next_at = NULL, reason = ?2, closed_at = ?3
                 WHERE id = ?1 AND state = 'open'",
                params![gap, row::written(&reason)?, now.timestamp_millis()],
            )?;
            Ok(())
        })
        .await
    }

    /// The gaps of a station, or of all, by station, period and time; closed ones only when asked for.
    pub async fn gaps(&self, station: Option<&str>, with_closed: bool, limit: usize) -> Result<Vec<Gap>, HistoryError> {
        let station = station.map(str::to_owned);
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "{SELECT} WHERE (?1 IS NULL OR station = ?1) AND (?2 OR state = 'open')
                     ORDER BY station, period, start LIMIT ?3"
                ))?
                .query_map(
                    params![station, with_closed, i64::try_from(limit).unwrap_or(i64::MAX)],
                    read_gap,
                )?
                .collect()
        })
        .await
    }

    /// The open gap of a station that is due, the newest first: what is fresh is still in every logger's memory.
    pub async fn due_gap(&self, station: &str, now: DateTime<Utc>) -> Result<Option<Gap>, HistoryError> {
        let station = station.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "{SELECT} WHERE station = ?1 AND state = 'open' AND next_at <= ?2 ORDER BY start DESC, id LIMIT 1"
                ))?
                .query_row(params![station, now.timestamp_millis()], read_gap)
                .optional()
        })
        .await
    }

    /// A gap by its number.
    pub async fn gap(&self, id: i64) -> Result<Option<Gap>, HistoryError> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
                .query_row([id], read_gap)
                .optional()
        })
        .await
    }

    /// Forgets gaps that were closed before a moment; returns how many.
    pub async fn forget_gaps(&self, closed_before: DateTime<Utc>) -> Result<usize, HistoryError> {
        self.write(move |transaction| {
            transaction.execute(
                "DELETE FROM gap WHERE closed_at < ?1",
                [closed_before.timestamp_millis()],
            )
        })
        .await
    }
}

fn fill(transaction: &Transaction<'_>, gap: &SeenGap, now: DateTime<Utc>) -> rusqlite::Result<usize> {
    transaction
        .prepare_cached(
            "UPDATE gap SET state = 'filled', missing = '[]', next_at = NULL, closed_at = ?4
             WHERE station = ?1 AND period = ?2 AND start = ?3 AND state <> 'filled'",
        )?
        .execute(params![
            gap.station,
            gap.period.word(),
            row::local_millis(gap.start),
            now.timestamp_millis()
        ])
}

fn open(transaction: &Transaction<'_>, gap: &SeenGap, now: DateTime<Utc>) -> rusqlite::Result<usize> {
    let missing = row::written(&gap.missing)?;
    let known = transaction
        .prepare_cached(
            "UPDATE gap SET first = ?4, last = ?5, missing = ?6,
                    attempts = CASE WHEN state = 'filled' THEN 0 ELSE attempts END,
                    next_at = CASE WHEN state = 'filled' THEN ?7 ELSE next_at END,
                    closed_at = CASE WHEN state = 'filled' THEN NULL ELSE closed_at END,
                    state = CASE WHEN state = 'filled' THEN 'open' ELSE state END
             WHERE station = ?1 AND period = ?2 AND start = ?3",
        )?
        .execute(params![
            gap.station,
            gap.period.word(),
            row::local_millis(gap.start),
            row::local_millis(gap.first),
            row::local_millis(gap.last),
            missing,
            now.timestamp_millis(),
        ])?;
    if known > 0 {
        return Ok(0);
    }
    transaction
        .prepare_cached(
            "INSERT INTO gap(station, point, period, start, first, last, missing, state, next_at, found_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open', ?8, ?8)",
        )?
        .execute(params![
            gap.station,
            gap.point,
            gap.period.word(),
            row::local_millis(gap.start),
            row::local_millis(gap.first),
            row::local_millis(gap.last),
            missing,
            now.timestamp_millis(),
        ])
}

fn read_gap(found: &Row<'_>) -> rusqlite::Result<Gap> {
    let (period, state): (String, String) = (found.get(3)?, found.get(8)?);
    Ok(Gap {
        id: found.get(0)?,
        station: found.get(1)?,
        point: found.get(2)?,
        period: Period::from_word(&period).ok_or_else(|| row::damaged(3, &period))?,
        start: row::local(found, 4)?,
        first: row::local(found, 5)?,
        last: row::local(found, 6)?,
        missing: row::json(found, 7)?,
        state: GapState::ALL
            .into_iter()
            .find(|known| known.word() == state)
            .ok_or_else(|| row::damaged(8, &state))?,
        attempts: found.get(9)?,
        next_at: row::moment_or_none(found, 10)?,
        reason: row::json_or_none(found, 11)?,
        found_at: row::moment(found, 12)?,
        closed_at: row::moment_or_none(found, 13)?,
    })
}
