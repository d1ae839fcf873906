//! Texts that no reader can make anything of, each told once, and what their faults keep from being known.

use std::collections::BTreeMap;
use std::sync::Arc;

use standards::Text;

use super::Texts;
use crate::finding::Finding;
use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::source::Findings;

/// Whether `text` can be read; what keeps it from being read is reported. A table of entries may be empty.
pub(super) fn is_sound(name: &str, text: &str, findings: &Findings) -> bool {
    if text.trim().is_empty() && !name.ends_with(".csv") {
        let says = Text::new("这个文件是空的", "nothing stands in this file");
        let help = Text::new("写上内容，或删去文件", "write something, or delete the file");
        findings.push(Finding::new(FindingKind::EmptyFile, name, says).advising(Some(help)));
        return false;
    }
    // The reader of tables takes such line ends; for the others the whole file would be one line.
    if text.contains('\r') && !text.contains('\n') && !name.ends_with(".csv") {
        let says = Text::new(
            "各行只以回车符（CR）结尾，整个文件成了一行",
            "its lines end with a carriage return alone, so the whole file is one line",
        );
        let help = Text::new(
            "用编辑器把行尾改为 LF 或 CRLF 后保存",
            "save it with LF or CRLF line ends in an editor",
        );
        findings.push(Finding::new(FindingKind::LineEnds, name, says).advising(Some(help)));
        return false;
    }
    true
}

impl Texts {
    /// Tells the ids of `file` what its faults keep from being known, so that one fault does not call a hundred references unknown.
    pub(super) fn mind(&self, ids: &mut Registry, file: &str, findings: &Findings) {
        let faulty = findings.has_errors_in(file);
        match self.by_name.get(file) {
            // A file out of which no id came, and in which none seems to stand, may give any.
            Some(text) if faulty && !ids.has_any_of(file) && !text.contains("id") => ids.doubt_all(),
            Some(text) if faulty => ids.doubt(Arc::clone(text)),
            Some(_) => {}
            None if faulty => ids.doubt_all(),
            None => ids.miss(),
        }
    }

    /// The same for ids that the files of `folder` give: one each, by the name of the file, or several.
    pub(super) fn mind_folder(&self, ids: &mut Registry, folder: &str, findings: &Findings) {
        doubt_faulty(&self.by_name, ids, folder, findings);
    }
}

/// Lets `ids` doubt every file of `folder` that has faults.
fn doubt_faulty(by_name: &BTreeMap<String, Arc<str>>, ids: &mut Registry, folder: &str, findings: &Findings) {
    for file in findings.files_with_errors() {
        let Some(rest) = file.strip_prefix(folder) else {
            if folder.starts_with(&format!("{file}/")) {
                ids.doubt_all();
            }
            continue;
        };
        let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        ids.doubt(stem.into());
        match by_name.get(&file) {
            Some(text) if !file.ends_with(".csv") => ids.doubt(Arc::clone(text)),
            Some(_) => {}
            // A file of registers or procedures gives the one id that is its name, others may give any.
            None if folder == "indicators/" => ids.doubt_all(),
            None => {}
        }
    }
}
