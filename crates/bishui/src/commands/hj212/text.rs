//! Bytes of the wire as text of JSON, and back, without losing one.

use encoding_rs::GB18030;
use serde::{Deserialize, Serialize};

/// How bytes are shown that are no UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// As the text that they are in GB 18030 (GBK, GB 2312).
    Gb18030,
    /// As hexadecimal digits.
    Hex,
}

/// The encoding in which every one of `parts` can be shown; `None` when they are UTF-8.
pub fn encoding_of(parts: &[&[u8]]) -> Option<Encoding> {
    if parts.iter().all(|part| std::str::from_utf8(part).is_ok()) {
        return None;
    }
    let comes_back = |part: &&[u8]| from_gb18030(part).is_some_and(|text| to_gb18030(&text).as_deref() == Some(*part));
    match parts.iter().all(comes_back) {
        true => Some(Encoding::Gb18030),
        false => Some(Encoding::Hex),
    }
}

/// `bytes` as text in an encoding that [`encoding_of`] chose.
pub fn shown(bytes: &[u8], encoding: Option<Encoding>) -> String {
    match encoding {
        None => String::from_utf8_lossy(bytes).into_owned(),
        Some(Encoding::Gb18030) => from_gb18030(bytes).unwrap_or_default(),
        Some(Encoding::Hex) => bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
    }
}

/// The bytes that `text` shows; `None` when it is no text of the encoding.
pub fn bytes_of(text: &str, encoding: Option<Encoding>) -> Option<Vec<u8>> {
    match encoding {
        None => Some(text.as_bytes().to_vec()),
        Some(Encoding::Gb18030) => to_gb18030(text),
        Some(Encoding::Hex) => from_hex(text),
    }
}

fn from_gb18030(bytes: &[u8]) -> Option<String> {
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| text.into_owned())
}

fn to_gb18030(text: &str) -> Option<Vec<u8>> {
    let (bytes, _, unmappable) = GB18030.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let cases: &[(&[u8], Option<Encoding>, &str)] = &[
            (b"27.3", None, "27.3"),
            ("清洗管路".as_bytes(), None, "清洗管路"),
            (b"\xC7\xE5\xCF\xB4\xB9\xDC\xC2\xB7", Some(Encoding::Gb18030), "清洗管路"),
            (b"\xFF\x00", Some(Encoding::Hex), "FF00"),
            (b"\x80", Some(Encoding::Hex), "80"),
        ];
        for (bytes, encoding, text) in cases {
            assert_eq!(encoding_of(&[bytes]), *encoding, "{text}");
            assert_eq!(shown(bytes, *encoding), *text);
            assert_eq!(bytes_of(text, *encoding).as_deref(), Some(*bytes));
        }
        assert_eq!(bytes_of("0", Some(Encoding::Hex)), None);
        assert_eq!(bytes_of("0g", Some(Encoding::Hex)), None);
        assert_eq!(encoding_of(&[b"w1", b"\xFF"]), Some(Encoding::Hex));
    }
}
