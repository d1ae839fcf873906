//! Files that must be there and are not, and files that nothing reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use standards::Text;

use super::{FILES, NEEDED, README};
use crate::finding::Finding;
use crate::folder::FOREIGN_FOLDERS;
use crate::kind::FindingKind;
use crate::source::Findings;
use crate::{calendar, case, indicator, procedure, profiles, register, suggestion};

pub(super) fn report_missing(by_name: &BTreeMap<String, Arc<str>>, findings: &Findings) {
    let gone = |name: &&&str| !by_name.contains_key(**name) && !findings.has_errors_in(name);
    for name in NEEDED.iter().filter(gone) {
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
        let help = lower_case(name).or_else(|| suggestion::advice(name, FILES));
        findings.push(Finding::new(FindingKind::UnknownFile, name, says).advising(help));
    }
}

/// Advice for a file whose ending is written in capitals.
fn lower_case(name: &str) -> Option<Text> {
    let (stem, ending) = name.rsplit_once('.')?;
    let better = format!("{stem}.{}", ending.to_ascii_lowercase());
    (better != name).then(|| {
        Text::new(
            format!("改名为“{better}”：只认小写的扩展名"),
            format!("rename it to `{better}`: endings are written in small letters"),
        )
    })
}

/// Whether a file of that name is a clause or head of the plan.
pub(super) fn is_clause(name: &str) -> bool {
    name.strip_prefix("plan/")
        .is_some_and(|file| !file.contains('/') && file.ends_with(".md") && file != README)
}
