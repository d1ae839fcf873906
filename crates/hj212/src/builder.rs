//! Writes frames: header fields in the printed order, CP items in the order given, length and CRC computed.

use std::borrow::Cow;

use crate::crc::crc16;
use crate::fault::FaultCode;
use crate::flag::{Edition, Flag};
use crate::header::{HeaderName, is_separator};
use crate::log_text::part_end;
use crate::packet::Packet;
use crate::stamp::Stamp;
use crate::{SEGMENT_BYTES_MAX, SEGMENT_BYTES_SENT_MAX};

/// The longest name of a field that is written, in bytes.
pub const NAME_BYTES_MAX: usize = 64;

/// Why a frame cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// The segment is longer than allowed.
    #[error("the segment has {bytes} bytes, {max} are allowed; split it between items, or leave items out")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// What is allowed.
        max: usize,
    },
    /// A name or value would be read back as something else.
    #[error(
        "`{what}` holds a byte that parts fields or ends CP, or its name is empty or too long; it cannot be written into a frame"
    )]
    Unwritable {
        /// The field.
        what: String,
    },
    /// One group alone does not fit into a frame.
    #[error("one group of CP does not fit into a frame of {max} bytes even alone; send fewer fields per item")]
    GroupTooLong {
        /// What is allowed.
        max: usize,
    },
    /// The edition does not know the command, or not in this direction.
    #[error("command {command} does not exist in HJ 212-{}; choose another command or edition", crate::edition_word(*edition))]
    UnknownCommand {
        /// Its number.
        command: u16,
        /// The edition of the message.
        edition: Edition,
    },
    /// The command has no such parameter in this edition.
    #[error("command {command} has no parameter `{name}` in this edition; see the list of parameters")]
    UnknownParameter {
        /// The command.
        command: u16,
        /// The parameter.
        name: String,
    },
    /// A parameter that the command must carry was not given.
    #[error("command {command} needs the parameter `{name}`; give it")]
    MissingParameter {
        /// The command.
        command: u16,
        /// The parameter.
        name: String,
    },
    /// A parameter that may stand once was given again.
    #[error("the parameter `{name}` may stand once in command {command}; give it once")]
    Repeated {
        /// The command.
        command: u16,
        /// The parameter.
        name: String,
    },
    /// A value is not of the type or range of its parameter.
    #[error("`{value}` cannot stand for `{name}`: {} ({})", fault.text().1, fault.code())]
    WrongValue {
        /// The parameter.
        name: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        fault: FaultCode,
    },
    /// More parts than PNUM can count.
    #[error("the packet would need more than 9999 parts; send fewer items at once")]
    TooManyParts,
}

/// A frame to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Builder {
    header: Vec<Entry>,
    groups: Vec<Vec<u8>>,
}

/// A header field to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    known: Option<HeaderName>,
    name: Cow<'static, [u8]>,
    value: Vec<u8>,
}

impl Builder {
    /// An empty frame.
    pub fn new() -> Self {
        Self::default()
    }

    /// The header fields and groups of a received packet, in its order and spelling.
    pub fn like(packet: &Packet<'_>) -> Self {
        let header = packet
            .header_fields()
            .filter(|field| !field.raw.is_empty())
            .map(|field| Entry {
                known: HeaderName::parse(field.name),
                name: field.name.to_vec().into(),
                value: field.value.unwrap_or_default().to_vec(),
            })
            .collect();
        Self {
            header,
            groups: packet.groups().map(|group| group.raw.to_vec()).collect(),
        }
    }

