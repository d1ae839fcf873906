//! What can be wrong with a mapping, and with the header of the file it is laid on.

use std::fmt;

use standards::{Language, Text};

/// One thing that is wrong with a mapping: where, what, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingFault {
    /// Line of the mapping's text, from 1; none when the fault is in the header of a data file.
    pub line: Option<usize>,
    /// The key, e.g. `item[2].unit`, or the column.
    pub key: String,
    /// What is wrong and what to do.
    pub says: Text,
    /// The nearest known word, where one is near.
    pub suggestion: Option<String>,
}

impl MappingFault {
    /// The fault as one line in `language`.
    pub fn line_in(&self, language: Language) -> String {
        let mut said = match (self.line, language) {
            (Some(line), Language::Chinese) => format!("第 {line} 行 {}：", self.key),
            (Some(line), Language::English) => format!("line {line}, {}: ", self.key),
            (None, Language::Chinese) => format!("{}：", self.key),
            (None, Language::English) => format!("{}: ", self.key),
        };
        said.push_str(self.says.in_language(language));
        if let Some(word) = &self.suggestion {
            said.push_str(&match language {
                Language::Chinese => format!("；是否为“{word}”？"),
                Language::English => format!("; did you mean '{word}'?"),
            });
        }
        said
    }
}

/// All that is wrong with a mapping, in the order of its lines. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingError {
    /// The faults.
    pub faults: Vec<MappingFault>,
}

impl MappingError {
    /// The faults, one line each, in `language`.
    pub fn lines(&self, language: Language) -> Vec<String> {
        self.faults.iter().map(|fault| fault.line_in(language)).collect()
    }
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines(Language::English).join("\n"))
    }
}

impl std::error::Error for MappingError {}

/// How many letters of a foreign text are repeated in a sentence.
const EXCERPT_CHARACTERS_MAX: usize = 60;

/// The beginning of a foreign text, fit to be shown on one line: control characters become `�`.
pub(crate) fn excerpt(text: &str) -> String {
    let mut letters = text.chars();
    let mut shown: String = letters
        .by_ref()
        .take(EXCERPT_CHARACTERS_MAX)
        .map(|letter| {
            if letter.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                letter
            }
        })
        .collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}
