//! Passwords and keys in what goes over the wire: HJ 212 carries them in clear, a page must not.

use std::ops::Range;

/// Names of fields whose value is a password or key: the access password of the header (and of 1072 in 2005), the new password of 1072,
/// the new key of 1014.
const SECRETS: [&str; 3] = ["PW", "NewPW", "NewSK"];
/// What stands in the place of a value.
pub(crate) const WITHHELD: &str = "******";
/// What ends a value in a frame, or in the JSON of the diary.
const ENDS: &[u8] = b";,&\"\r\n";

/// Where the values of passwords and keys stand, in order. Names are found in any spelling of their letters.
fn secrets(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(equals) = bytes
        .get(from..)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'='))
    {
        let (before, value) = (from..from + equals, from + equals + 1);
        from = value;
        let before = bytes.get(before).unwrap_or_default();
        let name = before.rsplit(|byte| !byte.is_ascii_alphanumeric()).next();
        if name.is_some_and(is_secret) {
            let rest = bytes.get(value..).unwrap_or_default();
            from += rest.iter().position(|byte| ENDS.contains(byte)).unwrap_or(rest.len());
            found.push(value..from);
        }
    }
    found
}

/// Whether a field of this name holds a password or key.
pub(crate) fn is_secret(name: &[u8]) -> bool {
    SECRETS
        .iter()
        .any(|secret| secret.as_bytes().eq_ignore_ascii_case(name))
}

/// The text of a frame or request with the values of passwords and keys taken out.
pub(crate) fn without_secrets(text: &str) -> String {
    // A value begins and ends at an ASCII letter, so that no character is cut.
    String::from_utf8_lossy(&bytes_without_secrets(text.as_bytes())).into_owned()
}

/// The same of bytes that may be no text.
pub(crate) fn bytes_without_secrets(bytes: &[u8]) -> Vec<u8> {
    let mut shown = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for secret in secrets(bytes) {
        shown.extend_from_slice(bytes.get(from..secret.start).unwrap_or_default());
        shown.extend_from_slice(WITHHELD.as_bytes());
        from = secret.end;
    }
    shown.extend_from_slice(bytes.get(from..).unwrap_or_default());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_and_keys_are_taken_out_and_nothing_else() {
        let cases = [
            (
                "##0136QN=20200402170000000;ST=22;CN=2061;PW=123456;MN=A1;CP=&&DataTime=1;a34004-Avg=35.0&&1C80",
                "##0136QN=20200402170000000;ST=22;CN=2061;PW=******;MN=A1;CP=&&DataTime=1;a34004-Avg=35.0&&1C80",
            ),
            ("NewPW=654321", "NewPW=******"),
            (
                "pw=x,NEWSK=00ff;SKCreateTime=20250101",
                "pw=******,NEWSK=******;SKCreateTime=20250101",
            ),
            (r#"{"CP":"PW=12=34","n":1}"#, r#"{"CP":"PW=******","n":1}"#),
            ("PW=", "PW=******"),
            ("PWD=1;XPW=2;MN==", "PWD=1;XPW=2;MN=="),
            ("密PW=甲;乙", "密PW=******;乙"),
            ("nothing", "nothing"),
        ];
        for (given, shown) in cases {
            assert_eq!(without_secrets(given), shown);
        }
    }
}
