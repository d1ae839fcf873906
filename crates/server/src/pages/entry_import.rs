//! A file of entries: what it must look like, and what each of its rows is before anything is written.

use askama::Template;
use chrono::NaiveDate;
use journal::Said;
use office::entries::{Difference, EntryError, FormView, Row, State, Verdict};
use standards::Text;

use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

/// Most rows that the page shows; those that are wrong come first.
const SHOWN_MAX: usize = 500;

/// What the page shows.
pub struct Import {
    form: FormView,
    since: NaiveDate,
    judged: Option<Judged>,
    refused: Option<Text>,
}

struct Judged {
    verdict: Verdict,
    text: String,
    document: String,
    request: String,
}

impl Import {
    /// No file yet.
    pub fn empty(form: FormView, since: NaiveDate) -> Self {
        Self {
            form,
            since,
            judged: None,
            refused: None,
        }
    }

    /// With the rows of a file that `account` has brought.
    #[must_use]
    pub fn judged(mut self, verdict: Verdict, text: String, document: &str, account: &str) -> Self {
        self.judged = Some(Judged {
            verdict,
            text,
            document: document.to_owned(),
            request: super::entry_request(&self.form.register, account),
        });
        self
    }

    /// With why they were not put.
    #[must_use]
    pub fn refused(mut self, error: Option<&EntryError>) -> Self {
        self.refused = error.map(EntryError::text);
        self
    }
}

#[derive(Template)]
#[template(path = "entry_import.html")]
struct ImportPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    import: &'a Import,
    form: &'a FormView,
    rows: Vec<&'a Row>,
    new: usize,
    changed: usize,
    unchanged: usize,
    wrong: usize,
    to_put: usize,
}

/// Writes the page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, import: &Import) -> Result<String, askama::Error> {
    let verdict = import.judged.as_ref().map(|judged| &judged.verdict);
    let mut rows: Vec<&Row> = verdict.iter().flat_map(|verdict| &verdict.rows).collect();
    rows.sort_by_key(|row| !matches!(row.state, State::Wrong(_)));
    rows.truncate(SHOWN_MAX);
    let [new, changed, unchanged, wrong] = verdict.map(Verdict::counts).unwrap_or_default();
    ImportPage {
        chrome,
        l: chrome.l,
        import,
        form: &import.form,
        rows,
        new,
        changed,
        unchanged,
        wrong,
        to_put: new + changed,
    }
    .render()
}

impl ImportPage<'_> {
    /// The name of a field.
    fn name<'f>(&'f self, difference: &'f Difference) -> &'f str {
        let field = self.form.fields.iter().find(|field| field.id == difference.field);
        field.map_or(difference.field.as_str(), |field| self.l.text(&field.name))
    }

    fn before<'d>(&'d self, difference: &'d Difference) -> &'d str {
        match &difference.before {
            Some(Said::Text(text)) => text,
            Some(Said::Erased) => self.l.say("（已删除）", "(erased)"),
            None => self.l.say("未知", "unknown"),
        }
    }

    fn after<'d>(&'d self, difference: &'d Difference) -> &'d str {
        match &difference.after {
            Some(text) => text,
            None => self.l.say("未知", "unknown"),
        }
    }
}
