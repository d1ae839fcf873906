//! Cuts the text of a guard into signs and words.

use std::ops::Range;

use rust_decimal::Decimal;

use super::guard::{Comparison, GuardError, GuardFault};

/// A sign or word of a guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    And,
    Or,
    Not,
    Open,
    Close,
    Plus,
    Minus,
    Star,
    Slash,
    Compare(Comparison),
    Number(Decimal),
    Word(String),
    Name(String),
}

impl Symbol {
    /// As it is written in a guard.
    pub(super) fn written(&self) -> String {
        match self {
            Self::And => "and".to_owned(),
            Self::Or => "or".to_owned(),
            Self::Not => "not".to_owned(),
            Self::Open => "(".to_owned(),
            Self::Close => ")".to_owned(),
            Self::Plus => "+".to_owned(),
            Self::Minus => "-".to_owned(),
            Self::Star => "*".to_owned(),
            Self::Slash => "/".to_owned(),
            Self::Compare(comparison) => SIGNS
                .iter()
                .find(|(_, known)| known == comparison)
                .map_or_else(String::new, |(sign, _)| (*sign).to_owned()),
            Self::Number(number) => number.to_string(),
            Self::Word(word) => format!("\"{word}\""),
            Self::Name(name) => name.clone(),
        }
    }
}

/// The signs of comparison; the longer ones first.
const SIGNS: [(&str, Comparison); 6] = [
    ("!=", Comparison::Differs),
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("=", Comparison::Equal),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

/// A symbol and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) symbol: Symbol,
    pub(super) at: Range<usize>,
}

/// All symbols of `text`.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, GuardError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (symbol, length) = symbol(&text[at..], first, at)?;
        found.push(Token {
            symbol,
            at: at..at + length,
        });
        at += length;
    }
    Ok(found)
}

/// The first symbol of `rest`, which begins with `first` at byte `at`, and its length in bytes.
fn symbol(rest: &str, first: char, at: usize) -> Result<(Symbol, usize), GuardError> {
    if let Some((sign, comparison)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((Symbol::Compare(*comparison), sign.len()));
    }
    let single = match first {
        '(' => Some(Symbol::Open),
        ')' => Some(Symbol::Close),
        '+' => Some(Symbol::Plus),
        '-' => Some(Symbol::Minus),
        '*' => Some(Symbol::Star),
        '/' => Some(Symbol::Slash),
        _ => None,
    };
    match (single, first) {
        (Some(symbol), _) => Ok((symbol, 1)),
        (None, '"') => word(rest, at),
        (None, '0'..='9') => number(rest, at),
        (None, 'a'..='z') => {
            let length = run(rest, |letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
            });
            Ok((name(&rest[..length]), length))
        }
        _ => Err(GuardError::new(
            GuardFault::Form,
            at..at + first.len_utf8(),
            format!("条件中不能有“{first}”"),
            format!("a guard cannot contain `{first}`"),
        )),
    }
}

/// How many bytes of `rest` satisfy `fits`.
fn run(rest: &str, fits: impl Fn(char) -> bool) -> usize {
    rest.find(|letter| !fits(letter)).unwrap_or(rest.len())
}

fn name(word: &str) -> Symbol {
    match word {
        "and" => Symbol::And,
        "or" => Symbol::Or,
        "not" => Symbol::Not,
        _ => Symbol::Name(word.to_owned()),
    }
}

fn word(rest: &str, at: usize) -> Result<(Symbol, usize), GuardError> {
    match rest[1..].find('"') {
        Some(length) => Ok((Symbol::Word(rest[1..=length].to_owned()), length + 2)),
        None => Err(GuardError::new(
            GuardFault::Form,
            at..at + rest.len(),
            "引号没有结束",
            "the quotation does not end",
        )),
    }
}

fn number(rest: &str, at: usize) -> Result<(Symbol, usize), GuardError> {
    let length = run(rest, |letter| letter.is_ascii_alphanumeric() || letter == '.');
    match Decimal::from_str_exact(&rest[..length]) {
        Ok(number) => Ok((Symbol::Number(number), length)),
        Err(_) => Err(GuardError::new(
            GuardFault::Form,
            at..at + length,
            format!("“{}”不是十进制数", &rest[..length]),
            format!("`{}` is not a decimal number", &rest[..length]),
        )),
    }
}
