//! Files that must be there and are not, and files that nothing reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use standards::Text;

use super::{FILES, NEEDED, README, is_clause};
use crate::finding::Finding;
use crate::folder::FOREIGN_FOLDERS;
use crate::kind::FindingKind;
use crate::source::Findings;
use crate::{calendar, case, indicator, procedure, profiles, register, suggestion};

pub(super) fn report_missing(by_name: &BTreeMap<String, Arc<str>>, findings: &Findings) {
    for name in NEEDED.iter().filter(|name| !by_name.contains_key(**name)) {
        let says = Text::new("缺少这个文件", "this file is missing");
        let found = by_name
            .keys()
            .map(String::as_str)
            .filter(|other| !FILES.contains(other) && !is_clause(other));
        let help = suggestion::nearest_file(name, found)
            .unwrap_or_else(|| Text::new(format!("每个城市都要有 {name}"), format!("every city needs {name}")));
        findings.push(Finding::new(FindingKind::MissingFile, name, says).advising(Some(help)));
    }
}

pub(super) fn report_unknown(by_name: &BTreeMap<String, Arc<str>>, findings: &Findings) {
    for name in by_name.keys() {
        let foreign = name
            .split_once('/')
            .is_some_and(|(folder, _)| FOREIGN_FOLDERS.contains(&folder));
        let for_people = name == README || name.ends_with("/README.md");
        let counted = register::is_one_of(name) || indicator::is_one_of(name) || case::is_one_of(name);
        let timed = calendar::is_one_of(name) || profiles::is_one_of(name);
        let procedure = procedure::id_of(name).is_some() || timed;
        if FILES.contains(&name.as_str()) || is_clause(name) || counted || procedure || foreign || for_people {
            continue;
        }
        let says = Text::new("没有谁会读这个文件", "nothing reads this file");
        let help = suggestion::advice(name, FILES);
        findings.push(Finding::new(FindingKind::UnknownFile, name, says).advising(help));
    }
}
