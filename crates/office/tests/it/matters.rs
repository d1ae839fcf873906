//! Matters as people drive them: who must act next, who may not, who was first, what the program does by itself, how one ends.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use journal::{Journal, MatterFilter};
use office::matters::{Actor, Done, MatterError, MatterQuestion, Matters, Opening, Recovery, Step};
use office::views::NoteView;
use standards::Text;

struct Desk {
    matters: Matters,
    _folder: tempfile::TempDir,
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn actor(person: &str, post: &str) -> Actor {
    Actor {
        person: person.to_owned(),
        post: post.to_owned(),
    }
}

fn said(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
        .collect()
}

impl Desk {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan");
        let city = city::read(&path).city.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let journal = Arc::new(Journal::open(folder.path()).unwrap());
        Self {
            matters: Matters::new(city, journal),
            _folder: folder,
        }
    }

    fn now(at: &str) -> DateTime<Utc> {
        time(at).and_utc()
    }

    fn open(&self, by: &Actor, opening: Opening, at: &str) -> Result<Done, MatterError> {
        let opening = Opening {
            title: "河口黑水".to_owned(),
            ..opening
        };
        self.matters.open(by, &opening, time(at), Self::now(at))
    }

    /// A matter that the office on duty has registered.
    fn registered(&self) -> String {
        let opening = Opening {
            procedure: "matter".to_owned(),
            facts: said(&[("matter_source", "complaint")]),
            ..Opening::default()
        };
        let done = self
            .open(
                &actor("Wang", "river-chief-office-duty"),
                opening,
                "2019-03-11T08:00:00",
            )
            .unwrap();
        done.matter
    }

    fn act(&self, by: &Actor, step: Step, at: &str) -> Result<Done, MatterError> {
        let upon = self.matters.journal().matter(&step.matter).unwrap().unwrap().version;
        let upon = if step.upon == 0 { upon } else { step.upon };
        self.matters.act(by, &Step { upon, ..step }, time(at), Self::now(at))
    }
}

fn assign(matter: &str) -> Step {
    Step {
        matter: matter.to_owned(),
        action: "assign".to_owned(),
        facts: said(&[("requirement", "限期处理"), ("urgency", "ordinary")]),
        holders: said(&[("county-office", "xiangxiang-head")]),
        ..Step::default()
    }
}

#[test]
fn a_role_that_nobody_holds_must_be_named_and_then_its_post_must_act() {
    let desk = Desk::new();
    let matter = desk.registered();
    let duty = actor("Wang", "river-chief-office-duty");
    let unnamed = Step {
        holders: BTreeMap::new(),
        ..assign(&matter)
    };
    let refused = desk.act(&duty, unnamed, "2019-03-11T09:00:00").unwrap_err();
    assert_eq!(refused.text().en, "name the post that is to be `the county office`");
    desk.act(&duty, assign(&matter), "2019-03-11T09:00:00").unwrap();
    let row = desk.matters.journal().matter(&matter).unwrap().unwrap();
    assert_eq!(
        (row.state.as_str(), row.owner.as_str()),
        ("assigned", "xiangxiang-head")
    );
    assert_eq!(row.due, Some(time("2019-04-01T23:59:59")), "fifteen working days");

    let undertake = || Step {
        matter: matter.clone(),
        action: "undertake".to_owned(),
        facts: said(&[("undertaker", "县水利局")]),
        ..Step::default()
    };
    let other = desk
        .act(&actor("Li", "shaoshan-head"), undertake(), "2019-03-12T09:00:00")
        .unwrap_err();
    assert!(other.text().en.contains("is not the county office"), "{other}");
    desk.act(&actor("Zhao", "xiangxiang-head"), undertake(), "2019-03-12T09:00:00")
        .unwrap();
}

