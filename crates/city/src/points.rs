//! `places/points.toml`: sections, air stations and the city itself as a source of published values.

use std::collections::{BTreeMap, BTreeSet};

use standards::Text;
use standards::water::WaterClass;

use crate::head::Bounds;
use crate::kind::FindingKind;
use crate::logger::reading;
use crate::model::{Place, PlaceKind, Point, PointKind, Reach};
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Document, Need, Table};
use crate::vocabulary::Choice;

/// Characters of an equipment number, as frames in the field carry them.
const MN_CHARACTERS: std::ops::RangeInclusive<usize> = 6..=24;

/// What a point can refer to.
pub(crate) struct Surroundings<'a> {
    pub(crate) places: &'a [Place],
    pub(crate) place_ids: &'a Registry,
    pub(crate) reaches: &'a [Reach],
    pub(crate) reach_ids: &'a Registry,
    pub(crate) post_ids: &'a Registry,
    pub(crate) bounds: Option<Bounds>,
}

/// Names and numbers that belong to one point only.
#[derive(Default)]
struct Taken {
    numbers: BTreeMap<String, String>,
    aliases: BTreeSet<(PointKind, String)>,
}

/// Reads the points and enters their ids.
pub(crate) fn read(source: &Source<'_>, around: &Surroundings<'_>, ids: &mut Registry) -> Vec<Point> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("point");
    root.finish();
    let kinds = Choice {
        what: Text::new("测点类型", "kind of point"),
        unknown: FindingKind::UnknownWord,
        words: PointKind::ALL.map(|kind| (kind.word(), kind)).to_vec(),
    };
    let mut taken = Taken::default();
    let reader = PointReader {
        source,
        around,
        kinds: &kinds,
    };
    tables
        .into_iter()
        .filter_map(|table| reader.point(table, ids, &mut taken))
        .collect()
}

struct PointReader<'a> {
    source: &'a Source<'a>,
    around: &'a Surroundings<'a>,
    kinds: &'a Choice<PointKind>,
}

