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
        let value = match target.measured.value {
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
            target.measured.indicator.word(),
            target.places.join("+"),
            target.measured.comparator.word(),
            value,
            target.due.map_or_else(|| "—".to_owned(), |due| due.to_string()),
            target.certainty,
            target.answers.join("+"),
            points.join("+"),
        )
        .unwrap();
    }
    insta::assert_snapshot!(table, @"
    S00-5 national-environment xiangtan qualitative — by 2035 (V1) answers municipal-government-head fed by []
    S04-1 city-environment xiangtan qualitative — by 2035 (V1) answers municipal-committee-head+municipal-government-head fed by []
    S04-2 green-ways xiangtan qualitative — by 2035 (V1) answers municipal-government-head+development-reform-commission-head fed by []
    S04-3 ecological-needs xiangtan qualitative — by 2035 (V1) answers municipal-government-head+ecology-bureau-head fed by []
    S04-4 beautiful-xiangtan xiangtan qualitative — by 2035 (V1) answers municipal-committee-head+municipal-government-head fed by []
    S05-17 flood-belt-length xiangtan completion 90.57 km by — (V1) answers water-bureau-head+housing-bureau-head fed by []
    S05-22 wharves-greened xiangtan completion 100 % by — (PD) answers transport-bureau-water+water-bureau-river fed by []
    S05-23 water-class xiang-main+lian+juan+shuifumiao generally-good Ⅲ by 2020 (PD) answers chief-city+ecology-bureau-water fed by [zhaoshan-section+lian-mouth-section]
    S05-24 water-class xiang-main stable-at-most Ⅲ by 2020 (V1) answers chief-xiang+ecology-bureau-water fed by [zhaoshan-section]
    S05-25 water-class lian stable-at-most Ⅱ by 2020 (V1) answers chief-lian+ecology-bureau-water fed by [lian-mouth-section]
    S05-26 water-class juan stable-at-most Ⅱ by 2020 (V1) answers chief-juan+ecology-bureau-water fed by []
    S05-27 water-class shuifumiao stable-at-most Ⅱ by 2020 (V1) answers chief-shuifumiao+ecology-bureau-water fed by []
    S06-8 natural-base xiangtan qualitative — by — (V1) answers natural-resources-bureau-head+forestry-bureau-head fed by []
    S06-21 forest-cover xiangtan stable-at-least 46.5 % by 2020 (PD) answers forestry-bureau-resources fed by []
    S07-22 good-air-days xiangtan at-least 80 % by 2020 (V1) answers ecology-bureau-air fed by [1508a+1511a+1512a+1513a+1514a+1562a+1564a+city-air]
    S07-23 heavy-pollution-days xiangtan basically-eliminated 1 days by 2020 (PD) answers ecology-bureau-air fed by [1508a+1511a+1512a+1513a+1514a+1562a+1564a+city-air]
    S08-16 pesticide-use xiangtan not-above-last-year — by yearly (V1) answers agriculture-bureau-head+agriculture-bureau-soil fed by []
    S08-17 fertiliser-use xiangtan not-above-last-year — by yearly (V1) answers agriculture-bureau-head+agriculture-bureau-soil fed by []
    S08-21 soil-quality-2020 xiangtan qualitative — by 2020 (V1) answers ecology-bureau-soil+agriculture-bureau-soil fed by []
    S08-22 farmland-safe-use xiangtan about 91 % by 2020 (PD) answers agriculture-bureau-soil+ecology-bureau-soil fed by []
    S08-23 plot-safe-use xiangtan at-least 90 % by 2020 (V1) answers natural-resources-bureau-zoning+ecology-bureau-soil fed by []
    S08-24 soil-quality-2030 xiangtan qualitative — by 2030 (V1) answers ecology-bureau-soil+agriculture-bureau-soil fed by []
    S08-25 farmland-safe-use xiangtan at-least 95 % by 2030 (V1) answers agriculture-bureau-soil+ecology-bureau-soil fed by []
    S08-26 plot-safe-use xiangtan at-least 95 % by 2030 (V1) answers natural-resources-bureau-zoning+ecology-bureau-soil fed by []
    S09-9 green-heart-welfare xiangtan full-coverage — by — (V1) answers green-heart-office-head+forestry-bureau-resources fed by []
    S09-13 green-heart-violations xiangtan falling — by yearly (PD) answers green-heart-office-head+ecology-bureau-enforcement fed by []
    S09-14 green-heart-cover xiangtan not-below-last-year — by yearly (PD) answers green-heart-office-head+forestry-bureau-resources fed by []
    S09-18 green-heart-exit xiangtan completion 100 % by — (V1) answers industry-bureau-exit+green-heart-office-head fed by []
    S10-9 villages-covered xiangtan full-coverage — by — (PD) answers agriculture-bureau-rural fed by []
    S10-14 towns-with-transfer xiangtan full-coverage — by — (V1) answers urban-management-bureau-head+agriculture-bureau-rural fed by []
    S10-20 sewage-cover xiangtan full-coverage — by 2020 (PD) answers housing-bureau-sewage+ecology-bureau-water fed by []
    S10-21 rural-sewage xiangtan at-least 60 % by 2020 (V1) answers ecology-bureau-water+agriculture-bureau-rural fed by []
    S10-22 rural-toilets xiangtan at-least 70 % by 2020 (V1) answers agriculture-bureau-rural fed by []
    S10-23 rural-garbage xiangtan at-least 70 % by 2020 (V1) answers urban-management-bureau-head+agriculture-bureau-rural fed by []
    S14-10 scale-output xiangtan at-least 6000 10⁸ yuan by 2021 (V1) answers industry-bureau-head+statistics-bureau-head fed by []
    S14-11 key-industry-output xiangtan at-least 5000 10⁸ yuan by 2021 (V1) answers industry-bureau-head+statistics-bureau-head fed by []
    S14-12 industry-system xiangtan qualitative — by 2021 (V1) answers industry-bureau-head fed by []
    S15-2 rd-share xiangtan rising — by — (PD) answers science-bureau-head+statistics-bureau-head fed by []
    S17-4 park-count xiangtan rising — by — (PD) answers urban-management-bureau-head fed by []
    S17-9 green-city xiangtan qualitative — by — (V1) answers urban-management-bureau-head+forestry-bureau-head fed by []
    S21-8 chief-coverage xiangtan full-coverage — by — (PD) answers chief-city+river-chief-office-head fed by []
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
