//! The form of one entry of a register.

use askama::Template;
use chrono::NaiveDate;
use office::entries::{EntryError, FormView, Input, Origin};
use standards::Text;

use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

/// What the page shows.
pub struct Sheet {
    form: FormView,
    since: NaiveDate,
    request: String,
    document: String,
    /// Why it was not put, and whether somebody else was first.
    refused: Option<(Text, bool)>,
}

impl Sheet {
    /// The form, filled in by `account`.
    pub fn of(form: FormView, since: NaiveDate, account: &str) -> Self {
        Self {
            request: super::entry_request(&form.register, account),
            form,
            since,
            document: String::new(),
            refused: None,
        }
    }

    /// The form once more, with why it was not put.
    #[must_use]
    pub fn refused(mut self, error: &EntryError, document: &str) -> Self {
        self.refused = Some((error.text(), error.is_conflict()));
        document.clone_into(&mut self.document);
        self
    }
}

#[derive(Template)]
#[template(path = "entry_form.html")]
struct FormPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    sheet: &'a Sheet,
    form: &'a FormView,
}

/// Writes the page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, sheet: &Sheet) -> Result<String, askama::Error> {
    FormPage {
        chrome,
        l: chrome.l,
        sheet,
        form: &sheet.form,
    }
    .render()
}
