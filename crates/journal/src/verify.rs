//! Proving the chain: every act follows from the one before it, every text that is kept apart is the one that was meant, every head fits.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use standards::Text;

use crate::act::{Act, Content};
use crate::commitment::ApartText;
use crate::error::JournalError;
use crate::form;
use crate::hash::{Hash, HashKind};
use crate::head::SealedHead;
use crate::journal::{Journal, end};
use crate::read::{self, Written};
use crate::store::Transaction;
use crate::tree::Peaks;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many acts were found whole, from the first on.
    pub acts: u64,
    /// Link of the last of them.
    pub link: Hash,
    /// How many texts are kept apart and fit their commitments.
    pub texts: u64,
    /// How many texts were erased by an act.
    pub erased: u64,
    /// How many heads were found to fit.
    pub heads: u64,
    /// The first thing that is wrong, if there is one.
    pub broken: Option<Broken>,
}

/// The first broken link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Number of the act.
    pub act: u64,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The act is not there.
    Missing,
    /// It stands behind the end of the chain.
    BehindTheEnd,
    /// Its bytes are no form of an act.
    Unreadable,
    /// It says that it is the act of another number.
    OtherNumber(u64),
    /// It was not written with the hash function of the journal.
    OtherHash,
    /// Its link does not follow from its content and the link before it.
    LinkDiffers,
    /// A text that is kept apart is not the one that was meant.
    TextDiffers(String),
    /// A text that is kept apart is gone, and no act says that it was erased.
    TextMissing(String),
    /// There is a text kept apart that the act does not know.
    TextUnknown(String),
    /// A sealed head says otherwise.
    HeadDiffers,
}

impl Broken {
    /// It in both languages.
    pub fn says(&self) -> Text {
        let (zh, en) = match &self.why {
            Why::Missing => ("不见了".to_owned(), "is not there".to_owned()),
            Why::BehindTheEnd => ("在链尾之后".to_owned(), "stands behind the end of the chain".to_owned()),
            Why::Unreadable => ("的字节读不出来".to_owned(), "does not read".to_owned()),
            Why::OtherNumber(number) => (format!("自称是第 {number} 条"), format!("says that it is act {number}")),
            Why::OtherHash => (
                "用的是别的散列算法".to_owned(),
                "was written with another hash function".to_owned(),
            ),
            Why::LinkDiffers => (
                "的链值与内容和前一条不符：内容、链值或前一条被改动过".to_owned(),
                "has a link that does not follow from its content and the link before it: one of them was changed"
                    .to_owned(),
            ),
            Why::TextDiffers(label) => (
                format!("另存的“{label}”与承诺值不符"),
                format!("has a text `{label}` kept apart that is not the one it was committed to"),
            ),
            Why::TextMissing(label) => (
                format!("另存的“{label}”不见了，而没有删除的记录"),
                format!("has lost its text `{label}`, and no act says that it was erased"),
            ),
            Why::TextUnknown(label) => (
                format!("多出另存的“{label}”"),
                format!("has a text `{label}` kept apart that it does not know"),
            ),
            Why::HeadDiffers => (
                "与封存的链头不符".to_owned(),
                "is not the one that a sealed head covers".to_owned(),
            ),
        };
        Text::new(format!("第 {} 条{zh}", self.act), format!("act {} {en}", self.act))
    }
}

impl Journal {
    /// Proves the whole chain and names the first broken link.
    ///
    /// # Errors
    /// When the file cannot be read; a broken chain is a result.
    pub fn verify(&self) -> Result<Report, JournalError> {
        self.read(|transaction| verify(transaction, self.hash()))
    }

    /// Proves the whole chain, and that it holds what a head says which somebody outside has kept.
    ///
    /// # Errors
    /// When the file cannot be read; a broken chain is a result.
    pub fn verify_against(&self, head: &SealedHead) -> Result<Report, JournalError> {
        self.read(|transaction| {
            let mut report = verify(transaction, self.hash())?;
            if report.broken.is_none() {
                report.broken = head_fault(transaction, self.hash(), head)?;
            }
            Ok(report)
        })
    }
}

