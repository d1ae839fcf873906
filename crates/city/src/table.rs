//! Reads a TOML table key by key: each key is asked for once with the type it must have; what is missing, of another type or
//! never asked for becomes a finding with its place in the text.

use std::ops::Range;

use rust_decimal::Decimal;
use standards::Text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;

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
        let (root, errors) = DeTable::parse_recoverable(toml);
        for error in &errors {
            let span = error.span().unwrap_or(0..toml.len());
            let says = Text::new(
                format!("TOML 格式错误：{}", error.message()),
                format!("this is not valid TOML: {}", error.message()),
            );
            let help = Text::new(
                "值要写成 键 = 值，文字要加引号",
                "write key = value, and put texts in quotes",
            );
            source.report(
                FindingKind::BrokenToml,
                base + span.start..base + span.end,
                says,
                Some(help),
            );
        }
        errors.is_empty().then_some(Self { root, base })
    }

    /// The outermost table; `marked` is where a missing key is reported.
    pub(crate) fn table<'a>(&'a self, source: &'a Source<'a>, marked: Range<usize>) -> Table<'a> {
        Table {
            entries: self.root.get_ref(),
            source,
            base: self.base,
            marked,
            asked: Vec::new(),
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
        let found = self
            .entries
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key)
            .map(|(_, value)| value);
        if found.is_none() && need == Need::Required {
            let says = Text::new(format!("缺少“{key}”"), format!("`{key}` is missing"));
            let help = Text::new(format!("补上 {key} = …"), format!("add {key} = …"));
            self.source
                .report(FindingKind::MissingKey, self.marked.clone(), says, Some(help));
        }
        found
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &Text) {
        let given = type_words(value.get_ref());
        let says = Text::new(
            format!("“{key}”应为{}，这里是{}", wanted.zh, given.zh),
            format!("`{key}` must be {}, here it is {}", wanted.en, given.en),
        );
        self.source
            .report(FindingKind::WrongType, self.shift(value.span()), says, None);
    }

    /// Asks for `key` and reads it with `read`; what `read` refuses is reported as not being `wanted`.
    fn typed<T>(
        &mut self,
        key: &'static str,
        need: Need,
        wanted: &Text,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<(T, Range<usize>)> {
        let value = self.value(key, need)?;
        let Some(result) = read(value.get_ref()) else {
            self.wrong_type(key, value, wanted);
            return None;
        };
        Some((result, self.shift(value.span())))
    }

    /// A text.
    pub(crate) fn word(&mut self, key: &'static str, need: Need) -> Option<Word> {
        let wanted = Text::new("文字", "a text");
        let (text, span) = self.typed(key, need, &wanted, |value| value.as_str().map(str::to_owned))?;
        Some(Word { text, span })
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, key: &'static str, need: Need) -> Option<(i64, Range<usize>)> {
        let wanted = Text::new("整数", "a whole number");
        self.typed(key, need, &wanted, |value| whole(value))
    }

    /// A decimal number, taken from its digits, never through binary floating point.
    pub(crate) fn decimal(&mut self, key: &'static str, need: Need) -> Option<(Decimal, Range<usize>)> {
        self.typed(key, need, &Text::new("数", "a number"), decimal)
    }

    /// Yes or no; absent means no.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        let wanted = Text::new("true 或 false", "true or false");
        self.typed(key, Need::Optional, &wanted, DeValue::as_bool)
            .is_some_and(|(flag, _)| flag)
    }

    /// A day.
    pub(crate) fn day(&mut self, key: &'static str, need: Need) -> Option<(chrono::NaiveDate, Range<usize>)> {
        let wanted = Text::new("日期（如 2018-06-08）", "a day such as 2018-06-08");
        self.typed(key, need, &wanted, |value| {
            let date = value.as_datetime()?.date?;
            chrono::NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        })
    }

    /// Exactly `N` numbers, as binary floating point: only for positions on a map.
    pub(crate) fn degrees<const N: usize>(
        &mut self,
        key: &'static str,
        need: Need,
    ) -> Option<([f64; N], Range<usize>)> {
        let wanted = Text::new(format!("{N}个数的列表"), format!("a list of {N} numbers"));
        self.typed(key, need, &wanted, |value| {
            let numbers: Option<Vec<f64>> = value
                .as_array()?
                .iter()
                .map(|number| degree(number.get_ref()))
                .collect();
            numbers?.try_into().ok()
        })
    }

    /// A list of texts; absent means empty.
    pub(crate) fn words(&mut self, key: &'static str, need: Need) -> Vec<Word> {
        let Some(value) = self.value(key, need) else {
            return Vec::new();
        };
        let wanted = Text::new("文字的列表", "a list of texts");
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, &wanted);
            return Vec::new();
        };
        let mut words = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => words.push(Word {
                    text: text.to_owned(),
                    span: self.shift(item.span()),
                }),
                None => self.wrong_type(key, item, &Text::new("文字", "a text")),
            }
        }
        words
    }

    /// A sentence or name in both languages, written `key.zh` and `key.en`.
    pub(crate) fn text(&mut self, key: &'static str, need: Need) -> Option<Text> {
        let mut table = self.table(key, need)?;
        let (zh, en) = (table.word("zh", Need::Required), table.word("en", Need::Required));
        table.finish();
        Some(Text::new(zh?.text, en?.text))
    }

    /// A table inside this one.
    pub(crate) fn table(&mut self, key: &'static str, need: Need) -> Option<Table<'a>> {
        let value = self.value(key, need)?;
        let Some(entries) = value.get_ref().as_table() else {
            self.wrong_type(
                key,
                value,
                &Text::new("表（如 键.zh、键.en）", "a table such as key.zh, key.en"),
            );
            return None;
        };
        Some(self.inner(entries, value.span()))
    }

    /// The tables written `[[key]]`; absent means none.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<Table<'a>> {
        let Some(value) = self.value(key, Need::Optional) else {
            return Vec::new();
        };
        let wanted = Text::new(format!("写成 [[{key}]] 的表"), format!("tables written [[{key}]]"));
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, &wanted);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(entries) => tables.push(self.inner(entries, item.span())),
                None => self.wrong_type(key, item, &wanted),
            }
        }
        tables
    }

    fn inner(&self, entries: &'a DeTable<'a>, span: Range<usize>) -> Table<'a> {
        Table {
            entries,
            source: self.source,
            base: self.base,
            marked: self.shift(span),
            asked: Vec::new(),
        }
    }

    /// Reports every key that was never asked for. Call it when all keys have been asked for.
    pub(crate) fn finish(self) {
        for (name, _) in self.entries.iter() {
            let key = name.get_ref().as_ref();
            if !self.asked.contains(&key) {
                let says = Text::new(format!("这里没有“{key}”这个键"), format!("`{key}` means nothing here"));
                let unused = self.asked.iter().copied().filter(|known| !self.has(known));
                let help = suggestion::advice(key, unused);
                self.source
                    .report(FindingKind::UnknownKey, self.shift(name.span()), says, help);
            }
        }
    }

    fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.get_ref().as_ref() == key)
    }
}

/// A whole number written in decimal digits.
fn whole(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    if integer.radix() == 10 {
        integer.as_str().parse().ok()
    } else {
        None
    }
}

fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    let digits = match value {
        DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    Decimal::from_str_exact(digits).ok()
}

fn degree(value: &DeValue<'_>) -> Option<f64> {
    let digits = match value {
        DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

fn type_words(value: &DeValue<'_>) -> Text {
    match value {
        DeValue::String(_) => Text::new("文字", "a text"),
        DeValue::Integer(_) => Text::new("整数", "a whole number"),
        DeValue::Float(_) => Text::new("小数", "a decimal number"),
        DeValue::Boolean(_) => Text::new("true 或 false", "true or false"),
        DeValue::Datetime(_) => Text::new("日期或时间", "a date or time"),
        DeValue::Array(_) => Text::new("列表", "a list"),
        DeValue::Table(_) => Text::new("表", "a table"),
    }
}
