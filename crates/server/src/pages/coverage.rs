//! What realises each row of the resolution: counts by clause, then every row with the reason of its state.

use askama::Template;
use office::views::{CoverageRow, CoverageSection, CoverageView};

use super::choice::Choice;
use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::marks::{self, COVERAGES, CoverageLook};
use crate::wording::Wording;

/// A clause with those of its rows that are shown.
struct Section<'a> {
    view: &'a CoverageSection,
    rows: Vec<&'a CoverageRow>,
}

#[derive(Template)]
#[template(path = "coverage.html")]
struct CoveragePage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a CoverageView,
    looks: &'static [CoverageLook],
    choices: Vec<Choice>,
    /// Only clauses of which a row is shown.
    sections: Vec<Section<'a>>,
}

/// Writes the coverage; `?state=` keeps the rows in one state.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &CoverageView) -> Result<String, askama::Error> {
    let asked = chrome.visit.parameter("state");
    let shown = COVERAGES.iter().find(|look| Some(look.word) == asked);
    let sections = view.sections.iter().map(|section| Section {
        view: section,
        rows: section
            .rows
            .iter()
            .filter(|row| shown.is_none_or(|look| look.state == row.state))
            .collect(),
    });
    CoveragePage {
        chrome,
        l: chrome.l,
        view,
        looks: &COVERAGES,
        choices: choices(chrome, view, shown),
        sections: sections.filter(|section| !section.rows.is_empty()).collect(),
    }
    .render()
}

fn choices(chrome: &Chrome, view: &CoverageView, shown: Option<&CoverageLook>) -> Vec<Choice> {
    let all = Choice {
        name: chrome.l.say("全部", "All"),
        href: chrome.visit.address_with("state", None),
        count: view.all.total(),
        current: shown.is_none(),
    };
    let states = COVERAGES.iter().map(|look| Choice {
        name: chrome.l.say(look.zh, look.en),
        href: chrome.visit.address_with("state", Some(look.word)),
        count: view.all.of(&look.state),
        current: shown.is_some_and(|shown| shown.state == look.state),
    });
    std::iter::once(all).chain(states).collect()
}
