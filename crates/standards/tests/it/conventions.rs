//! Choices where the texts are silent: each can be made otherwise, from a day on, and changes what it should and nothing else.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::air::{
    AirLevel, AirLimits, YearStatistics, dust_hint, evaluation_indexes, improvement_percent, rank_ascending,
    without_dust,
};
use standards::conventions::{Conventions, ConventionsProfile};
use standards::discharge::{PlantAge, PlantAsk, PlantGrade, judge_plant_day};
use standards::groundwater::{GroundwaterClass, judge_groundwater_item};
use standards::item::{ItemDef, by_code};
use standards::measured::Measured;
use standards::trend::{Direction, Significance, spearman_by};
use standards::water::{Period, WaterBody, WaterClass, judge_basin, judge_lake, judge_section, judge_section_by};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

fn values(given: &[(&str, &str)]) -> Vec<(&'static ItemDef, Decimal)> {
    given
        .iter()
        .map(|(code, value)| (by_code(code).unwrap(), number(value)))
        .collect()
}

/// The proposed choices with one made otherwise.
fn with(name: &str, value: &str) -> Conventions {
    let own = format!(
        "[[{name}]]\nvalue = \"{value}\"\nfrom = 2020-01-01\ncertainty = \"V1\"\nsource = \"a paper\"\nzh = \"另定\"\nen = \"decided\"\n"
    );
    ConventionsProfile::proposed().with(&own).unwrap().on(day())
}

#[test]
fn the_proposed_conventions_read() {
    let proposed = ConventionsProfile::proposed();
    assert_eq!(proposed.entries().count(), 8);
    for entry in proposed.entries() {
        assert!(!entry.words.zh.is_empty() && !entry.words.en.is_empty() && !entry.source.is_empty());
        assert_eq!(entry.citation().certainty, standards::Certainty::PD);
    }
    assert_eq!(Conventions::proposed(day()), Conventions::proposed(NaiveDate::MIN));
}

#[test]
fn a_bureau_decides_from_a_day_on() {
    let own = "[[multiple_rounding]]\nvalue = \"half-up\"\nfrom = 2025-01-01\ncertainty = \"V2\"\nsource = \"a paper\"\nzh = \"\"\nen = \"\"\n";
    let profile = ConventionsProfile::proposed().with(own).unwrap();
    let rounded = |on: &str| {
        profile
            .on(on.parse().unwrap())
            .multiple_rounding
            .round(number("0.65"), 1)
    };
    assert_eq!(
        (rounded("2024-12-31"), rounded("2025-01-01")),
        (number("0.6"), number("0.7"))
    );
    let faults = [
        own.replace("multiple_rounding", "moon_phase"),
        own.replace("half-up", "upwards"),
        own.replace("2025-01-01", "12:00:00"),
        own.replace("source", "sauce"),
        "[[multiple_rounding".to_owned(),
    ];
    let told: Vec<String> = faults
        .iter()
        .map(|text| ConventionsProfile::proposed().with(text).unwrap_err().to_string())
        .map(|told| told.lines().next().unwrap_or_default().to_owned())
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    `moon_phase` is not a convention; known are ammonia_without_temperature, below_detection, composite_weights, items_without_multiple, main_pollutant_ties, multiple_rounding, radioactivity_above_class_3, spearman_missing_n
    `multiple_rounding` = `upwards` is not understood; write one of half-even, half-up
    the conventions do not read: multiple_rounding.from is not a day
    the conventions do not read: unknown field `sauce`, expected one of `value`, `options`, `from`, `certainty`, `source`, `zh`, `en`
    the conventions do not read: unclosed array table, expected `]]`
    ");
}

#[test]
fn main_pollutants_by_convention() {
    let given = values(&[("TP", "0.33"), ("COD", "33"), ("DO", "2.5"), ("NH3N", "1.65")]);
    let named = |conventions: &Conventions| {
        let verdict = judge_section_by(conventions, day(), WaterBody::River, &given, &[]);
        let told = verdict.main_pollutants.iter().map(|one| match one.multiple {
            Some(multiple) => format!("{} {multiple}", one.item.code),
            None => one.item.code.to_owned(),
        });
        told.collect::<Vec<_>>().join(", ")
    };
    let proposed = named(&Conventions::proposed(day()));
    assert_eq!(proposed, "COD 0.6, NH3N 0.6, TP 0.6");
    assert_eq!(
        named(&with("multiple_rounding", "half-up")),
        "COD 0.7, NH3N 0.7, TP 0.7"
    );
    assert_eq!(
        named(&with("main_pollutant_ties", "given-order")),
        "TP 0.6, COD 0.6, NH3N 0.6"
    );
    assert_eq!(named(&with("items_without_multiple", "first")), "DO, COD 0.6, NH3N 0.6");
}

