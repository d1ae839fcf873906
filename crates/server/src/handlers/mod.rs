//! One handler per file: ask the office, hand the view to a page, nothing more.

pub mod audit;
pub mod changes;
pub mod complaints;
pub mod coverage;
pub mod entries;
pub mod evidence;
pub mod fallback;
pub mod faults;
pub mod file;
pub mod health;
pub mod map;
pub mod matters;
pub mod network;
pub mod open311;
pub mod overview;
pub mod plan;
pub mod point;
pub mod points;
pub mod registers;
pub mod series;
pub mod sign_in;
pub mod table_file;
pub mod target;
pub mod why;

use axum::response::Html;

use crate::refusal::Refusal;

/// A page, or why there is none.
type Page = Result<Html<String>, Refusal>;
