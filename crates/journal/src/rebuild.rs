//! Making the projections anew from the acts alone, and comparing them with those that are there.

use std::ops::ControlFlow;

use crate::error::JournalError;
use crate::form;
use crate::journal::Journal;
use crate::projection::{self, TABLES};
use crate::read::{self, Written};
use crate::store::{self, Copies, Table, Transaction};

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
            for table in &TABLES {
                transaction.make_table(Copies::Rebuilt, table)?;
            }
            replay(transaction)?;
            let tables = TABLES
                .iter()
                .map(|table| compare(transaction, table))
                .collect::<Result<_, _>>()?;
            drop_rebuilt(transaction)?;
            Ok(Rebuilt {
                acts: report.acts,
                tables,
            })
        })
    }
}

fn drop_rebuilt(transaction: &dyn Transaction) -> Result<(), JournalError> {
    let schema = transaction.schema(Copies::Rebuilt);
    for Table { name, .. } in &TABLES {
        transaction.put(&format!("DROP TABLE IF EXISTS {schema}.{name}"), &[])?;
    }
    Ok(())
}

fn replay(transaction: &dyn Transaction) -> Result<(), JournalError> {
    read::walk(transaction, |Written { number, form, .. }| {
        let (act, _) = form::read(&form).map_err(|fault| JournalError::Unreadable(number, fault))?;
        projection::apply(transaction, Copies::Rebuilt, &act)?;
        Ok(ControlFlow::Continue(()))
    })
}

fn compare(transaction: &dyn Transaction, table: &Table) -> Result<Compared, JournalError> {
    let (name, columns) = (table.name, table.columns());
    let kept = format!("{}.{name}", transaction.schema(Copies::Kept));
    let rebuilt = format!("{}.{name}", transaction.schema(Copies::Rebuilt));
    let count = |sql: String| store::number(transaction, &sql, &[]);
    let beyond = |one: &str, other: &str| {
        format!("SELECT count(*) FROM (SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other}) AS beyond")
    };
    let compared = Compared {
        table: name,
        rows: count(format!("SELECT count(*) FROM {rebuilt}"))?,
        too_many: count(beyond(&kept, &rebuilt))?,
        missing: count(beyond(&rebuilt, &kept))?,
    };
    if compared.too_many + compared.missing > 0 {
        transaction.put(&format!("DELETE FROM {kept}"), &[])?;
        let sql = format!("INSERT INTO {kept}({columns}) SELECT {columns} FROM {rebuilt}");
        transaction.put(&sql, &[])?;
    }
    Ok(compared)
}
