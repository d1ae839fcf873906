//! What waits for the post of whoever is signed in.

use askama::Template;
use chrono::NaiveDateTime;
use office::matters::MatterPage;
use office::views::{Exceedance, OpeningView};

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

/// What the page shows.
pub struct Work {
    /// The city's time.
    pub at: NaiveDateTime,
    /// Open matters that wait for the post.
    pub waiting: MatterPage,
    /// What was measured not to keep what it must, and no open matter is about it.
    pub unhandled: Vec<Exceedance>,
    /// The matters that the post may open.
    pub openings: Vec<OpeningView>,
    /// Whether the post may read the journal.
    pub audits: bool,
}

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a Work,
    late: usize,
}

/// Writes the page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &Work) -> Result<String, askama::Error> {
    WorkPage {
        chrome,
        l: chrome.l,
        view,
        late: view.waiting.matters.iter().filter(|matter| matter.late).count(),
    }
    .render()
}
