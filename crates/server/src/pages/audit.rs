//! The acts of the journal.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use journal::{Content, End, HashKind, PERSON, Report, StoredAct};
use office::matters::Matters;
use standards::Text;

use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

/// What the page shows.
pub struct Acts {
    acts: Vec<Line>,
    total: u64,
    end: String,
    hash: HashKind,
    report: Option<Report>,
}

/// One act in a line.
struct Line {
    number: u64,
    recorded: DateTime<Utc>,
    valid_from: NaiveDate,
    post: Text,
    person: Option<String>,
    says: Text,
    /// Where what it is about is shown.
    address: Option<String>,
    ground: String,
    link: String,
    /// The first digits of the link.
    short: String,
}

impl Acts {
    /// A page of acts, newest first; `report` when the chain was proved.
    pub fn of(matters: &Matters, acts: Vec<StoredAct>, end: &End, report: Option<Report>) -> Self {
        Self {
            acts: acts.into_iter().map(|act| line(matters, act)).collect(),
            total: end.act,
            end: end.link.to_string(),
            hash: matters.journal().hash(),
            report,
        }
    }
}

fn line(matters: &Matters, stored: StoredAct) -> Line {
    let act = &stored.act;
    let (says, address) = match &act.content {
        Content::RegisterPut { register, entries } => {
            let name = matters.city().register(register).map(|register| register.name.clone());
            let name = name.unwrap_or_else(|| Text::same(register));
            let says = Text::new(
                format!("登记“{}”{} 条", name.zh, entries.len()),
                format!("put {} entries into `{}`", entries.len(), name.en),
            );
            (says, Some(links::register(register)))
        }
        Content::MatterStep(step) => {
            let machine = matters.city().procedure(&step.procedure);
            let action = machine
                .and_then(|machine| machine.action(&step.action))
                .map(|action| action.name.clone());
            let action = action.unwrap_or_else(|| Text::new("立项或移交", "begun or handed over"));
            let says = Text::new(
                format!("{}：{}", step.after.title, action.zh),
                format!("{}: {}", step.after.title, action.en),
            );
            (says, Some(links::matter(&step.matter)))
        }
        Content::TextErased { act, labels, .. } => {
            let says = Text::new(
                format!("删除第 {act} 条的另存文字 {} 处", labels.len()),
                format!("erased {} texts of act {act}", labels.len()),
            );
            (says, None)
        }
    };
    Line {
        number: act.sequence,
        recorded: act.recorded,
        valid_from: act.valid_from,
        post: matters.post_name(&act.post),
        person: stored.texts.get(PERSON).cloned(),
        says,
        address,
        ground: act.ground.in_a_line(),
        link: stored.link.to_string(),
        short: stored.link.short(),
    }
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a Acts,
    verify: String,
    older: Option<String>,
}

/// Writes the page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &Acts) -> Result<String, askama::Error> {
    let oldest = view.acts.last().map(|line| line.number).filter(|number| *number > 1);
    AuditPage {
        chrome,
        l: chrome.l,
        view,
        verify: chrome.visit.address_with("verify", Some("yes")),
        older: oldest.map(|number| chrome.visit.address_with("before", Some(&number.to_string()))),
    }
    .render()
}
