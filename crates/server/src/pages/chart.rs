//! A point's table as numbers for its chart.

use office::views::{PointSheet, Row, Table};
use serde::Serialize;

use super::point::table_of;
use crate::marks;
use crate::wording::Wording;

/// Times drawn; more than the pixels of any screen.
const TIMES_MAX: usize = 3_000;

/// A chart's data, in time order.
#[derive(Debug, Serialize)]
pub struct Series {
    /// `hour`, `day`, `month` or `sample`.
    pub period: String,
    /// Heading.
    pub title: String,
    /// Periods as shown.
    pub labels: Vec<String>,
    /// The judgement of each period.
    pub marks: Vec<SeriesMark>,
    /// The items that can be drawn.
    pub items: Vec<SeriesItem>,
}

/// The judgement of one period.
#[derive(Debug, Serialize)]
pub struct SeriesMark {
    /// As shown.
    pub label: String,
    /// Class name of its colour.
    pub slug: &'static str,
}

/// One item over time.
#[derive(Debug, Serialize)]
pub struct SeriesItem {
    /// Item code.
    pub item: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// A value for each period; `null` draws as a gap.
    pub values: Vec<Option<f64>>,
    /// The values as shown, or why there is none.
    pub texts: Vec<String>,
    /// Class name of each value's colour.
    pub slugs: Vec<&'static str>,
}

/// The series of `period`, or of the table the page shows first.
pub fn of(l: &Wording, sheet: &PointSheet, period: Option<&str>) -> Option<Series> {
    let table = table_of(sheet, period)?;
    let kind = &sheet.head.kind;
    let rows: Vec<&Row> = table.rows.iter().take(TIMES_MAX).rev().collect();
    let mark = |row: &&Row| SeriesMark {
        label: l.text(&row.mark.label).to_owned(),
        slug: marks::rank_class(kind, &row.mark.rank),
    };
    Some(Series {
        period: table.period.clone(),
        title: l.text(&table.title).to_owned(),
        labels: rows.iter().map(|row| row.label.clone()).collect(),
        marks: rows.iter().map(mark).collect(),
        items: (0..table.columns.len())
            .map(|place| item(l, sheet, table, &rows, place))
            .collect(),
    })
}

fn item(l: &Wording, sheet: &PointSheet, table: &Table, rows: &[&Row], place: usize) -> SeriesItem {
    let column = &table.columns[place];
    let cells = || rows.iter().map(move |row| row.cells.get(place));
    let text = |cell: &office::views::Cell| match (&cell.text, &cell.note) {
        (Some(text), _) => text.clone(),
        (None, Some(note)) => l.text(note).to_owned(),
        (None, None) => l.say("未收到", "not received").to_owned(),
    };
    SeriesItem {
        item: column.item.clone(),
        name: l.text(&column.name).to_owned(),
        unit: column.unit.clone(),
        values: cells()
            .map(|cell| cell.and_then(|cell| cell.number).filter(|number| number.is_finite()))
            .collect(),
        texts: cells().map(|cell| cell.map_or_else(String::new, text)).collect(),
        slugs: cells()
            .map(|cell| marks::rank_class(&sheet.head.kind, &cell.and_then(|cell| cell.rank)))
            .collect(),
    }
}
