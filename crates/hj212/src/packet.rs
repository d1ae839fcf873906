//! What a data segment says: header fields and CP.

use crate::SEGMENT_BYTES_MAX;
use crate::content::Groups;
use crate::fault::{FaultCode, Faults};
use crate::flag::{Edition, Flag};
use crate::header::{HeaderFields, HeaderName, is_separator};
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
    header: &'a [u8],
    content: &'a [u8],
    known: [Option<&'a [u8]>; HeaderName::ALL.len()],
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
        let (parts, mut faults) = Parts::of(segment);
        let mut packet = Self {
            segment,
            header: parts.header,
            content: parts.content,
            known: [None; HeaderName::ALL.len()],
        };
        faults = faults.union(packet.read_header());
        if faults.contains(FaultCode::CpMissing) && packet.known.iter().all(Option::is_none) {
            return Err(ParseError::Unreadable);
        }
        faults = faults.union(packet.value_faults()).union(packet.content_faults());
        match mode {
            Mode::Strict if !faults.is_empty() => Err(ParseError::Departs { faults }),
            Mode::Strict | Mode::Lenient => Ok((packet, faults)),
        }
    }

    fn read_header(&mut self) -> Faults {
        let mut faults = Faults::NONE;
        let mut last = None;
        for field in HeaderFields::new(self.header) {
            faults = faults.union(field.faults());
            let (Some(name), Some(value)) = (field.known(), field.value) else {
                continue;
            };
            let known = &mut self.known[name as usize];
            match known {
                Some(_) => faults.insert(FaultCode::HeaderRepeated),
                None => *known = Some(value),
            }
            if last.is_some_and(|last| last > name) {
                faults.insert(FaultCode::HeaderOrder);
            }
            last = Some(name);
        }
        // A comma that parts fields is counted here because the fields themselves no longer show it.
        let commas = (0..self.header.len()).any(|place| self.header[place] == b',' && is_separator(self.header, place));
        if commas {
            faults.with(FaultCode::HeaderSeparator)
        } else {
            faults
        }
    }

    fn value_faults(&self) -> Faults {
        let empty_is_missing = |value: Option<&'a [u8]>| value.filter(|value| !value.is_empty());
        let edition = self.edition_hint();
        let is_later = edition.is_some_and(|edition| edition > Edition::Of2005);
        let mut faults = Faults::NONE;
        match empty_is_missing(self.qn()) {
            // Uploads and acknowledgements of 2005 carry no request number in the header.
            None if is_later || self.qn().is_some() => faults.insert(FaultCode::QnMissing),
            Some(qn) if qn.len() != 17 || Stamp::parse(qn).is_none() => faults.insert(FaultCode::QnUnreadable),
            None | Some(_) => {}
        }
        match empty_is_missing(self.st()) {
            None => faults.insert(FaultCode::StMissing),
            Some(st) if st.len() != 2 => faults.insert(FaultCode::StUnreadable),
            Some(_) => {}
        }
        match empty_is_missing(self.cn()) {
            None => faults.insert(FaultCode::CnMissing),
            Some(cn) if cn.len() != 4 || !cn.iter().all(u8::is_ascii_digit) => faults.insert(FaultCode::CnUnreadable),
            Some(_) => {}
        }
        match empty_is_missing(self.pw()) {
            None => faults.insert(FaultCode::PwMissing),
            Some(pw) if pw.len() != 6 => faults.insert(FaultCode::PwLength),
            Some(_) => {}
        }
        match (empty_is_missing(self.mn()).map(<[u8]>::len), edition) {
            (None, _) => faults.insert(FaultCode::MnMissing),
            (Some(14), None | Some(Edition::Of2005)) | (Some(24), _) => {}
            (Some(_), _) => faults.insert(FaultCode::MnLength),
        }
        faults.union(self.flag_faults())
    }

    fn flag_faults(&self) -> Faults {
        let mut faults = Faults::NONE;
        match (self.value(HeaderName::Flag), self.flag()) {
            // The 2005 edition leaves Flag out where it would be 0; its device numbers are shorter.
            (None, _) if self.mn().is_some_and(|mn| mn.len() == 24) => faults.insert(FaultCode::FlagMissing),
            (Some(_), None) => faults.insert(FaultCode::FlagUnreadable),
            (None, _) | (_, Some(_)) => {}
        }
        let numbers = [HeaderName::Pnum, HeaderName::Pno].map(|name| self.value(name));
        match numbers {
            [None, None] if self.flag().is_some_and(Flag::is_split) => faults.insert(FaultCode::SplitNumbersMissing),
            [None, None] => {}
            _ if self.part().is_none() => faults.insert(FaultCode::SplitNumbersUnreadable),
            _ => {}
        }
        faults
    }

    fn content_faults(&self) -> Faults {
        let mut faults = Faults::NONE;
        // Log texts may hold line ends and tabs.
        if self
            .content
            .iter()
            .any(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\r' | b'\n'))
        {
            faults.insert(FaultCode::CpNotText);
        }
        for group in self.groups() {
            if group.is_blank() {
                // One blank group is `&& &&`, printed so in the standard; more are spare semicolons.
                let code = if group.raw.len() == self.content.len() {
                    FaultCode::ItemSpace
                } else {
                    FaultCode::ItemEmpty
                };
                faults.insert(code);
            }
            for field in group.fields() {
                if field.raw.trim_ascii().is_empty() {
                    faults.insert(FaultCode::ItemEmpty);
                } else if field.value.is_none() || field.name.is_empty() {
                    faults.insert(FaultCode::ItemWithoutName);
                } else if field.name.len() + field.value.map_or(0, <[u8]>::len) + 1 != field.raw.len() {
                    faults.insert(FaultCode::ItemSpace);
                }
            }
        }
        faults
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
        self.content
    }

    /// The groups of CP in order.
    pub fn groups(&self) -> Groups<'a> {
        Groups::new(self.content)
    }

    /// The value of the first field of CP with exactly this name.
    pub fn content_value(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.groups()
            .flat_map(|group| group.fields())
            .find(|field| field.name == name)?
            .value
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
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits)
        .ok()?
        .parse()
        .ok()
        .filter(|number| *number >= 1)
}

