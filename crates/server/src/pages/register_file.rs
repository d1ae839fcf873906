//! The entries of a register as CSV that spreadsheets open without questions.

use office::views::RegisterSheet;

use super::table_file::{BYTE_ORDER_MARK, line};
use crate::wording::Wording;

/// Writes every entry of the sheet with its line in the city folder; what is unknown says so instead of being empty.
pub fn write(l: &Wording, view: &RegisterSheet) -> Vec<u8> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let heads = view.fields.iter().map(|field| match l.text(&field.unit) {
        "" => l.text(&field.name).to_owned(),
        unit => format!("{} ({unit})", l.text(&field.name)),
    });
    let first = l.say("行", "Line").to_owned();
    line(&mut bytes, std::iter::once(first).chain(heads));
    for entry in &view.entries {
        let cells = entry.cells.iter().map(|cell| match cell {
            Some(text) => l.text(text).to_owned(),
            None => l.say("— 未填", "— not said").to_owned(),
        });
        line(&mut bytes, std::iter::once(entry.line.to_string()).chain(cells));
    }
    bytes
}
