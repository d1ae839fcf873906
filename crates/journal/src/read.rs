//! Reading acts and the texts that are kept apart for them.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, Transaction};

use crate::act::{Act, Ground};
use crate::commitment::ApartText;
use crate::count::Count;
use crate::error::JournalError;
use crate::form;
use crate::hash::Hash;
use crate::journal::{Journal, end};

/// Most acts of one answer.
pub const ACTS_MAX: usize = 10_000;

/// An act with its link and the texts that are still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAct {
    /// The act.
    pub act: Act,
    /// Its link.
    pub link: Hash,
    /// The texts that are kept apart for it and were not erased, by label.
    pub texts: BTreeMap<String, String>,
}

impl Ground {
    /// What is said of it, in one line.
    pub fn in_a_line(&self) -> String {
        let said = [&self.clause, &self.document, &self.evidence];
        let said: Vec<&str> = said
            .iter()
            .map(|text| text.as_str())
            .filter(|text| !text.is_empty())
            .collect();
        said.join(" · ")
    }
}

impl Journal {
    /// One act.
    ///
    /// # Errors
    /// When there is none of that number.
    pub fn act(&self, number: u64) -> Result<StoredAct, JournalError> {
        self.read(|transaction| stored(transaction, number))
    }

    /// The act that was recorded under this name of a request, if there is one.
    pub fn requested(&self, request: &str) -> Result<Option<u64>, JournalError> {
        self.read(|transaction| {
            let number: Option<Count> = transaction
                .prepare_cached("SELECT act FROM request WHERE name = ?1")?
                .query_row([request], |row| row.get(0))
                .optional()?;
            Ok(number.map(|Count(number)| number))
        })
    }

    /// The acts after `after`, in their order, at most `most` of them and never more than [`ACTS_MAX`].
    pub fn acts(&self, after: u64, most: usize) -> Result<Vec<StoredAct>, JournalError> {
        self.read(|transaction| {
            let most = i64::try_from(most.min(ACTS_MAX)).unwrap_or(i64::MAX);
            let numbers = transaction
                .prepare_cached("SELECT number FROM act WHERE number > ?1 ORDER BY number LIMIT ?2")?
                .query_map((Count(after), most), |row| row.get(0))?
                .collect::<Result<Vec<Count>, _>>()?;
            numbers
                .into_iter()
                .map(|Count(number)| stored(transaction, number))
                .collect()
        })
    }
}

pub(crate) fn stored(transaction: &Transaction<'_>, number: u64) -> Result<StoredAct, JournalError> {
    let texts = texts(transaction, number)?;
    Ok(StoredAct {
        act: act(transaction, number)?,
        link: link(transaction, number)?,
        texts: texts.into_iter().map(|text| (text.label, text.text)).collect(),
    })
}

pub(crate) fn act(transaction: &Transaction<'_>, number: u64) -> Result<Act, JournalError> {
    let form = form_of(transaction, number)?;
    let (act, _) = form::read(&form).map_err(|fault| JournalError::Unreadable(number, fault))?;
    Ok(act)
}

pub(crate) fn form_of(transaction: &Transaction<'_>, number: u64) -> Result<Vec<u8>, JournalError> {
    let form = transaction
        .prepare_cached("SELECT form FROM act WHERE number = ?1")?
        .query_row([Count(number)], |row| row.get(0))
        .optional()?;
    match form {
        Some(form) => Ok(form),
        None => Err(JournalError::NoSuchAct(number, end(transaction)?.act)),
    }
}

/// The link of an act; before the first act, nothing.
pub(crate) fn link(transaction: &Transaction<'_>, number: u64) -> Result<Hash, JournalError> {
    if number == 0 {
        return Ok(Hash::NOTHING);
    }
    Ok(transaction
        .prepare_cached("SELECT link FROM act WHERE number = ?1")?
        .query_row([Count(number)], |row| row.get(0).map(Hash))?)
}

pub(crate) fn texts(transaction: &Transaction<'_>, number: u64) -> Result<Vec<ApartText>, JournalError> {
    Ok(transaction
        .prepare_cached("SELECT label, salt, text FROM apart WHERE act = ?1 ORDER BY label")?
        .query_map([Count(number)], apart)?
        .collect::<Result<_, _>>()?)
}

fn apart(row: &Row<'_>) -> rusqlite::Result<ApartText> {
    Ok(ApartText {
        label: row.get(0)?,
        salt: row.get(1)?,
        text: row.get(2)?,
    })
}
