//! Reporting something and coming back to it: the form, the question for the number, and the reporter's own page.

use askama::Template;
use chrono::NaiveDateTime;
use office::matters::Matters;
use office::views::{ComplaintView, FieldKind, Level, NoteView};
use standards::{Reason, Text};

use crate::chrome::{Chrome, ROOMS};
use crate::marks;
use crate::wording::Wording;

/// The page that asks for a number.
pub struct Entry {
    /// Why nothing was found.
    pub error: Option<Text>,
}

/// What somebody has written into the form.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The title.
    pub title: String,
    /// What happened.
    pub description: String,
    /// Id of the place.
    pub place: String,
    /// Where it is.
    pub location: String,
    /// Degrees north.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
    /// When it was seen.
    pub seen: String,
    /// Whether it is sudden pollution or concerns drinking water.
    pub urgent: bool,
    /// The name.
    pub name: String,
    /// How to be reached.
    pub contact: String,
}

impl Written {
    /// What the fields of a form say.
    pub fn of(said: impl Fn(&str) -> String) -> Self {
        Self {
            title: said("title"),
            description: said("description"),
            place: said("place"),
            location: said("location"),
            latitude: said("latitude"),
            longitude: said("longitude"),
            seen: said("seen"),
            urgent: said("urgent") == "true",
            name: said("name"),
            contact: said("contact"),
        }
    }
}

/// The form.
pub struct Filed {
    written: Written,
    places: Vec<(String, Text)>,
    /// Tells this form from all others.
    word: String,
    refused: Vec<Reason>,
}

impl Filed {
    /// The form with what was written; `refused` says why it was not taken.
    pub fn of(matters: &Matters, written: Written, word: String, refused: Vec<Reason>) -> Self {
        let places = matters.city().places.iter();
        let places = places.filter(|place| place.level.is_none_or(|level| level != Level::Village));
        Self {
            places: places.map(|place| (place.id.clone(), place.name.clone())).collect(),
            written,
            word,
            refused,
        }
    }
}

/// The page of one complaint.
pub struct Sheet {
    /// The number, shown once.
    pub number: Option<String>,
    /// The complaint.
    pub view: ComplaintView,
    /// The city's time.
    pub at: NaiveDateTime,
    /// Why what the reporter wanted was not done.
    pub refused: Vec<Reason>,
}

impl Sheet {
    /// Names one sending of a form, so that sending it twice does it once.
    fn request(&self, action: &str) -> String {
        let view = &self.view;
        let opened = view.opened.and_utc().timestamp();
        format!(
            "public/{opened}/{}/{action}/{}",
            view.version,
            self.at.and_utc().timestamp_millis()
        )
    }
}

#[derive(Template)]
#[template(path = "complaint_entry.html")]
struct EntryPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    entry: &'a Entry,
}

#[derive(Template)]
#[template(path = "complaint_form.html")]
struct FormPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    form: &'a Filed,
    written: &'a Written,
}

#[derive(Template)]
#[template(path = "complaint.html")]
struct MinePage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    sheet: &'a Sheet,
    view: &'a ComplaintView,
}

/// Writes the page that asks for a number.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render_entry(chrome: &Chrome, entry: &Entry) -> Result<String, askama::Error> {
    EntryPage {
        chrome,
        l: chrome.l,
        entry,
    }
    .render()
}

/// Writes the form.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render_form(chrome: &Chrome, form: &Filed) -> Result<String, askama::Error> {
    FormPage {
        chrome,
        l: chrome.l,
        form,
        written: &form.written,
    }
    .render()
}

/// Writes the page of one complaint.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render_mine(chrome: &Chrome, sheet: &Sheet) -> Result<String, askama::Error> {
    MinePage {
        chrome,
        l: chrome.l,
        sheet,
        view: &sheet.view,
    }
    .render()
}
