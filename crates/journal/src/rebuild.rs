//! Making the projections anew from the acts alone, and comparing them with those that are there.

use rusqlite::Transaction;

use crate::count::Count;
use crate::error::JournalError;
use crate::form;
use crate::journal::Journal;
use crate::projection::{self, TABLES};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// From how many acts.
    pub acts: u64,
    /// What was compared.
    pub tables: Vec<Compared>,
}

/// One projection, held against its rebuilt one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Name of the table.
    pub table: &'static str,
    /// Rows of the rebuilt one.
    pub rows: u64,
    /// Rows that no act accounts for; they were removed.
    pub too_many: u64,
    /// Rows that were not there, or not so; they were put in.
    pub missing: u64,
}

impl Rebuilt {
    /// Whether every projection was equal to its rebuilt one.
    pub fn is_equal(&self) -> bool {
        self.tables
            .iter()
            .all(|table| table.too_many == 0 && table.missing == 0)
    }
}

impl Journal {
    /// Makes the projections anew from the acts, compares, and puts the rebuilt ones in the place of those that differ.
    ///
    /// # Errors
    /// When the chain is broken: what a broken chain says is not put into the place of anything.
    pub fn rebuild(&self) -> Result<Rebuilt, JournalError> {
        self.write(|transaction| {
            let report = crate::verify::verify(transaction, self.hash())?;
            if let Some(broken) = report.broken {
                return Err(JournalError::Broken(broken.says()));
            }
            drop_rebuilt(transaction)?;
            transaction.execute_batch(&projection::schema("temp"))?;
            replay(transaction)?;
            let tables = TABLES
                .iter()
                .map(|(table, columns)| compare(transaction, table, columns))
                .collect::<Result<_, _>>()?;
            drop_rebuilt(transaction)?;
            Ok(Rebuilt {
                acts: report.acts,
                tables,
            })
        })
    }
}

fn drop_rebuilt(transaction: &Transaction<'_>) -> Result<(), JournalError> {
    for (table, _) in TABLES {
        transaction.execute_batch(&format!("DROP TABLE IF EXISTS temp.{table}"))?;
    }
    Ok(())
}

fn replay(transaction: &Transaction<'_>) -> Result<(), JournalError> {
    let mut rows = transaction.prepare("SELECT number, form FROM act ORDER BY number")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (Count(number), bytes): (_, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let (act, _) = form::read(&bytes).map_err(|fault| JournalError::Unreadable(number, fault))?;
        projection::apply(transaction, "temp", &act)?;
    }
    Ok(())
}

fn compare(transaction: &Transaction<'_>, table: &'static str, columns: &str) -> Result<Compared, JournalError> {
    let count = |sql: String| -> Result<u64, JournalError> {
        let Count(count) = transaction.query_row(&sql, [], |row| row.get(0))?;
        Ok(count)
    };
    let beyond = |one: &str, other: &str| {
        format!(
            "SELECT count(*) FROM (SELECT {columns} FROM {one}.{table} EXCEPT SELECT {columns} FROM {other}.{table})"
        )
    };
    let compared = Compared {
        table,
        rows: count(format!("SELECT count(*) FROM temp.{table}"))?,
        too_many: count(beyond("main", "temp"))?,
        missing: count(beyond("temp", "main"))?,
    };
    if compared.too_many + compared.missing > 0 {
        transaction.execute_batch(&format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table}({columns}) SELECT {columns} FROM temp.{table}"
        ))?;
    }
    Ok(compared)
}
