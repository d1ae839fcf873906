//! The one way in and out of the history.

use std::collections::BTreeMap;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use serde::Serialize;
use tokio::sync::watch;

use crate::engine::{self, Engine};
use crate::error::HistoryError;
use crate::inbox::{self, Done, InboxReader, InboxWriter, Lane, Prepared, RECEIPT_BYTES_MAX, Work};
use crate::lake::Lake;
use crate::observation::Observation;
use crate::query::{Ask, Extent, Known, Slot, SlotAsk};
use crate::receipt::{AdmissionNumber, FaultCount, KeptApart, Receipt, ReceiptId, Received, Retention, StoredReceipt};
use crate::sql::{self, SqlAnswer, SqlError, SqlLimits};

/// Rows in one seal.
const SEAL_ROWS_MAX: usize = 200_000;
/// From this many unsealed rows on, the keeper seals at once.
const SEAL_ROWS_SOON: u64 = 20_000;
/// Fewer rows wait this long, so that the lake is not made of crumbs.
const SEAL_AFTER: Duration = Duration::from_secs(60);
/// Receipts from this size on are compressed away from the asynchronous threads.
const PREPARED_ASIDE_FROM_BYTES: usize = 256 * 1024;
/// How often the keeper looks.
const KEEPER_TICK: Duration = Duration::from_secs(1);

/// Work that goes on for a while. Made here and not by whoever calls: the body of an `async fn` is compiled where it is awaited first,
/// which is the program, and the program is not optimised in the profile that people run.
type Working<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// How much has been received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Frames, and pieces of garbage between frames.
    pub frames: u64,
    /// Of these, with at least one fault.
    pub frames_faulty: u64,
    /// Imported files.
    pub files: u64,
    /// Statements about single values.
    pub observations: u64,
}

/// The history of one data folder. Cheap to clone; several processes may have the same folder open.
#[derive(Clone)]
pub struct History {
    inner: Arc<Inner>,
}

struct Inner {
    writer: InboxWriter,
    reader: InboxReader,
    lake: Lake,
    changed: watch::Sender<u64>,
    /// Packing and dropping both take bytes from one place to another: one of them at a time.
    moving: tokio::sync::Mutex<()>,
}

impl History {
    /// Opens the history in `folder`, making what is missing.
    pub async fn open(folder: &Path) -> Result<Self, HistoryError> {
        std::fs::create_dir_all(folder).map_err(|cause| HistoryError::Folder {
            folder: folder.to_owned(),
            cause,
        })?;
        let file = folder.join("inbox.sqlite");
        let (changed, _) = watch::channel(0);
        let writer = InboxWriter::start(&file, changed.clone())?;
        let reader = InboxReader::open(&file)?;
        let lake = Lake::open(folder).await?;
        Ok(Self {
            inner: Arc::new(Inner {
                writer,
                reader,
                lake,
                changed,
                moving: tokio::sync::Mutex::new(()),
            }),
        })
    }

    /// Keeps a receipt. When this returns, it is on disk; it is safe to acknowledge it.
    ///
    /// # Errors
    /// When nothing was kept: the caller must not acknowledge.
    pub async fn receive(&self, receipt: Receipt) -> Result<Received, HistoryError> {
        let received = self.receive_all(vec![receipt]).await?;
        received.into_iter().next().ok_or(HistoryError::Closed)
    }