/// A segment taken apart at `CP=&&` and the closing `&&`.
struct Parts<'a> {
    header: &'a [u8],
    content: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(segment: &'a [u8]) -> (Self, Faults) {
        let mut faults = Faults::NONE;
        let Some((start, opening_bytes)) = opening(segment) else {
            let header = segment.strip_suffix(b";").unwrap_or(segment);
            return (Self { header, content: b"" }, faults.with(FaultCode::CpMissing));
        };
        if &segment[start..start + opening_bytes] != b"CP=&&" {
            faults.insert(FaultCode::CpSpelling);
        }
        let before = &segment[..start];
        let header = match before.trim_ascii_end().strip_suffix(b";") {
            Some(header) => {
                if !before.ends_with(b";") {
                    faults.insert(FaultCode::HeaderSpace);
                }
                header
            }
            None => {
                faults.insert(FaultCode::HeaderSeparator);
                before.strip_suffix(b",").unwrap_or(before)
            }
        };
        let after = &segment[start + opening_bytes..];
        let content = match after.strip_suffix(b"&&") {
            Some(content) => content,
            None => match after.windows(2).rposition(|window| window == b"&&") {
                Some(end) => {
                    faults.insert(FaultCode::CpTail);
                    &after[..end]
                }
                None => {
                    faults.insert(FaultCode::CpUnclosed);
                    after
                }
            },
        };
        (Self { header, content }, faults)
    }
}

/// Where CP opens, and how many bytes the opening has: `CP=&&`, or the same in other case or with spaces.
fn opening(segment: &[u8]) -> Option<(usize, usize)> {
    const PRINTED: &[u8] = b"CP=&&";
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
