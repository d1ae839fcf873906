//! Whenever the power goes, what is left is a whole number of acts.

use std::fs;
use std::path::Path;

use journal::Journal;
use rusqlite::Connection;

use crate::made::{journal, moment, put, well};

/// What is on disk at this moment, as it would be found after a power cut.
fn image(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        if folder.join(name).exists() {
            fs::copy(folder.join(name), copy.path().join(name)).unwrap();
        }
    }
    copy
}

/// The acts that are found, after making sure that nothing is there half.
fn acts_of(folder: &Path) -> u64 {
    let journal = Journal::open_existing(folder).unwrap();
    let report = journal.verify().unwrap();
    assert_eq!(report.broken, None);
    assert!(journal.rebuild().unwrap().is_equal());
    assert_eq!(journal.entry_versions("wells").unwrap().len() as u64, report.acts);
    // It goes on where it ended.
    let next = journal.record(put(vec![well("next", 1, "1")]), moment(9)).unwrap();
    assert_eq!(next.act, report.acts + 1);
    report.acts
}

#[test]
fn a_log_that_was_cut_off_anywhere_holds_whole_acts() {
    let (folder, journal) = journal(0);
    for number in 0..5 {
        journal
            .record(put(vec![well(&format!("w{number}"), 1, "1")]), moment(number))
            .unwrap();
    }
    let whole = image(folder.path());
    let log = fs::read(whole.path().join("journal.sqlite-wal")).unwrap();
    // The tables themselves are the first thing in the log: what is cut off before them is a file without a journal.
    let mut seen = std::collections::BTreeSet::new();
    let pages = log.len() / 4_120;
    for cut in (0..=pages)
        .map(|page| 32 + page * 4_120)
        .chain([log.len(), log.len() - 1, log.len() / 2 + 7])
    {
        let cut_off = image(folder.path());
        fs::write(cut_off.path().join("journal.sqlite-wal"), &log[..cut.min(log.len())]).unwrap();
        seen.insert(acts_of(cut_off.path()));
    }
    assert_eq!(seen, (0..=5).collect(), "each of the six states was seen, and no other");
}

#[test]
fn what_was_not_committed_is_not_there() {
    let (folder, journal) = journal(2);
    let other = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    // So little memory that what is written goes to the log before it is committed.
    other.pragma_update(None, "cache_size", 1).unwrap();
    other
        .execute_batch("BEGIN IMMEDIATE; INSERT INTO act SELECT 3, zeroblob(200000), link FROM act WHERE number = 2")
        .unwrap();
    let cut_off = image(folder.path());
    assert_eq!(acts_of(cut_off.path()), 2);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(journal.verify().unwrap().acts, 2);
}

#[test]
fn an_act_whose_projection_cannot_be_written_is_not_there_either() {
    for table in ["apart", "subject", "request", "entry"] {
        let (folder, journal) = journal(2);
        let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
        file.execute_batch(&format!(
            "CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        ))
        .unwrap();
        let mut act = put(vec![well("w3", 1, "1")]);
        act.request = "once".to_owned();
        let refused = journal.record(act.clone(), moment(1)).unwrap_err();
        assert!(refused.to_string().contains("the disk is full"), "{refused}");
        file.execute_batch("DROP TRIGGER full").unwrap();
        let report = journal.verify().unwrap();
        assert_eq!((report.acts, report.broken), (2, None));
        assert!(journal.rebuild().unwrap().is_equal());
        assert_eq!(journal.record(act, moment(1)).unwrap().act, 3, "{table}");
    }
}
