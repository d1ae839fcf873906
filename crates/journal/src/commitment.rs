//! Commitments: what stands in the chain for a text that must remain erasable.
//!
//! A commitment is `hash(2 ‖ salt ‖ length of label ‖ label ‖ text)` with 32 random bytes as salt. Without salt and text it tells nothing, not
//! even to somebody who guesses the text; with both, anybody can see that this text was meant.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};

use crate::act::Wording;
use crate::check::{NAME_BYTES_MAX, check_characters, check_name};
use crate::error::JournalError;
use crate::hash::{Domain, HASH_BYTES, Hash, HashKind};

/// The random bytes of one commitment.
pub type Salt = [u8; HASH_BYTES];

/// How a field stands in an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// As it was said.
    Open(String),
    /// As a commitment; the text is kept apart.
    Apart(Hash),
}

/// A text that is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApartText {
    /// Which text of the act.
    pub label: String,
    /// Its salt.
    pub salt: Salt,
    /// The text.
    pub text: String,
}

impl ApartText {
    /// Its commitment.
    pub fn commitment(&self, hash: HashKind) -> Hash {
        commitment(hash, &self.salt, &self.label, &self.text)
    }
}

/// The commitment to a text.
pub fn commitment(hash: HashKind, salt: &Salt, label: &str, text: &str) -> Hash {
    let length = (label.len() as u64).to_be_bytes();
    hash.hash(Domain::Commitment, &[salt, &length, label.as_bytes(), text.as_bytes()])
}

/// A new salt from the random numbers of the system.
pub(crate) fn new_salt() -> Result<Salt, JournalError> {
    let mut salt = [0; HASH_BYTES];
    SystemRandom::new()
        .fill(&mut salt)
        .map_err(|_| JournalError::NoRandomNumbers)?;
    Ok(salt)
}

/// Makes a commitment of `text` and puts the text on the list of those kept apart.
pub(crate) fn keep_apart(
    hash: HashKind,
    label: &str,
    text: String,
    apart: &mut Vec<ApartText>,
) -> Result<Hash, JournalError> {
    check_name(label, NAME_BYTES_MAX)?;
    check_characters(&text)?;
    let text = ApartText {
        label: label.to_owned(),
        salt: new_salt()?,
        text,
    };
    let commitment = text.commitment(hash);
    apart.push(text);
    Ok(commitment)
}

/// How a wording stands in the act.
pub(crate) fn keep(
    hash: HashKind,
    label: &str,
    wording: Wording,
    apart: &mut Vec<ApartText>,
) -> Result<Kept, JournalError> {
    Ok(match wording {
        Wording::Open(text) => Kept::Open(text),
        Wording::Apart(text) => Kept::Apart(keep_apart(hash, label, text, apart)?),
    })
}
