//! The simulated fleet against a real door, and against doors that fail.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gateway::door::StationDirectory;
use gateway::import::PointDirectory;
use gateway::mapping::Mapping;
use gateway::simulator::{
    FleetConfig, FleetPlan, FleetReport, LoggerError, Pace, PlanError, Progress, Speaking, on_progress, run,
};
use standards::item::Medium;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::house::{House, PATIENCE, stations};

const TABLE: &str = "\
station,time,pm25,co,o3_8h,status
岳塘,2020-03-26T19:00,21,0.80,87,正常
昭山,2020-03-26T19:00,1,0.5,,正常
岳塘,2020-03-26T20:00,22,,88,维护
岳塘,2020-03-26T21:00,x,0.7,89,正常
某处,2020-03-26T21:00,5,0.7,89,正常
";

const MAPPING: &str = r#"
name = { zh = "试验", en = "Trial" }
[point]
column = "station"
[time]
column = "time"
format = "%Y-%m-%dT%H:%M"
is = "period-end"
period = "hour"
[[item]]
column = "pm25"
code = "PM25"
unit = "ug/m3"
[[item]]
column = "co"
code = "CO"
unit = "mg/m3"
[[item]]
column = "o3_8h"
code = "O3_8H"
unit = "ug/m3"
[flag]
column = "status"
map = { "正常" = "N", "维护" = "M" }
[hj212]
system_type = "22"
command = "2061"
"#;

fn points() -> PointDirectory {
    let point = |id: &str, name: &str| (id.to_owned(), Medium::Air, vec![name.to_owned()]);
    PointDirectory::new([point("station", "岳塘"), point("utc", "昭山")])
}

fn plan_of(mapping: &str, stations: &StationDirectory) -> Result<FleetPlan, PlanError> {
    FleetPlan::read(
        TABLE.as_bytes(),
        &Mapping::read(mapping).unwrap(),
        &points(),
        stations,
        &Speaking::default(),
    )
}

fn plan() -> FleetPlan {
    plan_of(MAPPING, &stations()).unwrap()
}

async fn send(house: &House, plan: FleetPlan) -> FleetReport {
    let (_stop, stopped) = watch::channel(false);
    let running = run(plan, FleetConfig::to(house.address), (), stopped);
    timeout(PATIENCE, running).await.expect("the fleet ends")
}

#[tokio::test]
async fn what_is_sent_arrives_as_it_was_recorded() {
    let house = House::open().await;
    let plan = plan();
    insta::assert_debug_snapshot!(plan.loggers().collect::<Vec<_>>(), @r#"
    [
        (
            "BISHUITEST00000000000002",
            "station",
            3,
        ),
        (
            "UTC00000000001",
            "utc",
            1,
        ),
    ]
    "#);
    let left_out = plan.left_out();
    let faults: Vec<_> = left_out.faults.iter().map(|fault| (fault.line, fault.code)).collect();
    insta::assert_debug_snapshot!((left_out.rows, faults, &left_out.points, &left_out.items, left_out.values), @r#"
    (
        1,
        [
            (
                5,
                "not-a-number",
            ),
        ],
        {
            "某处": 1,
        },
        {
            "O3_8H": 3,
        },
        0,
    )
    "#);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let watcher = {
        let seen = Arc::clone(&seen);
        move |progress: &Progress| {
            seen.lock()
                .unwrap()
                .push((progress.mn.clone(), progress.data_time, progress.acknowledged))
        }
    };
    let (_stop, stopped) = watch::channel(false);
    let report = run(plan, FleetConfig::to(house.address), on_progress(watcher), stopped).await;
    assert_eq!((report.sent(), report.acknowledged(), report.stopped), (4, 4, false));
    assert_eq!(seen.lock().unwrap().len(), 4);
    insta::assert_snapshot!(house.observations().await, @r#"
    station CO hour value 2020-03-26 18:00:00 0.8 N
    station PM25 hour value 2020-03-26 18:00:00 21 N
    station PM25 hour value 2020-03-26 19:00:00 22 M
    station CO hour value 2020-03-26 20:00:00 0.7 N
    utc CO hour value 2020-03-26 18:00:00 0.5 N
    utc PM25 hour value 2020-03-26 18:00:00 1 N
    "#);
}

#[tokio::test]
async fn a_second_run_resumes_and_a_repeated_one_changes_nothing() {
    let house = House::open().await;
    send(&house, plan()).await;
    let before = house.history.counts().await.unwrap();
    let again = send(&house, plan()).await;
    assert_eq!(again.acknowledged(), 4);
    assert_eq!(house.history.counts().await.unwrap(), before);
    let mut known = house.history.observations(&history::Ask::default()).await.unwrap();
    let resumed = send(&house, plan().without(&known)).await;
    assert_eq!((resumed.sent(), resumed.acknowledged()), (0, 0));
    let gap = known.iter().map(|known| known.at).min().unwrap();
    known.retain(|known| known.at != gap);
    let mended = send(&house, plan().without(&known)).await;
    assert_eq!(mended.acknowledged(), 2, "a gap before the latest value is sent, too");
}

#[test]
fn a_mapping_must_say_how_to_speak_and_the_command_must_fit() {
    let error = |mapping: &str| plan_of(mapping, &stations()).unwrap_err().to_string();
    let without = &MAPPING[..MAPPING.find("[hj212]").unwrap()];
    insta::assert_snapshot!(error(without), @"the mapping has no [hj212] section; add system_type and command to say how its values are sent");
    insta::assert_snapshot!(error(&MAPPING.replace("2061", "2031")), @"command 2031 does not send values of period 'hour'; use one of: 2061");
}

#[test]
fn a_fleet_of_nobody_tells_its_points() {
    let plan = plan_of(MAPPING, &StationDirectory::new(480)).unwrap();
    assert_eq!(plan.uploads(), 0);
    assert_eq!(
        plan.left_out().points,
        BTreeMap::from([("岳塘".to_owned(), 3), ("昭山".to_owned(), 1), ("某处".to_owned(), 1)])
    );
}

/// A door that answers only from the given connection on; it counts what it read before.
async fn sulking_door(answers_from: u64) -> (std::net::SocketAddr, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let frames = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&frames);
    tokio::spawn(async move {
        for connection in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                while let Ok(count) = stream.read(&mut buffer).await
                    && count > 0
                {
                    counter.fetch_add(1, Ordering::SeqCst);
                    let segment = &buffer[6..count - 6];
                    let (packet, _) = hj212::Packet::parse(segment, hj212::Mode::Lenient).unwrap();
                    if connection >= answers_from {
                        stream.write_all(&hj212::acknowledge(&packet).unwrap()).await.unwrap();
                    }
                }
            });
        }
    });
    (address, frames)
}

