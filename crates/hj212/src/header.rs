//! The header fields of a data segment: everything before CP.

use crate::content::name_and_value;
use crate::fault::FaultCode;
use crate::marks::{BLOCK_BYTES, Block};

/// The header fields that the editions know, in the order in which they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeaderName {
    /// Request number.
    Qn,
    /// System type.
    St,
    /// Command.
    Cn,
    /// Access password.
    Pw,
    /// Device number.
    Mn,
    /// What the sender wants; the edition.
    Flag,
    /// How many packets, when split.
    Pnum,
    /// Which of them, from 1.
    Pno,
    /// Back-filled data (2025).
    Rf,
}

impl HeaderName {
    /// Every name, in the printed order.
    pub const ALL: [Self; 9] = [
        Self::Qn,
        Self::St,
        Self::Cn,
        Self::Pw,
        Self::Mn,
        Self::Flag,
        Self::Pnum,
        Self::Pno,
        Self::Rf,
    ];

    /// The printed spelling.
    pub fn spelling(self) -> &'static str {
        match self {
            Self::Qn => "QN",
            Self::St => "ST",
            Self::Cn => "CN",
            Self::Pw => "PW",
            Self::Mn => "MN",
            Self::Flag => "Flag",
            Self::Pnum => "PNUM",
            Self::Pno => "PNO",
            Self::Rf => "RF",
        }
    }

    /// The name that `spelling` writes, in any letter case.
    pub fn parse(spelling: &[u8]) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|name| name.spelling().as_bytes().eq_ignore_ascii_case(spelling))
    }
}

/// One header field as received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderField<'a> {
    /// The bytes between two separators.
    pub raw: &'a [u8],
    /// What stands before the first `=`, without surrounding spaces.
    pub name: &'a [u8],
    /// What stands after it, without surrounding spaces; `None` without `=`.
    pub value: Option<&'a [u8]>,
}

impl<'a> HeaderField<'a> {
    fn new(raw: &'a [u8]) -> Self {
        let (name, value) = name_and_value(raw);
        Self { raw, name, value }
    }

    /// Which of the known fields it is.
    pub fn known(&self) -> Option<HeaderName> {
        HeaderName::parse(self.name)
    }

    /// How its spelling departs from the standard.
    pub(crate) fn check(&self, report: &mut impl FnMut(FaultCode, &'a [u8])) {
        let bare = self.name.len() + self.value.map_or(0, |value| value.len() + 1);
        if self.raw.trim_ascii().is_empty() {
            return report(FaultCode::HeaderSeparator, self.raw);
        }
        if bare != self.raw.len() {
            report(FaultCode::HeaderSpace, self.raw);
        }
        match self.known() {
            Some(name) if name.spelling().as_bytes() != self.name => report(FaultCode::HeaderNameCase, self.raw),
            Some(_) => {}
            None => report(FaultCode::HeaderUnknown, self.raw),
        }
    }
}

/// The values of the known header fields, by name.
pub(crate) type Known<'a> = [Option<&'a [u8]>; HeaderName::ALL.len()];

/// Reads a header that is written as the standard prints it into `known`; false for any other, which takes longer to read.
#[inline]
pub(crate) fn read_printed<'a>(header: &'a [u8], known: &mut Known<'a>) -> bool {
    let Some(mut ends) = FieldEnds::of(header) else {
        return false;
    };
    let (mut order, mut start) = (0, 0);
    while start < header.len() {
        let end = ends.next().unwrap_or(header.len());
        let Some((name, value)) = header.get(start..end).and_then(printed_field) else {
            return false;
        };
        // The names must come in the printed order, which also forbids repetition.
        if (name as usize) < order {
            return false;
        }
        order = name as usize + 1;
        known[name as usize] = Some(value);
        start = end + 1;
    }
    // A semicolon at the end would part nothing.
    start == header.len() + 1
}

