//! Soil, groundwater, sources, discharge, ecology and noise, at the edges that the worked cases leave out.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::discharge::{
    FlowReading, PlantAge, PlantGrade, judge_gas_hour, judge_plant_day, quarter_capture, reference_concentration,
    wastewater_day_mean,
};
use standards::drinking_source::judge_surface_source;
use standards::ecology::{ForestAreas, ecological_change, ecological_quality_class, forest_coverage_percent};
use standards::groundwater::{Finding, GroundwaterClass, judge_groundwater, judge_groundwater_item};
use standards::item::by_code;
use standards::noise::{NightPeak, PartOfDay, judge_area_noise, judge_boundary_noise};
use standards::soil::{
    FarmlandCategory, Land, LandCategory, RiskLevel, development_items, judge_development, judge_farmland,
};
use standards::water::WaterBody;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn numbers<'a>(given: &[(&'a str, &str)]) -> Vec<(&'a str, Decimal)> {
    given.iter().map(|(name, value)| (*name, number(value))).collect()
}

#[test]
fn farmland_by_land_and_ph() {
    let clean = [("CD", "0.1"), ("HG", "0.1"), ("AS", "1"), ("PB", "1"), ("CR", "1")];
    let with = |extra: (&'static str, &'static str)| {
        let mut given: Vec<_> = clean.iter().copied().filter(|(code, _)| *code != extra.0).collect();
        given.push(extra);
        given
    };
    let cases = [
        // pH 5.5 belongs to the lowest bin, 5.51 to the next.
        (
            Land::Paddy,
            "5.5",
            with(("CD", "0.31")),
            Some(FarmlandCategory::SafeUse),
        ),
        (
            Land::Paddy,
            "5.51",
            with(("CD", "0.4")),
            Some(FarmlandCategory::Priority),
        ),
        (
            Land::Other,
            "5.51",
            with(("CD", "0.4")),
            Some(FarmlandCategory::SafeUse),
        ),
        (Land::Other, "7.5", with(("CD", "3.0")), Some(FarmlandCategory::SafeUse)),
        (
            Land::Other,
            "7.5",
            with(("CD", "3.01")),
            Some(FarmlandCategory::StrictControl),
        ),
        // One metal above intervention decides even when others are missing.
        (
            Land::Other,
            "7.0",
            vec![("CD", "9")],
            Some(FarmlandCategory::StrictControl),
        ),
        (Land::Other, "7.0", vec![("CD", "0.1")], None),
        (Land::Other, "7.0", clean[..4].to_vec(), None),
    ];
    for (land, ph, given, category) in cases {
        let verdict = judge_farmland(land, number(ph), &numbers(&given));
        assert_eq!(
            verdict.category, category,
            "{land:?} {ph} {given:?}: {}",
            verdict.reason.says.zh
        );
    }
    let copper = |land| judge_farmland(land, number("6.0"), &numbers(&[("CU", "100"), ("XX", "1")]));
    assert_eq!(copper(Land::Paddy).above_screening, ["CU"]);
    assert!(copper(Land::Orchard).above_screening.is_empty());
    assert_eq!(copper(Land::Orchard).not_judged, ["XX"]);
}

#[test]
fn development_land_and_its_background() {
    assert_eq!(development_items().count(), 85);
    let level = |name: &str, value: &str, background: Option<&str>| {
        judge_development(LandCategory::First, name, number(value), background.map(number)).map(|item| item.level)
    };
    assert_eq!(level("砷", "20", None), Some(RiskLevel::LeScreening));
    assert_eq!(level("砷", "25", Some("30")), Some(RiskLevel::WithinBackground));
    assert_eq!(level("砷", "25", Some("24")), Some(RiskLevel::AboveScreening));
    assert_eq!(level("镉", "25", Some("30")), Some(RiskLevel::AboveScreening));
    assert_eq!(level("砷", "121", None), Some(RiskLevel::AboveIntervention));
    assert_eq!(level("金", "1", None), None);
}

