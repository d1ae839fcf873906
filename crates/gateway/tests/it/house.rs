//! A door over a history in a folder of its own, and loggers that speak to it by hand.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use gateway::door::{Attendant, Door, DoorConfig, DoorError, LiveDirectory, Station, StationDirectory, serve};
use history::{Ask, History};
use hj212::{Builder, CrcPolicy, Flag, HeaderName};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

pub const WATER_MN: &str = "BISHUITEST00000000000001";
pub const AIR_MN: &str = "BISHUITEST00000000000002";
/// Long enough for a busy machine, never waited out by a passing test.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Long enough for an answer that must not come to have come.
const SILENCE: Duration = Duration::from_millis(700);

pub struct House {
    pub history: History,
    pub folder: tempfile::TempDir,
    pub address: SocketAddr,
    pub directory: LiveDirectory,
    stop: watch::Sender<bool>,
    door: JoinHandle<Result<(), DoorError>>,
}

pub fn stations() -> StationDirectory {
    let mut stations = StationDirectory::new(480);
    stations.insert(WATER_MN, Station::at("section", 480)).unwrap();
    stations.insert(AIR_MN, Station::at("station", 480)).unwrap();
    let modbus = Station {
        crc: CrcPolicy::AcceptModbus,
        ..Station::at("modbus", 480)
    };
    stations.insert("MODBUS00000001", modbus).unwrap();
    let secret = Station {
        password: Some("654321".to_owned()),
        ..Station::at("secret", 480)
    };
    stations.insert("SECRET00000001", secret).unwrap();
    stations.insert("UTC00000000001", Station::at("utc", 0)).unwrap();
    stations
}

impl House {
    pub async fn open() -> Self {
        Self::with(DoorConfig::default(), stations()).await
    }

    pub async fn with(config: DoorConfig, stations: StationDirectory) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let history = History::open(folder.path()).await.unwrap();
        Self::over(folder, history, config, stations, None).await
    }

    pub async fn over(
        folder: tempfile::TempDir,
        history: History,
        config: DoorConfig,
        stations: StationDirectory,
        attendant: Option<Arc<dyn Attendant>>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let directory = LiveDirectory::from(stations);
        let door = Door {
            config,
            directory: directory.clone(),
            history: history.clone(),
            attendant,
        };
        let door = tokio::spawn(serve(listener, door, stopped));
        Self {
            history,
            folder,
            address,
            directory,
            stop,
            door,
        }
    }

    pub async fn close(self) -> (tempfile::TempDir, History) {
        self.stop.send(true).unwrap();
        timeout(PATIENCE, self.door)
            .await
            .expect("the door closes")
            .unwrap()
            .unwrap();
        (self.folder, self.history)
    }

    pub async fn logger(&self) -> Logger {
        Logger {
            stream: TcpStream::connect(self.address).await.unwrap(),
        }
    }

    /// The current observations: `point item period statistic time value flag`.
    pub async fn observations(&self) -> String {
        let known = self.history.observations(&Ask::default()).await.unwrap();
        let line = |known: &history::Known| {
            format!(
                "{} {} {} {} {} {} {}",
                known.point,
                known.item,
                known.period.word(),
                known.statistic.word(),
                known.at.format("%Y-%m-%d %H:%M:%S"),
                known
                    .value
                    .map_or("none".to_owned(), |value| value.normalize().to_string()),
                known.flag.as_deref().unwrap_or("-"),
            )
        };
        known.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The receipts with faults, the oldest first: `codes (bytes)`, with the number of repetitions if any.
    pub async fn faulty(&self) -> String {
        let mut faulty = self.history.faulty(10_000).await.unwrap();
        faulty.reverse();
        let line = |receipt: &history::StoredReceipt| {
            let codes: Vec<_> = receipt.faults.iter().map(|fault| fault.code.as_str()).collect();
            let again = if receipt.repeats > 0 {
                format!(" again {}", receipt.repeats)
            } else {
                String::new()
            };
            format!("{} ({}){again}", codes.join(" "), receipt.bytes.len())
        };
        faulty.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Waits until something is true of the house.
    pub async fn until(&self, what: &str, holds: impl AsyncFn(&Self) -> bool) {
        let waiting = async {
            while !holds(self).await {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        timeout(PATIENCE, waiting)
            .await
            .unwrap_or_else(|_| panic!("never: {what}"));
    }

    pub async fn until_faulty(&self, count: usize) {
        self.until("so many faulty receipts", async |house: &House| {
            house.history.faulty(10_000).await.unwrap().len() >= count
        })
        .await;
    }
}

pub struct Logger {
    pub stream: TcpStream,
}

impl Logger {
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// The next line that comes back, without length, CRC and line end.
    pub async fn answer(&mut self) -> String {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            let count = timeout(PATIENCE, self.stream.read(&mut byte))
                .await
                .expect("an answer in time")
                .unwrap();
            assert_eq!(count, 1, "the door closed the connection after {}", line.escape_ascii());
            line.push(byte[0]);
        }
        let line = String::from_utf8(line).unwrap();
        line[6..line.len() - 6].to_owned()
    }

    /// That nothing comes back.
    pub async fn silence(&mut self) {
        let mut byte = [0];
        let read = timeout(SILENCE, self.stream.read(&mut byte)).await;
        assert!(read.is_err(), "an answer came");
    }

    /// That the door closes the connection.
    pub async fn closed(&mut self) {
        let mut rest = Vec::new();
        // A connection that is closed while bytes are on the way is reset.
        let _ = timeout(PATIENCE, self.stream.read_to_end(&mut rest))
            .await
            .expect("the door closes");
    }
}

/// Groups of CP, each of names and values.
pub type Groups<'a> = &'a [&'a [(&'a str, &'a str)]];

/// An upload that wants an answer.
pub fn upload(mn: &str, st: &str, cn: &str, qn: &str, data_time: &str, groups: Groups<'_>) -> Vec<u8> {
    let mut builder = Builder::new()
        .header(HeaderName::Qn, qn)
        .header(HeaderName::St, st)
        .header(HeaderName::Cn, cn)
        .header(HeaderName::Pw, "123456")
        .header(HeaderName::Mn, mn)
        .flag(Flag::OF_2017_WANTS_ACK)
        .group([("DataTime", data_time)]);
    for group in groups {
        builder = builder.group(group.iter().copied());
    }
    builder.frame().unwrap()
}

/// An hour of a water station with one value.
pub fn water_hour(qn: &str, hour: u32, value: &str) -> Vec<u8> {
    let data_time = format!("202104{:02}{:02}0000", 1 + hour / 24, hour % 24);
    upload(
        WATER_MN,
        "21",
        "2061",
        qn,
        &data_time,
        &[&[("w21003-Avg", value), ("w21003-Flag", "N")]],
    )
}

/// The answer to a request of the water station.
pub fn answer_to(qn: &str, mn: &str) -> String {
    format!("QN={qn};ST=91;CN=9014;PW=123456;MN={mn};Flag=4;CP=&&&&")
}
