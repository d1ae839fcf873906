//! Passwords: which are taken, and what is kept of one.
//!
//! What is kept is the key that PBKDF2 with HMAC-SHA-256 derives from it, with the salt and the number of rounds. Deriving takes some tenths of
//! a second on purpose, so that a stolen file gives few guesses a second.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2::{self, PBKDF2_HMAC_SHA256};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use standards::Text;

use super::error::AccountError;

/// Rounds of a password that is set now. Keys with fewer are still read, and made anew when their owner signs in.
pub const ROUNDS: u32 = 600_000;
/// The fewest characters of a password.
pub const PASSWORD_MIN: usize = 12;
/// The most bytes of a password; a longer one is refused, not cut.
pub const PASSWORD_MAX: usize = 256;
/// The most rounds that are read from the file, so that a broken file does not keep the processor for hours.
const ROUNDS_MAX: u32 = 10_000_000;
const BYTES: usize = 32;

/// What is kept of a password.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct KeptPassword {
    pub(super) rounds: u32,
    pub(super) salt: Vec<u8>,
    pub(super) key: Vec<u8>,
}

impl KeptPassword {
    /// Derives what is kept of `password`.
    pub(super) fn of(password: &str) -> Result<Self, AccountError> {
        let salt = random()?;
        let mut key = [0; BYTES];
        pbkdf2::derive(PBKDF2_HMAC_SHA256, rounds(ROUNDS), &salt, password.as_bytes(), &mut key);
        Ok(Self {
            rounds: ROUNDS,
            salt: salt.to_vec(),
            key: key.to_vec(),
        })
    }

    /// A key that no password opens, with the price of a true one: who tries a name that nobody has waits as long as for a wrong password.
    pub(super) fn of_nobody() -> Self {
        Self {
            rounds: ROUNDS,
            salt: vec![0; BYTES],
            key: vec![0; BYTES],
        }
    }

    /// A random key, which no password is known for.
    pub(super) fn of_chance() -> Result<Self, AccountError> {
        Ok(Self {
            rounds: ROUNDS,
            salt: random()?.to_vec(),
            key: random()?.to_vec(),
        })
    }

    /// Whether it was derived from `password`; compares in constant time.
    pub(super) fn is_of(&self, password: &str) -> bool {
        password.len() <= PASSWORD_MAX
            && self.rounds <= ROUNDS_MAX
            && pbkdf2::verify(
                PBKDF2_HMAC_SHA256,
                rounds(self.rounds),
                &self.salt,
                password.as_bytes(),
                &self.key,
            )
            .is_ok()
    }

    /// Whether a new one would be dearer to guess.
    pub(super) fn is_outdated(&self) -> bool {
        self.rounds < ROUNDS
    }
}

fn rounds(rounds: u32) -> NonZeroU32 {
    NonZeroU32::new(rounds).unwrap_or(NonZeroU32::MIN)
}

/// 32 random bytes of the system.
pub(super) fn random() -> Result<[u8; BYTES], AccountError> {
    let mut bytes = [0; BYTES];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| AccountError::NoRandomNumbers)?;
    Ok(bytes)
}

/// Says why a password is not taken. There is no rule for signs and digits: length is what makes guessing dear.
pub(super) fn check(name: &str, password: &str) -> Result<(), AccountError> {
    let says = if password.len() > PASSWORD_MAX {
        Text::new(
            format!("超过 {PASSWORD_MAX} 字节"),
            format!("it has more than {PASSWORD_MAX} bytes"),
        )
    } else if password.chars().count() < PASSWORD_MIN {
        Text::new(
            format!("少于 {PASSWORD_MIN} 个字符"),
            format!("it has fewer than {PASSWORD_MIN} characters"),
        )
    } else if password.chars().any(char::is_control) {
        Text::new("含有控制字符", "it holds control characters")
    } else if !name.is_empty() && password.to_lowercase().replace(name, "").chars().count() < PASSWORD_MIN / 2 {
        Text::new("几乎就是账号名", "it is little more than the name of the account")
    } else if has_few_signs(password) {
        Text::new("总是同样几个字符", "it repeats the same few characters")
    } else {
        return Ok(());
    };
    Err(AccountError::WeakPassword(says))
}

/// Fewer than four different characters.
fn has_few_signs(password: &str) -> bool {
    let mut signs: Vec<char> = password.chars().collect();
    signs.sort_unstable();
    signs.dedup();
    signs.len() < 4
}
