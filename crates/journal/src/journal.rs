//! The journal of one data folder: its file, and who may have it open.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::count::Count;
use crate::error::JournalError;
use crate::hash::{Hash, HashKind};
use crate::{matters, projection};

/// Version of the file's format; a file of another version is refused, never guessed at.
const FORMAT: i64 = 2;
/// A file of this format lacks the table of matters alone, and gets it when it is opened.
const WITHOUT_MATTERS: i64 = 1;
/// Name of the file in the data folder.
const FILE: &str = "journal.sqlite";
/// How long one writer waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

/// The acts stay: the file itself refuses to change or remove one.
const SCHEMA: &str = "
CREATE TABLE state(
  one  INTEGER PRIMARY KEY CHECK(one = 1),
  hash INTEGER NOT NULL,
  act  INTEGER NOT NULL,
  link BLOB    NOT NULL
) STRICT;
CREATE TABLE act(
  number INTEGER PRIMARY KEY,
  form   BLOB NOT NULL,
  link   BLOB NOT NULL
) STRICT;
CREATE TRIGGER act_is_not_changed BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;
CREATE TRIGGER act_is_not_removed BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'an act is never removed'); END;
CREATE TABLE apart(
  act   INTEGER NOT NULL,
  label TEXT    NOT NULL,
  salt  BLOB    NOT NULL,
  text  TEXT    NOT NULL,
  PRIMARY KEY(act, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE head(
  number INTEGER PRIMARY KEY,
  act    INTEGER NOT NULL,
  sealed TEXT    NOT NULL
) STRICT;
";

/// The journal of one data folder.
pub struct Journal {
    connection: Mutex<Connection>,
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
        Self::open_or_make(folder, HashKind::default())
    }

    /// Opens the journal in `folder`.
    ///
    /// # Errors
    /// When there is none, it cannot be used, or was made by another version.
    pub fn open_existing(folder: &Path) -> Result<Self, JournalError> {
        if !file(folder).exists() {
            return Err(JournalError::NotThere(folder.to_owned()));
        }
        Self::open(folder)
    }

    /// Makes a journal with a hash function of one's choice.
    ///
    /// # Errors
    /// When there is one already, or the folder cannot be used.
    pub fn make(folder: &Path, hash: HashKind) -> Result<Self, JournalError> {
        if file(folder).exists() {
            return Err(JournalError::AlreadyThere(folder.to_owned()));
        }
        Self::open_or_make(folder, hash)
    }

    fn open_or_make(folder: &Path, hash: HashKind) -> Result<Self, JournalError> {
        std::fs::create_dir_all(folder).map_err(|cause| JournalError::Folder(folder.to_owned(), cause))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(file(folder), flags)?;
        prepare(&connection)?;
        let hash = format(&mut connection, hash)?;
        Ok(Self {
            connection: Mutex::new(connection),
            hash,
        })
    }

    /// Its hash function.
    pub fn hash(&self) -> HashKind {
        self.hash
    }

    /// Where the chain ends.
    pub fn end(&self) -> Result<End, JournalError> {
        self.read(end)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // Whoever panicked in here left no half-done change: a transaction that is not committed is rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` over one state of the file.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        work(&transaction)
    }

    /// Runs `work` as the only writer. When this returns, what it wrote is on disk; when `work` fails, nothing of it is.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Brings what waits in the log into the file and empties the log, so that an erased text is in neither; `false` when somebody who
    /// reads has kept it from being emptied.
    pub(crate) fn empty_log(&self) -> Result<bool, JournalError> {
        let busy: bool = self
            .connection()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(!busy)
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn prepare(connection: &Connection) -> Result<(), JournalError> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: an act that somebody was told of outlives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // An erased text is overwritten in the file, not only forgotten.
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

/// Makes the tables of a new file; of an old one, reads which hash function it has.
fn format(connection: &mut Connection, hash: HashKind) -> Result<HashKind, JournalError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.execute_batch(&projection::schema("main"))?;
        transaction.execute(
            "INSERT INTO state(one, hash, act, link) VALUES (1, ?1, 0, ?2)",
            (hash.number(), Hash::NOTHING.0),
        )?;
        transaction.pragma_update(None, "user_version", FORMAT)?;
        transaction.commit()?;
        return Ok(hash);
    }
    if version == WITHOUT_MATTERS {
        // No act of such a file says anything of a matter, so the empty table is the rebuilt one.
        transaction.execute_batch(&matters::schema("main"))?;
        transaction.pragma_update(None, "user_version", FORMAT)?;
    } else if version != FORMAT {
        return Err(JournalError::Format(version));
    }
    let number: u8 = transaction.query_row("SELECT hash FROM state", [], |row| row.get(0))?;
    transaction.commit()?;
    HashKind::of_number(number).ok_or(JournalError::Format(version))
}

pub(crate) fn end(transaction: &Transaction<'_>) -> Result<End, JournalError> {
    Ok(transaction
        .prepare_cached("SELECT act, link FROM state")?
        .query_row([], |row| {
            Ok(End {
                act: row.get::<_, Count>(0)?.0,
                link: Hash(row.get(1)?),
            })
        })?)
}
