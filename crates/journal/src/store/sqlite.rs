//! The journal in a file of the data folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params_from_iter};

use super::{Cell, Copies, FORMAT, Kind, Row, StorageFault, Table, Transaction, Value, Wanted};
use crate::error::JournalError;
use crate::hash::HashKind;
use crate::matters;

/// Name of the file in the data folder.
const FILE: &str = "journal.sqlite";
/// A file of this format lacks the table of matters alone, and gets it when it is opened.
const WITHOUT_MATTERS: i64 = 1;
/// How long one writer waits for another.
const PATIENCE: Duration = Duration::from_secs(30);
/// Statements that are kept ready; there are fewer of them in the whole crate.
const STATEMENTS: usize = 64;

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

/// The file, opened.
pub(crate) struct Sqlite(Connection);

/// Where the file of `folder` is.
fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

impl Sqlite {
    pub(super) fn open(folder: &Path, wanted: Wanted) -> Result<(Self, HashKind), JournalError> {
        let made = wanted.make(file(folder).exists(), || folder.display().to_string())?;
        std::fs::create_dir_all(folder).map_err(|cause| JournalError::Folder(folder.to_owned(), cause))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(file(folder), flags).map_err(StorageFault::new)?;
        prepare(&connection).map_err(StorageFault::new)?;
        let hash = format(&mut connection, made.unwrap_or_default())?;
        Ok((Self(connection), hash))
    }

    pub(super) fn read<T>(
        &mut self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let transaction = self.begin(TransactionBehavior::Deferred)?;
        work(&transaction)
    }

    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let transaction = self.begin(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(StorageFault::new)?;
        Ok(done)
    }

    fn begin(&mut self, behavior: TransactionBehavior) -> Result<rusqlite::Transaction<'_>, StorageFault> {
        self.0.transaction_with_behavior(behavior).map_err(StorageFault::new)
    }

    /// Brings what waits in the log into the file and empties the log; `false` when somebody who reads has kept it from being emptied.
    pub(super) fn empty_log(&mut self) -> Result<bool, JournalError> {
        let busy: bool = self
            .0
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(StorageFault::new)?;
        Ok(!busy)
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: an act that somebody was told of outlives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // An erased text is overwritten in the file, not only forgotten.
    connection.pragma_update(None, "secure_delete", true)
}

/// Makes the tables of a new file; of an old one, reads which hash function it has.
fn format(connection: &mut Connection, hash: HashKind) -> Result<HashKind, JournalError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(StorageFault::new)?;
    let version = super::integer(&transaction, "PRAGMA user_version", &[])?;
    if version == 0 {
        transaction.run(SCHEMA)?;
        super::make_new(&transaction, hash)?;
        transaction
            .pragma_update(None, "user_version", FORMAT)
            .map_err(StorageFault::new)?;
        transaction.commit().map_err(StorageFault::new)?;
        return Ok(hash);
    }
    if version == WITHOUT_MATTERS {
        // No act of such a file says anything of a matter, so the empty table is the rebuilt one.
        transaction.make_table(Copies::Kept, &matters::TABLE)?;
        transaction
            .pragma_update(None, "user_version", FORMAT)
            .map_err(StorageFault::new)?;
    } else if version != FORMAT {
        return Err(JournalError::Format(version));
    }
    let hash = super::hash_of(&transaction)?;
    transaction.commit().map_err(StorageFault::new)?;
    Ok(hash)
}

impl Transaction for rusqlite::Transaction<'_> {
    fn put(&self, sql: &str, values: &[Value<'_>]) -> Result<(), StorageFault> {
        self.change(sql, values)?;
        Ok(())
    }

    fn change(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, StorageFault> {
        let changed = self
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params_from_iter(values)));
        Ok(changed.map_err(StorageFault::new)? as u64)
    }

    fn rows(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, StorageFault> {
        asked(self, sql, values).map_err(StorageFault::new)
    }

    fn mark(&self) -> Result<(), StorageFault> {
        self.put("SAVEPOINT part", &[])
    }

    fn keep(&self) -> Result<(), StorageFault> {
        self.put("RELEASE part", &[])
    }

    fn undo(&self) -> Result<(), StorageFault> {
        self.run("ROLLBACK TO part; RELEASE part")
    }

    fn run(&self, sql: &str) -> Result<(), StorageFault> {
        self.execute_batch(sql).map_err(StorageFault::new)
    }

    fn make_table(&self, copy: Copies, table: &Table) -> Result<(), StorageFault> {
        let columns = table.columns.iter().map(|(name, kind)| {
            let kind = match kind {
                Kind::Integer => "INTEGER",
                Kind::Text => "TEXT",
            };
            format!("{name} {kind} NOT NULL, ")
        });
        let (schema, name, key) = (self.schema(copy), table.name, table.key.join(", "));
        let columns: String = columns.collect();
        let mut sql = format!("CREATE TABLE {schema}.{name}({columns}PRIMARY KEY({key})) STRICT, WITHOUT ROWID;");
        for (index, columns) in table.indexes.iter().filter(|_| copy == Copies::Kept) {
            sql.push_str(&format!("CREATE INDEX {schema}.{index} ON {name}({columns});"));
        }
        self.run(&sql)
    }

    fn schema(&self, copy: Copies) -> &'static str {
        match copy {
            Copies::Kept => "main",
            Copies::Rebuilt => "temp",
        }
    }
}

fn asked(connection: &Connection, sql: &str, values: &[Value<'_>]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map(params_from_iter(values), |row| {
        let cells = (0..columns).map(|column| {
            Ok(match row.get_ref(column)? {
                ValueRef::Integer(number) => Cell::Integer(number),
                ValueRef::Text(_) => Cell::Text(row.get(column)?),
                ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
                other => {
                    let name = row.as_ref().column_name(column).unwrap_or_default().to_owned();
                    return Err(rusqlite::Error::InvalidColumnType(column, name, other.data_type()));
                }
            })
        });
        cells.collect::<rusqlite::Result<_>>().map(Row)
    })?;
    rows.collect()
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Number(number) => i64::try_from(*number)
                .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?
                .into(),
            Self::Integer(number) => (*number).into(),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}
