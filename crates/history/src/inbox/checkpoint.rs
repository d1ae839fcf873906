//! Carries what is committed from the write-ahead log into the file, beside the writer and not in its way.
//!
//! By itself SQLite would do that inside a commit, and every acknowledgement behind it would wait.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rusqlite::Connection;

use crate::error::HistoryError;

/// Bytes of receipts after which a checkpoint is due. With the pages around them they are some three times as many in the log.
const DUE_BYTES: usize = 4 * 1024 * 1024;
/// Commits after which one is due however small they are.
const DUE_COMMITS: usize = 500;
/// Pages of the log from which on the writer waits until the log can begin anew: 256 MiB of 4 KiB pages.
const LOG_PAGES_MAX: i64 = 65_536;
/// What the log keeps of its size once it has begun anew.
const LOG_BYTES_KEPT: i64 = 64 * 1024 * 1024;

pub(super) struct Checkpoints {
    due: SyncSender<()>,
    log_pages: Arc<AtomicI64>,
    bytes: usize,
    commits: usize,
}

impl Checkpoints {
    /// Starts the thread, and tells the writer's connection to leave checkpoints to it.
    pub(super) fn start(writer: &Connection, file: &Path) -> Result<Self, HistoryError> {
        writer.pragma_update(None, "wal_autocheckpoint", 0)?;
        writer.pragma_update(None, "journal_size_limit", LOG_BYTES_KEPT)?;
        let connection = super::open(file)?;
        let (due, told) = sync_channel(1);
        let log_pages = Arc::new(AtomicI64::new(0));
        let shared = Arc::clone(&log_pages);
        std::thread::Builder::new()
            .name("inbox-log".into())
            .spawn(move || run(&connection, &told, &shared))
            .map_err(|cause| HistoryError::Folder {
                folder: file.to_owned(),
                cause,
            })?;
        Ok(Self {
            due,
            log_pages,
            bytes: 0,
            commits: 0,
        })
    }

    /// Counts a commit of the writer; it is not held up unless the log has grown too long.
    pub(super) fn after_commit(&mut self, writer: &Connection, bytes: usize) {
        self.bytes += bytes;
        self.commits += 1;
        if self.bytes < DUE_BYTES && self.commits < DUE_COMMITS {
            return;
        }
        (self.bytes, self.commits) = (0, 0);
        if self.log_pages.load(Ordering::Relaxed) > LOG_PAGES_MAX {
            self.log_pages.store(0, Ordering::Relaxed);
            checkpoint(writer, "RESTART");
        } else {
            // A full channel means that one is due already.
            let _ = self.due.try_send(());
        }
    }
}

fn run(connection: &Connection, told: &Receiver<()>, log_pages: &AtomicI64) {
    while told.recv().is_ok() {
        if let Some(pages) = checkpoint(connection, "PASSIVE") {
            log_pages.store(pages, Ordering::Relaxed);
        }
    }
}

/// Makes a checkpoint; returns the pages in the log. One that fails loses nothing: the log stays, and the next one is tried.
fn checkpoint(connection: &Connection, how: &str) -> Option<i64> {
    let made = connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| row.get(1));
    made.inspect_err(|cause| tracing::warn!(%cause, "the log of the inbox could not be carried into it; trying again"))
        .ok()
}
