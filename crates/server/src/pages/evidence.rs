//! What was received, as received: text, fields, faults, the values taken from it, the bytes.

use askama::Template;
use office::views::EvidenceSheet;

use super::frame_text::{self, Piece};
use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

#[derive(Template)]
#[template(path = "evidence.html")]
struct EvidencePage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a EvidenceSheet,
    pieces: Vec<Piece<'a>>,
    frame: bool,
}

/// Writes the page of a piece of evidence.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &EvidenceSheet) -> Result<String, askama::Error> {
    let frame = view.kind == "frame";
    EvidencePage {
        chrome,
        l: chrome.l,
        view,
        pieces: frame_text::pieces(&view.text),
        frame,
    }
    .render()
}
