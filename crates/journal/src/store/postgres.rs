//! The journal in a PostgreSQL database: tables of a schema of its own, one connection, one writer at a time.

mod scram;
mod stream;
mod value;
mod wire;

use std::cell::RefCell;

use self::wire::{Answer, Connection};
use super::{Copies, FORMAT, Kind, Row, StorageFault, Table, Transaction, Value, Wanted};
use crate::address::PostgresAddress;
use crate::error::JournalError;
use crate::hash::HashKind;

/// What every connection is set to.
const SETTINGS: [(&str, &str); 6] = [
    ("application_name", "bishui journal"),
    ("client_encoding", "UTF8"),
    // Named last, so that a temporary table never stands for one that is kept.
    ("search_path", "journal, pg_temp"),
    // An act that somebody was told of outlives a power cut.
    ("synchronous_commit", "on"),
    // How long one writer waits for another.
    ("lock_timeout", "30s"),
    ("standard_conforming_strings", "on"),
];
/// Whoever makes the tables keeps others from making them at the same time.
const MAKING: &str = "SELECT 1::bigint FROM pg_advisory_xact_lock(7165072513)";
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Repeatable: the state that is seen is that after the lock was got, and stays the same to the end.
const WRITING: [&str; 2] = [
    "BEGIN ISOLATION LEVEL REPEATABLE READ",
    "LOCK TABLE journal.state IN EXCLUSIVE MODE",
];

/// The acts stay: the database itself refuses to change or remove one. Texts are ordered by their bytes, as in the other engine.
const SCHEMA: &str = r#"
CREATE TABLE journal.state(
  one    BIGINT PRIMARY KEY CHECK(one = 1),
  hash   BIGINT NOT NULL,
  act    BIGINT NOT NULL,
  link   BYTEA  NOT NULL,
  format BIGINT NOT NULL DEFAULT {FORMAT}
);
CREATE TABLE journal.act(
  number BIGINT PRIMARY KEY,
  form   BYTEA NOT NULL,
  link   BYTEA NOT NULL
);
CREATE FUNCTION journal.act_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION 'an act is never changed'; END IF;
  RAISE EXCEPTION 'an act is never removed';
END $$;
CREATE TRIGGER act_is_not_changed BEFORE UPDATE ON journal.act FOR EACH ROW EXECUTE FUNCTION journal.act_stays();
CREATE TRIGGER act_is_not_removed BEFORE DELETE ON journal.act FOR EACH ROW EXECUTE FUNCTION journal.act_stays();
CREATE TRIGGER acts_are_not_emptied BEFORE TRUNCATE ON journal.act FOR EACH STATEMENT EXECUTE FUNCTION journal.act_stays();
CREATE TABLE journal.apart(
  act   BIGINT NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  salt  BYTEA  NOT NULL,
  text  TEXT   NOT NULL,
  PRIMARY KEY(act, label)
);
CREATE TABLE journal.head(
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  act    BIGINT NOT NULL,
  sealed TEXT   NOT NULL
);
"#;

/// The database, entered.
pub(crate) struct Postgres {
    address: PostgresAddress,
    connection: Connection,
}

impl Postgres {
    pub(super) fn open(address: &PostgresAddress, wanted: Wanted) -> Result<(Self, HashKind), JournalError> {
        let mut opened = Self {
            address: address.clone(),
            connection: Connection::open(address, &SETTINGS)?,
        };
        opened.check_server()?;
        let hash = opened.transact(&["BEGIN", MAKING], |transaction| format(transaction, address, wanted))?;
        Ok((opened, hash))
    }

    /// A server that forgets what it was told, or has another alphabet, is not taken.
    fn check_server(&mut self) -> Result<(), JournalError> {
        for (setting, wanted) in [
            ("server_encoding", "UTF8"),
            ("fsync", "on"),
            ("synchronous_commit", "on"),
        ] {
            self.connection.send(&format!("SHOW {setting}"), &[])?;
            let mut answer = self.connection.answer()?;
            let found = answer.rows.first_mut().ok_or_else(|| super::damaged(0))?.text(0)?;
            if found != wanted {
                let fault = format!("the server has {setting} = {found}, the journal needs {wanted}");
                return Err(StorageFault::server(fault).into());
            }
        }
        Ok(())
    }

