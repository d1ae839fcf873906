//! What a post answers for: the other way round.

use chrono::NaiveDate;
use city::{Point, PointKind, Post};
use journal::JournalError;
use standards::Text;

use super::segments::Segment;
use super::{Duties, WhoError, unknown_post};
use crate::plan::indicator;
use crate::views::{DutyKind, DutyLine, PostSheet};

impl Duties<'_> {
    /// A post: its holder on a day, all holders, and what it answers for.
    ///
    /// # Errors
    /// When there is no such post, or the journal cannot be read.
    pub fn sheet(&self, id: &str, day: NaiveDate) -> Result<PostSheet, WhoError> {
        let post = self.city.post(id);
        let post = post.ok_or_else(|| WhoError::Nothing(unknown_post(self.city, id)))?;
        Ok(PostSheet {
            post: self.head(post),
            day,
            tenure: self.tenure(post, day),
            history: self.tenures(post),
            duties: self.duties(post, day)?,
        })
    }

    fn duties(&self, post: &Post, day: NaiveDate) -> Result<Vec<DutyLine>, JournalError> {
        let mut duties = self.of_plan(post);
        let points: Vec<&Point> = self
            .city
            .points
            .iter()
            .filter(|point| point.answers.contains(&post.id))
            .collect();
        duties.extend(points.iter().map(|point| {
            let kind = match point.kind {
                PointKind::Section => DutyKind::Section,
                PointKind::Station | PointKind::CityAir => DutyKind::Station,
            };
            line(kind, &point.id, &point.name)
        }));
        let on_reach = |id: &String| points.iter().any(|point| point.reach.as_ref() == Some(id));
        let reaches = self.city.reaches.iter().filter(|reach| on_reach(&reach.id));
        duties.extend(reaches.map(|reach| line(DutyKind::Reach, &reach.id, &reach.name)));
        let segments = self.segments(day)?;
        let own = segments
            .iter()
            .filter(|segment| segment.says("chief") == Some(&post.id));
        for segment in own {
            if !duties
                .iter()
                .any(|known| known.kind == DutyKind::Reach && known.id == segment.id())
            {
                duties.push(of_segment(segment));
            }
        }
        let registers = self
            .city
            .registers
            .iter()
            .filter(|register| register.writes.contains(&post.id));
        duties.extend(registers.map(|register| line(DutyKind::Register, &register.id, &register.name)));
        duties.sort_by_key(|duty| duty.kind);
        Ok(duties)
    }

    /// Targets, other blocks and tasks of the plan.
    fn of_plan(&self, post: &Post) -> Vec<DutyLine> {
        let city = self.city;
        let targets = city.targets().filter(|target| target.answers.contains(&post.id));
        let mut duties: Vec<DutyLine> = targets
            .map(|target| line(DutyKind::Target, &target.id, &indicator(city, target)))
            .collect();
        for block in city.blocks() {
            let clause = Some(block.clause.code());
            if block.links.answers.contains(&post.id) {
                duties.push(DutyLine {
                    clause: clause.clone(),
                    ..line(DutyKind::Block, &block.id, &block.name)
                });
            }
            let tasks = block.tasks.iter().filter(|task| task.post.as_ref() == Some(&post.id));
            duties.extend(tasks.map(|task| DutyLine {
                clause: clause.clone(),
                ..line(DutyKind::Task, &block.id, &task.name)
            }));
        }
        duties
    }
}

fn of_segment(segment: &Segment) -> DutyLine {
    line(DutyKind::Reach, segment.id(), &Text::same(segment.name()))
}

fn line(kind: DutyKind, id: &str, name: &Text) -> DutyLine {
    DutyLine {
        kind,
        id: id.to_owned(),
        name: name.clone(),
        clause: None,
    }
}
