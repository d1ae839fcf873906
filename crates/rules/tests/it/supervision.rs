//! Supervision: every worked example of SUP-1, SUP-2, SUP-3, SUP-4, SUP-5, SUP-6, SUP-7 and SUP-8, and what is unknown.

use rules::clock::Window;
use rules::profile::{InForce, shipped};
use rules::supervision::event::{self, due_of, may_verify};
use rules::supervision::grid::{Cell, cover, is_staffed, staffing};
use rules::supervision::inspection::{is_duplicate, review_decision_due, review_in_time};
use rules::supervision::key_target::{Record, choose};
use rules::supervision::ladder::{Ladder, Overdue, Step, climb, urge_limit};
use rules::supervision::rates::{closing, mean_days, on_time, rebound};
use rules::supervision::rectification::{
    Asked, FieldCheck, Term, latest, look_backs, may_sign, meets_standard, one_cut, reopens, result_report_due,
};
use rules::supervision::visits::{Visitor, Visits, due, visit_rate};

use crate::clock::{calendar, day, moment, rows};
use crate::responsibility::{number, told};

fn parameters() -> InForce<'static> {
    shipped("supervision").unwrap().at(day("2019-06-01"))
}

fn cell(code: &str, chief: Option<&str>, persons: &[&str]) -> Cell {
    Cell {
        code: code.to_owned(),
        chief: chief.map(str::to_owned),
        persons: persons.iter().map(|person| (*person).to_owned()).collect(),
    }
}

#[test]
fn sup_1_staffing_and_cover() {
    let mut cells: Vec<Cell> = (1..28)
        .map(|at| cell(&format!("c{at}"), Some("甲"), &["乙", "丙"]))
        .collect();
    cells.push(cell("c28", Some("甲"), &["甲"]));
    assert!(!is_staffed(parameters(), &cells[27]).unwrap());
    assert!(!is_staffed(parameters(), &cell("c", None, &["乙", "丙"])).unwrap());
    assert!(!is_staffed(parameters(), &cell("c", Some("甲"), &["甲", "乙"])).unwrap());
    let found = staffing(parameters(), &cells).unwrap();
    assert_eq!(told(found.value), "96.43");
    insta::assert_snapshot!(found.reason.because[1].says.zh, @"c28网格员不足");
    assert_eq!(told(staffing(parameters(), &[]).unwrap().value), "unknown");
    let objects = (0..1250).map(|at| {
        (
            "企业",
            match at {
                0..7 => 0,
                7..12 => 2,
                _ => 1,
            },
        )
    });
    let found = cover(objects);
    assert_eq!(told(found.value), "99.04");
    assert_eq!(found.reason.because.len(), 12);
    insta::assert_snapshot!(found.reason.says.zh, @"监管对象入格率：1238 ÷ 1250 = 99.04%");
}

#[test]
fn sup_2_visits() {
    let span = Window {
        first: day("2019-02-01"),
        last: day("2019-02-28"),
    };
    let sum =
        |view: InForce<'_>, visitor| -> u32 { due(view, visitor, span).unwrap().iter().map(|(_, due)| due).sum() };
    assert_eq!(sum(parameters(), Visitor::Village), 14);
    assert_eq!(sum(parameters().variant("P-ANYANG"), Visitor::Village), 28);
    assert_eq!(sum(parameters(), Visitor::TownshipKey), 8);
    assert_eq!(sum(parameters(), Visitor::TownshipOther), 2);
    assert_eq!(sum(parameters(), Visitor::CountyKey), 4);
    let rule = parameters().parameter("grid_village_every_days").unwrap();
    let percent = |visits: &[(u32, u32)]| {
        let visits: Vec<Visits> = visits
            .iter()
            .map(|(due, done)| Visits { due: *due, done: *done })
            .collect();
        told(visit_rate(&rule, &visits).value)
    };
    assert_eq!(percent(&[(14, 13)]), "92.86");
    assert_eq!(percent(&[(14, 13), (8, 7), (2, 2), (4, 4)]), "92.86");
    assert_eq!(percent(&[(2, 4), (2, 0), (2, 2), (2, 2)]), "75.00");
    assert_eq!(percent(&[]), "unknown");
}

