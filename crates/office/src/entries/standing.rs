//! What stands in a register on a day: the entries of the folder, over them those that acts have put.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use city::{Cell, Entry, FieldKind, Register, Standing};
use journal::{AsOf, EntryVersion, Said, joined};

use super::{Entries, EntryError};

/// Where an entry comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The file of the city folder, with its line.
    Folder(usize),
    /// An act, with its number, the version and the day since when it is so.
    Act(u64, u64, NaiveDate),
}

/// An entry that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its key, the parts joined; none where a part is unknown.
    pub key: Option<String>,
    /// What its fields say; one that is not here is unknown.
    pub fields: Vec<(String, Said)>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Entries<'_> {
    /// What stands on the day.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn known(&self, register: &Register, on: NaiveDate) -> Result<Vec<Known>, EntryError> {
        let mut acts = self.holds(register, on)?;
        let mut known: Vec<Known> = register
            .entries
            .iter()
            .map(|entry| {
                let key = key(register, entry).map(|key| joined(&key));
                match key.as_ref().and_then(|key| acts.remove(key)) {
                    Some(version) => put(version),
                    None => of_folder(register, entry, key),
                }
            })
            .collect();
        known.extend(acts.into_values().map(put));
        Ok(known)
    }

    /// The entries that acts have put, as they are on the day.
    pub(super) fn holds(
        &self,
        register: &Register,
        on: NaiveDate,
    ) -> Result<BTreeMap<String, EntryVersion>, EntryError> {
        let as_of = AsOf {
            valid: Some(on),
            known: None,
        };
        match self.journal {
            Some(journal) => Ok(journal.entries(&register.id, as_of)?),
            None => Ok(BTreeMap::new()),
        }
    }

    /// What stands beside the entries of a file that speaks of `spoken`, and what can be referred to.
    pub(super) fn standing(
        &self,
        register: &Register,
        known: &[Known],
        spoken: &[String],
        on: NaiveDate,
    ) -> Result<Standing, EntryError> {
        let stays = |known: &&Known| known.key.as_ref().is_none_or(|key| !spoken.contains(key));
        let (stay, go): (Vec<&Known>, Vec<&Known>) = known.iter().partition(stays);
        let said = |known: Vec<&Known>| known.into_iter().map(|known| texts(&known.fields)).collect();
        let mut names = BTreeMap::from([(register.id.clone(), names(register, known))]);
        for field in &register.fields {
            if let FieldKind::Reference(other) = &field.kind
                && let Some(other) = self.city.register(other)
                && !names.contains_key(&other.id)
            {
                names.insert(other.id.clone(), self::names(other, &self.known(other, on)?));
            }
        }
        Ok(Standing {
            entries: said(stay),
            replaced: said(go),
            names,
        })
    }

    /// What a reference to the register can say, in order.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn referable(&self, register: &str, on: NaiveDate) -> Result<Vec<String>, EntryError> {
        let register = self.register(register)?;
        let known = self.known(register, on)?;
        Ok(names(register, &known).into_iter().collect())
    }
}

/// The keys of the entries, joined.
pub(super) fn keys(register: &Register) -> Vec<String> {
    let keys = register.entries.iter().filter_map(|entry| key(register, entry));
    keys.map(|key| joined(&key)).collect()
}

/// The key with the year where entries are per year; `None` when a part of it is unknown.
pub(super) fn key(register: &Register, entry: &Entry) -> Option<Vec<String>> {
    let year = register.year.iter().filter(|year| !register.key.contains(year));
    let ids = register.key.iter().chain(year);
    ids.map(|id| register.cell(entry, id).map(Cell::written)).collect()
}

fn put(version: EntryVersion) -> Known {
    Known {
        key: Some(version.key),
        fields: version.fields,
        origin: Origin::Act(version.act, version.version, version.valid_from),
    }
}

fn of_folder(register: &Register, entry: &Entry, key: Option<String>) -> Known {
    let fields = register.fields.iter().filter_map(|field| {
        let cell = register.cell(entry, &field.id)?;
        Some((field.id.clone(), Said::Text(cell.written())))
    });
    Known {
        key,
        fields: fields.collect(),
        origin: Origin::Folder(entry.line),
    }
}

fn texts(fields: &[(String, Said)]) -> Vec<(String, String)> {
    let texts = fields.iter().filter_map(|(id, said)| match said {
        Said::Text(text) => Some((id.clone(), text.clone())),
        Said::Erased => None,
    });
    texts.collect()
}

/// What the entries are referred to by: the first field of the key.
fn names(register: &Register, known: &[Known]) -> BTreeSet<String> {
    let first = register.key.first();
    let names = known.iter().filter_map(|known| {
        let (_, said) = known.fields.iter().find(|(id, _)| Some(id) == first)?;
        match said {
            Said::Text(text) => Some(text.clone()),
            Said::Erased => None,
        }
    });
    names.collect()
}
