//! What the journal asks of a database. Its questions are written once, in SQL that every engine reads (values stand as `?1`, `?2` …); only what
//! really differs between engines stands in a file of its own: how tables are made, how one writer at a time is kept, when a text is gone.

mod postgres;
mod sqlite;

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use standards::Text;

use crate::address::PostgresAddress;
use crate::error::JournalError;
use crate::hash::{HASH_BYTES, Hash, HashKind};
use crate::projection::TABLES;

/// Version of the tables; a journal of another version is refused, never guessed at.
pub(crate) const FORMAT: i64 = 2;

/// What an engine could not do, in its own words.
#[derive(Clone, Debug)]
pub struct StorageFault {
    cause: Arc<dyn Error + Send + Sync>,
    at: At,
}

/// Where it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// In the file.
    File,
    /// At a server, or on the way there.
    Server,
    /// At a server that was told to keep something and did not say that it has.
    End,
}

impl StorageFault {
    pub(crate) fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let (cause, at) = (Arc::from(cause.into()), At::File);
        Self { cause, at }
    }

    fn server(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let (cause, at) = (Arc::from(cause.into()), At::Server);
        Self { cause, at }
    }

    pub(crate) fn at_the_end(self) -> Self {
        Self { at: At::End, ..self }
    }

    /// It in both languages, with what to do.
    pub(crate) fn says(&self) -> Text {
        let (zh, en) = match self.at {
            At::File => (
                "请检查磁盘和数据目录的权限",
                "check the disk and the rights of the data folder",
            ),
            At::Server => (
                "请检查数据库服务器是否运行、地址和角色的权限",
                "check that the database server runs, the address and the rights of the role",
            ),
            At::End => (
                "不知道是否已登记：请看最后几条，或用同一请求名再登记一次",
                "it is not known whether it was recorded: look at the last acts, or ask again under the same name of the request",
            ),
        };
        Text::new(
            format!("行为日志不能读写：{self}；{zh}"),
            format!("the journal cannot be read or written: {self}; {en}"),
        )
    }
}

impl fmt::Display for StorageFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.cause, out)
    }
}

impl Error for StorageFault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}

/// What keeps a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file of the data folder.
    Sqlite,
    /// A database of a PostgreSQL server.
    Postgres,
}

