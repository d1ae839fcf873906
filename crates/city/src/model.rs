//! What a city folder says, once it has been read without an error: plain values, ids resolved.

use rules::clock::Calendar;
use rules::procedure::Machine;
use rules::profile::{Choice, Profile, ProfileError, shipped};
use rules::target::Indicator;
use rust_decimal::Decimal;
use serde::Serialize;
use standards::Text;
use standards::water::{WaterBody, WaterClass};

use crate::block::Block;
use crate::calendar::{self, CalendarYear};
use crate::case::TargetCase;
use crate::heading::Heading;
use crate::indicator::CountedIndicator;
use crate::logger::Logger;
use crate::people::{Level, Post, Unit};
use crate::permission::Permission;
use crate::procedure::World;
use crate::register::Register;
use crate::retention::RetentionStep;
use crate::rows::Row;
use crate::tags::Tag;
use crate::target::Target;

/// One city: its plan, its places, its measuring points and the posts that answer.
#[derive(Clone, Debug)]
pub struct City {
    /// Short id in lower-case letters, digits and hyphens, e.g. the folder's name.
    pub id: String,
    /// Name of the city.
    pub name: Text,
    /// Minutes to add to UTC to get local time; all data of the city carry local time.
    pub utc_offset_minutes: i32,
    /// What a visitor must know before believing a figure (sketched positions, invented persons).
    pub notice: Option<Text>,
    /// The day the plan was resolved.
    pub resolved: chrono::NaiveDate,
    /// The table of the resolution; empty where the city keeps none.
    pub rows: Vec<Row>,
    /// Words by which blocks and tasks are sorted.
    pub tags: Vec<Tag>,
    /// Heads and clauses in the order of their files.
    pub clauses: Vec<Clause>,
    /// Divisions and water bodies.
    pub places: Vec<Place>,
    /// River reaches, each naming the reach it flows into.
    pub reaches: Vec<Reach>,
    /// Sections, air stations and the city as a whole where it has published values of its own.
    pub points: Vec<Point>,
    /// Units that lead tasks and have posts.
    pub units: Vec<Unit>,
    /// Posts that answer for targets and places.
    pub posts: Vec<Post>,
    /// Superior platforms to which received data are forwarded.
    pub platforms: Vec<Platform>,
    /// Who may do what.
    pub permissions: Vec<Permission>,
    /// How long raw frames are kept, by day; none where the city does not say.
    pub retention: Option<Vec<RetentionStep>>,
    /// Lists that the city keeps, with their entries.
    pub registers: Vec<Register>,
    /// Indicators that the city counts from them.
    pub indicators: Vec<CountedIndicator>,
    /// Procedures as state machines, in the order of their files.
    pub procedures: Vec<Machine>,
    /// Worked cases of the targets that it counts itself.
    pub cases: Vec<TargetCase>,
    /// Public holidays and make-up working days, year by year.
    pub calendar: Vec<CalendarYear>,
    /// What the city chose over the parameters that come with the program.
    pub profiles: Vec<Choice>,
    /// GeoJSON FeatureCollection of the divisions (lon, lat); properties `id`, `name`, `name_en`.
    pub divisions: serde_json::Value,
    /// GeoJSON FeatureCollection of the reaches (lon, lat); properties `id`, `name`, `name_en`, `water_body`,
    /// `downstream`, `sketch`.
    pub waters: serde_json::Value,
}

/// One clause of the plan, or the head of a part.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What it is headed by.
    pub heading: Heading,
    /// The words of its heading, without the number.
    pub title: Text,
    /// Prose and blocks in the order of the text.
    pub parts: Vec<Part>,
    /// File it is written in, relative to the city folder.
    pub file: String,
}

/// A piece of a clause.
#[derive(Clone, Debug)]
pub enum Part {
    /// One block of prose.
    Prose {
        /// Safe HTML: made from Markdown, raw HTML escaped, links only to web addresses.
        html: Text,
    },
    /// A measurable target; the prose before it is its sentence.
    Target(Target),
    /// Another block; the prose before it is the sentence it carries out.
    Block(Block),
}

/// A division or a water body.
#[derive(Clone, Debug)]
pub struct Place {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it is.
    pub kind: PlaceKind,
    /// What a reader must know, e.g. that nothing measures it.
    pub notice: Option<Text>,
    /// Code of a division in the list of the statistics authority.
    pub code: Option<String>,
    /// Level of a division, where `places/divisions.csv` tells it.
    pub level: Option<Level>,
    /// Id of the division above it.
    pub parent: Option<String>,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A city, county, district or the like.
    Division,
    /// A water body, judged as a river or as a lake or reservoir.
    WaterBody(WaterBody),
}

/// A piece of a river.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Id of the water body it is a piece of.
    pub water_body: String,
    /// Id of the reach it flows into; `None` where it leaves the map.
    pub downstream: Option<String>,
    /// Length in km, where published; never measured on a sketch.
    pub length_km: Option<Decimal>,
    /// Whether the line on the map is only an overview.
    pub sketch: bool,
}

