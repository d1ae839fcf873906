//! The Flag byte: what the sender wants, and a hint at the edition it follows.

/// The value of the header field Flag (HJ 212-2017, table 3): version number in bits 7..2, split in bit 1,
/// acknowledgement in bit 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flag(pub u8);

/// The editions of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// HJ/T 212-2005
    Of2005,
    /// HJ 212-2017
    Of2017,
    /// HJ 212-2025
    Of2025,
}

impl Flag {
    /// A frame of the 2017 edition that wants an acknowledgement.
    pub const OF_2017_WANTS_ACK: Self = Self(5);
    /// A frame of the 2017 edition that wants none.
    pub const OF_2017: Self = Self(4);

    /// Reads a whole number from 0 to 255.
    pub fn parse(digits: &[u8]) -> Option<Self> {
        if digits.is_empty() || digits.len() > 3 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        // Three digits are at most 999.
        let number = digits
            .iter()
            .fold(0_u16, |number, digit| number * 10 + u16::from(digit - b'0'));
        u8::try_from(number).ok().map(Self)
    }

    /// Whether the sender wants an acknowledgement.
    pub fn wants_acknowledgement(self) -> bool {
        self.0 & 1 == 1
    }

    /// Whether the frame is said to be a part of a split packet.
    pub fn is_split(self) -> bool {
        self.0 & 2 == 2
    }

    /// The same flag, marked as a part of a split packet.
    #[must_use]
    pub fn split(self) -> Self {
        Self(self.0 | 2)
    }

    /// The edition that the version number names. Only a hint: devices for surface water used version 2 before 2025.
    pub fn edition_hint(self) -> Option<Edition> {
        match self.0 >> 2 {
            0 => Some(Edition::Of2005),
            1 => Some(Edition::Of2017),
            2 => Some(Edition::Of2025),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_standard() {
        let rows = [
            (Edition::Of2005, [0, 1, 2, 3]),
            (Edition::Of2017, [4, 5, 6, 7]),
            (Edition::Of2025, [8, 9, 10, 11]),
        ];
        for (edition, flags) in rows {
            for (flag, (ack, split)) in
                flags
                    .into_iter()
                    .zip([(false, false), (true, false), (false, true), (true, true)])
            {
                let flag = Flag(flag);
                assert_eq!(
                    (flag.edition_hint(), flag.wants_acknowledgement(), flag.is_split()),
                    (Some(edition), ack, split)
                );
            }
        }
        for unreadable in ["", "256", "5CP", "-1", "0005"] {
            assert_eq!(Flag::parse(unreadable.as_bytes()), None, "{unreadable}");
        }
    }
}
