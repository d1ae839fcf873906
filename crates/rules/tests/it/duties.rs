//! The duties of posts and persons: every worked example of RESP-5, RESP-6, RESP-7, RESP-8, RESP-9 and RESP-10, and what is unknown.

use rules::profile::{InForce, shipped};
use rules::responsibility::Level;
use rules::responsibility::accountability::{Bar, DecisionRecord, Sanction, Whereabouts, earliest, opens};
use rules::responsibility::assessment::{Grade, Shares, organisation_share, penalty, score};
use rules::responsibility::coverage::administrative;
use rules::responsibility::dual_duty::{self, UnitType};
use rules::responsibility::leaders::{InPerson, three_in_person};
use rules::responsibility::programme::{carried_id, completion, may_enter};
use rules::responsibility::publicity::{correct_by, defects, vacant_days};
use rules::responsibility::tasks::{Status, Task, faults, is_selective, progress, status};
use rust_decimal::Decimal;

use crate::clock::{calendar, day, rows};
use crate::responsibility::{chief, number, segment, told};

fn parameters() -> InForce<'static> {
    shipped("responsibility").unwrap().at(day("2019-06-01"))
}

#[test]
fn resp_5_scores() {
    for row in rows(include_str!("cases/chief-scores.csv")) {
        let share = |at: usize| row[at].parse().ok();
        let shares = Shares {
            organisation: share(2),
            patrol: share(3),
            closure: share(4),
            water: share(5),
            public: share(6),
            information: share(7),
        };
        let level = Level::from_word(row[1]).unwrap();
        let found = score(parameters(), level, &shares, number(row[8])).unwrap();
        let told = found.value.map_or_else(
            || format!("unknown: {}", found.reason.says.en),
            |score| format!("{:.2} {}", score.points, score.grade.text().en),
        );
        assert_eq!(told, row[9], "{}", row[0]);
    }
    assert_eq!(organisation_share(parameters(), 3).unwrap(), number("0.9"));
    assert_eq!(organisation_share(parameters(), 31).unwrap(), Decimal::ZERO);
    assert_eq!(penalty(parameters(), 1, 1).unwrap(), number("8"));
    assert_eq!(penalty(parameters(), 3, 1).unwrap(), number("10"));
}

fn task(id: &str, parent: Option<&str>, weight: &str, reached: Option<&str>) -> Task {
    Task {
        id: id.to_owned(),
        parent: parent.map(str::to_owned),
        weight: number(weight),
        progress: reached.map(number),
        lead: Some("水利局".to_owned()),
        post: Some("河长办主任".to_owned()),
        person: Some("某人".to_owned()),
        ..Task::default()
    }
}

#[test]
fn resp_6_progress() {
    let table = [
        (["50", "30", "20"], ["100", "60", "0"], "68.00"),
        (["2", "3", "5"], ["50", "100", "20"], "50.00"),
        (["40", "40", "20"], ["100", "100", "75"], "95.00"),
    ];
    for (weights, reached, expected) in table {
        let mut tasks = vec![task("root", None, "100", None)];
        for (at, (weight, reached)) in weights.iter().zip(reached).enumerate() {
            tasks.push(task(&format!("leaf{at}"), Some("root"), weight, Some(reached)));
        }
        assert_eq!(told(progress(&tasks, "root").value), expected, "{weights:?}");
        tasks[1].progress = None;
        assert_eq!(told(progress(&tasks, "root").value), "unknown");
    }
    // A circle of parents ends.
    let circle = [task("a", Some("b"), "100", None), task("b", Some("a"), "100", None)];
    assert_eq!(told(progress(&circle, "a").value), "unknown");
}

#[test]
fn resp_6_checks() {
    let mut tasks = vec![
        task("root", None, "100", None),
        task("root.1", Some("root"), "60", None),
        task("root.2", Some("root"), "40", None),
    ];
    tasks[0].due = Some(day("2020-06-30"));
    assert!(faults(&tasks).is_empty());
    tasks[1].person = None;
    tasks[1].due = Some(day("2020-12-31"));
    tasks[2].weight = number("30");
    let found = faults(&tasks);
    let told: Vec<&str> = found.iter().map(|fault| fault.says.en.as_str()).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    the weights below root sum to 90 %, not 100 %
    root.1 has no person
    root.1 is due on 2020-12-31, after its parent on 2020-06-30
    ");
}

#[test]
fn resp_6_status_and_selective_execution() {
    let run = (day("2019-01-01"), day("2019-12-31"));
    let table = [
        ("100", true, "2019-06-01", Status::Done),
        ("100", false, "2020-01-05", Status::OnTrack),
        ("90", false, "2020-01-01", Status::Late),
        ("30", false, "2019-07-02", Status::AtRisk),
        ("36", false, "2019-07-02", Status::OnTrack),
    ];
    for (reached, accepted, today, expected) in table {
        assert_eq!(
            status(parameters(), number(reached), accepted, run, day(today)).unwrap(),
            expected,
            "{reached}"
        );
    }
    let selective = |leaves: &[(i64, i64)]| {
        let leaves: Vec<_> = leaves
            .iter()
            .map(|(one, two)| (Decimal::from(*one), Decimal::from(*two)))
            .collect();
        is_selective(parameters(), &leaves).unwrap().value
    };
    assert_eq!(selective(&[(100, 60), (100, 60), (10, 60)]), Some(true));
    assert_eq!(selective(&[(100, 60), (100, 60), (10, 40)]), Some(false));
    assert_eq!(selective(&[(60, 60), (50, 60), (10, 60)]), Some(false));
    assert_eq!(selective(&[]), None);
}

