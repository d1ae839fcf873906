//! By what a second arrival is recognised: every digest that was ever received, on disk and found fast.
//!
//! An index of random keys is dear to write: every key dirties a page of its own. Therefore the newest digests are held in
//! memory and go into the index in sorted runs, a little with every commit, so that a page takes many at once. Nothing depends
//! on the memory: the digest stands in its receipt too, and what the index lacks is read from there at the next start.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::HistoryError;
use crate::receipt::Digest;

/// From so many digests on a run is begun.
const RUN_DIGESTS: usize = 131_072;
/// Digests that go into the index with a commit, beside two for each receipt in it: a run is through before the next one begins.
const STEP_MIN: usize = 32;

type Key = [u8; Digest::BYTES];

/// The digests that the index may lack.
#[derive(Default)]
pub(super) struct Identities {
    /// False until the digests that the index lacks were read, and again after a transaction failed.
    is_loaded: bool,
    /// All receipts up to this one are known here or in the index.
    known_through: i64,
    newest: HashMap<Key, i64>,
    run: Run,
}

/// Digests on their way into the index, sorted.
#[derive(Default)]
struct Run {
    digests: Vec<(Key, i64)>,
    done: usize,
    through: i64,
}

impl Identities {
    /// Learns what was received since, by this process before it started or by others. `indexed_through` and `last_receipt` are
    /// as the file says in this transaction.
    pub(super) fn catch_up(
        &mut self,
        connection: &Connection,
        indexed_through: i64,
        last_receipt: i64,
    ) -> Result<(), HistoryError> {
        if !self.is_loaded {
            *self = Self {
                known_through: indexed_through,
                ..Self::default()
            };
        }
        if self.known_through < last_receipt {
            let mut select = connection
                .prepare_cached("SELECT digest, id FROM receipt WHERE id > ?1 AND id <= ?2 AND digest IS NOT NULL")?;
            let mut rows = select.query([self.known_through, last_receipt])?;
            while let Some(row) = rows.next()? {
                self.newest.insert(row.get(0)?, row.get(1)?);
            }
        }
        self.known_through = last_receipt;
        self.is_loaded = true;
        Ok(())
    }

    /// The receipt that came with this digest first.
    pub(super) fn find(&self, connection: &Connection, digest: &Digest) -> Result<Option<i64>, HistoryError> {
        let key = digest.bytes();
        if let Some(receipt) = self.newest.get(key).or_else(|| self.run.find(key)) {
            return Ok(Some(*receipt));
        }
        Ok(connection
            .prepare_cached("SELECT receipt FROM identity WHERE digest = ?1")?
            .query_row([key.as_slice()], |row| row.get(0))
            .optional()?)
    }

    /// Notes a receipt that was just written.
    pub(super) fn note(&mut self, digest: Option<&Digest>, receipt: i64) {
        if let Some(digest) = digest {
            self.newest.insert(*digest.bytes(), receipt);
        }
        self.known_through = receipt;
    }

    /// Takes the index a step further, in a commit of so many receipts.
    pub(super) fn index_some(&mut self, connection: &Connection, receipts: usize) -> Result<(), HistoryError> {
        if self.run.digests.is_empty() {
            if self.newest.len() < RUN_DIGESTS {
                return Ok(());
            }
            self.run = Run::of(std::mem::take(&mut self.newest), self.known_through);
        }
        let step = STEP_MIN.max(2 * receipts);
        let until = self.run.digests.len().min(self.run.done + step);
        let mut insert =
            connection.prepare_cached("INSERT OR IGNORE INTO identity(digest, receipt) VALUES (?1, ?2)")?;
        for (digest, receipt) in &self.run.digests[self.run.done..until] {
            insert.execute(params![digest.as_slice(), receipt])?;
        }
        self.run.done = until;
        if until == self.run.digests.len() {
            connection
                .prepare_cached("UPDATE state SET indexed_through = max(indexed_through, ?1)")?
                .execute([self.run.through])?;
            self.run = Run::default();
        }
        Ok(())
    }

    /// Forgets everything after a transaction that failed; it is read again.
    pub(super) fn reset(&mut self) {
        self.is_loaded = false;
    }
}

impl Run {
    fn of(newest: HashMap<Key, i64>, through: i64) -> Self {
        let mut digests: Vec<_> = newest.into_iter().collect();
        digests.sort_unstable();
        Self {
            digests,
            done: 0,
            through,
        }
    }

    fn find(&self, key: &Key) -> Option<&i64> {
        let place = self.digests.binary_search_by(|(digest, _)| digest.cmp(key)).ok()?;
        self.digests.get(place).map(|(_, receipt)| receipt)
    }
}
