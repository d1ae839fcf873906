//! A simulated logger that is asked by a platform, spoken by hand.

use std::time::Duration;

use chrono::NaiveDate;
use gateway::door::StationDirectory;
use gateway::simulator::{
    FaultKind, FleetConfig, FleetPlan, FleetReport, ModelKind, ModelPlan, ModelStations, Speaking, run,
};
use history::Period;
use hj212::{CrcPolicy, Edition, Envelope, Event, Limits, MessageBuilder, Mode, Packet, Stamp, StreamDecoder, request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::house::PATIENCE;

const MN: &str = "A51B00000000000000000001";

/// A platform with one logger that has said all it has to say unasked, and waits.
struct Platform {
    stream: TcpStream,
    decoder: StreamDecoder,
    /// What was uploaded unasked.
    unasked: Vec<String>,
    logger: JoinHandle<FleetReport>,
    stop: watch::Sender<bool>,
    requests: u8,
}

impl Platform {
    async fn with(period: Period, refuse: &str, gap: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let from = NaiveDate::from_ymd_opt(2021, 4, 1)
            .unwrap()
            .and_hms_opt(0, 0, 0)
            .unwrap();
        let model = ModelPlan {
            kind: ModelKind::Water,
            items: vec!["NH3N".to_owned()],
            period,
            interval: None,
            from,
            until: from + chrono::Duration::hours(6),
            stations: ModelStations::MadeUp(1),
            seed: 1,
        };
        let plan = FleetPlan::model(&model, &StationDirectory::new(480), &Speaking::default()).unwrap();
        let mut config = FleetConfig::to(listener.local_addr().unwrap());
        config.linger = PATIENCE;
        config.answer_max = PATIENCE;
        config.faults.set(FaultKind::Refuse, refuse).unwrap();
        config.faults.set(FaultKind::Gap, gap).unwrap();
        let uploads = plan.uploads();
        let (stop, stopped) = watch::channel(false);
        let logger = tokio::spawn(run(plan, config, (), stopped));
        let (stream, _) = timeout(PATIENCE, listener.accept()).await.unwrap().unwrap();
        let mut platform = Self {
            stream,
            decoder: StreamDecoder::new(Limits::default()),
            unasked: Vec::new(),
            logger,
            stop,
            requests: 0,
        };
        let unasked = if gap == "0" { uploads } else { 1 };
        for _ in 0..unasked {
            let upload = platform.hear().await;
            platform.unasked.push(upload);
        }
        platform
    }

    /// The segment of the next frame; data are answered.
    async fn hear(&mut self) -> String {
        let mut buffer = [0; 1024];
        loop {
            if let Some(event) = self.decoder.next_event() {
                let Event::Frame(frame) = event else { panic!("garbage") };
                assert!(frame.is_trusted(CrcPolicy::Strict));
                let (packet, _) = Packet::parse(frame.segment, Mode::Strict).unwrap();
                let segment = String::from_utf8(frame.segment.to_vec()).unwrap();
                if packet.wants_acknowledgement() {
                    let answer = hj212::acknowledge(&packet).unwrap();
                    self.stream.write_all(&answer).await.unwrap();
                }
                return segment;
            }
            let count = timeout(PATIENCE, self.stream.read(&mut buffer))
                .await
                .expect("a frame in time")
                .unwrap();
            assert!(count > 0, "the logger hung up");
            self.decoder.push(&buffer[..count]);
        }
    }

    fn envelope(&mut self, password: &str) -> Envelope {
        self.requests += 1;
        let mut at = Stamp::parse(b"20210401100000000").unwrap();
        at.second = self.requests;
        Envelope::new(Edition::Of2017, "21", password, MN)
            .qn(at)
            .wants_acknowledgement()
    }

    /// Sends a request, and hears all until it is refused or done: what stands behind the MN, and CP.
    async fn ask(&mut self, make: impl FnOnce(&Envelope) -> MessageBuilder) -> Vec<String> {
        let envelope = self.envelope("123456");
        self.ask_as(make(&envelope)).await
    }

    async fn ask_as(&mut self, request: MessageBuilder) -> Vec<String> {
        self.stream.write_all(&request.frame().unwrap()).await.unwrap();
        let mut heard = Vec::new();
        loop {
            let segment = self.hear().await;
            let field = |name: &str| {
                let rest = segment.split_once(name).unwrap().1;
                rest.split(';').next().unwrap().to_owned()
            };
            let content = segment.split_once("CP=&&").unwrap().1;
            heard.push(format!("{} {}", field("CN="), content.trim_end_matches("&&")));
            let refused = field("CN=") == "9011" && !content.starts_with("QnRtn=1&&");
            if refused || ["9012", "9013"].contains(&field("CN=").as_str()) {
                return heard;
            }
        }
    }

    async fn end(self) -> FleetReport {
        self.stop.send(true).unwrap();
        timeout(PATIENCE, self.logger).await.expect("a prompt end").unwrap()
    }
}

fn at(text: &str) -> Stamp {
    Stamp::parse(text.as_bytes()).unwrap()
}

#[tokio::test]
async fn it_does_what_it_is_asked() {
    let mut platform = Platform::with(Period::Hour, "0", "0").await;
    let begin_and_end = (at("20210401010000"), at("20210401020000"));
    let mut told = Vec::new();
    told.push(platform.ask(|envelope| request::get_time(envelope, None)).await);
    told.push(
        platform
            .ask(|envelope| request::set_time(envelope, None, at("20210401100000")))
            .await,
    );
    told.push(platform.ask(|envelope| request::get_time(envelope, None)).await);
    told.push(
        platform
            .ask(|envelope| request::set_timeout_and_retries(envelope, 5, 2))
            .await,
    );
    told.push(
        platform
            .ask(|envelope| request::set_real_time_interval(envelope, 90))
            .await,
    );
    told.push(platform.ask(request::get_real_time_interval).await);
    told.push(platform.ask(|envelope| request::set_minute_interval(envelope, 5)).await);
    told.push(platform.ask(request::get_minute_interval).await);
    told.push(platform.ask(request::start_real_time_data).await);
    told.push(platform.ask(request::stop_real_time_data).await);
    told.push(
        platform
            .ask(|envelope| request::hour_data(envelope, begin_and_end.0, begin_and_end.1))
            .await,
    );
    told.push(
        platform
            .ask(|envelope| request::hour_data(envelope, at("20200101000000"), at("20200102000000")))
            .await,
    );
    told.push(
        platform
            .ask(|envelope| request::hour_data(envelope, begin_and_end.1, begin_and_end.0))
            .await,
    );
    told.push(
        platform
            .ask(|envelope| request::day_data(envelope, begin_and_end.0, begin_and_end.1))
            .await,
    );
    told.push(
        platform
            .ask(|envelope| request::equipment_hours(envelope, begin_and_end.0, begin_and_end.1))
            .await,
    );
    told.push(
        platform
            .ask(|envelope| request::get_device_id(envelope, "w21003"))
            .await,
    );
    told.push(platform.ask(|envelope| request::set_password(envelope, "abc123")).await);
    told.push(platform.ask(request::get_minute_interval).await);
    let envelope = platform.envelope("abc123");
    told.push(platform.ask_as(request::get_minute_interval(&envelope)).await);
    let told: Vec<String> = told.into_iter().map(|heard| heard.join(" | ")).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    9011 QnRtn=1 | 1011 SystemTime=20210401050000 | 9012 ExeRtn=1
    9011 QnRtn=1 | 9012 ExeRtn=1
    9011 QnRtn=1 | 1011 SystemTime=20210401100000 | 9012 ExeRtn=1
    9011 QnRtn=1 | 9012 ExeRtn=1
    9011 QnRtn=1 | 9012 ExeRtn=1
    9011 QnRtn=1 | 1061 RtdInterval=90 | 9012 ExeRtn=1
    9011 QnRtn=1 | 9012 ExeRtn=1
    9011 QnRtn=1 | 1063 MinInterval=5 | 9012 ExeRtn=1
    9011 QnRtn=1 | 9012 ExeRtn=3
    9013 
    9011 QnRtn=1 | 2061 DataTime=20210401010000;w21003-Min=0.277,w21003-Avg=0.281,w21003-Max=0.285,w21003-Flag=N | 2061 DataTime=20210401020000;w21003-Min=0.277,w21003-Avg=0.285,w21003-Max=0.289,w21003-Flag=N | 9012 ExeRtn=1
    9011 QnRtn=1 | 9012 ExeRtn=100
    9011 QnRtn=1 | 9012 ExeRtn=3
    9011 QnRtn=1 | 9012 ExeRtn=100
    9011 QnRtn=1 | 9012 ExeRtn=100
    9011 QnRtn=8
    9011 QnRtn=1 | 9012 ExeRtn=1
    9011 QnRtn=3
    9011 QnRtn=1 | 1063 MinInterval=5 | 9012 ExeRtn=1
    "#);
    let report = platform.end().await;
    let tally = report.tally();
    assert_eq!((tally.requests, tally.on_request, tally.acknowledged), (19, 2, 6));
}

#[tokio::test]
async fn what_it_never_sent_it_tells_when_asked() {
    let mut platform = Platform::with(Period::Hour, "0", "0.5").await;
    let everything = |envelope: &Envelope| request::hour_data(envelope, at("20210401000000"), at("20210401235959"));
    let mut hours = std::collections::BTreeSet::new();
    let hour_of = |line: &String| Some(line.split_once("DataTime=")?.1.split(';').next()?.to_owned());
    let repair = async {
        // Asked before it has measured all, it tells what it has.
        while hours.len() < 6 {
            hours.extend(platform.ask(everything).await.iter().filter_map(hour_of));
        }
    };
    timeout(PATIENCE, repair).await.expect("all hours");
    let report = platform.end().await;
    assert!(report.tally().injected(FaultKind::Gap) > 0);
    assert!(report.tally().on_request >= 6);
}

#[tokio::test]
async fn it_may_refuse() {
    let mut platform = Platform::with(Period::Hour, "1", "0").await;
    assert_eq!(platform.ask(request::get_minute_interval).await, ["9011 QnRtn=2"]);
    assert_eq!(platform.end().await.tally().injected(FaultKind::Refuse), 1);
}

#[tokio::test]
async fn it_hangs_up_when_it_has_waited_long_enough() {
    let mut platform = Platform::with(Period::Hour, "0", "0").await;
    platform.ask(request::get_minute_interval).await;
    let begun = tokio::time::Instant::now();
    let report = platform.end().await;
    assert!(begun.elapsed() < Duration::from_secs(5) && report.stopped);
}