/// Where values are measured or published.
#[derive(Clone, Debug)]
pub struct Point {
    /// Id.
    pub id: String,
    /// What it is.
    pub kind: PointKind,
    /// Name.
    pub name: Text,
    /// Id of the place it stands for: the water body of a section, the division of a station.
    pub of: String,
    /// Id of the reach it lies on.
    pub reach: Option<String>,
    /// Longitude and latitude in degrees.
    pub position: Option<[f64; 2]>,
    /// Whether the position is only sketched.
    pub sketch: bool,
    /// Equipment number in HJ 212 frames.
    pub mn: Option<String>,
    /// The data logger that sends them.
    pub logger: Logger,
    /// Class the section must keep.
    pub target_class: Option<WaterClass>,
    /// Whether the water is judged as a river or as a lake; `None` for air.
    pub water_body: Option<WaterBody>,
    /// Ids of the posts that answer for it.
    pub answers: Vec<String>,
    /// Names of the point in data files.
    pub aliases: Vec<String>,
    /// What a reader of its figures must know.
    pub notice: Option<Text>,
}

/// What a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PointKind {
    /// A section of a water body.
    Section,
    /// An air station.
    Station,
    /// The whole city, where values are published for it.
    CityAir,
}

impl PointKind {
    /// The word used in the city folder.
    pub fn word(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Station => "station",
            Self::CityAir => "city-air",
        }
    }

    /// Every kind, in the order of the help.
    pub const ALL: [Self; 3] = [Self::Section, Self::Station, Self::CityAir];
}

/// A superior platform (province, nation) to which what is received here is forwarded as HJ 212.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Host and port.
    pub address: String,
    /// The password that frames carry there; none: that of the station.
    pub password: Option<Secret>,
    /// Commands that it gets; empty: all uploads.
    pub commands: Vec<u16>,
    /// System types that it gets; empty: all.
    pub system_types: Vec<String>,
    /// Ids of the points that it gets; empty: all.
    pub points: Vec<String>,
    /// Whether it never answers.
    pub silent: bool,
}

/// A password or key.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// It stands in the folder: whoever reads the folder knows it.
    Written(String),
    /// The variable of the environment that holds it.
    Environment(String),
}

impl std::fmt::Debug for Secret {
    /// Names where a secret is, never what it is: logs and error messages are read by many.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Written(_) => f.write_str("Written(…)"),
            Self::Environment(variable) => write!(f, "Environment({variable})"),
        }
    }
}

impl City {
    /// The working days of the city; a year without a calendar is unknown.
    pub fn working_days(&self) -> Calendar {
        calendar::joined(&self.calendar)
    }

    /// The working days and parameters that procedures run by.
    pub fn world(&self) -> World {
        World::new(self.working_days(), &self.profiles)
    }

    /// The parameters of a subject with the city's own values, and the variants it chose, the first the strongest.
    ///
    /// Errors when no profile of that name comes with the program.
    pub fn profile(&self, subject: &str) -> Result<(Profile, &[String]), ProfileError> {
        let profile = shipped(subject)?;
        Ok(match self.profiles.iter().find(|choice| choice.subject == subject) {
            Some(choice) => (profile.with(choice), &choice.variants),
            None => (profile.clone(), &[]),
        })
    }

    /// All targets in the order of the plan.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.clauses.iter().flat_map(|clause| {
            clause.parts.iter().filter_map(|part| match part {
                Part::Target(target) => Some(target),
                Part::Prose { .. } | Part::Block(_) => None,
            })
        })
    }

    /// All other blocks in the order of the plan.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.clauses.iter().flat_map(|clause| {
            clause.parts.iter().filter_map(|part| match part {
                Part::Block(block) => Some(block),
                Part::Prose { .. } | Part::Target(_) => None,
            })
        })
    }

    /// The row of the resolution with `id`.
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The target with `id`.
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets().find(|target| target.id == id)
    }

    /// The place with `id`.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// The point with `id`.
    pub fn point(&self, id: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.id == id)
    }

    /// The unit with `id`.
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// The post with `id`.
    pub fn post(&self, id: &str) -> Option<&Post> {
        self.posts.iter().find(|post| post.id == id)
    }

    /// The register with `id`.
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.id == id)
    }

    /// The indicator with `id` that the city counts itself.
    pub fn indicator(&self, id: &str) -> Option<&CountedIndicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// The procedure with `id`.
    pub fn procedure(&self, id: &str) -> Option<&Machine> {
        self.procedures.iter().find(|procedure| procedure.id == id)
    }

    /// The points whose values say whether `target` is kept.
    pub fn feeding<'city>(&'city self, target: &'city Target) -> impl Iterator<Item = &'city Point> {
        self.points.iter().filter(|point| feeds(point, target))
    }
}

/// Whether the values of `point` say something about `target`: the place is one of the target's, and the kind fits.
pub(crate) fn feeds(point: &Point, target: &Target) -> bool {
    let measured = target.measured.indicator.measured();
    measured.is_some_and(|indicator| measures(point, indicator)) && target.places.contains(&point.of)
}

/// Whether values of `point` are of the kind that `indicator` is computed from.
pub(crate) fn measures(point: &Point, indicator: Indicator) -> bool {
    match indicator {
        Indicator::WaterClass => point.kind == PointKind::Section,
        Indicator::GoodAirDays | Indicator::HeavyPollutionDays => point.kind != PointKind::Section,
    }
}
