//! Lines to stations: who follows the stations hears what is on disk, and can say something unasked; too much is slowed.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gateway::door::{Attendant, DoorConfig, Heard, Line, LineError};
use history::{History, ReceiptId};
use hj212::{Builder, Flag, HeaderName};

use crate::house::{House, WATER_MN, answer_to, stations, water_hour};

const QN: &str = "20210401100001001";

/// Greets every station that it hears, and remembers its line.
#[derive(Default)]
struct Greeter {
    heard: Mutex<Vec<String>>,
    line: Mutex<Option<Arc<Line>>>,
    gone: Mutex<usize>,
}

impl Attendant for Greeter {
    fn heard(&self, line: &Arc<Line>, heard: Heard<'_>) {
        let (mn, id) = (heard.mn, heard.received.id);
        self.heard
            .lock()
            .unwrap()
            .push(format!("{mn} {id} fresh {}", heard.received.fresh));
        assert!(heard.segment.starts_with(b"QN="));
        line.say(b"##0000greeting0000\r\n".to_vec()).unwrap();
        *self.line.lock().unwrap() = Some(Arc::clone(line));
    }

    fn gone(&self, line: &Arc<Line>) {
        assert_eq!(line.say(Vec::new()), Err(LineError::Closed));
        *self.gone.lock().unwrap() += 1;
    }
}

async fn attended(attendant: Arc<Greeter>) -> House {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path()).await.unwrap();
    House::over(folder, history, DoorConfig::default(), stations(), Some(attendant)).await
}

#[tokio::test]
async fn what_is_accepted_is_told_and_what_is_said_is_written() {
    let greeter = Arc::new(Greeter::default());
    let house = attended(Arc::clone(&greeter)).await;
    let mut logger = house.logger().await;
    for _ in 0..2 {
        logger.send(water_hour(QN, 8, "0.092")).await;
        assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
        assert_eq!(logger.answer().await, "greeting");
    }
    logger.send("noise\r\n").await;
    // Long after the last frame.
    let line = greeter.line.lock().unwrap().clone().unwrap();
    line.say(b"##0000unasked0000\r\n".to_vec()).unwrap();
    assert_eq!(logger.answer().await, "unasked");
    assert_eq!(
        *greeter.heard.lock().unwrap(),
        [
            format!("{WATER_MN} r1 fresh true"),
            format!("{WATER_MN} r1 fresh false")
        ]
    );
    drop(logger);
    house
        .until("the line has ended", async |_: &House| {
            *greeter.gone.lock().unwrap() == 1
        })
        .await;
}

#[tokio::test]
async fn who_brings_too_much_is_read_more_slowly_and_loses_nothing() {
    let config = DoorConfig {
        frames_per_second_per_connection_max: 100,
        ..DoorConfig::default()
    };
    let house = House::with(config, stations()).await;
    let mut logger = house.logger().await;
    let qn = |hour: u32| format!("20210401100001{hour:03}");
    let begun = Instant::now();
    let mut sent = Vec::new();
    for hour in 0..250 {
        sent.extend(water_hour(&qn(hour), hour, "0.1"));
    }
    logger.send(&sent).await;
    for hour in 0..250 {
        assert_eq!(logger.answer().await, answer_to(&qn(hour), WATER_MN));
    }
    // A second's worth is free, the rest waits its turn.
    assert!(begun.elapsed() > Duration::from_millis(500), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn late_and_back_filled_frames_are_marked() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    // The station's clock runs in the city's time, eight hours ahead.
    let now = chrono::Utc::now() + chrono::TimeDelta::hours(8);
    let hour = |back: i64| {
        (now - chrono::TimeDelta::hours(back))
            .format("%Y%m%d%H0000")
            .to_string()
    };
    let frame = |data_time: &str, rf: Option<&str>| {
        let builder = Builder::new()
            .header(HeaderName::Qn, QN)
            .header(HeaderName::St, "21")
            .header(HeaderName::Cn, "2061")
            .header(HeaderName::Pw, "123456")
            .header(HeaderName::Mn, WATER_MN)
            .flag(Flag::OF_2017_WANTS_ACK);
        let builder = match rf {
            Some(rf) => builder.header(HeaderName::Rf, rf),
            None => builder,
        };
        builder
            .group([("DataTime", data_time)])
            .group([("w21003-Avg", "0.1")])
            .frame()
            .unwrap()
    };
    for frame in [
        frame(&hour(2), None),
        frame(&hour(3), Some("1")),
        frame(&hour(26), None),
    ] {
        logger.send(frame).await;
        logger.answer().await;
    }
    let kept = house.history.frames_after(ReceiptId(0), 10).await.unwrap();
    let marks: Vec<bool> = kept.iter().map(|receipt| receipt.back_filled).collect();
    assert_eq!(marks, [false, true, true]);
    assert_eq!(
        house.history.counts().await.unwrap().observations,
        3,
        "and all bring their values"
    );
}
