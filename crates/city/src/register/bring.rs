//! Entries that somebody brings, read as the entries of a register among those that stand already.

use std::collections::{BTreeMap, BTreeSet};

use standards::Text;

use super::entries::{self, Read};
use super::schema::Around;
use super::{Entry, Register, cell, over};
use crate::finding::Finding;
use crate::kind::FindingKind;
use crate::source::{Findings, Source, Word};

/// What stands already where somebody brings entries.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Entries of the register that stay beside the brought ones: ids of fields and what they say. Rules over several entries are asked of them,
    /// too.
    pub entries: Vec<Vec<(String, String)>>,
    /// Entries of the register in whose place brought ones are put, said likewise: with them it stood until now.
    pub replaced: Vec<Vec<(String, String)>>,
    /// What entries of a register, by its id, can be referred to by besides those of the folder.
    pub names: BTreeMap<String, BTreeSet<String>>,
}

/// The register with the entries of `source` in the place of its own; faults go where the source reports them.
pub(crate) fn bring(
    known: &Register,
    others: &[Register],
    source: Source<'_>,
    around: &Around<'_>,
    standing: &Standing,
) -> Register {
    let mut register = Register {
        entries: Vec::new(),
        ..known.clone()
    };
    let mut read = entries::read(&mut register, source, around);
    entries::refer(&register, &read, &names(&register, others, &read, standing));
    let brought = std::mem::take(&mut register.entries);
    register.entries = standing
        .entries
        .iter()
        .map(|said| stands(known, said, around))
        .collect();
    read.stand_before = register.entries.len();
    register.entries.extend(brought);
    over::check(&register, &read);
    register.entries.drain(..read.stand_before);
    register
}

/// The rules that the entries broke as they stood until now: nobody who brings others is to blame for that.
pub(crate) fn broken_before(known: &Register, around: &Around<'_>, standing: &Standing) -> Vec<Finding> {
    let findings = Findings::default();
    let nothing = String::new().into();
    let count = standing.entries.len() + standing.replaced.len();
    let read = Read::nothing(Source::new("", &nothing, &findings), count);
    let register = Register {
        entries: standing
            .entries
            .iter()
            .chain(&standing.replaced)
            .map(|said| stands(known, said, around))
            .collect(),
        ..known.clone()
    };
    over::check(&register, &read);
    drop(read);
    findings.into_list()
}

fn names(
    register: &Register,
    others: &[Register],
    read: &Read<'_>,
    standing: &Standing,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = others
        .iter()
        .map(|other| (other.id.clone(), entries::names(other)))
        .collect();
    for (id, more) in &standing.names {
        names.entry(id.clone()).or_default().extend(more.iter().cloned());
    }
    if read.torn {
        // Of rows that do not read it cannot be said that an entry is not among them.
        names.remove(&register.id);
    } else {
        names
            .entry(register.id.clone())
            .or_default()
            .extend(entries::names(register));
    }
    names
}

/// A standing entry; its line is 0. What its field can no longer be is unknown: it was judged when it was put.
fn stands(register: &Register, said: &[(String, String)], around: &Around<'_>) -> Entry {
    let findings = Findings::default();
    let text = String::new().into();
    let source = Source::new("", &text, &findings);
    let cells = register.fields.iter().map(|field| {
        let (_, text) = said.iter().find(|(id, _)| *id == field.id)?;
        let word = Word {
            text: text.clone(),
            span: 0..0,
        };
        cell::read(&word, field, around, &source)
    });
    Entry {
        cells: cells.collect(),
        line: 0,
    }
}

/// The register that is too large to be read, told as a finding.
pub(crate) fn too_long(file: &str, bytes: u64) -> Finding {
    let says = Text::new(
        format!("有{bytes}字节，超过单个文件的上限"),
        format!("has {bytes} bytes, more than one file may have"),
    );
    let help = Text::new("请分成几个文件", "make several files of it");
    Finding::new(FindingKind::TooLarge, file, says).advising(Some(help))
}
