//! A fleet with every fault at once against a real door, and what the history holds afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::NaiveDate;
use gateway::door::{DoorConfig, Station, StationDirectory};
use gateway::simulator::{
    Expectation, FaultKind, Faults, FleetConfig, FleetPlan, FleetReport, ModelKind, ModelPlan, ModelStations, Progress,
    Speaking, Witness, made_up_mn, run,
};
use history::{Ask, Period};
use hj212::{CrcPolicy, Edition, Event, Flag, Limits, Mode, Packet, Sm4Key, StreamDecoder};
use rust_decimal::Decimal;
use standards::item;
use standards::item::Medium;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::house::{House, PATIENCE};

const PASSWORD: &str = "654321";
/// Every fault, often.
const FAULTS: [(FaultKind, &str); 14] = [
    (FaultKind::Loss, "0.08"),
    (FaultKind::Duplicate, "0.1"),
    (FaultKind::Reorder, "0.1"),
    (FaultKind::Delay, "3d@0.1"),
    (FaultKind::Gap, "0.03"),
    (FaultKind::WrongCrc, "0.08"),
    (FaultKind::WrongLength, "0.08"),
    (FaultKind::WrongPassword, "0.08"),
    (FaultKind::Glue, "0.2"),
    (FaultKind::SplitWrites, "0.2"),
    (FaultKind::Disconnect, "0.08"),
    (FaultKind::SlowReader, "0.05"),
    (FaultKind::ClockDrift, "30s/d"),
    (FaultKind::Refuse, "0.5"),
];

fn faults() -> Faults {
    let mut faults = Faults::default();
    for (kind, amount) in FAULTS {
        faults.set(kind, amount).unwrap();
    }
    faults
}

fn speaking(edition: &str) -> Speaking {
    Speaking::parse(edition, None, true).unwrap()
}

/// Three made-up loggers of sections, each with a password.
fn directory(edition: Edition) -> StationDirectory {
    let mut stations = StationDirectory::new(480);
    for number in 1..=3 {
        let station = Station {
            medium: Some(Medium::Water),
            password: Some(PASSWORD.to_owned()),
            ..Station::at(format!("section-{number}"), 480)
        };
        stations.insert(made_up_mn(edition, number), station).unwrap();
    }
    stations
}

fn model(period: Period, days: i64, stations: u32, seed: u64) -> ModelPlan {
    let from = NaiveDate::from_ymd_opt(2021, 4, 1)
        .unwrap()
        .and_hms_opt(0, 0, 0)
        .unwrap();
    ModelPlan {
        kind: ModelKind::Water,
        items: ["PH", "NH3N", "TP", "TN"].map(str::to_owned).to_vec(),
        period,
        interval: None,
        from,
        until: from + chrono::Duration::days(days),
        stations: ModelStations::MadeUp(stations),
        seed,
    }
}

/// What a fleet wrote and what it expects.
#[derive(Clone, Default)]
struct Notes {
    written: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    expected: Arc<Mutex<Vec<Expectation>>>,
}

impl Witness for Notes {
    fn answered(&self, _: &Progress) {}

    fn wrote(&self, mn: &str, bytes: &[u8]) {
        let mut written = self.written.lock().unwrap();
        written.entry(mn.to_owned()).or_default().extend_from_slice(bytes);
    }

    fn expects(&self, expectation: &Expectation) {
        self.expected.lock().unwrap().push(expectation.clone());
    }
}

impl Notes {
    fn written(&self) -> BTreeMap<String, Vec<u8>> {
        self.written.lock().unwrap().clone()
    }

    fn expected(&self) -> Vec<Expectation> {
        self.expected.lock().unwrap().clone()
    }
}

