//! In which letters a file is written, and its text as UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder};
use serde::Serialize;

/// How the letters of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// UTF-8, with or without a mark at the beginning.
    Utf8,
    /// GB 18030, and with it GBK and GB 2312.
    Gb18030,
    /// UTF-16, low byte first, recognised by its mark.
    Utf16LittleEndian,
    /// UTF-16, high byte first, recognised by its mark.
    Utf16BigEndian,
}

impl Encoding {
    /// The name that people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16LittleEndian => "UTF-16LE",
            Self::Utf16BigEndian => "UTF-16BE",
        }
    }
}

/// A source of UTF-8 text.
pub(super) type TextSource<'b> = Box<dyn BufRead + Send + 'b>;

/// The text of a file, read bit by bit, without the mark at its beginning. Damaged UTF-8 comes through as it is; what cannot be
/// read in another encoding comes as `U+FFFD`. Both are then reported where they stand.
pub(super) fn text_of(bytes: &[u8]) -> (Encoding, TextSource<'_>) {
    let (encoding, mark) = recognise(bytes);
    let body = bytes.get(mark..).unwrap_or_default();
    let foreign = match encoding {
        Encoding::Utf8 => return (encoding, Box::new(body)),
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Utf16LittleEndian => encoding_rs::UTF_16LE,
        Encoding::Utf16BigEndian => encoding_rs::UTF_16BE,
    };
    (
        encoding,
        Box::new(Transcoder::new(foreign.new_decoder_without_bom_handling(), body)),
    )
}

/// The encoding and the length of the mark at the beginning.
///
/// Without a mark, a file is UTF-8 when it has more multi-byte letters that are right in UTF-8 than places that are wrong: a few
/// damaged bytes do not turn a file into another encoding, and text in GB 18030 is almost nowhere right in UTF-8.
fn recognise(bytes: &[u8]) -> (Encoding, usize) {
    if let Some((found, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let encoding = if found == encoding_rs::UTF_16LE {
            Encoding::Utf16LittleEndian
        } else if found == encoding_rs::UTF_16BE {
            Encoding::Utf16BigEndian
        } else {
            Encoding::Utf8
        };
        return (encoding, mark);
    }
    let (mut right, mut wrong) = (0_u64, 0_u64);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count() as u64;
        wrong += u64::from(!chunk.invalid().is_empty());
    }
    (
        if wrong == 0 || right > wrong {
            Encoding::Utf8
        } else {
            Encoding::Gb18030
        },
        0,
    )
}

/// Bytes of UTF-8 that are held at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// Reads foreign letters as UTF-8, a buffer at a time.
struct Transcoder<'b> {
    decoder: Decoder,
    left: &'b [u8],
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    finished: bool,
}

impl<'b> Transcoder<'b> {
    fn new(decoder: Decoder, bytes: &'b [u8]) -> Self {
        Self {
            decoder,
            left: bytes,
            buffer: vec![0; BUFFER_BYTES],
            start: 0,
            end: 0,
            finished: false,
        }
    }
}

impl BufRead for Transcoder<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // More than one round only where the decoder takes bytes without giving any.
        while self.start == self.end && !self.finished {
            let (result, read, written, _) = self.decoder.decode_to_utf8(self.left, &mut self.buffer, true);
            self.left = self.left.get(read..).unwrap_or_default();
            self.finished = result == CoderResult::InputEmpty;
            (self.start, self.end) = (0, written);
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.end);
    }
}

impl Read for Transcoder<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(target)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Encoding, String) {
        let (encoding, mut source) = text_of(bytes);
        let mut text = Vec::new();
        source.read_to_end(&mut text).unwrap();
        (encoding, String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn encodings_are_recognised() {
        let text = "断面,氨氮\n昭山,0.15\n";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        let wide: Vec<u8> = "\u{FEFF}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let cases: [(&[u8], Encoding); 5] = [
            (text.as_bytes(), Encoding::Utf8),
            (&marked, Encoding::Utf8),
            (&gbk, Encoding::Gb18030),
            (&wide, Encoding::Utf16LittleEndian),
            (b"", Encoding::Utf8),
        ];
        for (bytes, encoding) in cases {
            let expected = if bytes.is_empty() { "" } else { text };
            assert_eq!(read(bytes), (encoding, expected.to_owned()));
        }
    }

    #[test]
    fn a_damaged_letter_does_not_change_the_encoding() {
        let mut bytes = "断面,氨氮\n昭山,0.15\n".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 2);
        bytes.push(0xE6);
        assert_eq!(read(&bytes).0, Encoding::Utf8);
    }

    #[test]
    fn a_long_foreign_text_comes_whole() {
        let text = "昭山,0.15\n".repeat(50_000);
        let (gbk, _, _) = encoding_rs::GBK.encode(&text);
        assert!(read(&gbk).1 == text);
    }
}
