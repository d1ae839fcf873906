//! What can be wrong with one row of a table.

use serde::Serialize;
use standards::{Language, Text};

use super::fault::excerpt;

/// One thing that is wrong with a row: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFault {
    /// Line of the file, from 1; the header is line 1 of most files.
    pub line: u32,
    /// Name of the column; none when the row as a whole is meant.
    pub column: Option<String>,
    /// A stable code, e.g. `unknown-point`.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub reason: Text,
    /// The text in question, cut and made fit to be shown; may be empty.
    pub excerpt: String,
}

impl RowFault {
    /// A fault of the whole row.
    pub(crate) fn of_row(line: u32, code: &'static str, reason: Text, text: &str) -> Self {
        Self {
            line,
            column: None,
            code,
            reason,
            excerpt: excerpt(text),
        }
    }

    /// A fault of one cell.
    pub(crate) fn of_cell(line: u32, column: &str, code: &'static str, reason: Text, text: &str) -> Self {
        Self {
            line,
            column: Some(column.to_owned()),
            code,
            reason,
            excerpt: excerpt(text),
        }
    }

    /// The fault as one line in `language`.
    pub fn line_in(&self, language: Language) -> String {
        let reason = self.reason.in_language(language);
        let column = self.column.as_deref();
        match language {
            Language::Chinese => {
                let place = column.map(|column| format!("，列“{column}”")).unwrap_or_default();
                let text = if self.excerpt.is_empty() {
                    String::new()
                } else {
                    format!("（{}）", self.excerpt)
                };
                format!("第 {} 行{place}：{reason}{text}", self.line)
            }
            Language::English => {
                let place = column.map(|column| format!(", column '{column}'")).unwrap_or_default();
                let text = if self.excerpt.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", self.excerpt)
                };
                format!("line {}{place}: {reason}{text}", self.line)
            }
        }
    }
}
