//! The list of all registers, with a search by words that needs no scripts.

use askama::Template;
use office::views::RegisterHead;

use super::choice::Choice;
use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

/// Which registers are shown, as in `?show=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    All,
    Filled,
    Empty,
    Closed,
}

impl Shown {
    const ALL: [Self; 4] = [Self::All, Self::Filled, Self::Empty, Self::Closed];

    /// The value in the address; none for all of them.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Filled => Some("filled"),
            Self::Empty => Some("empty"),
            Self::Closed => Some("closed"),
        }
    }

    fn name(self, l: &Wording) -> &'static str {
        match self {
            Self::All => l.say("全部", "All"),
            Self::Filled => l.say("有条目", "With entries"),
            Self::Empty => l.say("尚无条目", "No entries yet"),
            Self::Closed => l.say("不公开", "Not public"),
        }
    }

    fn holds(self, head: &RegisterHead) -> bool {
        match self {
            Self::All => true,
            Self::Filled => head.entries > 0,
            Self::Empty => head.entries == 0,
            Self::Closed => !head.public,
        }
    }
}

#[derive(Template)]
#[template(path = "registers.html")]
struct RegistersPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    total: usize,
    choices: Vec<Choice>,
    words: &'a str,
    show: Option<&'static str>,
    heads: Vec<&'a RegisterHead>,
}

/// Writes the list; `?q=` and `?show=` choose from it.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, heads: &[RegisterHead]) -> Result<String, askama::Error> {
    let words = super::search_words(&chrome.visit);
    let asked = chrome.visit.parameter("show");
    let show = Shown::ALL
        .into_iter()
        .find(|shown| shown.word() == asked)
        .unwrap_or(Shown::All);
    let found: Vec<&RegisterHead> = heads.iter().filter(|head| speaks_of(head, words)).collect();
    let choices = Shown::ALL.into_iter().map(|shown| Choice {
        name: shown.name(&chrome.l),
        href: chrome.visit.address_with("show", shown.word()),
        count: found.iter().filter(|head| shown.holds(head)).count(),
        current: shown == show,
    });
    RegistersPage {
        chrome,
        l: chrome.l,
        total: heads.len(),
        choices: choices.collect(),
        words,
        show: show.word(),
        heads: filled_first(found.into_iter().filter(|head| show.holds(head)).collect()),
    }
    .render()
}

/// Registers with entries before those that wait for their first one, else in the order of the folder.
fn filled_first(mut heads: Vec<&RegisterHead>) -> Vec<&RegisterHead> {
    heads.sort_by_key(|head| head.entries == 0);
    heads
}

/// True when every word stands somewhere in the names, ids, rules or writers of the register, in either language.
fn speaks_of(head: &RegisterHead, words: &str) -> bool {
    let writers = head.writes.iter().flat_map(|post| [&post.title.zh, &post.title.en]);
    let texts: Vec<String> = [&head.id, &head.name.zh, &head.name.en]
        .into_iter()
        .chain(&head.rules)
        .chain(writers)
        .map(|text| text.to_lowercase())
        .collect();
    words
        .to_lowercase()
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}