    /// Keeps receipts in the order given, all in one commit. When this returns, they are on disk.
    ///
    /// Receipts that are all back-filled let new ones pass in the queue.
    ///
    /// # Errors
    /// When nothing was kept of any of them: the caller must not acknowledge.
    pub async fn receive_all(&self, receipts: Vec<Receipt>) -> Result<Vec<Received>, HistoryError> {
        let bytes = receipts.iter().map(|receipt| receipt.bytes.len()).max().unwrap_or(0);
        if bytes > RECEIPT_BYTES_MAX {
            return Err(HistoryError::ReceiptTooLarge {
                bytes,
                limit: RECEIPT_BYTES_MAX,
            });
        }
        let lane = match receipts.iter().all(|receipt| receipt.back_filled) {
            true => Lane::BackFill,
            false => Lane::New,
        };
        let prepare = || receipts.into_iter().map(Prepared::of).collect::<Result<Vec<_>, _>>();
        let prepared = match bytes < PREPARED_ASIDE_FROM_BYTES {
            true => prepare(),
            false => tokio::task::spawn_blocking(prepare)
                .await
                .map_err(|_| HistoryError::Closed)?,
        };
        match self.inner.writer.order(lane, Work::Receive(prepared?)).await? {
            Done::Received(received) => Ok(received),
            Done::Added(_) | Done::AsTold => Err(HistoryError::Closed),
        }
    }

    /// Keeps more values of a file that was received, and returns how many. When this returns, they are on disk.
    pub async fn append(&self, id: ReceiptId, observations: Vec<Observation>) -> Result<u64, HistoryError> {
        self.add(Work::Append(id, inbox::encode(&observations)?)).await
    }

    async fn add(&self, work: Work) -> Result<u64, HistoryError> {
        match self.inner.writer.order(Lane::New, work).await? {
            Done::Added(count) => Ok(count),
            Done::Received(_) | Done::AsTold => Err(HistoryError::Closed),
        }
    }

    /// The current statements that answer `ask`, in the order of point, time and item. Of several statements about one quantity
    /// only the latest is given; [`History::statements`] gives all.
    pub async fn observations(&self, ask: &Ask) -> Result<Vec<Known>, HistoryError> {
        let mut known = self.statements(ask).await?;
        // The statements are sorted by their keys and then by sequence: the last of a run is the current one.
        known.reverse();
        known.dedup_by(|older, newer| older.key() == newer.key());
        known.reverse();
        Ok(known)
    }

    /// All statements that answer `ask`, superseded ones included, in the order of point, time, item and sequence.
    pub async fn statements(&self, ask: &Ask) -> Result<Vec<Known>, HistoryError> {
        self.engine(ask).await?.statements(ask).await
    }

    /// The intervals in which something was said, in the order of point, item and time. An interval in which a value was said and then
    /// withdrawn counts as one with a value.
    pub async fn slots(&self, ask: &SlotAsk) -> Result<Vec<Slot>, HistoryError> {
        let minutes = i64::from(ask.every_minutes.max(1));
        let about = engine::about(ask);
        let said = self.engine(&about).await?.said(&about).await?;
        let mut slots: BTreeMap<(String, String, NaiveDateTime), bool> = BTreeMap::new();
        for said in said {
            let passed = i64::from(said.at.num_seconds_from_midnight());
            let start =
                said.at.date().and_time(NaiveTime::MIN) + TimeDelta::seconds(passed / (minutes * 60) * minutes * 60);
            *slots.entry((said.point, said.item, start)).or_default() |= said.values > 0;
        }
        let slot = |((point, item, start), has_value)| Slot {
            point,
            item,
            start,
            has_value,
        };
        Ok(slots.into_iter().map(slot).collect())
    }

    /// What exists, by point, period and year.
    pub async fn extents(&self) -> Result<Vec<Extent>, HistoryError> {
        self.engine(&Ask::default()).await?.extents().await
    }

    /// Answers a question in SQL over the tables and functions of [`crate::sql`]; see there for what is allowed.
    ///
    /// # Errors
    /// When it is no question, is wrong, or goes beyond `limits`.
    pub async fn query(&self, sql: &str, limits: SqlLimits) -> Result<SqlAnswer, SqlError> {
        let pending = self.inner.reader.pending(usize::MAX).await?;
        let lake = self.inner.lake.snapshot(pending.sealed_through).await?;
        sql::answer(lake, pending.blobs, sql, limits).await
    }

