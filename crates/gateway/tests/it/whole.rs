//! A whole gateway, door and conversation, over a folder of its own, and loggers whose behaviour is written down.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use gateway::door::{Door, DoorConfig, LiveDirectory, StationDirectory, serve};
use gateway::life;
use gateway::request::Ask;
use gateway::request::words::Ending;
use gateway::session::Conversation;
use gateway::station::StationProfile;
use history::diary::{NewOrder, OrderId};
use history::{Diary, History};
use hj212::{Envelope, Event, Limits, MessageBuilder, Mode, Packet, StreamDecoder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::house::PATIENCE;

pub struct Gateway {
    pub history: History,
    pub diary: Diary,
    pub directory: LiveDirectory,
    pub profile: StationProfile,
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    rooms: JoinSet<()>,
}

/// The profile of the program, quick enough for a test.
pub fn quick() -> StationProfile {
    StationProfile {
        over_time: Duration::from_secs(20),
        resend_count: 3,
        execution: Duration::from_secs(20),
        gap_grace: Duration::ZERO,
        gap_look_back: Duration::from_secs(3 * 86_400),
        gap_pause: Duration::ZERO,
        ..StationProfile::proposed().unwrap()
    }
}

impl Gateway {
    pub async fn open(folder: &tempfile::TempDir, directory: StationDirectory, profile: StationProfile) -> Self {
        let history = History::open(folder.path()).await.unwrap();
        let diary = Diary::open(folder.path()).await.unwrap();
        let directory = LiveDirectory::from(directory);
        let records = life::records(&diary).await.unwrap();
        let conversation = Conversation::new(directory.clone(), diary.clone(), profile.clone(), records);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let door = Door {
            config: DoorConfig::default(),
            directory: directory.clone(),
            history: history.clone(),
            attendant: Some(Arc::new(conversation.clone())),
        };
        let mut rooms = JoinSet::new();
        let door_stop = stopped.clone();
        rooms.spawn(async move { serve(listener, door, door_stop).await.unwrap() });
        let talking = history.clone();
        rooms.spawn(async move { conversation.run(talking, stopped).await.unwrap() });
        Self {
            history,
            diary,
            directory,
            profile,
            address,
            stop,
            rooms,
        }
    }

    pub async fn close(mut self) {
        self.stop.send(true).unwrap();
        let closing = async { while self.rooms.join_next().await.is_some_and(|ended| ended.is_ok()) {} };
        timeout(PATIENCE, closing).await.expect("the gateway closes");
    }

    /// Writes an order as a person does, into the diary of another process.
    pub async fn order(&self, mn: &str, ask: &Ask, wait: Duration) -> OrderId {
        let order = NewOrder {
            station: mn.to_owned(),
            origin: "person".to_owned(),
            command: ask.command,
            content: ask.content(),
            wait_until: chrono::Utc::now() + wait,
        };
        self.diary.place(order).await.unwrap()
    }

    /// The ending of an order, and its steps.
    pub async fn ended(&self, id: OrderId) -> (Ending, Vec<String>) {
        let waiting = async {
            loop {
                let order = self.diary.order(id).await.unwrap().unwrap();
                if order.state.is_final() {
                    return order;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let order = timeout(PATIENCE, waiting).await.expect("the order ends");
        let steps = self.diary.steps(id, 0).await.unwrap();
        let ending = serde_json::from_value(order.outcome.unwrap()).unwrap();
        (ending, steps.into_iter().map(|step| step.kind).collect())
    }

    /// Waits until something is true of the diary.
    pub async fn until<T>(&self, what: &str, found: impl AsyncFn(&Self) -> Option<T>) -> T {
        let waiting = async {
            loop {
                if let Some(found) = found(self).await {
                    return found;
                }
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        timeout(PATIENCE, waiting)
            .await
            .unwrap_or_else(|_| panic!("never: {what}"))
    }
}

/// A logger that does what the test says.
pub struct Scripted {
    stream: TcpStream,
    decoder: StreamDecoder,
}

/// A frame as the logger heard it.
#[derive(Debug)]
pub struct HeardFrame {
    pub segment: Vec<u8>,
}

impl HeardFrame {
    pub fn packet(&self) -> Packet<'_> {
        Packet::parse(&self.segment, Mode::Strict).unwrap().0
    }

    pub fn command(&self) -> u16 {
        self.packet().command().unwrap()
    }

    pub fn content(&self) -> String {
        String::from_utf8(self.packet().content().to_vec()).unwrap()
    }

    /// The answer that `write` makes of an envelope with the same request number.
    pub fn answered(&self, write: impl FnOnce(&Packet<'_>) -> MessageBuilder) -> Vec<u8> {
        write(&self.packet()).frame().unwrap()
    }

    pub fn receipt(&self, code: u32) -> Vec<u8> {
        self.answered(|packet| hj212::request_acknowledged(packet, code))
    }

    pub fn result(&self, code: u32) -> Vec<u8> {
        self.answered(|packet| hj212::request_executed(packet, code))
    }

    pub fn noticed(&self) -> Vec<u8> {
        hj212::acknowledge(&self.packet()).unwrap()
    }

    pub fn envelope(&self) -> Envelope {
        Envelope::answering(&self.packet())
    }
}

impl Scripted {
    pub async fn connect(gateway: &Gateway) -> Self {
        Self {
            stream: TcpStream::connect(gateway.address).await.unwrap(),
            decoder: StreamDecoder::new(Limits::default()),
        }
    }

    pub async fn say(&mut self, frame: impl AsRef<[u8]>) {
        self.stream.write_all(frame.as_ref()).await.unwrap();
    }

    /// The next frame that is no answer to data.
    pub async fn hear(&mut self) -> HeardFrame {
        loop {
            let frame = self.next().await.expect("the line stays open");
            if frame.command() != 9014 {
                return frame;
            }
        }
    }

    async fn next(&mut self) -> Option<HeardFrame> {
        loop {
            if let Some(event) = self.decoder.next_event() {
                let Event::Frame(frame) = event else {
                    panic!("the gateway said garbage")
                };
                return Some(HeardFrame {
                    segment: frame.segment.to_vec(),
                });
            }
            let mut buffer = [0; 4_096];
            let count = timeout(PATIENCE, self.stream.read(&mut buffer))
                .await
                .expect("a frame in time")
                .unwrap();
            if count == 0 {
                return None;
            }
            self.decoder.push(&buffer[..count]);
        }
    }
}
