//! One simulated data logger: one connection, one upload at a time, the next only after the answer.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;
use hj212::{BuildError, CrcPolicy, Event, HeaderName, Limits, Mode, Packet, StreamDecoder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::plan::{Route, Upload};
use crate::stop::raised;

use super::{FleetConfig, LoggerReport, Pace, Progress};

/// Wait before the second attempt; each further one waits twice as long.
const RETRY_WAIT: Duration = Duration::from_millis(200);
/// The longest wait between attempts.
const RETRY_WAIT_MAX: Duration = Duration::from_secs(10);
const READ_BYTES: usize = 2048;

/// Called after every answer.
pub(super) type Watcher = Arc<dyn Fn(&Progress) + Send + Sync>;

/// Why a logger gave up.
#[derive(Debug, thiserror::Error)]
pub enum LoggerError {
    /// The door did not answer.
    #[error(
        "no 9014 for the upload of {data_time} after {attempts} attempts; last: {last}. Check that the door is open and knows this MN"
    )]
    NotAnswered {
        /// DataTime of the upload.
        data_time: NaiveDateTime,
        /// How often it was sent or tried to be sent.
        attempts: u32,
        /// What happened at the last attempt.
        last: std::io::Error,
    },
    /// The upload cannot be written as frames.
    #[error("the upload of {data_time} cannot be written: {cause}")]
    Unwritable {
        /// DataTime of the upload.
        data_time: NaiveDateTime,
        /// Why.
        cause: BuildError,
    },
}

/// Recorded time against the time of the run, the same for the whole fleet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub started: Instant,
    /// The first DataTime of the fleet.
    pub begin: Option<NaiveDateTime>,
    pub pace: Pace,
}

impl Clock {
    fn due(&self, at: NaiveDateTime) -> Instant {
        let recorded = self.begin.map_or_else(chrono::Duration::zero, |begin| at - begin);
        self.started + self.pace.wait(recorded)
    }
}

struct Logger {
    config: FleetConfig,
    connection: Option<(TcpStream, StreamDecoder)>,
    sent: u64,
    /// Counts uploads, so that each has its own request number.
    requests: u32,
}

/// Sends everything of a route, unless stopped.
pub(super) async fn send_all(
    route: Route,
    config: FleetConfig,
    clock: Clock,
    watcher: Watcher,
    mut stop: watch::Receiver<bool>,
) -> LoggerReport {
    let (mut report, uploads) = route.begin();
    let mut logger = Logger {
        config,
        connection: None,
        sent: 0,
        requests: 0,
    };
    for upload in uploads {
        let answered = tokio::select! {
            biased;
            () = raised(&mut stop) => break,
            answered = async {
                sleep_until(clock.due(upload.at)).await;
                logger.send(&upload).await
            } => answered,
        };
        report.sent = logger.sent;
        match answered {
            Ok(()) => report.acknowledged += 1,
            Err(failure) => {
                tracing::warn!(mn = %report.mn, cause = %failure, "a simulated logger gave up");
                report.failure = Some(failure);
                break;
            }
        }
        watcher(&report.progress(upload.at));
    }
    report.sent = logger.sent;
    report
}

impl Route {
    /// The report before anything was sent, and what is to be sent.
    fn begin(self) -> (LoggerReport, Vec<Upload>) {
        let report = LoggerReport {
            mn: self.mn,
            point: self.point,
            sent: 0,
            acknowledged: 0,
            uploads: self.uploads.len() as u64,
            failure: None,
        };
        (report, self.uploads)
    }
}

impl LoggerReport {
    fn progress(&self, data_time: NaiveDateTime) -> Progress {
        Progress {
            mn: self.mn.clone(),
            point: self.point.clone(),
            data_time,
            sent: self.sent,
            acknowledged: self.acknowledged,
            uploads: self.uploads,
        }
    }
}

impl Logger {
    /// Sends one upload until it is answered, in as many frames as it needs.
    async fn send(&mut self, upload: &Upload) -> Result<(), LoggerError> {
        let unwritable = |cause| LoggerError::Unwritable {
            data_time: upload.at,
            cause,
        };
        // The standard takes the time of sending; a replay has only DataTime, which a counter of milliseconds makes
        // unique.
        let request = upload
            .stamp
            .plus_milliseconds(self.requests % 1000)
            .unwrap_or(upload.stamp)
            .to_request_number();
        self.requests = self.requests.wrapping_add(1);
        let frames = upload
            .packet
            .clone()
            .header(HeaderName::Qn, request)
            .frames()
            .map_err(unwritable)?;
        for frame in frames {
            self.send_frame(&frame, upload.at).await?;
        }
        Ok(())
    }

    async fn send_frame(&mut self, frame: &[u8], data_time: NaiveDateTime) -> Result<(), LoggerError> {
        let mut attempts = 0;
        let mut wait = RETRY_WAIT;
        loop {
            attempts += 1;
            match self.attempt(frame).await {
                Ok(()) => return Ok(()),
                // An answer that comes late must not be taken for that of a later upload.
                Err(_) if attempts <= self.config.retries => self.connection = None,
                Err(last) => {
                    self.connection = None;
                    return Err(LoggerError::NotAnswered {
                        data_time,
                        attempts,
                        last,
                    });
                }
            }
            sleep(wait).await;
            wait = (wait * 2).min(RETRY_WAIT_MAX);
        }
    }

    async fn attempt(&mut self, frame: &[u8]) -> std::io::Result<()> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let made_by = Instant::now() + self.config.connect_max;
                let stream = timeout_at(made_by, TcpStream::connect(self.config.to)).await??;
                stream.set_nodelay(true)?;
                (stream, StreamDecoder::new(Limits::default()))
            }
        };
        self.sent += 1;
        let answered_by = Instant::now() + self.config.answer_max;
        timeout_at(answered_by, exchange(&mut connection, frame)).await??;
        self.connection = Some(connection);
        Ok(())
    }
}

/// Writes a frame and reads until its 9014 comes.
async fn exchange((stream, decoder): &mut (TcpStream, StreamDecoder), frame: &[u8]) -> std::io::Result<()> {
    stream.write_all(frame).await?;
    let request = request_of(frame);
    let mut buffer = [0; READ_BYTES];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Err(std::io::Error::new(
                std::io::ErrorKind::UnexpectedEof,
                "the door closed the connection",
            ));
        }
        decoder.push(buffer.get(..count).unwrap_or_default());
        while let Some(event) = decoder.next_event() {
            if let Event::Frame(answer) = event
                && answer.is_trusted(CrcPolicy::Strict)
                && let Ok((packet, _)) = Packet::parse(answer.segment, Mode::Lenient)
                && packet.command() == Some(9014)
                && packet.qn().map(<[u8]>::to_vec) == request
            {
                return Ok(());
            }
        }
    }
}

/// The request number in a frame of ours.
fn request_of(frame: &[u8]) -> Option<Vec<u8>> {
    match hj212::frames(frame, Limits::default()).next()? {
        Event::Frame(frame) => Packet::parse(frame.segment, Mode::Lenient)
            .ok()?
            .0
            .qn()
            .map(<[u8]>::to_vec),
        Event::Garbage { .. } => None,
    }
}
