//! Entries of registers as the acts say: as known on a day, with their history.

use std::collections::{BTreeMap, btree_map};

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Row, Transaction, params};

use crate::act::joined;
use crate::count::Count;
use crate::error::JournalError;
use crate::journal::Journal;
use crate::projection::Cell;
use crate::read;

/// What a field of an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// This text.
    Text(String),
    /// A text that was erased since.
    Erased,
}

/// One version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryVersion {
    /// Its key, the parts joined (see [`joined`]).
    pub key: String,
    /// Its version, from 1.
    pub version: u64,
    /// The act that put it.
    pub act: u64,
    /// Since when it is so.
    pub valid_from: NaiveDate,
    /// When it was recorded.
    pub recorded: DateTime<Utc>,
    /// What its fields say, in the order of the act; a field that is not here is unknown.
    pub fields: Vec<(String, Said)>,
}

/// Of which moment one asks, by both clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// What was so on this day; `None` is the last that was said.
    pub valid: Option<NaiveDate>,
    /// As it was known at this moment; `None` is now.
    pub known: Option<DateTime<Utc>>,
}

impl Journal {
    /// The entries of a register, by key: of each the version that holds on the day, as it was known. Of several, that with the latest day
    /// holds, and of one day the latest version.
    pub fn entries(&self, register: &str, as_of: AsOf) -> Result<BTreeMap<String, EntryVersion>, JournalError> {
        self.read(|transaction| {
            let mut holds: BTreeMap<String, EntryVersion> = BTreeMap::new();
            for version in versions(transaction, register, None)? {
                let is_so = as_of.valid.is_none_or(|day| version.valid_from <= day);
                let is_known = as_of.known.is_none_or(|moment| version.recorded <= moment);
                if !(is_so && is_known) {
                    continue;
                }
                let place = |version: &EntryVersion| (version.valid_from, version.version);
                match holds.get(&version.key) {
                    Some(other) if place(other) > place(&version) => {}
                    _ => drop(holds.insert(version.key.clone(), version)),
                }
            }
            Ok(holds)
        })
    }

    /// All versions of one entry, in the order in which they were recorded.
    pub fn entry_history(&self, register: &str, key: &[String]) -> Result<Vec<EntryVersion>, JournalError> {
        self.read(|transaction| versions(transaction, register, Some(&joined(key))))
    }

    /// The newest version of each entry of a register, by key: what a new version must be made upon.
    pub fn entry_versions(&self, register: &str) -> Result<BTreeMap<String, u64>, JournalError> {
        self.read(|transaction| {
            let versions = transaction
                .prepare_cached("SELECT key, max(version) FROM entry WHERE register = ?1 GROUP BY key")?
                .query_map([register], |row| Ok((row.get(0)?, row.get::<_, Count>(1)?.0)))?
                .collect::<Result<_, _>>()?;
            Ok(versions)
        })
    }
}

fn versions(
    transaction: &Transaction<'_>,
    register: &str,
    key: Option<&str>,
) -> Result<Vec<EntryVersion>, JournalError> {
    let rows = transaction
        .prepare_cached(
            "SELECT key, version, act, valid_from, recorded, fields FROM entry
             WHERE register = ?1 AND (?2 IS NULL OR key = ?2) ORDER BY key, version",
        )?
        .query_map(params![register, key], version)?
        .collect::<Result<Vec<_>, _>>()?;
    let mut texts: BTreeMap<u64, BTreeMap<String, String>> = BTreeMap::new();
    let mut versions = Vec::with_capacity(rows.len());
    for (mut version, cells) in rows {
        for (id, cell) in cells {
            let said = match cell {
                Cell::Open(text) => Said::Text(text),
                Cell::Apart(label) => {
                    let kept = match texts.entry(version.act) {
                        btree_map::Entry::Occupied(known) => known.into_mut(),
                        btree_map::Entry::Vacant(free) => {
                            let kept = read::texts(transaction, version.act)?;
                            free.insert(kept.into_iter().map(|text| (text.label, text.text)).collect())
                        }
                    };
                    let kept = kept.get(&label);
                    kept.map_or(Said::Erased, |text| Said::Text(text.clone()))
                }
            };
            version.fields.push((id, said));
        }
        versions.push(version);
    }
    Ok(versions)
}

fn version(row: &Row<'_>) -> rusqlite::Result<(EntryVersion, Vec<(String, Cell)>)> {
    let damaged = |column, cause: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, cause)
    };
    let (day, recorded, fields): (String, i64, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
    let cells = serde_json::from_str(&fields).map_err(|cause| damaged(5, cause.into()))?;
    let version = EntryVersion {
        key: row.get(0)?,
        version: row.get::<_, Count>(1)?.0,
        act: row.get::<_, Count>(2)?.0,
        valid_from: day
            .parse()
            .map_err(|cause: chrono::ParseError| damaged(3, cause.into()))?,
        recorded: DateTime::from_timestamp_millis(recorded).ok_or_else(|| damaged(4, recorded.to_string().into()))?,
        fields: Vec::new(),
    };
    Ok((version, cells))
}
