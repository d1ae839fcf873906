//! Rivers, lakes, cities and changes, at the edges that the worked cases leave out.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::item::{ItemDef, by_code};
use standards::trend::{Direction, PERIODS_MAX, Significance, spearman};
use standards::water::{
    WaterBody, WaterClass, change_by_grade, change_by_shares, city_index, city_index_change, city_index_combined,
    city_index_item, judge_few_sections, judge_river, judge_section, river_main_pollutants, trophic_item,
    trophic_state,
};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, 1).unwrap()
}

fn item(code: &str) -> &'static ItemDef {
    by_code(code).unwrap()
}

fn section(given: &[(&str, &str)]) -> Vec<(&'static ItemDef, Decimal)> {
    given.iter().map(|(code, value)| (item(code), number(value))).collect()
}

fn classes(ranks: &[u8]) -> Vec<WaterClass> {
    ranks.iter().map(|rank| WaterClass::from_rank(*rank).unwrap()).collect()
}

#[test]
fn a_value_at_a_limit_meets_it_and_just_beyond_does_not() {
    let cases = [
        (WaterBody::River, "CODMN", "6", 3),
        (WaterBody::River, "CODMN", "6.0000001", 4),
        (WaterBody::River, "DO", "5", 3),
        (WaterBody::River, "DO", "4.9999999", 4),
        (WaterBody::River, "DO", "0", 6),
        (WaterBody::River, "PH", "6", 1),
        (WaterBody::River, "PH", "9", 1),
        (WaterBody::River, "PH", "5.99", 6),
        (WaterBody::River, "TP", "0.2", 3),
        (WaterBody::Lake, "TP", "0.05", 3),
        (WaterBody::Lake, "TP", "0.2", 5),
        (WaterBody::River, "CU", "1.0", 2),
        (WaterBody::River, "CU", "1.01", 6),
        (WaterBody::River, "HG", "0.00005", 1),
        (WaterBody::River, "LAS", "0.3", 4),
    ];
    for (body, code, value, rank) in cases {
        let verdict = judge_section(today(), body, &section(&[(code, value)]));
        assert_eq!(verdict.class.map(WaterClass::rank), Some(rank), "{code} {value}");
    }
}

#[test]
fn main_pollutants_keep_their_order() {
    let names = |given: &[(&str, &str)]| -> String {
        let verdict = judge_section(today(), WaterBody::River, &section(given));
        let named = verdict.main_pollutants.iter().map(|one| match one.multiple {
            Some(multiple) => format!("{} {multiple}", one.item.code),
            None => one.item.code.to_owned(),
        });
        named.collect::<Vec<_>>().join(", ")
    };
    let cases = [
        // Within one class an item without a multiple comes last; then the order of the table.
        (
            vec![("DO", "4"), ("CODMN", "7"), ("COD", "23.5")],
            "COD 0.2, CODMN 0.2, DO",
        ),
        (
            vec![("TP", "0.3"), ("NH3N", "1.5"), ("COD", "30")],
            "COD 0.5, NH3N 0.5, TP 0.5",
        ),
        // Heavy metals and cyanide above class III are named besides the first three; fluoride is not.
        (
            vec![
                ("CODMN", "16"),
                ("COD", "45"),
                ("NH3N", "2.4"),
                ("CD", "0.006"),
                ("F", "1.2"),
            ],
            "CODMN 1.7, NH3N 1.4, COD 1.2, CD 0.2",
        ),
        (vec![("TP", "0.2")], ""),
    ];
    for (given, expected) in cases {
        assert_eq!(names(&given), expected);
    }
}

#[test]
fn a_river_by_shares_needs_five_sections() {
    let cases = [
        (vec![], None),
        (vec![1, 2, 3, 3], None),
        (vec![1, 2, 3, 3, 4], Some("良好")),
        (vec![1, 2, 3, 3, 3], Some("优")),
        // 89.47 % is not 90 %, although it would be if rounded to tens.
        ([vec![2; 17], vec![4; 2]].concat(), Some("良好")),
        (vec![4, 4, 4, 4, 6], Some("中度污染")),
        (vec![6, 6, 6, 6, 6], Some("重度污染")),
    ];
    for (ranks, word) in cases {
        let river = judge_river(&classes(&ranks));
        assert_eq!(
            river.grade.map(|grade| grade.word.zh).as_deref(),
            word,
            "{ranks:?}: {}",
            river.reason.says.zh
        );
    }
    let sections = [section(&[("TP", "0.1"), ("NH3N", "2")]), section(&[("TP", "0.4")])];
    let few = judge_few_sections(today(), WaterBody::River, &sections);
    assert_eq!(few.river.class, Some(WaterClass::V));
    assert_eq!(few.means.len(), 2);
}

#[test]
fn pollutants_of_a_river_are_ranked_by_rate() {
    let exceeding = [
        (item("TP"), 3),
        (item("COD"), 3),
        (item("NH3N"), 1),
        (item("BOD5"), 0),
        (item("CODMN"), 2),
    ];
    let main = river_main_pollutants(today(), 7, &exceeding);
    let told: Vec<_> = main
        .iter()
        .map(|one| format!("{} {}", one.item.code, one.rate_percent))
        .collect();
    assert_eq!(told, ["COD 42.9", "TP 42.9", "CODMN 28.6"]);
    assert!(river_main_pollutants(today(), 0, &exceeding).is_empty());
}

