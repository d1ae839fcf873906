//! Many matters: lists that narrow and go on page by page, and what waits for whom.

use chrono::NaiveDateTime;
use journal::{MatterAfter, MatterFilter, MatterOrder, MatterRow, OwnerCount};
use rules::procedure::FactType;
use standards::Text;

use super::{MatterError, Matters};
use crate::leaf::place_name;
use crate::views::{MatterLine, PostChoice};

/// Matters of one page.
pub const PAGE_MATTERS: usize = 100;
/// Up to how many matters are counted.
const COUNTED_MAX: usize = 10_000;

/// Which matters, in which order, after which one.
#[derive(Clone, Debug, Default)]
pub struct MatterQuestion {
    /// What narrows.
    pub filter: MatterFilter,
    /// In which order.
    pub order: MatterOrder,
    /// The last one of the page before.
    pub after: Option<MatterAfter>,
}

/// A page of matters.
#[derive(Clone, Debug)]
pub struct MatterPage {
    /// The matters, at most [`PAGE_MATTERS`].
    pub matters: Vec<MatterLine>,
    /// How many there are on all pages.
    pub count: u64,
    /// Whether there are more than were counted.
    pub uncounted: bool,
    /// Where the next page begins, where there is one.
    pub next: Option<MatterAfter>,
}

impl Matters {
    /// The matters of a question, as they stand at `at` (the city's time).
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list(&self, question: &MatterQuestion, at: NaiveDateTime) -> Result<MatterPage, MatterError> {
        let MatterQuestion { filter, order, after } = question;
        let mut rows = self
            .journal()
            .matters(filter, *order, after.as_ref(), PAGE_MATTERS + 1)?;
        let is_more = rows.len() > PAGE_MATTERS;
        rows.truncate(PAGE_MATTERS);
        let next = rows.last().filter(|_| is_more).map(|last| MatterAfter {
            time: match order {
                MatterOrder::Due => last.due,
                MatterOrder::Newest => Some(last.opened),
            },
            id: last.id.clone(),
            ended: last.last,
        });
        let count = self.journal().count_matters(filter, COUNTED_MAX + 1)?;
        Ok(MatterPage {
            matters: rows.iter().map(|row| self.line(row, at)).collect(),
            count: count.min(COUNTED_MAX as u64),
            uncounted: count > COUNTED_MAX as u64,
            next,
        })
    }

    /// For every post how many open matters wait for it, and how many of them are late.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn waiting(&self, at: NaiveDateTime) -> Result<Vec<OwnerCount>, MatterError> {
        Ok(self.journal().matters_by_owner(at)?)
    }

    /// A matter in a line.
    pub(super) fn line(&self, row: &MatterRow, at: NaiveDateTime) -> MatterLine {
        let city = self.city();
        let machine = city.procedure(&row.procedure);
        let state = machine.and_then(|machine| machine.state(&row.state));
        MatterLine {
            id: row.id.clone(),
            title: row.title.clone(),
            procedure: machine.map_or_else(|| Text::same(&row.procedure), |machine| machine.name.clone()),
            state: state.map_or_else(|| Text::same(&row.state), |state| state.name.clone()),
            ended: row.last,
            owner: said(&row.owner).map(|post| self.post_name(post)),
            place: said(&row.place).map(|place| place_name(city, place)),
            source: said(&row.source).map(|source| self.source_name(source)),
            opened: row.opened,
            since: row.since,
            due: row.due.filter(|_| !row.last),
            late: !row.last && row.due.is_some_and(|due| due < at),
        }
    }

    /// The name of a post, or of the program and the public.
    pub fn post_name(&self, post: &str) -> Text {
        match post {
            super::COMPUTER => Text::new("系统", "the program"),
            super::PUBLIC => Text::new("公众", "the public"),
            post => self
                .city()
                .post(post)
                .map_or_else(|| Text::same(post), |post| post.title.clone()),
        }
    }

    /// All posts that may be named, in the order of the folder.
    pub fn posts(&self) -> Vec<PostChoice> {
        let posts = self.city().posts.iter().map(|post| PostChoice {
            id: post.id.clone(),
            title: post.title.clone(),
            holder: post.holder.clone(),
            demo: post.demo,
        });
        posts.collect()
    }

    /// The name of a source: the word of a choice that some procedure uses for sources.
    pub fn source_name(&self, source: &str) -> Text {
        self.sources()
            .into_iter()
            .find(|(word, _)| word == source)
            .map_or_else(|| Text::same(source), |(_, name)| name)
    }

    /// Where matters come from: the choices of the field `matter_source` in the procedures of the folder.
    pub fn sources(&self) -> Vec<(String, Text)> {
        let mut sources: Vec<(String, Text)> = Vec::new();
        let facts = self
            .city()
            .procedures
            .iter()
            .filter_map(|machine| machine.fact("matter_source"));
        for fact in facts {
            let FactType::Choice(words) = &fact.kind else { continue };
            for choice in words {
                if sources.iter().all(|(word, _)| *word != choice.word) {
                    sources.push((choice.word.clone(), choice.name.clone()));
                }
            }
        }
        sources
    }
}

/// A text that is not empty.
pub(super) fn said(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