impl PointReader<'_> {
    fn point(&self, mut table: Table<'_>, ids: &mut Registry, taken: &mut Taken) -> Option<Point> {
        let source = self.source;
        let id = table.word("id", Need::Required).filter(|id| ids.enter(id, source));
        let kind = table
            .word("kind", Need::Required)
            .and_then(|word| self.kinds.read(&word, source));
        let name = table.text("name", Need::Required);
        let of = table
            .word("of", Need::Required)
            .filter(|of| self.around.place_ids.refer(of, source));
        let reach = table.word("reach", Need::Optional);
        let position = table.degrees::<2>("position", Need::Optional);
        let sketch = table.flag("sketch");
        let mn = table.word("mn", Need::Optional);
        let logger = table.table("logger");
        let class = table.word("target_class", Need::Optional);
        let answers = self
            .around
            .post_ids
            .refer_all(table.words("answers", Need::Optional), source);
        let aliases = table.words("aliases", Need::Optional);
        let notice = table.text("notice", Need::Optional);
        table.finish();
        if let (Some(logger), None) = (&logger, &mn) {
            self.report_without_number(logger.span());
        }
        let logger = logger.map(|logger| reading::read(logger, source)).unwrap_or_default();

        let (id, kind, of) = (id?, kind?, of?);
        let place = self.around.places.iter().find(|place| place.id == of.text);
        if let Some(place) = place {
            self.check_place(kind, place, &of);
        }
        self.check_keys(kind, reach.as_ref(), class.as_ref());
        Some(Point {
            kind,
            name: name?,
            reach: reach.and_then(|reach| self.reach(&reach, &of)),
            position: position.map(|(position, span)| self.inside(position, span)),
            sketch,
            mn: mn.and_then(|mn| self.number(&mn, &id, taken)),
            logger,
            target_class: class.and_then(|word| water_class(&word, source)),
            water_body: place.and_then(|place| match place.kind {
                PlaceKind::WaterBody(body) => Some(body),
                PlaceKind::Division => None,
            }),
            answers,
            aliases: self.aliases(kind, aliases, taken),
            notice,
            id: id.text,
            of: of.text,
        })
    }

    fn check_place(&self, kind: PointKind, place: &Place, of: &Word) {
        let fits = (kind == PointKind::Section) == (place.kind != PlaceKind::Division);
        if !fits {
            let says = Text::new(
                format!("“{}”类测点不能设在“{}”", kind.word(), place.id),
                format!("a point of kind `{}` cannot stand for `{}`", kind.word(), place.id),
            );
            let help = Text::new(
                "断面属于水体，空气站属于行政区",
                "sections belong to water bodies, air stations to divisions",
            );
            self.source
                .report(FindingKind::PlaceDoesNotFit, of.span.clone(), says, Some(help));
        }
    }

    fn check_keys(&self, kind: PointKind, reach: Option<&Word>, class: Option<&Word>) {
        if kind == PointKind::Section {
            return;
        }
        for (key, word) in [("reach", reach), ("target_class", class)] {
            if let Some(word) = word {
                let says = Text::new(
                    format!("“{}”类测点没有“{key}”", kind.word()),
                    format!("a point of kind `{}` has no `{key}`", kind.word()),
                );
                let help = Text::new(
                    "删去此键，或把 kind 改为 section",
                    "delete this key, or make the kind section",
                );
                self.source
                    .report(FindingKind::KeyDoesNotFit, word.span.clone(), says, Some(help));
            }
        }
    }

    fn reach(&self, reach: &Word, of: &Word) -> Option<String> {
        if !self.around.reach_ids.refer(reach, self.source) {
            return None;
        }
        let other = self
            .around
            .reaches
            .iter()
            .find(|known| known.id == reach.text && known.water_body != of.text);
        if let Some(other) = other {
            let says = Text::new(
                format!("河段“{}”属于“{}”，不属于“{}”", reach.text, other.water_body, of.text),
                format!(
                    "reach `{}` is a piece of `{}`, not of `{}`",
                    reach.text, other.water_body, of.text
                ),
            );
            let own = self.around.reaches.iter().filter(|known| known.water_body == of.text);
            let help = suggestion::advice("", own.map(|known| known.id.as_str()))
                .or_else(|| Some(Text::new("删去 reach，或核对 of", "delete `reach`, or check `of`")));
            self.source
                .report(FindingKind::ReachOfOtherWater, reach.span.clone(), says, help);
        }
        Some(reach.text.clone())
    }

    /// The position, reported when it lies outside the city's box.
    fn inside(&self, position: [f64; 2], span: std::ops::Range<usize>) -> [f64; 2] {
        let [longitude, latitude] = position;
        let Some(bounds) = self.around.bounds else {
            return position;
        };
        if bounds.holds(longitude, latitude) {
            return position;
        }
        let says = Text::new(
            format!("位置（{longitude}，{latitude}）不在本市范围内"),
            format!("the position {longitude}, {latitude} lies outside the city's box"),
        );
        let help = if bounds.holds(latitude, longitude) {
            Text::new(
                "经度和纬度颠倒了：先写经度",
                "longitude and latitude are swapped: longitude first",
            )
        } else {
            Text::new(
                "核对坐标，或改 city.toml 的 box",
                "check the position, or the `box` of city.toml",
            )
        };
        self.source.report(FindingKind::PositionOutside, span, says, Some(help));
        position
    }

    fn report_without_number(&self, logger: std::ops::Range<usize>) {
        let says = Text::new(
            "有 [point.logger] 而没有 mn：不知道说的是哪台数采仪",
            "a `[point.logger]` without `mn`: no frame can be told to be its",
        );
        let help = Text::new("补上 mn = \"…\"", "add mn = \"…\"");
        let place = self.source.first_line(&logger);
        self.source.report(FindingKind::KeyDoesNotFit, place, says, Some(help));
    }

    fn number(&self, mn: &Word, id: &Word, taken: &mut Taken) -> Option<String> {
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
        if !MN_CHARACTERS.contains(&mn.text.len()) || !mn.text.chars().all(allowed) {
            let says = Text::new(
                format!("设备编号“{}”不能写进数据帧", mn.text),
                format!("the equipment number `{}` cannot stand in a frame", mn.text),
            );
            let help = Text::new(
                format!("{}至{}位字母、数字、_ 或 -", MN_CHARACTERS.start(), MN_CHARACTERS.end()),
                format!(
                    "{} to {} letters, digits, _ or -",
                    MN_CHARACTERS.start(),
                    MN_CHARACTERS.end()
                ),
            );
            self.source
                .report(FindingKind::BadMn, mn.span.clone(), says, Some(help));
            return None;
        }
        if let Some(other) = taken.numbers.get(&mn.text) {
            let says = Text::new(
                format!("设备编号“{}”已用于测点“{other}”", mn.text),
                format!("the equipment number `{}` is already that of point `{other}`", mn.text),
            );
            let help = Text::new("一台设备只属于一个测点", "one instrument belongs to one point");
            self.source
                .report(FindingKind::DuplicateMn, mn.span.clone(), says, Some(help));
            return None;
        }
        taken.numbers.insert(mn.text.clone(), id.text.clone());
        Some(mn.text.clone())
    }

    fn aliases(&self, kind: PointKind, words: Vec<Word>, taken: &mut Taken) -> Vec<String> {
        let mut aliases = Vec::new();
        for word in words {
            if taken.aliases.insert((kind, word.text.clone())) {
                aliases.push(word.text);
                continue;
            }
            let says = Text::new(
                format!("数据文件中的名称“{}”用于两个测点", word.text),
                format!("the data-file name `{}` stands for two points", word.text),
            );
            let help = Text::new("同类测点的名称不能相同", "two points of one kind need two names");
            self.source
                .report(FindingKind::DuplicateAlias, word.span, says, Some(help));
        }
        aliases
    }
}

/// Reads a water class such as `III`, `Ⅲ` or `3`; what is none is reported.
pub(crate) fn water_class(word: &Word, source: &Source<'_>) -> Option<WaterClass> {
    let class = WaterClass::from_roman(&word.text);
    if class.is_none() {
        let says = Text::new(
            format!("没有“{}”这一水质类别", word.text),
            format!("`{}` is not a class of surface water", word.text),
        );
        let help = Text::new(
            "类别从 I 到 V，以及劣V",
            "classes run from I to V, and worse than V is 劣V",
        );
        source.report(FindingKind::ClassOutOfRange, word.span.clone(), says, Some(help));
    }
    class
}
