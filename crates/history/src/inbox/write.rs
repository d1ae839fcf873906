//! The one writer: takes orders from a bounded queue, commits many at once, answers each after the commit.

use std::path::Path;

use chrono::Utc;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot, watch};

use crate::error::HistoryError;
use crate::observation::Observation;
use crate::receipt::{Receipt, ReceiptId, Received};

/// Orders that may wait; whoever brings one more waits himself, which stops reading from his socket.
const QUEUE_MAX: usize = 4_096;
/// Orders in one commit.
const COMMIT_ORDERS_MAX: usize = 1_000;
/// Bytes of evidence in one commit, beyond which no further order joins it.
const COMMIT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Evidence from this size on is compressed. Single frames are not: they have nothing to share inside themselves.
const PACK_FROM_BYTES: usize = 4_096;

/// What the writer can be told to do.
pub(crate) enum Order {
    /// Keep a receipt.
    Receive(Box<Receipt>, oneshot::Sender<Result<Received, HistoryError>>),
    /// Keep more values of a receipt that is there.
    Append(ReceiptId, Vec<Observation>, oneshot::Sender<Result<u64, HistoryError>>),
    /// Take values from a receipt that waited without any; nothing happens when that was done before.
    Admit(ReceiptId, Vec<Observation>, oneshot::Sender<Result<u64, HistoryError>>),
    /// Forget the observations up to a sequence that the lake holds.
    Sealed(i64, oneshot::Sender<Result<(), HistoryError>>),
}

impl Order {
    fn weight(&self) -> usize {
        match self {
            Self::Receive(receipt, _) => receipt.bytes.len() + receipt.observations.len() * 128,
            Self::Append(_, observations, _) | Self::Admit(_, observations, _) => observations.len() * 128,
            Self::Sealed(..) => 0,
        }
    }
}

/// The answer that waits for the commit.
enum Answer {
    Received(
        Result<Received, HistoryError>,
        oneshot::Sender<Result<Received, HistoryError>>,
    ),
    Appended(Result<u64, HistoryError>, oneshot::Sender<Result<u64, HistoryError>>),
    Sealed(Result<(), HistoryError>, oneshot::Sender<Result<(), HistoryError>>),
}

/// The handle to the writing thread.
#[derive(Clone)]
pub(crate) struct InboxWriter {
    orders: mpsc::Sender<Order>,
}

impl InboxWriter {
    /// Opens the inbox and starts its thread. `changed` is raised after each commit that added something.
    pub(crate) fn start(file: &Path, changed: watch::Sender<u64>) -> Result<Self, HistoryError> {
        let connection = super::open(file)?;
        super::prepare(&connection)?;
        let (orders, queue) = mpsc::channel(QUEUE_MAX);
        std::thread::Builder::new()
            .name("inbox".into())
            .spawn(move || run(connection, queue, &changed))
            .map_err(|cause| HistoryError::Folder {
                folder: file.to_owned(),
                cause,
            })?;
        Ok(Self { orders })
    }

    /// Hands over an order; waits while the queue is full.
    pub(crate) async fn order(&self, order: Order) -> Result<(), HistoryError> {
        self.orders.send(order).await.map_err(|_| HistoryError::Closed)
    }
}

fn run(mut connection: Connection, mut queue: mpsc::Receiver<Order>, changed: &watch::Sender<u64>) {
    while let Some(first) = queue.blocking_recv() {
        let mut weight = first.weight();
        let mut orders = vec![first];
        while orders.len() < COMMIT_ORDERS_MAX && weight < COMMIT_BYTES_MAX {
            match queue.try_recv() {
                Ok(order) => {
                    weight += order.weight();
                    orders.push(order);
                }
                Err(_) => break,
            }
        }
        let (answers, committed) = commit(&mut connection, orders);
        if committed {
            changed.send_modify(|count| *count += 1);
        }
        answers.into_iter().for_each(Answer::send);
    }
}

/// Carries out `orders` in one transaction. An order that fails alone is rolled back alone; when the commit fails, all have failed.
fn commit(connection: &mut Connection, orders: Vec<Order>) -> (Vec<Answer>, bool) {
    let mut transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(cause) => {
            return (
                refuse_all(orders.into_iter().map(Answer::waiting).collect(), &cause),
                false,
            );
        }
    };
    let answers: Vec<Answer> = orders
        .into_iter()
        .map(|order| carry_out(&mut transaction, order))
        .collect();
    match transaction.commit() {
        Ok(()) => (answers, true),
        Err(cause) => (refuse_all(answers, &cause), false),
    }
}

fn carry_out(transaction: &mut Transaction<'_>, order: Order) -> Answer {
    match order {
        Order::Receive(receipt, answer) => Answer::Received(alone(transaction, |t| receive(t, &receipt)), answer),
        Order::Append(id, observations, answer) => Answer::Appended(
            alone(transaction, |t| insert_observations(t, id, &observations)),
            answer,
        ),
        Order::Admit(id, observations, answer) => {
            Answer::Appended(alone(transaction, |t| admit(t, id, &observations)), answer)
        }
        Order::Sealed(through, answer) => Answer::Sealed(alone(transaction, |t| forget(t, through)), answer),
    }
}

