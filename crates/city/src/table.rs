//! Reads a TOML table key by key: each key is asked for once with the type it must have; what is missing, of another type or
//! never asked for becomes a finding with its place in the text.

#[cfg(test)]
pub(crate) mod questions;
mod scalar;

use std::ops::Range;

use rust_decimal::Decimal;
use standards::Text;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::hidden;
use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::toml_fault::{self, TomlFault};
use crate::toml_type::{self, Wanted};

/// Tables of one kind in a file at most.
const TABLES_MAX: usize = 2_000;
/// Texts in one list at most.
const WORDS_MAX: usize = 200;

/// Whether a key must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

/// A TOML text that parsed.
pub(crate) struct Document<'i> {
    root: Spanned<DeTable<'i>>,
    /// Where the TOML begins in its file.
    base: usize,
}

impl<'i> Document<'i> {
    /// Parses `toml`, which begins at byte `base` of the file of `source`. Broken TOML is reported.
    pub(crate) fn parse(toml: &'i str, base: usize, source: &Source<'_>) -> Option<Self> {
        let first = match DeTable::parse(toml) {
            Ok(root) => return Some(Self { root, base }),
            Err(first) => first,
        };
        for TomlFault { span, says, help } in toml_fault::faults(toml, &first) {
            let span = base + span.start..base + span.end;
            source.report(FindingKind::BrokenToml, span, says, Some(help));
        }
        None
    }

    /// The outermost table; `marked` is where a missing key is reported.
    pub(crate) fn table<'a>(&'a self, source: &'a Source<'a>, marked: Range<usize>) -> Table<'a> {
        Table {
            entries: self.root.get_ref(),
            source,
            base: self.base,
            #[cfg(test)]
            questions: questions::Listener::of_root(source, &marked),
            marked,
            asked: Vec::new(),
            missing: Vec::new(),
        }
    }
}

/// One table and the keys asked for so far.
pub(crate) struct Table<'a> {
    entries: &'a DeTable<'a>,
    source: &'a Source<'a>,
    base: usize,
    /// Where the table begins, for what is missing in it.
    marked: Range<usize>,
    asked: Vec<&'static str>,
    /// Keys that must be there and are not; they are told at the end, when it is known which keys mean nothing.
    missing: Vec<&'static str>,
    /// What was asked, told to the tests that hold the schemas against the reader.
    #[cfg(test)]
    questions: questions::Listener,
}

impl<'a> Table<'a> {
    /// Where the table begins.
    pub(crate) fn span(&self) -> Range<usize> {
        self.marked.clone()
    }

    /// Counts `key` as asked for without reading it.
    pub(crate) fn skip(&mut self, key: &'static str) {
        self.asked.push(key);
    }

    fn shift(&self, span: Range<usize>) -> Range<usize> {
        self.base + span.start..self.base + span.end
    }

    fn value(&mut self, key: &'static str, need: Need) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.push(key);
        let found = self.entries.get(key);
        if found.is_none() && need == Need::Required {
            self.missing.push(key);
        }
        found
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: Wanted) {
        let (given, words) = (toml_type::words(value.get_ref()), wanted.words());
        let says = Text::new(
            format!("“{key}”应为{}，这里是{}", words.zh, given.zh),
            format!("`{key}` must be {}, here it is {}", words.en, given.en),
        );
        let like = match toml_type::meant(value.get_ref(), wanted) {
            Some(meant) => format!("{key} = {meant}"),
            None => wanted.like(key),
        };
        let help = Text::new(format!("写法如 {like}"), format!("write it like {like}"));
        self.source
            .report(FindingKind::WrongType, self.shift(value.span()), says, Some(help));
    }

    /// Asks for `key` and reads it with `read`; what `read` refuses is reported as not being `wanted`.
    pub(crate) fn typed<T>(
        &mut self,
        key: &'static str,
        need: Need,
        wanted: Wanted,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<(T, Range<usize>)> {
        #[cfg(test)]
        self.questions.ask(key, need, wanted);
        let value = self.value(key, need)?;
        let Some(result) = read(value.get_ref()) else {
            self.wrong_type(key, value, wanted);
            return None;
        };
        Some((result, self.shift(value.span())))
    }

    /// A text.
    pub(crate) fn word(&mut self, key: &'static str, need: Need) -> Option<Word> {
        let (text, span) = self.typed(key, need, Wanted::Text, |value| value.as_str().map(str::to_owned))?;
        self.ask_escapes(&text, &span);
        Some(Word { text, span })
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, key: &'static str, need: Need) -> Option<(i64, Range<usize>)> {
        self.typed(key, need, Wanted::Whole, toml_type::whole)
    }

    /// A decimal number, taken from its digits, never through binary floating point.
    pub(crate) fn decimal(&mut self, key: &'static str, need: Need) -> Option<(Decimal, Range<usize>)> {
        self.typed(key, need, Wanted::Number, toml_type::decimal)
    }

    /// Yes or no; absent means no.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        self.typed(key, Need::Optional, Wanted::Flag, DeValue::as_bool)
            .is_some_and(|(flag, _)| flag)
    }

