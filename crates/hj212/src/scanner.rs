//! Finds frames in bytes, by length first and by their natural end where the length is wrong.
//!
//! The judgement of a place depends only on the bytes there and on the [`Phase`], never on how the bytes were cut into pieces, so
//! any chunking of a stream gives the same events. What is guaranteed:
//!
//! - A frame with right length and CRC is found, unless it lies inside a longer frame whose own CRC is right and whose end it does
//!   not share. In particular bytes that hold no head never hide one, and a wrong length hides none except when by chance (below
//!   1 in 65,536 per place) its claimed end looks like an end and the CRC fits.
//! - Every byte is part of exactly one event.
//! - At most [`Limits::retained_bytes_max`] bytes wait for a decision.

use std::ops::Range;

use crate::crc;
use crate::fault::{FaultCode, Faults};
use crate::frame::Terminator;
use crate::head::{self, HEAD_BYTES, Head, Look};

/// What a receiver is willing to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest data segment that is awaited, in bytes. The standard allows 1,024; the longest seen in the field has 1,703 (device
    /// logs). The default of 4,096 leaves room for those, and keeps a wrong length from holding back what follows for long.
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
    pub segment: Range<usize>,
    pub end: usize,
    pub head: Head,
    pub crc_given: Option<u16>,
    pub crc_digits: usize,
    pub terminator: Terminator,
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
}

/// What the bytes at `scan` are.
enum Judged {
    Frame(FrameAt),
    Garbage { until: usize, faults: Faults },
    Wait,
}

