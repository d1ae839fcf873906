//! One target: its sentence, its demand, its verdicts, who answers, what feeds it.

use askama::Template;
use office::views::{PointMark, TargetView, VerdictView};

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

#[derive(Template)]
#[template(path = "target.html")]
struct TargetPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a TargetView,
    shown: &'a VerdictView,
    feeds: &'a [PointMark],
}

/// Writes a target's page with the verdict of `year` in front, or of its due year when `year` was not judged.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(
    chrome: &Chrome,
    view: &TargetView,
    year: Option<i32>,
    feeds: &[PointMark],
) -> Result<String, askama::Error> {
    let asked = year.and_then(|year| view.years.iter().find(|verdict| verdict.year == year));
    TargetPage {
        chrome,
        l: chrome.l,
        view,
        shown: asked.unwrap_or(&view.verdict),
        feeds,
    }
    .render()
}