#[test]
fn an_authority_may_exclude_what_nature_caused() {
    let given = values(&[("DO", "1.5"), ("COD", "16")]);
    let dissolved = by_code("DO").unwrap();
    let conventions = Conventions::proposed(day());
    let verdict = judge_section_by(&conventions, day(), WaterBody::River, &given, &[dissolved]);
    assert_eq!(verdict.class, Some(WaterClass::III));
    assert!(verdict.main_pollutants.is_empty());
    let told = format!("{:?}", verdict.reason);
    assert!(told.contains("经主管部门认定") && told.contains("by decision of the authority"));
    let plain = judge_section(day(), WaterBody::River, &given);
    assert_eq!(
        plain,
        judge_section_by(&conventions, day(), WaterBody::River, &given, &[])
    );
    assert_eq!(plain.class, Some(WaterClass::Inferior));
}

#[test]
fn other_conventions_change_what_they_say() {
    let proposed = Conventions::proposed(day());
    // Eleven periods with rs = 0.5364: above 0.506 (N = 12), not above 0.564 (N = 10).
    let series: Vec<Decimal> = [3, 1, 2, 6, 4, 9, 5, 11, 8, 7, 0].map(Decimal::from).to_vec();
    let direction = |conventions: &Conventions| spearman_by(conventions, &series, Significance::FivePercent);
    let (smaller, larger) = (
        direction(&proposed),
        direction(&with("spearman_missing_n", "next-larger")),
    );
    assert_eq!(smaller.coefficient, larger.coefficient);
    assert!(smaller.reason.says.en.contains("0.564 (N=10)") && larger.reason.says.en.contains("0.506 (N=12)"));
    let long: Vec<Decimal> = (0..40).map(Decimal::from).collect();
    assert_eq!(
        spearman_by(
            &with("spearman_missing_n", "next-larger"),
            &long,
            Significance::OnePercent
        )
        .direction,
        Some(Direction::Rising)
    );
    let alpha = |conventions: &Conventions| {
        judge_groundwater_item(conventions, "总α放射性", Measured::Value(number("0.6"))).unwrap()
    };
    assert_eq!(
        (alpha(&proposed).class, alpha(&proposed).may_be_worse),
        (Some(GroundwaterClass::IV), true)
    );
    let fifth = alpha(&with("radioactivity_above_class_3", "class-5"));
    assert_eq!((fifth.class, fifth.may_be_worse), (Some(GroundwaterClass::V), false));
    let mercury = |conventions: &Conventions| {
        judge_groundwater_item(conventions, "汞", Measured::Below(number("0.0004")))
            .unwrap()
            .class
    };
    assert_eq!(mercury(&proposed), Some(GroundwaterClass::III));
    assert_eq!(mercury(&with("below_detection", "zero")), Some(GroundwaterClass::I));
    let ask = PlantAsk {
        grade: PlantGrade::OneA,
        age: PlantAge::Since2006,
        water_celsius: None,
        inflow: &[],
    };
    let met = |conventions: &Conventions, value: &str| {
        judge_plant_day(conventions, &ask, &[("氨氮", value.parse().unwrap())]).met()
    };
    let unknown = with("ammonia_without_temperature", "unknown");
    assert_eq!((met(&proposed, "6"), met(&unknown, "6")), (Some(false), None));
    assert_eq!((met(&unknown, "5"), met(&unknown, "8.1")), (Some(true), Some(false)));
}

