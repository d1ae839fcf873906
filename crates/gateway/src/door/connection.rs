//! One connection: read, keep, answer, in this order and never more than one piece ahead; and say what is to be said.
//!
//! Most connections are idle most of the time. An idle one holds no buffer: bytes are read only once they are there,
//! into a buffer on the stack, and the decoder gives its memory back when no frame is in waiting.

use std::future::poll_fn;
use std::io::Result as Outcome;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use chrono::Utc;
use history::{Door, Fault, History, HistoryError, Receipt};
use hj212::{Limits, StreamDecoder};
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until, timeout};

use super::arrival::{Accepted, Arrival, Circumstances, Standing, is_idle_chatter};
use super::budget::{Budget, Spending};
use super::config::DoorConfig;
use super::fault;
use super::line::{Attendant, Heard, Line};
use super::live::LiveDirectory;
use super::pace::{Caller, Pace};
use super::split::SplitWatch;
use crate::stop::raised;

/// Bytes read at once. What a busy connection holds is a frame in waiting and the receipts made of so many bytes.
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
    pub directory: LiveDirectory,
    pub history: History,
    pub budget: Budget,
    pub attendant: Option<Arc<dyn Attendant>>,
}

impl Shared {
    fn decoder(&self) -> StreamDecoder {
        StreamDecoder::new(Limits {
            segment_bytes_max: self.config.segment_bytes_max,
            garbage_bytes_max: GARBAGE_PIECE_BYTES,
        })
    }
}

pub(super) struct Connection {
    shared: Arc<Shared>,
    stream: TcpStream,
    line: Arc<Line>,
    caller: Arc<Caller>,
    decoder: StreamDecoder,
    splits: SplitWatch,
    pace: Pace,
    connected: Instant,
    last_heard: Instant,
    /// After a pause that settled nothing, waiting again would only burn time.
    pause_at: Option<Instant>,
    /// Until then nothing is read: frames came too fast.
    held_until: Option<Instant>,
    has_brought_frame: bool,
    was_heard: bool,
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
    /// So many bytes came; none at the end of the stream.
    Read(Outcome<usize>),
    ToSay(Vec<u8>),
    Alarm,
    Stopped,
}

impl Connection {
    pub(super) fn new(shared: Arc<Shared>, stream: TcpStream, peer: SocketAddr, caller: Arc<Caller>) -> Self {
        let now = Instant::now();
        Self {
            stream,
            line: Arc::new(Line::new(peer)),
            caller,
            decoder: shared.decoder(),
            shared,
            splits: SplitWatch::new(now),
            pace: Pace::new(now),
            connected: now,
            last_heard: now,
            pause_at: None,
            held_until: None,
            has_brought_frame: false,
            was_heard: false,
        }
    }

    /// Serves the connection until it ends.
    pub(super) async fn serve(mut self, mut stop: watch::Receiver<bool>) -> Ending {
        let ending = match self.run(&mut stop).await {
            Ok(ending) | Err(ending) => ending,
        };
        // Boxed, as everything that an idle connection does not need: its memory is that of the largest step.
        Box::pin(self.end(ending)).await
    }

    async fn end(&mut self, ending: Ending) -> Ending {
        self.line.close();
        let mut ending = ending;
        if matches!(ending, Ending::PeerClosed | Ending::Stopped | Ending::Idle) {
            // What is left of a frame is evidence too.
            if let Err(other) = self.take_events(Moment::Ended).await {
                ending = other;
            }
        }
        if let Some(attendant) = self.shared.attendant.as_ref().filter(|_| self.was_heard) {
            attendant.gone(&self.line);
        }
        // A peer that is gone already needs no farewell.
        let _ = timeout(self.shared.config.write_max, self.stream.shutdown()).await;
        ending
    }

