//! Superior platforms: how far each has been told, what waits, what went wrong last.

use askama::Template;
use office::views::PlatformView;

use crate::chrome::{Chrome, ROOMS};
use crate::network_marks;
use crate::wording::Wording;

#[derive(Template)]
#[template(path = "forwarding.html")]
struct ForwardingPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    platforms: &'a [PlatformView],
}

/// Writes the list.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, platforms: &[PlatformView]) -> Result<String, askama::Error> {
    ForwardingPage {
        chrome,
        l: chrome.l,
        platforms,
    }
    .render()
}