#[test]
fn groundwater_items_of_every_kind() {
    let value = |text: &str| Finding::Value(number(text));
    let cases = [
        ("pH", value("6.5"), Some((GroundwaterClass::I, false))),
        ("pH", value("6.49"), Some((GroundwaterClass::IV, false))),
        ("pH", value("9.0"), Some((GroundwaterClass::IV, false))),
        ("pH", value("9.01"), Some((GroundwaterClass::V, false))),
        ("嗅和味", Finding::Absent, Some((GroundwaterClass::I, false))),
        ("嗅和味", Finding::Present, Some((GroundwaterClass::V, false))),
        (
            "阴离子表面活性剂",
            Finding::NotDetected,
            Some((GroundwaterClass::I, false)),
        ),
        ("阴离子表面活性剂", value("0.05"), Some((GroundwaterClass::II, false))),
        ("阴离子表面活性剂", value("0.31"), Some((GroundwaterClass::V, false))),
        ("总α放射性", value("0.5"), Some((GroundwaterClass::III, false))),
        ("总α放射性", value("0.6"), Some((GroundwaterClass::IV, true))),
        ("总硬度", Finding::NotDetected, Some((GroundwaterClass::I, false))),
    ];
    for (name, finding, expected) in cases {
        let item = judge_groundwater_item(name, finding).unwrap();
        assert_eq!(
            item.class.map(|class| (class, item.may_be_worse)),
            expected,
            "{name}: {}",
            item.reason.says.zh
        );
    }
    assert_eq!(judge_groundwater_item("总硬度", Finding::Present).unwrap().class, None);
    assert_eq!(judge_groundwater_item("黄金", Finding::Present), None);
    let none = judge_groundwater(&[("总硬度", Finding::Present), ("黄金", Finding::NotDetected)]);
    assert_eq!((none.class, none.deciding.len(), none.not_judged.len()), (None, 0, 1));
}

#[test]
fn a_source_is_judged_by_three_tables() {
    let day = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    let given = |values: &[(&str, &str)]| -> Vec<_> {
        values
            .iter()
            .map(|(code, value)| (by_code(code).unwrap(), number(value)))
            .collect()
    };
    // COD and temperature are not judged, total nitrogen has no limit in a river.
    let unjudged = given(&[("COD", "99"), ("WT", "30"), ("TN", "9")]);
    let month = judge_surface_source(day, WaterBody::River, &unjudged, &[]);
    assert_eq!((month.attained, month.reference_exceeding.len()), (None, 0));
    let values = given(&[("TP", "0.2"), ("SO4", "250"), ("FC", "10001")]);
    let month = judge_surface_source(
        day,
        WaterBody::River,
        &values,
        &numbers(&[("四氯化碳", "0.003"), ("黄金", "1")]),
    );
    assert_eq!(month.attained, Some(false));
    assert_eq!(month.failing_specific, ["四氯化碳"]);
    assert_eq!(
        month
            .reference_exceeding
            .iter()
            .map(|item| item.code)
            .collect::<Vec<_>>(),
        ["FC"]
    );
    let lake = judge_surface_source(day, WaterBody::Lake, &values, &[]);
    assert_eq!(lake.failing.iter().map(|item| item.code).collect::<Vec<_>>(), ["TP"]);
}

#[test]
fn flue_gas_at_reference_oxygen() {
    let convert = |oxygen: &str| reference_concentration(number("28"), number(oxygen), number("6"));
    assert_eq!(convert("6"), Some(number("28")));
    assert_eq!(convert("21"), None);
    assert_eq!(convert("25"), None);
    assert_eq!(convert("-1"), None);
    assert_eq!(reference_concentration(Decimal::MAX, number("20.9"), number("6")), None);
    // A source without reference oxygen is judged as measured; one without a limit is not judged for it.
    let dust = judge_gas_hour(
        "高炉出铁场、矿槽",
        number("20"),
        &numbers(&[("PM", "10"), ("SO2", "999")]),
    )
    .unwrap();
    assert_eq!(dust.met, Some(true));
    assert_eq!(
        dust.items.iter().map(|item| item.limit).collect::<Vec<_>>(),
        [Some(number("10")), None]
    );
    let nothing = judge_gas_hour("热风炉", number("20"), &[]).unwrap();
    assert_eq!(nothing.met, None);
    assert!(judge_gas_hour("", number("20"), &[]).is_none());
}

