//! Entries as the text of a file: what comes with a file, and what goes into one.

use std::collections::BTreeMap;

use city::Register;
use encoding_rs::GB18030;

/// Largest file that is taken, in bytes: what a file of the city folder may have.
pub const FILE_BYTES_MAX: u64 = 4 << 20;

/// The text of a file in UTF-8 or GB 18030, without the mark that spreadsheets put before it.
pub fn decoded(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|cause| GB18030.decode_without_bom_handling(cause.as_bytes()).0.into_owned());
    text.trim_start_matches('\u{feff}').to_owned()
}

/// The heading of a file of entries, with its line end.
pub fn heading(register: &Register) -> String {
    let ids: Vec<&str> = register.fields.iter().map(|field| field.id.as_str()).collect();
    format!("{}\n", ids.join(","))
}

/// A file with one entry, which says what `fields` say; what is not there stays empty.
pub fn one_row(register: &Register, fields: &BTreeMap<String, String>) -> String {
    let cells = register.fields.iter().map(|field| {
        let text = fields.get(&field.id).map_or("", |text| text.trim());
        // A form sends its line ends as CR LF; the file keeps one kind.
        format!("\"{}\"", text.replace("\r\n", "\n").replace('"', "\"\""))
    });
    let cells: Vec<String> = cells.collect();
    format!("{}{}\n", heading(register), cells.join(","))
}
