//! The line between one logger and the platform: a TCP connection, or paper.

use std::time::Duration;

use hj212::{CrcPolicy, Event, FaultCode, Frame, Limits, Sm4Key, StreamDecoder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout_at};

use super::{Destination, FleetConfig};

const READ_BYTES: usize = 2048;
/// Bytes that a slow reader takes at once, and how long it rests between.
const SLOW_BYTES: usize = 16;
const SLOW_REST: Duration = Duration::from_millis(1);
/// Between the pieces of a split write, so that they leave in segments of their own.
const PIECE_REST: Duration = Duration::from_millis(1);

/// The line of one logger.
pub(super) struct Line {
    to: Destination,
    connect_max: Duration,
    connection: Option<(TcpStream, StreamDecoder)>,
    /// Connections that were made.
    pub made: u64,
}

impl Line {
    pub fn new(config: &FleetConfig) -> Self {
        Self {
            to: config.to,
            connect_max: config.connect_max,
            connection: None,
            made: 0,
        }
    }

    /// Whether nobody reads: every sound frame is taken as answered.
    pub fn is_paper(&self) -> bool {
        self.to == Destination::Paper
    }

    /// Makes a connection unless there is one.
    pub async fn open(&mut self) -> std::io::Result<()> {
        let Destination::Door(address) = self.to else {
            return Ok(());
        };
        if self.connection.is_none() {
            let made_by = Instant::now() + self.connect_max;
            let stream = timeout_at(made_by, TcpStream::connect(address)).await??;
            stream.set_nodelay(true)?;
            self.connection = Some((stream, StreamDecoder::new(Limits::default())));
            self.made += 1;
        }
        Ok(())
    }

    /// Ends the connection without a word.
    pub fn close(&mut self) {
        self.connection = None;
    }

    /// Writes bytes, split at the offsets.
    pub async fn write(&mut self, bytes: &[u8], splits: &[usize]) -> std::io::Result<()> {
        let Some((stream, _)) = &mut self.connection else {
            return Ok(());
        };
        let mut begin = 0;
        for end in splits.iter().copied().chain([bytes.len()]) {
            stream.write_all(bytes.get(begin..end).unwrap_or_default()).await?;
            if end < bytes.len() {
                sleep(PIECE_REST).await;
            }
            begin = end;
        }
        Ok(())
    }

    /// The data segment of the next trusted frame; one that came encrypted is read with the key. Waits for ever where nobody writes. Nothing is lost when the wait is
    /// dropped.
    ///
    /// # Errors
    /// When the connection is closed or broken.
    pub async fn receive(&mut self, slowly: bool, key: Option<&Sm4Key>) -> std::io::Result<Vec<u8>> {
        let Some((stream, decoder)) = &mut self.connection else {
            return std::future::pending().await;
        };
        let mut buffer = [0; READ_BYTES];
        let at_once = if slowly { SLOW_BYTES } else { READ_BYTES };
        loop {
            while let Some(event) = decoder.next_event() {
                if let Event::Frame(frame) = event
                    && let Some(segment) = plain(&frame, key)
                {
                    return Ok(segment);
                }
            }
            let count = stream.read(buffer.get_mut(..at_once).unwrap_or_default()).await?;
            if count == 0 {
                return Err(std::io::Error::new(
                    std::io::ErrorKind::UnexpectedEof,
                    "the door closed the connection",
                ));
            }
            decoder.push(buffer.get(..count).unwrap_or_default());
            if slowly {
                sleep(SLOW_REST).await;
            }
        }
    }
}

/// The plain segment of a frame that can be believed.
fn plain(frame: &Frame<'_>, key: Option<&Sm4Key>) -> Option<Vec<u8>> {
    match key.filter(|_| frame.faults.contains(FaultCode::Encrypted)) {
        Some(key) => Some(key.decrypt(frame)?.segment().to_vec()),
        None => frame.is_trusted(CrcPolicy::Strict).then(|| frame.segment.to_vec()),
    }
}
