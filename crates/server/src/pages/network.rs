//! Every station of the network, the worst first.

use askama::Template;
use office::views::{NetworkView, Presence, Span, StationRow};

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, network_marks};

/// The longest search that is read; the rest is dropped.
const WORDS_MAX: usize = 100;
/// Stations on one page; the others are found by words and states.
const ROWS_MAX: usize = 400;

/// A choice above the list.
struct Choice {
    name: &'static str,
    href: String,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "network.html")]
struct NetworkPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a NetworkView,
    choices: Vec<Choice>,
    words: &'a str,
    state: Option<&'static str>,
    /// Stations that fit, also those beyond the limit of the page.
    found: usize,
    rows: Vec<&'a StationRow>,
    /// This list, for looking again.
    again: String,
}

/// Writes the list; `?q=` and `?state=` choose from it.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &NetworkView) -> Result<String, askama::Error> {
    let words = chrome.visit.parameter("q").unwrap_or_default().trim();
    let end = words.char_indices().nth(WORDS_MAX).map_or(words.len(), |(end, _)| end);
    let words = words.get(..end).unwrap_or_default();
    let asked = chrome.visit.parameter("state");
    let states = network_marks::PRESENCES.iter().map(|(presence, _)| *presence);
    let state = states
        .clone()
        .find(|presence| Some(network_marks::presence_word(*presence)) == asked);
    let found: Vec<&StationRow> = view.stations.iter().filter(|row| speaks_of(row, words)).collect();
    let choice = |of: Option<Presence>| Choice {
        name: match of {
            None => chrome.l.say("全部", "All"),
            Some(presence) => {
                let look = network_marks::presence(&presence);
                chrome.l.say(look.zh, look.en)
            }
        },
        href: chrome.visit.address_with("state", of.map(network_marks::presence_word)),
        count: found.iter().filter(|row| is_in(row, of)).count(),
        current: of == state,
    };
    let choices = [None].into_iter().chain(states.map(Some)).map(choice).collect();
    let fitting = found.iter().filter(|row| is_in(row, state));
    NetworkPage {
        chrome,
        l: chrome.l,
        view,
        choices,
        words,
        state: state.map(network_marks::presence_word),
        found: fitting.clone().count(),
        rows: fitting.take(ROWS_MAX).copied().collect(),
        again: chrome.visit.address_with("lang", None),
    }
    .render()
}

fn is_in(row: &StationRow, state: Option<Presence>) -> bool {
    state.is_none_or(|state| row.life.presence == state)
}

/// True when every word stands somewhere in the names, the place or the numbers of the station, in either language.
fn speaks_of(row: &StationRow, words: &str) -> bool {
    let point = &row.point;
    let names = [&point.name.zh, &point.name.en, &point.of.zh, &point.of.en];
    let texts = names.into_iter().chain([&point.id, &row.life.mn]);
    let texts: Vec<String> = texts.map(|text| text.to_lowercase()).collect();
    words
        .to_lowercase()
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}
