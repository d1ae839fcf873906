//! Values of which the key does not fix the type: facts of worked examples, and moments that may be a day or a day with a time.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rules::procedure::Value;
use toml::de::DeValue;

use super::{Need, Table, WORDS_MAX};
use crate::source::Word;
use crate::toml_type::{self, Wanted};

/// A day, with a time where one is written.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) day: NaiveDate,
    pub(crate) time: Option<NaiveTime>,
}

impl Moment {
    /// The moment itself; a bare day is its beginning.
    pub(crate) fn begin(self) -> NaiveDateTime {
        self.day.and_time(self.time.unwrap_or(NaiveTime::MIN))
    }
}

/// Reads a day or a day with a time; a time with an offset is not one of the city.
fn moment(value: &DeValue<'_>) -> Option<Moment> {
    let written = value.as_datetime()?;
    let date = written.date.filter(|_| written.offset.is_none())?;
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let time = match written.time {
        None => None,
        Some(time) => Some(NaiveTime::from_hms_opt(
            time.hour.into(),
            time.minute.into(),
            time.second.unwrap_or(0).into(),
        )?),
    };
    Some(Moment { day, time })
}

/// A fact: a text, a number, a flag or a day.
fn fact(value: &DeValue<'_>) -> Option<Value> {
    if let Some(text) = value.as_str() {
        return Some(Value::Text(text.to_owned()));
    }
    if let Some(flag) = value.as_bool() {
        return Some(Value::Flag(flag));
    }
    if let Some(number) = toml_type::decimal(value) {
        return Some(Value::Number(number));
    }
    moment(value)
        .filter(|moment| moment.time.is_none())
        .map(|moment| Value::Day(moment.day))
}

impl<'a> Table<'a> {
    /// A day, or a day with a time.
    pub(crate) fn moment(&mut self, key: &'static str, need: Need) -> Option<(Moment, Range<usize>)> {
        self.typed(key, need, Wanted::Moment, moment)
    }

    /// Whether `key` is written, whatever it says.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// A list of texts, or one text alone; absent means empty.
    pub(crate) fn one_or_more(&mut self, key: &'static str) -> Vec<Word> {
        match self.entries.get(key) {
            Some(value) if value.get_ref().is_str() => self.word(key, Need::Optional).into_iter().collect(),
            _ => self.words(key, Need::Optional),
        }
    }

    /// A table whose keys are facts and whose values are texts, numbers, flags or days; absent means empty.
    pub(crate) fn facts(&mut self, key: &'static str) -> Vec<(Word, Value)> {
        let Some(table) = self.table(key) else {
            return Vec::new();
        };
        if table.entries.len() > WORDS_MAX {
            table.report_too_long(table.entries.len(), WORDS_MAX, table.span());
        }
        let mut facts = Vec::new();
        for (name, value) in table.entries.iter().take(WORDS_MAX) {
            match fact(value.get_ref()) {
                Some(fact) => facts.push((
                    Word {
                        text: name.get_ref().to_string(),
                        span: table.shift(name.span()),
                    },
                    fact,
                )),
                None => table.wrong_type(name.get_ref(), value, Wanted::Fact),
            }
        }
        facts
    }
}
