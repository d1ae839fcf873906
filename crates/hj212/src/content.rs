//! The content of CP: groups parted by `;`, fields parted by `,`, each `name=value`. Order, repeated names and spelling
//! are kept.

/// The content of one group: the fields of one monitored item, or a single setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// The bytes between two semicolons.
    pub raw: &'a [u8],
}

impl<'a> Group<'a> {
    /// Its fields in order; none when the group is blank.
    pub fn fields(&self) -> Fields<'a> {
        Fields {
            rest: (!self.is_blank()).then_some(self.raw),
        }
    }

    /// Whether nothing but spaces stands between the semicolons.
    pub fn is_blank(&self) -> bool {
        self.raw.trim_ascii().is_empty()
    }
}

/// One `name=value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The bytes between two separators.
    pub raw: &'a [u8],
    /// What stands before the first `=`, without surrounding spaces.
    pub name: &'a [u8],
    /// What stands after it, without surrounding spaces; `None` without `=`. Text between `//` is kept with its
    /// slashes.
    pub value: Option<&'a [u8]>,
}

impl<'a> Field<'a> {
    fn new(raw: &'a [u8]) -> Self {
        let (name, value) = name_and_value(raw);
        Self { raw, name, value }
    }

    /// The code and the suffix of a monitored item: `a34004-Avg` is `a34004` and `Avg`. The last hyphen parts them.
    pub fn code_and_suffix(&self) -> Option<(&'a [u8], &'a [u8])> {
        let hyphen = self.name.iter().rposition(|byte| *byte == b'-')?;
        Some((&self.name[..hyphen], &self.name[hyphen + 1..]))
    }
}

/// What stands before and after the first `=`, without surrounding spaces.
pub(crate) fn name_and_value(raw: &[u8]) -> (&[u8], Option<&[u8]>) {
    match raw.iter().position(|byte| *byte == b'=') {
        Some(equals) => (raw[..equals].trim_ascii(), Some(raw[equals + 1..].trim_ascii())),
        None => (raw.trim_ascii(), None),
    }
}

/// The groups of a CP, blank ones included.
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Groups<'a> {
    pub(crate) fn new(content: &'a [u8]) -> Self {
        Self {
            rest: (!content.is_empty()).then_some(content),
        }
    }
}

impl<'a> Iterator for Groups<'a> {
    type Item = Group<'a>;

    fn next(&mut self) -> Option<Group<'a>> {
        take_part(&mut self.rest, b';').map(|raw| Group { raw })
    }
}

/// The fields of a group.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        take_part(&mut self.rest, b',').map(Field::new)
    }
}

/// Takes what stands before the next `separator`.
fn take_part<'a>(rest: &mut Option<&'a [u8]>, separator: u8) -> Option<&'a [u8]> {
    let bytes = (*rest)?;
    let end = part_end(bytes, separator);
    *rest = bytes.get(end + 1..).filter(|_| end < bytes.len());
    Some(&bytes[..end])
}

/// Where the first part of `bytes` ends. Separators in log text (`=//…//`, HJ 212-2017 table 7) part nothing.
pub(crate) fn part_end(bytes: &[u8], separator: u8) -> usize {
    let mut place = 0;
    while place < bytes.len() {
        if bytes[place] == separator {
            return place;
        }
        place = match log_text_end(&bytes[place..]) {
            Some(length) => place + length,
            None => place + 1,
        };
    }
    bytes.len()
}

/// How far the end of a log text is looked for, in bytes. The standard allows 890; the longest seen in the field has
/// 1,550.
const LOG_TEXT_BYTES_MAX: usize = 2048;

/// The length of `=//text//` at the start of `bytes`: up to the first `//` that a separator or the end follows.
fn log_text_end(bytes: &[u8]) -> Option<usize> {
    let text = bytes.strip_prefix(b"=//")?;
    text.windows(2)
        .take(LOG_TEXT_BYTES_MAX)
        .enumerate()
        .find_map(|(place, window)| {
            let after = text.get(place + 2);
            (window == b"//" && matches!(after, None | Some(b',' | b';' | b' '))).then_some(3 + place + 2)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_fields() {
        let shape = |content: &str| {
            Groups::new(content.as_bytes())
                .map(|group| {
                    group
                        .fields()
                        .map(|field| String::from_utf8_lossy(field.raw).into_owned())
                        .collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
        };
        let cases: &[(&str, &[&[&str]])] = &[
            ("", &[]),
            (" ", &[&[]]),
            ("a=1;b=2,c=3", &[&["a=1"], &["b=2", "c=3"]]),
            ("a=1;", &[&["a=1"], &[]]),
            ("a=1,", &[&["a=1", ""]]),
            (
                "PolId=1;i1-Info=//a;b,c//;d=1",
                &[&["PolId=1"], &["i1-Info=//a;b,c//"], &["d=1"]],
            ),
            ("i1-Info=//open;d=1", &[&["i1-Info=//open"], &["d=1"]]),
            ("i1-Info=////;d=1", &[&["i1-Info=////"], &["d=1"]]),
        ];
        for (content, expected) in cases {
            assert_eq!(shape(content), *expected, "{content}");
        }
    }
}