#[test]
fn plants_by_grade_age_and_temperature() {
    let exceeding = |grade, age, celsius: Option<&str>, given: &[(&str, &str)]| {
        let day = judge_plant_day(grade, age, celsius.map(number), &numbers(given));
        day.exceeding
            .iter()
            .map(|(code, multiple)| format!("{code} {multiple:?}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let old = PlantAge::Before2006;
    let new = PlantAge::Since2006;
    assert_eq!(exceeding(PlantGrade::OneA, new, Some("12"), &[("NH3N", "8")]), "");
    assert_eq!(
        exceeding(PlantGrade::OneA, new, Some("12.1"), &[("NH3N", "8")]),
        "NH3N Some(0.60)"
    );
    assert_eq!(
        exceeding(PlantGrade::OneA, new, None, &[("NH3N", "8")]),
        "NH3N Some(0.60)"
    );
    assert_eq!(exceeding(PlantGrade::OneA, old, None, &[("TP", "1")]), "");
    assert_eq!(
        exceeding(PlantGrade::OneA, new, None, &[("TP", "1"), ("PH", "9.1")]),
        "TP Some(1), PH None"
    );
    let none = judge_plant_day(PlantGrade::Three, new, None, &numbers(&[("TN", "99"), ("XX", "1")]));
    assert_eq!((none.judged, none.not_judged.len()), (0, 2));
    assert_eq!(PlantGrade::parse("1C"), None);
}

#[test]
fn online_data_of_a_day_and_a_quarter() {
    let still = FlowReading {
        concentration: number("40"),
        flow: Decimal::ZERO,
    };
    let mean = wastewater_day_mean(1, &[still]);
    assert_eq!((mean.valid, mean.value), (true, None));
    assert!(!wastewater_day_mean(0, &[]).valid);
    let cases = [
        ((2000, 0, 200), "90.0", "24h 180, any 720"),
        ((2000, 0, 201), "90.0", "any 2160"),
        ((2000, 0, 500), "75.0", "any 2160"),
        ((2000, 0, 501), "75.0", ""),
    ];
    for ((hours, stopped, invalid), percent, rules) in cases {
        let capture = quarter_capture(hours, stopped, invalid).unwrap();
        let told = capture.substitution.iter().map(|rule| match rule.lost_hours_max {
            Some(most) => format!("{most}h {}", rule.hours),
            None => format!("any {}", rule.hours),
        });
        // 89.95 % is shown as 90.0 % (half to even) but is not 90 %: rules compare what is unrounded.
        assert_eq!(
            (format!("{:.1}", capture.percent), told.collect::<Vec<_>>().join(", ")),
            (percent.into(), rules.into())
        );
        assert_eq!(capture.valid, !rules.is_empty());
    }
    assert_eq!(quarter_capture(100, 100, 0), None);
    assert_eq!(quarter_capture(100, 200, 0), None);
    assert_eq!(quarter_capture(100, 50, 51), None);
}

#[test]
fn noise_by_day_and_night() {
    let day = judge_area_noise("4b", PartOfDay::Day, number("70"), Some(number("99"))).unwrap();
    assert_eq!(
        (day.limit, day.exceeds, day.over_db, day.peak_exceeds),
        (number("70"), false, Decimal::ZERO, None)
    );
    let night = judge_area_noise("4b", PartOfDay::Night, number("60.1"), Some(number("75"))).unwrap();
    assert_eq!(
        (night.exceeds, night.over_db, night.peak_exceeds),
        (true, number("0.1"), Some(false))
    );
    let peak = |kind| judge_boundary_noise("1", PartOfDay::Night, number("40"), Some((number("58"), kind))).unwrap();
    assert_eq!(peak(NightPeak::Frequent).peak_exceeds, Some(true));
    assert_eq!(peak(NightPeak::Occasional).peak_exceeds, Some(false));
    assert_eq!(judge_area_noise("9", PartOfDay::Day, Decimal::ONE, None), None);
}

#[test]
fn ecology_at_the_bounds() {
    let class = |index: &str| ecological_quality_class(number(index)).grade.map(|grade| grade.zh);
    let cases = [
        ("70", Some("一类")),
        ("69.99", Some("二类")),
        ("30", Some("四类")),
        ("29.9", Some("五类")),
        ("-1", None),
    ];
    for (index, word) in cases {
        assert_eq!(class(index).as_deref(), word, "{index}");
    }
    let change = |after: &str| ecological_change(number("60"), number(after)).map(|(_, word)| word.zh);
    let cases = [
        ("60.99", "无明显变化"),
        ("61", "略微变化"),
        ("57", "明显变化"),
        ("68", "显著变化"),
    ];
    for (after, word) in cases {
        assert_eq!(change(after).as_deref(), Some(word), "{after}");
    }
    let nothing = ForestAreas {
        arbor: Decimal::ONE,
        bamboo: Decimal::ONE,
        special_shrub: Decimal::ONE,
        total: Decimal::ZERO,
    };
    assert_eq!(forest_coverage_percent(&nothing), None);
}
