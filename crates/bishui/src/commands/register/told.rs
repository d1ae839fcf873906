//! A row of a brought file in words.

use office::entries::{Difference, Row, State};
use standards::{Language, Text};

/// A row in one line.
pub fn told(row: &Row, language: Language) -> String {
    let line = row.line;
    let key = if row.key.is_empty() {
        "—".to_owned()
    } else {
        row.key.join(" · ")
    };
    let (zh, en) = match &row.state {
        State::New(_) => ("新增".to_owned(), "new".to_owned()),
        State::Changed(_, differences) => {
            let told: Vec<String> = differences.iter().map(|one| difference(one, language)).collect();
            let told = told.join("  ");
            (format!("改动  {told}"), format!("changed  {told}"))
        }
        State::Unchanged => ("未变".to_owned(), "unchanged".to_owned()),
        State::Wrong(says) => (format!("有误  {}", says.zh), format!("wrong  {}", says.en)),
    };
    match language {
        Language::Chinese => format!("第 {line} 行  {key}  {zh}"),
        Language::English => format!("line {line}  {key}  {en}"),
    }
}

fn difference(difference: &Difference, language: Language) -> String {
    let unknown = Text::new("未知", "unknown").in_language(language).to_owned();
    let before = match &difference.before {
        Some(said) => super::shown(said, language).to_owned(),
        None => unknown.clone(),
    };
    let after = difference.after.clone().unwrap_or(unknown);
    format!("{}: {before} → {after}", difference.field)
}
