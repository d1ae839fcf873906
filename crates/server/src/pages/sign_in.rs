//! The page on which somebody signs in.

use askama::Template;
use standards::Text;

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;

/// An account of the demonstration that everybody may enter.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// Name of the account.
    pub account: String,
    /// Title of its post.
    pub title: Text,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// Where the visitor goes then: a path of this site.
    pub next: String,
    /// The name that was given.
    pub account: String,
    /// Why nobody came in.
    pub error: Option<Text>,
    /// The accounts of the demonstration, where they may be entered.
    pub entrances: Vec<Entrance>,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    chrome: &'a Chrome,
    l: Wording,
    view: &'a SignIn,
}

/// Writes the page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, view: &SignIn) -> Result<String, askama::Error> {
    SignInPage {
        chrome,
        l: chrome.l,
        view,
    }
    .render()
}
