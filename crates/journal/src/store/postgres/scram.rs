//! Proving that one knows a password without saying it: SCRAM-SHA-256 (RFC 5802, RFC 7677), from the side of whoever enters.

use std::num::NonZeroU32;

use aws_lc_rs::{digest, hmac, pbkdf2};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The name of the method.
pub(super) const METHOD: &str = "SCRAM-SHA-256";
/// Most rounds that a server may ask for; the usual number is 4,096. A server that asks for more would keep us busy for hours.
const ROUNDS_MAX: u32 = 1_000_000;
/// Says that no channel is bound.
const NO_CHANNEL: &str = "n,,";

/// A conversation of which the first message was made.
pub(super) struct Scram {
    nonce: String,
}

impl Scram {
    /// Begins with fresh random bytes.
    pub(super) fn new(random: &[u8]) -> Self {
        Self {
            nonce: STANDARD.encode(random),
        }
    }

    fn bare(&self) -> String {
        format!("n=,r={}", self.nonce)
    }

    /// The first message.
    pub(super) fn first(&self) -> String {
        format!("{NO_CHANNEL}{}", self.bare())
    }

    /// The second message, and what the server must say to that.
    pub(super) fn second(&self, server: &str, password: &str) -> Result<(String, String), String> {
        let (nonce, salt, rounds) = challenge(server).ok_or("the server's challenge does not read")?;
        if !nonce.starts_with(&self.nonce) || nonce.len() == self.nonce.len() {
            return Err("the server's challenge is not for us".to_owned());
        }
        if rounds.get() > ROUNDS_MAX {
            return Err(format!(
                "the server asks for {rounds} rounds, at most {ROUNDS_MAX} are done"
            ));
        }
        let mut salted = [0; digest::SHA256_OUTPUT_LEN];
        pbkdf2::derive(
            pbkdf2::PBKDF2_HMAC_SHA256,
            rounds,
            &salt,
            password.as_bytes(),
            &mut salted,
        );
        let without_proof = format!("c={},r={nonce}", STANDARD.encode(NO_CHANNEL));
        let signed = format!("{},{server},{without_proof}", self.bare());
        let key = keyed(&salted, b"Client Key");
        let stored = digest::digest(&digest::SHA256, key.as_ref());
        let signature = keyed(stored.as_ref(), signed.as_bytes());
        let proof: Vec<u8> = key
            .as_ref()
            .iter()
            .zip(signature.as_ref())
            .map(|(one, other)| one ^ other)
            .collect();
        let server_key = keyed(&salted, b"Server Key");
        let expected = keyed(server_key.as_ref(), signed.as_bytes());
        Ok((
            format!("{without_proof},p={}", STANDARD.encode(proof)),
            format!("v={}", STANDARD.encode(expected)),
        ))
    }
}

fn keyed(key: &[u8], text: &[u8]) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text)
}

/// Nonce, salt and number of rounds.
fn challenge(server: &str) -> Option<(&str, Vec<u8>, NonZeroU32)> {
    let mut parts = server.split(',');
    let nonce = parts.next()?.strip_prefix("r=")?;
    let salt = STANDARD.decode(parts.next()?.strip_prefix("s=")?).ok()?;
    let rounds = parts.next()?.strip_prefix("i=")?.parse().ok()?;
    Some((nonce, salt, rounds))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the values that the standard library of Python computes by the formulas of RFC 5802.
    #[test]
    fn the_messages_are_those_of_the_standard() {
        let scram = Scram {
            nonce: "rOprNGfwEbeRWgbNEkqO".to_owned(),
        };
        assert_eq!(scram.first(), "n,,n=,r=rOprNGfwEbeRWgbNEkqO");
        let server = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
        let (second, expected) = scram.second(server, "pencil").unwrap();
        assert_eq!(
            second,
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=qvT2SWdEH5Q06albL+hjSYuUhCG7VndFyzIb7CK4n9k="
        );
        assert_eq!(expected, "v=3HO6Qt1M4MKJrmlKaoOqLAI0/0TV0HZe7J9H3MBtSOg=");
    }

    #[test]
    fn a_challenge_that_is_not_ours_or_costs_too_much_is_refused() {
        let scram = Scram {
            nonce: "abc".to_owned(),
        };
        for server in [
            "",
            "r=abc,s=AAAA,i=4096",
            "r=xyz1,s=AAAA,i=4096",
            "r=abc1,s=AAAA,i=0",
            "r=abc1,s=AAAA,i=4000000000",
            "r=abc1,s=*,i=4096",
        ] {
            assert!(scram.second(server, "pencil").is_err(), "{server}");
        }
    }
}
