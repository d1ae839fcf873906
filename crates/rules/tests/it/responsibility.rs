//! Chiefs and matters: every worked example of RESP-1, RESP-2, RESP-3 and RESP-4, and what is unknown.

use chrono::NaiveDate;
use rules::clock::{Due, Window};
use rules::profile::{InForce, shipped};
use rules::responsibility::Level;
use rules::responsibility::coverage::{Assignment, Segment, administrative, basin, enterprise, is_full, social};
use rules::responsibility::matter::{Action, State, Urgency, answer_by, finish_by, may_edit, may_return_duty, next};
use rules::responsibility::patrol::{Duty, frequency};
use rules::responsibility::validity::{Patrol, judge};
use rust_decimal::Decimal;
use standards::Certainty;

use crate::clock::{calendar, day, moment, rows};

pub fn number(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|_| panic!("'{text}' is no number"))
}

fn parameters() -> InForce<'static> {
    shipped("responsibility").unwrap().at(day("2019-06-01"))
}

pub fn told(value: Option<Decimal>) -> String {
    value.map_or_else(|| "unknown".to_owned(), |value| format!("{value:.2}"))
}

/// A yes or no or unknown, `count` times.
fn flags(yes: usize, all: usize) -> impl Iterator<Item = Option<bool>> {
    (0..all).map(move |at| Some(at < yes))
}

pub fn segment(id: &str, km: &str) -> Segment {
    Segment {
        id: id.to_owned(),
        level: Level::County,
        length_km: km.parse().ok(),
    }
}

pub fn chief(segment: &str, from: &str, left: Option<&str>) -> Assignment {
    Assignment {
        segment: segment.to_owned(),
        from: day(from),
        left: left.map(day),
    }
}

#[test]
fn resp_1_coverage() {
    let segments = [
        segment("a", "12.0"),
        segment("b", "8.5"),
        segment("c", "20.5"),
        segment("d", "20.0"),
    ];
    let mut chiefs = vec![
        chief("a", "2018-01-01", None),
        chief("b", "2018-01-01", Some("2019-02-01")),
        chief("c", "2018-01-01", None),
        chief("d", "2018-01-01", None),
    ];
    let on = day("2019-03-11");
    let coverage = administrative(&segments, &chiefs, Level::County, on);
    assert_eq!(told(coverage.percent.value), "86.07");
    assert_eq!(coverage.vacant, [("b".to_owned(), Some(day("2019-02-01")))]);
    insta::assert_snapshot!(coverage.percent.reason.says.zh, @"县级行政河长覆盖率：52.5 ÷ 61 = 86.07%");
    insta::assert_snapshot!(coverage.percent.reason.because[0].says.en, @"b is vacant since 2019-02-01");
    assert_eq!(told(enterprise(flags(17, 20)).value), "85.00");
    assert_eq!(told(social(flags(45, 48)).value), "93.75");
    assert_eq!(told(basin(flags(2, 2)).value), "100.00");
    // Two chiefs of one level are an error, not coverage.
    chiefs.push(chief("a", "2019-01-01", None));
    let doubled = administrative(&segments, &chiefs, Level::County, on);
    assert_eq!(doubled.doubled, ["a"]);
    assert_eq!(told(doubled.percent.value), "66.39");
    // A segment that never had one; and one that nobody measured.
    let never = administrative(&segments, &[], Level::County, on);
    assert_eq!(never.vacant.len(), 4);
    assert_eq!(never.vacant[0].1, None);
    let unmeasured = administrative(&[segment("a", "12"), segment("e", "")], &chiefs, Level::County, on);
    assert_eq!(told(unmeasured.percent.value), "unknown");
    assert_eq!(told(social(std::iter::once(None)).value), "unknown");
    // Nothing to cover is not covered.
    assert_eq!(
        told(administrative(&[], &chiefs, Level::City, on).percent.value),
        "unknown"
    );
}

