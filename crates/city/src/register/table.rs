//! A table of comma-separated values in which every cell knows where it stands.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader};
use standards::Text;

use crate::kind::FindingKind;
use crate::source::{Source, Word};

/// Longest cell, in bytes.
const CELL_BYTES_MAX: usize = 4_000;

/// One row: its cells as they are written, without quotes and without blanks around them.
pub(crate) struct Row {
    pub(crate) cells: Vec<Word>,
}

impl Row {
    /// Whether nothing stands in the row; spreadsheets write such rows below their tables.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty())
    }

    /// Whether a cell of the row holds a line end.
    pub(crate) fn runs_over_lines(&self) -> bool {
        self.cells.iter().any(|cell| cell.text.contains('\n'))
    }

    /// The bytes of the row.
    pub(crate) fn span(&self) -> Range<usize> {
        let start = self.cells.first().map_or(0, |cell| cell.span.start);
        let end = self.cells.last().map_or(start, |cell| cell.span.end);
        start..end
    }
}

/// Reads at most `most` rows (RFC 4180: commas, double quotes; empty lines are passed over); more rows are reported.
pub(crate) fn rows(source: &Source<'_>, most: usize) -> Vec<Row> {
    let bytes = source.text.as_bytes();
    let mut reader = Reader::new();
    let mut buffer = [0_u8; CELL_BYTES_MAX];
    // Where reading is, where the current cell began, and how much of it is in the buffer.
    let (mut at, mut begun, mut filled) = (0_usize, 0_usize, 0_usize);
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read, written) = reader.read_field(rest, buffer.get_mut(filled..).unwrap_or_default());
        (at, filled) = (at + read, filled + written);
        match result {
            ReadFieldResult::Field { record_end } => {
                cells.push(cell(source, begun..at, buffer.get(..filled).unwrap_or_default()));
                (begun, filled) = (at, 0);
                if record_end {
                    let cells = std::mem::take(&mut cells);
                    rows.push(Row { cells });
                }
            }
            ReadFieldResult::End => return rows,
            // Asked once more with nothing left, the reader ends the last cell.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => {
                report_long_cell(source, begun);
                return rows;
            }
        }
        if rows.len() > most {
            report_too_many(source, &rows, most);
            rows.truncate(most);
            return rows;
        }
    }
}

fn cell(source: &Source<'_>, place: Range<usize>, content: &[u8]) -> Word {
    let raw = source.text.get(place.clone()).unwrap_or_default();
    let ended = raw.strip_suffix(['\n', '\r', ',']).unwrap_or(raw);
    let begun = ended.trim_start();
    let start = place.start + (ended.len() - begun.len());
    let shown = begun.trim_end();
    Word {
        text: String::from_utf8_lossy(content).trim().to_owned(),
        span: start..start + shown.len(),
    }
}

fn report_long_cell(source: &Source<'_>, at: usize) {
    let says = Text::new(
        format!("单元格超过{CELL_BYTES_MAX}字节，其后不读"),
        format!("a cell has more than {CELL_BYTES_MAX} bytes; nothing is read from here on"),
    );
    let help = Text::new("是否漏了右引号？", "is a closing quotation mark missing?");
    let span = source.first_line(&(at..source.text.len()));
    source.report(FindingKind::BrokenCsv, span, says, Some(help));
}

fn report_too_many(source: &Source<'_>, rows: &[Row], most: usize) {
    let says = Text::new(
        format!("超过{most}行，其余不读"),
        format!("more than {most} rows; the rest is not read"),
    );
    let help = Text::new("拆分名录", "split the register");
    let span = rows.last().map_or(0..0, Row::span);
    source.report(FindingKind::TooLarge, span, says, Some(help));
}
