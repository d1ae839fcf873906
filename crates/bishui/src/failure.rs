//! Why a command could not do what was asked: one sentence for the person at the terminal.

use std::fmt;

use standards::{Language, Text};

/// A failure in words.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure in the words of the language.
    pub fn says(language: Language, text: &Text) -> Self {
        Self(text.in_language(language).to_owned())
    }

    /// What was being done when it failed.
    pub fn while_doing(what: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self(format!("{what}: {cause}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bishui: {}", self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut said = error.to_string();
        let mut cause = error.source();
        while let Some(deeper) = cause {
            let words = deeper.to_string();
            // Many errors repeat their cause in their own sentence.
            if !said.contains(&words) {
                said.push_str(": ");
                said.push_str(&words);
            }
            cause = deeper.source();
        }
        Self(said)
    }
}
