//! Forwarding: a door below, a superior platform above, and outages between.

use std::time::Duration;

use gateway::door::{DoorConfig, Station, StationDirectory};
use gateway::forward::{Begin, Link, Patience, Progress, Target, serve, standings};
use history::diary::Diary;
use history::{Ask, ReceiptId};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::house::{AIR_MN, House, PATIENCE, WATER_MN, upload, water_hour};

/// A link that runs until it is told to stop.
pub struct Running {
    told: watch::Receiver<Progress>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    fn from(below: &House, target: Target, through: i64) -> Self {
        Self::behind(below, target, Begin::behind(ReceiptId(through)))
    }

    pub fn behind(below: &House, target: Target, begin: Begin) -> Self {
        let (link, told) = Link::new(target, Patience::default(), below.history.clone(), begin);
        let (stop, stopped) = watch::channel(false);
        Self {
            told,
            stop,
            task: tokio::spawn(link.serve(stopped)),
        }
    }

    pub async fn until(&mut self, what: &str, holds: impl FnMut(&Progress) -> bool) -> Progress {
        let waited = timeout(PATIENCE, self.told.wait_for(holds)).await;
        waited.unwrap_or_else(|_| panic!("never: {what}")).unwrap().clone()
    }

    pub async fn end(self) -> Progress {
        self.stop.send(true).unwrap();
        timeout(PATIENCE, self.task).await.expect("the link ends").unwrap();
        self.told.borrow().clone()
    }
}

/// A superior platform that knows the stations under its own password.
pub async fn platform() -> House {
    let mut stations = StationDirectory::new(480);
    for (mn, point) in [(WATER_MN, "section"), (AIR_MN, "station")] {
        let station = Station {
            password: Some("987654".to_owned()),
            ..Station::at(point, 480)
        };
        stations.insert(mn, station).unwrap();
    }
    House::with(DoorConfig::default(), stations).await
}

pub fn target(address: impl ToString) -> Target {
    Target {
        password: Some("987654".to_owned()),
        ..Target::at("province", address.to_string())
    }
}

/// Sends hours of the water station from below, with an hour of air, a damaged frame and one of a stranger between them.
async fn receive_below(below: &House, hours: std::ops::Range<u32>) {
    let mut logger = below.logger().await;
    for hour in hours {
        let qn = format!("20210401{hour:02}0001001");
        logger.send(water_hour(&qn, hour, &format!("0.1{hour}"))).await;
        logger.answer().await;
        let air = upload(
            AIR_MN,
            "22",
            "2061",
            &qn,
            &format!("20210401{hour:02}0000"),
            &[&[("a34004-Avg", "35")]],
        );
        logger.send(air).await;
        logger.answer().await;
        let mut damaged = water_hour(&qn, hour, "9.99");
        damaged[40] ^= 1;
        logger.send(damaged).await;
        let stranger = upload(
            "STRANGER00000000000000AB",
            "21",
            "2061",
            &qn,
            "20210401000000",
            &[&[("w21003-Avg", "5")]],
        );
        logger.send(stranger).await;
        logger.answer().await;
    }
}

#[tokio::test]
async fn what_was_accepted_goes_on_and_nothing_else() {
    let (below, above) = (House::open().await, platform().await);
    receive_below(&below, 0..4).await;
    let mut link = Running::from(&below, target(above.address), 0);
    link.until("eight frames answered", |progress| progress.answered == 8)
        .await;
    assert_eq!(above.observations().await, below.observations().await);
    assert_eq!(above.faulty().await, "", "the platform has nothing to complain about");
    // What comes later goes on as it comes.
    receive_below(&below, 4..5).await;
    let progress = link
        .until("ten frames answered and nothing left", |progress| {
            progress.answered == 10 && progress.waiting == 0
        })
        .await;
    assert_eq!((progress.waiting, progress.given_up), (0, 0));
    assert_eq!(above.observations().await, below.observations().await);
    let received = below.history.counts().await.unwrap().frames;
    let ended = link.end().await;
    assert_eq!(
        ended.through.unsigned_abs(),
        received,
        "what is not forwarded is done, too"
    );
}

#[tokio::test]
async fn a_restart_begins_where_all_before_is_done() {
    let (below, above) = (House::open().await, platform().await);
    receive_below(&below, 0..2).await;
    let mut link = Running::from(&below, target(above.address), 0);
    link.until("four frames answered", |progress| progress.answered == 4)
        .await;
    let through = link.end().await.through;
    receive_below(&below, 2..3).await;
    let mut link = Running::from(&below, target(above.address), through);
    link.until("only the new ones", |progress| progress.answered == 2).await;
    assert_eq!(above.history.counts().await.unwrap().frames, 6);
    link.end().await;
}

