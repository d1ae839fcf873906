//! The journal of one city: where it is kept, and who may have it open.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use standards::Text;

use crate::address::PostgresAddress;
use crate::error::JournalError;
use crate::group::Queue;
use crate::hash::{Hash, HashKind};
use crate::store::{self, Engine, Store, Transaction, Wanted};

/// The journal of one city, in its data folder or in a database.
pub struct Journal {
    store: Mutex<Store>,
    pub(crate) queue: Queue,
    engine: Engine,
    hash: HashKind,
}

/// Where the chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Number of the last act; 0 before the first.
    pub act: u64,
    /// Its link.
    pub link: Hash,
}

impl Journal {
    /// Opens the journal in `folder`, or makes one with SHA-256 where there is none.
    ///
    /// # Errors
    /// When the folder cannot be used, or the file was made by another version.
    pub fn open(folder: &Path) -> Result<Self, JournalError> {
        Self::of(Store::open_folder(folder, Wanted::Any(HashKind::default())))
    }

    /// Opens the journal in `folder`.
    ///
    /// # Errors
    /// When there is none, it cannot be used, or was made by another version.
    pub fn open_existing(folder: &Path) -> Result<Self, JournalError> {
        Self::of(Store::open_folder(folder, Wanted::Existing))
    }

    /// Makes a journal with a hash function of one's choice.
    ///
    /// # Errors
    /// When there is one already, or the folder cannot be used.
    pub fn make(folder: &Path, hash: HashKind) -> Result<Self, JournalError> {
        Self::of(Store::open_folder(folder, Wanted::New(hash)))
    }

    /// Opens the journal in a PostgreSQL database, or makes one with SHA-256 where there is none.
    ///
    /// # Errors
    /// When the database cannot be entered or used, or its tables were made by another version.
    pub fn connect(address: &PostgresAddress) -> Result<Self, JournalError> {
        Self::of(Store::open_database(address, Wanted::Any(HashKind::default())))
    }

    /// Opens the journal in a PostgreSQL database.
    ///
    /// # Errors
    /// As [`connect`](Self::connect), and when there is none.
    pub fn connect_existing(address: &PostgresAddress) -> Result<Self, JournalError> {
        Self::of(Store::open_database(address, Wanted::Existing))
    }

    /// Makes a journal in a PostgreSQL database with a hash function of one's choice.
    ///
    /// # Errors
    /// As [`connect`](Self::connect), and when there is one already.
    pub fn make_in(address: &PostgresAddress, hash: HashKind) -> Result<Self, JournalError> {
        Self::of(Store::open_database(address, Wanted::New(hash)))
    }

    fn of(opened: Result<(Store, HashKind), JournalError>) -> Result<Self, JournalError> {
        let (store, hash) = opened?;
        Ok(Self {
            engine: store.engine(),
            store: Mutex::new(store),
            queue: Queue::default(),
            hash,
        })
    }

    /// What keeps it.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its hash function.
    pub fn hash(&self) -> HashKind {
        self.hash
    }

    /// Where the chain ends.
    pub fn end(&self) -> Result<End, JournalError> {
        self.read(end)
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        // Whoever panicked in here left no half-done change: a transaction that is not committed is rolled back.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` over one state of the journal.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.store().read(work)
    }

    /// Runs `work` as the only writer. When this returns, what it wrote is on disk; when `work` fails, nothing of it is.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.store().write(work)
    }
}

pub(crate) fn end(transaction: &dyn Transaction) -> Result<End, JournalError> {
    let state = store::row(transaction, "SELECT act, link FROM state", &[])?;
    let mut state = state.ok_or_else(|| {
        JournalError::Broken(Text::new("没有记下链在哪里结束", "it is not kept where the chain ends"))
    })?;
    Ok(End {
        act: state.number(0)?,
        link: state.hash(1)?,
    })
}
