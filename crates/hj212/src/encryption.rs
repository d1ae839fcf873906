//! Tells encrypted frames (SM4 of HJ 212-2025) from damaged ones by their look, without a key.
//!
//! On the wire the content of such a frame is binary and may hold anything, also `##`, `&&` and line ends; its length and CRC are
//! those of the plain text. So its CRC cannot be judged before it is decrypted, and it is framed by its length.

use crate::flag::{Edition, Flag};
use crate::header::{HeaderFields, HeaderName};
use crate::marks::{is_printable, is_printable_without_head};
use crate::segment::Segment;

/// Bytes that are encrypted together; a shorter tail stays plain.
const GROUP_BYTES: usize = 16;

/// Whether the CP of `segment` looks encrypted: the header is plain text without a `#`, which would be the next frame behind a
/// broken one, and names the version of 2025; behind it every
/// whole group of 16 bytes holds bytes that are no printable ASCII. Plain text passes with its first group, which holds a
/// name and digits; that a group of cipher text is printable throughout happens once in seven million.
pub(crate) fn looks_encrypted(segment: &[u8]) -> bool {
    let Segment { header, content } = Segment::of(segment, &mut |_, _| {});
    let (groups, _) = content.as_chunks::<GROUP_BYTES>();
    !groups.is_empty()
        && is_printable_without_head(header)
        && groups.iter().all(|group| !group.iter().all(|byte| is_printable(*byte)))
        && !starts_as_text(content)
        && edition(header) == Some(Edition::Of2025)
}

/// Whether a name and `=` open the content and no control characters follow, as where a text in Chinese follows at once.
fn starts_as_text(content: &[u8]) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let name = content.iter().take_while(|byte| is_of_name(byte)).count();
    let is_text = |byte: &u8| !byte.is_ascii_control() || matches!(byte, b'\t' | b'\r' | b'\n');
    name > 0 && content.get(name) == Some(&b'=') && content.iter().all(is_text)
}

fn edition(header: &[u8]) -> Option<Edition> {
    HeaderFields::new(header)
        .find(|field| field.known() == Some(HeaderName::Flag))?
        .value
        .and_then(Flag::parse)?
        .edition_hint()
}
