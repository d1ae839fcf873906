//! `plan/*.md`: one clause or head a file. Chinese prose, each block followed by its English as a quotation; the blocks that carry a
//! sentence out stand right after it.

use std::ops::Range;

use standards::{Language, Text};

use crate::block::{self, BlockKind};
use crate::heading::Heading;
use crate::kind::FindingKind;
use crate::markdown::{self, Block, Nested, Shape};
use crate::model::{Clause, Part};
use crate::registry::Registry;
use crate::site::Site;
use crate::source::Source;
use crate::{suggestion, target};

/// What the blocks of the plan can refer to.
pub(crate) struct Surroundings<'a> {
    pub(crate) target: target::Surroundings<'a>,
    pub(crate) block: &'a block::Surroundings<'a>,
}

/// Reads one clause; `None` when it has no readable heading, or one of those `before` it has (which is reported). `ids` are those of
/// all blocks and tasks.
pub(crate) fn read(
    source: &Source<'_>,
    around: &Surroundings<'_>,
    ids: &mut Registry,
    before: &[Clause],
) -> Option<Clause> {
    let (blocks, nested) = markdown::blocks(source.text);
    nested.iter().for_each(|block| report_nested(block, source));
    let (title_at, heading, title_zh) = title(&blocks, source)?;
    if let Some(other) = before.iter().find(|other| other.heading == heading) {
        let line = blocks
            .get(title_at)
            .map_or(0..0, |block| source.first_line(&block.span));
        report_written(heading, other, line, source);
        return None;
    }
    let mut reader = ClauseReader {
        source,
        parts: Vec::new(),
        sentence: None,
    };
    let mut title = None;
    for (at, block) in blocks.iter().enumerate() {
        let english = blocks.get(at + 1).filter(|next| matches!(next.shape, Shape::Quote));
        match &block.shape {
            Shape::Title if at == title_at => {
                title = Some(Text::new(title_zh.clone(), reader.english(block, english, &title_zh)));
            }
            Shape::Title => reader.report_second_title(block),
            Shape::Subtitle => reader.subtitle(block, english),
            Shape::Indented if reader.is_fenced(block) => reader.report_indented(block),
            Shape::Prose | Shape::Indented => reader.prose(block, english),
            Shape::Quote => reader.check_quote(block, at.checked_sub(1).and_then(|before| blocks.get(before))),
            Shape::Fence { info, content } => match BlockKind::ALL.iter().find(|kind| kind.info() == info) {
                None => reader.report_unknown_block(block, info),
                Some(_) if !markdown::is_closed(reader.written(block)) => reader.report_unclosed(block),
                Some(kind) => {
                    let site = reader.site(heading, block, content);
                    let part = match kind {
                        BlockKind::Target => target::read(&site, &around.target, ids).map(Part::Target),
                        kind => block::read(*kind, &site, around.block, ids).map(Part::Block),
                    };
                    reader.parts.extend(part);
                }
            },
        }
    }
    Some(Clause {
        heading,
        title: title?,
        parts: reader.parts,
        file: source.file.to_owned(),
    })
}

struct ClauseReader<'a> {
    source: &'a Source<'a>,
    parts: Vec<Part>,
    /// The last prose block, which the blocks after it carry out.
    sentence: Option<Text>,
}

