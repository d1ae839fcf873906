//! A matter: where it stands, what the visitor may do, and its whole course.

use askama::Template;
use chrono::NaiveDateTime;
use office::matters::{MatterError, Matters};
use office::views::{FieldKind, MatterView, NoteView, PostChoice, StayView};
use standards::{Language, Reason};

use crate::chrome::{Chrome, ROOMS};
use crate::wording::Wording;
use crate::{links, marks};

/// What the page shows.
pub struct Sheet {
    view: MatterView,
    at: NaiveDateTime,
    posts: Vec<PostChoice>,
    /// Why what the visitor wanted was not done.
    refused: Vec<Reason>,
    is_conflict: bool,
}

impl Sheet {
    /// The page of a matter; `error` says why what the visitor wanted was not done.
    pub fn of(matters: &Matters, view: MatterView, at: NaiveDateTime, error: Option<MatterError>) -> Self {
        Self {
            view,
            at,
            posts: matters.posts(),
            is_conflict: error.as_ref().is_some_and(MatterError::is_conflict),
            refused: error.map(|error| error.reasons()).unwrap_or_default(),
        }
    }

    /// Names one sending of a form, so that sending it twice does it once.
    fn request(&self, action: &str) -> String {
        let milliseconds = self.at.and_utc().timestamp_millis();
        format!(
            "page/{}/{}/{action}/{milliseconds}",
            self.view.line.id, self.view.version
        )
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
