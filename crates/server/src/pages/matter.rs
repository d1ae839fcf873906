//! A matter: where it stands, what the visitor may do, and its whole course.

use askama::Template;
use office::matters::{MatterError, Matters};
use office::views::{FieldKind, MatterView, NoteView, PostChoice, StayView};
use standards::{Language, Reason};

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

/// What the page shows.
pub struct Sheet {
    view: MatterView,
    /// Tells this page from every other one that was shown.
    page: String,
    posts: Vec<PostChoice>,
    /// Why what the visitor wanted was not done.
    refused: Vec<Reason>,
    is_conflict: bool,
}

impl Sheet {
    /// The page of a matter; `error` says why what the visitor wanted was not done.
    pub fn of(matters: &Matters, view: MatterView, error: Option<MatterError>) -> Self {
        Self {
            page: format!("page/{}/{}/{}", view.line.id, view.version, super::once()),
            view,
            posts: matters.posts(),
            is_conflict: error.as_ref().is_some_and(MatterError::is_conflict),
            refused: error.map(|error| error.reasons()).unwrap_or_default(),
        }
    }

    /// Names one sending of a form of this page, so that sending it twice does it once.
    fn request(&self, action: &str) -> String {
        format!("{}/{action}", self.page)
    }
}

#[derive(Template)]
#[template(path = "matter.html")]
struct MatterTemplate<'a> {
    chrome: &'a Chrome,
    l: Wording,
    sheet: &'a Sheet,
    view: &'a MatterView,
}

/// Writes the page.
///
/// # Errors
/// Only when the template itself is at fault.
pub fn render(chrome: &Chrome, sheet: &Sheet) -> Result<String, askama::Error> {
    MatterTemplate {
        chrome,
        l: chrome.l,
        sheet,
        view: &sheet.view,
    }
    .render()
}

impl MatterTemplate<'_> {
    /// How long a stay lasted, in days and hours.
    fn lasted(&self, stay: &StayView) -> String {
        let (days, hours) = (stay.hours / 24, stay.hours % 24);
        match self.l.0 {
            Language::Chinese if stay.hours == 0 => "不到1小时".to_owned(),
            Language::English if stay.hours == 0 => "less than an hour".to_owned(),
            Language::Chinese => format!("{days}天{hours}小时"),
            Language::English => format!("{days} d {hours} h"),
        }
    }
}
