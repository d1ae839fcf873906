//! The head of a frame, `##` and the length, and what the field writes in its place.

/// Bytes of `##` and the four digits of the length.
pub(crate) const HEAD_BYTES: usize = 6;
/// Bytes that must be at hand to tell any head from other bytes: `##`, at most five odd bytes, and a name such as
/// `QN=`.
const WINDOW_BYTES: usize = 2 + ODD_BYTES_MAX + 3;
/// How many bytes may stand between `##` and the first header name when the length is not four digits.
const ODD_BYTES_MAX: usize = 5;
/// The header names a segment may start with; they mark the start of a segment whose length cannot be read.
const FIRST_NAMES: [&[u8; 3]; 5] = [b"QN=", b"ST=", b"CN=", b"PW=", b"MN="];

/// What stands at a place where a frame might start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// No frame starts here.
    No,
    /// More bytes are needed to tell.
    Undecided,
    /// A frame starts here.
    Head(Head),
}

/// The head of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The announced length of the segment in bytes, if it can be read.
    pub declared: Option<usize>,
    /// Bytes from `##` to the first byte of the segment.
    pub bytes: usize,
}

impl Head {
    /// Whether the length was written as four digits.
    #[inline]
    pub(crate) fn has_four_digits(&self) -> bool {
        self.declared.is_some() && self.bytes == HEAD_BYTES
    }
}

/// Looks at the start of `bytes`. `complete`: no more bytes will follow.
#[inline]
pub(crate) fn look(bytes: &[u8], complete: bool) -> Look {
    match bytes {
        [b'#', b'#', ..] => {}
        [b'#'] | [] if !complete => return Look::Undecided,
        _ => return Look::No,
    }
    if let Some(digits) = bytes.get(2..HEAD_BYTES)
        && let Some(declared) = number(digits)
    {
        return Look::Head(Head {
            declared: Some(declared),
            bytes: HEAD_BYTES,
        });
    }
    odd_head(bytes, complete)
}

/// Looks behind `##` where no four digits follow.
#[cold]
fn odd_head(bytes: &[u8], complete: bool) -> Look {
    let window = bytes.get(2..bytes.len().min(WINDOW_BYTES)).unwrap_or_default();
    if let Some(odd) = odd_bytes(window) {
        let declared = number(&window[..odd]);
        return Look::Head(Head {
            declared,
            bytes: 2 + odd,
        });
    }
    // A byte that can be part of no head settles the matter at once; otherwise the whole window has to be seen.
    let settled = window
        .iter()
        .take(ODD_BYTES_MAX)
        .any(|byte| matches!(byte, b'#' | b'\r' | b'\n' | b'='));
    if settled || complete || bytes.len() >= WINDOW_BYTES {
        Look::No
    } else {
        Look::Undecided
    }
}

/// How many bytes stand before the first header name, when they can stand in place of a length.
fn odd_bytes(window: &[u8]) -> Option<usize> {
    (0..=ODD_BYTES_MAX)
        .take_while(|&odd| {
            odd == 0
                || window
                    .get(odd - 1)
                    .is_some_and(|byte| !matches!(byte, b'#' | b'\r' | b'\n' | b'='))
        })
        .find(|&odd| {
            window
                .get(odd..odd + 3)
                .is_some_and(|name| FIRST_NAMES.iter().any(|first| *first == name))
        })
}

/// The number that one to four digits write.
fn number(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 4 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(
        digits
            .iter()
            .fold(0, |number, digit| number * 10 + usize::from(digit - b'0')),
    )
}

/// The number that four digits write.
#[inline]
pub(crate) fn four_digits(digits: [u8; 4]) -> Option<usize> {
    let values = digits.map(|digit| digit.wrapping_sub(b'0'));
    let [thousands, hundreds, tens, ones] = values.map(usize::from);
    (values.iter().all(|value| *value < 10)).then_some(thousands * 1000 + hundreds * 100 + tens * 10 + ones)
}

/// The check value that four hexadecimal digits of either case write.
#[inline]
pub(crate) fn four_hex_digits(digits: [u8; 4]) -> Option<u16> {
    let values = digits.map(|digit| DIGIT_VALUES[usize::from(digit)]);
    let all = values.iter().fold(0, |all, value| all | value);
    let [first, second, third, fourth] = values.map(u16::from);
    (all < NO_DIGIT).then_some(first << 12 | second << 8 | third << 4 | fourth)
}

/// How many of the first four bytes are hexadecimal digits of either case, and the check value that they write.
#[inline]
pub(crate) fn check_value(bytes: &[u8]) -> (usize, Option<u16>) {
    let mut value = 0_u16;
    for (count, byte) in bytes.iter().take(4).enumerate() {
        match DIGIT_VALUES[usize::from(*byte)] {
            NO_DIGIT => return (count, (count > 0).then_some(value)),
            digit => value = value << 4 | u16::from(digit),
        }
    }
    (bytes.len().min(4), (!bytes.is_empty()).then_some(value))
}

const NO_DIGIT: u8 = 16;

/// The value of each hexadecimal digit.
const DIGIT_VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789ABCDEF"[value as usize] as usize] = value;
        values[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    values
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_the_standard_and_of_the_field() {
        let head = |declared, four_digits, bytes| {
            let head = Head { declared, bytes };
            assert_eq!(head.has_four_digits(), four_digits);
            Look::Head(head)
        };
        let cases: &[(&str, Look)] = &[
            ("##0101QN=", head(Some(101), true, 6)),
            ("##0000FFFF", head(Some(0), true, 6)),
            ("##81QN=;ST=23", head(Some(81), false, 4)),
            ("##453QN=2016", head(Some(453), false, 5)),
            ("##QN=2025", head(None, false, 2)),
            ("##00xxQN=20", head(None, false, 6)),
            ("##00101QN=20", head(Some(10), true, 6)),
            ("##-0101ST=20", head(None, false, 7)),
            ("####0101QN=", Look::No),
            ("## hello world", Look::No),
            ("##\r\n##0101QN", Look::No),
            ("#", Look::Undecided),
            ("##010", Look::Undecided),
            ("##Q", Look::Undecided),
            ("#x", Look::No),
        ];
        for (bytes, expected) in cases {
            assert_eq!(look(bytes.as_bytes(), false), *expected, "{bytes}");
        }
        assert_eq!(look(b"##010", true), Look::No);
    }
}
