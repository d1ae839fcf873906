//! One series looked at by hand: outcomes, summary and the sentences of the reasons.

use std::fmt::Write;

use quality::{InstrumentRange, Outcome, Profile, Reading, Series, Test, evaluate};
use rust_decimal::Decimal;

const HOUR: i64 = 3_600;
/// 2026-03-01T00:00
const START: i64 = 1_772_323_200;

fn reading(hour: i64, value: &'static str, flag: Option<&'static str>) -> Reading<'static> {
    Reading {
        at: START + hour * HOUR,
        value: value.parse().ok(),
        text: value,
        flag,
        recorded: START + (hour + 1) * HOUR,
        ..Reading::default()
    }
}

fn series(instrument: Option<InstrumentRange>) -> Series<'static> {
    Series {
        item: "PM25",
        period: "hour",
        step: Some(HOUR),
        instrument,
    }
}

fn told(readings: &[Reading], instrument: Option<InstrumentRange>, language: fn(&standards::Text) -> &str) -> String {
    let evaluation = evaluate(series(instrument), readings, Profile::proposed().unwrap()).unwrap();
    let mut told = String::new();
    for at in 0..evaluation.len() {
        let summary = evaluation.summary(at);
        let (evaluated, asked) = (summary.evaluated, summary.asked);
        writeln!(told, "{at}: {} ({evaluated} of {asked})", summary.outcome().qartod()).unwrap();
        for finding in evaluation
            .findings(at)
            .iter()
            .filter(|finding| finding.outcome > Outcome::NotEvaluated)
        {
            let says = language(&finding.reason.says);
            writeln!(told, "   {} {}: {says}", finding.outcome.qartod(), finding.test.id()).unwrap();
        }
    }
    told
}

