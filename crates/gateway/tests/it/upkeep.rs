//! What the gateway does by itself: clocks that are off, run time of devices; and how it speaks to old and to encrypting stations.

use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Utc};
use gateway::door::Station;
use gateway::life::{self, Record};
use gateway::request::Ask;
use gateway::station::{StationProfile, Withheld};
use history::diary::Bookmark;
use hj212::{
    Builder, Decrypted, Edition, Envelope, Event, Flag, HeaderName, Limits, Sm4Key, Stamp, StreamDecoder, frames,
    upload,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::conversation::{directory, met};
use crate::house::{PATIENCE, WATER_MN};
use crate::whole::{Gateway, Scripted, quick};

const LONG: Duration = Duration::from_secs(60);
const KEY: [u8; 16] = *b"0123456789abcdef";

/// A request number of a clock that is `ahead` of ours.
fn number(ahead: TimeDelta) -> String {
    (Utc::now() + TimeDelta::hours(8) + ahead)
        .format("%Y%m%d%H%M%S%3f")
        .to_string()
}

#[tokio::test]
async fn a_clock_that_is_off_is_set_without_being_asked() {
    let folder = tempfile::tempdir().unwrap();
    // What was heard of its clock in the last minutes; the next frame makes it three samples.
    let ahead = TimeDelta::minutes(7);
    let mut record = Record::default();
    for minutes in [3, 2] {
        record.clock.push(gateway::life::ClockSample {
            at: Utc::now() - TimeDelta::minutes(minutes),
            ahead_ms: ahead.num_milliseconds(),
        });
    }
    let diary = history::Diary::open(folder.path()).await.unwrap();
    let text = serde_json::to_string(&record).ok();
    let remembered = (life::record_name(WATER_MN), Bookmark { number: None, text });
    diary.set_bookmarks(vec![remembered]).await.unwrap();
    drop(diary);
    let wanted = directory(|station| station.may_set_clock = true);
    let gateway = Gateway::open(&folder, wanted, quick()).await;
    let mut logger = Scripted::connect(&gateway).await;
    let data_time = (Utc::now() + TimeDelta::hours(8)).format("%Y%m%d%H0000").to_string();
    let frame = crate::house::upload(
        WATER_MN,
        "21",
        "2061",
        &number(ahead),
        &data_time,
        &[&[("w21003-Avg", "0.1")]],
    );
    logger.say(frame).await;
    let request = logger.hear().await;
    assert_eq!(request.command(), 1012);
    let told = request.content().replace("SystemTime=", "");
    let told = NaiveDateTime::parse_from_str(&told, "%Y%m%d%H%M%S").unwrap();
    let right = Utc::now().naive_utc() + TimeDelta::hours(8);
    assert!((right - told).abs() < TimeDelta::seconds(60), "{told} {right}");
    logger.say(request.receipt(1)).await;
    logger.say(request.result(1)).await;
    let set = gateway
        .until("the clock is noted", async |gateway| {
            let events = gateway.diary.events(Some(WATER_MN), 100).await.unwrap();
            events.into_iter().find(|event| event.kind == "clock-set")
        })
        .await;
    assert_eq!(
        (set.details["why"].as_str(), set.details["ending"].as_str()),
        (Some("off"), Some("done"))
    );
    let off = set.details["ahead_ms"].as_i64().unwrap();
    assert!((off - ahead.num_milliseconds()).abs() < 60_000, "{off}");
    gateway.close().await;
}

#[tokio::test]
async fn a_station_of_2005_answers_with_the_number_in_cp() {
    let folder = tempfile::tempdir().unwrap();
    let old = directory(|station| station.edition = Edition::Of2005);
    let (gateway, mut logger) = met(&folder, old, quick()).await;
    for (code, executed, expected) in [(1, 1, "done"), (1, 3, "not-executed"), (2, 0, "refused")] {
        let order = gateway.order(WATER_MN, &Ask::of(1011), LONG).await;
        let request = logger.hear().await;
        let (qn, flag) = {
            let packet = request.packet();
            (
                String::from_utf8(packet.qn().unwrap().to_vec()).unwrap(),
                packet.flag().unwrap(),
            )
        };
        assert_eq!(flag.0 & 0b1100, 0, "spoken to in its own edition");
        let answer = |cn: &str, returned: String| {
            Builder::new()
                .header(HeaderName::St, "91")
                .header(HeaderName::Cn, cn)
                .header(HeaderName::Pw, "123456")
                .header(HeaderName::Mn, WATER_MN)
                .flag(Flag(0))
                .group([("QN", qn.as_str())])
                .group([returned.split_once('=').unwrap()])
                .frame()
                .unwrap()
        };
        logger.say(answer("9011", format!("QnRtn={code}"))).await;
        if code == 1 {
            logger.say(answer("9012", format!("ExeRtn={executed}"))).await;
        }
        assert_eq!(gateway.ended(order).await.0.code, expected);
    }
    gateway.close().await;
}

/// A logger that encrypts, and shows what came to it.
struct Encrypting {
    stream: TcpStream,
    decoder: StreamDecoder,
}

impl Encrypting {
    async fn say(&mut self, segment: &[u8], encrypted: bool) {
        let frame = match encrypted {
            true => Sm4Key::new(KEY).encrypted_frame(segment),
            false => hj212::enclose(segment),
        };
        self.stream.write_all(&frame.unwrap()).await.unwrap();
    }

    /// The next frame: as it stood on the wire, and its plain segment.
    async fn hear(&mut self) -> (Vec<u8>, Vec<u8>) {
        loop {
            if let Some(event) = self.decoder.next_event() {
                let Event::Frame(frame) = event else { panic!("garbage") };
                let plain = Sm4Key::new(KEY).decrypt(&frame);
                let segment = plain.as_ref().map_or(frame.segment, Decrypted::segment);
                return (frame.segment.to_vec(), segment.to_vec());
            }
            let mut buffer = [0; 4_096];
            let count = timeout(PATIENCE, self.stream.read(&mut buffer)).await.unwrap().unwrap();
            assert_ne!(count, 0, "the line stays open");
            self.decoder.push(&buffer[..count]);
        }
    }
}

#[tokio::test]
async fn requests_are_encrypted_where_the_city_says_so_and_uploads_are() {
    speak_with_one_that_encrypts(true).await;
}

#[tokio::test]
async fn requests_stay_plain_where_the_table_does_not_demand_it() {
    speak_with_one_that_encrypts(false).await;
}

async fn speak_with_one_that_encrypts(encrypts_requests: bool) {
    let folder = tempfile::tempdir().unwrap();
    let secret = directory(|station| {
        station.sm4_key = Some(Withheld(KEY));
        station.encrypts_requests = encrypts_requests;
    });
    let gateway = Gateway::open(&folder, secret, quick()).await;
    let mut logger = Encrypting {
        stream: TcpStream::connect(gateway.address).await.unwrap(),
        decoder: StreamDecoder::new(Limits::default()),
    };
    let hour = || {
        let now = Stamp::parse(number(TimeDelta::zero()).as_bytes()).unwrap();
        let envelope = Envelope::new(Edition::Of2025, "21", "123456", WATER_MN)
            .qn(now)
            .wants_acknowledgement();
        let at = Stamp::parse(b"20210401080000").unwrap();
        upload::hour_data(&envelope, at)
            .item("w21003", [("Avg", "0.1"), ("Flag", "N")])
            .segment()
            .unwrap()
    };
    let ask = Ask::of(2061)
        .with("BeginTime", "20210401000000")
        .with("EndTime", "20210401235959");
    for encrypts in [false, true, false] {
        logger.say(&hour(), encrypts).await;
        let (_, answer) = logger.hear().await;
        assert!(String::from_utf8(answer).unwrap().contains("CN=9014"));
        let order = gateway.order(WATER_MN, &ask, LONG).await;
        let (wire, plain) = logger.hear().await;
        let text = String::from_utf8(plain.clone()).unwrap();
        assert!(
            text.ends_with("CP=&&BeginTime=20210401000000;EndTime=20210401235959&&"),
            "{text}"
        );
        let flag = if encrypts { "Flag=9" } else { "Flag=5" };
        assert!(text.contains(flag), "{text}");
        let expected = encrypts && encrypts_requests;
        assert_eq!(wire != plain, expected, "{}", wire.escape_ascii());
        let answered = plain.clone();
        let frame = hj212::enclose(&answered).unwrap();
        let Some(Event::Frame(frame)) = frames(&frame, Limits::default()).next() else {
            panic!()
        };
        let (packet, _) = hj212::Packet::parse(frame.segment, hj212::Mode::Strict).unwrap();
        for segment in [
            hj212::request_acknowledged(&packet, 1).segment().unwrap(),
            hj212::request_executed(&packet, 1).segment().unwrap(),
        ] {
            logger.say(&segment, false).await;
        }
        assert_eq!(gateway.ended(order).await.0.code, "done");
        let steps = gateway.diary.steps(order, 0).await.unwrap();
        assert_eq!(steps[0].details["encrypted"], expected);
    }
    gateway.close().await;
}

#[tokio::test]
async fn run_time_of_devices_is_asked_for_where_it_is_owed() {
    let folder = tempfile::tempdir().unwrap();
    // It was met four days ago.
    let diary = history::Diary::open(folder.path()).await.unwrap();
    let record = Record {
        first_heard: Some(Utc::now() - TimeDelta::days(4)),
        ..Record::default()
    };
    let text = serde_json::to_string(&record).ok();
    let remembered = (life::record_name(WATER_MN), Bookmark { number: None, text });
    diary.set_bookmarks(vec![remembered]).await.unwrap();
    drop(diary);
    let begun = Utc::now();
    let yesterday = (begun.naive_utc() + TimeDelta::hours(8)).date() - TimeDelta::days(1);
    let owing = |station: &mut Station| station.owes_run_time = true;
    let profile = StationProfile {
        gap_pause: Duration::from_millis(1),
        ..quick()
    };
    let (gateway, mut logger) = met(&folder, directory(owing), profile).await;
    let upload = |day: NaiveDate| {
        let day = format!("{}000000", day.format("%Y%m%d"));
        crate::house::upload(
            WATER_MN,
            "21",
            "2041",
            &number(TimeDelta::zero()),
            &day,
            &[&[("SB1-RT", "23.5")]],
        )
    };
    // All but one day come at once, the last after it was asked for again.
    let asked = logger.hear().await;
    assert_eq!(asked.command(), 2041);
    let expected = |first: NaiveDate, last: NaiveDate| {
        format!(
            "BeginTime={}000000;EndTime={}235959",
            first.format("%Y%m%d"),
            last.format("%Y%m%d")
        )
    };
    let first = yesterday - TimeDelta::days(2);
    assert_eq!(asked.content(), expected(first, yesterday));
    logger.say(asked.receipt(1)).await;
    for day in [first, yesterday] {
        logger.say(upload(day)).await;
    }
    logger.say(asked.result(1)).await;
    let middle = yesterday - TimeDelta::days(1);
    let asked = logger.hear().await;
    assert_eq!(asked.content(), expected(middle, middle));
    logger.say(asked.receipt(1)).await;
    logger.say(upload(middle)).await;
    logger.say(asked.result(1)).await;
    let found = gateway
        .until("nothing is missing", async |gateway| {
            let both = (&gateway.history, &gateway.diary);
            let asked = (Some(WATER_MN), [].as_slice());
            let lives = life::lives(both, &gateway.directory.now(), &gateway.profile, asked, begun).await;
            lives.unwrap().pop().filter(|life| life.run_days_missing == Some(0))
        })
        .await;
    assert_eq!(found.run_days_given_up, 0);
    assert_eq!(found.values_missing, 0, "they are no observations");
    let orders = gateway.diary.events(Some(WATER_MN), 100).await.unwrap();
    assert_eq!(orders.iter().filter(|event| event.kind == "run-time-asked").count(), 2);
    gateway.close().await;
}
