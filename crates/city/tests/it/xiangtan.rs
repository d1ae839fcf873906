//! The folder that ships reads without an error and says what the resolution says.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use city::{City, FindingKind as Kind, Level, PointKind, Severity, TargetValue};
use standards::Certainty;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan")
}

pub fn xiangtan() -> City {
    let reading = city::read(&folder());
    reading.city.unwrap_or_else(|| panic!("{:?}", reading.findings))
}

#[test]
fn reads_without_an_error_or_warning() {
    let begun = Instant::now();
    let reading = city::read(&folder());
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!(
        reading.count(Severity::Error) + reading.count(Severity::Warning),
        0,
        "{:?}",
        reading.findings
    );
    // The Juan and the reservoir have no station, which a reader of the plan must be told for each target that asks for them.
    let notes: Vec<(Kind, &str)> = reading
        .findings
        .iter()
        .filter(|finding| finding.kind == Kind::NothingMeasures)
        .map(|finding| (finding.kind, finding.says.en.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            (
                Kind::NothingMeasures,
                "target `S05-23`: no point measures juan, shuifumiao"
            ),
            (Kind::NothingMeasures, "target `S05-26`: no point measures juan"),
            (Kind::NothingMeasures, "target `S05-27`: no point measures shuifumiao"),
        ]
    );
}

#[test]
fn targets_are_those_of_the_resolution() {
    let city = xiangtan();
    let mut table = String::new();
    for target in city.targets() {
        let value = match target.value {
            TargetValue::Class(class) => class.to_string(),
            TargetValue::Percent(percent) => format!("{percent} %"),
            TargetValue::Days(days) => format!("{days} days"),
            TargetValue::Number(value, unit) => format!("{value} {}", unit.word()),
            TargetValue::Carried => "—".to_owned(),
        };
        let points: Vec<&str> = city.feeding(target).map(|point| point.id.as_str()).collect();
        writeln!(
            table,
            "{} {} {} {} {} by {} ({:?}) answers {} fed by [{}]",
            target.id,
            target.indicator.word(),
            target.places.join("+"),
            target.comparator.word(),
            value,
            target.due.map_or_else(|| "—".to_owned(), |due| due.to_string()),
            target.certainty,
            target.answers.join("+"),
            points.join("+"),
        )
        .unwrap();
    }
    insta::assert_snapshot!(table, @"
    S05-23 water-class xiang-main+lian+juan+shuifumiao generally-good Ⅲ by 2020 (PD) answers chief-city+ecology-bureau-water fed by [zhaoshan-section+lian-mouth-section]
    S05-24 water-class xiang-main stable-at-most Ⅲ by 2020 (V1) answers chief-xiang+ecology-bureau-water fed by [zhaoshan-section]
    S05-25 water-class lian stable-at-most Ⅱ by 2020 (V1) answers chief-lian+ecology-bureau-water fed by [lian-mouth-section]
    S05-26 water-class juan stable-at-most Ⅱ by 2020 (V1) answers chief-juan+ecology-bureau-water fed by []
    S05-27 water-class shuifumiao stable-at-most Ⅱ by 2020 (V1) answers chief-shuifumiao+ecology-bureau-water fed by []
    S07-22 good-air-days xiangtan at-least 80 % by 2020 (V1) answers ecology-bureau-air fed by [1508a+1511a+1512a+1513a+1514a+1562a+1564a+city-air]
    S07-23 heavy-pollution-days xiangtan basically-eliminated 1 days by 2020 (PD) answers ecology-bureau-air fed by [1508a+1511a+1512a+1513a+1514a+1562a+1564a+city-air]
    ");
}

#[test]
fn a_chosen_value_says_that_it_was_chosen() {
    for target in xiangtan().targets().filter(|target| target.certainty == Certainty::PD) {
        assert!(target.note.is_some(), "{}", target.id);
    }
}

#[test]
fn every_post_is_marked_as_invented() {
    let city = xiangtan();
    for post in &city.posts {
        assert!(post.demo, "{}", post.id);
        let holder = post.holder.as_ref().unwrap();
        assert!(
            holder.zh.starts_with("（演示）") && holder.en.starts_with("(demo) "),
            "{holder:?}"
        );
    }
}

#[test]
fn points_are_complete() {
    let city = xiangtan();
    let of_kind = |kind| city.points.iter().filter(move |point| point.kind == kind);
    assert_eq!(of_kind(PointKind::Section).count(), 2);
    assert_eq!(of_kind(PointKind::Station).count(), 7);
    assert_eq!(of_kind(PointKind::CityAir).count(), 1);
    for section in of_kind(PointKind::Section) {
        assert!(section.sketch && section.notice.is_some(), "{}", section.id);
        assert!(section.water_body.is_some() && section.target_class.is_some() && section.reach.is_some());
    }
    for station in of_kind(PointKind::Station) {
        assert!(
            !station.sketch && station.position.is_some() && station.water_body.is_none(),
            "{}",
            station.id
        );
    }
    for point in city.points.iter().filter(|point| point.kind != PointKind::CityAir) {
        let mn = point.mn.as_deref().unwrap();
        assert!(mn.len() == 24 && mn.starts_with("DEMO"), "{mn}");
        assert!(!point.answers.is_empty(), "{}", point.id);
    }
}

#[test]
fn sections_lie_on_the_drawn_reach() {
    let city = xiangtan();
    let features = city.waters["features"].as_array().unwrap();
    for section in city.points.iter().filter(|point| point.kind == PointKind::Section) {
        let reach = features
            .iter()
            .find(|feature| feature["properties"]["id"].as_str() == section.reach.as_deref());
        let line = reach.unwrap()["geometry"]["coordinates"].as_array().unwrap();
        let [longitude, latitude] = section.position.unwrap();
        assert!(
            line.contains(&serde_json::json!([longitude, latitude])),
            "{}",
            section.id
        );
    }
}

#[test]
fn water_flows_to_the_lower_xiang() {
    let city = xiangtan();
    for reach in &city.reaches {
        let mut at = reach;
        while let Some(next) = &at.downstream {
            at = city.reaches.iter().find(|reach| reach.id == *next).unwrap();
        }
        assert_eq!(at.id, "xiang-lower", "from {}", reach.id);
        assert!(reach.sketch, "{}", reach.id);
    }
    let ids: BTreeSet<&str> = city.reaches.iter().map(|reach| reach.id.as_str()).collect();
    let drawn = city.waters["features"].as_array().unwrap();
    assert_eq!(ids.len(), drawn.len());
}

#[test]
fn prose_is_complete_in_both_languages() {
    for clause in xiangtan().clauses {
        for part in &clause.parts {
            if let city::Part::Prose { html } = part {
                let has_chinese = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
                assert!(has_chinese(&html.zh) && !has_chinese(&html.en), "{html:?}");
            }
        }
    }
}

#[test]
fn divisions_go_down_to_the_villages() {
    let city = xiangtan();
    let count = |level| city.places.iter().filter(|place| place.level == Some(level)).count();
    // The statistics authority lists three development zones beside the five counties and districts.
    assert_eq!(
        [Level::City, Level::County, Level::Town, Level::Village].map(count),
        [1, 8, 70, 957]
    );
    let village = city.place("430302001001").unwrap();
    assert_eq!(village.name.zh, "雨湖路社区居委会");
    let town = city.place(village.parent.as_deref().unwrap()).unwrap();
    assert_eq!((town.id.as_str(), town.parent.as_deref()), ("430302001", Some("yuhu")));
}