    /// Sets a header field; a new one takes its printed place.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref().to_vec();
        if let Some(field) = self.header.iter_mut().find(|field| field.known == Some(name)) {
            field.value = value;
        } else {
            let place = self
                .header
                .iter()
                .position(|field| field.known > Some(name))
                .unwrap_or(self.header.len());
            let entry = Entry {
                known: Some(name),
                name: Cow::Borrowed(name.spelling().as_bytes()),
                value,
            };
            self.header.insert(place, entry);
        }
        self
    }

    /// Sets the flag.
    #[must_use]
    pub fn flag(self, flag: Flag) -> Self {
        self.header(HeaderName::Flag, flag.0.to_string())
    }

    /// Appends a group of `name=value` fields to CP: one monitored item with its suffixes, or one setting.
    #[must_use]
    pub fn group<N: AsRef<[u8]>, V: AsRef<[u8]>>(mut self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut group = Vec::new();
        for (name, value) in fields {
            if !group.is_empty() {
                group.push(b',');
            }
            group.extend_from_slice(name.as_ref());
            group.push(b'=');
            group.extend_from_slice(value.as_ref());
        }
        self.groups.push(group);
        self
    }

    /// The data segment.
    ///
    /// # Errors
    /// When a field cannot be written, or the segment is longer than [`SEGMENT_BYTES_SENT_MAX`].
    pub fn segment(&self) -> Result<Vec<u8>, BuildError> {
        self.check_fields()?;
        let segment = self.segment_of(&self.groups);
        if segment.len() > SEGMENT_BYTES_SENT_MAX {
            return Err(BuildError::TooLong {
                bytes: segment.len(),
                max: SEGMENT_BYTES_SENT_MAX,
            });
        }
        Ok(segment)
    }

    /// The frame with head, CRC and CR LF.
    ///
    /// # Errors
    /// As [`segment`](Self::segment).
    pub fn frame(&self) -> Result<Vec<u8>, BuildError> {
        enclose(&self.segment()?)
    }

    /// The frame, or several when one would be too long; see [`segments`](Self::segments).
    ///
    /// # Errors
    /// As [`segments`](Self::segments).
    pub fn frames(&self) -> Result<Vec<Vec<u8>>, BuildError> {
        self.segments()?.iter().map(|segment| enclose(segment)).collect()
    }

    /// The data segment, or several when one would be too long: cut between groups, each part with the DataTime group,
    /// PNUM and PNO, the split bit of the flag, and a request number one millisecond after the one before
    /// (HJ 212-2017, C.49 and C.50).
    ///
    /// # Errors
    /// When a field cannot be written, or one group alone is too long.
    pub fn segments(&self) -> Result<Vec<Vec<u8>>, BuildError> {
        self.check_fields()?;
        if self.segment_of(&self.groups).len() <= SEGMENT_BYTES_SENT_MAX {
            return Ok(vec![self.segment()?]);
        }
        let (repeated, others): (Vec<_>, Vec<_>) = self
            .groups
            .iter()
            .cloned()
            .partition(|group| group.starts_with(b"DataTime="));
        let parts = self.cut(&repeated, others)?;
        let count = u16::try_from(parts.len())
            .ok()
            .filter(|count| *count <= 9999)
            .ok_or(BuildError::TooManyParts)?;
        (1..=count)
            .zip(parts)
            .map(|(number, groups)| {
                let part = Self {
                    groups,
                    ..self.part_header(number, count)
                };
                part.segment()
            })
            .collect()
    }

    /// The header of part `number` of `count`.
    fn part_header(&self, number: u16, count: u16) -> Self {
        let value = |name| {
            self.header
                .iter()
                .find(|field| field.known == Some(name))
                .map(|field| &field.value)
        };
        let flag = value(HeaderName::Flag)
            .and_then(|flag| Flag::parse(flag))
            .unwrap_or(Flag::OF_2017);
        let qn = value(HeaderName::Qn)
            .and_then(|qn| Stamp::parse(qn)?.plus_milliseconds(u32::from(number) - 1))
            .map(Stamp::to_request_number);
        let header = Self {
            header: self.header.clone(),
            groups: Vec::new(),
        }
        .flag(flag.split())
        .header(HeaderName::Pnum, count.to_string())
        .header(HeaderName::Pno, number.to_string());
        match qn {
            Some(qn) => header.header(HeaderName::Qn, qn),
            None => header,
        }
    }

    /// The groups of each part: as many as fit, in order, after the repeated ones.
    fn cut(&self, repeated: &[Vec<u8>], groups: Vec<Vec<u8>>) -> Result<Vec<Vec<Vec<u8>>>, BuildError> {
        let with_header = self.part_header(9999, 9999);
        let size = |groups: &[Vec<u8>]| with_header.segment_of(groups).len();
        let empty_bytes = size(repeated);
        let mut parts: Vec<Vec<Vec<u8>>> = Vec::new();
        let mut bytes = usize::MAX;
        for group in groups {
            let group_bytes = group.len() + 1;
            if bytes.saturating_add(group_bytes) > SEGMENT_BYTES_SENT_MAX {
                if empty_bytes + group_bytes > SEGMENT_BYTES_SENT_MAX {
                    return Err(BuildError::GroupTooLong {
                        max: SEGMENT_BYTES_SENT_MAX,
                    });
                }
                parts.push(repeated.to_vec());
                bytes = empty_bytes;
            }
            bytes += group_bytes;
            if let Some(part) = parts.last_mut() {
                part.push(group);
            }
        }
        Ok(parts)
    }

    fn segment_of(&self, groups: &[Vec<u8>]) -> Vec<u8> {
        let header = self.header.iter().map(|field| field.name.len() + field.value.len() + 2);
        let content = groups.iter().map(|group| group.len() + 1);
        let mut segment = Vec::with_capacity(header.chain(content).sum::<usize>() + "CP=&&&&".len());
        for Entry { name, value, .. } in &self.header {
            segment.extend_from_slice(name);
            segment.push(b'=');
            segment.extend_from_slice(value);
            segment.push(b';');
        }
        segment.extend_from_slice(b"CP=&&");
        for (number, group) in groups.iter().enumerate() {
            if number > 0 {
                segment.push(b';');
            }
            segment.extend_from_slice(group);
        }
        segment.extend_from_slice(b"&&");
        segment
    }

    /// Refuses what would be read back as something else.
    fn check_fields(&self) -> Result<(), BuildError> {
        let unwritable = |what: &[u8]| BuildError::Unwritable {
            what: String::from_utf8_lossy(what).into_owned(),
        };
        let is_name = |name: &[u8]| !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.contains(&b'=');
        let mut field = Vec::new();
        for Entry { name, value, .. } in &self.header {
            field.clear();
            field.extend_from_slice(name);
            field.push(b'=');
            field.extend_from_slice(value);
            let parts = (0..field.len()).any(|place| is_separator(&field, place));
            if parts || !is_name(name) || !is_plain(&field) {
                return Err(unwritable(&field));
            }
        }
        for group in &self.groups {
            if part_end(group, b';') != group.len() || !is_plain(group) {
                return Err(unwritable(group));
            }
        }
        Ok(())
    }
}

