//! Recording: one order, versions, requests, batches, one writer.

use journal::{Content, Engine, Ground, JournalError, NewAct, Wording};

use crate::made::{day, journal, moment, put, well};
use crate::place::{Place, on_both};

on_both!(
    of_many_callers_at_once_each_gets_its_own_answer,
    acts_are_numbered_and_say_what_was_given,
    a_clock_that_was_set_back_does_not_turn_the_order_around,
    of_two_who_change_one_thing_the_second_is_told_what_changed,
    a_version_that_is_not_the_next_is_refused,
    asked_again_under_one_name_nothing_is_done_again,
    a_batch_is_recorded_as_a_whole_or_not_at_all,
    an_act_that_says_too_little_is_refused,
    of_many_writers_at_once_each_gets_its_place,
    the_hash_function_is_chosen_once
);

fn acts_are_numbered_and_say_what_was_given(on: Engine) {
    let (_place, journal) = journal(on, 2);
    let recorded = journal.record(put(vec![well("w9", 1, "3")]), moment(5)).unwrap();
    assert_eq!((recorded.act, recorded.repeated), (3, false));
    let stored = journal.act(3).unwrap();
    assert_eq!(stored.link, recorded.link);
    assert_eq!(journal.end().unwrap().link, recorded.link);
    assert_eq!(
        (stored.act.recorded, stored.act.valid_from),
        (moment(5), day("2026-05-01"))
    );
    assert_eq!(stored.act.post, "warden");
    assert_eq!(stored.texts["person"], "Somebody");
    assert_eq!(stored.texts["entry/0/owner"], "owner of w9");
    assert_eq!(journal.acts(1, 10).unwrap().len(), 2);
    assert!(matches!(journal.act(4), Err(JournalError::NoSuchAct(4, 3))));
}

fn a_clock_that_was_set_back_does_not_turn_the_order_around(on: Engine) {
    let (_place, journal) = journal(on, 1);
    journal.record(put(vec![well("w2", 1, "1")]), moment(100)).unwrap();
    journal.record(put(vec![well("w3", 1, "1")]), moment(50)).unwrap();
    assert_eq!(journal.act(3).unwrap().act.recorded, moment(100));
}

fn of_two_who_change_one_thing_the_second_is_told_what_changed(on: Engine) {
    let (_place, journal) = journal(on, 1);
    let mut first = put(vec![well("w1", 2, "13")]);
    first.ground = Ground::document("survey");
    journal.record(first, moment(1)).unwrap();
    let refused = journal
        .record(put(vec![well("w2", 1, "1"), well("w1", 2, "14")]), moment(2))
        .unwrap_err();
    let JournalError::Conflict {
        subject,
        upon,
        now,
        since,
    } = &refused
    else {
        panic!("{refused}");
    };
    assert_eq!((subject.as_str(), *upon, *now), ("register/wells/w1", 1, 2));
    assert_eq!(
        (since[0].act, since[0].version, since[0].ground.as_str()),
        (2, 2, "survey")
    );
    assert!(refused.says().en.contains("act 2 by warden"), "{refused}");
    assert_eq!(journal.end().unwrap().act, 2);
    assert!(
        !journal.entry_versions("wells").unwrap().contains_key("w2"),
        "nothing of it is there"
    );
}

fn a_version_that_is_not_the_next_is_refused(on: Engine) {
    let (_place, journal) = journal(on, 1);
    for version in [0, 1, 3, u64::MAX] {
        let refused = journal.record(put(vec![well("w1", version, "1")]), moment(1));
        assert!(
            matches!(refused, Err(JournalError::Conflict { now: 1, .. })),
            "{version}"
        );
    }
}

fn asked_again_under_one_name_nothing_is_done_again(on: Engine) {
    let (_place, journal) = journal(on, 0);
    let act = NewAct {
        request: "form 12".to_owned(),
        ..put(vec![well("w1", 1, "5")])
    };
    let first = journal.record(act.clone(), moment(0)).unwrap();
    let again = journal.record(act.clone(), moment(9)).unwrap();
    assert_eq!((again.act, again.link, again.repeated), (first.act, first.link, true));
    assert_eq!(journal.end().unwrap().act, 1);
    let mut others = vec![
        NewAct {
            person: "Other".to_owned(),
            ..act.clone()
        },
        NewAct {
            post: "other".to_owned(),
            ..act.clone()
        },
        NewAct {
            valid_from: day("2026-05-02"),
            ..act.clone()
        },
        NewAct {
            ground: Ground::document("other"),
            ..act.clone()
        },
        NewAct {
            content: put(vec![well("w1", 1, "6")]).content,
            ..act.clone()
        },
    ];
    let mut owner = act;
    if let Content::RegisterPut { entries, .. } = &mut owner.content {
        entries[0].fields[2].1 = Wording::Apart("another owner".to_owned());
    }
    others.push(owner);
    for other in others {
        let refused = journal.record(other.clone(), moment(9));
        assert!(
            matches!(&refused, Err(JournalError::RequestReused(name, 1)) if name == "form 12"),
            "{other:?}"
        );
    }
}

