//! The text of a file as `miette` sees it: a line of a map file can hold fifty thousand characters, of which a finding must
//! print only those around the fault.

use std::ops::Range;
use std::sync::Arc;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// Longest line that is printed whole, in bytes.
const LINE_BYTES_MAX: usize = 240;
/// What is printed on each side of a fault in a longer line, in bytes.
const AROUND_BYTES: usize = 60;

/// A named text, cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Excerpt {
    file: Arc<str>,
    text: Arc<str>,
}

impl Excerpt {
    pub(crate) fn new(file: &str, text: Arc<str>) -> Self {
        Self {
            file: file.into(),
            text,
        }
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The nearest span that lies inside the text on character borders.
    pub(crate) fn clamp(&self, span: Range<usize>) -> Range<usize> {
        let start = self.floor(span.start);
        start..self.ceil(span.end).max(start)
    }

    /// Line and column of a byte, both from 0, the column in characters.
    pub(crate) fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let before = &self.text[..self.floor(byte)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count(), before[line_start..].chars().count())
    }

    /// Where the fenced block that holds `byte` ends.
    pub(crate) fn end_of_block(&self, byte: usize) -> usize {
        let from = self.floor(byte);
        self.text[from..].find("\n```").map_or(self.text.len(), |at| from + at)
    }

    fn floor(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte.min(self.text.len()))
    }

    fn ceil(&self, byte: usize) -> usize {
        self.text.ceil_char_boundary(byte.min(self.text.len()))
    }

    fn contents(&self, shown: Range<usize>) -> MietteSpanContents<'_> {
        let (line, column) = self.line_and_column(shown.start);
        let data = &self.text.as_bytes()[shown.clone()];
        let lines = self.text[shown.clone()].lines().count();
        MietteSpanContents::new_named(self.file.to_string(), data, shown.into(), line, column, lines)
    }

    /// The part of the text to print for `span` when one of the lines that would be printed is too long.
    fn window(&self, span: &Range<usize>, lines_before: usize, lines_after: usize) -> Option<Range<usize>> {
        let start = self.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[span.end..]
            .find('\n')
            .map_or(self.text.len(), |at| span.end + at);
        let before = self.text[..start].lines().rev().take(lines_before);
        let after = self.text[end..].lines().skip(1).take(lines_after);
        let longest = before
            .chain(self.text[start..end].lines())
            .chain(after)
            .map(str::len)
            .max();
        (longest? > LINE_BYTES_MAX).then(|| {
            let shown_end = span.end.min(span.start + LINE_BYTES_MAX) + AROUND_BYTES;
            self.floor(span.start.saturating_sub(AROUND_BYTES)).max(start)..self.ceil(shown_end).min(end)
        })
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let marked = self.clamp(span.offset()..span.offset().saturating_add(span.len()));
        if (lines_before, lines_after) == (0, 0) {
            // The printer asks so for the place it names; columns are characters, as editors count them.
            return Ok(Box::new(self.contents(marked)));
        }
        if let Some(window) = self.window(&marked, lines_before, lines_after) {
            return Ok(Box::new(self.contents(window)));
        }
        let whole = self.text.read_span(span, lines_before, lines_after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.to_string(),
            whole.data(),
            *whole.span(),
            whole.line(),
            whole.column(),
            whole.line_count(),
        )))
    }
}
