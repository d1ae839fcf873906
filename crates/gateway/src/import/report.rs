//! What became of a file, in numbers and in sentences.

use history::{Fault, ReceiptId};
use serde::Serialize;
use standards::{Language, Text};

use super::encoding::Encoding;
use crate::mapping::RowFault;

/// Faults that are kept one by one; more are only counted.
const FAULTS_KEPT_MAX: usize = 10_000;
/// Faults that are kept with the receipt.
const FAULTS_OF_RECEIPT_MAX: usize = 100;

/// What became of a file.
///
/// Every value of a row that was read is counted once: as added, unchanged, superseded, or among the faults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Name of the file.
    pub file: String,
    /// How its letters are written.
    pub encoding: Encoding,
    /// What stands between its fields.
    pub delimiter: char,
    /// Rows below the header, blank ones not counted.
    pub rows: u64,
    /// Of these, rows of points that the mapping leaves out.
    pub rows_left_out: u64,
    /// Of these, rows in which something is wrong. Their other values were read.
    pub rows_bad: u64,
    /// Values that are new, or correct an earlier statement.
    pub values_added: u64,
    /// Values that are known already, and repetitions inside the file.
    pub values_unchanged: u64,
    /// Values of a file that had been imported before and were corrected by a later one since; they are left as corrected.
    pub values_superseded: u64,
    /// Values of items that the mapping leaves out.
    pub values_left_out: u64,
    /// Values below detection: their text is kept, no number is invented.
    pub below_detection: u64,
    /// Cells in which there was nothing.
    pub empty_cells: u64,
    /// Number of faults.
    pub faults: u64,
    /// The faults, in the order of the file; of more than 10,000 only the first.
    pub bad_rows: Vec<RowFault>,
    /// Columns that the mapping neither reads nor names as ignored.
    pub columns_not_read: Vec<String>,
    /// The receipt under which the file is kept. None when it held nothing new and nothing bad: then nothing was stored.
    pub receipt: Option<ReceiptId>,
}

impl ImportReport {
    pub(super) fn new(file: &str, encoding: Encoding, delimiter: char, columns_not_read: &[String]) -> Self {
        Self {
            file: file.to_owned(),
            encoding,
            delimiter,
            rows: 0,
            rows_left_out: 0,
            rows_bad: 0,
            values_added: 0,
            values_unchanged: 0,
            values_superseded: 0,
            values_left_out: 0,
            below_detection: 0,
            empty_cells: 0,
            faults: 0,
            bad_rows: Vec::new(),
            columns_not_read: columns_not_read.to_vec(),
            receipt: None,
        }
    }

    /// Counts and keeps the faults of one row; none is no fault.
    pub(super) fn note_bad_row(&mut self, faults: Vec<RowFault>) {
        self.rows_bad += u64::from(!faults.is_empty());
        self.faults += faults.len() as u64;
        let room = FAULTS_KEPT_MAX.saturating_sub(self.bad_rows.len());
        self.bad_rows.extend(faults.into_iter().take(room));
    }

    /// The faults as they are kept with the receipt: the first hundred, and how many there are.
    pub(super) fn receipt_faults(&self) -> Vec<Fault> {
        let fault = |code: &str, line: Option<u32>, says: Text| Fault {
            code: code.to_owned(),
            line,
            zh: says.zh,
            en: says.en,
        };
        let of_row = |row: &RowFault| {
            fault(
                row.code,
                Some(row.line),
                Text::new(row.line_in(Language::Chinese), row.line_in(Language::English)),
            )
        };
        let mut faults: Vec<Fault> = self.bad_rows.iter().take(FAULTS_OF_RECEIPT_MAX).map(of_row).collect();
        let more = self.faults.saturating_sub(faults.len() as u64);
        if more > 0 {
            faults.push(fault(
                "more",
                None,
                Text::new(format!("另有 {more} 处"), format!("and {more} more")),
            ));
        }
        faults
    }

    /// The report as lines to be read, with at most `bad_rows` of the bad rows.
    pub fn lines(&self, language: Language, bad_rows: usize) -> Vec<String> {
        let mut lines: Vec<String> = self
            .sentences()
            .iter()
            .map(|says| says.in_language(language).to_owned())
            .collect();
        lines.extend(
            self.bad_rows
                .iter()
                .take(bad_rows)
                .map(|fault| format!("  {}", fault.line_in(language))),
        );
        let more = self.faults.saturating_sub(self.bad_rows.len().min(bad_rows) as u64);
        if more > 0 && bad_rows > 0 {
            lines.push(match language {
                Language::Chinese => format!("  另有 {more} 处"),
                Language::English => format!("  and {more} more"),
            });
        }
        lines
    }

    /// One sentence for each thing that happened; what did not happen is not told, except that nothing was added.
    fn sentences(&self) -> Vec<Text> {
        let separator = if self.delimiter == '\t' {
            "TAB".to_owned()
        } else {
            self.delimiter.to_string()
        };
        let encoding = self.encoding.name();
        let mut sentences = vec![
            Text::new(
                format!("{}：{} 行（{encoding}，分隔符 {separator}）", self.file, self.rows),
                format!(
                    "{}: {} ({encoding}, separator {separator})",
                    self.file,
                    counted(self.rows, "row", "rows")
                ),
            ),
            Text::new(
                format!("新增数值 {} 个", self.values_added),
                format!("{} added", counted(self.values_added, "value", "values")),
            ),
        ];
        let counts = self.counts().into_iter().filter(|(count, ..)| *count > 0);
        sentences
            .extend(counts.map(|(count, zh, one, many)| Text::new(format!("{zh} {count}"), counted(count, one, many))));
        if !self.columns_not_read.is_empty() {
            let list = self.columns_not_read.join(", ");
            sentences.push(Text::new(
                format!("未读的列：{list}"),
                format!("columns not read: {list}"),
            ));
        }
        if let Some(receipt) = self.receipt {
            sentences.push(Text::new(format!("存证编号 {receipt}"), format!("kept as {receipt}")));
        }
        if self.faults > 0 {
            let (rows, faults) = (self.rows_bad, self.faults);
            sentences.push(Text::new(
                format!("有问题的行 {rows}，共 {faults} 处："),
                format!(
                    "{} with {}:",
                    counted(rows, "bad row", "bad rows"),
                    counted(faults, "fault", "faults")
                ),
            ));
        }
        sentences
    }

    /// The counts besides that of added values: Chinese, and English for one and for many.
    fn counts(&self) -> [(u64, &'static str, &'static str, &'static str); 6] {
        [
            (
                self.values_unchanged,
                "已有且未变的数值",
                "value known already",
                "values known already",
            ),
            (
                self.values_superseded,
                "此后已被更正、保持不动的数值",
                "value corrected since and left so",
                "values corrected since and left so",
            ),
            (
                self.below_detection,
                "低于检出限（保留原文，不编造数值）",
                "value below detection: the limit is kept as text, no number is invented",
                "values below detection: the limits are kept as text, no number is invented",
            ),
            (self.empty_cells, "空单元格", "empty cell", "empty cells"),
            (
                self.rows_left_out,
                "映射排除的行",
                "row of another point left out by the mapping",
                "rows of other points left out by the mapping",
            ),
            (
                self.values_left_out,
                "映射排除的数值",
                "value of another item left out by the mapping",
                "values of other items left out by the mapping",
            ),
        ]
    }
}

/// A count with its noun.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
