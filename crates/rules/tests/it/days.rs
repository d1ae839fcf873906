//! Years of air: the worked examples of ASM-1, ASM-8 and AIR-8.

use chrono::{Datelike, NaiveDate};
use rules::target::{Attainment, judge_good_days, judge_heavy_days};
use rust_decimal::Decimal;
use standards::air::{YearAir, judge_year};
use standards::{Certainty, Citation};

/// A whole year in which the first `good` days have AQI 50, the next `heavy` 250, the rest 120; `missing` days at the end have none.
fn year(year: i32, good: usize, heavy: usize, missing: usize) -> YearAir {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| day.year() == year).collect();
    let measured = days.len() - missing;
    let index = |number: usize| match number {
        number if number >= measured => None,
        number if number < good => Some(50),
        number if number < good + heavy => Some(250),
        _ => Some(120),
    };
    let days: Vec<_> = days
        .iter()
        .enumerate()
        .map(|(number, day)| (*day, index(number)))
        .collect();
    judge_year(year, &days)
}

#[test]
fn the_share_of_good_days_is_compared_unrounded() {
    let table = [
        (2018, 293, 0, Attainment::Met, Some("80.27 %")),
        (2020, 292, 0, Attainment::Missed, Some("79.78 %")),
        (2020, 293, 0, Attainment::Met, Some("80.05 %")),
        (2018, 292, 0, Attainment::Met, Some("80.00 %")),
        (2018, 291, 0, Attainment::Missed, Some("79.73 %")),
        (2018, 300, 60, Attainment::NotEnoughData, None),
    ];
    for (number, good, missing, attainment, figure) in table {
        let judged = judge_good_days(Decimal::from(80), &year(number, good, 0, missing));
        assert_eq!(judged.attainment, attainment, "{number} {good} {missing}");
        assert_eq!(
            judged.figure.as_ref().map(|figure| figure.en.as_str()),
            figure,
            "{number} {good} {missing}"
        );
    }
}

#[test]
fn a_short_year_says_what_there_is_and_what_it_needs() {
    let judged = judge_good_days(Decimal::from(80), &year(2018, 200, 0, 100));
    insta::assert_snapshot!(judged.reason.says.zh, @"2018年有效天数 265 天，全年评价需要 324 天，其中 4 个月不足：有效数据不足，不能判定");
    insta::assert_snapshot!(judged.reason.says.en, @"2018: 265 valid days, a year needs 324, 4 months are short: not enough valid data");
}

#[test]
fn heavy_days_above_the_limit_are_certain_before_the_year_is_complete() {
    let reading = Citation::new("AIR-8", "S07-23", Certainty::PD);
    let table = [
        (1, 0, Attainment::Met),
        (0, 0, Attainment::Met),
        (2, 0, Attainment::Missed),
        (3, 0, Attainment::Missed),
        (1, 200, Attainment::NotEnoughData),
        (2, 200, Attainment::Missed),
    ];
    for (heavy, missing, attainment) in table {
        let judged = judge_heavy_days(Decimal::ONE, &reading, &year(2018, 100, heavy, missing));
        assert_eq!(judged.attainment, attainment, "{heavy} {missing}");
        let relies_on_the_reading = judged.reason.weakest() == Some(Certainty::PD);
        assert_eq!(
            relies_on_the_reading,
            attainment != Attainment::NotEnoughData,
            "{heavy} {missing}"
        );
    }
    let judged = judge_heavy_days(Decimal::ONE, &reading, &year(2018, 100, 2, 200));
    insta::assert_snapshot!(judged.reason.says.en, @"2018: 2 heavily polluted days > 1 (with incomplete data, certain already): missed");
}