    async fn engine(&self, ask: &Ask) -> Result<Engine, HistoryError> {
        // The inbox is read first: what is sealed meanwhile is then in both, and the engine drops it by its sequence.
        let pending = self.inner.reader.pending(usize::MAX).await?;
        let lake = self.inner.lake.snapshot(pending.sealed_through).await?;
        Engine::over(lake, &pending.blobs, ask).await
    }

    /// How much has been received.
    pub async fn counts(&self) -> Result<Counts, HistoryError> {
        let (frames, frames_faulty, files, observations) = self.inner.reader.counts().await?;
        Ok(Counts {
            frames,
            frames_faulty,
            files,
            observations,
        })
    }

    /// The last statement's place in the order of all; 0 where there is none. Every statement up to it can be asked for.
    pub async fn last_sequence(&self) -> Result<i64, HistoryError> {
        self.inner.reader.last_sequence().await
    }

    /// What was received under a number.
    pub async fn receipt(&self, id: ReceiptId) -> Result<Option<StoredReceipt>, HistoryError> {
        self.inner.reader.receipt(id).await
    }

    /// The newest receipts in which something was wrong, at most `limit`, each with the first 4 KiB of its bytes.
    pub async fn faulty(&self, limit: usize) -> Result<Vec<StoredReceipt>, HistoryError> {
        self.inner.reader.faulty(limit).await
    }

    /// The frames, and pieces of garbage between them, that were received after the receipt `after`, oldest first, at most `limit`.
    pub async fn frames_after(&self, after: ReceiptId, limit: usize) -> Result<Vec<StoredReceipt>, HistoryError> {
        self.inner.reader.frames_after(after, limit).await
    }

    /// The newest receipt; number 0 where nothing was received yet.
    pub async fn last_receipt(&self) -> Result<ReceiptId, HistoryError> {
        self.inner.reader.last_receipt().await
    }

    /// The oldest receipts of a station that were kept apart with this fault and not admitted since, at most `limit`.
    pub async fn waiting(&self, station: &str, fault: &str, limit: usize) -> Result<Vec<StoredReceipt>, HistoryError> {
        self.inner
            .reader
            .waiting(station.to_owned(), fault.to_owned(), limit)
            .await
    }

    /// Faults of a station, or of all, by station and code, the newest first.
    pub async fn fault_counts(&self, station: Option<&str>) -> Result<Vec<FaultCount>, HistoryError> {
        self.inner.reader.fault_counts(station.map(str::to_owned)).await
    }

    /// What is kept apart with one of these faults and not admitted since, by station and code.
    pub async fn kept_apart(&self, codes: &[&str]) -> Result<Vec<KeptApart>, HistoryError> {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        self.inner.reader.kept_apart(codes).await
    }

    /// Takes values from a receipt that was kept apart, once; returns how many. When this returns, they are on disk.
    pub async fn admit(&self, id: ReceiptId, observations: Vec<Observation>) -> Result<u64, HistoryError> {
        self.add(Work::Admit(id, inbox::encode(&observations)?)).await
    }

    /// The receipts that were admitted after `after`, in the order of admission, at most `limit`.
    pub async fn admitted_after(
        &self,
        after: AdmissionNumber,
        limit: usize,
    ) -> Result<Vec<(AdmissionNumber, StoredReceipt)>, HistoryError> {
        self.inner.reader.admitted_after(after, limit).await
    }

    /// The newest admission; number 0 where there was none.
    pub async fn last_admission(&self) -> Result<AdmissionNumber, HistoryError> {
        self.inner.reader.last_admission().await
    }

