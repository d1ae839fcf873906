//! Whenever the power goes, what is left is a whole number of acts.

use std::fs;
use std::path::Path;
use std::process::Command;

use journal::{Engine, Journal};
use rusqlite::Connection;

use crate::made::{journal, moment, put, well};
use crate::place::{Place, on_both, psql, start_server};

on_both!(an_act_whose_projection_cannot_be_written_is_not_there_either);

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
    let (place, journal) = journal(Engine::Sqlite, 0);
    for number in 0..5 {
        journal
            .record(put(vec![well(&format!("w{number}"), 1, "1")]), moment(number))
            .unwrap();
    }
    let whole = image(place.folder());
    let log = fs::read(whole.path().join("journal.sqlite-wal")).unwrap();
    // The tables themselves are the first thing in the log: what is cut off before them is a file without a journal.
    let mut seen = std::collections::BTreeSet::new();
    let pages = log.len() / 4_120;
    for cut in (0..=pages)
        .map(|page| 32 + page * 4_120)
        .chain([log.len(), log.len() - 1, log.len() / 2 + 7])
    {
        let cut_off = image(place.folder());
        fs::write(cut_off.path().join("journal.sqlite-wal"), &log[..cut.min(log.len())]).unwrap();
        seen.insert(acts_of(cut_off.path()));
    }
    assert_eq!(seen, (0..=5).collect(), "each of the six states was seen, and no other");
}

#[test]
fn what_was_not_committed_is_not_there() {
    let (place, journal) = journal(Engine::Sqlite, 2);
    let other = Connection::open(place.folder().join("journal.sqlite")).unwrap();
    // So little memory that what is written goes to the log before it is committed.
    other.pragma_update(None, "cache_size", 1).unwrap();
    other
        .execute_batch("BEGIN IMMEDIATE; INSERT INTO act SELECT 3, zeroblob(200000), link FROM act WHERE number = 2")
        .unwrap();
    let cut_off = image(place.folder());
    assert_eq!(acts_of(cut_off.path()), 2);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(journal.verify().unwrap().acts, 2);
}

fn an_act_whose_projection_cannot_be_written_is_not_there_either(on: Engine) {
    for table in ["apart", "subject", "request", "entry"] {
        let (place, journal) = journal(on, 2);
        let outsider = place.outsider();
        outsider.run(&full_disk(on, table)).unwrap();
        let mut act = put(vec![well("w3", 1, "1")]);
        act.request = "once".to_owned();
        let refused = journal.record(act.clone(), moment(1)).unwrap_err();
        assert!(refused.to_string().contains("the disk is full"), "{refused}");
        let emptied = match on {
            Engine::Sqlite => "DROP TRIGGER full_disk".to_owned(),
            Engine::Postgres => format!("DROP TRIGGER full_disk ON {table}"),
        };
        outsider.run(&emptied).unwrap();
        let report = journal.verify().unwrap();
        assert_eq!((report.acts, report.broken), (2, None));
        assert!(journal.rebuild().unwrap().is_equal());
        assert_eq!(journal.record(act, moment(1)).unwrap().act, 3, "{table}");
    }
}

/// A trigger that lets nothing into a table.
fn full_disk(on: Engine, table: &str) -> String {
    match on {
        Engine::Sqlite => format!(
            "CREATE TRIGGER full_disk BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        ),
        Engine::Postgres => format!(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'the disk is full'; END$$;
             CREATE TRIGGER full_disk BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION full_disk()"
        ),
    }
}

#[test]
fn a_server_that_was_killed_has_every_act_that_somebody_was_told_of() {
    // A server of its own: the others' connections would be lost, too.
    let Some(server) = start_server() else {
        eprintln!("skipped: postgresql is not present");
        return;
    };
    let place = Place::in_server(&server);
    let journal = place.open().unwrap();
    let Place::Database(address) = &place else {
        panic!("a database")
    };
    let mut told = 0;
    for round in 0..2 {
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                // Writes until the server is gone; the last act may be there or not.
                let mut number = 0;
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let act = put(vec![well(&format!("w{round}-{number}"), 1, "1")]);
                    match journal.record(act, moment(number)) {
                        Ok(recorded) => told = recorded.act,
                        Err(_) => break,
                    }
                    number += 1;
                }
            });
            while journal.end().is_ok_and(|end| end.act < (round + 1) * 30) {}
            // A killed process of a server makes all of it begin again from its log, as after a power cut.
            let victim = "SELECT pid FROM pg_stat_activity WHERE application_name = 'bishui journal' LIMIT 1";
            let victim = psql(address, victim).unwrap();
            assert!(
                Command::new("kill")
                    .args(["-KILL", &victim])
                    .status()
                    .unwrap()
                    .success()
            );
            writer.join().unwrap();
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        // The same journal goes on as soon as the server does.
        let began = std::time::Instant::now();
        let end = loop {
            match journal.end() {
                Ok(end) => break end,
                Err(gone) => assert!(began.elapsed().as_secs() < 60, "{gone}"),
            }
        };
        assert!(end.act == told || end.act == told + 1, "{end:?}, told of {told}");
        let report = journal.verify().unwrap();
        assert_eq!((report.acts, report.broken), (end.act, None));
        assert!(journal.rebuild().unwrap().is_equal());
    }
}
