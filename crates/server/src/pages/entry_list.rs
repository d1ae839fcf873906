//! What stands in a register on a day, for those who put entries into it.

use askama::Template;
use chrono::NaiveDate;
use journal::Said;
use office::entries::{FormField, FormView, Input, Known, Origin};

use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

/// Most entries that the page shows.
const SHOWN_MAX: usize = 500;

/// What the page shows.
pub struct List {
    /// The fields of the register.
    pub form: FormView,
    /// The entries.
    pub known: Vec<Known>,
    /// The day.
    pub on: NaiveDate,
}

#[derive(Template)]
#[template(path = "entry_list.html")]
struct ListPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    list: &'a List,
    shown: &'a [Known],
    recorded: Option<u64>,
}

/// Writes the page; `?recorded=` names the act that has just been recorded.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, list: &List) -> Result<String, askama::Error> {
    let most = list.known.len().min(SHOWN_MAX);
    ListPage {
        chrome,
        l: chrome.l,
        list,
        shown: list.known.get(..most).unwrap_or_default(),
        recorded: chrome.visit.parameter("recorded").and_then(|act| act.parse().ok()),
    }
    .render()
}

impl ListPage<'_> {
    /// What an entry says in a field.
    fn said(&self, known: &Known, field: &FormField) -> String {
        match known.fields.iter().find(|(id, _)| *id == field.id) {
            None => self.l.say("— 未填", "— not said").to_owned(),
            Some((_, Said::Erased)) => self.l.say("（已删除）", "(erased)").to_owned(),
            Some((_, Said::Text(text))) => match &field.input {
                Input::Choice(words) => {
                    let name = words.iter().find(|(word, _)| word == text);
                    name.map_or_else(|| text.clone(), |(_, name)| self.l.text(name).to_owned())
                }
                _ => text.clone(),
            },
        }
    }
}