#[test]
fn changes_and_the_larger_of_two() {
    let grade = |before, after| {
        change_by_grade(
            WaterClass::from_rank(before).unwrap(),
            WaterClass::from_rank(after).unwrap(),
        )
    };
    let grades = [
        (1, 2, "无明显变化"),
        (2, 3, "有所变差"),
        (3, 2, "有所好转"),
        (2, 4, "明显变差"),
        (6, 1, "明显好转"),
    ];
    for (before, after, word) in grades {
        assert_eq!(grade(before, after).word.zh, word, "{before} to {after}");
    }
    let shares =
        |difference: &str| change_by_shares((Decimal::ZERO, number(difference)), (Decimal::ZERO, Decimal::ZERO));
    let cases = [
        ("10", "无明显变化"),
        ("10.1", "有所好转"),
        ("20", "有所好转"),
        ("20.1", "明显好转"),
        ("-10.1", "有所变差"),
        ("-20.1", "明显变差"),
    ];
    for (difference, word) in cases {
        assert_eq!(shares(difference).unwrap().1.word.zh, word, "{difference}");
    }
    let larger = grade(2, 3).or_larger(shares("-30").unwrap().1);
    assert_eq!(larger.word.zh, "明显变差");
    assert!(change_by_shares((Decimal::MIN, Decimal::MAX), (Decimal::ZERO, Decimal::ZERO)).is_none());
}

#[test]
fn trends_with_ties_gaps_in_the_table_and_too_few_periods() {
    let of = |values: &[i64]| values.iter().map(|value| Decimal::from(*value)).collect::<Vec<_>>();
    let told = |values: &[i64]| {
        let trend = spearman(&of(values), Significance::FivePercent);
        format!(
            "{:?} {:?} | {}",
            trend.coefficient_published(),
            trend.direction,
            trend.reason.says.en
        )
    };
    insta::assert_snapshot!(
        [told(&[1, 2, 3, 4]), told(&[1, 2, 2, 3, 4]), told(&[7, 7, 7, 7, 7]), told(&[9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1])].join("\n"),
        @"
    None None | trend unknown: 4 periods, 5 to 10000 are needed
    Some(0.9747) Some(Rising) | rank correlation rs=0.9747 (N=5), |rs| > critical value 0.9 (N=5) → significantly rising
    Some(0) Some(Stable) | rank correlation rs=0.0000 (N=5), |rs| ≤ critical value 0.9 (N=5) → no significant trend (stable)
    Some(-1) Some(Falling) | rank correlation rs=-1.0000 (N=11), |rs| > critical value 0.564 (N=10) → significantly falling
    "
    );
    // Equal values throughout are no trend, however many there are.
    assert_eq!(
        spearman(&[Decimal::ONE; 30], Significance::FivePercent).direction,
        Some(Direction::Stable)
    );
    let long = of(&(0..100).collect::<Vec<_>>());
    assert_eq!(
        spearman(&long, Significance::OnePercent).direction,
        Some(Direction::Rising)
    );
    assert_eq!(
        spearman(&vec![Decimal::ONE; PERIODS_MAX + 1], Significance::OnePercent).direction,
        None
    );
}

#[test]
fn trophic_states_and_what_cannot_be_one() {
    let full = [
        ("CHLA", "0.0085"),
        ("TP", "0.035"),
        ("TN", "0.82"),
        ("SD", "1.4"),
        ("CODMN", "3.2"),
    ];
    let state = trophic_state(&section(&full));
    assert_eq!(state.word.map(|word| word.zh).as_deref(), Some("中营养"));
    let part = trophic_state(&section(&[("CHLA", "0.0085"), ("TP", "0"), ("NH3N", "1")]));
    insta::assert_snapshot!(part.reason.says.zh, @"综合营养状态指数 48.24：中营养（缺总磷、总氮、透明度、高锰酸盐指数）");
    assert_eq!(trophic_state(&[]).index, None);
    assert_eq!(trophic_item(item("NH3N"), Decimal::ONE), None);
    assert_eq!(trophic_item(item("TP"), Decimal::NEGATIVE_ONE), None);
    assert_eq!(trophic_item(item("SD"), Decimal::ONE), Some(number("51.18")));
}

#[test]
fn city_indexes_take_the_evaluated_items_only() {
    let index = |code: &str, value: &str| city_index_item(today(), WaterBody::Lake, item(code), number(value));
    assert_eq!(index("TP", "0.05"), Some(Decimal::ONE));
    assert_eq!(index("PH", "9"), Some(Decimal::ONE));
    assert_eq!(index("PH", "6"), Some(Decimal::ONE));
    assert_eq!(index("PH", "7"), Some(Decimal::ZERO));
    assert_eq!(index("TN", "1"), None);
    assert_eq!(index("DO", "0"), None);
    assert_eq!(city_index(today(), WaterBody::Lake, &[]).value, None);
    assert_eq!(city_index_combined((Decimal::ONE, 0), (Decimal::ONE, 0)), None);
    assert_eq!(city_index_change(Decimal::ONE, Decimal::ZERO), None);
}
