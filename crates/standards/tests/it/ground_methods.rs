//! Soil, groundwater and sources of drinking water, at the edges that the worked cases leave out.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::conventions::Conventions;
use standards::drinking_source::{judge_groundwater_source, judge_surface_source, sources_attained};
use standards::groundwater::{GroundwaterClass, judge_groundwater, judge_groundwater_item};
use standards::measured::Measured;
use standards::soil::{
    FarmlandCategory, Land, LandCategory, RiskLevel, development_items, farmland_category_with_crops,
    farmland_unit_category, judge_development, judge_farmland,
};
use standards::water::WaterBody;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn proposed() -> Conventions {
    Conventions::proposed(NaiveDate::MAX)
}

fn results<'a>(given: &[(&'a str, &str)]) -> Vec<(&'a str, Measured)> {
    given
        .iter()
        .map(|(name, value)| (*name, value.parse().unwrap()))
        .collect()
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
        let verdict = judge_farmland(land, Some(number(ph)), &results(&given));
        assert_eq!(
            verdict.category, category,
            "{land:?} {ph} {given:?}: {}",
            verdict.reason.says.zh
        );
    }
    let copper = |land| judge_farmland(land, Some(number("6.0")), &results(&[("CU", "100"), ("XX", "1")]));
    assert_eq!(copper(Land::Paddy).above_screening, ["CU"]);
    assert!(copper(Land::Orchard).above_screening.is_empty());
    assert_eq!(copper(Land::Orchard).not_judged, ["XX"]);
    // Rotation takes the stricter of two screening values: arsenic 30 of paddies, lead 90 of other land.
    let both = judge_farmland(
        Land::Rotation,
        Some(number("6")),
        &results(&[("砷", "31"), ("Pb", "91"), ("Hg", "0.5")]),
    );
    assert_eq!(both.above_screening, ["AS", "PB"]);
    for ph in [None, Some("-1"), Some("15")] {
        let unknown = judge_farmland(Land::Other, ph.map(number), &results(&[("CD", "99")]));
        assert_eq!((unknown.category, unknown.unknown.len()), (None, 1));
    }
    // A detection limit above the screening value leaves the metal, and the category, unknown.
    let blind = judge_farmland(
        Land::Other,
        Some(number("7")),
        &results(&[("CD", "<0.5"), ("HG", "<0.1")]),
    );
    assert_eq!(blind.unknown, ["CD"]);
}

#[test]
fn units_of_farmland_and_their_crops() {
    use FarmlandCategory::{Priority, SafeUse, StrictControl};
    let of = |counts: [usize; 3]| {
        let points: Vec<_> = [Priority, SafeUse, StrictControl]
            .into_iter()
            .zip(counts)
            .flat_map(|(category, count)| std::iter::repeat_n(category, count))
            .collect();
        farmland_unit_category(&points).category
    };
    assert_eq!(of([8, 2, 0]), Some(Priority));
    assert_eq!(of([79, 21, 0]), None);
    assert_eq!(of([0, 1, 4]), Some(StrictControl));
    assert_eq!(of([0, 0, 0]), None);
    assert_eq!(farmland_category_with_crops(StrictControl, true), SafeUse);
    assert_eq!(farmland_category_with_crops(Priority, false), SafeUse);
    assert_eq!(farmland_category_with_crops(SafeUse, false), SafeUse);
}

#[test]
fn development_land_and_its_background() {
    assert_eq!(development_items().count(), 85);
    let level = |name: &str, value: &str, background: Option<&str>| {
        let value = value.parse().unwrap();
        judge_development(LandCategory::First, name, value, background.map(number)).and_then(|item| item.level)
    };
    assert_eq!(level("砷", "20", None), Some(RiskLevel::LeScreening));
    assert_eq!(level("砷", "25", Some("30")), Some(RiskLevel::WithinBackground));
    assert_eq!(level("砷", "25", Some("24")), Some(RiskLevel::AboveScreening));
    assert_eq!(level("镉", "25", Some("30")), Some(RiskLevel::AboveScreening));
    assert_eq!(level("砷", "121", None), Some(RiskLevel::AboveIntervention));
    assert_eq!(level("7440-38-2", "121", None), Some(RiskLevel::AboveIntervention));
    assert_eq!(level("苯并（a）芘", "0.56", None), Some(RiskLevel::AboveScreening));
    assert_eq!(level("砷", "<21", None), None);
    assert_eq!(level("金", "1", None), None);
}

