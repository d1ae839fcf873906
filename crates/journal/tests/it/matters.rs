//! Where matters stand: recorded with each step, listed by any filter in pages, told to whoever comes second, rebuilt from the acts.

use journal::{
    ClockStands, Content, Engine, Erasure, Ground, Journal, JournalError, Kept, MatterAfter, MatterFilter, MatterOrder,
    MatterStands, MatterStep, NewAct, StepKind, Wording,
};

use crate::made::{day, moment, time};
use crate::place::{Place, on_both};

on_both!(
    the_row_follows_the_last_step_and_keeps_the_beginning,
    lists_narrow_and_go_on_page_by_page,
    whoever_comes_second_is_told,
    a_reporter_is_erased_and_the_chain_holds,
    a_changed_row_is_found_and_put_right
);

/// A step of the matter `id`, due on `due`; the reporter is kept apart.
fn step(id: &str, version: u64, state: &str, owner: &str, due: Option<&str>) -> MatterStep<Wording> {
    let started = time("2019-03-11T09:00:00");
    let clock = ClockStands {
        clock: "finish".to_owned(),
        started,
        due: due.map(time),
        paused: false,
    };
    MatterStep {
        matter: id.to_owned(),
        version,
        procedure: "complaint".to_owned(),
        kind: StepKind::Act,
        action: "receive".to_owned(),
        role: "desk".to_owned(),
        unit: String::new(),
        at: started + chrono::Days::new(version),
        facts: vec![("urgent".to_owned(), Wording::Open("true".to_owned()))],
        notes: vec![("reporter".to_owned(), Wording::Apart("王五".to_owned()))],
        after: MatterStands {
            state: state.to_owned(),
            since: started,
            last: owner.is_empty(),
            owner: owner.to_owned(),
            holders: Vec::new(),
            clocks: vec![clock],
            title: format!("matter {id}"),
            place: "lake".to_owned(),
            source: "complaint".to_owned(),
            parent: String::new(),
            subject: String::new(),
        },
    }
}

fn act(step: MatterStep<Wording>) -> NewAct {
    NewAct {
        person: "Somebody".to_owned(),
        post: "desk".to_owned(),
        valid_from: day("2019-03-11"),
        ground: Ground::document("letter 7"),
        request: String::new(),
        content: Content::MatterStep(Box::new(step)),
    }
}

fn journal(on: Engine, steps: Vec<MatterStep<Wording>>) -> (Place, Journal) {
    let place = Place::new(on);
    let journal = place.open().unwrap();
    journal
        .record_all(steps.into_iter().map(act).collect(), moment(0))
        .unwrap();
    (place, journal)
}

