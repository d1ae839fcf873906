//! The connection to one superior platform: reads on in the history, sends, takes answers, connects again after an outage.

use std::time::Duration;

use chrono::{DateTime, Utc};
use history::{AdmissionNumber, History, HistoryError, StoredReceipt};
use hj212::{CrcPolicy, Event, FaultCode, Limits, Mode, Packet, StreamDecoder, frames};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::queue::{Begin, Outgoing, Patience, Queue, Step};
use super::target::Target;
use crate::door::{is_accepted, is_sound};
use crate::stop::raised;

/// Receipts read from the history at one time.
const READ_RECEIPTS: usize = 256;
/// Bytes read from the platform at one time; answers are short.
const READ_BYTES: usize = 2 * 1024;
/// How long a connection may take to be made, and a frame to be taken.
const CONNECT_MAX: Duration = Duration::from_secs(10);
const WRITE_MAX: Duration = Duration::from_secs(10);
/// How long to wait before connecting again: doubled after every failure, from the first to the last.
const WAIT_MIN: Duration = Duration::from_secs(1);
const WAIT_MAX: Duration = Duration::from_secs(300);

/// How far the forwarding to one platform is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Everything up to this receipt is done: where a restart begins.
    pub through: i64,
    /// Everything up to this admission is done, too; unknown in what a version wrote that did not forward admitted frames.
    #[serde(default)]
    pub admitted_through: Option<i64>,
    /// Whether there is a connection.
    pub is_connected: bool,
    /// Frames that wait in memory; the others wait in the history.
    pub waiting: usize,
    /// Frames answered since the start.
    pub answered: u64,
    /// Frames given up since the start: the platform answered others, but never these.
    pub given_up: u64,
    /// Why there is no connection, or why the last one ended.
    pub trouble: Option<String>,
    /// The last trouble that there was, and when; it stays when the connection is back.
    #[serde(default)]
    pub last_trouble: Option<(DateTime<Utc>, String)>,
}

