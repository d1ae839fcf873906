//! The table of contents of the resolution: what each clause holds and how that stands, and what needs attention first.

use askama::Template;
use office::views::{Contents, ContentsLine, TargetView};

use super::standings;
use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::marks::{self, COVERAGES, CoverageLook, StandingLook};
use crate::wording::Wording;

/// A clause or the head of a part.
struct Line<'a> {
    view: &'a ContentsLine,
    /// How many targets it has, and how many stand how; only standings that one of them has.
    targets: usize,
    tally: Vec<(&'static StandingLook, usize)>,
    /// How many other blocks are live and how many declared, without zeros.
    blocks: Vec<(&'static CoverageLook, usize)>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a Contents,
    tally: Vec<(&'static StandingLook, usize)>,
    lines: Vec<Line<'a>>,
    urgent: Vec<&'a TargetView>,
}

/// Writes the table of contents.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &Contents) -> Result<String, askama::Error> {
    PlanPage {
        chrome,
        l: chrome.l,
        view,
        tally: standings::tally(view.targets.iter()),
        lines: view.lines.iter().map(|line| counted(line, &view.targets)).collect(),
        urgent: standings::urgent(&view.targets),
    }
    .render()
}

fn counted<'a>(line: &'a ContentsLine, targets: &[TargetView]) -> Line<'a> {
    let own = targets.iter().filter(|target| target.clause == line.head.code);
    let [live, declared, _] = &COVERAGES;
    let blocks = [(live, line.live), (declared, line.declared)];
    Line {
        view: line,
        targets: own.clone().count(),
        tally: standings::tally(own)
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect(),
        blocks: blocks.into_iter().filter(|(_, count)| *count > 0).collect(),
    }
}
