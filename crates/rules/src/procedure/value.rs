//! Facts: the typed inputs that forms collect and guards ask.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use standards::Text;

/// Longest text that a fact may hold, in characters.
pub const TEXT_LENGTH_MAX: usize = 4_000;

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A number in the unit of the fact; also a whole one.
    Number(Decimal),
    /// Yes or no.
    Flag(bool),
    /// A text, or the word of a choice.
    Text(String),
    /// A day in the city's time.
    Day(NaiveDate),
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(out, "{}", number.normalize()),
            Self::Flag(flag) => write!(out, "{flag}"),
            Self::Text(text) => out.write_str(text),
            Self::Day(day) => write!(out, "{day}"),
        }
    }
}

/// A word that a choice takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceWord {
    /// The word in guards and acts.
    pub word: String,
    /// What people read.
    pub name: Text,
}

/// What a fact can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactType {
    /// A number with a unit (`1` for a pure number) and bounds, both included.
    Number {
        /// Its unit.
        unit: String,
        /// Whether it has no fraction.
        whole: bool,
        /// The least it can be.
        min: Option<Decimal>,
        /// The most it can be.
        max: Option<Decimal>,
    },
    /// Yes or no.
    Flag,
    /// A text.
    Text,
    /// A day.
    Day,
    /// One of a list of words.
    Choice(Vec<ChoiceWord>),
}

/// A typed input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Id, in lower-case letters, digits and underscores.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it can be.
    pub kind: FactType,
    /// Whether a form may leave it open; a guard that asks it is then unknown.
    pub optional: bool,
    /// Whether it is kept for the record alone, so that no guard has to ask it.
    pub record: bool,
}

impl Fact {
    /// Why the fact cannot have this value, or `None` when it can.
    pub fn objection(&self, value: &Value) -> Option<Text> {
        let name = &self.name;
        let wrong = |zh: &str, en: &str| {
            Some(Text::new(
                format!("“{}”应为{zh}，这里是“{value}”", name.zh),
                format!("`{}` must be {en}, here it is `{value}`", name.en),
            ))
        };
        match (&self.kind, value) {
            (FactType::Number { whole, min, max, .. }, Value::Number(number)) => {
                if *whole && !number.fract().is_zero() {
                    return wrong("整数", "a whole number");
                }
                match (min, max) {
                    (Some(min), _) if number < min => wrong(&format!("不小于{min}的数"), &format!("at least {min}")),
                    (_, Some(max)) if number > max => wrong(&format!("不大于{max}的数"), &format!("at most {max}")),
                    _ => None,
                }
            }
            (FactType::Number { .. }, _) => wrong("数", "a number"),
            (FactType::Flag, Value::Flag(_)) | (FactType::Day, Value::Day(_)) => None,
            (FactType::Flag, _) => wrong("是或否", "yes or no"),
            (FactType::Day, _) => wrong("日期", "a day"),
            (FactType::Text, Value::Text(text)) if text.trim().is_empty() => {
                wrong("有内容的文字", "a text that says something")
            }
            (FactType::Text, Value::Text(text)) if text.chars().count() > TEXT_LENGTH_MAX => Some(Text::new(
                format!("“{}”超过{TEXT_LENGTH_MAX}字", name.zh),
                format!("`{}` is longer than {TEXT_LENGTH_MAX} characters", name.en),
            )),
            (FactType::Text, Value::Text(_)) => None,
            (FactType::Text, _) => wrong("文字", "a text"),
            (FactType::Choice(words), Value::Text(text)) if words.iter().any(|choice| choice.word == *text) => None,
            (FactType::Choice(words), _) => {
                let known: Vec<&str> = words.iter().map(|choice| choice.word.as_str()).collect();
                wrong(
                    &format!("{}之一", known.join("、")),
                    &format!("one of {}", known.join(", ")),
                )
            }
        }
    }

    /// Reads what somebody has written for the fact, or what was recorded of it.
    ///
    /// # Errors
    /// Why that is no value of the fact.
    pub fn read(&self, written: &str) -> Result<Value, Text> {
        let written = written.trim();
        let value = match &self.kind {
            FactType::Number { .. } => written.parse().ok().map(Value::Number),
            FactType::Flag => match written {
                "true" => Some(Value::Flag(true)),
                "false" => Some(Value::Flag(false)),
                _ => None,
            },
            FactType::Day => written.parse().ok().map(Value::Day),
            FactType::Text | FactType::Choice(_) => Some(Value::Text(written.to_owned())),
        };
        let value = value.unwrap_or_else(|| Value::Text(written.to_owned()));
        match self.objection(&value) {
            Some(objection) => Err(objection),
            None => Ok(value),
        }
    }

    /// The value as people read it, with unit or the name of the choice.
    pub fn words(&self, value: &Value) -> Text {
        match (&self.kind, value) {
            (FactType::Number { unit, .. }, Value::Number(_)) if unit == "1" => Text::same(value.to_string()),
            (FactType::Number { unit, .. }, Value::Number(_)) => Text::same(format!("{value} {unit}")),
            (_, Value::Flag(true)) => Text::new("是", "yes"),
            (_, Value::Flag(false)) => Text::new("否", "no"),
            (FactType::Choice(words), Value::Text(text)) => words
                .iter()
                .find(|choice| choice.word == *text)
                .map_or_else(|| Text::same(text), |choice| choice.name.clone()),
            _ => Text::same(value.to_string()),
        }
    }
}
