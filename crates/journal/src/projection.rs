//! What is computed from the acts and kept beside them, changed in the same transaction: which versions a subject has, which requests
//! were served, the entries of registers, and where matters stand.
//!
//! A projection is a function of the acts alone. [`apply`] is used both when an act is recorded and when everything is made anew, in
//! another schema (`temp`), to be compared.

use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use crate::act::{Act, Content, EntryPut, joined, label};
use crate::commitment::Kept;
use crate::count::Count;
use crate::error::JournalError;
use crate::matters;

/// The tables, with their columns.
pub(crate) const TABLES: [(&str, &str); 4] = [
    ("subject", "name, version, act"),
    ("request", "name, act"),
    ("entry", "register, key, version, act, valid_from, recorded, fields"),
    ("matter", matters::COLUMNS),
];

/// The tables of the projections in `schema` (`main` or `temp`).
pub(crate) fn schema(schema: &str) -> String {
    let matters = matters::schema(schema);
    format!(
        "
CREATE TABLE {schema}.subject(
  name    TEXT    NOT NULL,
  version INTEGER NOT NULL,
  act     INTEGER NOT NULL,
  PRIMARY KEY(name, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE {schema}.request(
  name TEXT    PRIMARY KEY,
  act  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE {schema}.entry(
  register   TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  version    INTEGER NOT NULL,
  act        INTEGER NOT NULL,
  valid_from TEXT    NOT NULL,
  recorded   INTEGER NOT NULL,
  fields     TEXT    NOT NULL,
  PRIMARY KEY(register, key, version)
) STRICT, WITHOUT ROWID;
{matters}"
    )
}

/// A field of an entry as it stands in the table: a text that is kept apart is named, not repeated, so that erasing it is enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Cell {
    /// As it was said.
    Open(String),
    /// The label of the text.
    Apart(String),
}

/// Carries an act into the projections of `schema`.
pub(crate) fn apply(transaction: &Transaction<'_>, schema: &str, act: &Act) -> Result<(), JournalError> {
    let mut touch = transaction.prepare_cached(&format!(
        "INSERT INTO {schema}.subject(name, version, act) VALUES (?1, ?2, ?3)"
    ))?;
    for subject in act.content.subjects() {
        touch.execute(params![subject.name, Count(subject.version), Count(act.sequence)])?;
    }
    if !act.request.is_empty() {
        transaction
            .prepare_cached(&format!("INSERT INTO {schema}.request(name, act) VALUES (?1, ?2)"))?
            .execute(params![act.request, Count(act.sequence)])?;
    }
    if let Content::MatterStep(step) = &act.content {
        matters::apply(transaction, schema, act, step)?;
    }
    if let Content::RegisterPut { register, entries } = &act.content {
        let mut put = transaction.prepare_cached(&format!(
            "INSERT INTO {schema}.entry(register, key, version, act, valid_from, recorded, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        ))?;
        for (at, entry) in entries.iter().enumerate() {
            put.execute(params![
                register,
                joined(&entry.key),
                Count(entry.version),
                Count(act.sequence),
                act.valid_from.to_string(),
                act.recorded.timestamp_millis(),
                fields(at, entry)?,
            ])?;
        }
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
    serde_json::to_string(&cells).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()).into())
}
