//! Reads and checks a city folder: plan, places, people; reports every fault with its place in the text.
//!
//! [`read`] loads a folder, [`read_files`] does the same with texts that are already in memory. Both return all faults at once,
//! and the [`City`] when none of them is an error. Nothing here knows storage or HTTP, and no input makes it panic.
//!
//! # The folder
//!
//! | file | what it says | keys |
//! |---|---|---|
//! | `city.toml` | the city | `id`, `name`, `utc_offset_minutes`, `resolved` (day of the resolution), `box` (west, south, east, north), `notice`? |
//! | `people/posts.toml` | `[[post]]`: who answers | `id`, `title`, `holder`?, `demo`? |
//! | `permissions.toml` | `[[permission]]`: who may do what | `docs/permissions.md` |
//! | `places/places.toml` | `[[place]]`: divisions and water bodies | `id`, `name`, `kind` (`division`, `river`, `lake`), `code`?, `notice`? |
//! | `places/divisions.csv` | every division down to the villages | columns `code`, `zh`, `en` (may be empty), `level` (`city`, `county`, `town`, `village`), `parent` (code); a place has its code as id, unless one of `places.toml` has that code |
//! | `places/points.toml` | `[[point]]`: sections, stations, the city as published | `id`, `kind` (`section`, `station`, `city-air`), `name`, `of` (place), `reach`?, `position`? (lon, lat), `sketch`?, `mn`?, `target_class`?, `answers`?, `aliases`?, `notice`? |
//! | `places/divisions.geojson` | outlines | properties `id` (a division) |
//! | `places/waters.geojson` | reaches | properties `id`, `name`, `name_en`, `water_body` (place), `downstream`?, `sketch`?, `length_km`? |
//! | `retention.toml` | `[[raw_frame_days]]`: how long raw frames are kept | `from`, `days`? (31 at least; for good if not said), `certainty`, `source`, `zh`, `en` |
//! | `registers/ID.toml` and `.csv`, `indicators/*.toml`, `cases/*.toml` | lists with their entries, what is counted from them, worked cases | `docs/city-folder.md` |
//! | `calendar/YEAR.toml` | public holidays and make-up days | `year`, `source`, `certainty`, `[[holiday]]`: `name`, `from`, `to`; `[[workday]]`: `day`, `for` |
//! | `profiles/SUBJECT.toml` | the city's choice over the shipped parameters | `variant`? or `variants`?, `[[parameter]]`: `id`, `unit`?, `[[parameter.value]]`: `value`, `from`, `to`?, `certainty`, `source` |
//! | `plan/*.md` | one clause a file | see below |
//!
//! `?` marks what may be left out. Names, titles and notices are written `{ zh = "…", en = "…" }`. Ids are lower-case letters, digits
//! and hyphens. A `README.md` may lie anywhere; other files of these folders are reported, because nothing would read them.
//!
//! # A clause
//!
//! The first line is `# 第五条 title`. Chinese blocks follow, each with its English after it as a quotation. Right after the sentence it
//! measures stands a target:
//!
//! ````markdown
//! 优良天数比例达到80%以上。
//!
//! > At least 80 % of the days have good air.
//!
//! ```toml target
//! id = "S07-22"                # its row of the seed map
//! indicator = "good-air-days"  # words of `rules::target::Indicator`, or an id of `indicators/*.toml`
//! places = ["xiangtan"]
//! comparator = "at-least"      # words of `rules::target::Comparator`
//! value = 80                   # a class such as "III" for water; left out where the comparator carries it
//! unit = "%"                   # that of the indicator
//! due = 2020                   # or a day, or "yearly"; left out where the plan names no time
//! answers = ["ecology-bureau-air"]
//! certainty = "V1"             # "PD" with a note where the project had to choose
//! # note = { zh = "…", en = "…" }   seed = ["…"] when it realises further rows
//! ```
//! ````

mod block;
mod calendar;
mod case;
mod cases;
mod checks;
mod counting;
pub mod coverage;
pub mod diff;
mod divisions;
mod due;
mod excerpt;
mod finding;
mod folder;
mod geojson;
mod head;
mod heading;
mod hidden;
mod indicator;
mod kind;
mod logger;
mod markdown;
mod model;
mod people;
mod permission;
mod places;
mod plan;
mod platforms;
mod points;
mod procedure;
mod profiles;
mod reading;
mod register;
mod registry;
mod retention;
mod rows;
mod rule_names;
pub mod schema;
mod secret;
mod site;
mod source;
mod suggestion;
mod table;
mod tags;
mod target;
mod template;
mod toml_fault;
mod toml_type;
mod vocabulary;
mod waters;

pub use block::{Block, BlockKind, Figure, Links, Milestone, Task};
pub use calendar::{CalendarYear, Holiday, Workday};
pub use case::TargetCase;
pub use cases::Tried;
pub use counting::{Counting, EntryKey};
pub use due::Due;
pub use finding::Finding;
pub use heading::Heading;
pub use indicator::{CountedIndicator, ShareOf};
pub use kind::{FindingKind, Severity};
pub use logger::{CrcRule, FirstContact, InstrumentRange, Logger, Owed, OwedPeriod, WireEdition};
pub use model::{City, Clause, Part, Place, PlaceKind, Platform, Point, PointKind, Reach, Secret};
pub use people::{Level, Post, Unit, UnitKind};
pub use permission::{About, Area, Permission, PermittedAction, Refused, What};
pub use procedure::World;
pub use reading::{Brought, Reading, read, read_files};
pub use register::{Cell, Entry, EntryRule, EntryRuleKind, Field, FieldChoice, FieldKind, Filter, Register, Standing};
pub use retention::{RAW_FRAME_DAYS, RetentionStep};
pub use rows::{Row, RowKind};
pub use suggestion::advice;
pub use tags::Tag;
pub use target::{Measured, Promise, Target, TargetIndicator, TargetValue};
pub use template::new_folder;
