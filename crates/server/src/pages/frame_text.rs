//! Splits a frame or a line of a file into pieces to be coloured, without judging it: every character is kept, in order.

/// What a piece looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A name before `=`.
    Name,
    /// The length after `##`.
    Length,
    /// Anything else that carries meaning.
    Value,
    /// `;`, `,`, `=`, `&&`, `##`: the line may break after it.
    Mark,
}

/// One piece of text with its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The characters.
    pub text: &'a str,
    /// How they look.
    pub look: Look,
}

impl Piece<'_> {
    /// Class name in the style sheet.
    pub fn class(&self) -> &'static str {
        match self.look {
            Look::Name => "name",
            Look::Length => "length",
            Look::Value => "value",
            Look::Mark => "mark-sign",
        }
    }
}

/// Pieces beyond this stay one piece: a hostile frame must not make a page of a million elements.
const PIECES_MAX: usize = 4_000;

/// Splits `text`.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    if let Some((start, length, after)) = head(text) {
        pieces.push(Piece {
            text: start,
            look: Look::Mark,
        });
        pieces.push(Piece {
            text: length,
            look: Look::Length,
        });
        rest = after;
    }
    while !rest.is_empty() && pieces.len() < PIECES_MAX {
        let mark = rest.len() - rest.trim_start_matches(is_mark).len();
        if mark > 0 {
            pieces.push(Piece {
                text: &rest[..mark],
                look: Look::Mark,
            });
            rest = &rest[mark..];
            continue;
        }
        let end = rest.find(is_mark).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let look = if after.starts_with('=') {
            Look::Name
        } else {
            Look::Value
        };
        pieces.push(Piece { text: word, look });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece {
            text: rest,
            look: Look::Value,
        });
    }
    pieces
}

/// `##` and four digits: where a frame begins and how long it says it is.
fn head(text: &str) -> Option<(&str, &str, &str)> {
    let after = text.strip_prefix("##")?;
    let length = after
        .get(..4)
        .filter(|length| length.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(("##", length, &after[4..]))
}

fn is_mark(character: char) -> bool {
    matches!(character, ';' | ',' | '=' | '&' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_values_and_marks_are_told_apart() {
        let drawn: Vec<String> = pieces("##0024ST=22;CP=&&a34004-Avg=35.0,a34004-Flag=N&&1C80")
            .iter()
            .map(|piece| format!("{}:{}", piece.class(), piece.text))
            .collect();
        insta::assert_snapshot!(drawn.join(" "), @"mark-sign:## length:0024 name:ST mark-sign:= value:22 mark-sign:; name:CP mark-sign:=&& name:a34004-Avg mark-sign:= value:35.0 mark-sign:, name:a34004-Flag mark-sign:= value:N mark-sign:&& value:1C80");
    }

    proptest::proptest! {
        #[test]
        fn no_character_is_lost(text in ".{0,200}") {
            let joined: String = pieces(&text).iter().map(|piece| piece.text).collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
