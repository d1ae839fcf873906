//! Tables, keys and words of a TOML text, each with the place it stands at.

use std::collections::BTreeMap;

use standards::Text;
use toml::de::{DeArray, DeTable, DeValue};

use super::fault::{MappingFault, excerpt};
use super::nearest::nearest;

/// More faults than these tell nobody more.
const FAULTS_MAX: usize = 200;

/// Collects the faults of one text.
pub(super) struct Clerk<'t> {
    text: &'t str,
    faults: Vec<MappingFault>,
}

/// A text value and the byte it begins at.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub text: String,
    pub at: usize,
}

impl<'t> Clerk<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            faults: Vec::new(),
        }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn into_faults(self) -> Vec<MappingFault> {
        self.faults
    }

    /// Notes a fault at byte `at`.
    pub(super) fn fault(&mut self, at: usize, key: &str, says: Text) {
        self.fault_near(at, key, says, None);
    }

    /// Notes a fault at byte `at`, with the nearest known word.
    pub(super) fn fault_near(&mut self, at: usize, key: &str, says: Text, suggestion: Option<String>) {
        if self.faults.len() < FAULTS_MAX {
            let line = 1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count();
            self.faults.push(MappingFault {
                line: Some(line),
                key: key.to_owned(),
                says,
                suggestion,
            });
        }
    }

    /// The last place where `word` stands; the beginning when it stands nowhere as it is.
    pub(super) fn find(&self, word: &str) -> usize {
        self.text.rfind(word).unwrap_or(0)
    }
}

/// One table of the text.
pub(super) struct Section<'a, 'i> {
    path: String,
    table: &'a DeTable<'i>,
    at: usize,
}

impl<'a, 'i> Section<'a, 'i> {
    pub(super) fn open_top(table: &'a DeTable<'i>) -> Self {
        Self {
            path: String::new(),
            table,
            at: 0,
        }
    }

