//! The page that says why there is no page.

use askama::Template;

use crate::chrome::{Chrome, ROOMS};
use crate::refusal::Refusal;
use crate::wording::Wording;

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    refusal: &'a Refusal,
}

/// Writes the refusal.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, refusal: &Refusal) -> Result<String, askama::Error> {
    RefusalPage {
        chrome,
        l: chrome.l,
        refusal,
    }
    .render()
}
