//! How many acts a second are on disk with everything computed from them, and how soon one entry of a large register is told as it was known
//! on a day; for both engines.
//!
//! `BISHUI_BENCH_ENTRIES` says how large the register is (1,000,000), `BISHUI_BENCH_ENGINE` which engine alone is measured. The files lie in the folder for
//! temporary files, which must be a disk for the figures to mean anything. The PostgreSQL server is started for the run (`scripts/postgres-server`).
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use journal::{
    AsOf, ClockStands, Content, EntryPut, Ground, Journal, MatterStands, MatterStep, NewAct, PostgresAddress, StepKind,
    Wording,
};

/// Acts of one transaction when a server brings several: what the clocks of a city's matters do in one turn, or a row each of a list.
const BATCH: u64 = 100;
/// Writers at once, each of whom brings one act and waits for it.
const WRITERS: u64 = 8;
/// How long each measurement of acts runs.
const RUN: Duration = Duration::from_secs(10);
/// Entries that one act puts while the register is filled.
const FILL: u64 = 1_000;
/// So many entries are asked for.
const QUESTIONS: u64 = 1_000;

fn main() {
    let entries = std::env::var("BISHUI_BENCH_ENTRIES").map_or(1_000_000, |text| text.parse().unwrap());
    let only = std::env::var("BISHUI_BENCH_ENGINE").unwrap_or_default();
    if only != "postgresql" {
        let folder = tempfile::tempdir().unwrap();
        measure("sqlite", entries, |name| {
            Journal::open(&folder.path().join(name)).unwrap()
        });
    }
    if only != "sqlite" {
        match server() {
            None => println!("postgresql is not present: not measured"),
            Some(server) => measure("postgresql", entries, |name| in_database(&server, name)),
        }
    }
}

fn measure(engine: &str, entries: u64, make: impl Fn(&str) -> Journal) {
    println!("{engine}");
    batches(&make("batches"));
    writers(&make("alone"), 1);
    writers(&make("writers"), WRITERS);
    one_of_many(&make("many"), entries);
}

/// A server that ends with this process.
fn server() -> Option<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/postgres-server");
    let mut server = Command::new(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    std::mem::forget(server);
    Some(line.trim().to_owned()).filter(|address| !address.is_empty())
}

fn in_database(server: &str, name: &str) -> Journal {
    let made = Command::new("psql")
        .args([server, "-qc", &format!("CREATE DATABASE {name}")])
        .status();
    assert!(made.unwrap().success());
    let address = server.replace("/postgres?", &format!("/{name}?"));
    Journal::connect(&PostgresAddress::parse(&address).unwrap()).unwrap()
}

fn now() -> DateTime<Utc> {
    Utc::now()
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(number)
}

fn time(number: u64) -> NaiveDateTime {
    day(number).and_hms_opt(9, 0, 0).unwrap()
}

fn act(content: Content<Wording>) -> NewAct {
    NewAct {
        person: "Somebody".to_owned(),
        post: "warden".to_owned(),
        valid_from: day(0),
        ground: Ground::document("letter 7"),
        request: String::new(),
        content,
    }
}

fn entry(number: u64) -> EntryPut<Wording> {
    let open = |id: &str, text: String| (id.to_owned(), Wording::Open(text));
    EntryPut {
        key: vec![format!("w{number:07}")],
        version: 1,
        fields: vec![
            open("code", format!("w{number:07}")),
            open("depth", "12.5".to_owned()),
            open("place", "the lake, its northern shore".to_owned()),
            ("owner".to_owned(), Wording::Apart(format!("owner of {number}"))),
        ],
    }
}

fn put(entries: Vec<EntryPut<Wording>>) -> NewAct {
    act(Content::RegisterPut {
        register: "wells".to_owned(),
        entries,
    })
}

