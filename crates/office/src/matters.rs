//! Matters: procedures of the city folder that run, step by step, as acts of the journal.
//!
//! A matter is the sum of its steps. Each is held against the procedure before it is recorded, and the record says where the matter
//! stands after it, who must act next and when its clocks end; whoever was second is told what changed.
//!
//! - `complaint`: complaints as the public makes and follows them.
//! - `course`: a matter, read from its steps.
//! - `roles`: who plays which role, and who must act next.
//! - `parties`: whoever acts, the posts that are named, the one that must act next; `record`: what a step says and is recorded with.
//! - `step`: opening, acting, handing over.
//! - `due`: what clocks that have ended ask for.
//! - `permitted`: how far anybody reaches at all.
//! - `shown`: matters as pages show them; `list`: many of them.

mod complaint;
mod course;
mod due;
mod error;
mod list;
mod parties;
mod permitted;
mod plain_words;
mod record;
mod roles;
mod shown;
mod step;
mod times;

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use city::{City, World};
use journal::Journal;

use crate::entries::Entries;

pub use complaint::{COMPLAINT, Complaint, Reply};
pub use due::Ticked;
pub use error::MatterError;
pub use list::{MatterPage, MatterQuestion, PAGE_MATTERS};
pub use step::{Done, Opening, Recovery, Step};

/// The post in which the program itself acts.
pub const COMPUTER: &str = "computer";
/// The post in which somebody acts who has none: a reporter with a tracking number.
pub const PUBLIC: &str = "public";

/// Somebody who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person's name.
    pub person: String,
    /// Id of the post in which the person acts.
    pub post: String,
}

impl Actor {
    /// The program itself.
    pub fn computer() -> Self {
        Self {
            person: "bishui".to_owned(),
            post: COMPUTER.to_owned(),
        }
    }
}

/// The matters of a city, kept in a journal. Cheap to clone. Every call waits for the disk; in async code it belongs on a thread that may
/// block.
#[derive(Clone)]
pub struct Matters {
    inner: Arc<Inner>,
}

struct Inner {
    city: City,
    world: World,
    journal: Arc<Journal>,
}

impl Matters {
    /// The matters of `city` in `journal`.
    pub fn new(city: City, journal: Arc<Journal>) -> Self {
        let world = city.world();
        Self {
            inner: Arc::new(Inner { city, world, journal }),
        }
    }

    /// The city.
    pub fn city(&self) -> &City {
        &self.inner.city
    }

    /// The journal they are kept in.
    pub fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    /// The entries that acts put into registers.
    pub fn entries(&self) -> Entries<'_> {
        Entries::new(self.city(), Some(self.journal()))
    }

    /// A moment in the city's time, in whole seconds.
    pub fn local(&self, moment: DateTime<Utc>) -> NaiveDateTime {
        let seconds = self.inner.city.utc_offset_minutes.saturating_mul(60);
        // A folder whose offset is no time zone does not pass `check`; UTC then stands in.
        let local = FixedOffset::east_opt(seconds)
            .map_or_else(|| moment.naive_utc(), |zone| moment.with_timezone(&zone).naive_local());
        chrono::DurationRound::duration_trunc(local, chrono::TimeDelta::seconds(1)).unwrap_or(local)
    }
}
