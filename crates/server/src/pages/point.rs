//! One section or station: its latest mark, its chart, its tables.

use askama::Template;
use office::views::{PointKind, PointSheet, Row, Table};

use crate::chrome::{Chrome, ROOMS};
use crate::marks::{AIR_LEGEND, LegendEntry, WATER_LEGEND};
use crate::wording::Wording;
use crate::{links, marks};

/// Rows shown until all are asked for: every value is a link, and a phone must still scroll.
const ROWS_SHOWN: usize = 96;

/// One way to look at the point's data.
struct Tab<'a> {
    table: &'a Table,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "point.html")]
struct PointPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a PointSheet,
    water: bool,
    legend: &'static [LegendEntry],
    tabs: Vec<Tab<'a>>,
    table: Option<&'a Table>,
    rows: &'a [Row],
    /// Address that shows the rows left out, when some are.
    all_rows: Option<String>,
}

/// Writes a point's page; `?period=` picks the table, `?rows=all` shows all its rows.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &PointSheet) -> Result<String, askama::Error> {
    let table = table_of(view, chrome.visit.parameter("period"));
    let tabs = view.tables.iter().map(|each| Tab {
        table: each,
        href: chrome.visit.address_with("period", Some(&each.period)),
        current: table.is_some_and(|table| table.period == each.period),
    });
    let rows = table.map_or(&[][..], |table| &table.rows);
    let cut = rows.len() > ROWS_SHOWN && chrome.visit.parameter("rows") != Some("all");
    let water = view.head.kind == PointKind::Section;
    PointPage {
        chrome,
        l: chrome.l,
        view,
        water,
        legend: if water { &WATER_LEGEND } else { &AIR_LEGEND },
        tabs: tabs.collect(),
        table,
        rows: if cut { &rows[..ROWS_SHOWN] } else { rows },
        all_rows: cut.then(|| chrome.visit.address_with("rows", Some("all"))),
    }
    .render()
}

/// The table of `period`; without one, the finest that has rows.
pub(super) fn table_of<'a>(sheet: &'a PointSheet, period: Option<&str>) -> Option<&'a Table> {
    let asked = period.and_then(|period| sheet.tables.iter().find(|table| table.period == period));
    asked
        .or_else(|| sheet.tables.iter().find(|table| !table.rows.is_empty()))
        .or(sheet.tables.first())
}
