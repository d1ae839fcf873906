//! The history as its users know it: what was received is there once, before and after sealing, and leads to its evidence.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod diary;
mod formats;
mod kept;
mod marks;
mod packed;
mod repeated;
mod retention;
mod sealing;
mod slots;
mod sql;

use chrono::NaiveDateTime;
use history::{Ask, Digest, Door, Fault, History, Known, Observation, Period, Receipt, Statistic};

/// A folder for one test and the history in it.
async fn fresh() -> (tempfile::TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path()).await.unwrap();
    (folder, history)
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn observation(point: &str, item: &str, time: &str, value: &str) -> Observation {
    Observation {
        line: None,
        point: point.into(),
        item: item.into(),
        period: Period::Hour,
        statistic: Statistic::Value,
        at: at(time),
        value: value.parse().ok(),
        text: value.into(),
        flag: Some("N".into()),
    }
}

fn frame(bytes: &str, observations: Vec<Observation>) -> Receipt {
    Receipt {
        door: Door::Hj212,
        from: "127.0.0.1:9".into(),
        station: Some("MN".into()),
        digest: Some(Digest::of(&[bytes.as_bytes()])),
        bytes: bytes.as_bytes().to_vec(),
        faults: Vec::new(),
        back_filled: false,
        observations,
    }
}

fn garbage(bytes: &[u8]) -> Receipt {
    let fault = Fault {
        code: "garbage".into(),
        line: None,
        zh: "不是数据帧".into(),
        en: "not a frame".into(),
    };
    Receipt {
        digest: None,
        bytes: bytes.to_vec(),
        faults: vec![fault],
        ..frame("", Vec::new())
    }
}

/// The current values as one line each.
async fn lines(history: &History, ask: &Ask) -> String {
    history
        .observations(ask)
        .await
        .unwrap()
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn line(known: &Known) -> String {
    let value = known
        .value
        .map_or_else(|| "unknown".to_owned(), |value| value.to_string());
    format!(
        "{} {} {} {value} ({}) {}",
        known.point, known.item, known.at, known.text, known.evidence
    )
}
