//! The parts of a form with a file (RFC 7578): what comes is small and read already, so that no reader of streams is needed.

use std::collections::BTreeMap;

/// Most parts that are read; more are dropped.
const PARTS_MAX: usize = 20;

/// The parts by name; a body that is no such form has none.
pub(super) fn parts(kind: &str, body: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let Some(boundary) = boundary(kind) else {
        return BTreeMap::new();
    };
    let sign = format!("--{boundary}");
    // The first sign stands at the beginning; every other follows the line end of a part.
    let Some(mut rest) = body.strip_prefix(sign.as_bytes()) else {
        return BTreeMap::new();
    };
    let sign = format!("\r\n{sign}");
    let mut parts = BTreeMap::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let Some(end) = find(part, sign.as_bytes()) else { break };
        let (whole, after) = part.split_at(end);
        if let Some((name, bytes)) = named(whole)
            && parts.len() < PARTS_MAX
        {
            parts.insert(name, bytes);
        }
        rest = after.get(sign.len()..).unwrap_or_default();
    }
    parts
}

fn boundary(kind: &str) -> Option<&str> {
    let (kind, parameters) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut parameters = parameters.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    let value = value.trim_matches('"');
    (!value.is_empty() && value.len() <= 70).then_some(value)
}

/// The name of a part and what stands in it.
fn named(part: &[u8]) -> Option<(String, Vec<u8>)> {
    let end = find(part, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(part.get(..end)?).into_owned();
    let line = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let mut pairs = line.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, name) = pairs.find(|(key, _)| *key == "name")?;
    Some((name.trim_matches('"').to_owned(), part.get(end + 4..)?.to_vec()))
}

fn find(text: &[u8], sign: &[u8]) -> Option<usize> {
    text.windows(sign.len()).position(|window| window == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=----x9";

    #[test]
    fn parts_are_told_apart_and_kept_byte_for_byte() {
        let body = "------x9\r\nContent-Disposition: form-data; name=\"since\"\r\n\r\n2026-05-01\r\n------x9\r\n\
                    Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n\
                    code,sealed\r\nw1,yes\r\n\r\n------x9--\r\n";
        let parts = parts(KIND, body.as_bytes());
        assert_eq!(parts["since"], b"2026-05-01");
        assert_eq!(parts["file"], b"code,sealed\r\nw1,yes\r\n");
        assert_eq!(parts.len(), 2);
    }

    #[test]
    fn what_is_no_such_form_has_no_parts() {
        let whole = "------x9\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n------x9--\r\n";
        assert_eq!(parts(KIND, whole.as_bytes()).len(), 1);
        for (kind, body) in [
            ("text/plain", whole),
            ("multipart/form-data", whole),
            ("multipart/form-data; boundary=", whole),
            (KIND, ""),
            (KIND, "------x9"),
            (KIND, &whole[..30]),
            (KIND, "------x9\r\nno head\r\n------x9--\r\n"),
        ] {
            assert!(parts(kind, body.as_bytes()).is_empty(), "{kind}: {body}");
        }
    }
}