    async fn run(&mut self, stop: &mut watch::Receiver<bool>) -> Result<Ending, Ending> {
        let mut alarm = std::pin::pin!(sleep_until(self.idle_at()));
        loop {
            match self.wake(alarm.as_mut(), stop).await {
                Woken::Stopped => return Ok(Ending::Stopped),
                Woken::ToSay(frame) => Box::pin(self.write(&frame)).await?,
                Woken::Read(Err(cause)) => return Err(cause.into()),
                Woken::Read(Ok(0)) => return Ok(Ending::PeerClosed),
                Woken::Read(Ok(_)) => {
                    self.last_heard = Instant::now();
                    Box::pin(self.take_events(Moment::Flowing)).await?;
                    self.pause_at = (self.decoder.buffered() > 0).then(|| Instant::now() + self.shared.config.pause);
                    self.set(alarm.as_mut());
                }
                Woken::Alarm => {
                    let now = Instant::now();
                    if self.pause_at.take_if(|at| *at <= now).is_some() {
                        Box::pin(self.take_events(Moment::Paused)).await?;
                    }
                    self.held_until.take_if(|until| *until <= now);
                    if self.idle_at() <= now {
                        return Ok(Ending::Idle);
                    }
                    self.set(alarm.as_mut());
                }
            }
        }
    }

    async fn wake(&mut self, alarm: Pin<&mut Sleep>, stop: &mut watch::Receiver<bool>) -> Woken {
        let Self {
            line,
            stream,
            decoder,
            held_until,
            ..
        } = self;
        tokio::select! {
            biased;
            () = raised(stop) => Woken::Stopped,
            frame = line.next() => Woken::ToSay(frame),
            read = poll_fn(|context| poll_read(stream, decoder, context)), if held_until.is_none() => Woken::Read(read),
            () = alarm => Woken::Alarm,
        }
    }

    /// When the connection has been silent for too long. Trickling bytes buy no time before the first sound frame.
    fn idle_at(&self) -> Instant {
        let config = &self.shared.config;
        match self.has_brought_frame {
            true => self.last_heard + config.idle_max,
            false => self.connected + config.first_frame_max,
        }
    }

    /// Sets the alarm to the next thing that is due. It is left alone when it rings early enough to set it again then:
    /// moving it at every frame would cost more than the frame.
    fn set(&self, mut alarm: Pin<&mut Sleep>) {
        let due = [self.pause_at, self.held_until]
            .into_iter()
            .flatten()
            .fold(self.idle_at(), Instant::min);
        if alarm.deadline() > due || alarm.is_elapsed() {
            alarm.as_mut().reset(due);
        }
    }

    /// Keeps every event that is certain by now, then answers those that want it.
    async fn take_events(&mut self, moment: Moment) -> Result<(), Ending> {
        let mut arrivals = self.arrivals(moment);
        if self.decoder.buffered() == 0 {
            self.decoder = self.shared.decoder();
        }
        self.keep_pace(arrivals.len());
        let unaccepted = arrivals.iter().filter(|arrival| arrival.standing != Standing::Accepted);
        let unaccepted_bytes = unaccepted.map(|arrival| arrival.receipt.bytes.len()).sum();
        self.has_brought_frame |= arrivals.iter().any(|arrival| arrival.standing != Standing::Unsound);
        let spending = self.shared.budget.spend(self.line.peer().ip(), unaccepted_bytes);
        if spending == Spending::Exceeded {
            arrivals.retain(|arrival| arrival.standing == Standing::Accepted);
        }
        self.keep_and_answer(arrivals).await?;
        self.keep_incomplete(moment).await?;
        match spending {
            Spending::Within => return Ok(()),
            Spending::Reached => self.keep_last_word().await?,
            Spending::Exceeded => {}
        }
        Err(Ending::Unaccepted)
    }

    /// Notes until when nothing more is read, where frames came faster than they may.
    fn keep_pace(&mut self, frames: usize) {
        let config = &self.shared.config;
        let now = Instant::now();
        let own = self
            .pace
            .spend(frames, config.frames_per_second_per_connection_max, now);
        let shared = self.caller.spend(frames, config.frames_per_second_per_address_max, now);
        let wait = own.max(shared);
        if !wait.is_zero() {
            self.held_until = Some(now + wait);
        }
    }

