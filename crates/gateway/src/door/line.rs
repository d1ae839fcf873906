//! A line to a station: by it whoever follows the stations hears what was accepted, and can say something unasked.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use history::Received;
use tokio::sync::Notify;

/// Frames that may wait to be written on one connection; a device that does not take them gets no more.
pub const WAITING_FRAMES_MAX: usize = 64;

/// Why a frame was not taken to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The connection has ended.
    #[error("the connection has ended; wait until the station connects again")]
    Closed,
    /// Too many frames wait.
    #[error("{WAITING_FRAMES_MAX} frames wait for the station already; try again when it has taken some")]
    Full,
}

/// One connection, as those see it who are not it. Costs little while nothing is written.
#[derive(Debug)]
pub struct Line {
    peer: SocketAddr,
    outbox: Mutex<Outbox>,
    filled: Notify,
}

#[derive(Debug, Default)]
struct Outbox {
    closed: bool,
    waiting: VecDeque<Vec<u8>>,
}

impl Line {
    pub(super) fn new(peer: SocketAddr) -> Self {
        Self {
            peer,
            outbox: Mutex::default(),
            filled: Notify::new(),
        }
    }

    /// The address at the other end.
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Hands over a whole frame to be written, between answers and in the order given. Never waits.
    ///
    /// # Errors
    /// When the connection has ended or does not take what waits; the frame is then not sent.
    pub fn say(&self, frame: Vec<u8>) -> Result<(), LineError> {
        let mut outbox = self.outbox();
        if outbox.closed {
            return Err(LineError::Closed);
        }
        if outbox.waiting.len() >= WAITING_FRAMES_MAX {
            return Err(LineError::Full);
        }
        outbox.waiting.push_back(frame);
        drop(outbox);
        self.filled.notify_one();
        Ok(())
    }

    /// Whether the connection has ended.
    pub fn is_closed(&self) -> bool {
        self.outbox().closed
    }

    /// The next frame to be written. May be given up at any time without losing one.
    pub(super) async fn next(&self) -> Vec<u8> {
        loop {
            if let Some(frame) = self.outbox().waiting.pop_front() {
                return frame;
            }
            self.filled.notified().await;
        }
    }

    pub(super) fn close(&self) {
        let mut outbox = self.outbox();
        outbox.closed = true;
        outbox.waiting = VecDeque::new();
    }

    fn outbox(&self) -> std::sync::MutexGuard<'_, Outbox> {
        // Nothing that holds the lock can panic half-way through a change.
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An accepted frame that is on disk.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    /// The MN of the known station that sent it.
    pub mn: &'a str,
    /// Its data segment, sound; read it with [`hj212::Packet::parse`].
    pub segment: &'a [u8],
    /// Whether it came encrypted; the segment is plain.
    pub encrypted: bool,
    /// Under which number it is kept, and whether it is a repetition.
    pub received: Received,
}

/// Who follows the stations beyond keeping what they say: requests on the way, gaps, life signs.
///
/// Called from the connection's own task: it must return at once and leave work to others.
pub trait Attendant: Send + Sync + 'static {
    /// A frame of a known station was accepted and is on disk; its answer has been written.
    fn heard(&self, line: &std::sync::Arc<Line>, heard: Heard<'_>);

    /// A line by which something was heard has ended.
    fn gone(&self, line: &std::sync::Arc<Line>);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn frames_wait_in_order_up_to_a_limit_and_end_with_the_line() {
        let line = Line::new(SocketAddr::from(([10, 0, 0, 1], 9)));
        for number in 0..WAITING_FRAMES_MAX {
            line.say(vec![u8::try_from(number).unwrap()]).unwrap();
        }
        assert_eq!(line.say(vec![]), Err(LineError::Full));
        for number in 0..WAITING_FRAMES_MAX {
            assert_eq!(line.next().await, [u8::try_from(number).unwrap()]);
        }
        line.say(vec![1]).unwrap();
        line.close();
        assert_eq!(line.say(vec![2]), Err(LineError::Closed));
        assert!(line.is_closed());
    }
}