impl<'a> ClauseReader<'a> {
    /// Where a block stands; an empty block has its content at its end.
    fn site(&self, heading: Heading, block: &Block<'_>, content: &Range<usize>) -> Site<'a> {
        let empty = content.start == content.end;
        Site {
            source: self.source,
            heading,
            sentence: self.sentence.clone(),
            block: block.span.clone(),
            content: if empty {
                block.span.end..block.span.end
            } else {
                content.clone()
            },
        }
    }

    /// A heading inside the clause. It is no sentence that a block could carry out.
    fn subtitle(&mut self, block: &Block<'_>, english: Option<&Block<'_>>) {
        let words = self.english(block, english, &block.plain(Language::Chinese));
        let html = Text::new(block.html(Language::Chinese), block.html_around(&words));
        self.parts.push(Part::Prose { html });
        self.sentence = None;
    }

    /// The English of a heading; the Chinese stands in where there is none.
    fn english(&self, block: &Block<'_>, english: Option<&Block<'_>>, chinese: &str) -> String {
        match english {
            Some(quote) => quote.plain(Language::English),
            None => {
                self.report_no_english(block);
                chinese.to_owned()
            }
        }
    }

    fn prose(&mut self, block: &Block<'_>, english: Option<&Block<'_>>) {
        let (plain, html) = (block.plain(Language::Chinese), block.html(Language::Chinese));
        let (plain_en, html_en) = match english {
            Some(quote) => (quote.plain(Language::English), quote.html(Language::English)),
            None => {
                self.report_no_english(block);
                (plain.clone(), html.clone())
            }
        };
        self.sentence = Some(Text::new(plain, plain_en));
        self.parts.push(Part::Prose {
            html: Text::new(html, html_en),
        });
    }

    fn report_no_english(&self, block: &Block<'_>) {
        let says = Text::new("这段文字没有英文", "this block has no English");
        let help = Text::new(
            "在后面另起一段，以 > 开头写英文",
            "write it after the block, in lines that begin with >",
        );
        self.source.report(
            FindingKind::MissingEnglish,
            self.source.first_line(&block.span),
            says,
            Some(help),
        );
    }

    fn check_quote(&self, block: &Block<'_>, before: Option<&Block<'_>>) {
        if before.is_some_and(|before| {
            matches!(
                before.shape,
                Shape::Title | Shape::Subtitle | Shape::Prose | Shape::Indented
            )
        }) {
            return;
        }
        let says = Text::new("这段英文前面没有对应的中文", "no Chinese stands before this English");
        let help = Text::new(
            "英文要紧跟在对应的中文之后",
            "English follows the Chinese block it belongs to",
        );
        self.source.report(
            FindingKind::EnglishAlone,
            self.source.first_line(&block.span),
            says,
            Some(help),
        );
    }

    fn report_second_title(&self, block: &Block<'_>) {
        let says = Text::new("一个文件只写一条", "one file holds one clause");
        let help = Text::new(
            "条内小标题用 ##，另一条另建文件",
            "use ## inside a clause, and another file for another clause",
        );
        self.source.report(
            FindingKind::ClauseHeading,
            self.source.first_line(&block.span),
            says,
            Some(help),
        );
    }

    fn written(&self, block: &Block<'_>) -> &'a str {
        self.source.text.get(block.span.clone()).unwrap_or_default()
    }

    /// Whether lines that begin with blanks were meant to be a block.
    fn is_fenced(&self, block: &Block<'_>) -> bool {
        self.written(block).trim_start().starts_with("```")
    }

    fn report_indented(&self, block: &Block<'_>) {
        let says = Text::new(
            "这个代码块前面有空格，成了普通文字",
            "blanks stand before this block, so it is plain text",
        );
        let help = Text::new("把它顶格写", "begin its lines at the left margin");
        let line = self.source.first_line(&block.span);
        self.source.report(FindingKind::NestedBlock, line, says, Some(help));
    }

    fn report_unclosed(&self, block: &Block<'_>) {
        let says = Text::new("这个代码块没有结束", "this block is never closed");
        let help = Text::new(
            "在它最后一个键之后，另起一行写 ```",
            "write ``` on a line of its own after its last key",
        );
        let line = self.source.first_line(&block.span);
        self.source.report(FindingKind::UnclosedBlock, line, says, Some(help));
    }

    fn report_unknown_block(&self, block: &Block<'_>, info: &str) {
        let says = Text::new(format!("没有“{info}”这种代码块"), format!("there is no block `{info}`"));
        let mut known = BlockKind::ALL.iter().map(|kind| kind.info());
        let last = info.rsplit(' ').next().unwrap_or_default();
        let meant = known.clone().find(|kind| kind.strip_prefix("toml ") == Some(last));
        let help = meant
            .map(suggestion::meant)
            .or_else(|| suggestion::advice(info, &mut known));
        self.source.report(
            FindingKind::UnknownBlock,
            self.source.first_line(&block.span),
            says,
            help,
        );
    }
}

fn report_nested(block: &Nested, source: &Source<'_>) {
    let says = Text::new(
        format!("代码块“{}”写在列表或引文里面，读不到", block.info),
        format!(
            "the block `{}` is inside a list or quotation, where it is not read",
            block.info
        ),
    );
    let help = Text::new(
        "在它前面空一行，并顶格写",
        "put an empty line before it and do not indent it",
    );
    source.report(
        FindingKind::NestedBlock,
        source.first_line(&block.span),
        says,
        Some(help),
    );
}

/// A clause of two files is told once; what stands in the second is not read.
fn report_written(heading: Heading, other: &Clause, line: Range<usize>, source: &Source<'_>) {
    let name = heading.name();
    let says = Text::new(
        format!("{}已写在 {}", name.zh, other.file),
        format!("{} is already written in {}", name.en, other.file),
    );
    let help = Text::new("一条只写一个文件", "one clause, one file");
    source.report(FindingKind::DuplicateId, line, says, Some(help));
}

/// The heading of the file: which block it is, what it heads and its words.
fn title(blocks: &[Block<'_>], source: &Source<'_>) -> Option<(usize, Heading, String)> {
    let found = blocks.iter().position(|block| matches!(block.shape, Shape::Title));
    let read = found.and_then(|at| {
        let (heading, words) = Heading::read(&blocks.get(at)?.plain(Language::Chinese))?;
        Some((at, heading, words))
    });
    if read.is_none() {
        let span = found
            .and_then(|at| blocks.get(at))
            .map_or(0..0, |block| source.first_line(&block.span));
        let says = Text::new("没有能读懂的条目标题", "there is no heading that names the clause");
        let help = Text::new(
            "第一行写“# 第五条 标题”，序言写“# 序言 标题”，部分写“# 第二部分 标题”",
            "write `# 第五条 title` in the first line, `# 序言 title` for the preamble, `# 第二部分 title` for the head of a part",
        );
        source.report(FindingKind::ClauseHeading, span, says, Some(help));
    }
    read
}
