//! Years of water (ASM-1): stable classes, general goodness, and places that nothing measures.

use rules::Profile;
use rules::target::{Attainment, Comparator, Judged, PlaceYear, SectionYear, judge_class};
use standards::water::WaterClass;
use standards::{Reason, Text};

const YEAR: i32 = 2020;

/// A section from its twelve (or fewer) monthly classes, e.g. `"222333222222"`, and the class of its year.
fn section(months: &str, class: u8) -> SectionYear {
    let months: Vec<(u32, WaterClass)> = (1..)
        .zip(months.chars())
        .map(|(month, class)| (month, WaterClass::from_roman(&class.to_string()).unwrap()))
        .collect();
    let name = Text::new("断面", "section");
    SectionYear {
        class: WaterClass::from_rank(class).filter(|_| months.len() == 12),
        received: months.len(),
        months,
        lacking: Some(Text::new("数据不足", "lacks months")),
        reason: Reason::new(name.clone()),
        name,
    }
}

fn place(sections: Vec<SectionYear>) -> PlaceYear {
    PlaceYear {
        name: Text::new("涓水", "Juan"),
        sections,
    }
}

fn judge(comparator: Comparator, demanded: WaterClass, places: &[PlaceYear]) -> Judged {
    judge_class(Profile::proposed().unwrap(), comparator, demanded, YEAR, places).unwrap()
}

#[test]
fn stable_means_the_year_and_most_of_its_months() {
    let table = [
        ("222222222222", 2, Attainment::Met),
        // 10 of 12 months are 83.3 %, 9 of 12 are 75 %.
        ("222222222233", 2, Attainment::Met),
        ("222222222333", 2, Attainment::Missed),
        ("222222222222", 3, Attainment::Missed),
        ("22222222222", 2, Attainment::NotEnoughData),
        ("", 2, Attainment::NoData),
    ];
    for (months, class, attainment) in table {
        let judged = judge(
            Comparator::StableAtMost,
            WaterClass::II,
            &[place(vec![section(months, class)])],
        );
        assert_eq!(judged.attainment, attainment, "{months} {class}");
    }
}

#[test]
fn generally_good_is_a_share_of_sections() {
    let sections = |good: usize, all: usize| -> Vec<SectionYear> {
        (0..all)
            .map(|number| section("333333333333", if number < good { 3 } else { 4 }))
            .collect()
    };
    let table = [
        (10, 10, Attainment::Met),
        (9, 10, Attainment::Met),
        (8, 10, Attainment::Missed),
        (0, 1, Attainment::Missed),
    ];
    for (good, all, attainment) in table {
        let judged = judge(
            Comparator::GenerallyGood,
            WaterClass::III,
            &[place(sections(good, all))],
        );
        assert_eq!(judged.attainment, attainment, "{good} of {all}");
        assert_eq!(judged.figure, Some(Text::same(format!("{good}/{all}"))));
    }
}

#[test]
fn a_place_without_a_station_is_never_met() {
    let measured = PlaceYear {
        name: Text::new("湘江", "Xiang"),
        sections: vec![section("222222222222", 2)],
    };
    let judged = judge(
        Comparator::GenerallyGood,
        WaterClass::III,
        &[measured, place(Vec::new())],
    );
    assert_eq!(judged.attainment, Attainment::NoStation);
    insta::assert_snapshot!(judged.reason.says.en, @"no station measures Juan: no verdict");
    assert_eq!(
        judged.reason.because.len(),
        1,
        "the measured places are told all the same"
    );
}
