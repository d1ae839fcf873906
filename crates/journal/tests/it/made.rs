//! Acts and journals that the tests share.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use journal::{Content, Engine, EntryPut, Ground, Journal, NewAct, Wording};

use crate::place::Place;

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
pub fn journal(on: Engine, acts: u64) -> (Place, Journal) {
    let place = Place::new(on);
    let journal = place.open().unwrap();
    let all = (1..=acts).map(|number| put(vec![well(&format!("w{number}"), 1, "12.5")]));
    journal.record_all(all.collect(), moment(0)).unwrap();
    (place, journal)
}
