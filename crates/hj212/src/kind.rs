//! What the value of a parameter is, and how it is read. Text stays text: no value becomes a binary fraction.

use serde::{Deserialize, Serialize};

use crate::fault::FaultCode;
use crate::stamp::Stamp;

/// The types of values (HJ 212-2017, tables 4 and 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `YYYYMMDDhhmmss`, with milliseconds where the range says 17 digits.
    Time,
    /// `hhmmss` or `hhmm`.
    Clock,
    /// A whole number.
    Whole,
    /// A decimal number, kept as text.
    Number,
    /// A code of another list: a factor, a kind of field information.
    Code,
    /// Anything.
    Text,
}

/// A value as its [`Kind`] reads it. Borrowed from the packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A local time of the device.
    Time(Stamp),
    /// A time of the day.
    Clock {
        /// 0 to 23.
        hour: u8,
        /// 0 to 59.
        minute: u8,
        /// 0 to 59; 0 where the form has none.
        second: u8,
    },
    /// A whole number.
    Whole(u32),
    /// A decimal number, exactly as written.
    Number(&'a str),
    /// A code.
    Code(&'a [u8]),
    /// Text, in whatever encoding it came.
    Text(&'a [u8]),
}

/// Which whole numbers a value may be, how many bytes a text, how many digits a time may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum Range {
    /// No limit is known.
    #[default]
    Any,
    /// From the least to the most, both included; no most where it is `None`.
    Between(u32, Option<u32>),
    /// One of these.
    OneOf(Vec<u32>),
}

impl Range {
    /// Whether `number` lies in it.
    pub fn allows(&self, number: u32) -> bool {
        match self {
            Self::Any => true,
            Self::Between(least, most) => *least <= number && most.is_none_or(|most| number <= most),
            Self::OneOf(allowed) => allowed.contains(&number),
        }
    }

    fn allows_length(&self, length: usize) -> bool {
        u32::try_from(length).is_ok_and(|length| self.allows(length))
    }
}

impl TryFrom<String> for Range {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() {
            return Ok(Self::Any);
        }
        match text.split_once("..") {
            Some((least, "")) => Ok(Self::Between(least.parse()?, None)),
            Some((least, most)) => Ok(Self::Between(least.parse()?, Some(most.parse()?))),
            None => text
                .split('|')
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map(Self::OneOf),
        }
    }
}

impl From<Range> for String {
    fn from(range: Range) -> Self {
        match range {
            Range::Any => Self::new(),
            Range::Between(least, None) => format!("{least}.."),
            Range::Between(least, Some(most)) => format!("{least}..{most}"),
            Range::OneOf(allowed) => allowed.iter().map(u32::to_string).collect::<Vec<_>>().join("|"),
        }
    }
}

impl Kind {
    /// Reads a value. The fault says what is wrong with it; a value that reads in spite of its fault is given too.
    pub fn read<'a>(self, range: &Range, bytes: &'a [u8]) -> (Option<Value<'a>>, Option<FaultCode>) {
        if bytes.is_empty() {
            return (None, Some(FaultCode::ValueMissing));
        }
        let value = match self {
            Self::Time => Stamp::parse(bytes).map(Value::Time),
            Self::Clock => read_clock(bytes),
            Self::Whole => read_whole(bytes).map(Value::Whole),
            Self::Number => read_number(bytes).map(Value::Number),
            Self::Code => Some(Value::Code(bytes)),
            Self::Text => Some(Value::Text(bytes)),
        };
        let fault = match value {
            None => Some(FaultCode::ValueUnreadable),
            Some(Value::Time(_) | Value::Clock { .. }) if !range.allows_length(bytes.len()) => {
                Some(FaultCode::ValueForm)
            }
            Some(Value::Whole(number)) if !range.allows(number) => Some(FaultCode::ValueOutOfRange),
            Some(Value::Number(number)) if number.contains(['e', 'E']) => Some(FaultCode::ValueForm),
            Some(Value::Code(code)) if !is_code(code) => Some(FaultCode::ValueForm),
            Some(Value::Text(text)) if !range.allows_length(text.len()) => Some(FaultCode::ValueOutOfRange),
            Some(_) => None,
        };
        (value, fault)
    }
}

