//! Erasing: the text goes, the chain stays, the erasure is an act.

use journal::{AsOf, Content, Engine, Erasure, Ground, JournalError, Said, Why};

use crate::made::{journal, moment, put, well};
use crate::place::{Place, on_both};

on_both!(
    an_erased_text_is_nowhere_and_the_chain_is_whole,
    without_labels_all_that_is_left_goes,
    what_cannot_be_erased_changes_nothing,
    a_text_that_comes_back_after_its_erasure_must_be_the_one_that_was_meant,
    a_request_is_recognised_though_its_texts_were_erased
);

fn erasure(act: u64, labels: &[&str]) -> Erasure {
    Erasure {
        act,
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        person: "Clerk".to_owned(),
        post: "records".to_owned(),
        ground: Ground::document("request of the person"),
    }
}

fn an_erased_text_is_nowhere_and_the_chain_is_whole(on: Engine) {
    let place = Place::alone(on);
    let journal = place.open().unwrap();
    let wells = [put(vec![well("w1", 1, "12.5")]), put(vec![well("w2", 1, "12.5")])];
    journal.record_all(wells.to_vec(), moment(0)).unwrap();
    assert!(place.is_on_disk("owner of w1"), "this test sees what is there");
    let done = journal.erase(erasure(1, &["entry/0/owner"]), moment(5)).unwrap();
    // The log of a server is not ours to empty.
    assert_eq!((done.recorded.act, done.overwritten), (3, on == Engine::Sqlite));
    assert!(!place.is_on_disk("owner of w1"));
    assert!(place.is_on_disk("owner of w2"));
    let report = journal.verify().unwrap();
    assert_eq!(
        (report.acts, report.texts, report.erased, report.broken),
        (3, 4, 1, None)
    );
    let entries = journal.entries("wells", AsOf::default()).unwrap();
    assert_eq!(entries["w1"].fields[2], ("owner".to_owned(), Said::Erased));
    assert_eq!(entries["w2"].fields[2].1, Said::Text("owner of w2".to_owned()));
    assert!(journal.rebuild().unwrap().is_equal());
    let Content::TextErased {
        act: 1,
        version: 1,
        labels,
    } = journal.act(3).unwrap().act.content
    else {
        panic!("the erasure is an act");
    };
    assert_eq!(labels, ["entry/0/owner"]);
}

fn without_labels_all_that_is_left_goes(on: Engine) {
    let (_place, journal) = journal(on, 1);
    journal.erase(erasure(1, &["person"]), moment(1)).unwrap();
    journal.erase(erasure(1, &[]), moment(2)).unwrap();
    assert!(journal.act(1).unwrap().texts.is_empty());
    let refused = journal.erase(erasure(1, &[]), moment(3));
    assert!(matches!(refused, Err(JournalError::NothingToErase(1, _))));
    assert_eq!(journal.verify().unwrap().erased, 2);
}

fn what_cannot_be_erased_changes_nothing(on: Engine) {
    let (_place, journal) = journal(on, 1);
    for (act, labels) in [
        (9, vec![]),
        (1, vec!["entry/0/depth"]),
        (1, vec!["person", "entry/7/owner"]),
    ] {
        assert!(
            journal.erase(erasure(act, &labels), moment(1)).is_err(),
            "{act} {labels:?}"
        );
    }
    let report = journal.verify().unwrap();
    assert_eq!((report.acts, report.texts, report.broken), (1, 2, None));
}

fn a_text_that_comes_back_after_its_erasure_must_be_the_one_that_was_meant(on: Engine) {
    let (place, journal) = journal(on, 1);
    journal.erase(erasure(1, &["person"]), moment(1)).unwrap();
    place
        .intruder()
        .run("INSERT INTO apart VALUES (1, 'person', zeroblob(32), 'Somebody')")
        .unwrap();
    let broken = journal.verify().unwrap().broken.unwrap();
    assert_eq!((broken.act, broken.why), (1, Why::TextDiffers("person".to_owned())));
}

fn a_request_is_recognised_though_its_texts_were_erased(on: Engine) {
    let place = Place::new(on);
    let journal = place.open().unwrap();
    let mut act = put(vec![well("w1", 1, "5")]);
    act.request = "once".to_owned();
    journal.record(act.clone(), moment(0)).unwrap();
    journal.erase(erasure(1, &[]), moment(1)).unwrap();
    assert!(journal.record(act, moment(2)).unwrap().repeated);
}
