//! Markdown as the plan uses it: a flat list of blocks, each with its place in the file, and safe HTML made from an allow-list of
//! tags. Raw HTML is shown as text, links lead to web addresses only, pictures are left out.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use standards::Language;

/// One block at the top level of a clause file.
pub(crate) struct Block<'t> {
    pub(crate) shape: Shape,
    pub(crate) span: Range<usize>,
    events: Vec<Event<'t>>,
}

/// What a block is.
pub(crate) enum Shape {
    /// The heading of the clause.
    Title,
    /// A heading inside the clause.
    Subtitle,
    /// Chinese prose: a paragraph, a list.
    Prose,
    /// A block quote: the English of the block before it.
    Quote,
    /// Lines that begin with blanks, shown as they are.
    Indented,
    /// A fenced block with its info string and the bytes between the fences.
    Fence { info: String, content: Range<usize> },
}

/// A fenced block inside a list or a quotation.
pub(crate) struct Nested {
    pub(crate) info: String,
    pub(crate) span: Range<usize>,
}

/// Splits `text` into its top-level blocks.
pub(crate) fn blocks(text: &str) -> (Vec<Block<'_>>, Vec<Nested>) {
    let (mut blocks, mut nested): (Vec<Block<'_>>, Vec<Nested>) = (Vec::new(), Vec::new());
    let mut depth = 0_usize;
    for (event, span) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match &event {
            Event::Start(tag) => {
                if depth == 0 {
                    blocks.push(Block {
                        shape: shape(tag),
                        span: span.clone(),
                        events: Vec::new(),
                    });
                } else if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = tag {
                    nested.push(Nested {
                        info: info.to_string(),
                        span: span.clone(),
                    });
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => blocks.push(Block {
                shape: Shape::Prose,
                span: span.clone(),
                events: Vec::new(),
            }),
            _ => {}
        }
        if let Some(block) = blocks.last_mut() {
            if let (Shape::Fence { content, .. }, Event::Text(_)) = (&mut block.shape, &event) {
                *content = if content.start == content.end {
                    span
                } else {
                    content.start..span.end
                };
            }
            block.events.push(event);
        }
    }
    (blocks, nested)
}

fn shape(tag: &Tag<'_>) -> Shape {
    match tag {
        Tag::Heading {
            level: HeadingLevel::H1,
            ..
        } => Shape::Title,
        Tag::Heading { .. } => Shape::Subtitle,
        Tag::BlockQuote(_) => Shape::Quote,
        Tag::CodeBlock(CodeBlockKind::Indented) => Shape::Indented,
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Shape::Fence {
            info: info.split_whitespace().collect::<Vec<_>>().join(" "),
            content: 0..0,
        },
        _ => Shape::Prose,
    }
}

/// Whether the fence that opens `written` (a whole fenced block) is closed before another one opens.
pub(crate) fn is_closed(written: &str) -> bool {
    let mut lines = written.lines();
    let fence = lines.next().map_or("", str::trim_start);
    let mark = if fence.starts_with('~') { '~' } else { '`' };
    let is_fence = |line: &str| line.starts_with("```") || line.starts_with("~~~");
    let closes = |line: &str| is_fence(line) && line.chars().all(|character| character == mark);
    let inner: Vec<&str> = lines.map(str::trim).filter(|line| is_fence(line)).collect();
    matches!(inner.as_slice(), [last] if closes(last))
}

impl Block<'_> {
    /// The words alone.
    pub(crate) fn plain(&self, language: Language) -> String {
        let mut text = String::new();
        for event in &self.events {
            match event {
                Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                    text.push_str(words);
                }
                Event::SoftBreak | Event::HardBreak => push_break(&mut text, language),
                Event::End(TagEnd::Paragraph | TagEnd::Item) => text.push(' '),
                _ => {}
            }
        }
        text.trim().to_owned()
    }

    /// Safe HTML with the tags of this block around other words: a heading in the other language.
    pub(crate) fn html_around(&self, words: &str) -> String {
        let mut html = String::new();
        if let (Some(Event::Start(first)), Some(Event::End(last))) = (self.events.first(), self.events.last()) {
            open(&mut html, first);
            escape(&mut html, words);
            close(&mut html, *last);
        }
        html
    }

    /// Safe HTML of the block; a quotation gives only what is inside it.
    pub(crate) fn html(&self, language: Language) -> String {
        let inner = match self.shape {
            Shape::Quote => self
                .events
                .get(1..self.events.len().saturating_sub(1))
                .unwrap_or_default(),
            Shape::Title | Shape::Subtitle | Shape::Prose | Shape::Indented | Shape::Fence { .. } => &self.events[..],
        };
        let mut html = String::new();
        for event in inner {
            match event {
                Event::Start(tag) => open(&mut html, tag),
                Event::End(tag) => close(&mut html, *tag),
                Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => escape(&mut html, words),
                Event::Code(words) => {
                    html.push_str("<code>");
                    escape(&mut html, words);
                    html.push_str("</code>");
                }
                Event::SoftBreak => push_break(&mut html, language),
                Event::HardBreak => html.push_str("<br>"),
                Event::Rule => html.push_str("<hr>"),
                _ => {}
            }
        }
        html
    }
}

/// A line end inside a paragraph: a space in English; nothing between Chinese characters, which take no spaces.
fn push_break(text: &mut String, language: Language) {
    let after_chinese = text.chars().next_back().is_some_and(|last| !last.is_ascii());
    if !(language == Language::Chinese && after_chinese) {
        text.push(' ');
    }
}

/// The tag a block or span is shown with. Headings step down by one: the page has the clause as its title, and a heading over the text.
fn open(html: &mut String, tag: &Tag<'_>) {
    match tag {
        Tag::Paragraph => html.push_str("<p>"),
        Tag::Heading { level, .. } => html.push_str(&format!("<h{}>", heading(*level))),
        Tag::BlockQuote(_) => html.push_str("<blockquote>"),
        Tag::CodeBlock(_) => html.push_str("<pre>"),
        Tag::List(None) => html.push_str("<ul>"),
        Tag::List(Some(1)) => html.push_str("<ol>"),
        Tag::List(Some(start)) => html.push_str(&format!("<ol start=\"{start}\">")),
        Tag::Item => html.push_str("<li>"),
        Tag::Emphasis => html.push_str("<em>"),
        Tag::Strong => html.push_str("<strong>"),
        Tag::Link { dest_url, .. } if is_web_address(dest_url) => {
            html.push_str("<a href=\"");
            escape(html, dest_url);
            html.push_str("\" rel=\"noopener\">");
        }
        Tag::Link { .. } => html.push_str("<a>"),
        _ => {}
    }
}

fn close(html: &mut String, tag: TagEnd) {
    match tag {
        TagEnd::Paragraph => html.push_str("</p>"),
        TagEnd::Heading(level) => html.push_str(&format!("</h{}>", heading(level))),
        TagEnd::BlockQuote(_) => html.push_str("</blockquote>"),
        TagEnd::CodeBlock => html.push_str("</pre>"),
        TagEnd::List(true) => html.push_str("</ol>"),
        TagEnd::List(false) => html.push_str("</ul>"),
        TagEnd::Item => html.push_str("</li>"),
        TagEnd::Emphasis => html.push_str("</em>"),
        TagEnd::Strong => html.push_str("</strong>"),
        TagEnd::Link => html.push_str("</a>"),
        _ => {}
    }
}

fn heading(level: HeadingLevel) -> usize {
    (level as usize + 1).min(6)
}

fn is_web_address(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