    /// A day.
    pub(crate) fn day(&mut self, key: &'static str, need: Need) -> Option<(chrono::NaiveDate, Range<usize>)> {
        self.typed(key, need, Wanted::Day, toml_type::day)
    }

    /// Exactly `N` numbers, as binary floating point: only for positions on a map.
    pub(crate) fn degrees<const N: usize>(
        &mut self,
        key: &'static str,
        need: Need,
    ) -> Option<([f64; N], Range<usize>)> {
        self.typed(key, need, Wanted::Numbers(N), |value| {
            let numbers: Option<Vec<f64>> = value
                .as_array()?
                .iter()
                .map(|number| toml_type::degree(number.get_ref()))
                .collect();
            numbers?.try_into().ok()
        })
    }

    /// A list of texts; absent means empty.
    pub(crate) fn words(&mut self, key: &'static str, need: Need) -> Vec<Word> {
        #[cfg(test)]
        self.questions.ask(key, need, Wanted::Texts);
        let Some(value) = self.value(key, need) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, Wanted::Texts);
            return Vec::new();
        };
        if need == Need::Required && array.is_empty() {
            self.report_empty(key, self.shift(value.span()));
        }
        let mut words = Vec::new();
        for item in self.within(array, WORDS_MAX, value.span()) {
            match item.get_ref().as_str() {
                Some(text) if words.iter().any(|word: &Word| word.text == text) => {
                    self.report_twice(key, text, self.shift(item.span()));
                }
                Some(text) => words.push(Word {
                    text: text.to_owned(),
                    span: self.shift(item.span()),
                }),
                None => self.wrong_type(key, item, Wanted::Texts),
            }
        }
        words
    }

    /// A sentence or name in both languages, written `key.zh` and `key.en`.
    pub(crate) fn text(&mut self, key: &'static str, need: Need) -> Option<Text> {
        let mut table = self.inner_table(key, need, Wanted::Table)?;
        let (zh, en) = (table.filled("zh"), table.filled("en"));
        table.finish();
        Some(Text::new(zh?, en?))
    }

    /// A text that says something.
    pub(crate) fn filled(&mut self, key: &'static str) -> Option<String> {
        let word = self.word(key, Need::Required)?;
        if word.text.trim().is_empty() {
            self.report_empty(key, word.span);
            return None;
        }
        Some(word.text)
    }

    /// A hidden character that stands in the file is told with the file; one that an escape makes is told here.
    fn ask_escapes(&self, text: &str, span: &Range<usize>) {
        let written = self.source.text.get(span.clone()).unwrap_or_default();
        if written.contains('\\') && hidden::first(written).is_none() && hidden::first(text).is_some() {
            let found = hidden::first(text).map(|(_, character)| character);
            hidden::report(self.source, span.clone(), found.unwrap_or_default());
        }
    }

    fn report_twice(&self, key: &str, text: &str, span: Range<usize>) {
        let says = Text::new(
            format!("“{text}”在“{key}”里写了两次"),
            format!("`{text}` stands twice in `{key}`"),
        );
        let help = Text::new("删去一个", "delete one of them");
        self.source.report(FindingKind::SaidTwice, span, says, Some(help));
    }

    fn report_empty(&self, key: &str, span: Range<usize>) {
        let says = Text::new(format!("“{key}”是空的"), format!("`{key}` is empty"));
        let help = Text::new("补上内容", "write something");
        self.source.report(FindingKind::MissingKey, span, says, Some(help));
    }

    /// A table of further keys inside this one; absent means none.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Table<'a>> {
        self.inner_table(key, Need::Optional, Wanted::Keys)
    }

    /// A table whose keys are free and whose values are texts; absent means empty.
    pub(crate) fn pairs(&mut self, key: &'static str) -> Vec<(Word, Word)> {
        let Some(table) = self.table(key) else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, value) in table.entries.iter().take(WORDS_MAX) {
            let Some(text) = value.get_ref().as_str() else {
                table.wrong_type(name.get_ref(), value, Wanted::Text);
                continue;
            };
            let word = |text: &str, span| Word {
                text: text.to_owned(),
                span: table.shift(span),
            };
            pairs.push((word(name.get_ref(), name.span()), word(text, value.span())));
        }
        if table.entries.len() > WORDS_MAX {
            table.report_too_long(table.entries.len(), WORDS_MAX, table.span());
        }
        pairs
    }

    fn inner_table(&mut self, key: &'static str, need: Need, wanted: Wanted) -> Option<Table<'a>> {
        #[cfg(test)]
        self.questions.ask(key, need, wanted);
        let value = self.value(key, need)?;
        let Some(entries) = value.get_ref().as_table() else {
            self.wrong_type(key, value, wanted);
            return None;
        };
        Some(self.inner(key, entries, value.span()))
    }

    /// The tables written `[[key]]`; absent means none.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<Table<'a>> {
        #[cfg(test)]
        self.questions.ask(key, Need::Optional, Wanted::Tables);
        let Some(value) = self.value(key, Need::Optional) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, Wanted::Tables);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in self.within(array, TABLES_MAX, value.span()) {
            match item.get_ref().as_table() {
                Some(entries) => tables.push(self.inner(key, entries, item.span())),
                None => self.wrong_type(key, item, Wanted::Tables),
            }
        }
        tables
    }

    #[cfg_attr(
        not(test),
        expect(unused_variables, reason = "only tests ask by which key a table was reached")
    )]
    fn inner(&self, key: &'static str, entries: &'a DeTable<'a>, span: Range<usize>) -> Table<'a> {
        Table {
            #[cfg(test)]
            questions: self.questions.of_inner(key),
            entries,
            source: self.source,
            base: self.base,
            marked: self.shift(span),
            asked: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Whether a key that means nothing here was probably meant to be `key`.
    pub(crate) fn has_miswritten(&self, key: &'static str) -> bool {
        let mut names = self.entries.iter().map(|(name, _)| name.get_ref().as_ref());
        names.any(|name| !self.asked.contains(&name) && suggestion::is_near(name, key))
    }

    /// Reports every key that was never asked for. Call it when all keys have been asked for.
    pub(crate) fn finish(mut self) {
        let unused: Vec<&str> = self
            .asked
            .iter()
            .copied()
            .filter(|key| !self.entries.contains_key(*key))
            .collect();
        for (name, _) in self.entries.iter() {
            let key = name.get_ref().as_ref();
            if !self.asked.contains(&key) {
                let says = Text::new(format!("这里没有“{key}”这个键"), format!("`{key}` means nothing here"));
                let help = suggestion::advice(key, unused.iter().copied());
                self.source
                    .report(FindingKind::UnknownKey, self.shift(name.span()), says, help);
            }
        }
        // A key that stands there with a slip of the pen is told as that, and not once more as missing.
        let missing = std::mem::take(&mut self.missing);
        self.missing = missing.into_iter().filter(|key| !self.has_miswritten(key)).collect();
    }

    /// The first entries of a list, so that reading ends in good time; that some are left out is reported.
    fn within<'l>(&self, list: &'l DeArray<'l>, most: usize, span: Range<usize>) -> &'l [Spanned<DeValue<'l>>] {
        if list.len() > most {
            self.report_too_long(list.len(), most, self.shift(span));
        }
        list.get(..list.len().min(most)).unwrap_or_default()
    }

    fn report_too_long(&self, entries: usize, most: usize, span: Range<usize>) {
        let says = Text::new(
            format!("列表有{entries}项，最多{most}项"),
            format!("the list has {entries} entries, at most {most} are read"),
        );
        let help = Text::new("删去多余的项", "leave some out");
        self.source.report(FindingKind::TooLarge, span, says, Some(help));
    }
}

impl Drop for Table<'_> {
    /// Tells what is missing, also where reading ended before the last key.
    fn drop(&mut self) {
        for key in std::mem::take(&mut self.missing) {
            let says = Text::new(format!("缺少“{key}”"), format!("`{key}` is missing"));
            let help = Text::new(format!("补上 {key} = …"), format!("add {key} = …"));
            self.source
                .report(FindingKind::MissingKey, self.marked.clone(), says, Some(help));
        }
    }
}