fn ids(
    journal: &Journal,
    filter: &MatterFilter,
    order: MatterOrder,
    after: Option<&MatterAfter>,
    most: usize,
) -> Vec<String> {
    let rows = journal.matters(filter, order, after, most).unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

fn the_row_follows_the_last_step_and_keeps_the_beginning(on: Engine) {
    let (_place, journal) = journal(
        on,
        vec![
            step("m1", 1, "received", "desk", Some("2019-03-20T23:59:59")),
            step("m1", 2, "working", "county", Some("2019-04-01T23:59:59")),
        ],
    );
    let row = journal.matter("m1").unwrap().unwrap();
    assert_eq!(
        (row.version, row.state.as_str(), row.owner.as_str()),
        (2, "working", "county")
    );
    assert_eq!(row.opened, time("2019-03-12T09:00:00"), "when it began stays");
    assert_eq!(row.due, Some(time("2019-04-01T23:59:59")));
    assert_eq!(journal.matter("m2").unwrap(), None);
    assert_eq!(journal.matter_steps("m1").unwrap().len(), 2);
    assert!(journal.rebuild().unwrap().is_equal());
}

fn lists_narrow_and_go_on_page_by_page(on: Engine) {
    let (_place, journal) = journal(
        on,
        vec![
            step("a", 1, "received", "desk", Some("2019-03-20T23:59:59")),
            step("b", 1, "received", "county", Some("2019-03-14T23:59:59")),
            step("c", 1, "received", "desk", None),
            step("d", 1, "closed", "", Some("2019-03-13T23:59:59")),
            step("e", 1, "received", "desk", Some("2019-03-20T23:59:59")),
        ],
    );
    let open = MatterFilter {
        open: Some(true),
        ..MatterFilter::default()
    };
    assert_eq!(ids(&journal, &open, MatterOrder::Due, None, 9), ["b", "a", "e", "c"]);
    let after = MatterAfter {
        ended: false,
        time: Some(time("2019-03-20T23:59:59")),
        id: "a".to_owned(),
    };
    assert_eq!(ids(&journal, &open, MatterOrder::Due, Some(&after), 1), ["e"]);
    let after = MatterAfter {
        ended: false,
        time: None,
        id: "c".to_owned(),
    };
    assert!(ids(&journal, &open, MatterOrder::Due, Some(&after), 9).is_empty());
    let late = MatterFilter {
        due_before: Some(time("2019-03-15T00:00:00")),
        ..open.clone()
    };
    assert_eq!(ids(&journal, &late, MatterOrder::Due, None, 9), ["b"]);
    let desk = MatterFilter {
        owner: Some("desk".to_owned()),
        ..MatterFilter::default()
    };
    assert_eq!(ids(&journal, &desk, MatterOrder::Newest, None, 9), ["e", "c", "a"]);
    assert_eq!(journal.count_matters(&desk, 2).unwrap(), 2, "counted up to a limit");
    let counts = journal.matters_by_owner(time("2019-03-15T00:00:00")).unwrap();
    let counts: Vec<_> = counts
        .iter()
        .map(|count| (count.owner.as_str(), count.open, count.late))
        .collect();
    assert_eq!(counts, [("county", 1, 1), ("desk", 3, 0)]);
}

fn whoever_comes_second_is_told(on: Engine) {
    let (_place, journal) = journal(on, vec![step("m1", 1, "received", "desk", None)]);
    journal
        .record(act(step("m1", 2, "working", "county", None)), moment(1))
        .unwrap();
    let refused = journal
        .record(act(step("m1", 2, "closed", "", None)), moment(2))
        .unwrap_err();
    let JournalError::Conflict {
        subject, now, since, ..
    } = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!((subject.as_str(), now, since.len()), ("matter/m1", 2, 1));
    assert_eq!(journal.matter("m1").unwrap().unwrap().state, "working");
}

fn a_reporter_is_erased_and_the_chain_holds(on: Engine) {
    let (_place, journal) = journal(on, vec![step("m1", 1, "received", "desk", None)]);
    let said = |journal: &Journal| {
        let stored = journal.act(1).unwrap();
        let Content::MatterStep(step) = &stored.act.content else {
            panic!("a step")
        };
        let [(id, value)] = step.notes.as_slice() else {
            panic!("one note")
        };
        assert!(matches!(value, Kept::Apart(_)));
        step.said("note", id, value, &stored.texts).map(str::to_owned)
    };
    assert_eq!(said(&journal).as_deref(), Some("王五"));
    let erasure = Erasure {
        act: 1,
        labels: vec!["note/reporter".to_owned()],
        person: "Somebody".to_owned(),
        post: "desk".to_owned(),
        ground: Ground::document("request of the reporter"),
    };
    journal.erase(erasure, moment(3)).unwrap();
    assert_eq!(said(&journal), None);
    assert!(journal.verify().unwrap().broken.is_none());
}

fn a_changed_row_is_found_and_put_right(on: Engine) {
    let (place, journal) = journal(on, vec![step("m1", 1, "received", "desk", None)]);
    place.outsider().run("UPDATE matter SET state = 'closed'").unwrap();
    assert!(!journal.rebuild().unwrap().is_equal());
    assert_eq!(journal.matter("m1").unwrap().unwrap().state, "received");
}

#[test]
fn a_file_without_the_table_of_matters_gets_it() {
    let (place, journal) = journal(Engine::Sqlite, Vec::new());
    drop(journal);
    place
        .outsider()
        .run("DROP TABLE matter; PRAGMA user_version = 1")
        .unwrap();
    let journal = place.open().unwrap();
    journal
        .record(act(step("m1", 1, "received", "desk", None)), moment(1))
        .unwrap();
    assert!(journal.rebuild().unwrap().is_equal());
}
