//! A worse value never gives a better verdict, for soil, groundwater, sources, discharge and noise.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use standards::conventions::Conventions;
use standards::discharge::{
    DischargeGrade, GasAsk, PlantAge, PlantAsk, PlantGrade, judge_discharge_day, judge_gas_hour, judge_plant_day,
};
use standards::drinking_source::judge_surface_source;
use standards::groundwater::{judge_groundwater, judge_groundwater_item};
use standards::measured::Measured;
use standards::noise::{PartOfDay, judge_area_noise};
use standards::soil::{Land, LandCategory, development_items, judge_development, judge_farmland};
use standards::table;
use standards::water::WaterBody;

fn names(path: &str) -> Vec<&'static str> {
    table::table(path)
        .unwrap()
        .rows()
        .map(|row| row.text("name_zh").unwrap())
        .collect()
}

/// Items for which more is worse: not pH, not words, not residual chlorine.
fn monotone(path: &str) -> Vec<&'static str> {
    let other = ["pH", "嗅和味", "肉眼可见物", "总余氯"];
    names(path).into_iter().filter(|name| !other.contains(name)).collect()
}

fn proposed() -> Conventions {
    Conventions::proposed(NaiveDate::MAX)
}

fn content() -> impl Strategy<Value = Decimal> {
    (0_i64..10_000_000, 0_u32..=7).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

/// `Some(false)` (kept) before, `Some(true)` (broken) after, never the other way round.
fn not_better(before: Option<bool>, after: Option<bool>) -> bool {
    !(before == Some(true) && after == Some(false))
}

proptest! {
    #[test]
    fn groundwater(name in prop::sample::select(monotone("gbt14848-2017/limits.csv")), low in content(), more in content()) {
        let class = |value: Decimal| judge_groundwater_item(&proposed(), name, Measured::Value(value)).unwrap().class;
        prop_assert!(class(low + more) >= class(low));
        let sample = |value: Decimal| judge_groundwater(&proposed(), &[(name, Measured::Value(value)), ("铁", Measured::Value(Decimal::ONE))]).class;
        prop_assert!(sample(low + more) >= sample(low));
    }

    #[test]
    fn farmland(
        land in prop::sample::select(vec![Land::Paddy, Land::Orchard, Land::Other, Land::Rotation]),
        ph in 0_i64..=140,
        metals in prop::collection::vec(content(), 5),
        at in 0_usize..5,
        more in content(),
    ) {
        let judged = |metals: &[Decimal]| {
            let values: Vec<_> = ["CD", "HG", "AS", "PB", "CR"].into_iter().zip(metals).map(|(code, value)| (code, Measured::Value(*value))).collect();
            judge_farmland(land, Some(Decimal::new(ph, 1)), &values)
        };
        let mut worse = metals.clone();
        worse[at] += more;
        let (before, after) = (judged(&metals), judged(&worse));
        prop_assert!(before.category.is_some() && after.category >= before.category);
        prop_assert!(after.above_screening.len() >= before.above_screening.len());
    }

    #[test]
    fn development(
        name in prop::sample::select(development_items().collect::<Vec<_>>()),
        second in any::<bool>(),
        low in content(),
        more in content(),
        background in prop::option::of(content()),
    ) {
        let land = if second { LandCategory::Second } else { LandCategory::First };
        let level = |value: Decimal| judge_development(land, name, Measured::Value(value), background).unwrap().level;
        prop_assert!(level(low + more) >= level(low));
        // What is allowed to the first category is allowed to the second.
        let first = judge_development(LandCategory::First, name, Measured::Value(low), None).unwrap().level;
        let other = judge_development(LandCategory::Second, name, Measured::Value(low), None).unwrap().level;
        prop_assert!(other <= first);
    }

    #[test]
    fn sources_and_plants(specific in prop::sample::select(names("gb3838-2002/table3.csv")), low in content(), more in content(), grade in 0_usize..4) {
        let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let source = |value: Decimal| judge_surface_source(day, WaterBody::River, &[(specific, Measured::Value(value))]).attained;
        prop_assert!(not_better(source(low).map(|attained| !attained), source(low + more).map(|attained| !attained)));
        let grades = [PlantGrade::OneA, PlantGrade::OneB, PlantGrade::Two, PlantGrade::Three];
        let met = |grade: PlantGrade, value: Decimal| {
            let ask = PlantAsk { grade, age: PlantAge::Since2006, water_celsius: None, inflow: &[] };
            judge_plant_day(&proposed(), &ask, &[("COD", Measured::Value(value))]).met()
        };
        prop_assert!(not_better(met(grades[grade], low).map(|met| !met), met(grades[grade], low + more).map(|met| !met)));
        // A stricter grade is never easier to keep.
        prop_assert!(met(PlantGrade::OneA, low) != Some(true) || met(PlantGrade::Three, low) == Some(true));
    }

    #[test]
    fn discharge(name in prop::sample::select(monotone("gb8978-1996/table4.csv")), low in content(), more in content()) {
        for grade in [DischargeGrade::First, DischargeGrade::Second, DischargeGrade::Third] {
            let exceeds = |value: Decimal| judge_discharge_day(grade, None, &[(name, Measured::Value(value))]).items[0].exceeds;
            prop_assert!(not_better(exceeds(low), exceeds(low + more)));
            // A detection limit is told like a value below it, or not at all.
            let below = judge_discharge_day(grade, None, &[(name, Measured::Below(low))]).items[0].exceeds;
            prop_assert!(below != Some(true));
        }
    }

    #[test]
    fn flue_gas(low in content(), more in content(), oxygen in 0_i64..2100, pollutant in prop::sample::select(vec!["PM", "SO2", "NOX", "HG"])) {
        for (standard, source) in [("GB 13223-2011", "燃煤锅炉"), ("GB 13271-2014", "燃煤锅炉"), ("ultra-low", "燃煤锅炉"), ("GB 4915-2013", "水泥窑")] {
            let ask = GasAsk { standard, source, stage: None, region: None, condition: None, special: false, day: None };
            let judged = |value: Decimal| judge_gas_hour(&ask, Some(Decimal::new(oxygen, 2)), &[(pollutant, Measured::Value(value))]).unwrap();
            let exceeds = |value: Decimal| judged(value).items.first().and_then(|item| item.exceeds);
            prop_assert!(not_better(exceeds(low), exceeds(low + more)));
            let special = judge_gas_hour(&GasAsk { special: true, ..ask.clone() }, Some(Decimal::new(oxygen, 2)), &[(pollutant, Measured::Value(low))]).unwrap();
            prop_assert!(not_better(exceeds(low), special.items.first().and_then(|item| item.exceeds)), "special limits are no milder");
        }
    }

    #[test]
    fn noise(class in prop::sample::select(vec!["0", "1", "2", "3", "4a", "4b"]), low in 0_i64..1200, more in 0_i64..1200) {
        for part in [PartOfDay::Day, PartOfDay::Night] {
            let judged = |tenths: i64| judge_area_noise(class, part, Decimal::new(tenths, 1), None).unwrap();
            let (before, after) = (judged(low), judged(low + more));
            prop_assert!(!before.exceeds || after.exceeds);
            prop_assert!(after.over_db >= before.over_db && before.exceeds == (before.over_db > Decimal::ZERO));
        }
    }

    /// Any text is a result or a fault, never a panic; and what is printed reads back as itself.
    #[test]
    fn results_read_back(said in "\\PC{0,24}", value in content()) {
        if let Ok(read) = said.parse::<Measured>() {
            prop_assert_eq!(read.to_string().parse::<Measured>(), Ok(read));
        }
        for result in [Measured::Value(value), Measured::Below(value), Measured::NotDetected, Measured::Missing] {
            prop_assert_eq!(result.to_string().parse::<Measured>(), Ok(result));
        }
    }
}
