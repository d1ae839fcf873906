//! Orders: what a station is asked to do or to tell, and each step of it.

use std::fmt;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Diary, row};
use crate::error::HistoryError;

/// Orders that are kept, with their steps; the oldest finished ones are forgotten.
pub const ORDERS_MAX: i64 = 100_000;
/// How many orders may be too many before they are forgotten in one go.
const FORGOTTEN_AT_ONCE: i64 = 1_000;

/// Number of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OrderId(pub i64);

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "o{}", self.0)
    }
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderState {
    /// Nobody has begun.
    Waiting,
    /// It is being carried out.
    Carried,
    /// The station has carried it out.
    Done,
    /// It was not carried out, or nobody knows whether it was; the outcome says why.
    Failed,
}

impl OrderState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Carried, Self::Done, Self::Failed];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Carried => "carried",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing more will happen.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

/// An order to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// MN of the station.
    pub station: String,
    /// Who gives it, e.g. `person`, `repair`.
    pub origin: String,
    /// The command (CN).
    pub command: u16,
    /// The content of CP, without the `&&` around it.
    pub content: String,
    /// Until when it waits for the station.
    pub wait_until: DateTime<Utc>,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Order {
    /// Its number.
    pub id: OrderId,
    /// When it was given.
    pub made_at: DateTime<Utc>,
    /// MN of the station.
    pub station: String,
    /// Who gave it.
    pub origin: String,
    /// The command (CN).
    pub command: u16,
    /// The content of CP, without the `&&` around it.
    pub content: String,
    /// Until when it waits for the station.
    pub wait_until: DateTime<Utc>,
    /// Where it stands.
    pub state: OrderState,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<Value>,
}

/// One step of an order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OrderStep {
    /// Order of all steps.
    pub id: i64,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// What was done or heard, as a word such as `sent`.
    pub kind: String,
    /// More about it.
    pub details: Value,
}

const SELECT: &str =
    "SELECT id, made_at, station, origin, command, content, wait_until, state, finished_at, outcome FROM \"order\"";

impl Diary {
    /// Writes an order down for whoever has the connection. When this returns, it is on disk.
    pub async fn place(&self, order: NewOrder) -> Result<OrderId, HistoryError> {
        self.write(move |transaction| insert(transaction, &order, OrderState::Waiting))
            .await
    }

    /// Writes down an order that the writer begins at once.
    pub async fn begin(&self, order: NewOrder) -> Result<OrderId, HistoryError> {
        self.write(move |transaction| insert(transaction, &order, OrderState::Carried))
            .await
    }

    /// Begins a waiting order; false when somebody else has begun it, or it has ended.
    pub async fn take(&self, id: OrderId) -> Result<bool, HistoryError> {
        self.write(move |transaction| {
            let taken = transaction.execute(
                "UPDATE \"order\" SET state = 'carried' WHERE id = ?1 AND state = 'waiting'",
                [id.0],
            )?;
            Ok(taken == 1)
        })
        .await
    }

