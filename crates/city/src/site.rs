//! Where a block of the plan stands: its clause, the sentence before it, its bytes.

use std::ops::Range;

use standards::Text;

use crate::heading::Heading;
use crate::kind::FindingKind;
use crate::registry::{self, Registry};
use crate::source::{Source, Word};

/// Where a block stands.
pub(crate) struct Site<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) heading: Heading,
    /// The sentence before the block.
    pub(crate) sentence: Option<Text>,
    /// Bytes of the whole block.
    pub(crate) block: Range<usize>,
    /// Bytes between the fences.
    pub(crate) content: Range<usize>,
}

impl Site<'_> {
    /// The TOML of the block.
    pub(crate) fn toml(&self) -> &str {
        self.source.text.get(self.content.clone()).unwrap_or_default()
    }

    /// The line that opens the block.
    pub(crate) fn opening(&self) -> Range<usize> {
        self.source.first_line(&self.block)
    }

    /// Enters the id of the block, which is the id of a row; one of another clause is reported.
    pub(crate) fn enter(&self, id: &Word, ids: &mut Registry) -> bool {
        if !registry::check_seed_id(id, self.source) {
            return false;
        }
        if registry::section_of(&id.text) != self.heading.code() {
            let (name, code) = (self.heading.name(), self.heading.code());
            let says = Text::new(
                format!("“{}”写在{}里", id.text, name.zh),
                format!("`{}` stands in {}", id.text, name.en),
            );
            let help = Text::new(
                format!("这里的编号以 S{code}- 开头"),
                format!("ids begin with S{code}- here"),
            );
            self.source
                .report(FindingKind::BlockInOtherClause, id.span.clone(), says, Some(help));
        }
        ids.enter_formed(id, self.source)
    }

    /// Reports a block that carries no sentence.
    pub(crate) fn check_sentence(&self) {
        if self.sentence.is_some() {
            return;
        }
        let says = Text::new(
            "这个代码块前面没有它所落实的句子",
            "no sentence stands before this block",
        );
        let help = Text::new(
            "把代码块放在它所落实的那段文字之后",
            "put the block right after the paragraph that it carries out",
        );
        self.source
            .report(FindingKind::BlockWithoutSentence, self.opening(), says, Some(help));
    }
}