#[tokio::test]
async fn an_outage_only_waits() {
    let below = House::open().await;
    // An address at which nobody listens yet.
    let reserved = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = reserved.local_addr().unwrap();
    drop(reserved);
    let mut link = Running::from(&below, target(address), 0);
    receive_below(&below, 0..3).await;
    let down = link
        .until("the outage is told", |progress| progress.trouble.is_some())
        .await;
    assert!(!down.is_connected);
    assert_eq!(down.through, 0);

    // The platform comes back, takes two frames, and goes away in the middle of the third.
    let listener = TcpListener::bind(address).await.unwrap();
    let (mut stream, _) = timeout(PATIENCE, listener.accept())
        .await
        .expect("it tries again")
        .unwrap();
    let mut seen = String::new();
    let mut buffer = [0; 4096];
    while seen.matches("\r\n").count() < 2 {
        let count = timeout(PATIENCE, stream.read(&mut buffer)).await.unwrap().unwrap();
        seen.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
    }
    stream.write_all(b"##0010garbage").await.unwrap();
    drop(stream);
    drop(listener);

    let above = platform().await;
    let mut again = Running::from(&below, target(above.address), link.end().await.through);
    again.until("all six", |progress| progress.answered == 6).await;
    assert_eq!(above.observations().await, below.observations().await);
    again.end().await;
}

#[tokio::test]
async fn each_station_keeps_its_order() {
    let (below, above) = (House::open().await, platform().await);
    receive_below(&below, 0..6).await;
    let mut link = Running::from(&below, target(above.address), 0);
    link.until("all twelve", |progress| progress.answered == 12).await;
    let mut statements = above.history.statements(&Ask::default()).await.unwrap();
    statements.sort_by_key(|known| known.sequence);
    for point in ["section", "station"] {
        let times: Vec<_> = statements
            .iter()
            .filter(|known| known.point == point)
            .map(|known| known.at)
            .collect();
        assert!(times.is_sorted(), "{point}: {times:?}");
        assert_eq!(times.len(), 6);
    }
    link.end().await;
}

#[tokio::test]
async fn a_silent_platform_gets_each_frame_once() {
    let below = House::open().await;
    receive_below(&below, 0..3).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = Target {
        answers: false,
        password: None,
        ..Target::at("nation", listener.local_addr().unwrap().to_string())
    };
    let mut link = Running::from(&below, silent, 0);
    let (mut stream, _) = listener.accept().await.unwrap();
    link.until("all sent", |progress| progress.answered == 6).await;
    link.end().await;
    let mut all = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut all))
        .await
        .unwrap()
        .unwrap();
    let text = String::from_utf8(all).unwrap();
    assert_eq!(text.matches("##").count(), 6);
    let first = String::from_utf8(water_hour("20210401000001001", 0, "0.10")).unwrap();
    assert!(
        text.contains(&first),
        "nothing to change: the frame goes on byte for byte\n{text}"
    );
}

#[tokio::test]
async fn bookmarks_outlive_the_process() {
    let (below, above) = (House::open().await, platform().await);
    let diary = Diary::open(below.folder.path()).await.unwrap();
    receive_below(&below, 0..2).await;
    let run = async |hours: Option<std::ops::Range<u32>>, frames: u64| {
        let (stop, stopped) = watch::channel(false);
        let targets = vec![target(above.address)];
        let service = tokio::spawn(serve(targets, below.history.clone(), diary.clone(), stopped));
        if let Some(hours) = hours {
            // A new platform begins with what comes from now on: first it must have begun.
            below
                .until("the bookmark is set", async |_| {
                    !standings(&diary).await.unwrap().is_empty()
                })
                .await;
            receive_below(&below, hours).await;
        }
        above
            .until("so many frames above", async |house: &House| {
                house.history.counts().await.unwrap().frames == frames
            })
            .await;
        stop.send(true).unwrap();
        timeout(PATIENCE, service).await.unwrap().unwrap().unwrap();
    };
    run(Some(2..3), 2).await;
    receive_below(&below, 3..4).await;
    run(None, 4).await;
    let standings = standings(&diary).await.unwrap();
    assert_eq!(standings.len(), 1);
    assert_eq!(
        standings[0].through.unsigned_abs(),
        below.history.counts().await.unwrap().frames
    );
    assert!(!standings[0].progress.is_connected);
}
