//! Entries of registers as the acts say: as known on a day, with their history.

use std::collections::{BTreeMap, btree_map};

use chrono::{DateTime, NaiveDate, Utc};

use crate::act::joined;
use crate::error::JournalError;
use crate::journal::Journal;
use crate::projection::Cell;
use crate::read;
use crate::store::{Row, StorageFault, Transaction, damaged};

/// What is asked of the versions of entries.
const VERSIONS: &str = "SELECT key, version, act, valid_from, recorded, fields FROM entry";
/// No act holds from a later day on.
const LAST_DAY: &str = "9999-12-31";

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
            let rows = transaction.rows(
                &format!("{VERSIONS} WHERE register = ?1 ORDER BY key, version"),
                &[register.into()],
            )?;
            for version in versions(transaction, rows)? {
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

    /// One entry of a register: the version that holds on the day, as it was known, as [`entries`](Self::entries) gives it of all. Only the versions
    /// of this entry are looked at.
    pub fn entry(&self, register: &str, key: &[String], as_of: AsOf) -> Result<Option<EntryVersion>, JournalError> {
        self.read(|transaction| {
            let day = as_of.valid.map_or_else(|| LAST_DAY.to_owned(), |day| day.to_string());
            let known = as_of.known.map_or(i64::MAX, |moment| moment.timestamp_millis());
            let rows = transaction.rows(
                &format!(
                    "{VERSIONS} WHERE register = ?1 AND key = ?2 AND valid_from <= ?3 AND recorded <= ?4
                     ORDER BY valid_from DESC, version DESC LIMIT 1"
                ),
                &[register.into(), (&joined(key)).into(), (&day).into(), known.into()],
            )?;
            Ok(versions(transaction, rows)?.pop())
        })
    }

    /// All versions of one entry, in the order in which they were recorded.
    pub fn entry_history(&self, register: &str, key: &[String]) -> Result<Vec<EntryVersion>, JournalError> {
        self.read(|transaction| {
            let rows = transaction.rows(
                &format!("{VERSIONS} WHERE register = ?1 AND key = ?2 ORDER BY version"),
                &[register.into(), (&joined(key)).into()],
            )?;
            versions(transaction, rows)
        })
    }

    /// All versions of all entries of a register, by key; of each in the order in which they were recorded.
    pub fn entry_histories(&self, register: &str) -> Result<BTreeMap<String, Vec<EntryVersion>>, JournalError> {
        self.read(|transaction| {
            let rows = transaction.rows(
                &format!("{VERSIONS} WHERE register = ?1 ORDER BY key, version"),
                &[register.into()],
            )?;
            let mut histories: BTreeMap<String, Vec<EntryVersion>> = BTreeMap::new();
            for version in versions(transaction, rows)? {
                histories.entry(version.key.clone()).or_default().push(version);
            }
            Ok(histories)
        })
    }

    /// The newest version of each entry of a register, by key: what a new version must be made upon.
    pub fn entry_versions(&self, register: &str) -> Result<BTreeMap<String, u64>, JournalError> {
        self.read(|transaction| {
            let rows = transaction.rows(
                "SELECT key, max(version) FROM entry WHERE register = ?1 GROUP BY key",
                &[register.into()],
            )?;
            rows.into_iter()
                .map(|mut row| Ok((row.text(0)?, row.number(1)?)))
                .collect()
        })
    }
}

/// The versions that rows of the table tell, with the texts that are kept apart for them.
fn versions(transaction: &dyn Transaction, rows: Vec<Row>) -> Result<Vec<EntryVersion>, JournalError> {
    let mut texts: BTreeMap<u64, BTreeMap<String, String>> = BTreeMap::new();
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let (mut version, cells) = version(row)?;
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

fn version(mut row: Row) -> Result<(EntryVersion, Vec<(String, Cell)>), StorageFault> {
    let cells = serde_json::from_str(&row.text(5)?).map_err(StorageFault::new)?;
    let version = EntryVersion {
        key: row.text(0)?,
        version: row.number(1)?,
        act: row.number(2)?,
        valid_from: row.text(3)?.parse().map_err(|_| damaged(3))?,
        recorded: DateTime::from_timestamp_millis(row.integer(4)?).ok_or_else(|| damaged(4))?,
        fields: Vec::new(),
    };
    Ok((version, cells))
}
