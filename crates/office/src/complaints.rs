//! The tracking number of a complaint: what a reporter without an account keeps in order to come back to it.
//!
//! A number has a hundred bits that come from the random numbers of the system. The journal never holds it: the id of the matter is made of
//! its SHA-256, so that the number leads to the matter and nothing leads from the matter to the number.

use std::fmt::{self, Write as _};

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use journal::JournalError;
use sha2::{Digest, Sha256};

/// The digits of a number; those that are easily taken for others (I, L, O, U) are not among them.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many digits a number has, of five bits each.
const LENGTH: usize = 20;
/// How many stand together when somebody is to read or type it.
const GROUP: usize = 4;
/// Bytes of the hash that make the id of the matter.
const ID_BYTES: usize = 10;

/// A tracking number. Whoever has it is taken for the reporter.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackingNumber([u8; LENGTH]);

impl TrackingNumber {
    /// The number that somebody typed, in groups or not, in capitals or not; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = [0; LENGTH];
        let mut count = 0;
        for byte in text.bytes().filter(|byte| !matches!(byte, b' ' | b'-')) {
            let digit = match byte.to_ascii_uppercase() {
                b'I' | b'L' => b'1',
                b'O' => b'0',
                other => other,
            };
            if !DIGITS.contains(&digit) {
                return None;
            }
            *digits.get_mut(count)? = digit;
            count += 1;
        }
        (count == LENGTH).then_some(Self(digits))
    }

    /// The first hundred bits of a hash as a number.
    fn of_hash(hash: &[u8]) -> Self {
        let mut digits = [0; LENGTH];
        for (at, digit) in digits.iter_mut().enumerate() {
            let bits = (at * 5..at * 5 + 5).fold(0, |value, bit| {
                let byte = hash.get(bit / 8).copied().unwrap_or_default();
                (value << 1) | usize::from(byte >> (7 - bit % 8) & 1)
            });
            // Five bits are less than the number of digits.
            *digit = DIGITS.get(bits).copied().unwrap_or(b'0');
        }
        Self(digits)
    }

    /// The number in groups, as it is shown.
    pub fn grouped(&self) -> String {
        let groups = self.0.chunks(GROUP).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join("-")
    }

    /// The id of the matter to which it leads.
    pub fn matter(&self, procedure: &str) -> String {
        let hash = Sha256::new()
            .chain_update(b"bishui tracking number\n")
            .chain_update(self.0)
            .finalize();
        let mut id = format!("{procedure}-");
        for byte in hash.iter().take(ID_BYTES) {
            // Writing to a String cannot fail.
            let _ = write!(id, "{byte:02x}");
        }
        id
    }
}

impl fmt::Debug for TrackingNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whoever reads a log is not the reporter.
        out.write_str("TrackingNumber(withheld)")
    }
}

/// Gives out tracking numbers. Its key is drawn when the program starts and is nowhere kept.
#[derive(Clone)]
pub struct NumberSource {
    key: [u8; 32],
}

impl NumberSource {
    /// A source with a key from the random numbers of the system.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn new() -> Result<Self, JournalError> {
        Ok(Self { key: random()? })
    }

    /// A number that nobody was given before.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn fresh(&self) -> Result<TrackingNumber, JournalError> {
        Ok(TrackingNumber::of_hash(&random()?))
    }

    /// The number of one sending of a form: the same for the same `parts`, so that whoever presses the button twice gets one number. Without
    /// the key nobody can tell it, and the first part should be a word that this form alone had ([`Self::word`]).
    pub fn of(&self, parts: &[&str]) -> TrackingNumber {
        let mut hash = Sha256::new().chain_update(self.key);
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        TrackingNumber::of_hash(&hash.finalize())
    }

    /// A word that tells one form from all others.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn word(&self) -> Result<String, JournalError> {
        Ok(self.fresh()?.grouped())
    }
}

impl fmt::Debug for NumberSource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("NumberSource(withheld)")
    }
}

fn random() -> Result<[u8; 32], JournalError> {
    let mut bytes = [0; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| JournalError::NoRandomNumbers)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        let number = TrackingNumber::parse("0123-4567-89AB-CDEF-GHJK").unwrap();
        for typed in [
            "0123456789ABCDEFGHJK",
            " ol23-4567-89ab-cdef-ghjk ",
            "OI23 4567 89ab cdef ghjk",
        ] {
            assert_eq!(TrackingNumber::parse(typed), Some(number.clone()), "{typed}");
        }
        for no in [
            "",
            "0123",
            "0123-4567-89AB-CDEF-GHJKM",
            "0123-4567-89AB-CDEF-GHJU",
            "０123-4567-89AB-CDEF-GHJK",
        ] {
            assert_eq!(TrackingNumber::parse(no), None, "{no}");
        }
        assert_eq!(number.grouped(), "0123-4567-89AB-CDEF-GHJK");
    }

    #[test]
    fn the_same_sending_has_one_number_and_any_other_another() {
        let source = NumberSource::new().unwrap();
        let number = source.of(&["word", "black water"]);
        assert_eq!(number, source.of(&["word", "black water"]));
        for other in [
            source.of(&["word", "black  water"]),
            source.of(&["wordb", "lack water"]),
            NumberSource::new().unwrap().of(&["word", "black water"]),
            source.fresh().unwrap(),
        ] {
            assert_ne!(number, other);
            assert_ne!(number.matter("complaint"), other.matter("complaint"));
        }
        assert_eq!(TrackingNumber::parse(&number.grouped()), Some(number));
    }

    #[test]
    fn nothing_of_a_number_is_in_the_id_or_in_a_log() {
        let number = TrackingNumber::parse("0000-0000-0000-0000-0000").unwrap();
        assert_eq!(TrackingNumber::of_hash(&[0; 32]), number);
        assert_eq!(
            TrackingNumber::of_hash(&[255; 32]).grouped(),
            "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"
        );
        let id = number.matter("complaint");
        assert_eq!(id.len(), "complaint-".len() + 2 * ID_BYTES);
        assert_eq!(format!("{number:?}"), "TrackingNumber(withheld)");
    }
}