/// Why a connection to a platform ended.
#[derive(Debug, thiserror::Error)]
enum Ending {
    #[error("told to stop")]
    Stopped,
    #[error("the platform closed the connection")]
    Closed,
    #[error("the platform does not answer")]
    Silent,
    #[error("the connection broke: {0}")]
    Broken(#[from] std::io::Error),
    #[error("the history cannot be read: {0}")]
    History(#[from] HistoryError),
}

/// Forwards to one platform.
pub struct Link {
    target: Target,
    history: History,
    queue: Queue,
    progress: watch::Sender<Progress>,
}

impl Link {
    /// A link that goes on behind `begin`, and tells its progress.
    pub fn new(
        target: Target,
        patience: Patience,
        history: History,
        begin: Begin,
    ) -> (Self, watch::Receiver<Progress>) {
        let (progress, told) = watch::channel(Progress {
            through: begin.through.0,
            admitted_through: Some(begin.admitted_through.0),
            ..Progress::default()
        });
        let link = Self {
            target,
            history,
            queue: Queue::new(patience, begin),
            progress,
        };
        (link, told)
    }

    /// Forwards until `stop` is raised. An outage, however long, only makes it wait.
    pub async fn serve(mut self, mut stop: watch::Receiver<bool>) {
        let mut wait = WAIT_MIN;
        loop {
            let answered_before = self.progress.borrow().answered;
            let ending = match self.connect().await {
                Ok(stream) => self.run(stream, &mut stop).await,
                Err(cause) => cause.into(),
            };
            for frame in self.queue.disconnected() {
                tracing::warn!(platform = %self.target.name, receipt = %frame.id, "given up: the platform answers other frames, never this one");
                self.progress.send_modify(|progress| progress.given_up += 1);
            }
            self.tell(false, Some(ending.to_string()));
            if matches!(ending, Ending::Stopped) {
                return;
            }
            tracing::info!(platform = %self.target.name, reason = %ending, "not connected to the superior platform; trying again");
            if self.progress.borrow().answered > answered_before {
                wait = WAIT_MIN;
            }
            tokio::select! {
                () = raised(&mut stop) => return,
                () = sleep(wait) => {}
            }
            wait = (wait * 2).min(WAIT_MAX);
        }
    }

    async fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = timeout(CONNECT_MAX, TcpStream::connect(&self.target.address)).await??;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    async fn run(&mut self, mut stream: TcpStream, stop: &mut watch::Receiver<bool>) -> Ending {
        match self.exchange(&mut stream, stop).await {
            Ok(never) => match never {},
            Err(ending) => ending,
        }
    }

    async fn exchange(
        &mut self,
        stream: &mut TcpStream,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<std::convert::Infallible, Ending> {
        let mut changes = self.history.changes();
        let mut decoder = StreamDecoder::new(Limits::default());
        let mut buffer = [0; READ_BYTES];
        self.tell(true, None);
        loop {
            let is_drained = self.refill().await?;
            let until = match self.queue.step(Instant::now()) {
                Step::Send(bytes) => {
                    self.send(stream, &bytes).await?;
                    continue;
                }
                Step::Reconnect => return Err(Ending::Silent),
                Step::WaitUntil(moment) => Some(moment),
                Step::Wait => None,
            };
            self.tell(true, None);
            tokio::select! {
                biased;
                () = raised(stop) => return Err(Ending::Stopped),
                read = stream.read(&mut buffer) => match read? {
                    0 => return Err(Ending::Closed),
                    count => {
                        decoder.push(buffer.get(..count).unwrap_or_default());
                        self.take_answers(&mut decoder);
                    }
                },
                // Only the last clone of the history going away ends the changes; then there is nothing more to forward.
                changed = changes.changed(), if is_drained => changed.map_err(|_| Ending::Stopped)?,
                () = sleep_until(until.unwrap_or_else(Instant::now)), if until.is_some() => {}
            }
        }
    }

    /// Reads on in the history while there is room. True when all that is there has been read.
    ///
    /// What was admitted comes first: a station's frames are admitted before the first of it is accepted.
    async fn refill(&mut self) -> Result<bool, HistoryError> {
        Ok(self.refill_admitted().await? && self.refill_received().await?)
    }

    async fn refill_admitted(&mut self) -> Result<bool, HistoryError> {
        while self.queue.room() > 0 {
            let most = self.queue.room().min(READ_RECEIPTS);
            let after = self.queue.seen().admitted_through;
            let admitted = self.history.admitted_after(after, most).await?;
            let is_last = admitted.len() < most;
            for (number, receipt) in admitted {
                match outgoing(&self.target, &receipt, Some(number)) {
                    Some(frame) => self.queue.offer(frame),
                    None => self.queue.skip_admission(number),
                }
            }
            if is_last {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn refill_received(&mut self) -> Result<bool, HistoryError> {
        while self.queue.room() > 0 {
            let most = self.queue.room().min(READ_RECEIPTS);
            let receipts = self.history.frames_after(self.queue.seen().through, most).await?;
            let is_last = receipts.len() < most;
            for receipt in receipts {
                match outgoing(&self.target, &receipt, None) {
                    Some(frame) => self.queue.offer(frame),
                    None => self.queue.skip(receipt.id),
                }
            }
            if is_last {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn send(&mut self, stream: &mut TcpStream, bytes: &[u8]) -> Result<(), Ending> {
        match timeout(WRITE_MAX, stream.write_all(bytes)).await {
            Ok(written) => written?,
            Err(_elapsed) => return Err(Ending::Silent),
        }
        if !self.target.answers {
            // Nothing better than the network's word is to be had from a platform that never answers.
            let sent = self.queue.sent_unanswered();
            self.progress.send_modify(|progress| progress.answered += sent);
        }
        Ok(())
    }

    fn take_answers(&mut self, decoder: &mut StreamDecoder) {
        while let Some(event) = decoder.next_event() {
            let Event::Frame(frame) = event else { continue };
            if !frame.is_trusted(CrcPolicy::Strict) {
                continue;
            }
            let Ok((packet, _)) = Packet::parse(frame.segment, Mode::Lenient) else {
                continue;
            };
            let is_answer = matches!(packet.command(), Some(9013 | 9014));
            let request = packet.qn().or_else(|| packet.content_value(b"QN"));
            if is_answer && self.queue.answered(packet.mn().unwrap_or_default(), request) {
                self.progress.send_modify(|progress| progress.answered += 1);
            }
        }
    }

    fn tell(&self, is_connected: bool, trouble: Option<String>) {
        self.progress.send_if_modified(|progress| {
            let done = self.queue.done();
            // Being told to stop is no trouble.
            let had = trouble
                .as_ref()
                .filter(|trouble| **trouble != Ending::Stopped.to_string());
            let now = Progress {
                through: done.through.0,
                admitted_through: Some(done.admitted_through.0),
                is_connected,
                waiting: self.queue.waiting(),
                last_trouble: had
                    .map(|trouble| (Utc::now(), trouble.clone()))
                    .or_else(|| progress.last_trouble.clone()),
                trouble,
                ..progress.clone()
            };
            let is_new = now != *progress;
            *progress = now;
            is_new
        });
    }
}

/// The frame of a receipt as the platform gets it; none when it is not accepted here or not wanted there. What was admitted is accepted,
/// whatever it had been refused for.
pub(super) fn outgoing(
    target: &Target,
    receipt: &StoredReceipt,
    admission: Option<AdmissionNumber>,
) -> Option<Outgoing> {
    let is_wanted = match admission {
        Some(_) => is_sound(&receipt.faults),
        None => is_accepted(&receipt.faults),
    };
    if !is_wanted {
        return None;
    }
    let frame = frames(&receipt.bytes, Limits::default()).find_map(|event| match event {
        Event::Frame(frame) => Some(frame),
        Event::Garbage { .. } => None,
    })?;
    let (packet, _) = Packet::parse(frame.segment, Mode::Lenient).ok()?;
    if !target.wants(&packet) {
        return None;
    }
    let segment = target.segment(&packet);
    // The check value of an encrypted frame is that of the plain text: whoever has no key can only pass it on.
    let is_sealed = frame.faults.contains(FaultCode::Encrypted);
    let is_as_received = segment == frame.segment && frame.faults.is_empty();
    let bytes = match is_as_received || is_sealed {
        true => frame.bytes.to_vec(),
        false => hj212::enclose(&segment).ok()?,
    };
    Some(Outgoing {
        id: receipt.id,
        admission,
        station: packet.mn().unwrap_or_default().to_vec(),
        request: packet.qn().filter(|qn| !qn.is_empty()).map(<[u8]>::to_vec),
        bytes,
    })
}
