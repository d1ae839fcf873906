//! The why of a judgement: a tree that opens on the way to the first evidence.

use askama::Template;
use office::views::WhySheet;

use super::reasons::{self, Step};
use crate::chrome::{Chrome, ROOMS};
use crate::marks;
use crate::wording::Wording;

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a WhySheet,
    root: Step<'a>,
    quality: Option<Step<'a>>,
}

/// Writes the why; `?all=1` in the address shows every step.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &WhySheet) -> Result<String, askama::Error> {
    let asked_all = chrome.visit.parameter("all") == Some("1");
    let show_all = (!asked_all).then(|| chrome.visit.address_with("all", Some("1")));
    let root = reasons::steps(chrome.l, &view.reason, &view.key, show_all.as_deref());
    let quality = view.quality.as_ref();
    let quality = quality.map(|reason| reasons::steps(chrome.l, reason, &view.key, None));
    WhyPage {
        chrome,
        l: chrome.l,
        view,
        root,
        quality,
    }
    .render()
}
