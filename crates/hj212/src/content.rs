//! The content of CP: groups parted by `;`, fields parted by `,`, each `name=value`. Order, repeated names and spelling
//! are kept.

use crate::log_text::LogTexts;
use crate::marks::{BLOCK_BYTES, Block, any};

/// The bytes of a CP, and what was found out about all of them together, so that it need not be asked of each field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content<'a> {
    pub bytes: &'a [u8],
    /// Whether names and values may have spaces around them.
    spaced: bool,
    /// Whether log texts may hide separators.
    quoted: bool,
}

impl<'a> Content<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            spaced: any(bytes, |byte| byte.is_ascii_whitespace()),
            quoted: any(bytes, |byte| byte == b'/'),
        }
    }

    /// Whether `part` is a whole group and blank: such a group has no fields.
    #[cold]
    fn is_blank_group(&self, part: &[u8]) -> bool {
        let start = offset(part, self.bytes);
        let is_group_end = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b';');
        part.trim_ascii().is_empty()
            && is_group_end(start.checked_sub(1).and_then(|before| self.bytes.get(before)))
            && is_group_end(self.bytes.get(start + part.len()))
    }

    /// The same for bytes that are known to hold neither spaces nor slashes.
    pub(crate) fn plain(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            spaced: false,
            quoted: false,
        }
    }
}

/// The content of one group: the fields of one monitored item, or a single setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// The bytes between two semicolons.
    pub raw: &'a [u8],
    content: Content<'a>,
}

impl<'a> Group<'a> {
    /// Its fields in order; none when the group is blank.
    pub fn fields(&self) -> Fields<'a> {
        Fields {
            parts: Parts::new(self.content, self.raw, self.is_blank()),
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
    #[inline]
    fn of(part: Part<'a>, spaced: bool) -> Self {
        let Part { raw, equals } = part;
        let (name, value) = match raw.split_at_checked(equals) {
            Some((name, [_, value @ ..])) => (name, Some(value)),
            Some((_, [])) | None => (raw, None),
        };
        if spaced {
            return Self {
                raw,
                name: name.trim_ascii(),
                value: value.map(<[u8]>::trim_ascii),
            };
        }
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
    parts: Parts<'a, b';'>,
}

impl<'a> Groups<'a> {
    pub(crate) fn new(content: Content<'a>) -> Self {
        Self {
            parts: Parts::new(content, content.bytes, content.bytes.is_empty()),
        }
    }
}

impl<'a> Iterator for Groups<'a> {
    type Item = Group<'a>;

    #[inline]
    fn next(&mut self) -> Option<Group<'a>> {
        let part = self.parts.next()?;
        Some(Group {
            raw: part.raw,
            content: self.parts.content,
        })
    }
}

/// Fields of one group, or of all groups, one after another.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    parts: Parts<'a, b','>,
}

impl<'a> Fields<'a> {
    /// The fields of all groups that are not blank.
    #[inline]
    pub(crate) fn new(content: Content<'a>) -> Self {
        Self {
            parts: Parts::new(content, content.bytes, false),
        }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Field<'a>> {
        loop {
            let part = self.parts.next()?;
            if part.equals < part.raw.len() || !self.parts.content.is_blank_group(part.raw) {
                return Some(Field::of(part, self.parts.content.spaced));
            }
        }
    }
}

/// What stands between two separators.
struct Part<'a> {
    raw: &'a [u8],
    /// Where its first `=` stands; its length or more where there is none.
    equals: usize,
}

/// Takes bytes apart at semicolons and another separator, which may be the semicolon again. In log texts they part nothing.
#[derive(Clone, Debug)]
struct Parts<'a, const OTHER: u8> {
    content: Content<'a>,
    /// What is not yet taken; a part of the content.
    rest: &'a [u8],
    done: bool,
    /// The separators among the first bytes of `rest`, as far as they are known.
    separator_places: u64,
    /// Every `=` before the last of these separators.
    equals_places: u64,
    log_texts: LogTexts,
}

impl<'a, const OTHER: u8> Parts<'a, OTHER> {
    #[inline]
    fn new(content: Content<'a>, bytes: &'a [u8], done: bool) -> Self {
        Self {
            content,
            rest: bytes,
            done,
            separator_places: 0,
            equals_places: 0,
            log_texts: LogTexts::default(),
        }
    }

