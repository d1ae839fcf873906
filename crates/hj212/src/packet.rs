//! What a data segment says: header fields and CP.

use crate::SEGMENT_BYTES_MAX;
use crate::checks;
use crate::content::{Content, Fields, Groups};
use crate::fault::{FaultCode, Faults};
use crate::flag::{Edition, Flag};
use crate::header::{HeaderFields, HeaderName, Known};
use crate::place::Place;
use crate::segment::Segment;
use crate::stamp::Stamp;

/// How a departure from the standard is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Every departure is an error: for conformance tests of devices.
    Strict,
    /// The variants seen in print and in the field are read, and named beside the result.
    #[default]
    Lenient,
}

impl Mode {
    /// The faults again, if they stop nothing.
    pub(crate) fn admit(self, faults: Faults) -> Result<Faults, ParseError> {
        match self {
            Self::Strict if !faults.is_empty() => Err(ParseError::Departs { faults }),
            Self::Strict | Self::Lenient => Ok(faults),
        }
    }
}

/// Why a segment cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Longer than any length field can announce.
    #[error(
        "the segment has {bytes} bytes, more than the {SEGMENT_BYTES_MAX} that a length field can announce; send it in parts"
    )]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// No header field and no CP: whatever it is, it is not a data segment.
    #[error("no header field and no `CP=&&`: this is not a data segment of HJ 212; check what the sender emits")]
    Unreadable,
    /// It departs from the standard and the mode is strict.
    #[error("the segment departs from the standard: {faults}")]
    Departs {
        /// All departures.
        faults: Faults,
    },
}

/// A data segment, read. Everything is borrowed from the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// The whole segment.
    pub segment: &'a [u8],
    pub(crate) header: &'a [u8],
    content: Content<'a>,
    known: Known<'a>,
}

impl<'a> Packet<'a> {
    /// Reads a data segment, without head, CRC and line end.
    ///
    /// # Errors
    /// When the segment is too long or no data segment at all; in strict mode also when it departs from the standard.
    pub fn parse(segment: &'a [u8], mode: Mode) -> Result<(Self, Faults), ParseError> {
        if segment.len() > SEGMENT_BYTES_MAX {
            return Err(ParseError::TooLong { bytes: segment.len() });
        }
        let mut faults = Faults::NONE;
        let packet = Self::read(segment, &mut |code, _| faults.insert(code));
        if faults.contains(FaultCode::CpMissing) && packet.known.iter().all(Option::is_none) {
            return Err(ParseError::Unreadable);
        }
        Ok((packet, mode.admit(faults)?))
    }

    /// Takes a segment apart and reports every departure with the bytes concerned.
    #[inline]
    pub(crate) fn read(segment: &'a [u8], report: &mut impl FnMut(FaultCode, &'a [u8])) -> Self {
        let parts = Segment::of(segment, report);
        let mut packet = Self {
            segment,
            header: parts.header,
            known: Known::default(),
            content: checks::content(parts.content, segment, report),
        };
        checks::header(parts.header, &mut packet.known, report);
        checks::values(&packet, report);
        packet
    }

    /// Where in the segment a departure stands, for the first one with this code; `None` when there is none. It is
    /// searched anew: what a frame costs does not depend on it.
    pub fn locate(&self, code: FaultCode) -> Option<Place<'a>> {
        let mut found = None;
        Self::read(self.segment, &mut |reported, bytes| {
            if reported == code && found.is_none() {
                found = Some(Place::of(code, bytes, self.segment));
            }
        });
        found
    }

    /// The header fields in the order received, unknown and repeated ones included.
    pub fn header_fields(&self) -> HeaderFields<'a> {
        HeaderFields::new(self.header)
    }

    /// The value of a header field as received, without surrounding spaces; the first one when it is repeated.
    pub fn value(&self, name: HeaderName) -> Option<&'a [u8]> {
        self.known[name as usize]
    }

    /// The request number as received.
    pub fn qn(&self) -> Option<&'a [u8]> {
        self.value(HeaderName::Qn)
    }

    /// The system type as received.
    pub fn st(&self) -> Option<&'a [u8]> {
        self.value(HeaderName::St)
    }

    /// The command as received.
    pub fn cn(&self) -> Option<&'a [u8]> {
        self.value(HeaderName::Cn)
    }

    /// The command as a number, when it is four digits.
    pub fn command(&self) -> Option<u16> {
        let cn = self
            .cn()
            .filter(|cn| cn.len() == 4 && cn.iter().all(u8::is_ascii_digit))?;
        Some(cn.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
    }

    /// The password as received.
    pub fn pw(&self) -> Option<&'a [u8]> {
        self.value(HeaderName::Pw)
    }

    /// The device number as received.
    pub fn mn(&self) -> Option<&'a [u8]> {
        self.value(HeaderName::Mn)
    }

    /// The flag, when it can be read.
    pub fn flag(&self) -> Option<Flag> {
        self.value(HeaderName::Flag).and_then(Flag::parse)
    }

    /// The edition that the flag names. A hint only: choose a dialect by the configured station.
    pub fn edition_hint(&self) -> Option<Edition> {
        self.flag().and_then(Flag::edition_hint)
    }

    /// Whether the sender wants an acknowledgement.
    pub fn wants_acknowledgement(&self) -> bool {
        self.flag().is_some_and(Flag::wants_acknowledgement)
    }

    /// How many packets there are, when split.
    pub fn pnum(&self) -> Option<u16> {
        self.value(HeaderName::Pnum).and_then(packet_number)
    }

    /// Which packet this is, from 1, when split.
    pub fn pno(&self) -> Option<u16> {
        self.value(HeaderName::Pno).and_then(packet_number)
    }

    /// Which part of how many, when both numbers are there and make sense.
    pub fn part(&self) -> Option<(u16, u16)> {
        let (pno, pnum) = (self.pno()?, self.pnum()?);
        (pno <= pnum).then_some((pno, pnum))
    }

    /// Whether the sender marks the data as back-filled (`RF=1`, 2025).
    pub fn is_back_filled(&self) -> bool {
        self.value(HeaderName::Rf) == Some(b"1")
    }

    /// Everything between `CP=&&` and the closing `&&`, as received.
    pub fn content(&self) -> &'a [u8] {
        self.content.bytes
    }

    /// The groups of CP in order.
    pub fn groups(&self) -> Groups<'a> {
        Groups::new(self.content)
    }

    /// The fields of all groups of CP in order.
    pub fn fields(&self) -> Fields<'a> {
        Fields::new(self.content)
    }

    /// The value of the first field of CP with exactly this name.
    pub fn content_value(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.fields().find(|field| field.name == name)?.value
    }

    /// DataTime as received.
    pub fn data_time_digits(&self) -> Option<&'a [u8]> {
        self.content_value(b"DataTime")
    }

    /// DataTime: the instant of sampling (2011, 2021) or the start of the period (2031, 2041, 2051, 2061), local time
    /// of the device.
    pub fn data_time(&self) -> Option<Stamp> {
        self.data_time_digits().and_then(Stamp::parse)
    }
}

fn packet_number(digits: &[u8]) -> Option<u16> {
    // The fields have four digits (HJ 212-2017, table 2).
    if digits.is_empty() || digits.len() > 4 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits
        .iter()
        .fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
    (number >= 1).then_some(number)
}
