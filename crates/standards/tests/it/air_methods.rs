//! A year of air and its limits, at the edges that the worked cases leave out.

use rust_decimal::Decimal;
use standards::air::{
    AirLimits, YearStatistics, composite_index, judge_year_attainment, limits_on, o3_8h_max, year_percentile,
};
use standards::item::{ItemDef, by_code};
use standards::percentile::percentile;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn item(code: &str) -> &'static ItemDef {
    by_code(code).unwrap()
}

#[test]
fn limits_follow_the_day() {
    let cases = [
        ("2015-06-01", AirLimits::Of2012, "75", "35"),
        ("2026-02-28", AirLimits::Of2012, "75", "35"),
        ("2026-03-01", AirLimits::Transition2026, "60", "30"),
        ("2030-12-31", AirLimits::Transition2026, "60", "30"),
        ("2031-01-01", AirLimits::Final2026, "50", "25"),
    ];
    for (day, limits, daily, yearly) in cases {
        assert_eq!(limits_on(day.parse().unwrap()), limits, "{day}");
        assert_eq!(limits.limit(item("PM25"), "day"), Some(number(daily)));
        assert_eq!(limits.limit(item("PM25"), "year"), Some(number(yearly)));
    }
    assert_eq!(AirLimits::Of2012.limit(item("TP"), "day"), None);
}

fn year(pm25_mean: Option<&str>, ozone: Option<&str>) -> Vec<YearStatistics> {
    let mean = |code: &str, mean: Option<&str>, percentile: Option<&str>| YearStatistics {
        item: item(code),
        mean: mean.map(number),
        percentile: percentile.map(number),
    };
    vec![
        mean("SO2", Some("8"), Some("16")),
        mean("NO2", Some("26"), Some("58")),
        mean("PM10", Some("58"), Some("118")),
        mean("PM25", pm25_mean, Some("58")),
        mean("CO", None, Some("1.1")),
        mean("O3_8H", None, ozone),
    ]
}

#[test]
fn a_year_attains_fails_or_is_unknown() {
    let cases = [
        (year(Some("30"), Some("160")), Some(true), ""),
        (year(Some("30.01"), Some("160")), Some(false), "PM25 0.00"),
        (year(Some("33"), Some("200")), Some(false), "PM25 0.10, O3_8H 0.25"),
        (year(Some("30"), None), None, ""),
        (year(None, Some("200")), Some(false), "O3_8H 0.25"),
        (vec![], None, ""),
    ];
    for (given, attained, failing) in cases {
        let judged = judge_year_attainment(AirLimits::Transition2026, &given);
        let told: Vec<_> = judged
            .failing
            .iter()
            .map(|(item, multiple)| format!("{} {multiple:.2}", item.code))
            .collect();
        assert_eq!(
            (judged.attained, told.join(", ").as_str()),
            (attained, failing),
            "{}",
            judged.reason.says.zh
        );
    }
    assert_eq!(year_percentile(AirLimits::Of2012, item("O3_8H")), Some(number("90")));
    assert_eq!(year_percentile(AirLimits::Final2026, item("SO2")), Some(number("98")));
}

#[test]
fn a_composite_index_needs_all_six() {
    let given: Vec<_> = [
        ("SO2", "9"),
        ("NO2", "28"),
        ("PM10", "63"),
        ("PM25", "35.4"),
        ("CO", "1.25"),
        ("O3_8H", "152"),
    ]
    .into_iter()
    .map(|(code, value)| (item(code), number(value)))
    .collect();
    // 35.4 is first rounded to 35 and 1.25 to 1.2, so the index is that of the round figures.
    let index = composite_index(AirLimits::Of2012, &given);
    assert_eq!(index.value, Some(number("4.00")));
    assert_eq!(index.main.iter().map(|item| item.code).collect::<Vec<_>>(), ["PM25"]);
    let short = composite_index(AirLimits::Of2012, &given[1..]);
    assert_eq!(short.value, None);
    insta::assert_snapshot!(short.reason.says.en, @"composite index unknown: not all six pollutants are there");
}

#[test]
fn percentiles_at_the_ends() {
    let values: Vec<Decimal> = [5, 1, 3].map(Decimal::from).to_vec();
    let cases = [
        ("0", Some("1")),
        ("50", Some("3")),
        ("100", Some("5")),
        ("101", None),
        ("-1", None),
    ];
    for (p, expected) in cases {
        assert_eq!(percentile(&values, number(p)), expected.map(number), "{p}");
    }
    assert_eq!(percentile(&[], number("50")), None);
    assert_eq!(percentile(&[Decimal::MAX, Decimal::MIN], number("50")), None);
}

#[test]
fn hours_that_were_not_even_listed_are_missing_hours() {
    let day = "2024-05-01".parse().unwrap();
    let listed: Vec<Option<Decimal>> = vec![Some(number("100")); 22];
    let mut padded = listed.clone();
    padded.resize(24, None);
    assert_eq!(o3_8h_max(day, &listed), o3_8h_max(day, &padded));
    assert_eq!(o3_8h_max(day, &listed).count, 17);
}
