//! A point's table as numbers for its chart: periods in time order, with the periods that nobody reported in between.

use chrono::{Duration, Months, NaiveDateTime};
use office::views::{Cell, PointSheet, Row, Table};
use serde::Serialize;

use super::point::table_of;
use crate::marks;
use crate::wording::Wording;

/// Periods drawn; more than the pixels of any screen.
const PERIODS_MAX: usize = 4_000;

/// The longest silence that is drawn in full, in periods; a longer one is drawn as [`BREAK_PERIODS`] empty periods.
const SILENCE_MAX: usize = 100;

/// What stands for a longer silence.
const BREAK_PERIODS: usize = 4;

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

/// A place on the time axis: a row of the table, or a period about which nothing was received.
struct Slot<'a> {
    label: String,
    row: Option<&'a Row>,
}

/// The series of `period`, or of the table the page shows first.
pub fn of(l: &Wording, sheet: &PointSheet, period: Option<&str>) -> Option<Series> {
    let table = table_of(sheet, period)?;
    let kind = &sheet.head.kind;
    let slots = slots(table);
    let mark = |slot: &Slot<'_>| match slot.row {
        Some(row) => SeriesMark {
            label: l.text(&row.mark.label).to_owned(),
            slug: marks::rank_class(kind, &row.mark.rank),
        },
        None => SeriesMark {
            label: not_received(l),
            slug: marks::rank_class(kind, &None),
        },
    };
    Some(Series {
        period: table.period.clone(),
        title: l.text(&table.title).to_owned(),
        labels: slots.iter().map(|slot| slot.label.clone()).collect(),
        marks: slots.iter().map(mark).collect(),
        items: (0..table.columns.len())
            .map(|place| item(l, sheet, table, &slots, place))
            .collect(),
    })
}

fn item(l: &Wording, sheet: &PointSheet, table: &Table, slots: &[Slot<'_>], place: usize) -> SeriesItem {
    let column = &table.columns[place];
    let cells = || {
        slots
            .iter()
            .map(move |slot| slot.row.and_then(|row| row.cells.get(place)))
    };
    let text = |cell: Option<&Cell>| match cell.map(|cell| (&cell.text, &cell.note)) {
        Some((Some(text), _)) => text.clone(),
        Some((None, Some(note))) => l.text(note).to_owned(),
        Some((None, None)) | None => not_received(l),
    };
    SeriesItem {
        item: column.item.clone(),
        name: l.text(&column.name).to_owned(),
        unit: column.unit.clone(),
        values: cells()
            .map(|cell| cell.and_then(|cell| cell.number).filter(|number| number.is_finite()))
            .collect(),
        texts: cells().map(text).collect(),
        slugs: cells()
            .map(|cell| marks::rank_class(&sheet.head.kind, &cell.and_then(|cell| cell.rank)))
            .collect(),
    }
}

fn not_received(l: &Wording) -> String {
    l.say("未收到", "not received").to_owned()
}

/// The rows in time order with empty slots where periods are missing, so that a silence is seen as long as it was.
fn slots(table: &Table) -> Vec<Slot<'_>> {
    let mut rows: Vec<&Row> = table.rows.iter().take(PERIODS_MAX).collect();
    rows.sort_by_key(|row| row.at);
    let step = Step::of(&table.period, &rows);
    let mut slots: Vec<Slot<'_>> = Vec::with_capacity(rows.len());
    let mut before: Option<NaiveDateTime> = None;
    for row in rows {
        if let (Some(before), Some(step)) = (before, step) {
            slots.extend(
                step.silence(before, row.at)
                    .into_iter()
                    .map(|label| Slot { label, row: None }),
            );
        }
        before = Some(row.at);
        slots.push(Slot {
            label: row.label.clone(),
            row: Some(row),
        });
    }
    let surplus = slots.len().saturating_sub(PERIODS_MAX);
    slots.split_off(surplus)
}

/// From one period to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Hours, days, or the pause between samples.
    Time(Duration),
    /// Months differ in length.
    Month,
}

impl Step {
    /// The step of a table. Samples are taken as often as the shortest pause between two of them.
    fn of(period: &str, rows: &[&Row]) -> Option<Self> {
        match period {
            "hour" => Some(Self::Time(Duration::hours(1))),
            "day" => Some(Self::Time(Duration::days(1))),
            "month" => Some(Self::Month),
            _ => rows
                .windows(2)
                .map(|pair| pair[1].at - pair[0].at)
                .filter(|pause| *pause > Duration::zero())
                .min()
                .map(Self::Time),
        }
    }

    fn after(self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Time(step) => at.checked_add_signed(step),
            Self::Month => at.checked_add_months(Months::new(1)),
        }
    }

    /// Labels of the periods between two rows; those of a long silence have none but a sign that time was left out.
    fn silence(self, from: NaiveDateTime, until: NaiveDateTime) -> Vec<String> {
        let format = match self {
            Self::Time(step) if step < Duration::days(1) => "%Y-%m-%d %H:%M",
            Self::Time(_) => "%Y-%m-%d",
            Self::Month => "%Y-%m",
        };
        let mut labels = Vec::new();
        let mut at = self.after(from);
        while let Some(missing) = at.filter(|at| *at < until) {
            if labels.len() == SILENCE_MAX {
                return vec!["…".to_owned(); BREAK_PERIODS];
            }
            labels.push(missing.format(format).to_string());
            at = self.after(missing);
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap().into()
    }

    #[test]
    fn a_silence_is_as_long_as_it_was_unless_it_is_very_long() {
        let day = Step::Time(Duration::days(1));
        let hour = Step::Time(Duration::hours(1));
        // step, last row before, first row after, periods missing, label of the first
        let cases = [
            (day, "2020-04-01", "2020-04-02", 0, None),
            (day, "2020-02-28", "2020-03-02", 2, Some("2020-02-29")),
            (hour, "2020-04-01", "2020-04-02", 23, Some("2020-04-01 01:00")),
            (hour, "2020-04-01", "2020-04-09", BREAK_PERIODS, Some("…")),
            (Step::Month, "2020-11-01", "2021-02-01", 2, Some("2020-12")),
            (day, "2020-04-02", "2020-04-01", 0, None),
        ];
        for (step, from, until, count, first) in cases {
            let labels = step.silence(at(from), at(until));
            assert_eq!(
                (labels.len(), labels.first().map(String::as_str)),
                (count, first),
                "{step:?} {from} {until}"
            );
        }
    }
}
