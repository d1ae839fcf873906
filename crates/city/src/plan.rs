//! `plan/*.md`: one clause a file. Chinese prose, each block followed by its English as a quotation; a `target` block stands right
//! after the sentence it measures.

use std::ops::Range;

use standards::{Language, Text};

use crate::kind::FindingKind;
use crate::markdown::{self, Block, Nested, Shape};
use crate::model::{Clause, Part};
use crate::registry::Registry;
use crate::source::Source;
use crate::suggestion;
use crate::target::{self, Site, Surroundings};

/// Info string of a target block.
const TARGET_INFO: &str = "toml target";

/// Reads one clause; `None` when it has no readable heading (which is reported).
pub(crate) fn read(source: &Source<'_>, around: &Surroundings<'_>, target_ids: &mut Registry) -> Option<Clause> {
    let (blocks, nested) = markdown::blocks(source.text);
    nested.iter().for_each(|block| report_nested(block, source));
    let (title_at, number, title_zh) = title(&blocks, source)?;
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
            Shape::Prose => reader.prose(block, english),
            Shape::Quote => reader.check_quote(block, at.checked_sub(1).and_then(|before| blocks.get(before))),
            Shape::Fence { info, content } if info == TARGET_INFO => {
                let site = reader.site(number, block, content);
                reader
                    .parts
                    .extend(target::read(&site, around, target_ids).map(Part::Target));
            }
            Shape::Fence { info, .. } => reader.report_unknown_block(block, info),
        }
    }
    Some(Clause {
        number,
        title: title?,
        parts: reader.parts,
        file: source.file.to_owned(),
    })
}

struct ClauseReader<'a> {
    source: &'a Source<'a>,
    parts: Vec<Part>,
    /// The last prose block, which a target block measures.
    sentence: Option<Text>,
}

impl<'a> ClauseReader<'a> {
    /// Where a target block stands; an empty block has its content at its end.
    fn site(&self, clause: u32, block: &Block<'_>, content: &Range<usize>) -> Site<'a> {
        let empty = content.start == content.end;
        Site {
            source: self.source,
            clause,
            sentence: self.sentence.clone(),
            block: block.span.clone(),
            content: if empty {
                block.span.end..block.span.end
            } else {
                content.clone()
            },
        }
    }

    /// A heading inside the clause. It is no sentence that a target could measure.
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
        if before.is_some_and(|before| matches!(before.shape, Shape::Title | Shape::Subtitle | Shape::Prose)) {
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

    fn report_unknown_block(&self, block: &Block<'_>, info: &str) {
        let says = Text::new(format!("没有“{info}”这种代码块"), format!("there is no block `{info}`"));
        let help = suggestion::advice(info, [TARGET_INFO]);
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

/// The heading of the clause: which block it is, its number and its words.
fn title(blocks: &[Block<'_>], source: &Source<'_>) -> Option<(usize, u32, String)> {
    let found = blocks.iter().position(|block| matches!(block.shape, Shape::Title));
    let read = found.and_then(|at| {
        let (number, words) = clause_number(&blocks.get(at)?.plain(Language::Chinese))?;
        Some((at, number, words))
    });
    if read.is_none() {
        let span = found
            .and_then(|at| blocks.get(at))
            .map_or(0..0, |block| source.first_line(&block.span));
        let says = Text::new("没有能读懂的条目标题", "there is no heading that names the clause");
        let help = Text::new("第一行写“# 第五条 标题”", "write `# 第五条 title` in the first line");
        source.report(FindingKind::ClauseHeading, span, says, Some(help));
    }
    read
}

/// Splits `第五条 标题` into 5 and `标题`.
fn clause_number(heading: &str) -> Option<(u32, String)> {
    let (numeral, words) = heading.trim().strip_prefix('第')?.split_once('条')?;
    let words = words.trim_matches(|letter: char| letter.is_whitespace() || letter == '、' || letter == '：');
    let number = numeral.parse().ok().or_else(|| chinese_number(numeral))?;
    ((1..1000).contains(&number) && !words.is_empty()).then(|| (number, words.to_owned()))
}

/// Reads `五`, `十二`, `二十`, `一百零三`: at most three digits.
fn chinese_number(numeral: &str) -> Option<u32> {
    const DIGITS: &str = "零一二三四五六七八九";
    let (mut total, mut digit) = (0_u32, None::<u32>);
    for letter in numeral.chars().take(8) {
        let scale = match letter {
            '百' => 100,
            '十' => 10,
            '〇' => 0,
            _ => {
                digit = Some(u32::try_from(DIGITS.chars().position(|known| known == letter)?).ok()?);
                continue;
            }
        };
        total += digit.take().unwrap_or(1) * scale;
    }
    Some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::clause_number;

    #[test]
    fn headings_name_their_clause() {
        for (heading, expected) in [
            ("第五条 蓝天", Some((5, "蓝天"))),
            ("第5条　蓝天", Some((5, "蓝天"))),
            ("第十条、蓝天", Some((10, "蓝天"))),
            ("第十二条 蓝天", Some((12, "蓝天"))),
            ("第二十四条 蓝天", Some((24, "蓝天"))),
            ("第一百零三条 蓝天", Some((103, "蓝天"))),
            ("第〇条 蓝天", None),
            ("第条 蓝天", None),
            ("第五条", None),
            ("第四千条 蓝天", None),
            ("第99999999999条 蓝天", None),
            ("五 蓝天", None),
        ] {
            let read = clause_number(heading);
            let read = read.as_ref().map(|(number, words)| (*number, words.as_str()));
            assert_eq!(read, expected, "{heading}");
        }
    }
}
