//! Where a fault stands: for people who look for it.

use std::ops::Range;

use crate::content::{name_and_value, offset};
use crate::fault::FaultCode;
use crate::header::HeaderName;

/// The bytes that a fault is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// Which bytes: counted from the first byte of the frame or segment that was asked. Of a missing field the header that
    /// lacks it; empty at the end of what should go on.
    pub range: Range<usize>,
    /// The name of the field of header or CP as received, or as printed where it is missing; empty where the fault is about
    /// no single field.
    pub field: &'a [u8],
}

impl<'a> Place<'a> {
    /// The place of `bytes`, which are a part of `whole`; of its start where they are not.
    pub(crate) fn of(code: FaultCode, bytes: &'a [u8], whole: &'a [u8]) -> Self {
        let start = offset(bytes, whole);
        let field = match header_field(code) {
            Some(name) => name.spelling().as_bytes(),
            None if is_about_a_field(code) => name_and_value(bytes).0,
            None => b"",
        };
        Self {
            range: start..start + bytes.len(),
            field,
        }
    }

    /// The same place counted from `count` bytes earlier.
    pub(crate) fn moved(mut self, count: usize) -> Self {
        self.range = self.range.start + count..self.range.end + count;
        self
    }
}

/// The header field that the code speaks of; the reported bytes are then its value, or the header that lacks it.
fn header_field(code: FaultCode) -> Option<HeaderName> {
    Some(match code {
        FaultCode::QnMissing | FaultCode::QnUnreadable => HeaderName::Qn,
        FaultCode::StMissing | FaultCode::StUnreadable => HeaderName::St,
        FaultCode::CnMissing | FaultCode::CnUnreadable => HeaderName::Cn,
        FaultCode::PwMissing | FaultCode::PwLength => HeaderName::Pw,
        FaultCode::MnMissing | FaultCode::MnLength => HeaderName::Mn,
        FaultCode::FlagMissing | FaultCode::FlagUnreadable => HeaderName::Flag,
        FaultCode::SplitNumbersMissing | FaultCode::SplitNumbersUnreadable | FaultCode::SplitNumbersUnannounced => {
            HeaderName::Pno
        }
        FaultCode::RfUnreadable => HeaderName::Rf,
        _ => return None,
    })
}

/// Whether the reported bytes are one `name=value`.
fn is_about_a_field(code: FaultCode) -> bool {
    !matches!(
        code,
        FaultCode::HeaderSeparator
            | FaultCode::CpMissing
            | FaultCode::CpOverStandard
            | FaultCode::CpUnclosed
            | FaultCode::CpSpelling
            | FaultCode::CpTail
            | FaultCode::CpNotText
            | FaultCode::ItemEmpty
    )
}

impl std::fmt::Display for Place<'_> {
    /// `PW, bytes 41-50`, counted from 0, the last one included; `PW` where it is missing, `byte 12` for a single one.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Range { start, end } = self.range;
        if !self.field.is_empty() {
            write!(f, "{}, ", String::from_utf8_lossy(self.field))?;
        }
        match end.saturating_sub(start) {
            0 | 1 => write!(f, "byte {start}"),
            _ => write!(f, "bytes {start}-{}", end - 1),
        }
    }
}
