//! The list of matters, narrowed without scripts.

use askama::Template;
use chrono::NaiveDateTime;
use journal::MatterOrder;
use office::matters::{MatterPage, MatterQuestion, Matters};
use standards::Text;

use crate::chrome::{Chrome, ROOMS};
use crate::links;
use crate::wording::Wording;

/// What the page shows.
pub struct List {
    page: MatterPage,
    at: NaiveDateTime,
    procedures: Vec<(String, Text)>,
    owners: Vec<(String, Text)>,
    sources: Vec<(String, Text)>,
    /// Whether the matters of all posts are shown; else those that wait for the visitor's own.
    all: bool,
}

impl List {
    /// A page of matters with what they can be narrowed by.
    pub fn of(matters: &Matters, page: MatterPage, at: NaiveDateTime, all: bool) -> Self {
        let city = matters.city();
        let procedures = city
            .procedures
            .iter()
            .map(|machine| (machine.id.clone(), machine.name.clone()));
        let owners = city.posts.iter().map(|post| (post.id.clone(), post.title.clone()));
        Self {
            page,
            at,
            procedures: procedures.collect(),
            owners: owners.collect(),
            sources: matters.sources(),
            all,
        }
    }
}

/// A field that narrows the list.
struct Narrow<'a> {
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    options: &'a [(String, Text)],
    chosen: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "matters.html")]
struct MattersPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    list: &'a List,
    shows: [(&'static str, String, bool); 3],
    narrows: [Narrow<'a>; 3],
    is_late: bool,
    late_now: String,
    is_newest: bool,
    next: Option<String>,
}

/// Writes the page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, question: &MatterQuestion, list: &List) -> Result<String, askama::Error> {
    let l = chrome.l;
    let filter = &question.filter;
    let show = |name: &'static str, word: Option<&str>, current: bool| {
        (name, chrome.visit.address_with("show", word), current)
    };
    let next = list.page.next.as_ref().map(|next| {
        let time = next.time.map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string());
        let state = if next.ended { "ended" } else { "open" };
        let after = format!("{state}~{}~{}", time.unwrap_or_default(), next.id);
        chrome.visit.address_with("after", Some(&after))
    });
    MattersPage {
        chrome,
        l,
        list,
        shows: [
            show(l.say("办理中", "Open"), None, filter.open == Some(true)),
            show(l.say("已办结", "Ended"), Some("ended"), filter.open == Some(false)),
            show(l.say("全部", "All"), Some("all"), filter.open.is_none()),
        ],
        narrows: [
            Narrow {
                name: "procedure",
                zh: "规程",
                en: "Procedure",
                options: &list.procedures,
                chosen: filter.procedure.as_deref(),
            },
            Narrow {
                name: "owner",
                zh: "待办岗位",
                en: "Waits for",
                options: &list.owners,
                chosen: filter.owner.as_deref(),
            },
            Narrow {
                name: "source",
                zh: "来源",
                en: "Source",
                options: &list.sources,
                chosen: filter.source.as_deref(),
            },
        ],
        is_late: filter.due_before.is_some(),
        late_now: list.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        is_newest: question.order == MatterOrder::Newest,
        next,
    }
    .render()
}
