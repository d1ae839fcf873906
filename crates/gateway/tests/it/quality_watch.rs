//! Quality control on arrival: marks appear, values stay, late data are looked at with their neighbourhood, nothing is lost.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use gateway::quality_watch::{QualityWatch, Surroundings, Wanted};
use history::marks::Marks;
use history::{Ask, Digest, Door, History, Observation, Period, Receipt, Statistic};
use quality::{InstrumentRange, Outcome, Profile};
use rust_decimal::Decimal;

struct Desk {
    folder: tempfile::TempDir,
    history: History,
    marks: Marks,
    watch: QualityWatch,
}

fn hour(number: i64) -> NaiveDateTime {
    let start: NaiveDateTime = "2026-03-01T00:00:00".parse().unwrap();
    start + TimeDelta::hours(number)
}

fn value(point: &str, number: i64, said: &str) -> Observation {
    Observation {
        line: None,
        point: point.to_owned(),
        item: "PM25".to_owned(),
        period: Period::Hour,
        statistic: Statistic::Value,
        at: hour(number),
        value: said.parse().ok(),
        text: said.to_owned(),
        flag: Some("N".to_owned()),
    }
}

impl Desk {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let history = History::open(folder.path()).await.unwrap();
        let marks = Marks::open(folder.path()).await.unwrap();
        let range = InstrumentRange {
            lowest: Some(Decimal::ZERO),
            highest: Some(Decimal::from(300)),
        };
        let surroundings = Surroundings {
            utc_offset_minutes: 480,
            places: ["a", "b", "c"]
                .map(|point| (point.to_owned(), "town".to_owned()))
                .into(),
            ranges: BTreeMap::from([(("a".to_owned(), "PM25".to_owned()), range)]),
        };
        let watch = QualityWatch::new(history.clone(), surroundings).unwrap();
        Self {
            folder,
            history,
            marks,
            watch,
        }
    }

    async fn bring(&self, observations: Vec<Observation>) {
        let bytes = format!("{observations:?}").into_bytes();
        let receipt = Receipt {
            door: Door::File,
            from: "test".to_owned(),
            station: None,
            digest: Some(Digest::of(&[&bytes])),
            bytes,
            faults: Vec::new(),
            back_filled: false,
            observations,
        };
        self.history.receive(receipt).await.unwrap();
    }

    async fn told(&self, point: &str) -> Vec<String> {
        let found = self.marks.of_point(point, hour(-1_000), hour(1_000)).await.unwrap();
        let words = found.iter().map(|(series, mark)| {
            let number = (mark.at - hour(0)).num_hours();
            format!("{number} {} {} {}", series.item, mark.look, mark.outcome)
        });
        words.collect()
    }

    /// Marks and single findings say the same as the tests on demand.
    async fn agrees_with_the_tests_on_demand(&self) {
        for point in ["a", "b", "c"] {
            let wanted = Wanted {
                point: point.to_owned(),
                ..Wanted::default()
            };
            let assessed = self.watch.assess(&wanted).await.unwrap();
            let mut expected: BTreeMap<NaiveDateTime, Outcome> = BTreeMap::new();
            for value in assessed.iter().flat_map(|series| &series.values) {
                if value.summary.outcome() != Outcome::Passed {
                    expected.insert(value.at, value.summary.outcome());
                }
            }
            let mut stored: BTreeMap<NaiveDateTime, Outcome> = BTreeMap::new();
            for (_, mark) in self.marks.of_point(point, hour(-1_000), hour(1_000)).await.unwrap() {
                let outcome = Outcome::from_word(&mark.outcome).unwrap();
                let worst = stored.entry(mark.at).or_insert(outcome);
                *worst = worst.worse(outcome);
            }
            // A silence without any statement is missing on demand and suspect in the store, which has nothing else there.
            expected.retain(|at, outcome| *outcome != Outcome::Missing || stored.contains_key(at));
            for (at, outcome) in &mut expected {
                if *outcome == Outcome::Missing && stored.get(at) == Some(&Outcome::Suspect) {
                    *outcome = Outcome::Suspect;
                }
            }
            assert_eq!(stored, expected, "{point}");
        }
    }
}

fn quiet(number: i64) -> String {
    (30 + number * 7 % 11).to_string()
}

fn day_of(point: &str, hours: std::ops::Range<i64>) -> Vec<Observation> {
    hours.map(|number| value(point, number, &quiet(number))).collect()
}

