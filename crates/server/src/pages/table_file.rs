//! A point's table as CSV that spreadsheets open without questions: UTF-8 with a mark in front, one header line.

use std::borrow::Cow;

use office::views::{Cell, Table};

use crate::wording::Wording;

/// Tells a spreadsheet that the file is UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the table; a value that is unknown says why instead of being empty or zero.
pub fn write(l: &Wording, table: &Table) -> Vec<u8> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let head = [l.say("时段", "Period").to_owned(), l.say("判定", "Mark").to_owned()];
    let columns = table.columns.iter().map(|column| match column.unit.as_str() {
        "" => l.text(&column.name).to_owned(),
        unit => format!("{} ({unit})", l.text(&column.name)),
    });
    line(&mut bytes, head.into_iter().chain(columns));
    for row in &table.rows {
        let start = [row.label.clone(), l.text(&row.mark.label).to_owned()];
        line(
            &mut bytes,
            start.into_iter().chain(row.cells.iter().map(|cell| cell_text(l, cell))),
        );
    }
    bytes
}

fn cell_text(l: &Wording, cell: &Cell) -> String {
    match (&cell.text, &cell.note) {
        (Some(text), _) => text.clone(),
        (None, Some(note)) => format!("— {}", l.text(note)),
        (None, None) => "—".to_owned(),
    }
}

/// Writes one line; what a spreadsheet would run as a formula is marked as text.
pub(super) fn line(bytes: &mut Vec<u8>, fields: impl Iterator<Item = String>) {
    for (place, field) in fields.enumerate() {
        if place > 0 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(quoted(&disarmed(&field)).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
}

/// A text that a spreadsheet would run as a formula is marked as text; numbers below zero stay numbers.
fn disarmed(field: &str) -> Cow<'_, str> {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
    if formula {
        Cow::Owned(format!("'{field}"))
    } else {
        Cow::Borrowed(field)
    }
}

fn quoted(field: &str) -> Cow<'_, str> {
    if field.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", field.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_formulas_disarmed() {
        let cases = [
            ("7.1", "7.1"),
            ("-3.5", "-3.5"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@cmd, x", "\"'@cmd, x\""),
            ("— 未收到", "— 未收到"),
        ];
        for (field, written) in cases {
            assert_eq!(quoted(&disarmed(field)), written);
        }
    }
}
