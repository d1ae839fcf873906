//! One register: what it is, its entries, what is counted from them, who writes.

use askama::Template;
use office::views::RegisterSheet;

use crate::chrome::{Chrome, ROOMS};
use crate::visit::Visit;
use crate::wording::Wording;
use crate::{links, marks};

/// The ways to the other pages of the entries.
struct Pager {
    before: Option<String>,
    after: Option<String>,
    /// The pages that are named: the first, the last, and those beside this one; the number and its address, none where pages are
    /// left out.
    pages: Vec<Option<(usize, String)>>,
}

impl Pager {
    fn of(visit: &Visit, view: &RegisterSheet) -> Self {
        let address = |page: usize| match page {
            1 => visit.address_with("page", None),
            page => visit.address_with("page", Some(&page.to_string())),
        };
        let mut pages = Vec::new();
        let mut last = 0;
        for page in (1..=view.pages).filter(|page| *page == 1 || *page == view.pages || page.abs_diff(view.page) <= 2) {
            if page > last + 1 {
                pages.push(None);
            }
            pages.push(Some((page, address(page))));
            last = page;
        }
        Self {
            before: (view.page > 1).then(|| address(view.page - 1)),
            after: (view.page < view.pages).then(|| address(view.page + 1)),
            pages,
        }
    }
}

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a RegisterSheet,
    words: &'a str,
    pager: Pager,
}

/// Writes the page of a register.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &RegisterSheet) -> Result<String, askama::Error> {
    RegisterPage {
        chrome,
        l: chrome.l,
        view,
        words: super::search_words(&chrome.visit),
        pager: Pager::of(&chrome.visit, view),
    }
    .render()
}
