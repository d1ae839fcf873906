//! One clause of the resolution as a document, with each verdict in the margin beside its sentence.

use askama::Template;
use office::views::{BlockView, ClausePart, ClauseSheet, TargetView};

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

/// One row of the page: prose alone, a sentence with the targets that measure it in the margin, or a block that carries it out.
enum Passage<'a> {
    Prose(&'a str),
    Judged {
        sentence: &'a str,
        targets: Vec<&'a TargetView>,
    },
    Carried(&'a BlockView),
}

#[derive(Template)]
#[template(path = "clause.html")]
struct ClausePage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    sheet: &'a ClauseSheet,
    passages: Vec<Passage<'a>>,
}

/// Writes a clause.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, sheet: &ClauseSheet) -> Result<String, askama::Error> {
    ClausePage {
        chrome,
        l: chrome.l,
        sheet,
        passages: passages(&chrome.l, &sheet.clause.parts),
    }
    .render()
}

fn passages<'a>(l: &Wording, parts: &'a [ClausePart]) -> Vec<Passage<'a>> {
    let mut passages: Vec<Passage<'a>> = Vec::new();
    for part in parts {
        match (part, passages.pop()) {
            (ClausePart::Prose { html }, last) => {
                passages.extend(last);
                passages.push(Passage::Prose(l.text(html)));
            }
            (ClausePart::Target(target), Some(Passage::Prose(html))) => {
                let (before, sentence) = split_sentence(html);
                passages.extend((!before.is_empty()).then_some(Passage::Prose(before)));
                passages.push(Passage::Judged {
                    sentence,
                    targets: vec![target],
                });
            }
            (ClausePart::Target(target), Some(Passage::Judged { sentence, mut targets })) => {
                targets.push(target);
                passages.push(Passage::Judged { sentence, targets });
            }
            (ClausePart::Block(block), last) => {
                passages.extend(last);
                passages.push(Passage::Carried(block));
            }
            (ClausePart::Target(target), last @ (Some(Passage::Carried(_)) | None)) => {
                passages.extend(last);
                passages.push(Passage::Judged {
                    sentence: "",
                    targets: vec![target],
                });
            }
        }
    }
    passages
}

/// The sentence a target measures is the last paragraph before it; what comes earlier stands in a row of its own.
fn split_sentence(html: &str) -> (&str, &str) {
    let start = html.rfind("<p>").unwrap_or(0);
    let (before, sentence) = html.split_at(start);
    (before.trim_end(), sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_paragraph_is_the_sentence() {
        let cases = [
            ("<p>one</p>", "", "<p>one</p>"),
            (
                "<h3>a</h3>\n<p>one</p>\n<p>two</p>",
                "<h3>a</h3>\n<p>one</p>",
                "<p>two</p>",
            ),
            ("<ul><li>x</li></ul>", "", "<ul><li>x</li></ul>"),
            ("", "", ""),
        ];
        for (html, before, sentence) in cases {
            assert_eq!(split_sentence(html), (before, sentence));
        }
    }
}