#[test]
fn resp_1_full_coverage_is_every_rate() {
    let rates = |numbers: &[usize]| numbers.iter().map(|yes| social(flags(*yes, 100))).collect::<Vec<_>>();
    assert_eq!(is_full(&rates(&[100, 100, 95, 90])).value, Some(false));
    assert_eq!(is_full(&rates(&[100, 100, 100, 100])).value, Some(true));
    let mut open = rates(&[100, 100, 100]);
    open.push(social(std::iter::once(None)));
    assert_eq!(is_full(&open).value, None);
    open.extend(rates(&[90]));
    assert_eq!(is_full(&open).value, Some(false));
    assert_eq!(is_full(&[]).value, None);
}

#[test]
fn resp_2_windows() {
    for row in rows(include_str!("cases/patrols.csv")) {
        let [example, variant, level, heavier, from, first, last, days, expected] = row[..] else {
            panic!("{row:?}");
        };
        let duty = Duty {
            level: Level::from_word(level.trim_start_matches("general-")).unwrap(),
            general: level.starts_with("general-"),
            heavier: heavier == "yes",
            from: day(from),
            to: None,
        };
        let valid: Vec<NaiveDate> = days.split_whitespace().map(day).collect();
        let span = Window {
            first: day(first),
            last: day(last),
        };
        let found = frequency(parameters().variant(variant), &duty, &valid, span).unwrap();
        assert_eq!(told(found.percent.value), expected, "{example}");
    }
}

#[test]
fn resp_2_says_which_window_lacks_a_patrol() {
    let duty = Duty {
        level: Level::Township,
        general: false,
        heavier: false,
        from: day("2018-01-01"),
        to: None,
    };
    let valid = ["2019-03-03", "2019-03-09", "2019-03-22"].map(day);
    let span = Window {
        first: day("2019-03-01"),
        last: day("2019-03-31"),
    };
    let found = frequency(parameters(), &duty, &valid, span).unwrap().percent;
    insta::assert_snapshot!(found.reason.says.zh, @"巡河频次达标率：2 ÷ 3 = 66.67%");
    insta::assert_snapshot!(found.reason.because[1].says.zh, @"2019-03-11至2019-03-20：应巡 1 次，有效 0 次");
    assert_eq!(found.reason.weakest(), Some(Certainty::PD));
}

#[test]
fn resp_3_validity() {
    let table = [
        // variant, level, minutes, km, hours since the last when self-started, valid, doubts
        (
            "V-B",
            Level::Township,
            "35",
            "1.6",
            None,
            Some(false),
            "length 1.6 km is below 2 km",
        ),
        (
            "V-B",
            Level::Township,
            "35",
            "2.5",
            Some(95),
            Some(false),
            "time since the last patrol 95 hours is below 96 hours",
        ),
        ("V-B", Level::Township, "35", "2.5", Some(96), Some(true), ""),
        ("V-B", Level::County, "35", "1.6", None, Some(true), ""),
        (
            "V-A",
            Level::Village,
            "4",
            "0.500",
            None,
            Some(false),
            "duration 4 min is below 5 min",
        ),
        ("V-A", Level::Village, "5", "0.300", None, Some(true), ""),
        ("V-A", Level::Village, "5", "", None, None, "length is not recorded"),
        (
            "V-A",
            Level::Village,
            "4",
            "",
            None,
            Some(false),
            "duration 4 min is below 5 min; length is not recorded",
        ),
        (
            "V-A",
            Level::Village,
            "30",
            "21",
            None,
            Some(false),
            "mean speed 42 km/h is above 40 km/h",
        ),
        ("V-A", Level::Village, "30", "20", None, Some(true), ""),
    ];
    let begin = moment("2019-06-05T09:00");
    for (variant, level, minutes, km, gap, valid, expected) in table {
        let patrol = Patrol {
            begin,
            minutes: minutes.parse().ok(),
            length_km: km.parse().ok(),
            self_started: gap.is_some(),
            near_percent: None,
        };
        let previous = gap.map(|hours| begin - chrono::TimeDelta::hours(hours));
        let judged = judge(parameters().variant(variant), level, &patrol, previous).unwrap();
        let doubts: Vec<&str> = judged.doubts.iter().map(|doubt| doubt.says.en.as_str()).collect();
        assert_eq!(
            (judged.valid, doubts.join("; ").as_str()),
            (valid, expected),
            "{variant} {minutes} {km}"
        );
    }
    let astray = Patrol {
        begin,
        minutes: Some(number("30")),
        length_km: Some(number("3")),
        self_started: false,
        near_percent: Some(number("59.9")),
    };
    let judged = judge(parameters(), Level::County, &astray, None).unwrap();
    assert_eq!(judged.valid, Some(false));
    insta::assert_snapshot!(judged.doubts[0].says.zh, @"河段附近的轨迹点 59.9 % 低于 60 %");
}

