//! Land: the worked examples of GH-3 and SOIL-8.

use rules::land::{forest_cover, growth, holds_floor, kg_per_ha, public_welfare_share};
use rules::profile::shipped;

use crate::clock::day;
use crate::responsibility::{number, told};

#[test]
fn gh_3_the_forest_floor() {
    let parameters = shipped("green_heart").unwrap().at(day("2019-06-01"));
    let first = forest_cover(number("8420"), number("13482"));
    let second = forest_cover(number("8415"), number("13482"));
    assert_eq!((first, second), (Some(number("62.454")), Some(number("62.417"))));
    let found = holds_floor(parameters, second, first, first).unwrap();
    assert_eq!(found.value, Some(false));
    insta::assert_snapshot!(found.reason.says.zh, @"森林覆盖率62.417%，较底线62.454%变化-0.037个百分点：跌破底线，列入督查");
    assert_eq!(holds_floor(parameters, first, first, None).unwrap().value, Some(true));
    let within = forest_cover(number("8418"), number("13482"));
    assert_eq!(holds_floor(parameters, within, first, first).unwrap().value, Some(true));
    assert_eq!(holds_floor(parameters, None, first, first).unwrap().value, None);
    assert_eq!(
        told(public_welfare_share(number("12850"), number("13000")).value),
        "98.85"
    );
    assert_eq!(forest_cover(number("1"), number("0")), None);
}

#[test]
fn soil_8_zero_growth() {
    let over = |used: &str, before: &str| told(growth(used.parse().ok(), before.parse().ok()).value);
    assert_eq!(over("80900", "81200"), "0.00");
    assert_eq!(over("81260", "81200"), "60.00");
    assert_eq!(over("", "81200"), "unknown");
    insta::assert_snapshot!(growth(Some(number("81260")), Some(number("81200"))).reason.says.en, @"81260 t is 60 t more than 81200 t: missed");
    assert_eq!(told(kg_per_ha(number("81000"), number("250000"))), "324.00");
    assert_eq!(kg_per_ha(number("81000"), number("0")), None);
}
