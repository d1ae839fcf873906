//! Where a journal is kept, as a configuration says it.

use std::path::{Path, PathBuf};

use crate::address::PostgresAddress;
use crate::error::JournalError;
use crate::hash::HashKind;
use crate::journal::Journal;

/// Where a journal is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// In a data folder.
    Folder(PathBuf),
    /// In a PostgreSQL database.
    Database(PostgresAddress),
}

impl Site {
    /// The database at `address` where one is given, else the data folder.
    ///
    /// # Errors
    /// When the address does not read.
    pub fn of(address: Option<&str>, folder: &Path) -> Result<Self, JournalError> {
        match address {
            Some(address) => PostgresAddress::parse(address).map(Self::Database),
            None => Ok(Self::Folder(folder.to_owned())),
        }
    }

    /// Opens the journal, or makes one with SHA-256 where there is none.
    ///
    /// # Errors
    /// When the folder or database cannot be used, or the journal was made by another version.
    pub fn open(&self) -> Result<Journal, JournalError> {
        match self {
            Self::Folder(folder) => Journal::open(folder),
            Self::Database(address) => Journal::connect(address),
        }
    }

    /// Opens the journal.
    ///
    /// # Errors
    /// As [`open`](Self::open), and when there is none.
    pub fn open_existing(&self) -> Result<Journal, JournalError> {
        match self {
            Self::Folder(folder) => Journal::open_existing(folder),
            Self::Database(address) => Journal::connect_existing(address),
        }
    }

    /// Makes a journal with a hash function of one's choice.
    ///
    /// # Errors
    /// As [`open`](Self::open), and when there is one already.
    pub fn make(&self, hash: HashKind) -> Result<Journal, JournalError> {
        match self {
            Self::Folder(folder) => Journal::make(folder, hash),
            Self::Database(address) => Journal::make_in(address, hash),
        }
    }
}
