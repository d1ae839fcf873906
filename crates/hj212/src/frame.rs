//! One frame as it stood in the stream: its bytes, its data segment, and what is wrong with it.

use std::ops::Range;

use crate::SEGMENT_BYTES_SENT_MAX;
use crate::crc;
use crate::encryption::looks_encrypted;
use crate::fault::{FaultCode, Faults};
use crate::head::{self, HEAD_BYTES, Look};
use crate::packet::{Mode, Packet, ParseError};
use crate::place::Place;
use crate::printed::Printed;
use crate::scanner::FrameAt;

/// How a frame ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Terminator {
    /// CR LF, as the standard says.
    CrLf,
    /// LF alone.
    Lf,
    /// Nothing: the next frame, a pause or the end of the stream followed the CRC.
    Missing,
}

impl Terminator {
    /// Its length in bytes.
    pub(crate) fn bytes(self) -> usize {
        match self {
            Self::CrLf => 2,
            Self::Lf => 1,
            Self::Missing => 0,
        }
    }
}

/// Which check values make the content of a frame trustworthy. It is set per connection: framing does not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrcPolicy {
    /// Only the algorithm of HJ 212.
    #[default]
    Strict,
    /// The algorithm of HJ 212 or the Modbus one.
    AcceptModbus,
    /// A wrong check value is reported and the content used all the same.
    ReportOnly,
}

/// One frame, borrowed from the received bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Everything as received, from `##` to the line end.
    pub bytes: &'a [u8],
    /// The data segment: what length and CRC speak of.
    pub segment: &'a [u8],
    /// The length that the head announces, in bytes, if it can be read.
    pub length_declared: Option<usize>,
    /// The check value received.
    pub crc_given: Option<u16>,
    /// The check value of the segment.
    pub crc_computed: u16,
    /// How the frame ended.
    pub terminator: Terminator,
    /// What is wrong with it. The content of the segment is judged by [`crate::Packet::parse`].
    pub faults: Faults,
}

impl<'a> Frame<'a> {
    /// The frame that the scanner found in `bytes`.
    #[inline(always)]
    pub(crate) fn at(bytes: &'a [u8], found: &FrameAt) -> Self {
        // The scanner yields ranges inside `bytes`; an empty slice instead of a panic keeps a mistake there harmless.
        let segment = bytes.get(found.segment()).unwrap_or_default();
        let mut frame = Self {
            bytes: bytes.get(found.start..found.end()).unwrap_or_default(),
            segment,
            length_declared: found.head.declared,
            crc_given: found.crc_given,
            crc_computed: found.crc_computed.unwrap_or_else(|| crc::crc16(segment)),
            terminator: found.terminator,
            faults: Faults::NONE,
        };
        // Cipher text is named as such even where its CRC fits, which happens by chance once in 256 frames.
        let check = match !found.plain && frame.crc_given.is_some() && looks_encrypted(segment) {
            true => Faults::NONE.with(FaultCode::Encrypted),
            false => frame.crc_faults(found.crc_digits),
        };
        frame.faults = frame.length_faults(found.head.has_four_digits()).union(check);
        match frame.terminator {
            Terminator::CrLf => {}
            Terminator::Lf => frame.faults.insert(FaultCode::TerminatorLineFeed),
            Terminator::Missing => frame.faults.insert(FaultCode::TerminatorMissing),
        }
        frame
    }

    /// The frame at `at`, where it is written as the standard prints it.
    #[inline]
    pub(crate) fn printed(bytes: &'a [u8], at: usize, printed: Printed) -> Self {
        let segment = at + HEAD_BYTES;
        Self {
            bytes: bytes.get(at..at + printed.bytes()).unwrap_or_default(),
            segment: bytes.get(segment..segment + printed.segment_bytes).unwrap_or_default(),
            length_declared: Some(printed.segment_bytes),
            crc_given: Some(printed.crc),
            crc_computed: printed.crc,
            terminator: Terminator::CrLf,
            faults: match printed.segment_bytes > SEGMENT_BYTES_SENT_MAX {
                true => Faults::NONE.with(FaultCode::LengthOverStandard),
                false => Faults::NONE,
            },
        }
    }

    #[inline]
    fn length_faults(&self, four_digits: bool) -> Faults {
        let mut faults = Faults::NONE;
        match self.length_declared {
            None => faults.insert(FaultCode::LengthMissing),
            Some(declared) if declared != self.segment.len() => faults.insert(FaultCode::LengthWrong),
            Some(_) if !four_digits => faults.insert(FaultCode::LengthUnreadable),
            Some(_) => {}
        }
        if self.segment.len() > SEGMENT_BYTES_SENT_MAX {
            faults.insert(FaultCode::LengthOverStandard);
        }
        faults
    }