#[tokio::test]
async fn a_mark_stands_beside_the_value_and_the_value_stays() {
    let desk = Desk::open().await;
    let mut values = day_of("a", 0..30);
    values[10] = value("a", 10, "310");
    values[20] = value("a", 20, "");
    desk.bring(values).await;
    let before = desk.history.observations(&Ask::default()).await.unwrap();
    assert_eq!(desk.watch.catch_up(&desk.marks).await.unwrap(), 30);
    assert_eq!(
        desk.told("a").await,
        [
            "9 PM25 value suspect",
            "10 PM25 value failed",
            "11 PM25 value suspect",
            "20 PM25 value missing"
        ]
    );
    assert_eq!(desk.history.observations(&Ask::default()).await.unwrap(), before);
    assert_eq!(
        desk.watch.catch_up(&desk.marks).await.unwrap(),
        0,
        "nothing is looked at twice"
    );
    desk.agrees_with_the_tests_on_demand().await;
}

#[tokio::test]
async fn late_data_make_their_neighbourhood_looked_at_anew() {
    let desk = Desk::open().await;
    // Six values that stay, a hole, six that stay: too little to tell; the hole is filled later.
    let flat = |hours: std::ops::Range<i64>| hours.map(|number| value("a", number, "41")).collect::<Vec<_>>();
    desk.bring(day_of("a", 0..24)).await;
    desk.bring(flat(24..30)).await;
    desk.bring(flat(34..40)).await;
    desk.bring(day_of("a", 40..60)).await;
    desk.watch.catch_up(&desk.marks).await.unwrap();
    assert_eq!(desk.told("a").await, Vec::<String>::new());
    desk.bring(flat(30..34)).await;
    desk.watch.catch_up(&desk.marks).await.unwrap();
    let told = desk.told("a").await;
    assert_eq!(told.len(), 16, "the whole stretch: {told:?}");
    assert!(told.iter().all(|words| words.ends_with("value suspect")));
    // A correction takes the marks away again.
    desk.bring(vec![value("a", 32, "55")]).await;
    desk.watch.catch_up(&desk.marks).await.unwrap();
    assert_eq!(
        desk.told("a").await,
        ["32 PM25 value suspect"],
        "another value was said before"
    );
    desk.agrees_with_the_tests_on_demand().await;
}

#[tokio::test]
async fn silence_beside_exceeding_neighbours_is_marked_where_nothing_was_said() {
    let desk = Desk::open().await;
    let high = |number: i64| (30..38).contains(&number);
    for point in ["a", "b"] {
        let said = |number: i64| {
            if high(number) {
                (90 + number % 7).to_string()
            } else {
                quiet(number)
            }
        };
        desk.bring((0..60).map(|number| value(point, number, &said(number))).collect())
            .await;
    }
    let silent = (0..60).filter(|number| !high(*number));
    desk.bring(silent.map(|number| value("c", number, &quiet(number))).collect())
        .await;
    desk.watch.catch_up(&desk.marks).await.unwrap();
    let told = desk.told("c").await;
    let silences: Vec<_> = told.iter().filter(|words| words.contains("silence")).collect();
    assert_eq!(silences.len(), 8, "{told:?}");
    desk.agrees_with_the_tests_on_demand().await;
}

#[tokio::test]
async fn deleted_marks_and_other_parameters_are_made_anew() {
    let desk = Desk::open().await;
    let mut values = day_of("a", 0..30);
    values[10] = value("a", 10, "310");
    desk.bring(values).await;
    desk.watch.catch_up(&desk.marks).await.unwrap();
    let told = desk.told("a").await;
    desk.marks.forget().await.unwrap();
    assert_eq!(desk.watch.catch_up(&desk.marks).await.unwrap(), 30);
    assert_eq!(desk.told("a").await, told);
    let city = "edition = 'city'\n[[set]]\ntest = 'physical-range'\nitems = ['PM25']\nfrom = 2020-01-01\ncertainty = 'PD'\nsource = 's'\nhighest = '35'\n";
    let profile = Profile::read(city).unwrap().over(Profile::proposed().unwrap());
    let watch = desk.watch.clone().with_profile(profile);
    assert_eq!(watch.catch_up(&desk.marks).await.unwrap(), 30);
    assert!(desk.told("a").await.len() > told.len());
    let looked = desk.marks.looked(Some("a")).await.unwrap();
    assert_eq!(looked[0].1.edition, watch.edition());
}

#[tokio::test]
async fn the_watch_follows_until_it_is_stopped() {
    let desk = Desk::open().await;
    let (raise, stop) = tokio::sync::watch::channel(false);
    let following = tokio::spawn(desk.watch.clone().follow(desk.marks.clone(), stop));
    desk.bring(vec![value("a", 0, "30"), value("a", 1, "-11")]).await;
    let seen = async {
        while desk.told("a").await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), seen)
        .await
        .unwrap();
    raise.send(true).unwrap();
    following.await.unwrap();
    assert!(desk.folder.path().join("marks.sqlite").exists());
}
