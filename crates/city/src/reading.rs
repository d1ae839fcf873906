//! The order in which the files of a city are read: what others refer to comes first.

mod brought;
mod files;
mod ids;
mod lists;
mod soundness;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rules::procedure::Machine;
use standards::Language;

pub use self::brought::Brought;
use self::files::is_clause;
use self::ids::Ids;
use crate::finding::Finding;
use crate::folder::{self, FILE_BYTES_MAX, FILES_MAX, FOLDER_BYTES_MAX};
use crate::head::{self, Head};
use crate::indicator::CountedIndicator;
use crate::kind::{FindingKind, Severity};
use crate::model::{City, Clause, Place, Point, Reach};
use crate::people::{Post, Unit};
use crate::source::{Findings, Source};
use crate::{
    block, calendar, checks, divisions, hidden, indicator, people, places, plan, platforms, points, procedure,
    profiles, retention, rows, tags, target, waters,
};

const HEAD: &str = "city.toml";
const PLACES: &str = "places/places.toml";
const DIVISIONS: &str = "places/divisions.geojson";
const DIVISION_TABLE: &str = "places/divisions.csv";
const WATERS: &str = "places/waters.geojson";
const POINTS: &str = "places/points.toml";
const POSTS: &str = "people/posts.toml";
const UNITS: &str = "people/units.toml";
const PLATFORMS: &str = "platforms.toml";
const PERMISSIONS: &str = "permissions.toml";
const RETENTION: &str = "retention.toml";
const ROWS: &str = "plan/rows.csv";
const TAGS: &str = "plan/tags.toml";
/// The files of a city that have a name of their own.
const FILES: [&str; 13] = [
    HEAD,
    PLACES,
    DIVISIONS,
    DIVISION_TABLE,
    WATERS,
    POINTS,
    UNITS,
    POSTS,
    PLATFORMS,
    PERMISSIONS,
    RETENTION,
    ROWS,
    TAGS,
];
/// A file for the people who keep the folder; it may lie anywhere in it.
const README: &str = "README.md";
/// The files no city can do without.
const NEEDED: [&str; 2] = [HEAD, PLACES];

/// What came out of a city folder.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The city, when no finding is an error.
    pub city: Option<City>,
    /// Everything found, in the order of files and lines.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Whether a finding is an error.
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity() == Severity::Error)
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity() == severity)
            .count()
    }

    /// The same reading with its findings in `language`.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.findings.iter_mut().for_each(|finding| finding.language = language);
        self
    }
}

/// Reads the city folder `dir`. What cannot be read is a finding, never an error of another kind.
pub fn read(dir: &Path) -> Reading {
    let findings = Findings::default();
    let files = folder::load(dir, &findings);
    if findings.has_errors_in(folder::ROOT) {
        // Where there is no folder, nothing more can be said of it.
        return Reading {
            city: None,
            findings: findings.into_list(),
        };
    }
    read_into(files, findings)
}

/// Reads a city from texts, each with its path relative to the folder (`/` between the parts).
pub fn read_files(files: impl IntoIterator<Item = (String, String)>) -> Reading {
    read_into(files, Findings::default())
}

fn read_into(files: impl IntoIterator<Item = (String, String)>, findings: Findings) -> Reading {
    let texts = Texts::gather(files, &findings);
    let city = texts.city(&findings);
    let mut findings = findings.into_list();
    findings.sort_by_key(|finding| (finding.kind == FindingKind::TooManyFindings, order(finding)));
    let broken = findings.iter().any(|finding| finding.severity() == Severity::Error);
    Reading {
        city: city.filter(|_| !broken),
        findings,
    }
}

/// Findings are listed as a reader goes through the folder.
fn order(finding: &Finding) -> (String, usize) {
    (finding.file.clone(), finding.span.as_ref().map_or(0, |span| span.start))
}

struct Texts {
    by_name: BTreeMap<String, Arc<str>>,
}

/// What the map files hold.
struct Maps {
    divisions: serde_json::Value,
    waters: serde_json::Value,
    reaches: Vec<Reach>,
}