#[test]
fn resp_4_limits() {
    let assigned = moment("2019-03-11T09:00");
    for (at, allowed) in [("2019-03-12T08:59", true), ("2019-03-12T09:01", false)] {
        assert_eq!(
            may_return_duty(parameters(), assigned, moment(at)).unwrap().value,
            Some(allowed),
            "{at}"
        );
    }
    let sent = moment("2019-03-11T09:00");
    let edit = |at: &str, handled| may_edit(parameters(), sent, moment(at), handled).unwrap();
    assert_eq!(edit("2019-03-11T10:00", false).value, Some(true));
    assert_eq!(edit("2019-03-11T10:01", false).value, Some(false));
    assert_eq!(edit("2019-03-11T09:10", true).value, Some(false));
    insta::assert_snapshot!(edit("2019-03-11T10:01", false).reason.says.zh, @"已过1小时，截止2019-03-11 10:00");
    let calendar = calendar();
    let finish = |urgency, set, complaint| {
        finish_by(parameters(), assigned, urgency, set, complaint, &calendar)
            .unwrap()
            .value
    };
    assert_eq!(finish(Urgency::Urgent, None, None), Some(Due::Day(day("2019-03-18"))));
    assert_eq!(finish(Urgency::Ordinary, None, None), Some(Due::Day(day("2019-04-01"))));
    assert_eq!(
        finish(Urgency::Emergency, None, None),
        Some(Due::Moment(moment("2019-03-12T09:00")))
    );
    let chief = Due::Day(day("2019-03-20"));
    let complaint = Due::Day(day("2019-03-19"));
    assert_eq!(finish(Urgency::Urgent, Some(chief), None), Some(chief));
    assert_eq!(finish(Urgency::Urgent, Some(chief), Some(complaint)), Some(complaint));
    let answer = answer_by(parameters(), assigned).unwrap().value;
    assert_eq!(answer, Some(Due::Moment(moment("2019-03-11T11:00"))));
    // The year without calendar gives no date.
    let late = finish_by(
        parameters(),
        moment("2019-12-30T09:00"),
        Urgency::Urgent,
        None,
        None,
        &calendar,
    )
    .unwrap();
    assert_eq!(late.value, None);
}

#[test]
fn resp_4_states() {
    let mut state = State::Undertaken;
    let mut numbers = Vec::new();
    for action in [
        Action::Complete,
        Action::ReturnReview,
        Action::Undertake,
        Action::Complete,
        Action::Archive,
    ] {
        numbers.push(state.number());
        state = next(state, action).value.unwrap();
    }
    numbers.push(state.number());
    assert_eq!(numbers, [3, 5, 6, 4, 5, 7]);
    assert_eq!(next(State::Assigned, Action::Urge).value, None);
    insta::assert_snapshot!(next(State::Assigned, Action::Urge).reason.says.en, @"state 1 does not allow urge");
    let moves: usize = State::ALL
        .iter()
        .map(|state| {
            Action::ALL
                .iter()
                .filter(|action| next(*state, **action).value.is_some())
                .count()
        })
        .sum();
    assert_eq!(moves, 13);
}
