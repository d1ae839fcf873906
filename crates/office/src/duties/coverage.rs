//! RESP-1 from the running data: chiefs of four levels on a day, and what is vacant since when.

use chrono::NaiveDate;
use city::Level;
use journal::JournalError;
use rules::responsibility;
use rules::responsibility::coverage::{self, Assignment, Coverage};
use standards::Text;

use super::segments::Segment;
use super::{CHIEF, Duties};
use crate::views::{DutyCoverage, Incumbent, LevelCoverage, VacantPost};

impl Duties<'_> {
    /// The coverage by chiefs on a day.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn coverage(&self, day: NaiveDate) -> Result<DutyCoverage, JournalError> {
        let segments: Vec<Segment> = self
            .segments(day)?
            .into_iter()
            .filter(Segment::is_administrative)
            .collect();
        let levels = Level::ALL.iter().map(|level| self.level(*level, &segments, day));
        Ok(DutyCoverage {
            day,
            levels: levels.collect(),
        })
    }

    fn level(&self, level: Level, segments: &[Segment], day: NaiveDate) -> LevelCoverage {
        let is_chief = |roles: &[String]| roles.iter().any(|role| role == CHIEF);
        let posts = || {
            let posts = self.city.posts.iter();
            posts.filter(|post| post.level == Some(level) && is_chief(&post.roles))
        };
        let vacant = posts().filter_map(|post| {
            let tenure = self.tenure(post, day);
            tenure.is_vacant().then(|| VacantPost {
                post: self.head(post),
                tenure,
            })
        });
        let own: Vec<&Segment> = segments
            .iter()
            .filter(|segment| segment.says("level") == Some(level.word()))
            .collect();
        let found = self.of_segments(&own, level, day);
        let name = |id: &String| {
            let segment = own.iter().find(|segment| segment.id() == id);
            segment.map_or_else(|| id.clone(), |segment| segment.name().to_owned())
        };
        LevelCoverage {
            level: level.name(),
            posts: posts().count(),
            vacant: vacant.collect(),
            segments: own.len(),
            percent: found.percent.value.filter(|_| !own.is_empty()),
            says: if own.is_empty() {
                Text::new(
                    "名录里没有本级的行政河段，覆盖率不能计算",
                    "the register has no administrative segment of this level, no rate",
                )
            } else {
                found.percent.reason.says.clone()
            },
            bare: found.vacant.iter().map(|(id, since)| (name(id), *since)).collect(),
            doubled: found.doubled.iter().map(name).collect(),
        }
    }

    /// The rule over the segments of a level, with the holders of their chiefs' posts.
    fn of_segments(&self, own: &[&Segment], level: Level, day: NaiveDate) -> Coverage {
        let level = match level {
            Level::City => responsibility::Level::City,
            Level::County => responsibility::Level::County,
            Level::Town => responsibility::Level::Township,
            Level::Village => responsibility::Level::Village,
        };
        let mut segments: Vec<coverage::Segment> = Vec::new();
        for segment in own {
            if !segments.iter().any(|known| known.id == segment.id()) {
                segments.push(coverage::Segment {
                    id: segment.id().to_owned(),
                    level,
                    length_km: segment.length(),
                });
            }
        }
        let assignments: Vec<Assignment> = own.iter().flat_map(|segment| self.assignments(segment)).collect();
        coverage::administrative(&segments, &assignments, level, day)
    }

    /// When a segment had a chief: as long as somebody held the post that the register names, or, where it names none, since the day it says.
    fn assignments(&self, segment: &Segment) -> Vec<Assignment> {
        let since = segment.says("since").and_then(|day| day.parse().ok());
        let first: NaiveDate = since.unwrap_or(NaiveDate::MIN);
        let assignment = |from: NaiveDate, left: Option<NaiveDate>| Assignment {
            segment: segment.id().to_owned(),
            from,
            left,
        };
        let post = segment.says("chief").and_then(|id| self.city.post(id));
        match (post, segment.says("filled")) {
            (_, Some("false")) => Vec::new(),
            (None, Some(_)) => vec![assignment(first, None)],
            (None, None) => Vec::new(),
            (Some(post), _) => {
                let tenures = self.tenures(post).into_iter();
                let held =
                    tenures.filter(|tenure| matches!(tenure.incumbent, Incumbent::Person(_) | Incumbent::Erased));
                held.filter(|tenure| tenure.until.is_none_or(|until| until > first))
                    .map(|tenure| assignment(tenure.since.unwrap_or(first).max(first), tenure.until))
                    .collect()
            }
        }
    }
}