impl Texts {
    /// Takes what is within the limits; the rest is reported.
    fn gather(files: impl IntoIterator<Item = (String, String)>, findings: &Findings) -> Self {
        let mut by_name: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let mut left = FOLDER_BYTES_MAX;
        for (name, text) in files.into_iter().take(FILES_MAX) {
            let size = text.len() as u64;
            if size > FILE_BYTES_MAX || size > left {
                findings.push(folder::too_large(&name));
                continue;
            }
            left -= size;
            let name = name.replace('\\', "/");
            let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(&text).into();
            if soundness::is_sound(&name, &text, findings) {
                hidden::ask(&Source::new(&name, &text, findings));
                by_name.insert(name, text);
            }
        }
        Self { by_name }
    }

    fn source<'a>(&'a self, name: &'a str, findings: &'a Findings) -> Option<Source<'a>> {
        self.by_name.get(name).map(|text| Source::new(name, text, findings))
    }

    /// Reads every file, so that all faults come out, and joins them when the parts every city needs are there.
    fn city(&self, findings: &Findings) -> Option<City> {
        files::report_missing(&self.by_name, findings);
        files::report_unknown(&self.by_name, findings);
        let mut ids = Ids::new();
        let head = self.source(HEAD, findings).and_then(|source| head::read(&source));
        let places = self
            .source(PLACES, findings)
            .map(|source| places::read_places(&source, &mut ids.places));
        let mut places = places.unwrap_or_default();
        if let Some(source) = self.source(DIVISION_TABLE, findings) {
            divisions::read(&source, &mut places, &mut ids.places);
        }
        self.mind(&mut ids.places, PLACES, findings);
        if findings.has_errors_in(DIVISION_TABLE) {
            self.mind(&mut ids.places, DIVISION_TABLE, findings);
        }
        places.iter().for_each(|place| ids.places.call(&place.id, &place.name));
        let (units, posts) = self.people(&mut ids, findings);
        units.iter().for_each(|unit| ids.units.call(&unit.id, &unit.name));
        posts.iter().for_each(|post| ids.posts.call(&post.id, &post.title));
        let maps = self.maps(&places, &mut ids, findings);
        let points = self.points(&maps.reaches, &places, head.as_ref(), &mut ids, findings);
        self.mind(&mut ids.points, POINTS, findings);
        let platforms = self.source(PLATFORMS, findings);
        let platforms = platforms.map(|source| platforms::read(&source, &mut ids.platforms, &ids.points));
        let retention = self.source(RETENTION, findings).map(|source| retention::read(&source));
        let registers = self.registers(&mut ids, findings);
        self.mind_folder(&mut ids.registers, "registers/", findings);
        for register in &registers {
            ids.registers.call(&register.id, &register.name);
        }
        let indicators = indicator::read_all(self.files(), &registers, &ids.registers, &mut ids.indicators, findings);
        self.mind_folder(&mut ids.indicators, "indicators/", findings);
        let calendar = calendar::read_all(self.files(), findings);
        let profiles = profiles::read_all(self.files(), findings);
        let world = procedure::World::new(calendar::joined(&calendar), &profiles);
        let procedures = self.procedures(&mut ids, &world, findings);
        let permissions = self.permissions((&posts, &procedures), &ids, findings);
        let rows = self.source(ROWS, findings);
        let rows = rows.map_or_else(Vec::new, |source| rows::read(&source, &mut ids.rows));
        self.mind(&mut ids.rows, ROWS, findings);
        let tags = self.source(TAGS, findings);
        let tags = tags.map_or_else(Vec::new, |source| tags::read(&source, &mut ids.tags));
        self.mind(&mut ids.tags, TAGS, findings);
        let clauses = self.clauses((&places, &posts), &indicators, head.as_ref(), &mut ids, findings);
        self.mind_folder(&mut ids.blocks, "plan/", findings);
        let cases = self.cases(&clauses, (&registers, &indicators), &mut ids, findings);
        let Head {
            id,
            name,
            utc_offset_minutes,
            resolved,
            notice,
            ..
        } = head?;
        let Maps {
            divisions,
            waters,
            reaches,
        } = maps;
        let city = City {
            id,
            name,
            utc_offset_minutes,
            notice,
            resolved,
            rows,
            tags,
            clauses,
            places,
            reaches,
            points,
            units,
            posts,
            platforms: platforms.unwrap_or_default(),
            permissions,
            retention,
            registers,
            indicators,
            procedures,
            cases,
            calendar,
            profiles,
            divisions,
            waters,
        };
        checks::ask(&city, &ids.known(), findings);
        Some(city)
    }

    fn files(&self) -> impl Iterator<Item = (&str, &Arc<str>)> {
        self.by_name.iter().map(|(name, text)| (name.as_str(), text))
    }

    fn maps(&self, places: &[Place], ids: &mut Ids, findings: &Findings) -> Maps {
        let divisions = self.source(DIVISIONS, findings);
        let divisions = divisions.and_then(|source| waters::read_divisions(&source, places, &ids.places));
        let waters = self.source(WATERS, findings);
        let waters = waters.and_then(|source| waters::read_waters(&source, places, &ids.places, &mut ids.reaches));
        self.mind(&mut ids.reaches, WATERS, findings);
        let (waters, reaches) = waters.unwrap_or_else(|| (waters::empty(), Vec::new()));
        Maps {
            divisions: divisions.unwrap_or_else(waters::empty),
            waters,
            reaches,
        }
    }

    fn points(
        &self,
        reaches: &[Reach],
        places: &[Place],
        head: Option<&Head>,
        ids: &mut Ids,
        findings: &Findings,
    ) -> Vec<Point> {
        let Some(source) = self.source(POINTS, findings) else {
            return Vec::new();
        };
        let around = points::Surroundings {
            places,
            place_ids: &ids.places,
            reaches,
            reach_ids: &ids.reaches,
            post_ids: &ids.posts,
            bounds: head.map(|head| head.bounds),
        };
        points::read(&source, &around, &mut ids.points)
    }

    fn people(&self, ids: &mut Ids, findings: &Findings) -> (Vec<Unit>, Vec<Post>) {
        let units = self.source(UNITS, findings);
        let units = units.map(|source| people::read_units(&source, &ids.places, &mut ids.units));
        self.mind(&mut ids.units, UNITS, findings);
        let posts = self.source(POSTS, findings);
        let posts = posts.map(|source| people::read_posts(&source, &ids.units, &mut ids.posts));
        self.mind(&mut ids.posts, POSTS, findings);
        (units.unwrap_or_default(), posts.unwrap_or_default())
    }

    fn clauses(
        &self,
        (places, posts): (&[Place], &[Post]),
        indicators: &[CountedIndicator],
        head: Option<&Head>,
        ids: &mut Ids,
        findings: &Findings,
    ) -> Vec<Clause> {
        let block = block::Surroundings {
            places: &ids.places,
            post_ids: &ids.posts,
            posts,
            units: &ids.units,
            registers: &ids.registers,
            procedures: &ids.procedures,
            tags: &ids.tags,
            measures: &target::Measures {
                indicators,
                ids: &ids.indicators,
            },
        };
        let around = plan::Surroundings {
            target: target::Surroundings {
                places,
                resolved: head.map(|head| head.resolved),
                block: &block,
            },
            block: &block,
        };
        let mut clauses: Vec<Clause> = Vec::new();
        for (name, text) in self.by_name.iter().filter(|(name, _)| is_clause(name)) {
            let source = Source::new(name, text, findings);
            let clause = plan::read(&source, &around, &mut ids.blocks, &clauses);
            clauses.extend(clause);
        }
        clauses
    }

    fn procedures(&self, ids: &mut Ids, world: &procedure::World, findings: &Findings) -> Vec<Machine> {
        let files = || self.by_name.iter().filter(|(name, _)| procedure::id_of(name).is_some());
        let sources = || files().map(|(name, text)| Source::new(name, text, findings));
        ids.procedures = procedure::registry(sources());
        self.mind_folder(&mut ids.procedures, "procedures/", findings);
        let around = procedure::Surroundings {
            posts: &ids.posts,
            procedures: &ids.procedures,
            registers: Some(&ids.registers),
            world,
        };
        sources()
            .filter_map(|source| procedure::read(&source, &around))
            .collect()
    }
}
