//! The conversation with stations: requests and their ends, first contact, clock, missing data, presence.

use std::time::Duration;

use chrono::{NaiveTime, TimeDelta, Utc};
use gateway::door::{Station, StationDirectory};
use gateway::life::{self, Presence, Span};
use gateway::request::Ask;
use gateway::station::{FirstContact, Owed, StationProfile};
use history::Period;
use history::diary::GapState;
use hj212::{Direction, MessageBuilder};

use crate::house::{WATER_MN, upload};
use crate::whole::{Gateway, Scripted, quick};

const LONG: Duration = Duration::from_secs(60);

pub fn directory(change: impl FnOnce(&mut Station)) -> StationDirectory {
    let mut station = Station::at("section", 480);
    change(&mut station);
    let mut directory = StationDirectory::new(480);
    directory.insert(WATER_MN, station).unwrap();
    directory
}

/// The local hour that began `ago` hours before the current one.
fn hour(ago: i64) -> chrono::NaiveDateTime {
    let local = Utc::now().naive_utc() + TimeDelta::hours(8);
    let hour = NaiveTime::from_hms_opt(chrono::Timelike::hour(&local), 0, 0).unwrap();
    local.date().and_time(hour) - TimeDelta::hours(ago)
}

fn hour_frame(at: chrono::NaiveDateTime) -> Vec<u8> {
    let now = (Utc::now() + TimeDelta::hours(8)).format("%Y%m%d%H%M%S%3f").to_string();
    let data_time = at.format("%Y%m%d%H%M%S").to_string();
    let groups: &[&[(&str, &str)]] = &[&[("w21003-Avg", "0.1"), ("w21003-Flag", "N")]];
    upload(WATER_MN, "21", "2061", &now, &data_time, groups)
}

/// A gateway and a logger that has introduced itself.
pub async fn met(
    folder: &tempfile::TempDir,
    directory: StationDirectory,
    profile: StationProfile,
) -> (Gateway, Scripted) {
    let gateway = Gateway::open(folder, directory, profile).await;
    let mut logger = Scripted::connect(&gateway).await;
    logger.say(hour_frame(hour(1))).await;
    (gateway, logger)
}

#[tokio::test]
async fn a_request_is_received_answered_and_executed() {
    let folder = tempfile::tempdir().unwrap();
    let (gateway, mut logger) = met(&folder, directory(|_| {}), quick()).await;
    let id = gateway.order(WATER_MN, &Ask::of(1061), LONG).await;
    let request = logger.hear().await;
    let packet = request.packet();
    assert_eq!(
        (packet.cn(), packet.st(), packet.pw()),
        (Some(&b"1061"[..]), Some(&b"21"[..]), Some(&b"123456"[..]))
    );
    assert!(packet.wants_acknowledgement());
    logger.say(request.receipt(1)).await;
    let told = MessageBuilder::new(1061, Direction::Up, &request.envelope()).parameter("RtdInterval", "60");
    logger.say(told.frame().unwrap()).await;
    logger.say(request.result(1)).await;
    let (ending, steps) = gateway.ended(id).await;
    assert_eq!((ending.code.as_str(), ending.data), ("done", 1));
    assert_eq!(steps, ["sent", "received", "data", "executed"]);
    let steps = gateway.diary.steps(id, 0).await.unwrap();
    assert_eq!(steps[2].details["CP"], "RtdInterval=60");
    gateway.close().await;
}

#[tokio::test]
async fn refusals_failures_and_strangers_answers() {
    let folder = tempfile::tempdir().unwrap();
    let (gateway, mut logger) = met(&folder, directory(|_| {}), quick()).await;
    let refused = gateway.order(WATER_MN, &Ask::of(1011), LONG).await;
    let request = logger.hear().await;
    // An answer with another number is nobody's.
    let other = String::from_utf8(request.receipt(1)).unwrap();
    let stray = String::from_utf8(request.segment.clone()).unwrap();
    let qn = &stray[3..20];
    let segment = other[6..other.len() - 6].replace(qn, "20200101000000000");
    logger.say(hj212::enclose(segment.as_bytes()).unwrap()).await;
    logger.say(request.receipt(2)).await;
    // And one that comes late.
    logger.say(request.result(1)).await;
    let (ending, steps) = gateway.ended(refused).await;
    assert_eq!((ending.code.as_str(), ending.returned), ("refused", Some(2)));
    assert_eq!(steps, ["sent", "received"]);
    assert_eq!(ending.en, "QnRtn=2: Request refused");
    let failed = gateway.order(WATER_MN, &Ask::of(1011), LONG).await;
    let request = logger.hear().await;
    logger.say(request.receipt(1)).await;
    logger.say(request.result(3)).await;
    let (ending, _) = gateway.ended(failed).await;
    assert_eq!((ending.code.as_str(), ending.returned), ("not-executed", Some(3)));
    let stopped = gateway.order(WATER_MN, &Ask::of(2012), LONG).await;
    let request = logger.hear().await;
    logger.say(request.noticed()).await;
    let (ending, steps) = gateway.ended(stopped).await;
    assert_eq!(ending.code, "done");
    assert_eq!(steps, ["sent", "noticed"]);
    gateway.close().await;
}