    async fn keep_and_answer(&mut self, arrivals: Vec<Arrival>) -> Result<(), Ending> {
        if arrivals.is_empty() {
            return Ok(());
        }
        let mut receipts = Vec::with_capacity(arrivals.len());
        let mut afterwards = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            receipts.push(arrival.receipt);
            afterwards.push((arrival.answer, arrival.accepted));
        }
        // All at once, in one commit and in the order given.
        let kept = self.shared.history.receive_all(receipts).await?;
        let mut answers = Vec::new();
        let mut heard = Vec::new();
        for (received, (answer, accepted)) in kept.into_iter().zip(afterwards) {
            answers.extend(answer.into_iter().flatten());
            heard.extend(accepted.map(|accepted| (accepted, received)));
        }
        let written = self.write(&answers).await;
        self.tell(&heard);
        written
    }

    fn tell(&mut self, heard: &[(Accepted, history::Received)]) {
        let Some(attendant) = &self.shared.attendant else {
            return;
        };
        for (accepted, received) in heard {
            self.was_heard = true;
            let heard = Heard {
                mn: &accepted.mn,
                segment: &accepted.segment,
                encrypted: accepted.encrypted,
                received: *received,
            };
            attendant.heard(&self.line, heard);
        }
    }

    /// Says in the history which split packets are incomplete: in time, or at the end of the connection.
    async fn keep_incomplete(&mut self, moment: Moment) -> Result<(), Ending> {
        let incomplete = match moment {
            Moment::Ended => self.splits.end(),
            Moment::Flowing | Moment::Paused => self.splits.overdue(Instant::now()),
        };
        for packet in incomplete {
            let told = Receipt {
                station: Some(fault::quoted(&packet.mn)),
                ..self.word(packet.fault)
            };
            self.shared.history.receive(told).await?;
        }
        Ok(())
    }

    /// A receipt in which the door itself says something.
    fn word(&self, fault: Fault) -> Receipt {
        Receipt {
            door: Door::Hj212,
            from: self.line.peer().to_string(),
            station: None,
            digest: None,
            bytes: Vec::new(),
            faults: vec![fault],
            back_filled: false,
            observations: Vec::new(),
        }
    }

    /// Says in the history that no more will be kept.
    async fn keep_last_word(&self) -> Result<(), Ending> {
        tracing::warn!(from = %self.line.peer(), "too much came that was not accepted; no more of it is kept for a while");
        let config = &self.shared.config;
        let seconds = config.unaccepted_window.max(Duration::from_secs(1)).as_secs();
        let last = fault::too_much_unaccepted(config.unaccepted_bytes_max, seconds);
        self.shared.history.receive(self.word(last)).await?;
        Ok(())
    }

    fn arrivals(&mut self, moment: Moment) -> Vec<Arrival> {
        let shared = Arc::clone(&self.shared);
        let from = self.line.peer().to_string();
        // Frames that came together are judged by one directory.
        let directory = shared.directory.now();
        let circumstances = Circumstances {
            from: &from,
            attended: shared.attendant.is_some(),
            peer: self.line.peer().ip(),
            directory: &directory,
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
                Some(event) => {
                    let mut arrival = circumstances.judge(&event);
                    arrival.receipt.faults.extend(self.splits.watch(&event, &arrival));
                    arrivals.push(arrival);
                }
            }
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Ending> {
        // Mostly there is room, and nothing has to be waited for.
        let written = match bytes {
            [] => return Ok(()),
            _ => self.stream.try_write(bytes).unwrap_or_default(),
        };
        let rest = bytes.get(written..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(());
        }
        match timeout(self.shared.config.write_max, self.stream.write_all(rest)).await {
            Ok(written) => Ok(written?),
            Err(_elapsed) => Err(Ending::AnswerNotTaken),
        }
    }
}

/// Hands to the decoder what is there. The buffer lives no longer than this: an idle connection holds none.
///
/// A read that did not fill it tells the reactor that nothing is left; asking whether one may read takes a second call for that.
fn poll_read(stream: &mut TcpStream, decoder: &mut StreamDecoder, context: &mut Context<'_>) -> Poll<Outcome<usize>> {
    let mut bytes = [const { MaybeUninit::uninit() }; READ_BYTES];
    let mut buffer = ReadBuf::uninit(&mut bytes);
    ready!(Pin::new(stream).poll_read(context, &mut buffer))?;
    decoder.push(buffer.filled());
    Poll::Ready(Ok(buffer.filled().len()))
}
