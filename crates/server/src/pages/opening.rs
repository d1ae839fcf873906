//! The form that opens a matter.

use askama::Template;
use office::matters::{MatterError, Matters};
use office::views::{FieldKind, OpeningView};
use standards::{Reason, Text};

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

/// What the page shows.
pub struct Form {
    opening: OpeningView,
    places: Vec<(String, Text)>,
    request: String,
    /// Why it was not opened.
    refused: Vec<Reason>,
}

impl Form {
    /// The form of an opening; `error` says why what the visitor wanted was not done.
    pub fn of(matters: &Matters, opening: OpeningView, error: Option<MatterError>) -> Self {
        let city = matters.city();
        let places = city
            .places
            .iter()
            .filter(|place| place.level.is_none_or(|level| level != office::views::Level::Village));
        let places = places.map(|place| (place.id.clone(), place.name.clone()));
        Self {
            request: format!("page/new/{}/{}", opening.procedure, super::once()),
            opening,
            places: places.collect(),
            refused: error.map(|error| error.reasons()).unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "opening.html")]
struct OpeningPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    form: &'a Form,
    subject: &'a str,
    title: &'a str,
    place: &'a str,
}

/// Writes the page; the address may say what the matter is about.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, form: &Form) -> Result<String, askama::Error> {
    let said = |name: &str| chrome.visit.parameter(name).unwrap_or_default();
    OpeningPage {
        chrome,
        l: chrome.l,
        form,
        subject: said("subject"),
        title: said("title"),
        place: said("place"),
    }
    .render()
}
