//! Characters that nobody sees: they make two words differ that look alike, or turn the direction of a line.

use std::ops::Range;

use standards::Text;

use crate::kind::FindingKind;
use crate::source::Source;

/// Reports the first hidden character of a file.
pub(crate) fn ask(source: &Source<'_>) {
    if let Some((span, character)) = first(source.text) {
        report(source, span, character);
    }
}

/// Reports `character`, which stands at `span`.
pub(crate) fn report(source: &Source<'_>, span: Range<usize>, character: char) {
    let code = u32::from(character);
    let says = Text::new(
        format!("这里有看不见的字符 U+{code:04X}"),
        format!("here is a character that nobody sees, U+{code:04X}"),
    );
    let help = Text::new(
        "删去它；多半是从别处复制时带来的",
        "delete it; it mostly comes along when text is copied",
    );
    source.report(FindingKind::HiddenCharacter, span, says, Some(help));
}

/// The first hidden character and where it stands.
pub(crate) fn first(text: &str) -> Option<(Range<usize>, char)> {
    text.char_indices()
        .find(|(_, character)| is_hidden(*character))
        .map(|(at, character)| (at..at + character.len_utf8(), character))
}

/// Controls, blanks without width, and marks that turn the direction of writing.
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' => false,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => true,
        other => other.is_control(),
    }
}