    /// A number that grows at least whenever something was added; it may grow when rows merely moved into the lake.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changed.subscribe()
    }

    /// Seals all that is in the inbox into the lake; returns how many rows.
    pub fn seal(&self) -> Working<'_, Result<u64, HistoryError>> {
        Box::pin(self.seal_all())
    }

    async fn seal_all(&self) -> Result<u64, HistoryError> {
        let right = self.inner.lake.sealing_right().await?;
        let mut sealed = 0;
        loop {
            let pending = self.inner.reader.pending(SEAL_ROWS_MAX).await?;
            let lake = self.inner.lake.snapshot(i64::MAX).await?;
            let more = pending.observations() >= SEAL_ROWS_MAX / 2;
            // Rows that the lake holds already were sealed by a process that died before it could say so here.
            let mut rows = Vec::with_capacity(pending.observations());
            for blob in &pending.blobs {
                blob.rows(|row| {
                    if row.sequence > lake.through {
                        rows.push(row);
                    }
                })?;
            }
            let last = pending.blobs.last().map_or(0, |blob| blob.last_sequence());
            let through = last.max(lake.through);
            sealed += rows.len() as u64;
            self.inner.lake.append(&right, rows).await?;
            if through > pending.sealed_through {
                self.inner.writer.order(Lane::New, Work::Sealed(through)).await?;
            }
            if !more {
                break;
            }
        }
        self.inner.lake.compact(&right).await?;
        Ok(sealed)
    }

    /// Packs the evidence of single frames, many together, as far as there are enough for whole blocks.
    pub fn pack(&self) -> Working<'_, Result<(), HistoryError>> {
        Box::pin(self.pack_all())
    }

    async fn pack_all(&self) -> Result<(), HistoryError> {
        let _moving = self.inner.moving.lock().await;
        loop {
            let blocks = self.inner.reader.packed_blocks().await?;
            if blocks.is_empty() {
                return Ok(());
            }
            self.inner.writer.order(Lane::New, Work::Pack(blocks)).await?;
        }
    }

    /// Drops the bytes of frames that are old enough and in which nothing was wrong; returns how many. Receipts and values stay, and
    /// each dropped frame tells when it was dropped.
    pub async fn retire(&self, retention: Retention) -> Result<u64, HistoryError> {
        let _moving = self.inner.moving.lock().await;
        let mut frames = 0;
        while let Some(retired) = self.inner.reader.retired(retention).await? {
            frames += retired.frames;
            self.inner.writer.order(Lane::BackFill, Work::Retire(retired)).await?;
        }
        Ok(frames)
    }

    /// Looks after the history until `stop` is raised: seals in the background and notices what other processes add.
    pub fn keep(&self, stop: watch::Receiver<bool>) -> Working<'_, ()> {
        Box::pin(self.keep_until(stop))
    }

    async fn keep_until(&self, mut stop: watch::Receiver<bool>) {
        let mut version = None;
        let mut last_seal = tokio::time::Instant::now();
        let mut tick = tokio::time::interval(KEEPER_TICK);
        loop {
            tokio::select! {
                _ = tick.tick() => {}
                stopped = stop.wait_for(|stop| *stop) => { drop(stopped); break; }
            }
            if let Err(cause) = self.keep_once(&mut version, &mut last_seal).await {
                tracing::warn!(%cause, "the history could not be looked after; trying again");
            }
        }
        if let Err(cause) = self.seal().await {
            tracing::warn!(%cause, "the last rows stay in the inbox; they are sealed at the next start");
        }
    }

    async fn keep_once(
        &self,
        version: &mut Option<i64>,
        last_seal: &mut tokio::time::Instant,
    ) -> Result<(), HistoryError> {
        let now = self.inner.reader.data_version().await?;
        if version.replace(now).is_some_and(|before| before != now) {
            self.inner.changed.send_modify(|count| *count += 1);
        }
        let pending = self.inner.reader.pending_count().await?;
        if pending >= SEAL_ROWS_SOON || (pending > 0 && last_seal.elapsed() >= SEAL_AFTER) {
            self.seal().await?;
            self.pack().await?;
            *last_seal = tokio::time::Instant::now();
        }
        Ok(())
    }
}
