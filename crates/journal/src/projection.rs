//! What is computed from the acts and kept beside them, changed in the same transaction: which versions a subject has, which requests
//! were served, the entries of registers, and where matters stand.
//!
//! A projection is a function of the acts alone. [`apply`] is used both when an act is recorded and when everything is made anew, in
//! a second copy, to be compared.

use serde::{Deserialize, Serialize};

use crate::act::{Act, Content, EntryPut, joined, label};
use crate::commitment::Kept;
use crate::error::JournalError;
use crate::matters;
use crate::store::{Copies, Kind, StorageFault, Table, Transaction};

/// The tables.
pub(crate) const TABLES: [Table; 4] = [
    Table {
        name: "subject",
        columns: &[("name", Kind::Text), ("version", Kind::Integer), ("act", Kind::Integer)],
        key: &["name", "version"],
        indexes: &[],
    },
    Table {
        name: "request",
        columns: &[("name", Kind::Text), ("act", Kind::Integer)],
        key: &["name"],
        indexes: &[],
    },
    Table {
        name: "entry",
        columns: &[
            ("register", Kind::Text),
            ("key", Kind::Text),
            ("version", Kind::Integer),
            ("act", Kind::Integer),
            ("valid_from", Kind::Text),
            ("recorded", Kind::Integer),
            ("fields", Kind::Text),
        ],
        key: &["register", "key", "version"],
        indexes: &[],
    },
    matters::TABLE,
];

/// A field of an entry as it stands in the table: a text that is kept apart is named, not repeated, so that erasing it is enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Cell {
    /// As it was said.
    Open(String),
    /// The label of the text.
    Apart(String),
}

/// Carries an act into a copy of the projections.
pub(crate) fn apply(transaction: &dyn Transaction, copy: Copies, act: &Act) -> Result<(), JournalError> {
    let schema = transaction.schema(copy);
    let sql = format!("INSERT INTO {schema}.subject(name, version, act) VALUES (?1, ?2, ?3)");
    for subject in act.content.subjects() {
        transaction.put(
            &sql,
            &[(&subject.name).into(), subject.version.into(), act.sequence.into()],
        )?;
    }
    if !act.request.is_empty() {
        let sql = format!("INSERT INTO {schema}.request(name, act) VALUES (?1, ?2)");
        transaction.put(&sql, &[(&act.request).into(), act.sequence.into()])?;
    }
    match &act.content {
        Content::RegisterPut { register, entries } => put_entries(transaction, schema, act, register, entries),
        Content::MatterStep(step) => matters::apply(transaction, schema, act, step),
        Content::TextErased { .. } => Ok(()),
    }
}

fn put_entries(
    transaction: &dyn Transaction,
    schema: &str,
    act: &Act,
    register: &str,
    entries: &[EntryPut<Kept>],
) -> Result<(), JournalError> {
    let sql = format!(
        "INSERT INTO {schema}.entry(register, key, version, act, valid_from, recorded, fields)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    );
    let day = act.valid_from.to_string();
    for (at, entry) in entries.iter().enumerate() {
        let (key, fields) = (joined(&entry.key), fields(at, entry)?);
        transaction.put(
            &sql,
            &[
                register.into(),
                (&key).into(),
                entry.version.into(),
                act.sequence.into(),
                (&day).into(),
                act.recorded.timestamp_millis().into(),
                (&fields).into(),
            ],
        )?;
    }
    Ok(())
}

fn fields(at: usize, entry: &EntryPut<Kept>) -> Result<String, JournalError> {
    let cells: Vec<(&str, Cell)> = entry
        .fields
        .iter()
        .map(|(id, value)| {
            let cell = match value {
                Kept::Open(text) => Cell::Open(text.clone()),
                Kept::Apart(_) => Cell::Apart(label(at, id)),
            };
            (id.as_str(), cell)
        })
        .collect();
    Ok(serde_json::to_string(&cells).map_err(StorageFault::new)?)
}
