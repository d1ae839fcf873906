//! The server is killed in the middle of a thousand frames: every acknowledged frame is in the history, exactly once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use history::{Ask, History};
use hj212::{Builder, Event, HeaderName, Limits, Mode, Packet, StreamDecoder};

use crate::program::Server;

const FRAMES: usize = 3_000;
const LOGGERS: usize = 4;
/// Kills in the ordinary run; `BISHUI_KILLS` names another number.
const KILLS: u64 = 10;
/// How long the answers of one story may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// A station of the demo city's folder.
const STATION: &str = "zhaoshan-section";

/// A random stream from a printed seed (SplitMix64), so that a failure can be had again.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }
}

fn mn() -> String {
    let city = city::read(&crate::program::root().join("cities/xiangtan"))
        .city
        .unwrap();
    city.point(STATION).unwrap().mn.clone().unwrap()
}

/// Frame `index`: its own minute, its own value, and its QN by which the answer is recognised.
fn frame(mn: &str, index: usize, seed: u64) -> (String, Vec<u8>) {
    let (hour, minute) = (index / 60, index % 60);
    let time = format!("202104{:02}{:02}{minute:02}00", 1 + hour / 24, hour % 24);
    let qn = format!("{time}{:03}", seed % 1_000);
    let value = format!("0.{index:04}");
    let frame = Builder::new()
        .header(HeaderName::Qn, &qn)
        .header(HeaderName::St, "21")
        .header(HeaderName::Cn, "2051")
        .header(HeaderName::Pw, "123456")
        .header(HeaderName::Mn, mn)
        .header(HeaderName::Flag, "5")
        .group([("DataTime", time.as_str())])
        .group([("w21003-Avg", value.as_str()), ("w21003-Flag", "N")])
        .frame();
    (qn, frame.unwrap())
}

/// Sends frames over one connection, several on the way at once, and returns the QNs that were answered before it broke.
fn send(door: &str, frames: &[&(String, Vec<u8>)], answered_in_all: &AtomicUsize) -> BTreeSet<String> {
    let mut answered = BTreeSet::new();
    let Ok(mut stream) = TcpStream::connect(door) else {
        return answered;
    };
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut decoder = StreamDecoder::new(Limits::default());
    for batch in frames.chunks(16) {
        let bytes: Vec<u8> = batch.iter().flat_map(|(_, frame)| frame.clone()).collect();
        if stream.write_all(&bytes).is_err() {
            return answered;
        }
        let goal = answered.len() + batch.len();
        let mut buffer = [0_u8; 4096];
        while answered.len() < goal {
            match stream.read(&mut buffer) {
                Ok(0) | Err(_) => return answered,
                Ok(count) => decoder.push(&buffer[..count]),
            }
            while let Some(event) = decoder.next_event() {
                let Event::Frame(frame) = event else {
                    panic!("the door answered garbage")
                };
                let (packet, _) = Packet::parse(frame.segment, Mode::Strict).unwrap();
                assert_eq!(packet.cn(), Some(&b"9014"[..]));
                answered.insert(String::from_utf8(packet.qn().unwrap().to_vec()).unwrap());
                answered_in_all.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
    answered
}

/// Sends `frames` over several connections at once; the server dies when `dies_after` have been answered.
fn send_all(server: Server, frames: &[&(String, Vec<u8>)], dies_after: Option<usize>) -> BTreeSet<String> {
    let door = server.hj212.clone();
    let count = AtomicUsize::new(0);
    let mut running = Some(server);
    std::thread::scope(|scope| {
        let share = frames.len().div_ceil(LOGGERS).max(1);
        let loggers: Vec<_> = frames
            .chunks(share)
            .map(|own| scope.spawn(|| send(&door, own, &count)))
            .collect();
        if let Some(limit) = dies_after {
            let deadline = Instant::now() + PATIENCE;
            while count.load(Ordering::Relaxed) < limit {
                assert!(Instant::now() < deadline, "{limit} frames were not answered in time");
                std::thread::yield_now();
            }
            running.take().unwrap().kill();
        }
        loggers.into_iter().flat_map(|logger| logger.join().unwrap()).collect()
    })
}

async fn held(data: &Path) -> BTreeMap<String, usize> {
    let history = History::open(data).await.unwrap();
    let mut held = BTreeMap::new();
    for known in history
        .statements(&Ask {
            items: vec!["NH3N".into()],
            ..Ask::default()
        })
        .await
        .unwrap()
    {
        *held.entry(known.text).or_insert(0) += 1;
    }
    held
}

fn story(seed: u64) {
    let mut random = Random(seed);
    let data = tempfile::tempdir().unwrap();
    let mn = mn();
    let frames: Vec<(String, Vec<u8>)> = (0..FRAMES).map(|index| frame(&mn, index, seed)).collect();
    // Far enough from the end that frames are on their way when it dies, however late the kill comes.
    let dies_after = 1 + random.below(FRAMES / 2);
    let all: Vec<_> = frames.iter().collect();
    let before = send_all(Server::start(data.path()), &all, Some(dies_after));
    assert!(
        before.len() >= dies_after && before.len() < FRAMES,
        "seed {seed}: it died in the middle"
    );

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let survived = runtime.block_on(held(data.path()));
    let value = |qn: &str| format!("0.{:04}", frames.iter().position(|(own, _)| own == qn).unwrap());
    for qn in &before {
        assert_eq!(
            survived.get(&value(qn)),
            Some(&1),
            "seed {seed}: {qn} was acknowledged before the server was killed"
        );
    }

    let rest: Vec<_> = frames.iter().filter(|(qn, _)| !before.contains(qn)).collect();
    let after = send_all(Server::start(data.path()), &rest, None);
    assert_eq!(
        before.len() + after.len(),
        FRAMES,
        "seed {seed}: all was acknowledged in the end"
    );
    let held = runtime.block_on(held(data.path()));
    assert_eq!(held.len(), FRAMES, "seed {seed}: every frame is there");
    let twice: Vec<_> = held.iter().filter(|(_, count)| **count != 1).collect();
    assert!(twice.is_empty(), "seed {seed}: there more than once: {twice:?}");
}

#[test]
fn every_acknowledged_frame_is_there_exactly_once() {
    let kills = std::env::var("BISHUI_KILLS").map_or(KILLS, |kills| kills.parse().expect("BISHUI_KILLS is a number"));
    // Two at a time: the stories wait for the disk more than they compute.
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed) as u64;
                    if seed >= kills {
                        break;
                    }
                    story(seed);
                }
            });
        }
    });
}
