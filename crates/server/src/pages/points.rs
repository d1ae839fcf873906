//! The list of all sections, or of all air stations.

use askama::Template;
use office::views::{PointKind, PointMark};

use crate::chrome::{Chrome, ROOMS};
use crate::marks::{AIR_LEGEND, LegendEntry, WATER_LEGEND};
use crate::wording::Wording;
use crate::{links, marks};

#[derive(Template)]
#[template(path = "points.html")]
struct PointsPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    water: bool,
    legend: &'static [LegendEntry],
    points: &'a [PointMark],
}

/// Writes the list of points of `kind`.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, kind: PointKind, points: &[PointMark]) -> Result<String, askama::Error> {
    let water = kind == PointKind::Section;
    let legend: &[LegendEntry] = if water { &WATER_LEGEND } else { &AIR_LEGEND };
    PointsPage {
        chrome,
        l: chrome.l,
        water,
        legend,
        points,
    }
    .render()
}
