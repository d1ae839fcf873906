//! A sentence in the two languages of the product.

use serde::{Deserialize, Serialize};

/// One sentence or name, Chinese first, English complete.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// Chinese, as shown by default.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both wordings at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// A word that is the same in both languages (a number, a code, a name that has no translation).
    pub fn same(word: impl Into<String>) -> Self {
        let word = word.into();
        Self {
            zh: word.clone(),
            en: word,
        }
    }

    /// The wording for `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The languages of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// 中文
    #[default]
    #[serde(rename = "zh")]
    Chinese,
    /// English
    #[serde(rename = "en")]
    English,
}