    // What is called here takes and returns numbers and slices only, so that the iterator can live in registers. Without this
    // each field would be handed over in memory, which was measured to take twice the time.
    #[inline(always)]
    fn next(&mut self) -> Option<Part<'a>> {
        if self.separator_places == 0 {
            if self.done {
                return None;
            }
            if self.content.quoted {
                return self.next_of_quoted();
            }
            (self.separator_places, self.equals_places) = look::<OTHER>(self.content.bytes, self.rest);
            if self.separator_places == 0 {
                let (length, equals) = part_without_end::<OTHER>(self.rest, self.equals_places);
                return self.take(length, equals);
            }
        }
        let length = self.separator_places.trailing_zeros() as usize;
        let equals = self.equals_places.trailing_zeros() as usize;
        let (raw, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest.get(1..)?;
        // In two steps, because a number of 64 bits cannot be shifted by 64.
        self.separator_places = self.separator_places >> length >> 1;
        self.equals_places = self.equals_places >> length >> 1;
        Some(Part { raw, equals })
    }

    /// Takes a part of any length; the marks behind it have to be looked for anew.
    #[inline(always)]
    fn take(&mut self, length: usize, equals: usize) -> Option<Part<'a>> {
        let (raw, rest) = self.rest.split_at_checked(length)?;
        self.done = rest.is_empty();
        self.rest = rest.get(1..).unwrap_or_default();
        Some(Part { raw, equals })
    }

    #[inline(always)]
    fn next_of_quoted(&mut self) -> Option<Part<'a>> {
        let offset = offset(self.rest, self.content.bytes);
        let length;
        (length, self.log_texts) = self.log_texts.part_end(self.rest, offset, [b';', OTHER]);
        let equals = position(self.rest.get(..length), |byte| byte == b'=');
        self.take(length, equals)
    }
}

/// Where `part` starts in `whole`.
pub(crate) fn offset(part: &[u8], whole: &[u8]) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

/// The separators and every `=` among the next 64 bytes.
#[inline(never)]
fn look<const OTHER: u8>(content: &[u8], rest: &[u8]) -> (u64, u64) {
    let (block, inside) = match rest.first_chunk() {
        Some(whole) => (Block::of(whole, 0), u64::MAX),
        // What follows behind the rest belongs to the next group.
        None => (Block::at(content, offset(rest, content)), (1 << rest.len()) - 1),
    };
    (
        inside & block.places_of_either(b';', OTHER),
        inside & block.places(b'='),
    )
}

/// The length of a part without separator among its first 64 bytes, and the place of its first `=`.
#[cold]
fn part_without_end<const OTHER: u8>(rest: &[u8], equals_places: u64) -> (usize, usize) {
    let beyond = rest.get(BLOCK_BYTES..);
    let length = match beyond {
        None => rest.len(),
        beyond => BLOCK_BYTES + position(beyond, |byte| byte == b';' || byte == OTHER),
    };
    let equals = match equals_places {
        0 => BLOCK_BYTES + position(beyond, |byte| byte == b'='),
        places => places.trailing_zeros() as usize,
    };
    (length, equals)
}

/// Where the first byte stands that `matches`; the length where none does.
fn position(bytes: Option<&[u8]>, matches: impl Fn(u8) -> bool) -> usize {
    let bytes = bytes.unwrap_or_default();
    bytes.iter().position(|byte| matches(*byte)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::is_printed;

    fn shape(content: &str) -> Vec<Vec<String>> {
        Groups::new(Content::of(content.as_bytes()))
            .map(|group| {
                group
                    .fields()
                    .map(|field| String::from_utf8_lossy(field.raw).into_owned())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn groups_and_fields() {
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

    /// Contents of some blocks, of the bytes that mean something.
    fn contents(pieces: &'static str) -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        proptest::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest::proptest! {
        #[test]
        fn both_ways_through_the_fields_agree(content in contents("[;,= /]|//|=//|a|DataTime=2|[a-z]{1,40}")) {
            let content = content.as_bytes();
            let nested: Vec<_> = Groups::new(Content::of(content)).flat_map(|group| group.fields()).collect();
            let flat: Vec<_> = Fields::new(Content::of(content)).collect();
            proptest::prop_assert_eq!(&flat, &nested);
            for field in flat {
                let (name, value) = name_and_value(field.raw);
                proptest::prop_assert_eq!((field.name, field.value), (name, value));
            }
        }

        #[test]
        fn marks_part_as_a_search_byte_by_byte(content in contents("[;,=]|a|[a-z]{1,40}|DataTime=2,b=3;")) {
            let by_bytes: Vec<Vec<_>> = match content.as_str() {
                "" => Vec::new(),
                _ => content
                    .split(';')
                    .map(|group| group.split(',').filter(|_| !group.is_empty()).collect())
                    .collect(),
            };
            proptest::prop_assert_eq!(shape(&content), by_bytes.clone());
            let named = content.split([';', ',']).all(|field| field.find('=').is_some_and(|equals| equals > 0));
            proptest::prop_assert_eq!(is_printed(content.as_bytes()), named);
        }
    }
}
