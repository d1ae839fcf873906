//! The posts that answer for a target, a point, a reach or a place, each with its holder on a day.

use chrono::NaiveDate;
use city::{Place, PlaceKind, Point, Reach, Target};
use journal::JournalError;
use standards::Text;

use super::segments::Segment;
use super::{CHIEF, Duties, Found, by_folder, rank};
use crate::plan::indicator;
use crate::views::{Answering, Because, WhoKind, WhoView};

/// Why somebody cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum WhoError {
    /// Nothing has that id.
    #[error("{}", .0.en)]
    Nothing(Text),
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl WhoError {
    /// The error in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::Nothing(text) => text.clone(),
            Self::Journal(cause) => cause.says(),
        }
    }
}

const POINTS: &str = "places/points.toml";
const POSTS: &str = "people/posts.toml";

impl Duties<'_> {
    /// Who answers for what has the id, on a day.
    ///
    /// # Errors
    /// When nothing has that id, or the journal cannot be read.
    pub fn who(&self, what: &str, day: NaiveDate) -> Result<WhoView, WhoError> {
        let segments = self.segments(day)?;
        let (kind, name, found) = if let Some(target) = self.city.target(what) {
            let name = indicator(self.city, target);
            (WhoKind::Target, name, self.of_target(target))
        } else if let Some(point) = self.city.point(what) {
            (WhoKind::Point, point.name.clone(), self.of_point(point, &segments))
        } else if let Some(reach) = self.city.reaches.iter().find(|reach| reach.id == what) {
            (WhoKind::Reach, reach.name.clone(), self.of_reach(reach, &segments))
        } else if let Some(place) = self.city.place(what) {
            (WhoKind::Place, place.name.clone(), self.of_place(place, &segments))
        } else if let Some(post) = self.city.post(what) {
            let says = Text::new("就是所问的岗位", "it is the post that was asked for");
            let because = Because {
                says,
                ground: by_folder(POSTS, None),
            };
            (WhoKind::Post, post.title.clone(), vec![(post, because)])
        } else {
            return Err(WhoError::Nothing(self.nothing(what)));
        };
        Ok(WhoView {
            what: what.to_owned(),
            kind,
            name,
            day,
            known: self.known,
            posts: self.together(found, day),
        })
    }

    /// Every post once, with all that it answers by; the highest level first.
    fn together(&self, found: Vec<Found<'_>>, day: NaiveDate) -> Vec<Answering> {
        let mut posts: Vec<(usize, Answering)> = Vec::new();
        for (post, because) in found {
            if let Some((_, known)) = posts.iter_mut().find(|(_, known)| known.post.id == post.id) {
                if !known.because.contains(&because) {
                    known.because.push(because);
                }
                continue;
            }
            let answering = Answering {
                post: self.head(post),
                because: vec![because],
                tenure: self.tenure(post, day),
            };
            posts.push((rank(post.level), answering));
        }
        posts.sort_by_key(|(rank, _)| *rank);
        posts.into_iter().map(|(_, answering)| answering).collect()
    }

    /// Posts by their ids, with one reason.
    fn posts<'s>(&'s self, ids: &'s [String], because: Because) -> impl Iterator<Item = Found<'s>> {
        let posts = ids.iter().filter_map(|id| self.city.post(id));
        posts.map(move |post| (post, because.clone()))
    }

    fn of_target(&self, target: &Target) -> Vec<Found<'_>> {
        let because = Because {
            says: Text::new(
                format!("对目标 {} 负责", target.id),
                format!("answers for target {}", target.id),
            ),
            ground: by_folder(&target.file, Some(target.line)),
        };
        let posts = target.answers.iter().filter_map(|id| self.city.post(id));
        posts.map(|post| (post, because.clone())).collect()
    }

    /// What the folder says of a point.
    fn by_point<'s>(&'s self, point: &'s Point) -> impl Iterator<Item = Found<'s>> {
        let because = Because {
            says: Text::new(
                format!("对{}负责", point.name.zh),
                format!("answers for {}", point.name.en),
            ),
            ground: by_folder(POINTS, None),
        };
        self.posts(&point.answers, because)
    }

    fn of_point<'s>(&'s self, point: &'s Point, segments: &[Segment]) -> Vec<Found<'s>> {
        let mut found: Vec<Found<'_>> = self.by_point(point).collect();
        if let Some(reach) = &point.reach {
            found.extend(self.by_segments(segments, |segment| {
                segment.id() == reach || segment.says("water_body") == Some(&point.of)
            }));
        }
        found
    }

    /// A reach: who answers for what stands on it, its chiefs by the register, and the chiefs of the water it is a piece of.
    fn of_reach(&self, reach: &Reach, segments: &[Segment]) -> Vec<Found<'_>> {
        let points = self.city.points.iter();
        let on_it = points.clone().filter(|point| point.reach.as_ref() == Some(&reach.id));
        let mut found: Vec<Found<'_>> = on_it.flat_map(|point| self.by_point(point)).collect();
        found.extend(self.by_segments(segments, |segment| {
            segment.id() == reach.id || segment.says("water_body") == Some(&reach.water_body)
        }));
        let of_water = points.filter(|point| point.of == reach.water_body);
        let chiefs = of_water.flat_map(|point| self.by_point(point));
        found.extend(chiefs.filter(|(post, _)| post.roles.iter().any(|role| role == CHIEF)));
        found
    }

    fn of_place<'s>(&'s self, place: &'s Place, segments: &[Segment]) -> Vec<Found<'s>> {
        let points = self.city.points.iter().filter(|point| point.of == place.id);
        let mut found: Vec<Found<'_>> = points.flat_map(|point| self.by_point(point)).collect();
        found.extend(self.by_segments(segments, |segment| {
            [segment.says("water_body"), segment.says("place")].contains(&Some(&place.id))
        }));
        let targets = self.city.targets().filter(|target| target.places.contains(&place.id));
        found.extend(targets.flat_map(|target| self.of_target(target)));
        if place.kind == PlaceKind::Division {
            found.extend(self.chiefs_of(place));
        }
        found
    }

    /// The chiefs whose unit belongs to a division.
    fn chiefs_of<'s>(&'s self, place: &'s Place) -> impl Iterator<Item = Found<'s>> {
        let because = Because {
            says: Text::new(
                format!("是{}的河长", place.name.zh),
                format!("is a chief of {}", place.name.en),
            ),
            ground: by_folder(POSTS, None),
        };
        let posts = self.city.posts.iter().filter(|post| {
            let unit = post.unit.as_deref().and_then(|unit| self.city.unit(unit));
            unit.and_then(|unit| unit.division.as_ref()) == Some(&place.id)
                && post.roles.iter().any(|role| role == CHIEF)
        });
        posts.map(move |post| (post, because.clone()))
    }

    /// The chiefs of segments.
    fn by_segments(&self, segments: &[Segment], is_asked: impl Fn(&Segment) -> bool) -> Vec<Found<'_>> {
        let asked = segments.iter().filter(|segment| is_asked(segment));
        let chiefs = asked.filter_map(|segment| {
            let post = self.city.post(segment.says("chief")?)?;
            let because = Because {
                says: Text::new(
                    format!("是{}的河长", segment.name()),
                    format!("is the chief of {}", segment.name()),
                ),
                ground: segment.ground.clone(),
            };
            Some((post, because))
        });
        chiefs.collect()
    }

    fn nothing(&self, what: &str) -> Text {
        let city = self.city;
        let ids = city.targets().map(|target| target.id.as_str());
        let ids = ids.chain(city.points.iter().map(|point| point.id.as_str()));
        let ids = ids.chain(city.reaches.iter().map(|reach| reach.id.as_str()));
        let ids = ids.chain(city.places.iter().map(|place| place.id.as_str()));
        let ids = ids.chain(city.posts.iter().map(|post| post.id.as_str()));
        let advice = city::advice(what, ids).unwrap_or_else(|| {
            Text::new(
                "请给出目标、测点、河段、地方或岗位的编号",
                "give the id of a target, a point, a reach, a place or a post",
            )
        });
        Text::new(
            format!("城市目录里没有“{what}”（{}）", advice.zh),
            format!("the city folder has nothing called `{what}` ({})", advice.en),
        )
    }
}
