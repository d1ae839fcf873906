//! The front page: map, verdicts, what has come in, and where nobody measures.

use askama::Template;
use office::views::{Overview, TargetView};
use standards::Text;

use super::standings;
use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::marks::{self, AIR_LEGEND, StandingLook, WATER_LEGEND};
use crate::wording::Wording;

/// Tiles on the page; every target stands in the lists by clause besides.
const TILES_MAX: usize = 12;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a Overview,
    tally: Vec<(&'static StandingLook, usize)>,
    /// Targets that are missed or behind: the first of them, as tiles.
    attention: Vec<&'a TargetView>,
    /// How many of those there are in all.
    urgent: usize,
    groups: Vec<Group<'a>>,
}

/// The targets of one clause.
struct Group<'a> {
    clause: &'a str,
    name: &'a Text,
    targets: Vec<&'a TargetView>,
}

/// Writes the front page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &Overview) -> Result<String, askama::Error> {
    let urgent = standings::urgent(&view.targets);
    OverviewPage {
        chrome,
        l: chrome.l,
        view,
        tally: standings::tally(view.targets.iter()),
        urgent: urgent.len(),
        attention: urgent.into_iter().take(TILES_MAX).collect(),
        groups: by_clause(&view.targets),
    }
    .render()
}

/// The targets by clause, in the order of the plan.
fn by_clause(targets: &[TargetView]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for target in targets {
        match groups.iter_mut().find(|group| group.clause == target.clause) {
            Some(group) => group.targets.push(target),
            None => groups.push(Group {
                clause: &target.clause,
                name: &target.clause_name,
                targets: vec![target],
            }),
        }
    }
    groups
}
