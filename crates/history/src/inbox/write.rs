//! The one writer: takes orders from two bounded lanes, commits many at once, answers each after the commit.

use std::path::Path;
use std::sync::Arc;

use chrono::Utc;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use tokio::sync::{oneshot, watch};

use super::blob::Encoded;
use super::checkpoint::Checkpoints;
use super::identity::Identities;
use super::lanes::{Lane, Lanes};
use super::order::{Done, Order, Prepared, Work};
use super::{pack, retention};
use crate::error::HistoryError;
use crate::receipt::{Door, ReceiptId, Received};

/// Memory for pages of the file, in KiB.
const CACHE_KIB: i64 = 64 * 1024;

/// The handle to the writing thread, which ends with it.
pub(crate) struct InboxWriter {
    lanes: Arc<Lanes<Order>>,
}

impl InboxWriter {
    /// Opens the inbox and starts its thread. `changed` is raised after each commit that added something.
    pub(crate) fn start(file: &Path, changed: watch::Sender<u64>) -> Result<Self, HistoryError> {
        let connection = super::open(file)?;
        super::prepare(&connection)?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        let writer = Writer {
            checkpoints: Checkpoints::start(&connection, file)?,
            connection,
            identities: Identities::default(),
        };
        let lanes = Arc::new(Lanes::new());
        let orders = Arc::clone(&lanes);
        std::thread::Builder::new()
            .name("inbox".into())
            .spawn(move || writer.run(&orders, &changed))
            .map_err(|cause| HistoryError::Folder {
                folder: file.to_owned(),
                cause,
            })?;
        Ok(Self { lanes })
    }

    /// Hands over an order, waiting while its lane is full, and waits until it is done and on disk.
    pub(crate) async fn order(&self, lane: Lane, work: Work) -> Result<Done, HistoryError> {
        let (answer, done) = oneshot::channel();
        let load = work.load();
        match self.lanes.put(lane, load, Order { work, answer }).await {
            true => done.await.map_err(|_| HistoryError::Closed)?,
            false => Err(HistoryError::Closed),
        }
    }
}

impl Drop for InboxWriter {
    fn drop(&mut self) {
        self.lanes.close();
    }
}

struct Writer {
    connection: Connection,
    identities: Identities,
    checkpoints: Checkpoints,
}

/// Why orders were not carried out.
enum Failed {
    /// One of them could not be; the others may be tried without it.
    One(HistoryError),
    /// Nothing reaches the disk.
    All(HistoryError),
}

impl Writer {
    fn run(mut self, lanes: &Lanes<Order>, changed: &watch::Sender<u64>) {
        while let Some(orders) = lanes.take() {
            let bytes = orders.iter().map(|order| order.work.load().bytes).sum();
            let (works, answers): (Vec<_>, Vec<_>) = orders.into_iter().map(|order| (order.work, order.answer)).unzip();
            let outcomes = self.carry_out(&works);
            if outcomes.iter().any(Result::is_ok) {
                changed.send_modify(|count| *count += 1);
            }
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                // Whoever asked may have gone (a connection that broke); what he brought is kept all the same.
                drop(answer.send(outcome));
            }
            self.checkpoints.after_commit(&self.connection, bytes);
        }
    }

    /// Carries out works in one transaction. Where one of them fails, each is tried in a transaction of its own.
    fn carry_out(&mut self, works: &[Work]) -> Vec<Result<Done, HistoryError>> {
        match self.attempt(works) {
            Ok(done) => done.into_iter().map(Ok).collect(),
            Err(Failed::All(cause)) => {
                let cause = cause.to_string();
                let error = || HistoryError::CommitFailed { cause: cause.clone() };
                works.iter().map(|_| Err(error())).collect()
            }
            Err(Failed::One(cause)) if works.len() == 1 => vec![Err(cause)],
            Err(Failed::One(_)) => works
                .iter()
                .flat_map(|work| self.carry_out(std::slice::from_ref(work)))
                .collect(),
        }
    }

    fn attempt(&mut self, works: &[Work]) -> Result<Vec<Done>, Failed> {
        let done = attempt(&mut self.connection, &mut self.identities, works);
        if done.is_err() {
            self.identities.reset();
        }
        done
    }
}

fn attempt(connection: &mut Connection, identities: &mut Identities, works: &[Work]) -> Result<Vec<Done>, Failed> {
    let all = |cause: rusqlite::Error| Failed::All(cause.into());
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(all)?;
    let mut page = Page::open(&transaction, identities).map_err(Failed::All)?;
    let mut done = Vec::with_capacity(works.len());
    for work in works {
        done.push(page.carry_out(work).map_err(Failed::One)?);
    }
    page.close().map_err(Failed::All)?;
    transaction.commit().map_err(all)?;
    Ok(done)
}

/// One transaction, with the numbers that it gives.
struct Page<'t> {
    transaction: &'t Transaction<'t>,
    identities: &'t mut Identities,
    now: i64,
    last_receipt: i64,
    last_sequence: i64,
    frames: i64,
    frames_faulty: i64,
    files: i64,
    receipts: usize,
}