#[test]
fn whoever_has_seen_an_older_version_is_told_what_changed() {
    let desk = Desk::new();
    let matter = desk.registered();
    let duty = actor("Wang", "river-chief-office-duty");
    desk.act(&duty, assign(&matter), "2019-03-11T09:00:00").unwrap();
    let hand = |post: &str, upon| Step {
        matter: matter.clone(),
        upon,
        holders: said(&[("county-office", post)]),
        ..Step::default()
    };
    let owner = actor("Zhao", "xiangxiang-head");
    desk.act(&owner, hand("shaoshan-head", 2), "2019-03-11T10:00:00")
        .unwrap();
    let second = desk
        .act(
            &actor("Wang", "shaoshan-head"),
            hand("yuhu-head", 2),
            "2019-03-11T10:01:00",
        )
        .unwrap_err();
    assert!(second.is_conflict(), "{second}");
    let row = desk.matters.journal().matter(&matter).unwrap().unwrap();
    assert_eq!(row.owner, "shaoshan-head");
    assert_eq!(
        row.due,
        Some(time("2019-04-01T23:59:59")),
        "handing over does not turn the clock"
    );
}

#[test]
fn a_request_that_comes_twice_is_done_once() {
    let desk = Desk::new();
    let matter = desk.registered();
    let duty = actor("Wang", "river-chief-office-duty");
    let step = || Step {
        request: "form-1".to_owned(),
        upon: 1,
        ..assign(&matter)
    };
    let first = desk.act(&duty, step(), "2019-03-11T09:00:00").unwrap();
    let second = desk.act(&duty, step(), "2019-03-11T09:00:05").unwrap();
    assert_eq!((first.act, first.version), (second.act, second.version));
    assert_eq!(desk.matters.journal().end().unwrap().act, 2);
    let other = desk
        .act(&actor("Liu", "river-chief-office-duty"), step(), "2019-03-11T09:00:06")
        .unwrap_err();
    assert!(!other.is_conflict(), "{other}");
    let opening = || Opening {
        procedure: "matter".to_owned(),
        facts: said(&[("matter_source", "media")]),
        request: "form-2".to_owned(),
        ..Opening::default()
    };
    let first = desk.open(&duty, opening(), "2019-03-11T10:00:00").unwrap();
    let second = desk.open(&duty, opening(), "2019-03-11T10:00:01").unwrap();
    assert_eq!((first.matter, first.act), (second.matter, second.act));
}

#[test]
fn a_complaint_of_the_public_waits_for_the_desk_and_hides_who_reported() {
    let desk = Desk::new();
    let opening = Opening {
        procedure: "complaint".to_owned(),
        source: "complaint".to_owned(),
        facts: said(&[("channel", "app"), ("urgent", "false")]),
        notes: vec![
            ("reporter".to_owned(), "王五".to_owned()),
            ("contact".to_owned(), "0731".to_owned()),
        ],
        holders: said(&[("complainant", "public")]),
        ..Opening::default()
    };
    let done = desk
        .open(&actor("anonymous", "public"), opening, "2019-03-11T08:00:00")
        .unwrap();
    let at = time("2019-03-11T09:00:00");
    let notes = |viewer: Option<Actor>| {
        let view = desk.matters.show(&done.matter, viewer.as_ref(), at).unwrap();
        view.steps[0]
            .notes
            .iter()
            .map(|(_, note)| note.clone())
            .collect::<Vec<_>>()
    };
    let desk_post = actor("Sun", "letters-office-head");
    assert_eq!(notes(Some(desk_post.clone()))[0], NoteView::Text("王五".to_owned()));
    assert_eq!(notes(None)[0], NoteView::Withheld);
    assert_eq!(notes(Some(actor("Li", "shaoshan-head")))[0], NoteView::Withheld);
    let view = desk.matters.show(&done.matter, Some(&desk_post), at).unwrap();
    assert_eq!(
        view.line.owner.as_ref().unwrap().zh,
        desk.matters.post_name("letters-office-head").zh
    );
    let accept = view.actions.iter().find(|action| action.id == "accept").unwrap();
    assert!(accept.refused.is_empty());
    assert_eq!(accept.fields.len(), 3);
}

