//! Views of the office as HTML: pure functions from a view to text, one page per file, templates in `templates/`.

pub mod chart;
mod choice;
pub mod clause;
pub mod coverage;
pub mod evidence;
pub mod faults;
pub mod forwarding;
pub mod frame_text;
pub mod kept_apart;
pub mod logger;
pub mod marker;
pub mod network;
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