impl<'t> Page<'t> {
    fn open(transaction: &'t Transaction<'t>, identities: &'t mut Identities) -> Result<Self, HistoryError> {
        let (last_receipt, last_sequence, indexed_through) = transaction
            .prepare_cached("SELECT last_receipt, last_sequence, indexed_through FROM state")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        identities.catch_up(transaction, indexed_through, last_receipt)?;
        Ok(Self {
            transaction,
            identities,
            now: Utc::now().timestamp_millis(),
            last_receipt,
            last_sequence,
            frames: 0,
            frames_faulty: 0,
            files: 0,
            receipts: 0,
        })
    }

    fn carry_out(&mut self, work: &Work) -> Result<Done, HistoryError> {
        match work {
            Work::Receive(receipts) => {
                let received: Result<_, _> = receipts.iter().map(|receipt| self.receive(receipt)).collect();
                Ok(Done::Received(received?))
            }
            Work::Append(id, observations) => self.add(id.0, observations).map(Done::Added),
            Work::Admit(id, observations) => self.admit(*id, observations).map(Done::Added),
            Work::Sealed(through) => self.forget(*through),
            Work::Pack(blocks) => {
                pack::replace(self.transaction, blocks)?;
                Ok(Done::AsTold)
            }
            Work::Retire(retired) => {
                retention::carry_out(self.transaction, retired, self.now)?;
                Ok(Done::AsTold)
            }
        }
    }

    fn receive(&mut self, receipt: &Prepared) -> Result<Received, HistoryError> {
        if let Some(digest) = &receipt.digest
            && let Some(id) = self.identities.find(self.transaction, digest)?
        {
            self.transaction
                .prepare_cached("UPDATE receipt SET repeats = repeats + 1 WHERE id = ?1")?
                .execute([id])?;
            return Ok(Received {
                id: ReceiptId(id),
                fresh: false,
            });
        }
        let id = self.last_receipt + 1;
        self.insert(id, receipt)?;
        self.last_receipt = id;
        self.identities.note(receipt.digest.as_ref(), id);
        self.add(id, &receipt.observations)?;
        match receipt.door {
            Door::Hj212 => {
                self.frames += 1;
                self.frames_faulty += i64::from(receipt.faults.is_some());
            }
            Door::File => self.files += 1,
        }
        self.receipts += 1;
        Ok(Received {
            id: ReceiptId(id),
            fresh: true,
        })
    }

    fn insert(&self, id: i64, receipt: &Prepared) -> Result<(), HistoryError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO receipt(id, door, source, station, received_at, digest, back_filled, faults)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                id,
                receipt.door.word(),
                receipt.from,
                receipt.station,
                self.now,
                receipt.digest.as_ref().map(|digest| digest.bytes().as_slice()),
                receipt.back_filled,
                receipt.faults,
            ])?;
        self.transaction
            .prepare_cached("INSERT INTO raw(receipt, packed, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![id, receipt.packed, receipt.bytes])?;
        Ok(())
    }

    /// Keeps the observations of a receipt under the next sequences.
    fn add(&mut self, receipt: i64, observations: &Encoded) -> Result<u64, HistoryError> {
        if observations.count > 0 {
            self.transaction
                .prepare_cached(
                    "INSERT INTO pending(first_sequence, receipt, count, recorded_at, observations)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    self.last_sequence + 1,
                    receipt,
                    observations.count,
                    self.now,
                    observations.bytes
                ])?;
            self.last_sequence += i64::from(observations.count);
        }
        Ok(observations.count.into())
    }

    fn admit(&mut self, id: ReceiptId, observations: &Encoded) -> Result<u64, HistoryError> {
        let admitted = self
            .transaction
            .prepare_cached("UPDATE receipt SET admitted = 1 WHERE id = ?1 AND admitted = 0")?
            .execute([id.0])?;
        if admitted == 0 {
            return Ok(0);
        }
        self.transaction
            .prepare_cached("INSERT INTO admission(receipt) VALUES (?1)")?
            .execute([id.0])?;
        self.add(id.0, observations)
    }

    /// A seal always ends with a blob.
    fn forget(&self, through: i64) -> Result<Done, HistoryError> {
        self.transaction
            .execute("UPDATE state SET sealed_through = max(sealed_through, ?1)", [through])?;
        self.transaction
            .execute("DELETE FROM pending WHERE first_sequence <= ?1", [through])?;
        Ok(Done::AsTold)
    }

    fn close(self) -> Result<(), HistoryError> {
        self.identities.index_some(self.transaction, self.receipts)?;
        self.transaction
            .prepare_cached(
                "UPDATE state SET last_receipt = ?1, last_sequence = ?2, frames = frames + ?3,
                 frames_faulty = frames_faulty + ?4, files = files + ?5",
            )?
            .execute(params![
                self.last_receipt,
                self.last_sequence,
                self.frames,
                self.frames_faulty,
                self.files
            ])?;
        Ok(())
    }
}