#[test]
fn the_program_takes_its_own_actions_once_and_climbs_the_ladder() {
    let desk = Desk::new();
    let office = actor("Wang", "river-chief-office-head");
    let machine = desk.matters.city().procedure("overdue-ladder").unwrap();
    let watch = machine.action("watch").unwrap();
    assert!(watch.opens_here);
    let facts = said(&[("deadline", "2019-03-29"), ("progress", "40")]);
    let known = watch
        .form
        .iter()
        .filter_map(|id| Some((id.clone(), facts.get(id)?.clone())))
        .collect();
    let opening = Opening {
        procedure: "overdue-ladder".to_owned(),
        facts: known,
        holders: said(&[("unit", "water-bureau-head")]),
        ..Opening::default()
    };
    let done = desk.open(&office, opening, "2019-03-01T09:00:00").unwrap();
    let mut told = Vec::new();
    for day in 0..90 {
        let at = time("2019-03-01T10:00:00") + chrono::Days::new(day);
        for _ in 0..2 {
            let ticked = desk.matters.tick(at, at.and_utc()).unwrap();
            assert!(ticked.failed.is_empty(), "{:?}", ticked.failed);
            for done in ticked.done {
                let row = desk.matters.journal().matter(&done.matter).unwrap().unwrap();
                told.push(format!("{} {} {}", at.date(), row.procedure, row.state));
            }
        }
    }
    insta::assert_snapshot!(told.join("\n"), @"
    2019-03-16 overdue-ladder reminded
    2019-03-30 overdue-ladder urged
    ");
    let by_hand = |action: &str| Step {
        matter: done.matter.clone(),
        action: action.to_owned(),
        ..Step::default()
    };
    let early = desk.act(&office, by_hand("notice"), "2019-04-15T10:00:00");
    assert!(early.is_err(), "the tenth working day is not over");
    desk.act(&office, by_hand("notice"), "2019-06-01T10:00:00").unwrap();
    let handed = desk.act(&office, by_hand("account"), "2019-07-02T10:00:00").unwrap();
    let [child] = handed.opened.as_slice() else {
        panic!("{handed:?}")
    };
    let row = desk.matters.journal().matter(child).unwrap().unwrap();
    assert_eq!(
        (row.procedure.as_str(), row.parent.as_str()),
        ("accountability", done.matter.as_str())
    );
    assert_eq!(
        row.owner, "river-chief-office-head",
        "whoever opens it answers until it is handed on"
    );
    let question = MatterQuestion {
        filter: MatterFilter {
            parent: Some(done.matter.clone()),
            ..MatterFilter::default()
        },
        ..MatterQuestion::default()
    };
    let children = desk.matters.list(&question, time("2019-07-03T00:00:00")).unwrap();
    assert_eq!(
        (children.matters.len(), children.count, children.next.is_none()),
        (1, 1, true)
    );
}

#[test]
fn what_is_measured_ends_by_measured_recovery_or_by_another_persons_reason() {
    let desk = Desk::new();
    let opening = Opening {
        procedure: "matter".to_owned(),
        subject: "water/lian-mouth-section/2019-02".to_owned(),
        facts: said(&[("matter_source", "system")]),
        ..Opening::default()
    };
    let duty = actor("Wang", "river-chief-office-duty");
    let matter = desk.open(&duty, opening, "2019-03-11T08:00:00").unwrap().matter;
    desk.act(&duty, assign(&matter), "2019-03-11T09:00:00").unwrap();
    let county = actor("Zhao", "xiangxiang-head");
    for (action, fact, text) in [
        ("undertake", "undertaker", "县水利局"),
        ("complete", "proof", "照片两张"),
    ] {
        let step = Step {
            matter: matter.clone(),
            action: action.to_owned(),
            facts: said(&[(fact, text)]),
            ..Step::default()
        };
        desk.act(&county, step, "2019-03-13T09:00:00").unwrap();
    }
    let archive = |recovery, notes: &[(&str, &str)]| Step {
        matter: matter.clone(),
        action: "archive".to_owned(),
        facts: said(&[("opinion", "同意")]),
        notes: notes
            .iter()
            .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
            .collect(),
        recovery,
        ..Step::default()
    };
    let not_yet = Recovery::NotYet(Text::new("二月仍为Ⅳ类", "it is still class IV"));
    let refused = desk
        .act(&duty, archive(not_yet.clone(), &[]), "2019-03-14T09:00:00")
        .unwrap_err();
    assert!(refused.text().en.contains("it is still class IV"), "{refused}");
    let ended = desk
        .act(
            &duty,
            archive(not_yet, &[("review", "断面下移，另案处理")]),
            "2019-03-14T09:00:00",
        )
        .unwrap();
    let row = desk.matters.journal().matter(&ended.matter).unwrap().unwrap();
    assert!(row.last && row.owner.is_empty());
}
