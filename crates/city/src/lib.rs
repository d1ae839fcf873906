//! Reads and checks a city folder: plan, places, people; reports every fault with its place in the text.
//!
//! [`read`] loads a folder, [`read_files`] does the same with texts that are already in memory. Both return all faults at once,
//! and the [`City`] when none of them is an error. Nothing here knows storage or HTTP, and no input makes it panic.

mod checks;
mod excerpt;
mod finding;
mod folder;
mod geojson;
mod head;
mod kind;
mod markdown;
mod model;
mod places;
mod plan;
mod points;
mod reading;
mod registry;
mod source;
mod suggestion;
mod table;
mod target;
mod toml_type;
mod vocabulary;
mod waters;

pub use finding::Finding;
pub use kind::{FindingKind, Severity};
pub use model::{City, Clause, Part, Place, PlaceKind, Point, PointKind, Post, Reach, Target, TargetValue};
pub use reading::{Reading, read, read_files};