fn read_clock(bytes: &[u8]) -> Option<Value<'_>> {
    if !matches!(bytes.len(), 4 | 6) || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let pair = |at: usize| {
        bytes
            .get(at..at + 2)
            .map_or(0, |pair| (pair[0] - b'0') * 10 + (pair[1] - b'0'))
    };
    let (hour, minute, second) = (pair(0), pair(2), pair(4));
    (hour < 24 && minute < 60 && second < 60).then_some(Value::Clock { hour, minute, second })
}

/// The most digits of a whole number; the standard has none with more than four.
const WHOLE_DIGITS_MAX: usize = 9;

fn read_whole(bytes: &[u8]) -> Option<u32> {
    if bytes.len() > WHOLE_DIGITS_MAX || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

/// Sign, digits, point, and the exponent that some devices write.
fn read_number(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['-', '+']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let reads = digits(whole) && digits(fraction) && whole.len() + fraction.len() > 0;
    (reads && digits(exponent) && !exponent.is_empty()).then_some(text)
}

/// Codes of factors have up to six characters; those of the field up to two dozen.
fn is_code(bytes: &[u8]) -> bool {
    bytes.len() <= 24
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_each_kind_and_their_faults() {
        let cases: &[(Kind, &str, &str, Option<&str>)] = &[
            (Kind::Time, "14", "20160801085857", None),
            (Kind::Time, "14", "20160801085857223", Some("value-form")),
            (Kind::Time, "14|17", "20160801085857223", None),
            (Kind::Time, "14", "20160831250000", Some("value-unreadable")),
            (Kind::Clock, "6", "235959", None),
            (Kind::Clock, "4", "235959", Some("value-form")),
            (Kind::Clock, "6", "246000", Some("value-unreadable")),
            (Kind::Whole, "30..3600", "30", None),
            (Kind::Whole, "30..3600", "29", Some("value-out-of-range")),
            (
                Kind::Whole,
                "1|2|3|4|5|6|10|12|15|20|30",
                "7",
                Some("value-out-of-range"),
            ),
            (Kind::Whole, "", "1.0", Some("value-unreadable")),
            (Kind::Whole, "", "1234567890", Some("value-unreadable")),
            (Kind::Number, "", "-0.052", None),
            (Kind::Number, "", "0031", None),
            (Kind::Number, "", "5.530E012", Some("value-form")),
            (Kind::Number, "", ".", Some("value-unreadable")),
            (Kind::Number, "", "-", Some("value-unreadable")),
            (Kind::Number, "", "1e", Some("value-unreadable")),
            (Kind::Number, "", "12,5", Some("value-unreadable")),
            (Kind::Code, "", "w01018", None),
            (Kind::Code, "", "氨氮", Some("value-form")),
            (Kind::Text, "6..6", "123456", None),
            (Kind::Text, "6..6", "1234567", Some("value-out-of-range")),
            (Kind::Text, "", "", Some("value-missing")),
        ];
        for (kind, range, text, expected) in cases {
            let range = Range::try_from((*range).to_owned()).unwrap();
            let (value, fault) = kind.read(&range, text.as_bytes());
            assert_eq!(fault.map(FaultCode::code), *expected, "{kind:?} {text}");
            let reads = !matches!(expected, Some("value-unreadable" | "value-missing"));
            assert_eq!(value.is_some(), reads, "{kind:?} {text}");
        }
    }

    #[test]
    fn ranges_are_written_as_read() {
        for text in ["", "1..", "30..3600", "17", "1|2|30"] {
            assert_eq!(String::from(Range::try_from(text.to_owned()).unwrap()), text);
        }
        for bad in ["x", "1..x", "1|", "-1"] {
            assert!(Range::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