/// What stands where the head says that the frame ends.
enum Claim {
    /// The CRC fits.
    Sound(FrameAt),
    /// It looks like an end, but the CRC does not fit.
    Plausible(FrameAt),
    Broken,
    Wait,
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
            ready.end -= count;
            ready.segment = ready.segment.start - count..ready.segment.end - count;
        }
    }

    /// The next event in `bytes`, which must extend what earlier calls saw.
    pub(crate) fn next(&mut self, bytes: &[u8], phase: Phase, limits: &Limits) -> Option<Found> {
        let piece_bytes_max = limits.garbage_bytes_max.max(1);
        loop {
            if self.scan < self.skip_until {
                self.scan = self.skip_until.min(self.start + piece_bytes_max);
                self.pending_faults = self.pending_faults.union(self.skip_faults);
                if self.scan - self.start == piece_bytes_max {
                    return Some(self.report_garbage());
                }
                continue;
            }
            let judged = match self.ready.take() {
                Some(frame) => Judged::Frame(frame),
                None => judge(bytes, self.scan, phase, limits),
            };
            match judged {
                Judged::Frame(frame) if self.start < self.scan => {
                    self.ready = Some(frame);
                    return Some(self.report_garbage());
                }
                Judged::Frame(frame) => {
                    self.start = frame.end;
                    self.scan = frame.end;
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

fn judge(bytes: &[u8], at: usize, phase: Phase, limits: &Limits) -> Judged {
    let rest = bytes.get(at..).unwrap_or_default();
    let garbage = |count: usize, code| Judged::Garbage {
        until: at + count,
        faults: Faults::NONE.with(code),
    };
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    match rest.first() {
        None => Judged::Wait,
        Some(b'#') => match head::look(rest, phase == Phase::Ended) {
            Look::No => garbage(1, FaultCode::OutsideFrame),
            Look::Undecided => Judged::Wait,
            Look::Head(head) => judge_frame(rest, at, head, phase, limits),
        },
        Some(first) if is_line_end(first) => garbage(
            rest.iter().take_while(|byte| is_line_end(byte)).count(),
            FaultCode::StrayLineEnd,
        ),
        Some(_) => {
            let count = rest
                .iter()
                .take_while(|byte| **byte != b'#' && !is_line_end(byte))
                .count();
            garbage(count, FaultCode::OutsideFrame)
        }
    }
}

/// Judges a place where a head stands: by its length if that fits, else by its natural end.
fn judge_frame(rest: &[u8], at: usize, head: Head, phase: Phase, limits: &Limits) -> Judged {
    let length_max = limits.segment_bytes_max.min(crate::SEGMENT_BYTES_MAX);
    let mut cut = Faults::NONE.with(FaultCode::FrameCut);
    match head.declared {
        Some(declared) if declared > length_max => cut.insert(FaultCode::LengthOverLimit),
        Some(declared) => match claim(rest, head, declared, phase) {
            Claim::Sound(frame) | Claim::Plausible(frame) => return Judged::Frame(frame.moved(at)),
            Claim::Wait if phase == Phase::Ended => {}
            Claim::Wait if phase == Phase::Paused && !is_overtaken(rest, head, length_max) => return Judged::Wait,
            Claim::Wait if phase == Phase::Flowing => return Judged::Wait,
            Claim::Wait | Claim::Broken => {}
        },
        None => {}
    }
    match natural_end(rest, head, phase, length_max) {
        Natural::End(frame) => Judged::Frame(frame.moved(at)),
        Natural::Cut(count) => Judged::Garbage {
            until: at + count,
            faults: cut,
        },
        Natural::Wait => Judged::Wait,
    }
}

impl FrameAt {
    /// The same frame with positions counted from `offset` bytes earlier.
    fn moved(mut self, offset: usize) -> Self {
        self.start += offset;
        self.end += offset;
        self.segment = self.segment.start + offset..self.segment.end + offset;
        self
    }

    /// Whether the check value fits the segment, by either algorithm.
    fn crc_fits(&self, rest: &[u8]) -> bool {
        let segment = rest.get(self.segment.clone()).unwrap_or_default();
        self.crc_given
            .is_some_and(|given| given == crc::crc16(segment) || given == crc::modbus(segment))
    }
}

/// Judges the end that the length of `head` claims. `rest` starts at the head; so do the positions of the answer.
fn claim(rest: &[u8], head: Head, declared: usize, phase: Phase) -> Claim {
    let segment_end = head.bytes + declared;
    let tail = rest.get(segment_end..).unwrap_or_default();
    if tail.len() < 4 && phase != Phase::Ended {
        return Claim::Wait;
    }
    let crc_digits = tail.iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (terminator, follows) = match line_end(&tail[crc_digits..], phase) {
        LineEnd::Wait => return Claim::Wait,
        LineEnd::Found(terminator) => (terminator, true),
        LineEnd::NextFrame | LineEnd::Silence if crc_digits == 4 => (Terminator::Missing, true),
        LineEnd::Other if crc_digits == 4 => (Terminator::Missing, false),
        LineEnd::NextFrame | LineEnd::Silence | LineEnd::Other => return Claim::Broken,
    };
    let Some(segment) = rest.get(head.bytes..segment_end) else {
        return Claim::Broken;
    };
    let frame = FrameAt {
        start: 0,
        segment: head.bytes..segment_end,
        end: segment_end + crc_digits + terminator.bytes(),
        head,
        crc_given: head::check_value(&tail[..crc_digits]),
        crc_digits,
        terminator,
    };
    let closed = segment.ends_with(b"&&");
    if (closed || terminator != Terminator::Missing) && frame.crc_fits(rest) {
        // Two frames that end at the same byte: the outer length is wrong by whole frames, and the CRC fits by chance.
        return if holds_head(segment, |inner, bytes| inner + bytes == segment.len()) {
            Claim::Broken
        } else {
            Claim::Sound(frame)
        };
    }
    // With neither length nor CRC above doubt, a head inside the segment is more likely the next frame than part of this one.
    if closed && follows && !holds_head(segment, |_, _| true) {
        Claim::Plausible(frame)
    } else {
        Claim::Broken
    }
}

/// Whether a head with four digits stands in `segment` at a place and with a length (head included) that satisfy `matches`.
fn holds_head(segment: &[u8], matches: impl Fn(usize, usize) -> bool) -> bool {
    segment
        .windows(HEAD_BYTES)
        .enumerate()
        .any(|(place, window)| match head::look(window, true) {
            Look::Head(Head {
                declared: Some(declared),
                four_digits: true,
                ..
            }) => matches(place, HEAD_BYTES + declared),
            Look::Head(_) | Look::No | Look::Undecided => false,
        })
}

/// Whether a pause proves that the awaited end of the frame at `rest` will not come: its natural end stands there with a fitting CRC,
/// or a sound frame has come after its head.
fn is_overtaken(rest: &[u8], head: Head, length_max: usize) -> bool {
    if let Natural::End(frame) = natural_end(rest, head, Phase::Paused, length_max)
        && frame.crc_fits(rest)
    {
        return true;
    }
    (head.bytes..rest.len()).any(|place| match head::look(&rest[place..], true) {
        Look::Head(inner) => inner
            .declared
            .filter(|declared| *declared <= length_max)
            .is_some_and(|declared| matches!(claim(&rest[place..], inner, declared, Phase::Paused), Claim::Sound(_))),
        Look::No | Look::Undecided => false,
    })
}

/// What follows a check value.
enum LineEnd {
    Found(Terminator),
    NextFrame,
    /// The bytes end here and nothing more is to be awaited.
    Silence,
    Other,
    Wait,
}

fn line_end(tail: &[u8], phase: Phase) -> LineEnd {
    match (tail, phase) {
        ([b'\r', b'\n', ..], _) => LineEnd::Found(Terminator::CrLf),
        ([b'\n', ..], _) => LineEnd::Found(Terminator::Lf),
        ([b'#', b'#', ..], _) => LineEnd::NextFrame,
        ([], Phase::Paused | Phase::Ended) | ([b'\r' | b'#'], Phase::Ended) => LineEnd::Silence,
        ([] | [b'\r' | b'#'], _) => LineEnd::Wait,
        (_, _) => LineEnd::Other,
    }
}

/// Where a frame ends whose length cannot be trusted.
enum Natural {
    End(FrameAt),
    /// No end: so many bytes from the head on are garbage.
    Cut(usize),
    Wait,
}

/// Looks for `&&`, a check value and a line end, up to the next head or the limit.
fn natural_end(rest: &[u8], head: Head, phase: Phase, length_max: usize) -> Natural {
    let frame = |segment_end: usize, crc_at: usize, terminator: Terminator| FrameAt {
        start: 0,
        segment: head.bytes..segment_end,
        end: crc_at + 4 + terminator.bytes(),
        head,
        crc_given: rest.get(crc_at..crc_at + 4).and_then(head::check_value),
        crc_digits: 4,
        terminator,
    };
    for place in head.bytes..rest.len() {
        if place - head.bytes > length_max {
            return Natural::Cut(place);
        }
        let here = &rest[place..];
        match here {
            [b'#', ..] => match head::look(here, phase == Phase::Ended) {
                Look::Head(_) => return Natural::Cut(place),
                Look::Undecided => return Natural::Wait,
                Look::No => {}
            },
            [b'&', b'&', tail @ ..] if tail.iter().take(4).all(u8::is_ascii_hexdigit) => {
                let follows = match tail.get(4..) {
                    Some(follows) => line_end(follows, phase),
                    None if phase == Phase::Ended => LineEnd::Other,
                    None => LineEnd::Wait,
                };
                match follows {
                    LineEnd::Found(terminator) => return Natural::End(frame(place + 2, place + 2, terminator)),
                    LineEnd::NextFrame | LineEnd::Silence => {
                        let end = frame(place + 2, place + 2, Terminator::Missing);
                        if phase == Phase::Paused && place + 6 == rest.len() && !end.crc_fits(rest) {
                            // More likely half a frame with digits behind the opening of CP.
                            return Natural::Wait;
                        }
                        return Natural::End(end);
                    }
                    LineEnd::Wait => return Natural::Wait,
                    LineEnd::Other => {}
                }
            }
            [b'&'] if phase == Phase::Flowing => return Natural::Wait,
            [b'\n', ..] => {
                let (line, terminator) = match rest[..place].strip_suffix(b"\r") {
                    Some(line) => (line, Terminator::CrLf),
                    None => (&rest[..place], Terminator::Lf),
                };
                if let Some(end) = unclosed_end(line, head, |crc_at| frame(crc_at, crc_at, terminator), rest) {
                    return Natural::End(end);
                }
            }
            _ => {}
        }
    }
    if phase != Phase::Ended {
        // A pause proves nothing here: four digits at the end of half a frame may fit by chance.
        return Natural::Wait;
    }
    match unclosed_end(rest, head, |crc_at| frame(crc_at, crc_at, Terminator::Missing), rest) {
        Some(end) => Natural::End(end),
        None => Natural::Cut(rest.len()),
    }
}

/// A frame without closing `&&` at the end of `line`: only a fitting CRC can tell it from other text.
fn unclosed_end(line: &[u8], head: Head, frame: impl Fn(usize) -> FrameAt, rest: &[u8]) -> Option<FrameAt> {
    let crc_at = line.len().checked_sub(4).filter(|crc_at| *crc_at > head.bytes)?;
    let end = frame(crc_at);
    end.crc_fits(rest).then_some(end)
}