#[test]
fn groundwater_items_of_every_kind() {
    let value = |text: &str| Measured::Value(number(text));
    let cases = [
        ("pH", value("6.5"), Some((GroundwaterClass::I, false))),
        ("pH", value("6.49"), Some((GroundwaterClass::IV, false))),
        ("pH", value("9.0"), Some((GroundwaterClass::IV, false))),
        ("pH", value("9.01"), Some((GroundwaterClass::V, false))),
        ("嗅和味", Measured::Absent, Some((GroundwaterClass::I, false))),
        ("嗅和味", Measured::Present, Some((GroundwaterClass::V, false))),
        (
            "阴离子表面活性剂",
            Measured::NotDetected,
            Some((GroundwaterClass::I, false)),
        ),
        ("阴离子表面活性剂", value("0.05"), Some((GroundwaterClass::II, false))),
        ("阴离子表面活性剂", value("0.31"), Some((GroundwaterClass::V, false))),
        ("总α放射性", value("0.5"), Some((GroundwaterClass::III, false))),
        ("总α放射性", value("0.6"), Some((GroundwaterClass::IV, true))),
        ("总硬度", Measured::NotDetected, Some((GroundwaterClass::I, false))),
        (
            "LAS",
            Measured::Below(number("0.05")),
            Some((GroundwaterClass::I, false)),
        ),
        // Half of 0.0004 mg/L lies above the limit of class II.
        (
            "Hg",
            Measured::Below(number("0.0004")),
            Some((GroundwaterClass::III, false)),
        ),
        ("氨氮", value("-0.1"), None),
        ("氨氮", Measured::Missing, None),
    ];
    for (name, finding, expected) in cases {
        let item = judge_groundwater_item(&proposed(), name, finding).unwrap();
        assert_eq!(
            item.class.map(|class| (class, item.may_be_worse)),
            expected,
            "{name}: {}",
            item.reason.says.zh
        );
    }
    assert_eq!(
        judge_groundwater_item(&proposed(), "总硬度", Measured::Present)
            .unwrap()
            .class,
        None
    );
    assert_eq!(judge_groundwater_item(&proposed(), "黄金", Measured::Present), None);
    let none = judge_groundwater(
        &proposed(),
        &[("总硬度", Measured::Present), ("黄金", Measured::NotDetected)],
    );
    assert_eq!((none.class, none.deciding.len(), none.not_judged.len()), (None, 0, 1));
}

#[test]
fn a_source_is_judged_by_three_tables() {
    let day = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    // COD and temperature are not judged, total nitrogen has no limit in a river.
    let unjudged = results(&[("COD", "99"), ("WT", "30"), ("TN", "9")]);
    let month = judge_surface_source(day, WaterBody::River, &unjudged);
    assert_eq!((month.attained, month.not_judged.len()), (None, 3));
    let mut values = results(&[("TP", "0.2"), ("SO4", "250"), ("FC", "10001")]);
    values.extend(results(&[
        ("四氯化碳", "0.003"),
        ("黄金", "1"),
        ("溶解氧", "4.9"),
        ("pH", "7"),
    ]));
    let month = judge_surface_source(day, WaterBody::River, &values);
    assert_eq!(month.attained, Some(false));
    assert_eq!(month.failing, ["四氯化碳", "DO"]);
    assert_eq!(month.reference_exceeding, ["FC"]);
    assert_eq!(month.not_judged, ["黄金"]);
    let lake = judge_surface_source(day, WaterBody::Lake, &values);
    assert_eq!(lake.failing, ["TP", "四氯化碳", "DO"]);
    // Nothing is above, but one detection limit is: unknown, not attained.
    let blind = judge_surface_source(
        day,
        WaterBody::River,
        &results(&[("TP", "0.1"), ("苯并(a)芘", "<0.00001")]),
    );
    assert_eq!((blind.attained, blind.unknown.len()), (None, 1));
    let clear = judge_surface_source(
        day,
        WaterBody::River,
        &results(&[("TP", "0.1"), ("苯并(a)芘", "<0.000002")]),
    );
    assert_eq!(clear.attained, Some(true));
}

#[test]
fn sources_of_groundwater_and_their_shares() {
    let month = judge_groundwater_source(
        &proposed(),
        &results(&[("总硬度", "451"), ("pH", "8.6"), ("铁", "0.3"), ("氨氮", "")]),
    );
    assert_eq!(
        (month.attained, month.failing.clone()),
        (Some(false), vec!["总硬度", "pH"])
    );
    assert_eq!(
        judge_groundwater_source(&proposed(), &results(&[("铁", "0.3"), ("氨氮", "")])).attained,
        None
    );
    let shares = |third: Option<bool>| {
        let sources = [
            (Some(true), number("100")),
            (Some(true), number("250")),
            (third, number("50")),
        ];
        sources_attained(&sources)
    };
    let (count, volume) = shares(Some(false));
    assert_eq!(
        (count.map(|share| share.round_dp(2)), volume),
        (Some(number("66.67")), Some(number("87.5")))
    );
    assert_eq!(shares(None), (None, None));
    assert_eq!(sources_attained(&[]), (None, None));
}