fn one_logger() -> FleetPlan {
    let mut stations = StationDirectory::new(480);
    stations
        .insert("ONE00000000001", gateway::door::Station::at("station", 480))
        .unwrap();
    plan_of(MAPPING, &stations).unwrap()
}

#[tokio::test]
async fn without_an_answer_it_sends_again_over_a_new_connection() {
    let (address, frames) = sulking_door(2).await;
    let config = FleetConfig {
        answer_max: Duration::from_millis(200),
        ..FleetConfig::to(address)
    };
    let (_stop, stopped) = watch::channel(false);
    let report = timeout(PATIENCE, run(one_logger(), config, (), stopped)).await.unwrap();
    assert_eq!((report.acknowledged(), report.sent()), (3, 5));
    assert_eq!(frames.load(Ordering::SeqCst), 5);
}

#[tokio::test]
async fn it_gives_up_after_the_last_attempt_and_says_so() {
    let (address, _) = sulking_door(u64::MAX).await;
    let config = FleetConfig {
        answer_max: Duration::from_millis(50),
        retries: 1,
        ..FleetConfig::to(address)
    };
    let (_stop, stopped) = watch::channel(false);
    let report = timeout(PATIENCE, run(one_logger(), config, (), stopped)).await.unwrap();
    assert_eq!((report.acknowledged(), report.sent()), (0, 2));
    assert!(matches!(
        report.loggers[0].failure,
        Some(LoggerError::NotAnswered { attempts: 2, .. })
    ));
}

#[tokio::test]
async fn pace_is_kept_and_a_stop_is_prompt() {
    let house = House::open().await;
    // Two hours pass in 0.6 s.
    let config = FleetConfig {
        pace: Pace::Times(12_000.0),
        ..FleetConfig::to(house.address)
    };
    let (_stop, stopped) = watch::channel(false);
    let begin = Instant::now();
    let report = run(plan(), config, (), stopped).await;
    assert_eq!(report.acknowledged(), 4);
    assert!(begin.elapsed() >= Duration::from_millis(600));

    let config = FleetConfig {
        pace: Pace::Times(1.0),
        ..FleetConfig::to(house.address)
    };
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(run(plan(), config, (), stopped));
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(true).unwrap();
    let report = timeout(Duration::from_secs(5), running)
        .await
        .expect("a prompt end")
        .unwrap();
    assert!(report.stopped);
    assert!(report.acknowledged() < 4);
}

#[test]
fn factors() {
    assert_eq!(Pace::from_factor(0.0), Some(Pace::Unbounded));
    assert_eq!(Pace::from_factor(3600.0), Some(Pace::Times(3600.0)));
    for none in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Pace::from_factor(none), None);
    }
}