/// A value as the history keys it: point, item, statistic, time, number.
type Value = (String, String, &'static str, String, Decimal);

/// The values that must, and those that may be there.
fn values(expected: &[Expectation], stations: &StationDirectory) -> (BTreeSet<Value>, BTreeSet<Value>) {
    let (mut must, mut may) = (BTreeSet::new(), BTreeSet::new());
    for one in expected {
        let point = stations.station(one.mn.as_bytes()).unwrap().point.clone();
        for (name, value) in &one.values {
            let (code, suffix) = name.split_once('-').unwrap();
            let statistic = match suffix {
                "Min" => "minimum",
                "Max" => "maximum",
                _ => "value",
            };
            let item = item::by_hj212(code).unwrap().code.to_owned();
            let value: Decimal = value.parse().unwrap();
            let value = (point.clone(), item, statistic, one.data_time.clone(), value.normalize());
            if one.acknowledged {
                must.insert(value);
            } else {
                may.insert(value);
            }
        }
    }
    (must, may)
}

async fn held(house: &House) -> BTreeSet<Value> {
    let known = house.history.observations(&Ask::default()).await.unwrap();
    let value = |known: &history::Known| {
        let at = known.at.format("%Y%m%d%H%M%S").to_string();
        (
            known.point.clone(),
            known.item.clone(),
            known.statistic.word(),
            at,
            known.value.unwrap().normalize(),
        )
    };
    known.iter().map(value).collect()
}

/// A door that keeps apart whatever it is sent.
async fn house(stations: &StationDirectory) -> House {
    let config = DoorConfig {
        unaccepted_bytes_max: 64 * 1024 * 1024,
        ..DoorConfig::default()
    };
    House::with(config, stations.clone()).await
}

async fn send(plan: FleetPlan, config: FleetConfig) -> (FleetReport, Notes) {
    let notes = Notes::default();
    let (_stop, stopped) = watch::channel(false);
    let report = timeout(PATIENCE, run(plan, config, notes.clone(), stopped))
        .await
        .expect("the fleet ends");
    (report, notes)
}

fn config(mut to: FleetConfig, seed: u64) -> FleetConfig {
    to.faults = faults();
    to.seed = seed;
    // A busy machine must not make a logger impatient: that would be another story.
    to.answer_max = PATIENCE;
    to
}

#[tokio::test]
async fn with_every_fault_at_once_what_was_answered_is_there_once_and_nothing_else() {
    for (seed, edition) in [(1, "2017"), (2, "2025"), (3, "2005")] {
        let speaking = speaking(edition);
        let stations = directory(speaking.edition);
        let house = house(&stations).await;
        let plan = FleetPlan::model(&model(Period::Hour, 3, 3, seed), &stations, &speaking).unwrap();
        let paper = send(plan.clone(), config(FleetConfig::on_paper(), seed)).await.1;
        let (report, notes) = send(plan, config(FleetConfig::to(house.address), seed)).await;
        for logger in &report.loggers {
            assert!(logger.failure.is_none(), "seed {seed}: {logger:?}");
        }
        let tally = report.tally();
        for (kind, _) in FAULTS {
            let made = tally.injected(kind) > 0;
            // Nobody asks anything here.
            assert_eq!(made, kind != FaultKind::Refuse, "seed {seed}: {kind:?}");
        }
        let done = tally.acknowledged + tally.given_up + tally.injected(FaultKind::Gap);
        assert_eq!(done, report.uploads(), "seed {seed}: {tally:?}");
        assert_eq!(tally.given_up, 0, "seed {seed}: {tally:?}");

        let (must, may) = values(&notes.expected(), &stations);
        let held = held(&house).await;
        assert!(must.len() > 2_000 / 2, "seed {seed}: {}", must.len());
        assert_eq!(must.difference(&held).next(), None, "seed {seed}: missing");
        let allowed: BTreeSet<_> = must.union(&may).cloned().collect();
        assert_eq!(held.difference(&allowed).next(), None, "seed {seed}: not soundly sent");
        let counts = house.history.counts().await.unwrap();
        assert_eq!(counts.observations, held.len() as u64, "seed {seed}: some twice");

        let faulty = house.history.faulty(10_000).await.unwrap();
        let has = |code: &str| {
            faulty
                .iter()
                .filter(|receipt| receipt.faults.iter().any(|fault| fault.code == code))
                .count()
        };
        assert!(has("password-wrong") > 0 && has("crc-mismatch") > 0, "seed {seed}");
        assert_eq!(
            notes.written(),
            paper.written(),
            "seed {seed}: the door's speed changes no byte"
        );
        house.close().await;
    }
}

#[tokio::test]
async fn one_seed_repeats_one_story() {
    let plan = |seed| {
        let stations = directory(Edition::Of2017);
        FleetPlan::model(&model(Period::Hour, 5, 3, seed), &stations, &Speaking::default()).unwrap()
    };
    let told = async |values: u64, seed: u64| {
        let (report, notes) = send(plan(values), config(FleetConfig::on_paper(), seed)).await;
        (report.tally(), notes.written(), notes.expected())
    };
    let first = told(1, 1).await;
    assert_eq!(first, told(1, 1).await);
    assert_ne!(first.1, told(1, 2).await.1);
    assert_ne!(first.1, told(2, 1).await.1);

    // Another fault more, and another station more, leave what they do not touch as it was.
    let less = |kind: FaultKind| {
        let mut config = config(FleetConfig::on_paper(), 1);
        config.faults.set(kind, "0").unwrap();
        config
    };
    let (without, _) = send(plan(1), less(FaultKind::Duplicate)).await;
    for (kind, _) in FAULTS.iter().filter(|(kind, _)| *kind != FaultKind::Duplicate) {
        assert_eq!(without.tally().injected(*kind), first.0.injected(*kind), "{kind:?}");
    }
    let stations = directory(Edition::Of2017);
    let alone = FleetPlan::model(&model(Period::Hour, 5, 1, 1), &stations, &Speaking::default()).unwrap();
    let (_, alone) = send(alone, config(FleetConfig::on_paper(), 1)).await;
    let mn = made_up_mn(Edition::Of2017, 1);
    assert_eq!(alone.written()[&mn], first.1[&mn]);
}

/// The sound frames in bytes: their packets.
fn packets<T>(bytes: &[u8], mut look: impl FnMut(&Packet<'_>) -> T) -> Vec<T> {
    let mut found = Vec::new();
    for event in hj212::frames(bytes, Limits::default()) {
        if let Event::Frame(frame) = event
            && frame.is_trusted(CrcPolicy::Strict)
            && let Ok((packet, _)) = Packet::parse(frame.segment, Mode::Lenient)
        {
            found.push(look(&packet));
        }
    }
    found
}

#[tokio::test]
async fn each_edition_speaks_as_it_should() {
    let spoken = async |edition: &str, with_numbers: bool, faults: Faults| {
        let speaking = Speaking::parse(edition, None, with_numbers).unwrap();
        let stations = directory(speaking.edition);
        let plan = FleetPlan::model(&model(Period::Hour, 2, 1, 1), &stations, &speaking).unwrap();
        let mut config = config(FleetConfig::on_paper(), 1);
        config.faults = faults;
        let (_, notes) = send(plan, config).await;
        notes.written().into_values().next().unwrap()
    };
    let first = |bytes: &[u8]| packets(bytes, |packet| String::from_utf8_lossy(packet.segment).into_owned()).remove(0);
    insta::assert_snapshot!(first(&spoken("2005", false, Faults::default()).await), @"ST=21;CN=2061;PW=654321;MN=A51B0000000001;Flag=1;CP=&&DataTime=20210401000000;001-Min=7.58,001-Avg=7.62,001-Max=7.66,001-Flag=N;060-Min=0.145,060-Avg=0.153,060-Max=0.157,060-Flag=N;101-Min=0.093,101-Avg=0.095,101-Max=0.097,101-Flag=N;065-Min=1.16,065-Avg=1.22,065-Max=1.26,065-Flag=N&&");
    insta::assert_snapshot!(first(&spoken("2017", true, Faults::default()).await), @"QN=20210401000000000;ST=21;CN=2061;PW=654321;MN=A51B00000000000000000001;Flag=5;CP=&&DataTime=20210401000000;w01001-Min=7.43,w01001-Avg=7.47,w01001-Max=7.49,w01001-Flag=N;w21003-Min=0.260,w21003-Avg=0.272,w21003-Max=0.284,w21003-Flag=N;w21011-Min=0.114,w21011-Avg=0.114,w21011-Max=0.116,w21011-Flag=N;w21001-Min=1.94,w21001-Avg=1.94,w21001-Max=1.98,w21001-Flag=N&&");
    let late = Faults::default().with(FaultKind::Delay, "1d@0.2").unwrap();
    let bytes = spoken("2025", true, late).await;
    insta::assert_snapshot!(first(&bytes), @"QN=20210401000000000;ST=21;CN=2061;PW=654321;MN=A51B00000000000000000001;Flag=9;CP=&&DataTime=20210401000000;w01001-Min=7.43,w01001-Avg=7.47,w01001-Max=7.49,w01001-Flag=N;w21003-Min=0.260,w21003-Avg=0.272,w21003-Max=0.284,w21003-Flag=N;w21011-Min=0.114,w21011-Avg=0.114,w21011-Max=0.116,w21011-Flag=N;w21001-Min=1.94,w21001-Avg=1.94,w21001-Max=1.98,w21001-Flag=N&&");
    let marks = packets(&bytes, |packet| (packet.flag(), packet.is_back_filled()));
    assert!(marks.iter().all(|(flag, _)| *flag == Some(Flag(9))));
    let late = marks.iter().filter(|(_, back_filled)| *back_filled).count();
    assert!((1..marks.len()).contains(&late), "{late} of {}", marks.len());
}

#[tokio::test]
async fn encrypted_uploads_are_read_with_the_key_only() {
    let key = "30303030303030303030303030303030";
    let speaking = Speaking::parse("2025", Some(key), true).unwrap();
    let stations = directory(Edition::Of2025);
    let plan = FleetPlan::model(&model(Period::Minute, 1, 1, 1), &stations, &speaking).unwrap();
    let mut config = config(FleetConfig::on_paper(), 1);
    config.faults = Faults::default();
    let (report, notes) = send(plan, config).await;
    let key = Sm4Key::parse(key.as_bytes()).unwrap();
    let mut decoder = StreamDecoder::new(Limits::default());
    let mut read = Vec::new();
    let mut trusted = 0;
    for (_, bytes) in notes.written() {
        for piece in bytes.chunks(1000) {
            decoder.push(piece);
            while let Some(event) = decoder.next_event() {
                let Event::Frame(frame) = event else { continue };
                trusted += usize::from(frame.is_trusted(CrcPolicy::Strict));
                if let Some(plain) = key.decrypt(&frame) {
                    read.push(String::from_utf8(plain.segment().to_vec()).unwrap());
                }
            }
        }
    }
    assert_eq!(read.len() as u64, report.uploads());
    // The check value has 256 values, so that one in 256 fits by chance.
    assert!(trusted < 8, "{trusted}");
    let expected = notes.expected();
    assert!(
        read.iter()
            .zip(&expected)
            .all(|(segment, one)| segment.contains(&one.values["w21003-Avg"]))
    );
}

#[tokio::test]
async fn a_stop_amid_the_story_leaves_nothing_unsaid() {
    let speaking = Speaking::default();
    let stations = directory(Edition::Of2017);
    let house = house(&stations).await;
    let plan = FleetPlan::model(&model(Period::Minute, 30, 3, 4), &stations, &speaking).unwrap();
    let notes = Notes::default();
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(run(
        plan,
        config(FleetConfig::to(house.address), 4),
        notes.clone(),
        stopped,
    ));
    house
        .until("some of it arrived", async |house: &House| {
            house.history.counts().await.unwrap().frames > 100
        })
        .await;
    stop.send(true).unwrap();
    let report = timeout(Duration::from_secs(10), running)
        .await
        .expect("a prompt end")
        .unwrap();
    assert!(report.stopped && report.acknowledged() < report.uploads());
    let (folder, history) = house.close().await;
    let house = House::over(folder, history, DoorConfig::default(), stations.clone(), None).await;
    let (must, may) = values(&notes.expected(), &stations);
    let held = held(&house).await;
    assert_eq!(must.difference(&held).next(), None, "missing");
    let allowed: BTreeSet<_> = must.union(&may).cloned().collect();
    assert_eq!(held.difference(&allowed).next(), None, "not soundly sent");
    house.close().await;
}