/// Whether `bytes` hold nothing that could end CP, a header or a line.
fn is_plain(bytes: &[u8]) -> bool {
    // A single `&` at an edge would join the marks around CP.
    let edge = bytes.first() == Some(&b'&') || bytes.last() == Some(&b'&');
    !edge && !bytes.windows(2).any(|pair| pair == b"&&") && !bytes.iter().any(|byte| matches!(byte, b'\r' | b'\n'))
}

/// Puts head, CRC and CR LF around a segment.
///
/// # Errors
/// When the segment is longer than [`SEGMENT_BYTES_MAX`], what the four digits of the length can tell.
pub fn enclose(segment: &[u8]) -> Result<Vec<u8>, BuildError> {
    enclose_as(segment, segment)
}

/// Puts head, CRC and CR LF of the plain `segment` around its wire form, which has the same length.
pub(crate) fn enclose_as(segment: &[u8], wire: &[u8]) -> Result<Vec<u8>, BuildError> {
    if segment.len() > SEGMENT_BYTES_MAX {
        return Err(BuildError::TooLong {
            bytes: segment.len(),
            max: SEGMENT_BYTES_MAX,
        });
    }
    // `##` and four digits in front, four digits and CR LF behind.
    let mut frame = Vec::with_capacity(wire.len() + 12);
    frame.extend_from_slice(b"##");
    frame.extend_from_slice(&digits(segment.len(), 10));
    frame.extend_from_slice(wire);
    frame.extend_from_slice(&digits(crc16(segment).into(), 16));
    frame.extend_from_slice(b"\r\n");
    Ok(frame)
}

/// The last four digits of a number.
fn digits(number: usize, base: usize) -> [u8; 4] {
    let mut rest = number;
    let mut digits = [b'0'; 4];
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789ABCDEF"[rest % base];
        rest /= base;
    }
    digits
}
