//! Duties: who answers for what, since when, and what is vacant.
//!
//! Posts and what they answer for stand in the city folder; who holds a post from which day on is said by acts, as entries of the register
//! [`POST_HOLDERS`]. So both clocks come for free: who held a post on a day, as it was known at another. Where no act says anything, the
//! holder of the folder stands.
//!
//! - `tenure`: who held a post, stretch by stretch.
//! - `segments`: reaches and roads with their chiefs, from the folder and from acts.
//! - `answering`: the posts that answer for something.
//! - `sheet`: what a post answers for.
//! - `coverage`: RESP-1 from the running data.
//! - `hand_over`: a new holder, with the list of what waits.

mod answering;
mod coverage;
mod hand_over;
mod segments;
mod sheet;
mod tenure;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use city::{City, Level, Post};
use journal::{EntryVersion, Journal, JournalError, joined};
use standards::Text;

use crate::views::{Because, DutyGround, PostHead, Tenure};

pub use answering::WhoError;
pub use hand_over::{HandOver, HandedOver};

/// Id of the register that says who holds a post.
pub const POST_HOLDERS: &str = "post-holders";
/// Id of the register that says which post is chief of which reach or road.
const SEGMENTS: &str = "chief-segments";
/// The role of a river chief.
const CHIEF: &str = "chief";

/// The duties of a city, as they were known at one moment.
pub struct Duties<'d> {
    city: &'d City,
    journal: Option<&'d Journal>,
    known: Option<DateTime<Utc>>,
    /// What acts have said of the holders of each post, in the order in which it was recorded.
    told: BTreeMap<String, Vec<EntryVersion>>,
}

/// A post that answers, and why.
type Found<'d> = (&'d Post, Because);

impl<'d> Duties<'d> {
    /// The duties of `city`, with what the acts of `journal` said until `known` (`None`: until now). Without a journal, the folder stands.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn read(
        city: &'d City,
        journal: Option<&'d Journal>,
        known: Option<DateTime<Utc>>,
    ) -> Result<Self, JournalError> {
        let mut told = match journal {
            Some(journal) => journal.entry_histories(POST_HOLDERS)?,
            None => BTreeMap::new(),
        };
        for versions in told.values_mut() {
            versions.retain(|version| known.is_none_or(|known| version.recorded <= known));
        }
        Ok(Self {
            city,
            journal,
            known,
            told,
        })
    }

    /// Who held a post, the earliest first; the first stretch is what the city folder says.
    pub fn tenures(&self, post: &Post) -> Vec<Tenure> {
        let versions = self.told.get(&joined(std::slice::from_ref(&post.id)));
        tenure::stretches(post, versions.map_or(&[], Vec::as_slice))
    }

    /// Who holds a post on a day.
    pub fn tenure(&self, post: &Post, day: NaiveDate) -> Tenure {
        let mut stretches = self.tenures(post);
        let at = stretches
            .iter()
            .rposition(|stretch| stretch.since.is_none_or(|since| since <= day));
        // The first stretch has no beginning, so one is always found.
        stretches.swap_remove(at.unwrap_or(0))
    }

    /// A post with what tells it from others.
    fn head(&self, post: &Post) -> PostHead {
        let unit = post.unit.as_deref().and_then(|unit| self.city.unit(unit));
        PostHead {
            id: post.id.clone(),
            title: post.title.clone(),
            unit: unit.map(|unit| unit.name.clone()),
            level: post.level.map(Level::name),
            demo: post.demo,
        }
    }
}

/// What the city folder says at a place of a file.
fn by_folder(file: &str, line: Option<usize>) -> DutyGround {
    DutyGround::Folder {
        file: file.to_owned(),
        line,
    }
}

/// Where a post stands in a list: by level, the city first; a post without one comes last.
fn rank(level: Option<Level>) -> usize {
    let all = Level::ALL.iter();
    level.map_or(Level::ALL.len(), |level| {
        all.take_while(|known| **known != level).count()
    })
}

/// Nothing of the name is known, and what was probably meant.
fn unknown_post(city: &City, id: &str) -> Text {
    let ids = city.posts.iter().map(|post| post.id.as_str());
    let advice = city::advice(id, ids).unwrap_or_else(|| Text::new("people/posts.toml", "people/posts.toml"));
    Text::new(
        format!("没有岗位“{id}”（{}）", advice.zh),
        format!("there is no post `{id}` ({})", advice.en),
    )
}
