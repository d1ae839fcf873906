//! Where a frame ends when its length does not tell.

use crate::crc;
use crate::frame::Terminator;
use crate::head::{self, Head, Look};
use crate::scanner::{FrameAt, Phase};

/// Digits of a check value.
const CRC_DIGITS: usize = 4;

/// What follows a check value.
pub(crate) enum LineEnd {
    Found(Terminator),
    NextFrame,
    /// The bytes end here and nothing more is to be awaited.
    Silence,
    Other,
    Wait,
}

/// Judges the bytes behind a check value.
#[inline]
pub(crate) fn line_end(tail: &[u8], phase: Phase) -> LineEnd {
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
pub(crate) enum Natural {
    End(FrameAt),
    /// No end: so many bytes from the head on are garbage.
    Cut(usize),
    Wait,
}

/// How far the search of one head has come. It goes on where it stopped, so that bytes that trickle in cost no more
/// than bytes that come at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// The next place to look at, counted from the head.
    place: usize,
    /// The check value of the segment up to each of the last places, by place modulo its length.
    crc_before: [u16; 8],
}

impl Progress {
    /// Starts at the first byte of the segment, unless begun already.
    fn begin(&mut self, head: Head) {
        if self.place < head.bytes {
            self.place = head.bytes;
            self.crc_before[head.bytes % self.crc_before.len()] = crc::START;
        }
    }

    fn advance(&mut self, byte: u8) {
        let size = self.crc_before.len();
        let register = crc::step(self.crc_before[self.place % size], byte);
        self.place += 1;
        self.crc_before[self.place % size] = register;
    }
}

/// Looks for `&&`, a check value and a line end, up to the next head or the limit. `rest` starts at the head.
#[inline(never)]
pub(crate) fn natural_end(
    rest: &[u8],
    head: Head,
    phase: Phase,
    length_max: usize,
    progress: &mut Progress,
) -> Natural {
    let search = Search { rest, head, phase };
    progress.begin(head);
    while let Some(byte) = rest.get(progress.place) {
        if progress.place - head.bytes > length_max {
            return Natural::Cut(progress.place);
        }
        let found = match byte {
            b'#' => search.next_head(progress.place),
            b'&' => search.closing(progress.place),
            b'\n' => search.unclosed_line(progress),
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
        progress.advance(*byte);
    }
    match phase {
        // A pause proves nothing here: four digits at the end of half a frame may fit by chance.
        Phase::Flowing | Phase::Paused => Natural::Wait,
        Phase::Ended => match search.unclosed(progress, rest.len(), Terminator::Missing) {
            Some(end) => Natural::End(end),
            None => Natural::Cut(rest.len()),
        },
    }
}

/// Judges single places; `None` where nothing ends. Only what no later byte can change is decided before the end of the
/// stream.
struct Search<'a> {
    rest: &'a [u8],
    head: Head,
    phase: Phase,
}

impl Search<'_> {
    fn next_head(&self, place: usize) -> Option<Natural> {
        match head::look(&self.rest[place..], self.phase == Phase::Ended) {
            Look::Head(_) => Some(Natural::Cut(place)),
            Look::Undecided => Some(Natural::Wait),
            Look::No => None,
        }
    }

    /// `&&`, a check value, and what ends a line.
    fn closing(&self, place: usize) -> Option<Natural> {
        let undecided = || (self.phase != Phase::Ended).then_some(Natural::Wait);
        let tail = match &self.rest[place..] {
            [b'&', b'&', tail @ ..] => tail,
            [b'&'] => return undecided(),
            _ => return None,
        };
        if !tail.iter().take(CRC_DIGITS).all(u8::is_ascii_hexdigit) {
            return None;
        }
        let Some(follows) = tail.get(CRC_DIGITS..) else {
            return undecided();
        };
        let end = |terminator| self.frame(place + 2, terminator);
        match line_end(follows, self.phase) {
            LineEnd::Found(terminator) => Some(Natural::End(end(terminator))),
            LineEnd::NextFrame => Some(Natural::End(end(Terminator::Missing))),
            LineEnd::Silence => {
                let end = end(Terminator::Missing);
                // During a pause it is more likely half a frame with digits behind the opening of CP.
                let is_proven = self.phase == Phase::Ended || end.crc_fits(self.rest);
                Some(if is_proven { Natural::End(end) } else { Natural::Wait })
            }
            LineEnd::Wait => Some(Natural::Wait),
            LineEnd::Other => None,
        }
    }

    /// A line end behind a check value without `&&`.
    fn unclosed_line(&self, progress: &Progress) -> Option<Natural> {
        let line_feed = progress.place;
        let terminator = match self.rest[..line_feed].last() {
            Some(b'\r') => Terminator::CrLf,
            Some(_) | None => Terminator::Lf,
        };
        let end = self.unclosed(progress, line_feed + 1 - terminator.bytes(), terminator)?;
        Some(Natural::End(end))
    }

    /// A frame without closing `&&` whose check value ends at `crc_end`: only that it fits can tell it from other text.
    fn unclosed(&self, progress: &Progress, crc_end: usize, terminator: Terminator) -> Option<FrameAt> {
        let crc_at = crc_end
            .checked_sub(CRC_DIGITS)
            .filter(|crc_at| *crc_at > self.head.bytes)?;
        let end = self.frame(crc_at, terminator);
        let computed = progress.crc_before[crc_at % progress.crc_before.len()];
        (end.crc_given == Some(computed)).then_some(end)
    }

    fn frame(&self, crc_at: usize, terminator: Terminator) -> FrameAt {
        let (digits, given) = head::check_value(self.rest.get(crc_at..).unwrap_or_default());
        FrameAt {
            start: 0,
            head: self.head,
            segment_bytes: crc_at - self.head.bytes,
            crc_given: given.filter(|_| digits == CRC_DIGITS),
            crc_digits: CRC_DIGITS,
            crc_computed: None,
            plain: false,
            terminator,
        }
    }
}
