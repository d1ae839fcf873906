//! One register: what it is, its entries, what is counted from them, who writes.

use askama::Template;
use office::views::RegisterSheet;

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a RegisterSheet,
}

/// Writes the page of a register.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &RegisterSheet) -> Result<String, askama::Error> {
    RegisterPage {
        chrome,
        l: chrome.l,
        view,
    }
    .render()
}
