//! Public participation: every worked example of PUB-1, PUB-2, PUB-3, PUB-4, PUB-5, PUB-6 and PUB-7.

use rules::profile::{InForce, shipped};
use rules::public::complaint::{Complaint, Step, due_of, in_time, merged_into, repeat};
use rules::public::disclosure::{masked, on_time, publish_by, remove_by};
use rules::public::green_unit::{is_kept, named_rate, recheck_due};
use rules::public::reward::{Outcome, reward};
use rules::public::satisfaction::{mean, sample_size};
use rules::public::volunteer::{Record, hours, hours_per_person};

use crate::clock::{calendar, day, moment};
use crate::responsibility::{number, told};

fn parameters() -> InForce<'static> {
    shipped("public").unwrap().at(day("2019-06-01"))
}

#[test]
fn pub_1_limits() {
    let table = [
        (Step::AcceptNotice, "", "2019-03-11T10:00", "end of 2019-03-26"),
        (Step::Finish, "", "2019-03-15T10:00", "end of 2019-05-14"),
        (Step::FinishExtended, "", "2019-03-15T10:00", "end of 2019-06-13"),
        (Step::AskReview, "", "2019-05-14T10:00", "end of 2019-06-13"),
        (
            Step::AcceptNoticeApp,
            "campaign",
            "2019-03-15T10:00",
            "end of 2019-03-19",
        ),
        (
            Step::AcceptNoticePhone,
            "campaign",
            "2019-03-15T10:00",
            "end of 2019-03-20",
        ),
        (Step::Begin, "campaign", "2019-03-15T10:00", "end of 2019-03-19"),
        (Step::Finish, "campaign", "2019-03-15T10:00", "end of 2019-04-14"),
        (Step::ObjectReferral, "", "2019-03-15T10:00", "end of 2019-03-22"),
        (Step::DecideReview, "", "2019-03-15T10:00", "end of 2019-04-14"),
        (Step::AskRecheck, "", "2019-03-15T10:00", "end of 2019-04-14"),
        (Step::DecideRecheck, "", "2019-03-15T10:00", "end of 2019-04-14"),
        (Step::UrgentOnSite, "", "2019-03-15T10:00", "2019-03-15 12:00"),
        (Step::UrgentReport, "", "2019-03-15T23:00", "2019-03-16 03:00"),
    ];
    for (step, variant, from, expected) in table {
        let found = due_of(parameters().variant(variant), step, moment(from), &calendar()).unwrap();
        assert_eq!(found.value.unwrap().text().en, expected, "{step:?}");
    }
    // Outside a campaign an app has no limit of its own.
    assert!(
        due_of(
            parameters(),
            Step::AcceptNoticeApp,
            moment("2019-03-15T10:00"),
            &calendar()
        )
        .is_err()
    );
}

#[test]
fn pub_2_rates_and_merging() {
    assert_eq!(told(in_time(240, 231).value), "96.25");
    assert_eq!(told(repeat(231, 12).value), "5.19");
    assert_eq!(told(in_time(0, 0).value), "unknown");
    let complaint = |number: &str, person: Option<&str>| Complaint {
        number: number.to_owned(),
        person: person.map(str::to_owned),
        matter: "排污口异味".to_owned(),
    };
    let earlier = [complaint("T-1", Some("甲")), complaint("T-2", None)];
    assert_eq!(merged_into(&earlier, &complaint("T-3", Some("甲"))), Some("T-1"));
    assert_eq!(merged_into(&earlier, &complaint("T-3", Some("乙"))), None);
    assert_eq!(merged_into(&earlier, &complaint("T-3", None)), None);
}

#[test]
fn pub_3_rewards() {
    let table = [
        (Outcome::Fined(number("200000")), true, 10, "4000.00"),
        (Outcome::Fined(number("1200000")), true, 10, "10000.00"),
        (Outcome::Fined(number("200000")), false, 10, "0.00"),
        (Outcome::Confirmed, true, 60, "500.00"),
        (Outcome::Confirmed, true, 61, "0.00"),
        (Outcome::Crime(number("5000")), true, 1, "10000.00"),
        (Outcome::Crime(number("80000")), true, 1, "50000.00"),
    ];
    for (outcome, first, days, expected) in table {
        assert_eq!(
            told(reward(parameters(), outcome, first, days).unwrap().value),
            expected,
            "{outcome:?}"
        );
    }
}

#[test]
fn pub_4_volunteers() {
    let record = |hours: &str, checked| Record {
        hours: number(hours),
        checked,
    };
    let records = [
        record("2.7", true),
        record("3.1", true),
        record("4.0", true),
        record("5.0", false),
    ];
    assert_eq!(told(hours(parameters(), &records).unwrap().value), "9.50");
    assert_eq!(told(hours_per_person(number("1320"), 480).value), "2.75");
    assert_eq!(told(hours_per_person(number("1"), 0).value), "unknown");
}

#[test]
fn pub_5_green_units() {
    assert_eq!(told(named_rate(52, 75).value), "69.33");
    assert_eq!(
        recheck_due(parameters(), day("2018-11-20")).unwrap().value,
        Some(day("2021-11-20"))
    );
    assert_eq!(is_kept(parameters(), number("74")).unwrap().value, Some(false));
    assert_eq!(is_kept(parameters(), number("80")).unwrap().value, Some(true));
}

#[test]
fn pub_6_satisfaction() {
    let score = |answers: [&str; 4]| told(mean(parameters(), &answers.map(number)).unwrap().value);
    assert_eq!(score(["420", "380", "150", "50"]), "81.40");
    assert_eq!(score(["0.30", "0.45", "0.15", "0.10"]), "75.00");
    assert_eq!(score(["0", "0", "0", "0"]), "unknown");
    let size = |margin, population| told(sample_size(parameters(), number(margin), population).unwrap().value);
    assert_eq!(size("0.03", None), "1068.00");
    assert_eq!(size("0.03", Some(5000)), "881.00");
    assert_eq!(size("0.05", None), "385.00");
    assert_eq!(size("0", None), "unknown");
    assert_eq!(size("0.05", Some(0)), "unknown");
}

#[test]
fn pub_7_disclosure() {
    assert_eq!(told(on_time(64, 61).value), "95.31");
    let by = |penalty| {
        publish_by(parameters(), day("2019-03-11"), penalty, &calendar())
            .unwrap()
            .value
    };
    assert_eq!(
        (by(false), by(true)),
        (Some(day("2019-04-09")), Some(day("2019-03-20")))
    );
    assert_eq!(remove_by(day("2019-09-01")), day("2019-09-01"));
    let table = [
        (
            "当事人身份证号430300199001011234。",
            "当事人身份证号430*************34。",
        ),
        ("身份证43030019900101123X", "身份证430*************3X"),
        (
            "统一社会信用代码91430300000000001D",
            "统一社会信用代码91430300000000001D",
        ),
        ("罚款200000元", "罚款200000元"),
    ];
    for (text, expected) in table {
        assert_eq!(masked(text), expected);
    }
}
