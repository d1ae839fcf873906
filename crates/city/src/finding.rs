//! One fault of a city folder, with its place in the text, ready to be printed by `miette`.

use std::fmt;
use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, SourceCode};
use standards::{Language, Text};

use crate::excerpt::Excerpt;
use crate::kind::{FindingKind, Severity};

/// Longest sentence of a finding, in characters.
const SENTENCE_LENGTH_MAX: usize = 400;

/// One fault: what, where, and what to do about it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of fault it is; gives code and severity.
    pub kind: FindingKind,
    /// File it is in, relative to the city folder.
    pub file: String,
    /// Bytes of the file it is about; `None` when it is about the whole file.
    pub span: Option<Range<usize>>,
    /// The fault in one sentence.
    pub says: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// The language it is printed in.
    pub language: Language,
    source: Option<Excerpt>,
}

impl Finding {
    pub(crate) fn new(kind: FindingKind, file: &str, says: Text) -> Self {
        Self {
            kind,
            file: file.to_owned(),
            span: None,
            says: bounded(says),
            help: None,
            language: Language::default(),
            source: None,
        }
    }

    pub(crate) fn marking(mut self, source: Excerpt, span: Range<usize>) -> Self {
        self.span = Some(source.clamp(span));
        self.source = Some(source);
        self
    }

    pub(crate) fn advising(mut self, help: Option<Text>) -> Self {
        self.help = help.map(bounded);
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// The same finding, printed in `language`.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Line and column, both from 1, the column in characters; `None` when it is about the whole file.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        let (source, span) = (self.source.as_ref()?, self.span.as_ref()?);
        let (line, column) = source.line_and_column(span.start);
        Some((line + 1, column + 1))
    }
}

/// A sentence that quotes a very long word of the folder is cut, so that a finding can always be shown.
fn bounded(text: Text) -> Text {
    let cut = |words: String| match words.char_indices().nth(SENTENCE_LENGTH_MAX) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    };
    Text::new(cut(text.zh), cut(text.en))
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.source.is_none() && !self.file.is_empty() {
            write!(out, "{}: ", self.file)?;
        }
        out.write_str(self.says.in_language(self.language))
    }
}

impl std::error::Error for Finding {}

impl Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.kind.code()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.kind.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help.in_language(self.language)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span.clone()?;
        Some(Box::new(std::iter::once(LabeledSpan::underline(span))))
    }
}