#[tokio::test]
async fn silence_is_asked_again_and_a_lost_connection_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let impatient = directory(|station| {
        station.over_time = Some(Duration::from_millis(150));
        station.resend_count = Some(2);
    });
    let (gateway, mut logger) = met(&folder, impatient, quick()).await;
    let silent = gateway.order(WATER_MN, &Ask::of(1011), LONG).await;
    let first = logger.hear().await;
    for _ in 0..2 {
        assert_eq!(logger.hear().await.segment, first.segment, "the same frame");
    }
    let (ending, steps) = gateway.ended(silent).await;
    assert_eq!(ending.code, "no-answer");
    assert_eq!(steps, ["sent", "sent", "sent"]);
    let lost = gateway.order(WATER_MN, &Ask::of(1011), LONG).await;
    let request = logger.hear().await;
    logger.say(request.receipt(1)).await;
    gateway
        .until("9011 is noted", async |gateway| {
            (gateway.diary.steps(lost, 0).await.unwrap().len() >= 2).then_some(())
        })
        .await;
    drop(logger);
    let (ending, _) = gateway.ended(lost).await;
    assert_eq!(ending.code, "disconnected");
    assert!(ending.en.contains("not known"), "{}", ending.en);
    let offline = gateway.order(WATER_MN, &Ask::of(1011), Duration::ZERO).await;
    let (ending, steps) = gateway.ended(offline).await;
    assert_eq!((ending.code.as_str(), steps.len()), ("offline", 0));
    // One that may wait is carried out as soon as the station is back.
    let patient = gateway.order(WATER_MN, &Ask::of(1011), LONG).await;
    let mut logger = Scripted::connect(&gateway).await;
    logger.say(hour_frame(hour(1))).await;
    let request = logger.hear().await;
    logger.say(request.receipt(1)).await;
    logger.say(request.result(1)).await;
    assert_eq!(gateway.ended(patient).await.0.code, "done");
    gateway.close().await;
}

#[tokio::test]
async fn first_contact_is_made_once_and_a_clock_is_set_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let settings = FirstContact {
        set_time: true,
        timeouts: Some((10, 3)),
        minute_interval_minutes: Some(10),
        real_time_upload: Some(false),
        ..FirstContact::default()
    };
    let wanted = || {
        directory(|station| {
            station.first_contact = Some(settings.clone());
            station.may_set_clock = true;
        })
    };
    let (gateway, mut logger) = met(&folder, wanted(), quick()).await;
    for expected in [
        "1012 SystemTime=",
        "1000 OverTime=10;ReCount=3",
        "1064 MinInterval=10",
        "2012 ",
    ] {
        let request = logger.hear().await;
        let said = format!("{} {}", request.command(), request.content());
        assert!(said.starts_with(expected), "{said}");
        match request.command() {
            2012 => logger.say(request.noticed()).await,
            // A setting that the logger refuses is no reason to ask for ever.
            1064 => logger.say(request.receipt(2)).await,
            _ => {
                logger.say(request.receipt(1)).await;
                logger.say(request.result(1)).await;
            }
        }
    }
    let noted = async |gateway: &Gateway, kind: &str| {
        let events = gateway.diary.events(Some(WATER_MN), 100).await.unwrap();
        events.into_iter().find(|event| event.kind == kind)
    };
    gateway
        .until("first contact is noted", async |gateway| {
            noted(gateway, "first-contact").await
        })
        .await;
    gateway.close().await;
    // It is remembered over a restart: the next thing heard is the clock that was asked for.
    let (gateway, mut logger) = met(&folder, wanted(), quick()).await;
    let asking = hj212::Builder::new()
        .header(
            hj212::HeaderName::Qn,
            (Utc::now() + TimeDelta::hours(8)).format("%Y%m%d%H%M%S%3f").to_string(),
        )
        .header(hj212::HeaderName::St, "21")
        .header(hj212::HeaderName::Cn, "1013")
        .header(hj212::HeaderName::Pw, "123456")
        .header(hj212::HeaderName::Mn, WATER_MN)
        .flag(hj212::Flag::OF_2017_WANTS_ACK)
        .frame()
        .unwrap();
    logger.say(asking).await;
    assert_eq!(logger.hear().await.command(), 9013);
    let request = logger.hear().await;
    assert_eq!(request.command(), 1012);
    logger.say(request.receipt(1)).await;
    logger.say(request.result(1)).await;
    let set = gateway
        .until("the clock is noted", async |gateway| noted(gateway, "clock-set").await)
        .await;
    assert_eq!(set.details["why"], "asked");
    gateway.close().await;
}

