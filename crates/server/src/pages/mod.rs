//! Views of the office as HTML: pure functions from a view to text, one page per file, templates in `templates/`.

use crate::visit::Visit;

pub mod audit;
pub mod chart;
mod choice;
pub mod clause;
pub mod complaints;
pub mod coverage;
pub mod entry_form;
pub mod entry_import;
pub mod entry_list;
pub mod evidence;
pub mod faults;
pub mod forwarding;
pub mod frame_text;
pub mod kept_apart;
pub mod logger;
pub mod marker;
pub mod matter;
pub mod matters;
pub mod network;
pub mod opening;
pub mod overview;
pub mod plan;
pub mod point;
pub mod points;
pub mod reasons;
pub mod refusal;
pub mod register;
pub mod register_file;
pub mod registers;
pub mod sign_in;
mod standings;
pub mod table_file;
pub mod target;
pub mod why;
pub mod work;

/// The longest search that is read; the rest is dropped.
const WORDS_MAX: usize = 100;

/// The words that a page is asked to find, `?q=`.
pub fn search_words(visit: &Visit) -> &str {
    let words = visit.parameter("q").unwrap_or_default().trim();
    let end = words.char_indices().nth(WORDS_MAX).map_or(words.len(), |(end, _)| end);
    words.get(..end).unwrap_or_default()
}

use std::sync::atomic::{AtomicU64, Ordering};

/// A word that no other page of this process, nor one of another moment, has.
fn once() -> String {
    static PAGES: AtomicU64 = AtomicU64::new(0);
    let number = PAGES.fetch_add(1, Ordering::Relaxed);
    format!("{}-{number}", chrono::Utc::now().timestamp_micros())
}

/// Names one sending of a form of entries, so that sending it twice does it once.
fn entry_request(register: &str, account: &str) -> String {
    format!("page/{register}/{account}/{}", once())
}
