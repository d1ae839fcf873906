//! Finds frames in bytes, by length first and by their natural end where the length is wrong.
//!
//! The judgement of a place depends only on the bytes there and on the [`Phase`], never on how the bytes were cut into
//! pieces, so any chunking of a stream gives the same events. What is guaranteed:
//!
//! - A frame with right length and CRC is found, unless it lies inside a longer frame whose own CRC is right and whose
//!   end it does not share. In particular bytes that hold no head never hide one, and a wrong length hides none except
//!   when by chance (below 1 in 65,536 per place) its claimed end looks like an end and the CRC fits.
//! - Every byte is part of exactly one event.
//! - At most [`Limits::retained_bytes_max`] bytes wait for a decision.

use std::ops::Range;

use crate::crc;
use crate::fault::{FaultCode, Faults};
use crate::frame::Terminator;
use crate::head::Head;
use crate::judgement::{Judged, judge};
use crate::natural_end::Progress;
use crate::printed::Printed;

/// What a receiver is willing to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest data segment that is awaited, in bytes. The standard allows 1,024; the longest seen in the field has
    /// 1,703 (device logs). The default of 4,096 leaves room for those, and keeps a wrong length from holding back what
    /// follows for long.
    pub segment_bytes_max: usize,
    /// Bytes outside frames are reported in pieces of at most this many bytes. At least 1.
    pub garbage_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            segment_bytes_max: 4096,
            garbage_bytes_max: 1024,
        }
    }
}

impl Limits {
    /// The most bytes a decoder keeps once it has no event to give.
    pub fn retained_bytes_max(&self) -> usize {
        // Head, segment, CRC and line end of a frame in waiting, and the garbage before it.
        self.segment_bytes_max.min(crate::SEGMENT_BYTES_MAX) + self.garbage_bytes_max.max(1) + 32
    }
}

/// What is known about the bytes to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// More may come at once.
    Flowing,
    /// The sender has fallen silent: a frame that lacks only its line end is complete. Half frames keep waiting.
    Paused,
    /// Nothing will follow.
    Ended,
}

/// Where a frame stands in the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrameAt {
    pub start: usize,
    pub head: Head,
    pub segment_bytes: usize,
    pub crc_given: Option<u16>,
    pub crc_digits: usize,
    /// The check value of the segment, where it was needed already.
    pub crc_computed: Option<u16>,
    /// Whether the segment is known to be printable ASCII without `#`: it holds no head and is not encrypted.
    pub plain: bool,
    pub terminator: Terminator,
}

impl FrameAt {
    /// The segment.
    #[inline]
    pub(crate) fn segment(&self) -> Range<usize> {
        let start = self.start + self.head.bytes;
        start..start + self.segment_bytes
    }

    /// Behind the line end.
    #[inline]
    pub(crate) fn end(&self) -> usize {
        self.segment().end + self.crc_digits + self.terminator.bytes()
    }

    /// The same frame with its start counted from `offset` bytes earlier.
    #[inline]
    pub(crate) fn moved(self, offset: usize) -> Self {
        Self {
            start: self.start + offset,
            ..self
        }
    }

    /// Whether the check value fits the segment, by either algorithm.
    pub(crate) fn crc_fits(&self, rest: &[u8]) -> bool {
        let segment = rest.get(self.segment()).unwrap_or_default();
        self.crc_given.is_some_and(|given| {
            let computed = self.crc_computed.unwrap_or_else(|| crc::crc16(segment));
            given == computed || given == crc::modbus(segment)
        })
    }
}

/// One event, as positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Frame(FrameAt),
    Garbage { range: Range<usize>, faults: Faults },
}

/// The place reached in the bytes, and the garbage before it that is not yet reported.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scanner {
    /// First byte not yet reported.
    start: usize,
    /// First byte not yet judged; `start..scan` is garbage.
    scan: usize,
    /// Bytes up to here are known to be garbage.
    skip_until: usize,
    skip_faults: Faults,
    pending_faults: Faults,
    /// A frame that starts at `scan`, found while garbage before it had to be reported first.
    ready: Option<FrameAt>,
    /// How far the end of the head at `scan` was looked for.
    progress: Progress,
}

impl Scanner {
    /// First byte not yet reported: everything before it may be forgotten.
    pub(crate) fn consumed(&self) -> usize {
        self.start
    }

    /// Follows the removal of the first `count` bytes, which must all be consumed.
    pub(crate) fn forget(&mut self, count: usize) {
        self.start -= count;
        self.scan -= count;
        self.skip_until = self.skip_until.saturating_sub(count);
        if let Some(ready) = &mut self.ready {
            ready.start -= count;
        }
    }

    /// The next event in `bytes` where it is a frame written as the standard prints it and nothing waits before it: what
    /// [`next`](Self::next) would say, sooner. Told with the place where it starts.
    #[inline]
    pub(crate) fn next_printed(&mut self, bytes: &[u8], limits: &Limits) -> Option<(usize, Printed)> {
        if self.start != self.scan || self.scan < self.skip_until || self.ready.is_some() {
            return None;
        }
        let at = self.scan;
        let printed = Printed::at(bytes.get(at..)?, limits.segment_bytes_max.min(crate::SEGMENT_BYTES_MAX))?;
        self.start += printed.bytes();
        self.scan = self.start;
        self.progress = Progress::default();
        Some((at, printed))
    }

    /// The next event in `bytes`, which must extend what earlier calls saw.
    // The way of a sound frame through here, `judge`, `claim` and `Frame::at` is one function for the processor: handed over
    // from call to call in memory, a frame was measured to take half as long again.
    #[inline(always)]
    pub(crate) fn next(&mut self, bytes: &[u8], phase: Phase, limits: &Limits) -> Option<Found> {
        let piece_bytes_max = limits.garbage_bytes_max.max(1);
        loop {
            if self.scan < self.skip_until {
                self.scan = self.skip_until.min(self.start + piece_bytes_max);
                self.progress = Progress::default();
                self.pending_faults = self.pending_faults.union(self.skip_faults);
                if self.scan - self.start == piece_bytes_max {
                    return Some(self.report_garbage());
                }
                continue;
            }
            let judged = match self.ready.take() {
                Some(frame) => Judged::Frame(frame),
                None => judge(bytes, self.scan, phase, limits, &mut self.progress),
            };
            match judged {
                Judged::Frame(frame) if self.start < self.scan => {
                    self.ready = Some(frame);
                    return Some(self.report_garbage());
                }
                Judged::Frame(frame) => {
                    self.start = frame.end();
                    self.scan = self.start;
                    self.progress = Progress::default();
                    return Some(Found::Frame(frame));
                }
                Judged::Garbage { until, faults } => {
                    self.skip_until = until;
                    self.skip_faults = faults;
                }
                Judged::Wait => break,
            }
        }
        (phase != Phase::Flowing && self.start < self.scan).then(|| self.report_garbage())
    }

    fn report_garbage(&mut self) -> Found {
        let range = self.start..self.scan;
        let mut faults = std::mem::take(&mut self.pending_faults);
        self.start = self.scan;
        if faults.is_damage() {
            // Line ends inside longer garbage are nothing of their own.
            faults = faults.without(FaultCode::StrayLineEnd);
        }
        Found::Garbage { range, faults }
    }
}
