//! What is on record, for people and for programs: the register, one standard with its tables, the limits of an item.

mod layout;
mod limits;
mod show;
mod words;

pub use layout::{Columns, display_width};
pub use limits::{LimitsAsk, LimitsView, NothingFound, find_limits};
pub use show::{StandardView, TableView, register_text, show};

use crate::text::{Language, Text};

/// `text` in `language`, for lines that are put together from parts.
pub(crate) fn said(text: &Text, language: Language) -> &str {
    text.in_language(language)
}