#[test]
fn sup_3_events() {
    let calendar = calendar();
    let table = [
        (event::Step::Township, "2019-03-11T09:00", "end of 2019-03-14"),
        (event::Step::County, "2019-03-13T09:00", "end of 2019-03-20"),
        (event::Step::OnSite, "2019-03-13T09:00", "2019-03-14 09:00"),
        (
            event::Step::Complex { extended: false },
            "2019-03-11T09:00",
            "end of 2019-04-01",
        ),
        (
            event::Step::Complex { extended: true },
            "2019-03-11T09:00",
            "end of 2019-04-16",
        ),
        (event::Step::Verification, "2019-03-15T09:00", "end of 2019-03-19"),
    ];
    for (step, from, expected) in table {
        let found = due_of(parameters(), step, moment(from), &calendar)
            .unwrap()
            .value
            .unwrap();
        assert_eq!(found.text().en, expected, "{step:?}");
    }
    assert_eq!(
        due_of(parameters(), event::Step::County, moment("2019-12-31T09:00"), &calendar)
            .unwrap()
            .value,
        None
    );
    assert_eq!(may_verify("甲", "甲").value, Some(false));
    assert_eq!(may_verify("甲", "乙").value, Some(true));
}

#[test]
fn sup_4_key_targets() {
    for row in rows(include_str!("cases/key-targets.csv")) {
        let [example, ratio, events, duty, major, score, key] = row[..] else {
            panic!("{row:?}");
        };
        let record = Record {
            overdue_ratio: ratio.parse().ok(),
            events: events.parse().ok(),
            duty_score: duty.parse().ok(),
            major_event: major == "yes",
        };
        let found = choose(parameters(), &record).unwrap();
        let is_key = found
            .value
            .map_or("unknown", |choice| if choice.is_key { "yes" } else { "no" });
        assert_eq!(
            (told(found.value.and_then(|choice| choice.score)).as_str(), is_key),
            (score, key),
            "{example}"
        );
    }
}

#[test]
fn sup_5_standard() {
    let asked = |people, satisfied| {
        Some(Asked {
            people,
            satisfied,
            all_complainants: false,
        })
    };
    let complainants = |people, satisfied| {
        Some(Asked {
            people,
            satisfied,
            all_complainants: true,
        })
    };
    let (yes, no) = (Some(true), Some(false));
    let table = [
        (yes, yes, asked(12, 9), no),
        (yes, yes, asked(15, 12), yes),
        (yes, no, asked(15, 15), no),
        (no, None, None, no),
        (yes, None, asked(15, 12), None),
        (yes, yes, None, None),
        // Nine neighbours are too few to tell.
        (yes, yes, asked(9, 9), None),
        (yes, yes, complainants(2, 2), yes),
        (yes, yes, complainants(2, 1), no),
    ];
    for (removed, restored, asked, expected) in table {
        let check = FieldCheck {
            removed,
            restored,
            asked,
        };
        assert_eq!(
            meets_standard(parameters(), &check).unwrap().value,
            expected,
            "{check:?}"
        );
    }
    let check = FieldCheck {
        removed: yes,
        restored: yes,
        asked: asked(12, 9),
    };
    let found = meets_standard(parameters(), &check).unwrap();
    insta::assert_snapshot!(found.reason.says.zh, @"未达到销号标准，退回整改");
    insta::assert_snapshot!(found.reason.because[2].says.zh, @"群众满意：9 ÷ 12 = 75.00% < 80%");
}

#[test]
fn sup_5_closure() {
    assert!(reopens(day("2019-06-03"), Some(day("2019-08-20"))));
    assert!(!reopens(day("2019-06-03"), Some(day("2019-05-20"))));
    assert!(!reopens(day("2019-06-03"), None));
    assert_eq!(may_sign("水利局", "水利局").value, Some(false));
    assert_eq!(may_sign("水利局", "生态环境局").value, Some(true));
    assert_eq!(
        result_report_due(parameters(), day("2020-11-16")).unwrap().value,
        Some(day("2021-05-16"))
    );
    let [first, second] = look_backs(parameters(), day("2019-06-03")).unwrap();
    assert_eq!(
        (first.value, second.value),
        (Some(day("2019-09-03")), Some(day("2020-06-03")))
    );
    let limits = [Term::AtOnce, Term::Short, Term::Medium, Term::Long].map(|term| {
        latest(parameters(), term, day("2019-08-31"))
            .unwrap()
            .value
            .unwrap()
            .to_string()
    });
    assert_eq!(limits, ["2019-09-30", "2020-02-29", "2021-08-31", "2024-08-31"]);
}