    /// Writes down a step of an order.
    pub async fn step(&self, id: OrderId, kind: &str, details: Value) -> Result<(), HistoryError> {
        let kind = kind.to_owned();
        self.write(move |transaction| {
            transaction
                .prepare_cached("INSERT INTO step(\"order\", at, kind, details) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id.0, Utc::now().timestamp_millis(), kind, details.to_string()])?;
            Ok(())
        })
        .await
    }

    /// Ends an order that is in the state `from`; false when it was not.
    pub async fn finish(
        &self,
        id: OrderId,
        from: OrderState,
        to: OrderState,
        outcome: Value,
    ) -> Result<bool, HistoryError> {
        self.write(move |transaction| {
            let ended = transaction.execute(
                "UPDATE \"order\" SET state = ?3, finished_at = ?4, outcome = ?5 WHERE id = ?1 AND state = ?2",
                params![
                    id.0,
                    from.word(),
                    to.word(),
                    Utc::now().timestamp_millis(),
                    outcome.to_string()
                ],
            )?;
            Ok(ended == 1)
        })
        .await
    }

    /// Ends every order that was being carried out when the serving process ended; returns how many.
    pub async fn finish_interrupted(&self, outcome: Value) -> Result<usize, HistoryError> {
        self.write(move |transaction| {
            transaction.execute(
                "UPDATE \"order\" SET state = 'failed', finished_at = ?1, outcome = ?2 WHERE state = 'carried'",
                params![Utc::now().timestamp_millis(), outcome.to_string()],
            )
        })
        .await
    }

    /// The orders that nobody has begun, the oldest first.
    pub async fn waiting_orders(&self, limit: usize) -> Result<Vec<Order>, HistoryError> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "{SELECT} WHERE state = 'waiting' AND finished_at IS NULL ORDER BY id LIMIT ?1"
                ))?
                .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], read_order)?
                .collect()
        })
        .await
    }

    /// An order by its number.
    pub async fn order(&self, id: OrderId) -> Result<Option<Order>, HistoryError> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
                .query_row([id.0], read_order)
                .optional()
        })
        .await
    }

    /// The newest orders of a station, or of all, the newest first.
    pub async fn orders(&self, station: Option<&str>, limit: usize) -> Result<Vec<Order>, HistoryError> {
        let station = station.map(str::to_owned);
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "{SELECT} WHERE ?1 IS NULL OR station = ?1 ORDER BY id DESC LIMIT ?2"
                ))?
                .query_map(params![station, i64::try_from(limit).unwrap_or(i64::MAX)], read_order)?
                .collect()
        })
        .await
    }

    /// The steps of an order behind step `after`, the oldest first.
    pub async fn steps(&self, id: OrderId, after: i64) -> Result<Vec<OrderStep>, HistoryError> {
        self.read(move |connection| steps(connection, id, after)).await
    }
}

fn insert(transaction: &Transaction<'_>, order: &NewOrder, state: OrderState) -> rusqlite::Result<OrderId> {
    transaction
        .prepare_cached(
            "INSERT INTO \"order\"(made_at, station, origin, command, content, wait_until, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            Utc::now().timestamp_millis(),
            order.station,
            order.origin,
            order.command,
            order.content,
            order.wait_until.timestamp_millis(),
            state.word(),
        ])?;
    let id = transaction.last_insert_rowid();
    if id % FORGOTTEN_AT_ONCE == 0 {
        transaction.execute(
            "DELETE FROM \"order\" WHERE id <= ?1 AND finished_at IS NOT NULL",
            [id - ORDERS_MAX],
        )?;
    }
    Ok(OrderId(id))
}

fn read_order(found: &Row<'_>) -> rusqlite::Result<Order> {
    let state: String = found.get(7)?;
    Ok(Order {
        id: OrderId(found.get(0)?),
        made_at: row::moment(found, 1)?,
        station: found.get(2)?,
        origin: found.get(3)?,
        command: found.get(4)?,
        content: found.get(5)?,
        wait_until: row::moment(found, 6)?,
        state: OrderState::ALL
            .into_iter()
            .find(|known| known.word() == state)
            .ok_or_else(|| row::damaged(7, &state))?,
        finished_at: row::moment_or_none(found, 8)?,
        outcome: row::json_or_none(found, 9)?,
    })
}

fn steps(connection: &Connection, id: OrderId, after: i64) -> rusqlite::Result<Vec<OrderStep>> {
    connection
        .prepare_cached("SELECT id, at, kind, details FROM step WHERE \"order\" = ?1 AND id > ?2 ORDER BY id")?
        .query_map(params![id.0, after], |found| {
            Ok(OrderStep {
                id: found.get(0)?,
                at: row::moment(found, 1)?,
                kind: found.get(2)?,
                details: row::json(found, 3)?,
            })
        })?
        .collect()
}
