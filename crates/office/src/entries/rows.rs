//! What each row of a brought file is against what the acts have put: new, changed, unchanged or wrong.

use std::collections::BTreeMap;

use city::{Entry, Finding, Register, Severity};
use journal::{EntryVersion, Said, joined};
use standards::Text;

use super::standing::key;

/// A row of the file.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its line, from 1.
    pub line: usize,
    /// Its key; empty where a part of it is unknown.
    pub key: Vec<String>,
    /// What its fields say; what is unknown is not here.
    pub fields: Vec<(String, String)>,
    /// What it is.
    pub state: State,
}

/// What a row is.
#[derive(Clone, Debug)]
pub enum State {
    /// No act has put such an entry before; with the version it will have.
    New(u64),
    /// It says something else from the day on; with the version it will have, and what differs.
    Changed(u64, Vec<Difference>),
    /// It says what is known.
    Unchanged,
    /// It does not fit the form.
    Wrong(Text),
}

/// A field that says something else.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Its id.
    pub field: String,
    /// What is known; none where it is unknown.
    pub before: Option<Said>,
    /// What it would say from the day on; none where it would be unknown.
    pub after: Option<String>,
}

/// The rows of `register`, in the order of their lines; `holds` is what is known for the day, `versions` the newest versions.
pub(super) fn rows(
    register: &Register,
    findings: &[Finding],
    holds: &BTreeMap<String, EntryVersion>,
    versions: &BTreeMap<String, u64>,
) -> Vec<Row> {
    let mut wrong = wrong(register, findings);
    let mut rows: Vec<Row> = register
        .entries
        .iter()
        .map(|entry| {
            let wrong = wrong.remove(&entry.line);
            row(register, entry, wrong, holds, versions)
        })
        .collect();
    // What belongs to no entry: the heading, or a row that could not be cut into cells.
    rows.extend(wrong.into_iter().map(|(line, says)| Row {
        line,
        key: Vec::new(),
        fields: Vec::new(),
        state: State::Wrong(says),
    }));
    rows.sort_by_key(|row| row.line);
    rows
}

/// What is wrong, by line. Several faults of a line are told one after the other.
fn wrong(register: &Register, findings: &[Finding]) -> BTreeMap<usize, Text> {
    let mut wrong: BTreeMap<usize, Text> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity() == Severity::Error) {
        let line = finding.line_and_column().map_or(1, |(line, _)| line);
        // A row may reach over several lines: it is the last that begins before the fault.
        let begins = register
            .entries
            .iter()
            .map(|entry| entry.line)
            .filter(|begin| *begin <= line)
            .max();
        let says = with_help(finding);
        let line = begins.unwrap_or(line);
        wrong
            .entry(line)
            .and_modify(|known| {
                *known = Text::new(
                    format!("{}；{}", known.zh, says.zh),
                    format!("{}; {}", known.en, says.en),
                )
            })
            .or_insert(says);
    }
    wrong
}

fn with_help(finding: &Finding) -> Text {
    match &finding.help {
        Some(help) => Text::new(
            format!("{}（{}）", finding.says.zh, help.zh),
            format!("{} ({})", finding.says.en, help.en),
        ),
        None => finding.says.clone(),
    }
}

fn row(
    register: &Register,
    entry: &Entry,
    wrong: Option<Text>,
    holds: &BTreeMap<String, EntryVersion>,
    versions: &BTreeMap<String, u64>,
) -> Row {
    let fields = register.fields.iter().filter_map(|field| {
        let cell = register.cell(entry, &field.id)?;
        Some((field.id.clone(), cell.written()))
    });
    let fields: Vec<(String, String)> = fields.collect();
    let key = key(register, entry);
    let state = match (wrong, &key) {
        (Some(says), _) => State::Wrong(says),
        (None, None) => State::Wrong(Text::new(
            format!("缺少标识条目的字段（{}）", register.key.join("、")),
            format!(
                "a field that tells entries apart is empty ({})",
                register.key.join(", ")
            ),
        )),
        (None, Some(key)) => state(&joined(key), &fields, holds, versions),
    };
    Row {
        line: entry.line,
        key: key.unwrap_or_default(),
        fields,
        state,
    }
}

fn state(
    key: &str,
    fields: &[(String, String)],
    holds: &BTreeMap<String, EntryVersion>,
    versions: &BTreeMap<String, u64>,
) -> State {
    let Some(newest) = versions.get(key) else {
        return State::New(1);
    };
    let Some(known) = holds.get(key) else {
        // Known, but not for so early a day.
        return State::New(newest + 1);
    };
    let differences = differences(&known.fields, fields);
    if differences.is_empty() {
        State::Unchanged
    } else {
        State::Changed(newest + 1, differences)
    }
}

fn differences(before: &[(String, Said)], after: &[(String, String)]) -> Vec<Difference> {
    let said_before = |id: &str| before.iter().find(|(known, _)| known == id).map(|(_, said)| said);
    let changed = after.iter().filter_map(|(id, text)| {
        let before = said_before(id);
        let is_same = matches!(before, Some(Said::Text(known)) if known == text);
        (!is_same).then(|| Difference {
            field: id.clone(),
            before: before.cloned(),
            after: Some(text.clone()),
        })
    });
    let gone = before
        .iter()
        .filter(|(id, _)| after.iter().all(|(known, _)| known != id));
    let gone = gone.map(|(id, said)| Difference {
        field: id.clone(),
        before: Some(said.clone()),
        after: None,
    });
    changed.chain(gone).collect()
}