#[test]
fn what_is_wrong_is_said_in_words() {
    let readings = [
        reading(0, "30", Some("N")),
        reading(1, "35.5", Some("M")),
        reading(2, "400", Some("N")),
        reading(3, "31", None),
        reading(4, "", Some("D")),
        Reading {
            at: START + 5 * HOUR + 60,
            minimum: Some(Decimal::from(31)),
            maximum: Some(Decimal::from(40)),
            said_before: Some(Decimal::from(29)),
            ..reading(5, "30", Some("?"))
        },
        Reading {
            recorded: START,
            ..reading(6, "-11", Some("N"))
        },
        Reading {
            newest_before: Some(START + 400 * HOUR),
            ..reading(7, "32", Some("T"))
        },
    ];
    let instrument = InstrumentRange {
        lowest: Some(Decimal::ZERO),
        highest: Some(Decimal::from(300)),
    };
    insta::assert_snapshot!(told(&readings, Some(instrument), |text| &text.en), @r"
    0: 1 (6 of 14)
    1: 4 (8 of 14)
       4 data-flag: data flag 'M': Data produced during maintenance
       3 spike: 35.5 differs by 179.5 from the mean of 30 (2026-03-01 00:00) before and 400 (2026-03-01 02:00) after, more than the suspect threshold (3 > 125)
    2: 4 (8 of 14)
       4 instrument-range: 400 lies outside of the instrument's range 0 … 300
       3 spike: 400 differs by 366.75 from the mean of 35.5 (2026-03-01 01:00) before and 31 (2026-03-01 03:00) after, more than the suspect threshold (3 > 125)
       3 rate: from 35.5 to 400 in 1 h: 364.5, 364.5 an hour, more than the suspect threshold (3 > 190)
    3: 3 (6 of 14)
       3 rate: from 400 to 31 in 1 h: 369, 369 an hour, more than the suspect threshold (3 > 190)
    4: 9 (13 of 14)
       9 missing: there is no value
       4 data-flag: data flag 'D': Analyser fault
       9 physical-range: there is no value
       9 instrument-range: there is no value
       9 order: there is no value
       9 duplicate: there is no value
       9 spike: there is no value
       9 rate: there is no value
       9 flat-line: there is no value
       9 clipped-below-limit: there is no value
       9 repeated-day: there is no value
       9 frozen-digits: there is no value
    5: 4 (6 of 14)
       3 timestamp: the time 2026-03-01 05:01 does not stand on the grid of 1 h
       4 order: 31 ≤ 30 ≤ 40: the order does not hold
       3 duplicate: 29 was said before, 30 later; both are kept
    6: 4 (8 of 14)
       4 timestamp: the time 2026-03-01 06:00 lies 6 h after it was received (2026-03-01 00:00)
       4 physical-range: -11 lies outside of the possible range -10 … 10000
       4 instrument-range: -11 lies outside of the instrument's range 0 … 300
    7: 3 (7 of 14)
       3 data-flag: data flag 'T': Reading above the measuring upper limit
       3 timestamp: said out of order: a value of 2026-03-17 16:00 was known already, 393 h later
    ");
    insta::assert_snapshot!(told(&readings[2..3], Some(instrument), |text| &text.zh), @r"
    0: 4 (6 of 14)
       4 instrument-range: 400 超出仪器量程 0 … 300
    ");
}

#[test]
fn not_evaluated_says_why() {
    let readings = [reading(0, "30", None)];
    let evaluation = evaluate(series(None), &readings, Profile::proposed().unwrap()).unwrap();
    let mut told = String::new();
    for finding in evaluation.findings(0) {
        let rule = finding.reason.rule.as_ref().unwrap();
        writeln!(
            told,
            "{} {}: {} [{}; {}; {:?}]",
            finding.outcome.qartod(),
            finding.test.id(),
            finding.reason.says.en,
            rule.standard,
            rule.clause,
            rule.certainty
        )
        .unwrap();
    }
    insta::assert_snapshot!(told, @r"
    1 missing: there is a value, 30 [QARTOD manual for temperature and salinity; flags; K]
    2 data-flag: no data flag was sent [HJ 212-2017; table 8, and the alphabets named in the table of flags; V2]
    1 timestamp: the time 2026-03-01 00:00 can be true [project; timestamp, from 2000-01-01; PD]
    1 physical-range: 30 lies inside of the possible range -10 … 10000 [field knowledge: what the item can be and usual instruments show; physical-range, from 2000-01-01; K]
    2 instrument-range: the city folder has no instrument range for the item at this point [QARTOD manual for temperature and salinity; test 4; K]
    2 order: neither minimum nor maximum was said for the period [HJ 212-2017; Min, Avg and Max of one period; K]
    1 duplicate: no other value was said [HJ 212-2017; one value for a factor and DataTime; K]
    2 spike: there is no value within 2 h on both sides to compare with [99.9 % of the values of 8 Beijing stations 2013-2016 (UCI Beijing Multi-Site Air Quality), rounded up; spike, from 2000-01-01; PD]
    2 rate: there is no value within 2 h before to compare with [99.9 % of the values of 8 Beijing stations 2013-2016 (UCI Beijing Multi-Site Air Quality), rounded up; rate, from 2000-01-01; PD]
    2 flat-line: there are not 6 values over 12 h without a pause around it, so that it cannot be told [99.99 % of the flat runs of 8 Beijing stations 2013-2016, rounded; CO and SO2 stand long where they are low; flat-line, from 2000-01-01; PD]
    2 clipped-below-limit: the profile has no parameters for the item and period [project; signs of falsified data; PD]
    2 repeated-day: there are not enough values yet to tell [project; repeated-day, from 2000-01-01; PD]
    2 frozen-digits: there are not enough values yet to tell [project; frozen-digits, from 2000-01-01; PD]
    2 silence: evaluated together with the other points of the place [project; limit: GB 3095-2012, class 2, 24 h, held against hours; silence, from 2000-01-01; PD]
    ");
    assert_eq!(evaluation.summary(0).outcome(), Outcome::Passed);
}

#[test]
fn an_unknown_item_is_never_passed() {
    let readings = [reading(0, "30", Some("N"))];
    let unknown = Series {
        item: "x99",
        ..series(None)
    };
    let evaluation = evaluate(unknown, &readings, Profile::proposed().unwrap()).unwrap();
    assert_eq!(evaluation.outcome(Test::PhysicalRange, 0), Outcome::NotEvaluated);
    assert_eq!(evaluation.summary(0).outcome(), Outcome::NotEvaluated);
}

#[test]
fn the_parameters_are_those_of_the_day() {
    let text = "edition = 'x'\n\
        [[set]]\ntest = 'physical-range'\nfrom = 2000-01-01\ncertainty = 'PD'\nsource = 's'\nhighest = '100'\n\
        [[set]]\ntest = 'physical-range'\nfrom = 2026-03-02\ncertainty = 'V1'\nsource = 's'\nhighest = '20'\n";
    let profile = Profile::read(text).unwrap();
    let readings = [reading(23, "30", None), reading(24, "30", None)];
    let evaluation = evaluate(series(None), &readings, &profile).unwrap();
    assert_eq!(evaluation.outcome(Test::PhysicalRange, 0), Outcome::Passed);
    assert_eq!(evaluation.outcome(Test::PhysicalRange, 1), Outcome::Failed);
    let rule = evaluation.finding(Test::PhysicalRange, 1).reason.rule.unwrap();
    assert_eq!(rule.clause, "physical-range, from 2026-03-02");
}

#[test]
fn numbers_too_long_for_a_column_are_still_held_against_their_range() {
    let readings = [
        reading(0, "12345678901234567890", None),
        reading(1, "1.000000000001", None),
    ];
    let evaluation = evaluate(series(None), &readings, Profile::proposed().unwrap()).unwrap();
    assert_eq!(evaluation.outcome(Test::PhysicalRange, 0), Outcome::Failed);
    assert_eq!(evaluation.outcome(Test::PhysicalRange, 1), Outcome::Passed);
    let spike = evaluation.finding(Test::Spike, 1);
    assert_eq!(spike.outcome, Outcome::NotEvaluated);
    assert!(
        spike.reason.says.en.contains("too many digits"),
        "{}",
        spike.reason.says.en
    );
}

#[test]
fn below_detection_is_neither_passed_nor_missing() {
    for text in ["<0.025", "0.025L", "未检出", "nd"] {
        let readings = [Reading {
            value: None,
            ..reading(0, text, None)
        }];
        let evaluation = evaluate(series(None), &readings, Profile::proposed().unwrap()).unwrap();
        assert_eq!(evaluation.summary(0).outcome(), Outcome::NotEvaluated, "{text}");
        let says = evaluation.finding(Test::Missing, 0).reason.says.en;
        assert!(says.starts_with("below detection"), "{text}: {says}");
    }
    let readings = [Reading {
        value: None,
        ..reading(0, "NA", None)
    }];
    let evaluation = evaluate(series(None), &readings, Profile::proposed().unwrap()).unwrap();
    assert_eq!(evaluation.summary(0).outcome(), Outcome::Missing);
}

#[test]
fn readings_out_of_order_are_refused() {
    let readings = [reading(1, "1", None), reading(0, "1", None)];
    let refused = evaluate(series(None), &readings, Profile::proposed().unwrap())
        .err()
        .unwrap();
    assert!(refused.to_string().contains("sort the series"), "{refused}");
}
