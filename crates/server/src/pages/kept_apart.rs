//! What is kept apart: who spoke, why it is not used, what takes it in.

use askama::Template;
use office::views::KeptApartView;

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, network_marks};

#[derive(Template)]
#[template(path = "kept_apart.html")]
struct KeptApartPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    apart: &'a [KeptApartView],
}

/// Writes the list.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, apart: &[KeptApartView]) -> Result<String, askama::Error> {
    KeptApartPage {
        chrome,
        l: chrome.l,
        apart,
    }
    .render()
}
