//! The office over a small invented city: verdicts, whys and evidence, as pages and the command line get them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod contents;
mod counted;
mod duties;
mod entries;
mod evidence;
mod kept;
mod keys;
mod matters;
mod verdicts;
mod worked_examples;

use chrono::{NaiveDate, NaiveDateTime};
use history::{Diary, Digest, Door, History, Observation, Period, Receipt, Statistic};
use office::Office;

/// An invented city with a measured and an unmeasured river, one air station, and targets that it counts from registers.
const FILES: &[(&str, &str)] = &[
    ("city.toml", include_str!("../city/city.toml")),
    ("places/places.toml", include_str!("../city/places.toml")),
    ("places/points.toml", include_str!("../city/points.toml")),
    ("people/posts.toml", include_str!("../city/posts.toml")),
    ("plan/01-waters.md", include_str!("../city/01-waters.md")),
    ("plan/rows.csv", include_str!("../city/rows.csv")),
    ("plan/02-counted.md", include_str!("../city/02-counted.md")),
    ("indicators/counted.toml", include_str!("../city/counted.toml")),
    ("registers/plots.toml", include_str!("../city/plots.toml")),
    ("registers/plots.csv", include_str!("../city/plots.csv")),
    ("registers/belt.toml", include_str!("../city/belt.toml")),
    ("registers/belt.csv", include_str!("../city/belt.csv")),
    ("registers/panel.toml", include_str!("../city/panel.toml")),
    ("registers/panel.csv", include_str!("../city/panel.csv")),
];

struct Desk {
    office: Office,
    history: History,
    _folder: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Self {
        Self::with(|_, text| text.to_owned()).await
    }

    /// The city with its files changed.
    async fn with(change: impl Fn(&str, &str) -> String) -> Self {
        let files = FILES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), change(name, text)));
        let reading = city::read_files(files).in_language(standards::Language::English);
        let findings: Vec<String> = reading.findings.iter().map(ToString::to_string).collect();
        let city = reading.city.unwrap_or_else(|| panic!("{}", findings.join("\n")));
        let folder = tempfile::tempdir().unwrap();
        let history = History::open(folder.path()).await.unwrap();
        let diary = Diary::open(folder.path()).await.unwrap();
        Self {
            office: Office::new(city, history.clone(), diary),
            history,
            _folder: folder,
        }
    }

    /// Keeps values as one file; value `n` stands on line `n + 2`.
    async fn received(&self, values: Vec<Observation>) {
        self.received_as(values, false).await;
    }

    /// Keeps values as one file that is back-filled or not.
    async fn received_as(&self, values: Vec<Observation>, back_filled: bool) {
        let text: Vec<String> = values
            .iter()
            .map(|value| format!("{},{},{}", value.at, value.item, value.text))
            .collect();
        let bytes = format!("time,item,value\n{}\n", text.join("\n")).into_bytes();
        let observations = (2..)
            .zip(values)
            .map(|(line, value)| Observation {
                line: Some(line),
                ..value
            })
            .collect();
        let receipt = Receipt {
            door: Door::File,
            from: "values.csv".into(),
            station: None,
            digest: Some(Digest::of(&[&bytes])),
            bytes,
            faults: Vec::new(),
            back_filled,
            observations,
        };
        self.history.receive(receipt).await.unwrap();
    }
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn value(point: &str, item: &str, time: NaiveDateTime, period: Period, text: &str) -> Observation {
    Observation {
        line: None,
        point: point.into(),
        item: item.into(),
        period,
        statistic: Statistic::Value,
        at: time,
        value: text.parse().ok(),
        text: text.into(),
        flag: None,
    }
}

/// One clean sample on the tenth of a month, in which permanganate index is `codmn`.
fn sample(year: i32, month: u32, codmn: &str) -> Vec<Observation> {
    let time = NaiveDate::from_ymd_opt(year, month, 10)
        .unwrap()
        .and_hms_opt(8, 0, 0)
        .unwrap();
    [
        ("PH", "7.5"),
        ("DO", "8"),
        ("CODMN", codmn),
        ("NH3N", "0.1"),
        ("TP", "0.05"),
    ]
    .map(|(item, text)| value("clear-mouth", item, time, Period::Hour, text))
    .into()
}