/// A step of a matter: every fourth act of a writer begins one, the next three carry it on.
fn step(writer: u64, number: u64) -> NewAct {
    let version = number % 4 + 1;
    let at = time(number % 365);
    let note = ("reporter".to_owned(), Wording::Apart("Somebody else".to_owned()));
    act(Content::MatterStep(Box::new(MatterStep {
        matter: format!("m{writer}-{}", number / 4),
        version,
        procedure: "complaint".to_owned(),
        kind: StepKind::Act,
        action: "receive".to_owned(),
        role: "desk".to_owned(),
        unit: String::new(),
        at,
        facts: vec![("urgent".to_owned(), Wording::Open("true".to_owned()))],
        notes: vec![note],
        after: MatterStands {
            state: format!("state-{version}"),
            since: at,
            last: version == 4,
            owner: format!("post-{}", number % 50),
            holders: Vec::new(),
            clocks: vec![ClockStands {
                clock: "finish".to_owned(),
                started: at,
                due: Some(at + chrono::Days::new(15)),
                paused: false,
            }],
            title: format!("matter {number}"),
            place: format!("place-{}", number % 300),
            source: "complaint".to_owned(),
            parent: String::new(),
            subject: String::new(),
        },
    })))
}

/// Half entries of a register, half steps of matters.
fn mixed(writer: u64, number: u64) -> NewAct {
    match number % 2 {
        0 => put(vec![entry(writer << 32 | number)]),
        _ => step(writer, number / 2),
    }
}

fn batches(journal: &Journal) {
    let (began, mut count) = (Instant::now(), 0);
    while began.elapsed() < RUN {
        let acts = (count..count + BATCH).map(|number| mixed(0, number)).collect();
        journal.record_all(acts, now()).unwrap();
        count += BATCH;
    }
    let rate = count as f64 / began.elapsed().as_secs_f64();
    println!("  {BATCH} acts a transaction: {rate:.0} acts/s ({count} acts)");
    whole(journal, count);
}

fn writers(journal: &Journal, writers: u64) {
    let began = Instant::now();
    let mut waits: Vec<Duration> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..writers)
            .map(|writer| {
                scope.spawn(move || {
                    let mut waits = Vec::new();
                    while began.elapsed() < RUN {
                        let act = mixed(writer, waits.len() as u64);
                        let asked = Instant::now();
                        journal.record(act, now()).unwrap();
                        waits.push(asked.elapsed());
                    }
                    waits
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let count = waits.len();
    let rate = count as f64 / began.elapsed().as_secs_f64();
    waits.sort();
    let of = |part: usize| waits[(count - 1) * part / 100].as_secs_f64() * 1e3;
    println!(
        "  {writers} writer(s), one act each time: {rate:.0} acts/s, p50 {:.1} ms, p99 {:.1} ms",
        of(50),
        of(99)
    );
    whole(journal, count as u64);
}

/// What was measured is there and proves.
fn whole(journal: &Journal, acts: u64) {
    let began = Instant::now();
    let report = journal.verify().unwrap();
    assert_eq!((report.acts, report.broken), (acts, None));
    println!("    verified in {:.1} s", began.elapsed().as_secs_f64());
}

fn one_of_many(journal: &Journal, entries: u64) {
    let began = Instant::now();
    for from in (0..entries).step_by(FILL as usize) {
        journal
            .record(put((from..(from + FILL).min(entries)).map(entry).collect()), now())
            .unwrap();
    }
    println!("  {entries} entries put in {:.1} s", began.elapsed().as_secs_f64());
    let as_of = AsOf {
        valid: Some(day(400)),
        known: Some(now()),
    };
    let mut waits: Vec<Duration> = (0..QUESTIONS)
        .map(|question| {
            // A step that has no factor in common with round numbers goes everywhere.
            let key = vec![format!("w{:07}", question * 7_919_317 % entries)];
            let asked = Instant::now();
            assert!(black_box(journal.entry("wells", &key, as_of).unwrap()).is_some());
            asked.elapsed()
        })
        .collect();
    waits.sort();
    let of = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1e3;
    println!(
        "  one entry of {entries} as known on a day: p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms",
        of(50),
        of(99),
        of(100)
    );
}
