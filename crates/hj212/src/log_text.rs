//! Log texts, `=//…//` (HJ 212-2017, table 7): separators inside part nothing.

/// How far the end of a log text is looked for, in bytes. The standard allows 890; the longest seen in the field has
/// 1,550.
const LOG_TEXT_BYTES_MAX: usize = 2048;

/// Looks for log texts in one content from front to back.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LogTexts {
    /// No log text ends before this place: it was looked for already, so that many openings cost no more than one.
    none_ends_before: usize,
}

impl LogTexts {
    /// The length of the first part of `bytes`, up to the first separator outside log texts or the end; and what is known
    /// now. `offset`: how far behind the start of the content they stand.
    #[cold]
    pub(crate) fn part_end(mut self, bytes: &[u8], offset: usize, separators: [u8; 2]) -> (usize, Self) {
        let mut place = 0;
        while let Some(byte) = bytes.get(place) {
            if separators.contains(byte) {
                return (place, self);
            }
            place = self.end_of_text(bytes, place, offset).unwrap_or(place + 1);
        }
        (bytes.len(), self)
    }

    /// The end of `=//text//` that starts at `place`: behind the first `//` that a separator or the end follows.
    fn end_of_text(&mut self, bytes: &[u8], place: usize, offset: usize) -> Option<usize> {
        let text = bytes.get(place..)?.strip_prefix(b"=//").map(|_| place + 3)?;
        let last = (text + LOG_TEXT_BYTES_MAX).min(bytes.len());
        let from = text.max(self.none_ends_before.saturating_sub(offset));
        let end = (from..last).find(|end| {
            bytes.get(*end..*end + 2) == Some(b"//") && matches!(bytes.get(*end + 2), None | Some(b',' | b';' | b' '))
        });
        if end.is_none() {
            self.none_ends_before = self.none_ends_before.max(last + offset);
        }
        end.map(|end| end + 2)
    }
}

/// Where the first part of `bytes` ends that `separator` parts.
pub(crate) fn part_end(bytes: &[u8], separator: u8) -> usize {
    LogTexts::default().part_end(bytes, 0, [separator; 2]).0
}
