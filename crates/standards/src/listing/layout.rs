//! Columns of text that stay aligned although a Chinese character is two cells wide.

use unicode_width::UnicodeWidthStr;

/// Lines of cells under headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    headings: Vec<String>,
    lines: Vec<Vec<String>>,
}

/// Between two columns.
const GAP: &str = "  ";

/// How many cells of a terminal a text takes.
pub fn display_width(text: &str) -> usize {
    text.width()
}

impl Columns {
    /// Columns under these headings.
    pub fn new(headings: impl IntoIterator<Item = String>) -> Self {
        Self {
            headings: headings.into_iter().collect(),
            lines: Vec::new(),
        }
    }

    /// Adds a line; cells beyond the headings are kept, missing ones are empty.
    pub fn push(&mut self, line: impl IntoIterator<Item = String>) {
        self.lines.push(line.into_iter().collect());
    }

    /// Leaves out columns whose every cell is empty.
    #[must_use]
    pub fn without_empty(mut self) -> Self {
        let empty: Vec<bool> = (0..self.headings.len())
            .map(|column| {
                let filled = |line: &Vec<String>| line.get(column).is_some_and(|cell| !cell.is_empty());
                !self.lines.iter().any(filled)
            })
            .collect();
        let keep = |cells: &mut Vec<String>| {
            let mut column = 0;
            cells.retain(|_| {
                column += 1;
                !empty.get(column - 1).copied().unwrap_or(false)
            });
        };
        keep(&mut self.headings);
        self.lines.iter_mut().for_each(keep);
        self
    }

    /// The lines, each column as wide as its widest cell; every line begins with `indent` and ends with a line break.
    pub fn text(&self, indent: &str) -> String {
        let all: Vec<&Vec<String>> = std::iter::once(&self.headings).chain(&self.lines).collect();
        let count = all.iter().map(|line| line.len()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..count)
            .map(|column| {
                let cells = all.iter().filter_map(|line| line.get(column));
                cells.map(|cell| display_width(cell)).max().unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        for line in all {
            let mut written = String::new();
            for (cell, width) in line.iter().zip(&widths) {
                let blanks = width.saturating_sub(display_width(cell));
                written.push_str(cell);
                written.extend(std::iter::repeat_n(' ', blanks));
                written.push_str(GAP);
            }
            text.push_str(indent);
            text.push_str(written.trim_end());
            text.push('\n');
        }
        text
    }
}