#[test]
fn resp_7_bars() {
    let decided = day("2019-05-10");
    let table = [
        (Bar::Post, vec![Sanction::Removal], Some("2020-05-10")),
        (Bar::HigherPost, vec![Sanction::Removal], Some("2021-05-10")),
        (Bar::Post, vec![Sanction::Resignation], Some("2020-05-10")),
        (Bar::Promotion, vec![Sanction::Transfer], Some("2020-05-10")),
        (Bar::Post, vec![Sanction::Transfer], None),
        (
            Bar::Promotion,
            vec![Sanction::Demotion, Sanction::Discipline { months: 30 }],
            Some("2021-11-10"),
        ),
        (
            Bar::Promotion,
            vec![Sanction::Demotion, Sanction::Discipline { months: 12 }],
            Some("2021-05-10"),
        ),
    ];
    for (what, sanctions, expected) in table {
        let sanctions: Vec<_> = sanctions.into_iter().map(|sanction| (sanction, decided)).collect();
        let found = earliest(parameters(), what, &sanctions).unwrap();
        assert_eq!(found.value, expected.map(day), "{what:?} {sanctions:?}");
    }
}

#[test]
fn resp_7_responsibility_lasts_for_life() {
    let record = DecisionRecord {
        decided: day("2011-04-01"),
        deciders: vec![("甲".to_owned(), "县长".to_owned())],
    };
    for now in [
        Whereabouts::InPost,
        Whereabouts::Moved,
        Whereabouts::Promoted,
        Whereabouts::Retired,
    ] {
        assert_eq!(opens(Some(&record), now).value, Some(vec!["甲".to_owned()]));
    }
    insta::assert_snapshot!(opens(Some(&record), Whereabouts::Retired).reason.says.zh, @"2011-04-01作出的决定，责任人已退休，仍应立案追责");
    assert_eq!(opens(None, Whereabouts::Retired).value, None);
}

#[test]
fn resp_8_dual_duty() {
    let table = [
        (UnitType::Other, "90", "70", false, "86.00", Grade::Good),
        (UnitType::Second, "85", "95", false, "88.00", Grade::Good),
        (UnitType::First, "92", "55", false, "77.20", Grade::Pass),
        (UnitType::Other, "98", "59", false, "90.20", Grade::Pass),
        (UnitType::Other, "90", "70", true, "86.00", Grade::Fail),
    ];
    for (unit, business, eco, veto, points, grade) in table {
        let found = dual_duty::score(parameters(), unit, Some(number(business)), Some(number(eco)), veto).unwrap();
        let score = found.value.unwrap();
        assert_eq!(
            (format!("{:.2}", score.points).as_str(), score.grade),
            (points, grade),
            "{business} {eco}"
        );
    }
    assert_eq!(
        dual_duty::score(parameters(), UnitType::First, Some(number("90")), None, false)
            .unwrap()
            .value,
        None
    );
}

#[test]
fn resp_9_publicity() {
    let due = correct_by(parameters(), day("2019-03-11"), &calendar())
        .unwrap()
        .value
        .unwrap();
    assert_eq!(due, day("2019-03-25"));
    let today = day("2019-04-30");
    assert_eq!(defects(due, Some(day("2019-03-26")), today), 1);
    assert_eq!(defects(due, Some(day("2019-03-25")), today), 0);
    assert_eq!(defects(due, None, today), 1);
    assert_eq!(
        vacant_days(day("2019-03-11"), Some(day("2019-03-20")), today).value,
        Some(9)
    );
    assert_eq!(vacant_days(day("2019-03-11"), None, day("2019-03-12")).value, Some(2));
    // Coverage of those days is below 100.
    let chiefs = [
        chief("a", "2018-01-01", Some("2019-03-11")),
        chief("a", "2019-03-20", None),
    ];
    let below = |on| {
        administrative(&[segment("a", "12")], &chiefs, Level::County, day(on))
            .percent
            .value
    };
    assert_eq!(below("2019-03-10"), Some(Decimal::ONE_HUNDRED));
    assert_eq!(below("2019-03-11"), Some(Decimal::ZERO));
    assert_eq!(below("2019-03-20"), Some(Decimal::ONE_HUNDRED));
}

#[test]
fn resp_10_programmes() {
    let ids: Vec<String> = (1..=120).map(|number| format!("S05-2.{number}")).collect();
    let tasks = ids.iter().enumerate().map(|(at, id)| (id.as_str(), at < 114));
    let found = completion(tasks);
    assert_eq!(told(found.percent.value), "95.00");
    assert!(!found.complete);
    let new: Vec<String> = found.carried.iter().map(|old| carried_id("S05-3", old)).collect();
    assert_eq!((new.len(), new[0].as_str()), (6, "S05-3.from.S05-2.115"));
    assert_eq!(may_enter("S05-3", &["S05-2"]).value, Some(false));
    assert_eq!(may_enter("S05-3", &[]).value, Some(true));
    assert!(!completion([]).complete);
}

#[test]
fn three_in_person_needs_all_three() {
    let all = InPerson {
        studied: true,
        deployed: true,
        archived: true,
    };
    let instruction = InPerson {
        deployed: true,
        ..InPerson::default()
    };
    let archived = InPerson {
        archived: true,
        ..InPerson::default()
    };
    assert!(!instruction.studied && !instruction.solved() && instruction.deployed);
    assert!(!archived.solved() && !archived.all_three());
    let mut matters = vec![all; 7];
    matters.extend([
        instruction,
        archived,
        InPerson {
            studied: true,
            ..InPerson::default()
        },
    ]);
    assert_eq!(told(three_in_person(&matters).value), "70.00");
    assert_eq!(told(three_in_person(&[]).value), "unknown");
}