pub(crate) fn verify(transaction: &dyn Transaction, hash: HashKind) -> Result<Report, JournalError> {
    let end = end(transaction)?;
    let erased = erased(transaction)?;
    let mut heads = heads(transaction)?.into_iter().peekable();
    let mut peaks = Peaks::default();
    let mut report = Report::default();
    let mut first_fault = None;
    read::walk_with_texts(transaction, |Written { number, form, link }, kept| {
        let expected = report.acts + 1;
        let found = match number {
            _ if number != expected => Err(Why::Missing),
            _ if number > end.act => Err(Why::BehindTheEnd),
            _ => check(hash, &report.link, number, &form, link),
        };
        let mut found = match found {
            Ok(act) => texts(kept, hash, &act, &erased, &mut report),
            Err(why) => Some(why),
        };
        peaks.push(hash, &link);
        while let Some((_, sealed)) = heads.next_if(|(act, _)| found.is_none() && *act <= number) {
            let holds = sealed.is_some_and(|sealed| is_of(&sealed, hash, number, &link, &peaks));
            found = (!holds).then_some(Why::HeadDiffers);
            report.heads += u64::from(holds);
        }
        if let Some(why) = found {
            first_fault = Some((expected, why));
            return Ok(ControlFlow::Break(()));
        }
        (report.acts, report.link) = (number, link);
        Ok(ControlFlow::Continue(()))
    })?;
    if let Some((act, why)) = first_fault {
        return Ok(report.broken_at(act, why));
    }
    let last = report.acts;
    if last < end.act || heads.next().is_some() {
        return Ok(report.broken_at(last + 1, Why::Missing));
    }
    if report.link != end.link {
        return Ok(report.broken_at(last, Why::LinkDiffers));
    }
    Ok(report)
}

impl Report {
    fn broken_at(mut self, act: u64, why: Why) -> Self {
        self.broken = Some(Broken { act, why });
        self
    }
}

fn check(hash: HashKind, before: &Hash, number: u64, form: &[u8], link: Hash) -> Result<Act, Why> {
    let (act, written) = form::read(form).map_err(|_| Why::Unreadable)?;
    if act.sequence != number {
        return Err(Why::OtherNumber(act.sequence));
    }
    if written != hash {
        return Err(Why::OtherHash);
    }
    if form::link(hash, before, form) != link {
        return Err(Why::LinkDiffers);
    }
    Ok(act)
}

/// The texts that acts say were erased. An act that does not read is told where it stands.
fn erased(transaction: &dyn Transaction) -> Result<BTreeSet<(u64, String)>, JournalError> {
    let mut found = BTreeSet::new();
    read::walk(transaction, |Written { form, .. }| {
        if let Ok((act, _)) = form::read(&form)
            && let Content::TextErased { act, labels, .. } = act.content
        {
            found.extend(labels.into_iter().map(|label| (act, label)));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn texts(
    kept: Vec<ApartText>,
    hash: HashKind,
    act: &Act,
    erased: &BTreeSet<(u64, String)>,
    report: &mut Report,
) -> Option<Why> {
    let mut kept: BTreeMap<String, ApartText> = kept.into_iter().map(|text| (text.label.clone(), text)).collect();
    for (label, commitment) in act.commitments() {
        match kept.remove(&label) {
            Some(text) if text.commitment(hash) == commitment => report.texts += 1,
            Some(_) => return Some(Why::TextDiffers(label)),
            None if erased.contains(&(act.sequence, label.clone())) => report.erased += 1,
            None => return Some(Why::TextMissing(label)),
        }
    }
    kept.into_keys().next().map(Why::TextUnknown)
}

/// The heads by the last act they cover; `None` is a head that does not read.
fn heads(transaction: &dyn Transaction) -> Result<Vec<(u64, Option<SealedHead>)>, JournalError> {
    let rows = transaction.rows("SELECT act, sealed FROM head ORDER BY act, number", &[])?;
    let heads = rows.into_iter().map(|mut row| {
        let (act, sealed) = (row.number(0)?, row.text(1)?);
        Ok((act, serde_json::from_str(&sealed).ok()))
    });
    heads.collect()
}

/// Whether a head is that of the chain at act `number`.
fn is_of(sealed: &SealedHead, hash: HashKind, number: u64, link: &Hash, peaks: &Peaks) -> bool {
    let head = &sealed.head;
    (head.hash, head.act, head.link, head.root) == (hash, number, *link, peaks.root(hash)) && sealed.is_signed()
}

/// What a head says otherwise than a chain that is whole in itself.
fn head_fault(
    transaction: &dyn Transaction,
    hash: HashKind,
    sealed: &SealedHead,
) -> Result<Option<Broken>, JournalError> {
    let links = crate::head::links(transaction, sealed.head.act)?;
    let (reaches, act) = (links.len() as u64, sealed.head.act);
    if reaches < act {
        let (act, why) = (reaches + 1, Why::Missing);
        return Ok(Some(Broken { act, why }));
    }
    let mut peaks = Peaks::default();
    links.iter().for_each(|link| peaks.push(hash, link));
    let holds = links
        .last()
        .is_some_and(|link| is_of(sealed, hash, reaches, link, &peaks));
    let why = Why::HeadDiffers;
    Ok((!holds).then_some(Broken { act, why }))
}