fn owing() -> StationDirectory {
    directory(|station| {
        station.owed.push(Owed {
            period: Period::Hour,
            every_minutes: 60,
            items: vec!["NH3N".to_owned()],
            since: Some(hour(5).date()),
        });
    })
}

#[tokio::test]
async fn what_is_missing_is_asked_for_until_it_is_there() {
    // Capture is asked as of now: an hour that ends while this test runs is owed later.
    let begun = Utc::now();
    let folder = tempfile::tempdir().unwrap();
    let (gateway, mut logger) = met(&folder, owing(), quick()).await;
    let mut asked = 0;
    loop {
        let is_open = gateway.diary.gaps(Some(WATER_MN), false, 10).await.unwrap();
        if asked > 0 && is_open.is_empty() {
            break;
        }
        let request = tokio::select! {
            request = logger.hear() => request,
            () = tokio::time::sleep(Duration::from_millis(300)) => continue,
        };
        asked += 1;
        assert_eq!(request.command(), 2061);
        let packet = request.packet();
        let time = |name: &[u8]| {
            let digits = String::from_utf8(packet.content_value(name).unwrap().to_vec()).unwrap();
            chrono::NaiveDateTime::parse_from_str(&digits, "%Y%m%d%H%M%S").unwrap()
        };
        let (begin, end) = (time(b"BeginTime"), time(b"EndTime"));
        assert!(begin <= end && end - begin < TimeDelta::days(1), "{begin} {end}");
        logger.say(request.receipt(1)).await;
        let mut at = begin;
        while at <= end {
            logger.say(hour_frame(at)).await;
            at += TimeDelta::hours(1);
        }
        logger.say(request.result(1)).await;
    }
    let gaps = gateway.diary.gaps(Some(WATER_MN), true, 10).await.unwrap();
    assert!(
        gaps.iter()
            .all(|gap| gap.state == GapState::Filled && gap.attempts == 1),
        "{gaps:?}"
    );
    // What is remembered of a station is written down now and then.
    let life = gateway
        .until("it is online", async |gateway| {
            let both = (&gateway.history, &gateway.diary);
            let asked = (None, Span::ALL.as_slice());
            let lives = life::lives(both, &gateway.directory.now(), &gateway.profile, asked, begun).await;
            lives
                .unwrap()
                .into_iter()
                .find(|life| life.presence == Presence::Online)
        })
        .await;
    assert_eq!((life.gaps_open, life.values_missing), (0, 0));
    for capture in &life.capture {
        assert_eq!(capture.present, capture.owed, "{capture:?}");
    }
    assert_eq!(life.capture[0].owed, 1, "the last whole hour: {:?}", life.capture);
    gateway.close().await;
}

#[tokio::test]
async fn what_a_logger_has_not_is_given_up_with_the_reason_and_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let (gateway, mut logger) = met(&folder, owing(), quick()).await;
    let given_up = async |gateway: &Gateway| {
        let gaps = gateway.diary.gaps(Some(WATER_MN), true, 10).await.unwrap();
        (!gaps.is_empty() && gaps.iter().all(|gap| gap.state == GapState::GivenUp)).then_some(gaps)
    };
    let gaps = loop {
        if let Some(gaps) = given_up(&gateway).await {
            break gaps;
        }
        tokio::select! {
            request = logger.hear() => {
                logger.say(request.receipt(1)).await;
                logger.say(request.result(100)).await;
            }
            () = tokio::time::sleep(Duration::from_millis(300)) => {}
        }
    };
    for gap in &gaps {
        assert_eq!(gap.attempts, 2);
        assert!(
            gap.reason
                .as_ref()
                .unwrap()
                .en
                .starts_with("ExeRtn=100: No data; 0 values came"),
            "{gap:?}"
        );
    }
    gateway.close().await;
    let gateway = Gateway::open(&folder, owing(), quick()).await;
    assert!(given_up(&gateway).await.is_some(), "over a restart");
    gateway.close().await;
}