fn a_batch_is_recorded_as_a_whole_or_not_at_all(on: Engine) {
    let (_place, journal) = journal(on, 0);
    let second = put(vec![well("w1", 2, "6")]);
    let done = journal
        .record_all(vec![put(vec![well("w1", 1, "5")]), second], moment(0))
        .unwrap();
    assert_eq!(done.iter().map(|recorded| recorded.act).collect::<Vec<_>>(), [1, 2]);
    let good = put(vec![well("w2", 1, "1")]);
    let refused = journal.record_all(vec![good.clone(), put(vec![well("w1", 2, "7")])], moment(1));
    assert!(matches!(refused, Err(JournalError::Conflict { .. })));
    assert_eq!(journal.end().unwrap().act, 2);
    assert_eq!(journal.record(good, moment(1)).unwrap().act, 3);
    assert_eq!(journal.verify().unwrap().broken, None);
}

fn an_act_that_says_too_little_is_refused(on: Engine) {
    let (_place, journal) = journal(on, 0);
    let act = put(vec![well("w1", 1, "5")]);
    let cases = [
        (
            NewAct {
                person: " ".to_owned(),
                ..act.clone()
            },
            "who acts",
        ),
        (
            NewAct {
                post: String::new(),
                ..act.clone()
            },
            "which post",
        ),
        (
            NewAct {
                ground: Ground::default(),
                ..act.clone()
            },
            "ground",
        ),
        (
            NewAct {
                person: "A\0B".to_owned(),
                ..act.clone()
            },
            "U+0000",
        ),
        (
            NewAct {
                request: "r".repeat(2_001),
                ..act.clone()
            },
            "2001 bytes",
        ),
        (put(vec![well(&"w".repeat(2_000), 1, "5")]), "bytes"),
        (put(vec![well("w\0", 1, "5")]), "U+0000"),
        (put(Vec::new()), "says nothing"),
        (put(vec![well("w1", 1, "5"), well("w1", 2, "6")]), "twice"),
    ];
    for (act, expected) in cases {
        let refused = journal.record(act, moment(0)).unwrap_err();
        assert!(refused.says().en.contains(expected), "{refused}");
    }
    assert_eq!(journal.end().unwrap().act, 0);
    // The longest names that are taken are kept and found.
    let longest = "长".repeat(660);
    let request = "r".repeat(2_000);
    let act = NewAct {
        request,
        ..put(vec![well(&longest, 1, "5")])
    };
    journal.record(act.clone(), moment(0)).unwrap();
    assert!(journal.record(act, moment(0)).unwrap().repeated);
    assert!(journal.entry_versions("wells").unwrap().contains_key(&longest));
}

fn of_many_writers_at_once_each_gets_its_place(on: Engine) {
    let place = Place::new(on);
    // Made first: the writers below are processes of their own as far as the database is concerned.
    place.open().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let place = &place;
            scope.spawn(move || {
                let journal = place.open().unwrap();
                for number in 0..10 {
                    let act = put(vec![well(&format!("w{writer}-{number}"), 1, "1")]);
                    journal.record(act, moment(number)).unwrap();
                }
            });
        }
    });
    let journal = place.open().unwrap();
    let report = journal.verify().unwrap();
    assert_eq!((report.acts, report.broken), (40, None));
    assert!(journal.rebuild().unwrap().is_equal());
}

fn the_hash_function_is_chosen_once(on: Engine) {
    use journal::HashKind;
    let place = Place::new(on);
    assert!(matches!(place.open_existing(), Err(JournalError::NotThere(_))));
    let sm3 = place.make(HashKind::Sm3).unwrap();
    sm3.record(put(vec![well("w1", 1, "5")]), moment(0)).unwrap();
    drop(sm3);
    assert!(matches!(
        place.make(HashKind::Sha256),
        Err(JournalError::AlreadyThere(_))
    ));
    let again = place.open_existing().unwrap();
    assert_eq!(again.hash(), HashKind::Sm3);
    assert_eq!(again.verify().unwrap().broken, None);
}

/// Many callers of one journal: they are committed together, and one who is refused takes nobody with him.
fn of_many_callers_at_once_each_gets_its_own_answer(on: Engine) {
    let (_place, journal) = journal(on, 1);
    std::thread::scope(|scope| {
        for caller in 0..8 {
            let journal = &journal;
            scope.spawn(move || {
                for number in 0..12 {
                    let code = format!("w{caller}-{number}");
                    let good = journal.record(put(vec![well(&code, 1, "1")]), moment(1)).unwrap();
                    assert_eq!(journal.act(good.act).unwrap().link, good.link);
                    let both = vec![put(vec![well(&code, 2, "2")]), put(vec![well("w1", 9, "1")])];
                    let refused = journal.record_all(both, moment(1)).unwrap_err();
                    assert!(matches!(refused, JournalError::Conflict { now: 1, .. }), "{refused}");
                    assert_eq!(journal.entry_history("wells", &[code]).unwrap().len(), 1);
                }
            });
        }
    });
    let report = journal.verify().unwrap();
    assert_eq!((report.acts, report.broken), (1 + 8 * 12, None));
    assert!(journal.rebuild().unwrap().is_equal());
}