/// A value that goes into a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'v> {
    /// A number that is counted from 0. Engines have whole numbers with a sign only: one that does not fit is a fault.
    Number(u64),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(&'v str),
    /// Bytes.
    Bytes(&'v [u8]),
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(bytes: &'v [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'v> From<&'v Hash> for Value<'v> {
    fn from(hash: &'v Hash) -> Self {
        Self::Bytes(&hash.0)
    }
}

/// A value as it is kept: a number has its sign.
#[derive(Clone, Debug)]
enum Cell {
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A row of an answer.
#[derive(Debug)]
pub(crate) struct Row(Vec<Cell>);

impl Row {
    /// The whole number in a column.
    pub(crate) fn integer(&self, column: usize) -> Result<i64, StorageFault> {
        match self.0.get(column) {
            Some(Cell::Integer(number)) => Ok(*number),
            _ => Err(damaged(column)),
        }
    }

    /// The number in a column, which is counted from 0.
    pub(crate) fn number(&self, column: usize) -> Result<u64, StorageFault> {
        u64::try_from(self.integer(column)?).map_err(|_| damaged(column))
    }

    /// Takes the text out of a column.
    pub(crate) fn text(&mut self, column: usize) -> Result<String, StorageFault> {
        match self.0.get_mut(column) {
            Some(Cell::Text(text)) => Ok(std::mem::take(text)),
            _ => Err(damaged(column)),
        }
    }

    /// Takes the bytes out of a column.
    pub(crate) fn bytes(&mut self, column: usize) -> Result<Vec<u8>, StorageFault> {
        match self.0.get_mut(column) {
            Some(Cell::Bytes(bytes)) => Ok(std::mem::take(bytes)),
            _ => Err(damaged(column)),
        }
    }

    /// The 32 bytes in a column.
    pub(crate) fn hash(&mut self, column: usize) -> Result<Hash, StorageFault> {
        let bytes: Result<[u8; HASH_BYTES], _> = self.bytes(column)?.try_into();
        bytes.map(Hash).map_err(|_| damaged(column))
    }
}

/// The fault that a column does not hold what it must.
pub(crate) fn damaged(column: usize) -> StorageFault {
    StorageFault::new(format!("column {column} of a row does not hold what it must"))
}

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Whole numbers.
    Integer,
    /// Texts, compared and ordered byte by byte.
    Text,
}

/// A table that is computed from the acts; each engine makes it in its own words.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its columns; none may be empty.
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// The columns that tell its rows apart.
    pub(crate) key: &'static [&'static str],
    /// Further ways to find a row: the name of each, and its columns in their order.
    pub(crate) indexes: &'static [(&'static str, &'static str)],
}

impl Table {
    /// The names of its columns, with commas between them.
    pub(crate) fn columns(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}

/// Which of the two copies of a computed table is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copies {
    /// The one that is kept.
    Kept,
    /// The one that was made anew, for as long as it is compared.
    Rebuilt,
}

/// One state of the database: what is asked in it belongs together, and what is written in it is there as a whole or not at all.
pub(crate) trait Transaction {
    /// Writes. Nobody waits for the answer: a fault shows at the next question or at the end.
    fn put(&self, sql: &str, values: &[Value<'_>]) -> Result<(), StorageFault>;

    /// Changes or removes rows; says how many.
    fn change(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, StorageFault>;

    /// Asks.
    fn rows(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, StorageFault>;

    /// Begins a part that can be undone without the rest.
    fn mark(&self) -> Result<(), StorageFault>;

    /// Keeps the part that was begun; a fault of anything put in it shows now.
    fn keep(&self) -> Result<(), StorageFault>;

    /// Undoes the part that was begun, whatever went wrong in it.
    fn undo(&self) -> Result<(), StorageFault>;

    /// Runs statements that have no values.
    fn run(&self, sql: &str) -> Result<(), StorageFault>;

    /// Makes a computed table, and its indexes where it is to be kept.
    fn make_table(&self, copy: Copies, table: &Table) -> Result<(), StorageFault>;

    /// Where a copy of the computed tables stands: what goes before the point of their names.
    fn schema(&self, copy: Copies) -> &'static str;
}

/// The first row of an answer.
pub(crate) fn row(transaction: &dyn Transaction, sql: &str, values: &[Value<'_>]) -> Result<Option<Row>, StorageFault> {
    Ok(transaction.rows(sql, values)?.into_iter().next())
}

/// The one whole number of an answer that always has one.
pub(crate) fn integer(transaction: &dyn Transaction, sql: &str, values: &[Value<'_>]) -> Result<i64, StorageFault> {
    row(transaction, sql, values)?.ok_or_else(|| damaged(0))?.integer(0)
}

/// The one number of an answer that always has one, counted from 0.
pub(crate) fn number(transaction: &dyn Transaction, sql: &str, values: &[Value<'_>]) -> Result<u64, StorageFault> {
    row(transaction, sql, values)?.ok_or_else(|| damaged(0))?.number(0)
}

/// What a new journal holds beside the tables that each engine makes in its own words.
fn make_new(transaction: &dyn Transaction, hash: HashKind) -> Result<(), JournalError> {
    for table in &TABLES {
        transaction.make_table(Copies::Kept, table)?;
    }
    let (number, nothing) = (u64::from(hash.number()), Hash::NOTHING);
    transaction.put(
        "INSERT INTO state(one, hash, act, link) VALUES (1, ?1, 0, ?2)",
        &[number.into(), (&nothing).into()],
    )?;
    Ok(())
}

/// The hash function of a journal that is there.
fn hash_of(transaction: &dyn Transaction) -> Result<HashKind, JournalError> {
    let number = number(transaction, "SELECT hash FROM state", &[])?;
    let hash = u8::try_from(number).ok().and_then(HashKind::of_number);
    hash.ok_or(JournalError::Format(FORMAT))
}

/// The database of one journal.
pub(crate) enum Store {
    /// A file of the data folder.
    Sqlite(sqlite::Sqlite),
    /// A database of a server.
    Postgres(Box<postgres::Postgres>),
}

/// Which journal is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Whichever is there, else a new one.
    Any(HashKind),
    /// One that is there.
    Existing,
    /// A new one.
    New(HashKind),
}

impl Wanted {
    /// The hash function of the journal that is to be made; `None` where the one that is there is to be used.
    fn make(self, is_there: bool, place: impl FnOnce() -> String) -> Result<Option<HashKind>, JournalError> {
        match (self, is_there) {
            (Self::Existing, false) => Err(JournalError::NotThere(place())),
            (Self::New(_), true) => Err(JournalError::AlreadyThere(place())),
            (Self::Any(_) | Self::Existing, true) => Ok(None),
            (Self::Any(hash) | Self::New(hash), false) => Ok(Some(hash)),
        }
    }
}

impl Store {
    /// Opens or makes the file in `folder`; says which hash function it has.
    pub(crate) fn open_folder(folder: &Path, wanted: Wanted) -> Result<(Self, HashKind), JournalError> {
        let (sqlite, hash) = sqlite::Sqlite::open(folder, wanted)?;
        Ok((Self::Sqlite(sqlite), hash))
    }

    /// Enters the database at `address`, or makes the tables there; says which hash function they have.
    pub(crate) fn open_database(address: &PostgresAddress, wanted: Wanted) -> Result<(Self, HashKind), JournalError> {
        let (postgres, hash) = postgres::Postgres::open(address, wanted)?;
        Ok((Self::Postgres(Box::new(postgres)), hash))
    }

    /// Which engine it is.
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `work` over one state of the database.
    pub(crate) fn read<T>(
        &mut self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(work),
            Self::Postgres(postgres) => postgres.read(work),
        }
    }

    /// Runs `work` as the only writer. When this returns, what it wrote is on disk; when `work` fails, nothing of it is.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(work),
            Self::Postgres(postgres) => postgres.write(work),
        }
    }

    /// Makes sure that an erased text is neither in the tables nor in the log of the engine; `false` when it still may be.
    pub(crate) fn empty_log(&mut self) -> Result<bool, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.empty_log(),
            Self::Postgres(postgres) => Ok(postgres.empty_log()),
        }
    }
}
