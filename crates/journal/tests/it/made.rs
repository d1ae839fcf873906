//! Acts and journals that the tests share.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use journal::{Content, EntryPut, Ground, Journal, NewAct, Wording};
use rusqlite::Connection;
use tempfile::TempDir;

/// A moment, so many seconds after the first.
pub fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 + seconds, 0).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A time of the city.
pub fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// An entry of the register `wells`: code, version, depth; its owner is kept apart.
pub fn well(code: &str, version: u64, depth: &str) -> EntryPut<Wording> {
    let open = |text: &str| Wording::Open(text.to_owned());
    EntryPut {
        key: vec![code.to_owned()],
        version,
        fields: vec![
            ("code".to_owned(), open(code)),
            ("depth".to_owned(), open(depth)),
            ("owner".to_owned(), Wording::Apart(format!("owner of {code}"))),
        ],
    }
}

/// An act that puts wells.
pub fn put(entries: Vec<EntryPut<Wording>>) -> NewAct {
    NewAct {
        person: "Somebody".to_owned(),
        post: "warden".to_owned(),
        valid_from: day("2026-05-01"),
        ground: Ground::document("letter 7"),
        request: String::new(),
        content: Content::RegisterPut {
            register: "wells".to_owned(),
            entries,
        },
    }
}

/// A journal with `acts` acts, each of which puts a well of its own.
pub fn journal(acts: u64) -> (TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(folder.path()).unwrap();
    let all = (1..=acts).map(|number| put(vec![well(&format!("w{number}"), 1, "12.5")]));
    journal.record_all(all.collect(), moment(0)).unwrap();
    (folder, journal)
}

/// The file, opened by somebody who does not ask the journal and has taken its locks away.
pub fn intruder(folder: &TempDir) -> Connection {
    let connection = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    connection
        .execute_batch("DROP TRIGGER act_is_not_changed; DROP TRIGGER act_is_not_removed")
        .unwrap();
    connection
}
