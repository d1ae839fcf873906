//! Reading acts and the texts that are kept apart for them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::act::{Act, Ground};
use crate::commitment::ApartText;
use crate::error::JournalError;
use crate::form;
use crate::hash::Hash;
use crate::journal::{Journal, end};
use crate::store::{self, Row, StorageFault, Transaction};

/// Most acts of one answer.
pub const ACTS_MAX: usize = 10_000;
/// So many acts are held at once while all are walked through.
const WALKED: u64 = 100;

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
            let sql = "SELECT act FROM request WHERE name = ?1";
            let row = store::row(transaction, sql, &[request.into()])?;
            Ok(row.map(|row| row.number(0)).transpose()?)
        })
    }

    /// The acts after `after`, in their order, at most `most` of them and never more than [`ACTS_MAX`].
    pub fn acts(&self, after: u64, most: usize) -> Result<Vec<StoredAct>, JournalError> {
        self.read(|transaction| {
            let most = i64::try_from(most.min(ACTS_MAX)).unwrap_or(i64::MAX);
            let numbers = transaction.rows(
                "SELECT number FROM act WHERE number > ?1 ORDER BY number LIMIT ?2",
                &[after.into(), most.into()],
            )?;
            numbers
                .into_iter()
                .map(|row| stored(transaction, row.number(0)?))
                .collect()
        })
    }
}

pub(crate) fn stored(transaction: &dyn Transaction, number: u64) -> Result<StoredAct, JournalError> {
    let texts = texts(transaction, number)?;
    Ok(StoredAct {
        act: act(transaction, number)?,
        link: link(transaction, number)?,
        texts: texts.into_iter().map(|text| (text.label, text.text)).collect(),
    })
}

pub(crate) fn act(transaction: &dyn Transaction, number: u64) -> Result<Act, JournalError> {
    let form = form_of(transaction, number)?;
    let (act, _) = form::read(&form).map_err(|fault| JournalError::Unreadable(number, fault))?;
    Ok(act)
}

pub(crate) fn form_of(transaction: &dyn Transaction, number: u64) -> Result<Vec<u8>, JournalError> {
    match store::row(transaction, "SELECT form FROM act WHERE number = ?1", &[number.into()])? {
        Some(mut row) => Ok(row.bytes(0)?),
        None => Err(JournalError::NoSuchAct(number, end(transaction)?.act)),
    }
}

/// The link of an act; before the first act, nothing.
pub(crate) fn link(transaction: &dyn Transaction, number: u64) -> Result<Hash, JournalError> {
    if number == 0 {
        return Ok(Hash::NOTHING);
    }
    match store::row(transaction, "SELECT link FROM act WHERE number = ?1", &[number.into()])? {
        Some(mut row) => Ok(row.hash(0)?),
        None => Err(JournalError::NoSuchAct(number, end(transaction)?.act)),
    }
}

pub(crate) fn texts(transaction: &dyn Transaction, number: u64) -> Result<Vec<ApartText>, JournalError> {
    let rows = transaction.rows(
        "SELECT label, salt, text FROM apart WHERE act = ?1 ORDER BY label",
        &[number.into()],
    )?;
    rows.into_iter().map(|row| Ok(apart(row)?)).collect()
}

/// An act as it stands in the table, whatever it says.
pub(crate) struct Written {
    /// Its number.
    pub(crate) number: u64,
    /// Its form.
    pub(crate) form: Vec<u8>,
    /// Its link.
    pub(crate) link: Hash,
}

/// Shows every act in the order of their numbers, until `visit` breaks off. Few are held at once.
pub(crate) fn walk(
    transaction: &dyn Transaction,
    mut visit: impl FnMut(Written) -> Result<ControlFlow<()>, JournalError>,
) -> Result<(), JournalError> {
    let mut after = i64::MIN;
    loop {
        let page = page(transaction, &mut after)?;
        if page.is_empty() {
            return Ok(());
        }
        for written in page {
            if visit(written)?.is_break() {
                return Ok(());
            }
        }
    }
}

/// As [`walk`], with the texts that are kept apart for each.
pub(crate) fn walk_with_texts(
    transaction: &dyn Transaction,
    mut visit: impl FnMut(Written, Vec<ApartText>) -> Result<ControlFlow<()>, JournalError>,
) -> Result<(), JournalError> {
    let mut after = i64::MIN;
    loop {
        let page = page(transaction, &mut after)?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return Ok(());
        };
        let mut texts = texts_of(transaction, first.number, last.number)?;
        for written in page {
            let texts = texts.remove(&written.number).unwrap_or_default();
            if visit(written, texts)?.is_break() {
                return Ok(());
            }
        }
    }
}

/// The next acts; `after` becomes the number of the last of them.
fn page(transaction: &dyn Transaction, after: &mut i64) -> Result<Vec<Written>, JournalError> {
    let rows = transaction.rows(
        "SELECT number, form, link FROM act WHERE number > ?1 ORDER BY number LIMIT ?2",
        &[(*after).into(), WALKED.into()],
    )?;
    let page = rows.into_iter().map(|mut row| {
        *after = row.integer(0)?;
        Ok(Written {
            number: row.number(0)?,
            form: row.bytes(1)?,
            link: row.hash(2)?,
        })
    });
    page.collect()
}

/// The texts that are kept apart for the acts from `first` to `last`.
fn texts_of(
    transaction: &dyn Transaction,
    first: u64,
    last: u64,
) -> Result<BTreeMap<u64, Vec<ApartText>>, JournalError> {
    let rows = transaction.rows(
        "SELECT label, salt, text, act FROM apart WHERE act BETWEEN ?1 AND ?2 ORDER BY act, label",
        &[first.into(), last.into()],
    )?;
    let mut texts: BTreeMap<u64, Vec<ApartText>> = BTreeMap::new();
    for row in rows {
        texts.entry(row.number(3)?).or_default().push(apart(row)?);
    }
    Ok(texts)
}

fn apart(mut row: Row) -> Result<ApartText, StorageFault> {
    Ok(ApartText {
        label: row.text(0)?,
        salt: row.hash(1)?.0,
        text: row.text(2)?,
    })
}
