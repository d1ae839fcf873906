//! Passwords and keys in what goes over the wire: HJ 212 carries them in clear, a page must not.

/// Names of fields whose value is a password or key: the access password of the header (and of 1072 in 2005), the new password of 1072,
/// the new key of 1014.
const SECRETS: [&str; 3] = ["PW", "NewPW", "NewSK"];
/// What stands in the place of a value.
const WITHHELD: &str = "******";
/// What ends a value in a frame, or in the JSON of the diary.
const ENDS: [char; 6] = [';', ',', '&', '"', '\r', '\n'];

/// The text of a frame or request with the values of passwords and keys taken out. Names are found in any spelling of their letters.
pub(crate) fn without_secrets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(equals) = rest.find('=') {
        let (before, after) = rest.split_at(equals);
        shown.push_str(before);
        shown.push('=');
        rest = &after[1..];
        let name = before.rsplit(|letter: char| !letter.is_ascii_alphanumeric()).next();
        if name.is_some_and(|name| SECRETS.iter().any(|secret| secret.eq_ignore_ascii_case(name))) {
            shown.push_str(WITHHELD);
            rest = &rest[rest.find(ENDS).unwrap_or(rest.len())..];
        }
    }
    shown.push_str(rest);
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
