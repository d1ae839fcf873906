//! SM4 of the 2025 edition: whole groups of 16 bytes between `CP=&&` and the closing `&&` are encrypted one by one
//! (ECB, no padding), a shorter tail stays as it is. Length and CRC speak of the plain text.

use std::ops::Range;

use sm4::Sm4;
use sm4::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

use crate::builder::{BuildError, enclose_as};
use crate::content::offset;
use crate::crc;
use crate::fault::{FaultCode, Faults};
use crate::frame::Frame;

/// The length of a key and of a group, in bytes.
pub const SM4_GROUP_BYTES: usize = 16;

/// The key of a station. It is never shown.
#[derive(Clone)]
pub struct Sm4Key(Sm4);

/// Why a key cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an SM4 key has 16 bytes: write 32 hexadecimal digits, or 16 characters")]
pub struct KeyError;

impl Sm4Key {
    /// A key of 16 bytes.
    pub fn new(key: [u8; SM4_GROUP_BYTES]) -> Self {
        Self(Sm4::new(&key.into()))
    }

    /// Reads a key as people and the command 1014 write it: 32 hexadecimal digits, or 16 characters that are the bytes.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse(text: &[u8]) -> Result<Self, KeyError> {
        if let Ok(key) = <[u8; SM4_GROUP_BYTES]>::try_from(text) {
            return Ok(Self::new(key));
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let pairs: Option<Vec<u8>> = text
            .chunks_exact(2)
            .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
            .collect();
        let even = text.len().is_multiple_of(2);
        let key = pairs
            .filter(|_| even)
            .and_then(|bytes| <[u8; SM4_GROUP_BYTES]>::try_from(bytes).ok());
        key.map(Self::new).ok_or(KeyError)
    }

    /// The wire form of a plain segment. A segment without CP, or with fewer than 16 bytes in it, stays as it is.
    pub fn encrypt_segment(&self, segment: &[u8]) -> Vec<u8> {
        let mut wire = segment.to_vec();
        for group in groups(&mut wire) {
            self.0.encrypt_block(group);
        }
        wire
    }

    /// The plain form of a segment as it came over the wire. Nothing tells whether it was encrypted but what comes out:
    /// see [`decrypt`](Self::decrypt).
    pub fn decrypt_segment(&self, segment: &[u8]) -> Vec<u8> {
        let mut plain = segment.to_vec();
        for group in groups(&mut plain) {
            self.0.decrypt_block(group);
        }
        plain
    }

    /// The wire form of a frame: head and CRC of the plain segment around the encrypted one (HJ 212-2025, annex A.2).
    ///
    /// # Errors
    /// When the segment is longer than a length field can announce.
    pub fn encrypted_frame(&self, segment: &[u8]) -> Result<Vec<u8>, BuildError> {
        enclose_as(segment, &self.encrypt_segment(segment))
    }

    /// Decrypts a received frame, and judges its CRC by the plain text.
    ///
    /// `None` when the plain text cannot be what was sent: it does not fit the CRC, it is no text (one in 256 wrong keys
    /// passes the CRC), or there was nothing to decrypt.
    pub fn decrypt<'a>(&self, frame: &Frame<'a>) -> Option<Decrypted<'a>> {
        let segment = self.decrypt_segment(frame.segment);
        let fits = frame.crc_given == Some(crc::crc16(&segment));
        let is_text = !segment
            .iter()
            .any(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\r' | b'\n'));
        (fits && is_text && segment != frame.segment).then(|| Decrypted::of(*frame, &segment))
    }
}

impl std::fmt::Debug for Sm4Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sm4Key(not shown)")
    }
}

/// A frame that came encrypted, with its plain segment.
#[derive(Clone, Debug)]
pub struct Decrypted<'a> {
    /// The frame as it came: the evidence.
    pub wire: Frame<'a>,
    /// The same bytes with the plain segment in its place.
    bytes: Vec<u8>,
    segment: Range<usize>,
}

impl<'a> Decrypted<'a> {
    fn of(wire: Frame<'a>, segment: &[u8]) -> Self {
        let start = offset(wire.segment, wire.bytes);
        let range = start..start + segment.len();
        let mut bytes = wire.bytes.to_vec();
        // Both forms have the same length.
        if let Some(place) = bytes.get_mut(range.clone()) {
            place.copy_from_slice(segment);
        }
        Self {
            wire,
            bytes,
            segment: range,
        }
    }

    /// The plain segment.
    pub fn segment(&self) -> &[u8] {
        self.bytes.get(self.segment.clone()).unwrap_or_default()
    }

    /// The frame as if it had come plain.
    pub fn frame(&self) -> Frame<'_> {
        Frame {
            bytes: &self.bytes,
            segment: self.segment(),
            crc_computed: crc::crc16(self.segment()),
            faults: self.faults(),
            ..self.wire
        }
    }

    /// The faults of the wire form without those of its CRC, which is right for the plain text.
    fn faults(&self) -> Faults {
        [
            FaultCode::Encrypted,
            FaultCode::CrcMismatch,
            FaultCode::CrcModbus,
            FaultCode::CrcNotHj212,
        ]
        .into_iter()
        .fold(self.wire.faults, Faults::without)
    }
}

/// The whole groups between `CP=&&` and the closing `&&`.
fn groups(segment: &mut [u8]) -> impl Iterator<Item = &mut Array<u8, <Sm4 as sm4::cipher::BlockSizeUser>::BlockSize>> {
    const OPENING: &[u8] = b"CP=&&";
    const CLOSING: &[u8] = b"&&";
    let start = segment
        .windows(OPENING.len())
        .position(|window| window == OPENING)
        .map_or(segment.len(), |at| at + OPENING.len());
    let rest = segment.get_mut(start..).unwrap_or_default();
    let end = match rest.ends_with(CLOSING) {
        true => rest.len() - CLOSING.len(),
        false => 0,
    };
    let region = rest.get_mut(..end).unwrap_or_default();
    Array::slice_as_chunks_mut(region).0.iter_mut()
}
