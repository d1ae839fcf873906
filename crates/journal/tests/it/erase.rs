//! Erasing: the text goes, the chain stays, the erasure is an act.

use std::fs;

use journal::{AsOf, Content, Erasure, Ground, Journal, JournalError, Said, Why};

use crate::made::{intruder, journal, moment, put, well};

fn erasure(act: u64, labels: &[&str]) -> Erasure {
    Erasure {
        act,
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        person: "Clerk".to_owned(),
        post: "records".to_owned(),
        ground: Ground::document("request of the person"),
    }
}

/// Whether any file of the journal holds these words.
fn is_on_disk(folder: &std::path::Path, words: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

#[test]
fn an_erased_text_is_nowhere_and_the_chain_is_whole() {
    let (folder, journal) = journal(2);
    assert!(is_on_disk(folder.path(), "owner of w1"), "this test sees what is there");
    let done = journal.erase(erasure(1, &["entry/0/owner"]), moment(5)).unwrap();
    assert_eq!((done.recorded.act, done.overwritten), (3, true));
    assert!(!is_on_disk(folder.path(), "owner of w1"));
    assert!(is_on_disk(folder.path(), "owner of w2"));
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

#[test]
fn without_labels_all_that_is_left_goes() {
    let (_folder, journal) = journal(1);
    journal.erase(erasure(1, &["person"]), moment(1)).unwrap();
    journal.erase(erasure(1, &[]), moment(2)).unwrap();
    assert!(journal.act(1).unwrap().texts.is_empty());
    let refused = journal.erase(erasure(1, &[]), moment(3));
    assert!(matches!(refused, Err(JournalError::NothingToErase(1, _))));
    assert_eq!(journal.verify().unwrap().erased, 2);
}

#[test]
fn what_cannot_be_erased_changes_nothing() {
    let (_folder, journal) = journal(1);
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

#[test]
fn a_text_that_comes_back_after_its_erasure_must_be_the_one_that_was_meant() {
    let (folder, journal) = journal(1);
    journal.erase(erasure(1, &["person"]), moment(1)).unwrap();
    intruder(&folder)
        .execute_batch("INSERT INTO apart VALUES (1, 'person', zeroblob(32), 'Somebody')")
        .unwrap();
    let broken = journal.verify().unwrap().broken.unwrap();
    assert_eq!((broken.act, broken.why), (1, Why::TextDiffers("person".to_owned())));
}

#[test]
fn a_request_is_recognised_though_its_texts_were_erased() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(folder.path()).unwrap();
    let mut act = put(vec![well("w1", 1, "5")]);
    act.request = "once".to_owned();
    journal.record(act.clone(), moment(0)).unwrap();
    journal.erase(erasure(1, &[]), moment(1)).unwrap();
    assert!(journal.record(act, moment(2)).unwrap().repeated);
}
