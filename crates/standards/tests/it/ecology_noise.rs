//! Noise and ecology, at the edges that the worked cases leave out.

use rust_decimal::Decimal;
use standards::ecology::{
    ForestAreas, HabitatArea, LoadIndex, QualityParts, WaterNetwork, ecological_change, ecological_quality_change,
    ecological_quality_class, ecological_quality_index, forest_coverage, habitat_quality, load_index,
    water_network_density,
};
use standards::noise::{NightPeak, PartOfDay, judge_area_noise, judge_boundary_noise};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn noise_by_day_and_night() {
    let day = judge_area_noise("4b", PartOfDay::Day, number("70"), Some(number("99"))).unwrap();
    assert_eq!(
        (day.limit, day.exceeds, day.over_db, day.peak_exceeds),
        (number("70"), false, Decimal::ZERO, None)
    );
    let night = judge_area_noise("4B类区", PartOfDay::Night, number("60.1"), Some(number("75"))).unwrap();
    assert_eq!(
        (night.exceeds, night.over_db, night.peak_exceeds),
        (true, number("0.1"), Some(false))
    );
    let boundary = |level: &str, kind, indoors| {
        judge_boundary_noise(
            "1类",
            PartOfDay::Night,
            number(level),
            Some((number("58"), kind)),
            indoors,
        )
        .unwrap()
    };
    assert_eq!(boundary("40", NightPeak::Frequent, false).peak_exceeds, Some(true));
    assert_eq!(boundary("40", NightPeak::Occasional, false).peak_exceeds, Some(false));
    // Indoors the limit of the night is 45 − 10.
    assert_eq!(
        (
            boundary("36", NightPeak::Occasional, true).limit,
            boundary("36", NightPeak::Occasional, true).exceeds
        ),
        (number("35"), true)
    );
    assert_eq!(judge_area_noise("9", PartOfDay::Day, Decimal::ONE, None), None);
    let parts = [5, 6, 21, 22, 23, 24].map(PartOfDay::of_hour);
    use PartOfDay::{Day, Night};
    assert_eq!(
        parts,
        [Some(Night), Some(Day), Some(Day), Some(Night), Some(Night), None]
    );
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
    let change = |after: &str| ecological_change(number("60"), number(after)).map(|change| change.word.zh);
    let cases = [
        ("60.99", "无明显变化"),
        ("61", "略微变化"),
        ("57", "明显变化"),
        ("68", "显著变化"),
    ];
    for (after, word) in cases {
        assert_eq!(change(after).as_deref(), Some(word), "{after}");
    }
    let quality = |after: &str| ecological_quality_change(number("60"), number(after)).map(|change| change.word.zh);
    assert_eq!(quality("56.01").as_deref(), Some("一般变化"));
    assert_eq!(quality("56").as_deref(), Some("明显变化"));
    let parts = QualityParts {
        pattern: number("60"),
        function: number("70"),
        biodiversity: number("50"),
        stress: number("20"),
    };
    let index = ecological_quality_index(&parts).unwrap();
    assert_eq!(
        (index.value, index.grade.unwrap().zh.as_str()),
        (number("63.6"), "二类")
    );
    let nothing = ForestAreas {
        arbor: Decimal::ONE,
        bamboo: Decimal::ONE,
        special_shrub: Decimal::ONE,
        total: Decimal::ZERO,
    };
    assert!(forest_coverage(&nothing).is_none());
}

#[test]
fn sub_indexes_of_the_ecological_index() {
    let woodland = HabitatArea {
        group: "forest",
        part: "woodland",
        area: number("50"),
    };
    // 511.2642131067 × 0.35 × 0.60 × 50 / 100
    assert_eq!(
        habitat_quality(&[woodland], number("100")).unwrap().value,
        number("53.6827423762035")
    );
    assert_eq!(habitat_quality(&[woodland], number("10")).unwrap().value, number("100"));
    assert!(habitat_quality(&[woodland], Decimal::ZERO).is_err());
    assert!(
        habitat_quality(
            &[HabitatArea {
                part: "moss",
                ..woodland
            }],
            Decimal::ONE
        )
        .is_err()
    );
    let water = WaterNetwork {
        river_length: number("30"),
        water_area: number("2"),
        water_resource: number("40"),
        area: number("100"),
    };
    // (84.3704083981 × 30 + 591.7908642005 × 2 + 86.3869548281 × 40) / 100 / 3
    let network = water_network_density(&water).unwrap().value;
    assert_eq!(network.round_dp(4), number("23.9006"));
    let load = load_index(
        LoadIndex::Pollution,
        &[("COD", number("1000"))],
        number("100"),
        Some(number("1200")),
    );
    // 0.20 × 4.3937397289 × 1000 / 1200
    assert_eq!(load.unwrap().value.round_dp(6), number("0.732290"));
    assert!(load_index(LoadIndex::Pollution, &[("COD", Decimal::ONE)], Decimal::ONE, None).is_err());
}