#[test]
fn indexes_of_an_evaluated_year() {
    let year: Vec<YearStatistics> = [
        ("SO2", Some("9"), "15"),
        ("NO2", Some("28"), "72"),
        ("PM10", Some("63"), "120"),
        ("PM25", Some("35"), "80"),
        ("CO", None, "1.2"),
        ("O3_8H", None, "152"),
    ]
    .into_iter()
    .map(|(code, mean, percentile)| YearStatistics {
        item: by_code(code).unwrap(),
        mean: mean.map(number),
        percentile: Some(number(percentile)),
    })
    .collect();
    let proposed = Conventions::proposed(day());
    // 0.15, max(0.7, 0.9), max(0.9, 0.8), max(1, 1.0667), 0.3, 0.95
    let old = evaluation_indexes(&proposed, AirLimits::Of2012, &year);
    assert_eq!(old.composite.map(|sum| sum.round_dp(4)), Some(number("4.2667")));
    assert_eq!(old.maximum.map(|most| most.round_dp(4)), Some(number("1.0667")));
    let new = |conventions: &Conventions| {
        evaluation_indexes(conventions, AirLimits::Transition2026, &year)
            .composite
            .unwrap()
            .round_dp(3)
    };
    // 0.15 + 0.9 + 1.05 + 1.3333 + 0.3 + 0.95, and weighted 1, 2, 1, 3, 1, 2
    assert_eq!(new(&proposed), number("4.683"));
    assert_eq!(new(&with("composite_weights", "unverified")), number("9.2"));
    assert_eq!(
        evaluation_indexes(&proposed, AirLimits::Of2012, &year[1..]).composite,
        None
    );
}

#[test]
fn ranks_levels_and_dust() {
    let indexes = ["4.2", "3.9", "4.2", "5"].map(|index| Some(number(index)));
    assert_eq!(
        rank_ascending(&[indexes.as_slice(), &[None]].concat()),
        [Some(2), Some(1), Some(2), Some(4), None]
    );
    assert_eq!(improvement_percent(number("3.6"), number("4")), Some(number("-10")));
    let limit = |level, code: &str, period: &str| AirLimits::Final2026.limit_of_level(level, code, period);
    assert_eq!(limit(AirLevel::First, "PM25", "year"), Some(number("10")));
    assert_eq!(limit(AirLevel::Second, "PB", "quarter"), Some(number("1.0")));
    let pm10: Vec<Option<Decimal>> = [
        "100", "100", "100", "100", "100", "100", "199", "200", "400", "150", "111", "110", "300",
    ]
    .map(|value| Some(number(value)))
    .to_vec();
    let hint = dust_hint(&pm10);
    let hours: Vec<usize> = hint
        .affected
        .iter()
        .enumerate()
        .filter(|(_, affected)| **affected)
        .map(|(hour, _)| hour)
        .collect();
    // 400 is more than twice 133.17, the mean of the six hours before; 150 is still above 110 % of it, 111 is not. 300 is not twice 195.17.
    assert_eq!(hours, [8, 9]);
    let without = without_dust(&pm10, &hint.affected);
    assert_eq!(
        (without[8], without[7], without.len()),
        (None, Some(number("200")), pm10.len())
    );
}

#[test]
fn lakes_over_time_then_over_points() {
    let sample = |tp: &str| values(&[("TP", tp), ("CODMN", "3")]);
    // Means over time 0.05 and 0.02; over points 0.035. Over all five samples together it would be 0.044, another figure.
    let points = vec![
        vec![sample("0.06"), sample("0.06"), sample("0.06"), sample("0.02")],
        vec![sample("0.02")],
    ];
    let lake = judge_lake(day(), Period::Month, &points);
    assert_eq!(lake.means[0].value, Some(number("0.035")));
    assert_eq!(lake.class.class, Some(WaterClass::III));
    assert!(lake.trophic.index.is_some());
    assert_eq!(judge_lake(day(), Period::Quarter, &points).means[0].count, 1);
    assert_eq!(judge_lake(day(), Period::Month, &[]).class.class, None);
}

#[test]
fn basins_from_their_sections() {
    let section = |cod: &str, tp: &str| judge_section(day(), WaterBody::River, &values(&[("COD", cod), ("TP", tp)]));
    let unknown = judge_section(day(), WaterBody::River, &[]);
    let mut sections = vec![
        section("25", "0.25"),
        section("25", "0.1"),
        section("15", "0.1"),
        section("15", "0.1"),
        section("45", "0.1"),
    ];
    sections.push(unknown);
    let basin = judge_basin(day(), &sections);
    assert_eq!((basin.unknown, basin.river.share_1_to_3), (1, Some(number("40"))));
    let told: Vec<String> = basin
        .main_pollutants
        .iter()
        .map(|one| format!("{} {}", one.item.code, one.rate_percent))
        .collect();
    assert_eq!(told, ["COD 60", "TP 20"]);
    // A good basin has none, and neither has one of too few sections.
    let good: Vec<_> = std::iter::repeat_n(section("15", "0.1"), 9)
        .chain([section("25", "0.1")])
        .collect();
    assert!(judge_basin(day(), &good).main_pollutants.is_empty());
    assert_eq!(judge_basin(day(), &sections[..3]).river.grade, None);
}
