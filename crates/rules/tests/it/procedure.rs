//! Procedures: guards read and asked, and what holds of every course through a machine.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;
use rules::clock::{Calendar, ClockUnit};
use rules::procedure::{
    Act, Action, Asker, Clock, Due, Fact, FactType, Guard, GuardFault, Length, Limit, Machine, Parameters, Possibility,
    Role, Standing, State, Surroundings, Target, Term, Value, Vocabulary,
};
use rust_decimal::Decimal;
use standards::{Certainty, Text};

struct NoParameters;

impl Parameters for NoParameters {
    fn number(&self, _name: &str, _on: NaiveDate) -> Option<Decimal> {
        None
    }
}

fn name(id: &str) -> Text {
    Text::same(id)
}

fn fact(id: &str, kind: FactType) -> Fact {
    Fact {
        id: id.to_owned(),
        name: name(id),
        kind,
        optional: false,
        record: false,
    }
}

fn facts() -> Vec<Fact> {
    let number = |unit: &str, whole| FactType::Number {
        unit: unit.to_owned(),
        whole,
        min: Some(Decimal::ZERO),
        max: Some(Decimal::from(100)),
    };
    vec![
        fact("share", number("%", false)),
        fact("count", number("1", true)),
        fact("ready", FactType::Flag),
        fact("day_one", FactType::Day),
    ]
}

#[test]
fn guards_that_do_not_read_say_where() {
    let cases: [(&str, usize); 8] = [
        ("", 0),
        ("ready and", 9),
        ("share >", 7),
        ("(ready", 6),
        ("ready)", 5),
        ("1 < share < 2", 10),
        ("share = 1.2.3", 8),
        ("ready & ready", 6),
    ];
    for (text, at) in cases {
        let error = Guard::parse(text).expect_err(text);
        assert_eq!((error.fault, error.at.start), (GuardFault::Form, at), "{text}");
    }
    assert!(Guard::parse(&"(".repeat(999)).is_err(), "depth has a limit");
    assert!(Guard::parse(&"1".repeat(1_001)).is_err(), "length has a limit");
}

#[test]
fn guards_are_held_against_the_types() {
    let facts = facts();
    let vocabulary = Vocabulary {
        facts: &facts,
        actions: &["go"],
        parameter: &|_| false,
    };
    let cases: [(&str, Option<GuardFault>); 9] = [
        ("share >= 80 and ready", None),
        ("acted_on - day_one <= 30 and times(\"go\") = 0", None),
        ("share", Some(GuardFault::Type)),
        ("share = ready", Some(GuardFault::Type)),
        ("share >= count", Some(GuardFault::Unit)),
        ("shares > 1", Some(GuardFault::UnknownFact)),
        ("times(\"stop\") = 0", Some(GuardFault::UnknownAction)),
        ("share > param(\"a.b\")", Some(GuardFault::UnknownParameter)),
        ("day_one + day_one > day_one", Some(GuardFault::Type)),
    ];
    for (text, fault) in cases {
        let errors = Guard::parse(text).expect(text).check(&vocabulary);
        assert_eq!(errors.first().map(|error| error.fault), fault, "{text}");
    }
}

#[test]
fn impossible_and_idle_guards_are_seen() {
    let facts = facts();
    for (text, expected) in [
        ("share > 100", Possibility::Never),
        ("share >= 0", Possibility::Always),
        ("share >= 80 and share < 60", Possibility::Never),
        ("count > 3 and count < 4", Possibility::Never),
        ("share > 3 and share < 4", Possibility::Open),
        ("ready and not ready", Possibility::Never),
        ("ready or not ready", Possibility::Always),
        ("not (share < 60 or share > 40)", Possibility::Never),
        ("count = 5 and count != 5", Possibility::Never),
        (
            "day_one > day(\"2019-01-01\") and day_one < day(\"2019-01-02\")",
            Possibility::Never,
        ),
        ("share + count > 1000", Possibility::Open),
    ] {
        let guard = Guard::parse(text).expect(text);
        assert_eq!(guard.possibility(&facts), expected, "{text}");
    }
}

fn action(id: &str, from: &[&str], to: &str) -> Action {
    Action {
        id: id.to_owned(),
        name: name(id),
        by: vec!["office".to_owned()],
        from: from.iter().map(|state| (*state).to_owned()).collect(),
        opens_here: false,
        to: Target::State(to.to_owned()),
        form: Vec::new(),
        guard: None,
        says: None,
        differs_from: Vec::new(),
        other_unit_than: Vec::new(),
        checks: None,
        within: None,
        not_before: None,
        starts: Vec::new(),
        stops: Vec::new(),
        pauses: Vec::new(),
        resumes: Vec::new(),
        extends: None,
        opens: Vec::new(),
        publishes: Vec::new(),
    }
}

fn clock(id: &str, unit: ClockUnit, runs_in: &[&str]) -> Clock {
    Clock {
        id: id.to_owned(),
        name: name(id),
        limit: Limit::Term {
            term: Term {
                length: Length::Fixed(5),
                unit,
            },
            counts_from: None,
            backward: false,
            first_day_counts: false,
            rolls: false,
        },
        starts_on: vec!["work".to_owned()],
        runs_in: runs_in.iter().map(|state| (*state).to_owned()).collect(),
        when: None,
        then: None,
        consequence: Some(name("told")),
        certainty: Certainty::PD,
    }
}