/// Runs `work` inside a savepoint, so that its failure leaves nothing behind.
fn alone<T>(
    transaction: &mut Transaction<'_>,
    work: impl FnOnce(&Connection) -> Result<T, HistoryError>,
) -> Result<T, HistoryError> {
    let savepoint = transaction.savepoint()?;
    let done = work(&savepoint)?;
    savepoint.commit()?;
    Ok(done)
}

fn receive(connection: &Connection, receipt: &Receipt) -> Result<Received, HistoryError> {
    if let Some(digest) = &receipt.digest
        && let Some(id) = connection
            .prepare_cached("UPDATE receipt SET repeats = repeats + 1 WHERE digest = ?1 RETURNING id")?
            .query_row([digest.0.as_slice()], |row| row.get(0))
            .optional()?
    {
        return Ok(Received {
            id: ReceiptId(id),
            fresh: false,
        });
    }
    let faults = match receipt.faults.is_empty() {
        true => None,
        false => Some(
            serde_json::to_string(&receipt.faults).map_err(|cause| HistoryError::Damaged {
                what: cause.to_string(),
            })?,
        ),
    };
    let packed = pack(&receipt.bytes);
    connection
        .prepare_cached(
            "INSERT INTO receipt(door, source, station, received_at, digest, packed, bytes, faults)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            receipt.door.word(),
            receipt.from,
            receipt.station,
            Utc::now().timestamp_millis(),
            receipt.digest.as_ref().map(|digest| digest.0.as_slice()),
            packed.is_some(),
            packed.as_deref().unwrap_or(&receipt.bytes),
            faults,
        ])?;
    let id = ReceiptId(connection.last_insert_rowid());
    insert_observations(connection, id, &receipt.observations)?;
    Ok(Received { id, fresh: true })
}

/// The compressed bytes, where that is worth it. A compressor that fails is no reason to lose evidence: it is kept as it is.
fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    (bytes.len() >= PACK_FROM_BYTES)
        .then(|| zstd::encode_all(bytes, 3).ok())
        .flatten()
}

fn insert_observations(
    connection: &Connection,
    receipt: ReceiptId,
    observations: &[Observation],
) -> Result<u64, HistoryError> {
    let recorded_at = Utc::now().timestamp_millis();
    let mut insert = connection.prepare_cached(
        "INSERT INTO observation(receipt, line, recorded_at, point, item, period, statistic, at, value, text, flag)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for observation in observations {
        crate::rows::check_width(&observation.item, observation.value)?;
        insert.execute(params![
            receipt.0,
            observation.line,
            recorded_at,
            observation.point,
            observation.item,
            observation.period.word(),
            observation.statistic.word(),
            observation.at.and_utc().timestamp_micros(),
            observation.value.map(|value| value.to_string()),
            observation.text,
            observation.flag,
        ])?;
    }
    Ok(observations.len() as u64)
}

fn admit(connection: &Connection, receipt: ReceiptId, observations: &[Observation]) -> Result<u64, HistoryError> {
    match connection.execute(
        "UPDATE receipt SET admitted = 1 WHERE id = ?1 AND admitted = 0",
        [receipt.0],
    )? {
        0 => Ok(0),
        _ => insert_observations(connection, receipt, observations),
    }
}

fn forget(connection: &Connection, through: i64) -> Result<(), HistoryError> {
    connection.execute("UPDATE seal SET through = max(through, ?1)", [through])?;
    connection.execute("DELETE FROM observation WHERE sequence <= ?1", [through])?;
    Ok(())
}

impl Answer {
    /// The answer to an order that was never begun.
    fn waiting(order: Order) -> Self {
        match order {
            Order::Receive(_, answer) => Self::Received(Err(HistoryError::Closed), answer),
            Order::Append(_, _, answer) | Order::Admit(_, _, answer) => {
                Self::Appended(Err(HistoryError::Closed), answer)
            }
            Order::Sealed(_, answer) => Self::Sealed(Err(HistoryError::Closed), answer),
        }
    }

    /// Whoever asked may have gone (a connection that broke); what he brought is kept all the same.
    fn send(self) {
        match self {
            Self::Received(result, answer) => drop(answer.send(result)),
            Self::Appended(result, answer) => drop(answer.send(result)),
            Self::Sealed(result, answer) => drop(answer.send(result)),
        }
    }

    fn refused(self, cause: &str) -> Self {
        let error = || HistoryError::CommitFailed {
            cause: cause.to_owned(),
        };
        match self {
            Self::Received(_, answer) => Self::Received(Err(error()), answer),
            Self::Appended(_, answer) => Self::Appended(Err(error()), answer),
            Self::Sealed(_, answer) => Self::Sealed(Err(error()), answer),
        }
    }
}

fn refuse_all(answers: Vec<Answer>, cause: &rusqlite::Error) -> Vec<Answer> {
    let cause = cause.to_string();
    answers.into_iter().map(|answer| answer.refused(&cause)).collect()
}
