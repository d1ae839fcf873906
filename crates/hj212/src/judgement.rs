//! What stands at one place of a stream: a frame by its length, a frame by its natural end, or garbage.

use crate::crc;
use crate::encryption::looks_encrypted;
use crate::fault::{FaultCode, Faults};
use crate::frame::Terminator;
use crate::head::{self, HEAD_BYTES, Head, Look};
use crate::marks::is_printable_without_head;
use crate::natural_end::{LineEnd, Natural, Progress, line_end, natural_end};
use crate::scanner::{FrameAt, Limits, Phase};

/// What the bytes at `scan` are.
pub(crate) enum Judged {
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

/// Judges the bytes from `at` on.
#[inline(always)]
pub(crate) fn judge(bytes: &[u8], at: usize, phase: Phase, limits: &Limits, progress: &mut Progress) -> Judged {
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
            Look::Head(head) => judge_frame(rest, at, head, phase, limits, progress),
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
#[inline(always)]
fn judge_frame(rest: &[u8], at: usize, head: Head, phase: Phase, limits: &Limits, progress: &mut Progress) -> Judged {
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
    match natural_end(rest, head, phase, length_max, progress) {
        Natural::End(frame) => Judged::Frame(frame.moved(at)),
        Natural::Cut(count) => Judged::Garbage {
            until: at + count,
            faults: cut,
        },
        Natural::Wait => Judged::Wait,
    }
}

/// Judges the end that the length of `head` claims. `rest` starts at the head; so do the positions of the answer.
#[inline(always)]
fn claim(rest: &[u8], head: Head, declared: usize, phase: Phase) -> Claim {
    let segment_end = head.bytes + declared;
    let tail = rest.get(segment_end..).unwrap_or_default();
    if tail.len() < 4 && phase != Phase::Ended {
        return Claim::Wait;
    }
    let (crc_digits, crc_given) = head::check_value(tail);
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
    let closed = segment.ends_with(b"&&");
    if !closed && terminator == Terminator::Missing {
        return Claim::Broken;
    }
    let frame = FrameAt {
        start: 0,
        head,
        segment_bytes: declared,
        crc_given,
        crc_digits,
        crc_computed: Some(crc::crc16(segment)),
        plain: is_printable_without_head(segment),
        terminator,
    };
    if frame.crc_fits(rest) {
        // Two frames that end at the same byte: the outer length is wrong by whole frames, and the CRC fits by chance.
        return if !frame.plain && holds_head(segment, |inner, bytes| inner + bytes == segment.len()) {
            Claim::Broken
        } else {
            Claim::Sound(frame)
        };
    }
    // With neither length nor CRC above doubt, a head inside the segment is more likely the next frame than part of
    // this one, unless the segment is cipher text to its end.
    let is_whole = || frame.plain || is_encrypted(&frame, segment) || !holds_head(segment, |_, _| true);
    if closed && follows && is_whole() {
        Claim::Plausible(frame)
    } else {
        Claim::Broken
    }
}

fn is_encrypted(frame: &FrameAt, segment: &[u8]) -> bool {
    frame.head.has_four_digits()
        && frame.crc_digits == 4
        && frame.terminator == Terminator::CrLf
        && looks_encrypted(segment)
}

/// Whether a head with four digits stands in `segment` at a place and with a length (head included) that satisfy
/// `matches`.
#[inline]
fn holds_head(segment: &[u8], matches: impl Fn(usize, usize) -> bool) -> bool {
    let begins_one = |place: usize| match segment
        .get(place..place + HEAD_BYTES)
        .map(|head| head::look(head, true))
    {
        Some(Look::Head(head)) if head.has_four_digits() => {
            matches(place, HEAD_BYTES + head.declared.unwrap_or_default())
        }
        Some(Look::Head(_) | Look::No | Look::Undecided) | None => false,
    };
    (0..segment.len()).any(begins_one)
}

/// Whether a pause proves that the awaited end of the frame at `rest` will not come: its natural end stands there with
/// a fitting CRC, or a sound frame has come after its head.
#[cold]
fn is_overtaken(rest: &[u8], head: Head, length_max: usize) -> bool {
    if let Natural::End(frame) = natural_end(rest, head, Phase::Paused, length_max, &mut Progress::default())
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
