//! The resolution as a document, with each verdict in the margin beside its sentence.

use askama::Template;
use office::views::{ClausePart, ClauseView, TargetView};
use standards::Text;

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

/// Prose and the targets that stand right after it: one row of the page.
struct Passage<'a> {
    prose: Vec<&'a Text>,
    targets: Vec<&'a TargetView>,
}

struct Clause<'a> {
    view: &'a ClauseView,
    passages: Vec<Passage<'a>>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    clauses: Vec<Clause<'a>>,
}

/// Writes the plan.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, clauses: &[ClauseView]) -> Result<String, askama::Error> {
    let clauses = clauses.iter().map(|view| Clause { view, passages: passages(&view.parts) }).collect();
    PlanPage { chrome, l: chrome.l, clauses }.render()
}

fn passages(parts: &[ClausePart]) -> Vec<Passage<'_>> {
    let mut passages: Vec<Passage<'_>> = Vec::new();
    for part in parts {
        match part {
            ClausePart::Prose { html } => match passages.last_mut() {
                Some(open) if open.targets.is_empty() => open.prose.push(html),
                Some(_) | None => passages.push(Passage { prose: vec![html], targets: Vec::new() }),
            },
            ClausePart::Target(target) => match passages.last_mut() {
                Some(open) => open.targets.push(target),
                None => passages.push(Passage { prose: Vec::new(), targets: vec![target] }),
            },
        }
    }
    passages
}