#[inline]
fn printed_field(raw: &[u8]) -> Option<(HeaderName, &[u8])> {
    Some(match raw {
        [b'Q', b'N', b'=', value @ ..] => (HeaderName::Qn, value),
        [b'S', b'T', b'=', value @ ..] => (HeaderName::St, value),
        [b'C', b'N', b'=', value @ ..] => (HeaderName::Cn, value),
        [b'P', b'W', b'=', value @ ..] => (HeaderName::Pw, value),
        [b'M', b'N', b'=', value @ ..] => (HeaderName::Mn, value),
        [b'F', b'l', b'a', b'g', b'=', value @ ..] => (HeaderName::Flag, value),
        [b'P', b'N', b'U', b'M', b'=', value @ ..] => (HeaderName::Pnum, value),
        [b'P', b'N', b'O', b'=', value @ ..] => (HeaderName::Pno, value),
        [b'R', b'F', b'=', value @ ..] => (HeaderName::Rf, value),
        _ => return None,
    })
}

/// Where the fields of a short header end, which holds neither spaces nor commas.
struct FieldEnds([u64; 2]);

impl FieldEnds {
    #[inline]
    fn of(header: &[u8]) -> Option<Self> {
        if header.len() > 2 * BLOCK_BYTES {
            return None;
        }
        let blocks = [0, BLOCK_BYTES].map(|at| Block::at(header, at));
        let odd = blocks
            .iter()
            .any(|block| block.odd().to_bitmask() != 0 || block.places(b',') != 0);
        (!odd).then(|| Self(blocks.map(|block| block.places(b';'))))
    }
}

impl Iterator for FieldEnds {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let [first, second] = &mut self.0;
        let (places, base) = match *first {
            0 => (second, BLOCK_BYTES),
            _ => (first, 0),
        };
        let place = base + places.trailing_zeros() as usize;
        (*places != 0).then(|| {
            *places &= *places - 1;
            place
        })
    }
}

/// The header fields in the order received. Iterator over what stands between separators, empty parts included.
#[derive(Clone, Debug)]
pub struct HeaderFields<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> HeaderFields<'a> {
    /// The fields of `header`, the bytes before CP without the separator in front of CP.
    pub(crate) fn new(header: &'a [u8]) -> Self {
        Self {
            rest: (!header.is_empty()).then_some(header),
        }
    }
}

impl<'a> Iterator for HeaderFields<'a> {
    type Item = HeaderField<'a>;

    fn next(&mut self) -> Option<HeaderField<'a>> {
        let rest = self.rest?;
        let end = (0..rest.len()).find(|&place| is_separator(rest, place));
        self.rest = end.map(|end| &rest[end + 1..]);
        Some(HeaderField::new(&rest[..end.unwrap_or(rest.len())]))
    }
}

/// How far behind a comma a name is looked for, in bytes.
const SEPARATION_BYTES_MAX: usize = 16;

/// Whether fields part at `place`: at a semicolon, and at a comma in front of a known name (printed so in two examples
/// of the standard).
pub(crate) fn is_separator(header: &[u8], place: usize) -> bool {
    match header[place] {
        b';' => true,
        b',' => {
            // The longest known name has four letters; a comma inside a value is followed by something else.
            let next = &header[place + 1..];
            // Spaces in front of it are few, and a line of nothing else must not be searched again for each comma.
            let next = next.get(..SEPARATION_BYTES_MAX).unwrap_or(next).trim_ascii_start();
            let next = &next[..next.len().min(6)];
            let equals = next.iter().position(|byte| *byte == b'=');
            equals.is_some_and(|equals| HeaderName::parse(next[..equals].trim_ascii()).is_some())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_of_the_print_and_of_the_field() {
        let names = |header: &str| {
            HeaderFields::new(header.as_bytes())
                .map(|field| String::from_utf8_lossy(field.raw).into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names("QN=1,ST=32;CN=1062"), ["QN=1", "ST=32", "CN=1062"]);
        assert_eq!(names("PW=1;,MN=8"), ["PW=1", "", "MN=8"]);
        assert_eq!(names("MN=a,b; Flag=5"), ["MN=a,b", " Flag=5"]);
        assert!(names("").is_empty());
    }
}
