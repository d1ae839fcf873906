//! The class of automatic stations, as published, from displayed values: what digits that were rounded away can still prove.

use std::collections::BTreeMap;
use std::fmt::Write;

use rust_decimal::Decimal;
use standards::item::ItemDef;
use standards::water::{WaterBody, WaterClass, judge_automatic_station, judge_section};

use crate::shared_data::{Row, rows};
use crate::water_published::{SHOWN, day_of, values};

/// Every row that differs, with the cause that the test below proves for it.
const DIFFERENCES: &str = include_str!("../data/water_4h_differences.csv");

/// One displayed reading of a section, and the water bodies as which the section may have been judged.
struct Reading<'a> {
    row: &'a Row,
    bodies: &'static [WaterBody],
}

impl Reading<'_> {
    fn published(&self) -> Option<WaterClass> {
        let said = self.row.text("class_published");
        (!said.is_empty()).then(|| WaterClass::from_rank(said.parse().unwrap()).unwrap())
    }

    fn values(&self) -> Vec<(&'static ItemDef, Decimal)> {
        values(self.row, SHOWN)
    }

    /// The class when the displayed digits are taken as exact.
    fn class(&self, body: WaterBody) -> Option<WaterClass> {
        judge_automatic_station(day_of(self.row.text("time")), body, &self.values()).class
    }

    /// Whether values that are displayed like this can have `class`: each stands for up to half a digit more or less.
    fn can_be(&self, class: WaterClass) -> bool {
        self.bodies.iter().any(|body| {
            let ends: Vec<_> = self
                .values()
                .into_iter()
                .filter_map(|(item, value)| self.classes_of(*body, item, value))
                .collect();
            let best = ends.iter().map(|(best, _)| *best).max();
            let worst = ends.iter().map(|(_, worst)| *worst).max();
            best.is_some_and(|best| best <= class) && worst.is_some_and(|worst| class <= worst)
        })
    }

    fn classes_of(&self, body: WaterBody, item: &'static ItemDef, value: Decimal) -> Option<(WaterClass, WaterClass)> {
        if item.code == "TN" {
            return None;
        }
        let half = Decimal::new(5, value.scale() + 1);
        let of = |value| judge_section(day_of(self.row.text("time")), body, &[(item, value)]).class;
        let possible = [of(value - half), of(value), of(value + half)];
        let possible: Vec<WaterClass> = possible.into_iter().flatten().collect();
        Some((*possible.iter().min()?, *possible.iter().max()?))
    }
}

/// The four-hourly set holds displayed, rounded values only, so that a value at a limit may fall on the wrong side of it.
///
/// Where it is undecided whether the limits of rivers or of lakes were applied, either counts. Every row that differs is named
/// in a file with its cause: `limit`, the published class is one that the displayed digits can stand for; `reading-before`, it
/// is the class of the reading before (all of them between 20:00 and 04:00: the publication ran late);
/// `open`, neither. Where we judge and nothing was published, the station was under maintenance.
#[test]
fn six_hundred_sections_every_four_hours() {
    let Some(hours) = rows("water/water_auto_4h_yangtze_202104.csv.gz") else {
        return;
    };
    let sections = rows("water/water_sections_yangtze.csv").expect("both files belong together");
    let readings = by_section(&hours, &sections);
    let (mut published, mut as_river, mut equal, mut unpublished) = (0, 0, 0, 0);
    let mut differences = String::from("province,section,time,published,ours,cause\n");
    for readings in readings.values() {
        for (place, reading) in readings.iter().enumerate() {
            let body = reading.bodies.first().copied().unwrap();
            let Some(class) = reading.published() else {
                unpublished += u32::from(reading.class(body).is_some());
                continue;
            };
            published += 1;
            as_river += u32::from(reading.class(body) == Some(class));
            if reading.bodies.iter().any(|body| reading.class(*body) == Some(class)) {
                equal += 1;
                continue;
            }
            let before = place.checked_sub(1).and_then(|before| readings.get(before));
            let cause = match before {
                _ if reading.can_be(class) => "limit",
                Some(before) if before.can_be(class) => "reading-before",
                Some(_) | None => "open",
            };
            let ours = reading.class(body).map_or(0, WaterClass::rank);
            let (province, section) = (reading.row.text("province"), reading.row.text("section"));
            let time = reading.row.text("time");
            writeln!(
                differences,
                "{province},{section},{time},{},{ours},{cause}",
                class.rank()
            )
            .unwrap();
        }
    }
    let with = |cause: &str| differences.lines().filter(|line| line.ends_with(cause)).count();
    insta::assert_snapshot!(
        format!(
            "published {published}, equal {equal} (undecided bodies as rivers only: {as_river})\n\
             differing: {} at a limit, {} with the class of the reading before, {} open\n\
             ours where none was published {unpublished}",
            with("limit"), with("reading-before"), with("open"),
        ),
        @"
    published 14923, equal 14766 (undecided bodies as rivers only: 14758)
    differing: 86 at a limit, 70 with the class of the reading before, 1 open
    ours where none was published 119
    "
    );
    assert_eq!(
        differences, DIFFERENCES,
        "tests/data/water_4h_differences.csv names them all"
    );
}

/// The readings of each section in the order of time.
fn by_section<'a>(hours: &'a [Row], sections: &[Row]) -> BTreeMap<(String, String), Vec<Reading<'a>>> {
    let key = |row: &Row| (row.text("province").to_owned(), row.text("section").to_owned());
    let bodies: BTreeMap<_, &'static [WaterBody]> = sections
        .iter()
        .map(|row| {
            let bodies: &[WaterBody] = match row.text("wb_type_inferred") {
                "lake" => &[WaterBody::Lake],
                "undecided" => &[WaterBody::River, WaterBody::Lake],
                _ => &[WaterBody::River],
            };
            (key(row), bodies)
        })
        .collect();
    let mut readings: BTreeMap<_, Vec<Reading<'a>>> = BTreeMap::new();
    for row in hours {
        let key = key(row);
        let bodies = bodies.get(&key).copied().unwrap_or(&[WaterBody::River]);
        readings.entry(key).or_default().push(Reading { row, bodies });
    }
    for readings in readings.values_mut() {
        readings.sort_by(|one, other| one.row.text("time").cmp(other.row.text("time")));
    }
    readings
}