#[test]
fn sup_5_one_cut() {
    assert_eq!(one_cut("对沿河企业一律停产整顿").len(), 1);
    assert_eq!(one_cut("对沿河企业一律 停产，全部关停").len(), 2);
    assert!(one_cut("对3家超标企业逐家制定治理方案，限期达标").is_empty());
    insta::assert_snapshot!(one_cut("一律停产")[0].says.zh, @"措施含“一律停产”，属“一刀切”表述，应改为针对具体问题的措施");
}

/// The ladder as one line: step and date, the limit after a slash.
fn line(ladder: &Ladder) -> String {
    let steps: Vec<String> = ladder
        .steps
        .iter()
        .map(|taken| {
            let limit = taken.limit.map_or_else(String::new, |limit| format!("/{limit}"));
            format!("{:?} {}{limit}", taken.step, taken.on)
        })
        .collect();
    format!("{}{}", steps.join(" "), if ladder.ended { " ended" } else { "" })
}

#[test]
fn sup_6_ladder() {
    for row in rows(include_str!("cases/ladder.csv")) {
        let [example, deadline, finished, reached, event, today, expected] = row[..] else {
            panic!("{row:?}");
        };
        let task = Overdue {
            deadline: day(deadline),
            finished: finished.parse().ok(),
            progress: reached.parse().ok(),
            major_event: event.parse().ok(),
        };
        let found = climb(parameters(), &task, day(today), &calendar()).unwrap();
        // A sentence with commas cannot stand in the table.
        let told = found
            .value
            .as_ref()
            .map_or_else(|| found.reason.says.en.replacen(',', ";", 1), line);
        assert_eq!(told, expected, "{example}");
    }
    let urged = urge_limit(parameters(), day("2019-03-30"), &calendar()).unwrap();
    assert_eq!(urged.value, Some(day("2019-04-15")));
}

#[test]
fn sup_6_a_notice_stays_on_the_record() {
    let task = Overdue {
        deadline: day("2019-03-29"),
        finished: Some(day("2019-05-10")),
        progress: Some(number("60")),
        major_event: None,
    };
    let ladder = climb(parameters(), &task, day("2019-12-31"), &calendar())
        .unwrap()
        .value
        .unwrap();
    assert!(ladder.ended);
    let record: Vec<Step> = ladder.on_record().map(|taken| taken.step).collect();
    assert_eq!(record, [Step::Notice]);
}

#[test]
fn sup_7_inspection() {
    let in_time = |applied| {
        review_in_time(parameters(), day("2021-03-01"), day(applied))
            .unwrap()
            .value
    };
    assert_eq!(in_time("2021-03-31"), Some(true));
    assert_eq!(in_time("2021-04-01"), Some(false));
    let due = review_decision_due(parameters(), day("2021-03-20"))
        .unwrap()
        .value
        .unwrap();
    assert_eq!(due.day(), day("2021-04-19"));
    let twice = |other| {
        is_duplicate(parameters(), day("2021-03-20"), &[day(other)])
            .unwrap()
            .value
    };
    assert_eq!(twice("2021-02-18"), Some(true));
    assert_eq!(twice("2021-04-19"), Some(true));
    assert_eq!(twice("2021-02-17"), Some(false));
}

#[test]
fn sup_8_rates() {
    assert_eq!(told(closing(43, 40).value), "93.02");
    assert_eq!(told(on_time(43, 36).value), "83.72");
    assert_eq!(told(rebound(40, 3).value), "7.50");
    assert_eq!(closing(0, 0).value, None);
    insta::assert_snapshot!(closing(0, 0).reason.says.zh, @"办结率：没有应计对象，不适用");
    assert_eq!(told(mean_days(&[10, 11, 12, 12]).value), "11.25");
    assert_eq!(mean_days(&[]).value, None);
}