    pub(super) fn read<T>(
        &mut self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.transact(&[READING], work)
    }

    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.transact(&WRITING, work)
    }

    fn transact<T>(
        &mut self,
        begin: &[&str],
        work: impl FnOnce(&dyn Transaction) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        self.begin(begin)?;
        let session = Session(RefCell::new(&mut self.connection));
        let done = work(&session).and_then(|done| {
            // What was put last may still wait for its answer. Behind a fault the server leaves out all that was sent with it, this too.
            let connection = &mut *session.0.borrow_mut();
            connection.send("COMMIT", &[])?;
            match connection.answer() {
                Ok(Answer { tag, .. }) if tag == "COMMIT" => Ok(done),
                Ok(_) => Err(StorageFault::server("the server has not kept it").into()),
                // A server that says no has not kept it; of one that says nothing, nobody knows.
                Err(fault) if connection.is_broken() => Err(fault.at_the_end().into()),
                Err(fault) => Err(fault.into()),
            }
        });
        if done.is_err() && !self.connection.is_broken() {
            // Whatever was still waiting is thrown away with the rest.
            let _ = self.connection.go_back("ROLLBACK");
        }
        done
    }

    /// Begins. A connection that was lost since the last time is made anew, once: nothing was asked of it yet.
    fn begin(&mut self, begin: &[&str]) -> Result<(), JournalError> {
        if !self.connection.is_broken() {
            match begun(&mut self.connection, begin) {
                Err(_) if self.connection.is_broken() => {}
                Err(fault) => {
                    let _ = self.connection.go_back("ROLLBACK");
                    return Err(fault.into());
                }
                Ok(()) => return Ok(()),
            }
        }
        self.connection = Connection::open(&self.address, &SETTINGS)?;
        Ok(begun(&mut self.connection, begin)?)
    }

    /// Writes the table of texts anew, so that an erased one is not in its file any more. The server's log holds it until it is written over;
    /// nobody but the server's keeper can do something about that, so this never says that all is gone.
    pub(super) fn empty_log(&mut self) -> bool {
        // The erasure itself is done. Where others hold the table too long, a later erasure or the keeper writes it anew.
        let _ = self.connection.run("VACUUM FULL journal.apart");
        false
    }
}

fn begun(connection: &mut Connection, begin: &[&str]) -> Result<(), StorageFault> {
    for sql in begin {
        connection.send(sql, &[])?;
    }
    connection.answer().map(drop)
}

/// Makes the tables where there are none; reads which hash function those have that are there.
fn format(transaction: &dyn Transaction, address: &PostgresAddress, wanted: Wanted) -> Result<HashKind, JournalError> {
    let found = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'journal' AND tablename = 'state'";
    let is_there = super::number(transaction, found, &[])? > 0;
    let Some(hash) = wanted.make(is_there, || address.to_string())? else {
        let format = super::integer(transaction, "SELECT format FROM state", &[])?;
        if format != FORMAT {
            return Err(JournalError::Format(format));
        }
        return super::hash_of(transaction);
    };
    let found = "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'journal'";
    if super::number(transaction, found, &[])? == 0 {
        transaction.run("CREATE SCHEMA journal")?;
    }
    transaction.run(&SCHEMA.replace("{FORMAT}", &FORMAT.to_string()))?;
    super::make_new(transaction, hash)?;
    Ok(hash)
}

/// A transaction that was begun.
struct Session<'c>(RefCell<&'c mut Connection>);

impl Session<'_> {
    fn ask(&self, sql: &str, values: &[Value<'_>]) -> Result<Answer, StorageFault> {
        let connection = &mut *self.0.borrow_mut();
        connection.send(sql, values)?;
        connection.answer()
    }
}

impl Transaction for Session<'_> {
    fn put(&self, sql: &str, values: &[Value<'_>]) -> Result<(), StorageFault> {
        self.0.borrow_mut().send(sql, values)
    }

    fn change(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, StorageFault> {
        let Answer { tag, .. } = self.ask(sql, values)?;
        let count = tag.rsplit(' ').next().and_then(|count| count.parse().ok());
        count.ok_or_else(|| StorageFault::server("the server does not say how many rows it changed"))
    }

    fn rows(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, StorageFault> {
        Ok(self.ask(sql, values)?.rows)
    }

    fn mark(&self) -> Result<(), StorageFault> {
        self.put("SAVEPOINT part", &[])
    }

    fn keep(&self) -> Result<(), StorageFault> {
        self.ask("RELEASE part", &[]).map(drop)
    }

    fn undo(&self) -> Result<(), StorageFault> {
        self.0.borrow_mut().go_back("ROLLBACK TO part; RELEASE part")
    }

    fn run(&self, sql: &str) -> Result<(), StorageFault> {
        self.0.borrow_mut().run(sql)
    }

    fn make_table(&self, copy: Copies, table: &Table) -> Result<(), StorageFault> {
        let columns = table.columns.iter().map(|(name, kind)| {
            let kind = match kind {
                Kind::Integer => "BIGINT",
                Kind::Text => "TEXT COLLATE \"C\"",
            };
            format!("{name} {kind} NOT NULL, ")
        });
        let (schema, name, key) = (self.schema(copy), table.name, table.key.join(", "));
        let columns: String = columns.collect();
        let mut sql = format!("CREATE TABLE {schema}.{name}({columns}PRIMARY KEY({key}));");
        for (index, columns) in table.indexes.iter().filter(|_| copy == Copies::Kept) {
            sql.push_str(&format!("CREATE INDEX {index} ON {schema}.{name}({columns});"));
        }
        self.run(&sql)
    }

    fn schema(&self, copy: Copies) -> &'static str {
        match copy {
            Copies::Kept => "journal",
            Copies::Rebuilt => "pg_temp",
        }
    }
}
