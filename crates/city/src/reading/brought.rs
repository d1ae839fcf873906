//! Entries that somebody brings, held against the form of a register as if they stood in the folder.

use std::path::Path;

use super::Texts;
use crate::finding::Finding;
use crate::folder;
use crate::kind::FindingKind;
use crate::register::Register;
use crate::source::Findings;

/// What came of entries that were brought.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The register with the brought entries in the place of its own; `None` where the folder has no such register.
    pub register: Option<Register>,
    /// What is wrong with them, in the order of their lines. Faults of other files are not told here.
    pub findings: Vec<Finding>,
}

/// Reads the folder `dir` as if `text` were the entries of the register with this id.
pub fn read_brought(dir: &Path, register: &str, text: String) -> Brought {
    let findings = Findings::default();
    let name = format!("registers/{register}.csv");
    let mut files = folder::load(dir, &findings);
    files.retain(|(file, _)| *file != name);
    files.push((name.clone(), text));
    let city = Texts::gather(files, &findings).city(&findings);
    let registers = city.map(|city| city.registers).unwrap_or_default();
    let mut findings = findings.into_list();
    // Where the list of faults was full, some of these entries may not be on it: that is told, too.
    findings.retain(|finding| finding.file == name || finding.kind == FindingKind::TooManyFindings);
    findings.sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
    Brought {
        register: registers.into_iter().find(|known| known.id == register),
        findings,
    }
}
