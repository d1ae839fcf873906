//! One station of the network: its life, what it brings of what it owes, what is missing, what was asked of it.

use askama::Template;
use office::views::StationSheet;

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, network_marks};

#[derive(Template)]
#[template(path = "logger.html")]
struct LoggerPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a StationSheet,
}

/// Writes the page of a station.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &StationSheet) -> Result<String, askama::Error> {
    LoggerPage {
        chrome,
        l: chrome.l,
        view,
    }
    .render()
}
