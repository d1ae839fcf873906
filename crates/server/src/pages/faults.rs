//! Frames with something wrong in them, newest first.

use askama::Template;
use office::views::ReceiptRow;

use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

#[derive(Template)]
#[template(path = "faults.html")]
struct FaultsPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    rows: &'a [ReceiptRow],
    limit: usize,
}

/// Writes the list; `limit` is the number of rows that were asked for.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, rows: &[ReceiptRow], limit: usize) -> Result<String, askama::Error> {
    FaultsPage {
        chrome,
        l: chrome.l,
        rows,
        limit,
    }
    .render()
}