    #[inline]
    fn crc_faults(&self, digits: usize) -> Faults {
        let Some(given) = self.crc_given else {
            return Faults::NONE.with(FaultCode::CrcMissing);
        };
        let mut faults = Faults::NONE;
        if digits < 4 {
            faults.insert(FaultCode::CrcShort);
        }
        if given != self.crc_computed {
            faults.insert(FaultCode::CrcMismatch);
            if given == crc::modbus(self.segment) {
                faults.insert(FaultCode::CrcModbus);
            } else if !crc::can_be_hj212(given) {
                faults.insert(FaultCode::CrcNotHj212);
            }
        }
        faults
    }

    /// The faults that count under `policy`: without those of the CRC where the policy waives them.
    pub fn faults_under(&self, policy: CrcPolicy) -> Faults {
        let waived = match policy {
            CrcPolicy::Strict => false,
            CrcPolicy::AcceptModbus => self.faults.contains(FaultCode::CrcModbus),
            CrcPolicy::ReportOnly => true,
        };
        if !waived {
            return self.faults;
        }
        let crc_codes = [
            FaultCode::CrcMismatch,
            FaultCode::CrcNotHj212,
            FaultCode::CrcModbus,
            FaultCode::CrcMissing,
        ];
        crc_codes.into_iter().fold(self.faults, Faults::without)
    }

    /// Reads the packet: with the faults of the frame that count under `policy` and those of the packet.
    ///
    /// # Errors
    /// Those of [`Packet::parse`]; in strict mode every fault of frame or packet is one, and all of them are named.
    pub fn packet(&self, mode: Mode, policy: CrcPolicy) -> Result<(Packet<'a>, Faults), ParseError> {
        let (packet, faults) = Packet::parse(self.segment, Mode::Lenient)?;
        let faults = mode.admit(faults.union(self.faults_under(policy)))?;
        Ok((packet, faults))
    }

    /// Whether length and CRC vouch for the segment under `policy`.
    pub fn is_trusted(&self, policy: CrcPolicy) -> bool {
        !self.faults_under(policy).is_damage()
    }

    /// Where a fault stands, counted from the first `#`: one of the frame itself, or one of its packet. `None` when it has no
    /// such fault.
    pub fn locate(&self, code: FaultCode) -> Option<Place<'a>> {
        let segment_at = self.segment_start();
        let crc_at = segment_at + self.segment.len();
        let bytes_at = |range: Range<usize>| self.faults.contains(code).then_some(Place { range, field: b"" });
        match code {
            FaultCode::LengthUnreadable | FaultCode::LengthMissing | FaultCode::LengthWrong => bytes_at(2..segment_at),
            FaultCode::LengthOverStandard | FaultCode::Encrypted => bytes_at(segment_at..crc_at),
            FaultCode::CrcMismatch
            | FaultCode::CrcNotHj212
            | FaultCode::CrcModbus
            | FaultCode::CrcMissing
            | FaultCode::CrcShort => bytes_at(crc_at..self.bytes.len() - self.terminator.bytes()),
            FaultCode::TerminatorMissing | FaultCode::TerminatorLineFeed => {
                bytes_at(self.bytes.len() - self.terminator.bytes()..self.bytes.len())
            }
            _ => {
                let (packet, _) = Packet::parse(self.segment, Mode::Lenient).ok()?;
                Some(packet.locate(code)?.moved(segment_at))
            }
        }
    }

    /// Where the segment starts in the frame, in bytes.
    pub fn segment_start(&self) -> usize {
        // A decrypted segment is no part of the received bytes, but stands in the same place.
        match head::look(self.bytes, true) {
            Look::Head(head) => head.bytes,
            Look::No | Look::Undecided => 0,
        }
    }

    /// The numbers behind a fault of this frame, in Chinese and English; `None` when the fault's own text says all.
    pub fn detail(&self, code: FaultCode) -> Option<(String, String)> {
        let actual = self.segment.len();
        match code {
            FaultCode::LengthWrong | FaultCode::LengthUnreadable => {
                let declared = self.length_declared?;
                Some((
                    format!("声明 {declared} 字节，实际 {actual} 字节"),
                    format!("declared {declared} bytes, found {actual}"),
                ))
            }
            FaultCode::LengthOverStandard => Some((format!("{actual} 字节"), format!("{actual} bytes"))),
            FaultCode::CrcMismatch | FaultCode::CrcNotHj212 | FaultCode::CrcModbus => {
                let (given, computed) = (self.crc_given?, self.crc_computed);
                Some((
                    format!("收到 {given:04X}，计算得 {computed:04X}"),
                    format!("received {given:04X}, computed {computed:04X}"),
                ))
            }
            _ => None,
        }
    }
}