    /// The whole name of `key`, e.g. `time.format`.
    pub(super) fn key(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Notes every key that is not among `known`.
    pub(super) fn check_keys(&self, clerk: &mut Clerk<'_>, known: &[&str]) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let suggestion = nearest(name, known.iter().copied());
                let says = Text::new(
                    "不认识的键",
                    format!("an unknown key; known here: {}", known.join(", ")),
                );
                clerk.fault_near(key.span().start, &self.key(&excerpt(name)), says, suggestion);
            }
        }
    }

    /// Notes that `key` must be there.
    pub(super) fn missing(&self, clerk: &mut Clerk<'_>, key: &str) {
        clerk.fault(
            self.at,
            &self.key(key),
            Text::new("缺少此键", "this key is missing; write it"),
        );
    }

    /// The text of `key`; an empty or over-long text is a fault.
    pub(super) fn text(&self, clerk: &mut Clerk<'_>, key: &str) -> Option<Found> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => checked(clerk, &self.key(key), text, value.span().start),
            other => {
                wrong_type(
                    clerk,
                    &self.key(key),
                    "文本",
                    "a text in quotes",
                    other,
                    value.span().start,
                );
                None
            }
        }
    }

    pub(super) fn required_text(&self, clerk: &mut Clerk<'_>, key: &str) -> Option<Found> {
        if !self.table.contains_key(key) {
            self.missing(clerk, key);
        }
        self.text(clerk, key)
    }

    /// A text, or a table `{ zh, en }`.
    pub(super) fn words(&self, clerk: &mut Clerk<'_>, key: &str) -> Option<Text> {
        let value = self.table.get(key)?;
        if value.get_ref().is_str() {
            return self.text(clerk, key).map(|found| Text::same(found.text));
        }
        let inner = self.section(clerk, key)?;
        inner.check_keys(clerk, &["zh", "en"]);
        let zh = inner.required_text(clerk, "zh");
        let en = inner.required_text(clerk, "en");
        Some(Text::new(zh?.text, en?.text))
    }

    /// The texts of an array; none when the key is absent.
    pub(super) fn texts(&self, clerk: &mut Clerk<'_>, key: &str) -> Vec<Found> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let Some(array) = self.array(clerk, key) else {
            return Vec::new();
        };
        let mut texts = Vec::new();
        for entry in array.iter() {
            match entry.get_ref() {
                DeValue::String(text) => texts.extend(checked(clerk, &self.key(key), text, entry.span().start)),
                other => wrong_type(
                    clerk,
                    &self.key(key),
                    "文本",
                    "a text in quotes",
                    other,
                    value.span().start,
                ),
            }
        }
        texts
    }

    /// A table of texts; none when the key is absent.
    pub(super) fn map(&self, clerk: &mut Clerk<'_>, key: &str) -> BTreeMap<String, String> {
        let Some(inner) = self.section(clerk, key) else {
            return BTreeMap::new();
        };
        let names: Vec<String> = inner.table.keys().map(|name| name.get_ref().to_string()).collect();
        names
            .into_iter()
            .filter_map(|name| inner.text(clerk, &name).map(|found| (name, found.text)))
            .collect()
    }

    /// The table of `key`.
    pub(super) fn section(&self, clerk: &mut Clerk<'_>, key: &str) -> Option<Section<'a, 'i>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Section {
                path: self.key(key),
                table,
                at: value.span().start,
            }),
            other => {
                wrong_type(clerk, &self.key(key), "一个表", "a table", other, value.span().start);
                None
            }
        }
    }

    pub(super) fn required_section(&self, clerk: &mut Clerk<'_>, key: &str) -> Option<Section<'a, 'i>> {
        if !self.table.contains_key(key) {
            self.missing(clerk, key);
        }
        self.section(clerk, key)
    }

    /// The tables of an array of tables; none when the key is absent.
    pub(super) fn sections(&self, clerk: &mut Clerk<'_>, key: &str) -> Vec<Section<'a, 'i>> {
        let Some(array) = self.array(clerk, key) else {
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (index, entry) in array.iter().enumerate() {
            let path = format!("{}[{}]", self.key(key), index + 1);
            match entry.get_ref() {
                DeValue::Table(table) => sections.push(Section {
                    path,
                    table,
                    at: entry.span().start,
                }),
                other => wrong_type(clerk, &path, "一个表", "a table", other, entry.span().start),
            }
        }
        sections
    }

    /// `known` when the word is one of the choices, else a fault that names them.
    pub(super) fn choice<T, const N: usize>(
        &self,
        clerk: &mut Clerk<'_>,
        key: &str,
        found: &Found,
        known: Option<T>,
        choices: [&str; N],
    ) -> Option<T> {
        if known.is_none() {
            let list = choices.join(", ");
            let says = Text::new(format!("应为 {list} 之一"), format!("must be one of {list}"));
            clerk.fault_near(found.at, &self.key(key), says, nearest(&found.text, choices));
        }
        known
    }

    fn array(&self, clerk: &mut Clerk<'_>, key: &str) -> Option<&'a DeArray<'i>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Array(array) => Some(array),
            other => {
                wrong_type(
                    clerk,
                    &self.key(key),
                    "数组",
                    "a list in brackets",
                    other,
                    value.span().start,
                );
                None
            }
        }
    }
}

/// Longest text of a key.
const TEXT_CHARACTERS_MAX: usize = 4_000;

fn checked(clerk: &mut Clerk<'_>, key: &str, text: &str, at: usize) -> Option<Found> {
    if text.trim().is_empty() || text.chars().nth(TEXT_CHARACTERS_MAX).is_some() {
        clerk.fault(
            at,
            key,
            Text::new(
                format!("文本为空或超过 {TEXT_CHARACTERS_MAX} 字"),
                format!("the text is empty or has more than {TEXT_CHARACTERS_MAX} letters"),
            ),
        );
        return None;
    }
    Some(Found {
        text: text.trim().to_owned(),
        at,
    })
}

fn wrong_type(clerk: &mut Clerk<'_>, key: &str, zh: &str, en: &str, found: &DeValue<'_>, at: usize) {
    let kind = found.type_str();
    clerk.fault(
        at,
        key,
        Text::new(
            format!("应为{zh}，现为 {kind}"),
            format!("must be {en}, but is of type {kind}"),
        ),
    );
}
