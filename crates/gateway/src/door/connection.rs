//! One connection: read, keep, answer, in this order and never more than one piece ahead.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use history::{Door, History, HistoryError, Receipt};
use hj212::{Limits, StreamDecoder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::arrival::{Arrival, Circumstances, Standing, is_idle_chatter};
use super::budget::{Budget, Spending};
use super::config::DoorConfig;
use super::directory::StationDirectory;
use super::fault;
use crate::stop::raised;

/// Bytes read at once. What a connection holds is this, a frame in waiting, and the receipts made of them.
const READ_BYTES: usize = 8 * 1024;
/// Bytes outside frames that go into one receipt.
const GARBAGE_PIECE_BYTES: usize = 4 * 1024;

/// Why a connection ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Ending {
    #[error("the peer closed it")]
    PeerClosed,
    #[error("the door is being closed")]
    Stopped,
    #[error("it was silent for too long")]
    Idle,
    #[error("too much came from its address that was not accepted")]
    Unaccepted,
    #[error("the peer did not take its answers in time")]
    AnswerNotTaken,
    #[error("it broke: {0}")]
    Broken(#[from] std::io::Error),
    #[error("what it brought could not be kept: {0}")]
    NotKept(#[from] HistoryError),
}

/// What all connections share.
pub(super) struct Shared {
    pub config: DoorConfig,
    pub directory: Arc<StationDirectory>,
    pub history: History,
    pub budget: Budget,
}

pub(super) struct Connection {
    shared: Arc<Shared>,
    stream: TcpStream,
    peer: SocketAddr,
    from: String,
    decoder: StreamDecoder,
    connected: Instant,
    has_brought_frame: bool,
    last_heard: Instant,
}

/// Which events of the decoder are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Flowing,
    Paused,
    Ended,
}

/// What woke the connection.
enum Woken {
    Read(std::io::Result<usize>),
    Paused,
    Idle,
    Stopped,
}

impl Connection {
    pub(super) fn new(shared: Arc<Shared>, stream: TcpStream, peer: SocketAddr) -> Self {
        let limits = Limits {
            segment_bytes_max: shared.config.segment_bytes_max,
            garbage_bytes_max: GARBAGE_PIECE_BYTES,
        };
        let now = Instant::now();
        Self {
            shared,
            stream,
            peer,
            from: peer.to_string(),
            decoder: StreamDecoder::new(limits),
            connected: now,
            has_brought_frame: false,
            last_heard: now,
        }
    }

    /// Serves the connection until it ends.
    pub(super) async fn serve(mut self, mut stop: watch::Receiver<bool>) -> Ending {
        let ending = match self.run(&mut stop).await {
            Ok(ending) | Err(ending) => ending,
        };
        if matches!(ending, Ending::PeerClosed | Ending::Stopped | Ending::Idle) {
            // What is left of a frame is evidence too.
            if let Err(ending) = self.take_events(Moment::Ended).await {
                return ending;
            }
        }
        // A peer that is gone already needs no farewell.
        let _ = timeout(self.shared.config.write_max, self.stream.shutdown()).await;
        ending
    }

    async fn run(&mut self, stop: &mut watch::Receiver<bool>) -> Result<Ending, Ending> {
        let mut buffer = vec![0; READ_BYTES];
        // After a pause that settled nothing, waiting again would only burn time.
        let mut pause_is_due = false;
        loop {
            match self.wake(&mut buffer, pause_is_due, stop).await {
                Woken::Stopped => return Ok(Ending::Stopped),
                Woken::Idle => return Ok(Ending::Idle),
                Woken::Paused => {
                    pause_is_due = false;
                    self.take_events(Moment::Paused).await?;
                }
                Woken::Read(Ok(0)) => return Ok(Ending::PeerClosed),
                Woken::Read(Ok(count)) => {
                    self.last_heard = Instant::now();
                    self.decoder.push(buffer.get(..count).unwrap_or_default());
                    self.take_events(Moment::Flowing).await?;
                    pause_is_due = self.decoder.buffered() > 0;
                }
                Woken::Read(Err(cause)) => return Err(cause.into()),
            }
        }
    }

    async fn wake(&mut self, buffer: &mut [u8], pause_is_due: bool, stop: &mut watch::Receiver<bool>) -> Woken {
        let config = &self.shared.config;
        // Trickling bytes buy no time before the first sound frame.
        let idle_at = match self.has_brought_frame {
            true => self.last_heard + config.idle_max,
            false => self.connected + config.first_frame_max,
        };
        tokio::select! {
            biased;
            () = raised(stop) => Woken::Stopped,
            read = self.stream.read(buffer) => Woken::Read(read),
            () = tokio::time::sleep(config.pause), if pause_is_due => Woken::Paused,
            () = tokio::time::sleep_until(idle_at) => Woken::Idle,
        }
    }

    /// Keeps every event that is certain by now, then answers those that want it.
    async fn take_events(&mut self, moment: Moment) -> Result<(), Ending> {
        let mut arrivals = self.arrivals(moment);
        let unaccepted = arrivals.iter().filter(|arrival| arrival.standing != Standing::Accepted);
        let unaccepted_bytes = unaccepted.map(|arrival| arrival.receipt.bytes.len()).sum();
        self.has_brought_frame |= arrivals.iter().any(|arrival| arrival.standing != Standing::Unsound);
        let spending = self.shared.budget.spend(self.peer.ip(), unaccepted_bytes);
        if spending == Spending::Exceeded {
            arrivals.retain(|arrival| arrival.standing == Standing::Accepted);
        }
        self.keep_and_answer(arrivals).await?;
        match spending {
            Spending::Within => return Ok(()),
            Spending::Reached => self.keep_last_word().await?,
            Spending::Exceeded => {}
        }
        Err(Ending::Unaccepted)
    }

    async fn keep_and_answer(&mut self, arrivals: Vec<Arrival>) -> Result<(), Ending> {
        let (receipts, answers): (Vec<_>, Vec<_>) = arrivals
            .into_iter()
            .map(|arrival| (arrival.receipt, arrival.answer))
            .unzip();
        // All at once, so that they share a commit; the inbox takes them in the order given.
        let keeping = receipts.into_iter().map(|receipt| self.shared.history.receive(receipt));
        let kept = futures::future::join_all(keeping).await;
        for (kept, answer) in kept.into_iter().zip(answers) {
            let received = kept?;
            tracing::debug!(from = %self.from, id = %received.id, fresh = received.fresh, answered = answer.is_some(), "kept");
            if let Some(answer) = answer {
                self.answer(&answer).await?;
            }
        }
        Ok(())
    }

    /// Says in the history that no more will be kept.
    async fn keep_last_word(&self) -> Result<(), Ending> {
        tracing::warn!(from = %self.from, "too much came that was not accepted; no more of it is kept for a while");
        let config = &self.shared.config;
        let seconds = config.unaccepted_window.max(Duration::from_secs(1)).as_secs();
        let last = Receipt {
            door: Door::Hj212,
            from: self.from.clone(),
            station: None,
            digest: None,
            bytes: Vec::new(),
            faults: vec![fault::too_much_unaccepted(config.unaccepted_bytes_max, seconds)],
            observations: Vec::new(),
        };
        self.shared.history.receive(last).await?;
        Ok(())
    }

    fn arrivals(&mut self, moment: Moment) -> Vec<Arrival> {
        let shared = Arc::clone(&self.shared);
        let circumstances = Circumstances {
            from: &self.from,
            directory: &shared.directory,
            config: &shared.config,
            now: Utc::now(),
        };
        let mut arrivals = Vec::new();
        loop {
            let event = match moment {
                Moment::Flowing => self.decoder.next_event(),
                Moment::Paused => self.decoder.pause(),
                Moment::Ended => self.decoder.finish(),
            };
            match event {
                None => return arrivals,
                Some(event) if is_idle_chatter(&event) => {}
                Some(event) => arrivals.push(circumstances.judge(&event)),
            }
        }
    }

    async fn answer(&mut self, answer: &[u8]) -> Result<(), Ending> {
        match timeout(self.shared.config.write_max, self.stream.write_all(answer)).await {
            Ok(written) => Ok(written?),
            Err(_elapsed) => Err(Ending::AnswerNotTaken),
        }
    }
}
