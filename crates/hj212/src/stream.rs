//! Events from a stream of bytes: [`StreamDecoder`] for bytes that arrive in pieces, [`frames`] for bytes at hand.

use crate::fault::Faults;
use crate::frame::Frame;
use crate::scanner::{Found, Limits, Phase, Scanner};

/// One thing found in a stream. Every received byte is part of exactly one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A frame, sound or not: see its faults.
    Frame(Frame<'a>),
    /// Bytes that belong to no frame, at most [`Limits::garbage_bytes_max`] of them.
    Garbage {
        /// The bytes as received.
        bytes: &'a [u8],
        /// What they are.
        faults: Faults,
    },
}

impl<'a> Event<'a> {
    #[inline(always)]
    fn at(bytes: &'a [u8], found: Found) -> Self {
        match found {
            Found::Frame(frame) => Self::Frame(Frame::at(bytes, &frame)),
            Found::Garbage { range, faults } => Self::Garbage {
                bytes: bytes.get(range).unwrap_or_default(),
                faults,
            },
        }
    }

    /// The bytes as received.
    pub fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Frame(frame) => frame.bytes,
            Self::Garbage { bytes, .. } => bytes,
        }
    }

    /// What is wrong.
    pub fn faults(&self) -> Faults {
        match self {
            Self::Frame(frame) => frame.faults,
            Self::Garbage { faults, .. } => *faults,
        }
    }
}

/// Cuts a stream into events, whatever pieces it arrives in.
///
/// Call [`push`](Self::push), then [`next_event`](Self::next_event) until it returns `None`. When the sender has been
/// silent for a moment call [`pause`](Self::pause) in the same way, and [`finish`](Self::finish) at the end of the
/// stream.
#[derive(Clone, Debug, Default)]
pub struct StreamDecoder {
    limits: Limits,
    buffer: Vec<u8>,
    scanner: Scanner,
}

impl StreamDecoder {
    /// A decoder for one connection.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            buffer: Vec::new(),
            scanner: Scanner::default(),
        }
    }

    /// Takes received bytes. The caller bounds a piece; what is left of earlier pieces is at most
    /// [`Limits::retained_bytes_max`] once `next_event` has returned `None`.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) {
        let consumed = self.scanner.consumed();
        if consumed == self.buffer.len() {
            self.buffer.clear();
        } else {
            self.buffer.drain(..consumed);
        }
        self.scanner.forget(consumed);
        self.buffer.extend_from_slice(bytes);
    }

    /// The next event that is certain, `None` when more bytes are needed.
    #[inline]
    pub fn next_event(&mut self) -> Option<Event<'_>> {
        self.event(Phase::Flowing)
    }

    /// The next event that is certain given that the sender is silent: a frame that lacks only its line end is
    /// released, a wrong length that waits for more than was sent is given up when a sound frame shows it, garbage is
    /// released. Half frames keep waiting.
    #[inline]
    pub fn pause(&mut self) -> Option<Event<'_>> {
        self.event(Phase::Paused)
    }

    /// The next event of what is left at the end of the stream; `None` when nothing is left.
    #[inline]
    pub fn finish(&mut self) -> Option<Event<'_>> {
        self.event(Phase::Ended)
    }

    /// Bytes that wait for a decision.
    #[inline]
    pub fn buffered(&self) -> usize {
        self.buffer.len() - self.scanner.consumed()
    }

    #[inline]
    fn event(&mut self, phase: Phase) -> Option<Event<'_>> {
        if self.scanner.consumed() == self.buffer.len() {
            return None;
        }
        match self.scanner.next_printed(&self.buffer, &self.limits) {
            Some((at, printed)) => Some(Event::Frame(Frame::printed(&self.buffer, at, printed))),
            None => self.judged(phase),
        }
    }

    #[inline(never)]
    fn judged(&mut self, phase: Phase) -> Option<Event<'_>> {
        let found = self.scanner.next(&self.buffer, phase, &self.limits)?;
        Some(Event::at(&self.buffer, found))
    }
}

/// The events of bytes that are all at hand, e.g. a captured log.
pub fn frames(bytes: &[u8], limits: Limits) -> Frames<'_> {
    Frames {
        bytes,
        limits,
        scanner: Scanner::default(),
    }
}

/// Iterator made by [`frames`].
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    bytes: &'a [u8],
    limits: Limits,
    scanner: Scanner,
}

impl<'a> Iterator for Frames<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some((at, printed)) = self.scanner.next_printed(self.bytes, &self.limits) {
            return Some(Event::Frame(Frame::printed(self.bytes, at, printed)));
        }
        let found = self.scanner.next(self.bytes, Phase::Ended, &self.limits)?;
        Some(Event::at(self.bytes, found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slowly(bytes: &[u8], limits: Limits) -> Vec<Event<'_>> {
        let mut scanner = Scanner::default();
        let next = || scanner.next(bytes, Phase::Ended, &limits);
        std::iter::from_fn(next).map(|found| Event::at(bytes, found)).collect()
    }

    proptest::proptest! {
        /// What is told in one pass is what judging place by place tells: over sound frames, damaged ones and what stands between.
        #[test]
        fn the_quick_way_says_what_the_long_way_says(
            contents in proptest::collection::vec("[ -~]{0,40}(&&|##0020|\r\n|)[ -~]{0,40}", 1..6),
            damaged: proptest::sample::Index,
            byte: u8,
            damage: bool,
        ) {
            let mut bytes: Vec<u8> = contents.iter().flat_map(|content| crate::builder::enclose(content.as_bytes()).unwrap()).collect();
            if damage {
                let place = damaged.index(bytes.len());
                bytes[place] = byte;
            }
            for segment_bytes_max in [4096, 50] {
                let limits = Limits { segment_bytes_max, ..Limits::default() };
                proptest::prop_assert_eq!(frames(&bytes, limits).collect::<Vec<_>>(), slowly(&bytes, limits));
            }
        }
    }
}
