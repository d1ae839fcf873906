//! The front page: map, verdicts, what has come in, and where nobody measures.

use askama::Template;
use office::views::Overview;

use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::marks::{self, AIR_LEGEND, STANDINGS, StandingLook, WATER_LEGEND};
use crate::wording::Wording;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a Overview,
    tally: Vec<(&'static StandingLook, usize)>,
}

/// Writes the front page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &Overview) -> Result<String, askama::Error> {
    let tally = STANDINGS.iter().map(|look| {
        let count = view
            .targets
            .iter()
            .filter(|target| target.verdict.standing == look.standing)
            .count();
        (look, count)
    });
    OverviewPage {
        chrome,
        l: chrome.l,
        view,
        tally: tally.collect(),
    }
    .render()
}
