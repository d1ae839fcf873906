//! A file being read, and the list its faults go to.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use standards::Text;

use crate::excerpt::Excerpt;
use crate::finding::Finding;
use crate::kind::{FindingKind, Severity};

/// Faults listed at most; a folder with more is not read by anybody to the end.
pub(crate) const FINDINGS_MAX: usize = 500;

/// The faults found so far. Shared by all readers of one folder, so that all faults come out at once.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: RefCell<Vec<Finding>>,
}

impl Findings {
    /// Adds a finding, or drops it when the list is full.
    pub(crate) fn push(&self, finding: Finding) {
        let mut list = self.list.borrow_mut();
        match list.len() {
            0..FINDINGS_MAX => list.push(finding),
            FINDINGS_MAX => list.push(too_many()),
            _ => {}
        }
    }

    /// Whether an error is told of `file`, or of a folder above it.
    pub(crate) fn has_errors_in(&self, file: &str) -> bool {
        self.list.borrow().iter().any(|finding| {
            let below = file.strip_prefix(finding.file.as_str());
            finding.severity() == Severity::Error
                && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                && !finding.file.is_empty()
        })
    }

    /// The files of which an error is told, each once.
    pub(crate) fn files_with_errors(&self) -> BTreeSet<String> {
        let list = self.list.borrow();
        let errors = list.iter().filter(|finding| finding.severity() == Severity::Error);
        errors.map(|finding| finding.file.clone()).collect()
    }

    /// Whether an error is told inside `span` of `file`.
    pub(crate) fn has_errors_within(&self, file: &str, span: &Range<usize>) -> bool {
        let inside = |at: &Range<usize>| span.start <= at.start && at.end <= span.end;
        self.list.borrow().iter().any(|finding| {
            finding.severity() == Severity::Error && finding.file == file && finding.span.as_ref().is_some_and(inside)
        })
    }

    /// How many of them are errors.
    fn errors(&self) -> usize {
        let list = self.list.borrow();
        list.iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .count()
    }

    /// Whether an error was found so far.
    pub(crate) fn has_errors(&self) -> bool {
        self.list
            .borrow()
            .iter()
            .any(|finding| finding.severity() == Severity::Error)
    }

    pub(crate) fn into_list(self) -> Vec<Finding> {
        self.list.into_inner()
    }
}

fn too_many() -> Finding {
    let says = Text::new(
        format!("问题超过{FINDINGS_MAX}处，其余不再列出"),
        format!("more than {FINDINGS_MAX} findings; the rest is not listed"),
    );
    Finding::new(FindingKind::TooManyFindings, "", says).advising(Some(Text::new(
        "先改正以上问题再检查",
        "mend those above and check again",
    )))
}

/// One file and where to report its faults.
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a Arc<str>,
    findings: &'a Findings,
    /// Where each line but the first begins; counted when the first line is asked for.
    line_starts: OnceCell<Vec<usize>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(file: &'a str, text: &'a Arc<str>, findings: &'a Findings) -> Self {
        Self {
            file,
            text,
            findings,
            line_starts: OnceCell::new(),
        }
    }

    /// The text as findings print it.
    pub(crate) fn excerpt(&self) -> Excerpt {
        Excerpt::new(self.file, Arc::clone(self.text))
    }

    /// Reports a fault at `span`, with advice where there is some.
    pub(crate) fn report(&self, kind: FindingKind, span: Range<usize>, says: Text, help: Option<Text>) {
        if self.is_full() {
            return;
        }
        let excerpt = self.excerpt();
        self.findings.push(
            Finding::new(kind, self.file, says)
                .marking(excerpt, span)
                .advising(help),
        );
    }

    /// Reports that another file is missing.
    pub(crate) fn report_missing(&self, file: &str, says: Text, help: Text) {
        let finding = Finding::new(FindingKind::MissingFile, file, says);
        self.findings.push(finding.advising(Some(help)));
    }

    /// Whether more findings would not be listed.
    pub(crate) fn is_full(&self) -> bool {
        self.findings.list.borrow().len() > FINDINGS_MAX
    }

    /// Whether an error is told of this file.
    pub(crate) fn is_faulty(&self) -> bool {
        self.findings.has_errors_in(self.file)
    }

    /// How many errors the folder has so far.
    pub(crate) fn errors(&self) -> usize {
        self.findings.errors()
    }

    /// The first line of a span: enough to find a block by.
    pub(crate) fn first_line(&self, span: &Range<usize>) -> Range<usize> {
        let length = self
            .text
            .get(span.clone())
            .and_then(|text| text.lines().next())
            .map_or(0, str::len);
        span.start..span.start + length
    }

    /// Line of a byte, from 1.
    pub(crate) fn line(&self, byte: usize) -> usize {
        let ends = |text: &Arc<str>| text.match_indices('\n').map(|(at, _)| at + 1).collect();
        self.line_starts
            .get_or_init(|| ends(self.text))
            .partition_point(|start| *start <= byte)
            + 1
    }
}

/// A word of the text and where it stands in its file.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}
