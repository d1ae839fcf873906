//! A data segment taken apart at `CP=&&` and the closing `&&`.

use crate::fault::FaultCode;
use crate::marks::{BLOCK_BYTES, Block};

/// A data segment taken apart.
pub(crate) struct Segment<'a> {
    /// What stands before CP, without the separator in front of it.
    pub header: &'a [u8],
    /// What stands between `CP=&&` and the closing `&&`.
    pub content: &'a [u8],
}

impl<'a> Segment<'a> {
    /// Takes `segment` apart and reports what is odd at the seams, with the bytes concerned.
    #[inline]
    pub(crate) fn of(segment: &'a [u8], report: &mut impl FnMut(FaultCode, &'a [u8])) -> Self {
        let Some((start, opening_bytes)) = opening(segment) else {
            report(FaultCode::CpMissing, &segment[segment.len()..]);
            return Self {
                header: segment.strip_suffix(b";").unwrap_or(segment),
                content: b"",
            };
        };
        let (before, rest) = segment.split_at(start);
        let (opening, after) = rest.split_at(opening_bytes);
        if opening != PRINTED {
            report(FaultCode::CpSpelling, opening);
        }
        let header = match before.trim_ascii_end().strip_suffix(b";") {
            Some(header) => {
                if !before.ends_with(b";") {
                    report(FaultCode::HeaderSpace, &before[header.len()..]);
                }
                header
            }
            None => {
                report(FaultCode::HeaderSeparator, opening);
                before.strip_suffix(b",").unwrap_or(before)
            }
        };
        Self {
            header,
            content: closed(after, report),
        }
    }
}

/// What stands before the closing `&&`.
#[inline]
fn closed<'a>(after: &'a [u8], report: &mut impl FnMut(FaultCode, &'a [u8])) -> &'a [u8] {
    if let Some(content) = after.strip_suffix(b"&&") {
        return content;
    }
    match after.windows(2).rposition(|window| window == b"&&") {
        Some(end) => {
            report(FaultCode::CpTail, &after[end + 2..]);
            &after[..end]
        }
        None => {
            report(FaultCode::CpUnclosed, after);
            after
        }
    }
}

const PRINTED: &[u8] = b"CP=&&";

/// Where CP opens, and how many bytes the opening has: `CP=&&`, or the same in other case or with spaces.
#[inline]
fn opening(segment: &[u8]) -> Option<(usize, usize)> {
    // The first ampersand of nearly every segment is the one of the opening.
    let first =
        (0..segment.len())
            .step_by(BLOCK_BYTES)
            .find_map(|base| match Block::at(segment, base).places(b'&') {
                0 => None,
                places => Some(base + places.trailing_zeros() as usize),
            })?;
    match first.checked_sub(3) {
        Some(start) if segment.get(start..start + PRINTED.len()) == Some(PRINTED) => Some((start, PRINTED.len())),
        _ => odd_opening(segment),
    }
}

#[cold]
fn odd_opening(segment: &[u8]) -> Option<(usize, usize)> {
    if let Some(start) = segment.windows(PRINTED.len()).position(|window| window == PRINTED) {
        return Some((start, PRINTED.len()));
    }
    (0..segment.len()).find_map(|start| {
        let rest = &segment[start..];
        let after_name = rest
            .get(..2)
            .filter(|name| name.eq_ignore_ascii_case(b"CP"))
            .map(|_| &rest[2..])?;
        let after_equals = after_name.trim_ascii_start().strip_prefix(b"=")?;
        let after_marks = after_equals.trim_ascii_start().strip_prefix(b"&&")?;
        Some((start, rest.len() - after_marks.len()))
    })
}