/// Open → work → done → closed, with a way back, a pause, and a check by another person that needs a share.
fn machine() -> Machine {
    let mut check = action("check", &["done"], "closed");
    check.form = vec!["share".to_owned()];
    check.guard = Guard::parse("share >= 80").ok();
    check.differs_from = vec!["finish".to_owned()];
    let (mut wait, mut go_on) = (action("wait", &["work"], "work"), action("go-on", &["work"], "work"));
    (wait.to, go_on.to) = (Target::Same, Target::Same);
    wait.pauses = vec!["hours".to_owned(), "days".to_owned()];
    go_on.resumes = wait.pauses.clone();
    let state = |id: &str| State {
        id: id.to_owned(),
        name: name(id),
        last: id == "closed",
    };
    Machine {
        id: "sample".to_owned(),
        name: name("sample"),
        rules: vec!["SUP-5".to_owned()],
        register: None,
        start: "open".to_owned(),
        certainty: Certainty::PD,
        sources: Vec::new(),
        note: None,
        roles: vec![Role {
            id: "office".to_owned(),
            name: name("office"),
            posts: Vec::new(),
            automatic: false,
        }],
        facts: facts(),
        states: ["open", "work", "done", "closed"].map(state).to_vec(),
        actions: vec![
            action("begin", &["open"], "work"),
            wait,
            go_on,
            action("finish", &["work"], "done"),
            action("back", &["done"], "work"),
            check,
        ],
        clocks: vec![
            clock("hours", ClockUnit::Hours, &["work"]),
            clock("days", ClockUnit::CalendarDays, &["work", "done"]),
            clock("forever", ClockUnit::Months, &[]),
        ],
        examples: Vec::new(),
    }
}

fn start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2019, 3, 11)
        .and_then(|day| day.and_hms_opt(9, 0, 0))
        .expect("a day")
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let one = (0..7_usize, 0..3_u8, -2..200_i64, 0..=120_i64, any::<bool>());
    proptest::collection::vec(one, 0..25).prop_map(|drawn| {
        let mut at = start();
        let ids = ["begin", "wait", "go-on", "finish", "back", "check", "no-such-action"];
        let act = |(id, person, hours, share, filled): (usize, u8, i64, i64, bool)| {
            at += TimeDelta::hours(hours);
            let facts: BTreeMap<_, _> = (filled && ids[id] == "check")
                .then(|| ("share".to_owned(), Value::Number(Decimal::from(share))))
                .into_iter()
                .collect();
            Act {
                action: ids[id].to_owned(),
                role: "office".to_owned(),
                person: person.to_string(),
                unit: None,
                at,
                facts,
            }
        };
        drawn.into_iter().map(act).collect()
    })
}

fn due_not_before_start(standing: &Standing) -> bool {
    standing.clocks.values().all(|running| match &running.due {
        Due::Day(day) => *day >= running.started.date(),
        Due::At(time) => *time >= running.started,
        Due::Unknown(_) => true,
    })
}

proptest! {
    #[test]
    fn every_course_keeps_the_rules(acts in acts()) {
        let (machine, calendar) = (machine(), Calendar::default());
        let around = Surroundings { calendar: &calendar, parameters: &NoParameters };
        let begun = machine.begin(None, BTreeMap::new(), start(), &around);
        let (mut standing, mut done) = (begun.clone(), Vec::new());
        for act in acts {
            let asker = Asker { role: &act.role, person: &act.person, unit: None };
            let permissions = machine.permissions(&standing, asker, act.at, &around);
            let offered = permissions.iter().any(|one| one.action.id == act.action && one.refusals.is_empty());
            match machine.take(&standing, &act, &around) {
                Ok(taken) => {
                    prop_assert!(offered, "what is taken was offered before");
                    standing = taken.standing;
                    done.push(act);
                }
                Err(refusals) => {
                    prop_assert!(!refusals.is_empty());
                    let order: Vec<_> = refusals.iter().map(|refusal| refusal.code).collect();
                    prop_assert!(order.is_sorted(), "{order:?}");
                    prop_assert!(refusals.iter().all(|refusal| !refusal.reason.says.zh.is_empty()));
                }
            }
            prop_assert!(due_not_before_start(&standing));
            if standing.state.as_deref() == Some("closed") {
                prop_assert!(standing.clocks.is_empty(), "an end has no open clock");
            }
        }
        prop_assert_eq!(machine.replay(begun, &done, &around), Ok(standing));
    }

    #[test]
    fn no_text_breaks_the_reader_of_guards(text in "[ a-z0-9_()<>=!+*/\"\\-.且]{0,60}") {
        if let Ok(guard) = Guard::parse(&text) {
            let facts = facts();
            let _ = guard.check(&Vocabulary { facts: &facts, actions: &[], parameter: &|_| true });
            let _ = guard.possibility(&facts);
        }
    }

    #[test]
    fn what_is_called_impossible_is_refused_for_every_value(low in 0..110_i64, high in 0..110_i64, share in 0..=100_i64) {
        let text = format!("share > {low} and share <= {high}");
        let guard = Guard::parse(&text).expect("a guard");
        let holds = share > low && share <= high;
        match guard.possibility(&facts()) {
            Possibility::Never => prop_assert!(!holds),
            Possibility::Always => prop_assert!(holds),
            Possibility::Open => {}
        }
    }
}
