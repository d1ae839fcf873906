//! How soon a page of 100 matters is told of a million, whatever it is narrowed by, in pages one behind the other; for SQLite.
//!
//! `BISHUI_BENCH_MATTERS` says how many there are (1,000,000). The file lies in the folder for temporary files.
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime, Utc};
use journal::{
    ClockStands, Content, Ground, Journal, MatterAfter, MatterFilter, MatterOrder, MatterStands, MatterStep, NewAct,
    StepKind,
};

/// Acts of one transaction while the table is filled.
const FILL: u64 = 5_000;
/// Rounds over all filters; each round asks other posts and places, and the page behind the first.
const ROUNDS: u64 = 40;
/// Matters of one page.
const PAGE: usize = 100;

fn main() {
    let matters = std::env::var("BISHUI_BENCH_MATTERS").map_or(1_000_000, |text| text.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(folder.path()).unwrap();
    let began = Instant::now();
    for from in (0..matters).step_by(FILL as usize) {
        let acts = (from..(from + FILL).min(matters)).map(act).collect();
        journal.record_all(acts, Utc::now()).unwrap();
    }
    println!("{matters} matters recorded in {:.0} s", began.elapsed().as_secs_f64());
    for (name, filter) in filters() {
        for order in [MatterOrder::Due, MatterOrder::Newest] {
            let mut waits: Vec<Duration> = (0..ROUNDS)
                .flat_map(|round| ask(&journal, &filter(round), order))
                .collect();
            waits.sort();
            let of = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1e3;
            println!(
                "  {name:<34} {order:?}: p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms",
                of(50),
                of(99),
                of(100)
            );
        }
    }
}

/// Two pages one behind the other.
fn ask(journal: &Journal, filter: &MatterFilter, order: MatterOrder) -> [Duration; 2] {
    let asked = Instant::now();
    let page = black_box(journal.matters(filter, order, None, PAGE).unwrap());
    let first = asked.elapsed();
    let after = page.last().map(|last| MatterAfter {
        time: match order {
            MatterOrder::Due => last.due,
            MatterOrder::Newest => Some(last.opened),
        },
        id: last.id.clone(),
        ended: last.last,
    });
    let asked = Instant::now();
    black_box(journal.matters(filter, order, after.as_ref(), PAGE).unwrap());
    [first, asked.elapsed()]
}

type Filters = Vec<(&'static str, Box<dyn Fn(u64) -> MatterFilter>)>;

/// What people narrow by, one thing and several.
fn filters() -> Filters {
    let open = || MatterFilter {
        open: Some(true),
        ..MatterFilter::default()
    };
    let procedure = |round: u64| Some(format!("procedure-{}", round % 12));
    vec![
        ("all", Box::new(|_| MatterFilter::default())),
        ("open", Box::new(move |_| open())),
        (
            "ended",
            Box::new(|_| MatterFilter {
                open: Some(false),
                ..MatterFilter::default()
            }),
        ),
        (
            "open, of a procedure",
            Box::new(move |round| MatterFilter {
                procedure: procedure(round),
                ..open()
            }),
        ),
        (
            "of a procedure",
            Box::new(move |round| MatterFilter {
                procedure: procedure(round),
                ..MatterFilter::default()
            }),
        ),
        (
            "of a procedure, in a state",
            Box::new(move |round| MatterFilter {
                procedure: procedure(round),
                state: Some(format!("state-{}", round % 7)),
                ..MatterFilter::default()
            }),
        ),
        (
            "open, waits for a post",
            Box::new(move |round| MatterFilter {
                owner: Some(format!("post-{}", round % 400)),
                ..open()
            }),
        ),
        (
            "late, waits for a post",
            Box::new(move |round| MatterFilter {
                owner: Some(format!("post-{}", round % 400)),
                due_before: Some(time(200 * 24)),
                ..open()
            }),
        ),
        (
            "about a place",
            Box::new(|round| MatterFilter {
                place: Some(format!("place-{}", round % 1_000)),
                ..MatterFilter::default()
            }),
        ),
        (
            "open, from a source",
            Box::new(move |round| MatterFilter {
                source: Some(format!("source-{}", round % 5)),
                ..open()
            }),
        ),
        (
            "procedure, place, source, open",
            Box::new(move |round| MatterFilter {
                procedure: procedure(round),
                place: Some(format!("place-{}", round % 1_000)),
                source: Some(format!("source-{}", round % 5)),
                ..open()
            }),
        ),
        (
            "a procedure in a week",
            Box::new(move |round| MatterFilter {
                procedure: procedure(round),
                opened_from: Some(time(round * 24)),
                opened_before: Some(time((round + 7) * 24)),
                ..MatterFilter::default()
            }),
        ),
        (
            "nothing is so",
            Box::new(|_| MatterFilter {
                owner: Some("nobody".to_owned()),
                ..MatterFilter::default()
            }),
        ),
    ]
}

/// A time of the city, so many hours after the first.
fn time(hours: u64) -> NaiveDateTime {
    let first = NaiveDate::from_ymd_opt(2019, 1, 1)
        .unwrap()
        .and_hms_opt(0, 0, 0)
        .unwrap();
    first + chrono::TimeDelta::hours(hours as i64)
}

/// The matters of a city over ten years, spread without a pattern: one in ten is open.
fn act(number: u64) -> NewAct {
    let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let at = time(spread % (3_650 * 24));
    let is_open = spread.is_multiple_of(10);
    let clock = ClockStands {
        clock: "finish".to_owned(),
        started: at,
        due: Some(at + chrono::Days::new(15)),
        paused: false,
    };
    let step = MatterStep {
        matter: format!("m-{number}"),
        version: 1,
        procedure: format!("procedure-{}", spread / 10 % 12),
        kind: StepKind::Act,
        action: "receive".to_owned(),
        role: "desk".to_owned(),
        unit: String::new(),
        at,
        facts: Vec::new(),
        notes: Vec::new(),
        after: MatterStands {
            state: format!("state-{}", spread / 120 % 7),
            since: at,
            last: !is_open,
            owner: if is_open {
                format!("post-{}", spread / 840 % 400)
            } else {
                String::new()
            },
            holders: Vec::new(),
            clocks: if is_open { vec![clock] } else { Vec::new() },
            title: format!("matter {number}"),
            place: format!("place-{}", spread / 7 % 1_000),
            source: format!("source-{}", spread / 3 % 5),
            parent: String::new(),
            subject: String::new(),
        },
    };
    NewAct {
        person: "Somebody".to_owned(),
        post: "desk".to_owned(),
        valid_from: at.date(),
        ground: Ground::document("letter"),
        request: String::new(),
        content: Content::MatterStep(Box::new(step)),
    }
}
