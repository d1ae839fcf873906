//! The types a TOML value can have, in words a user reads, and the numbers taken from their digits.

use rust_decimal::Decimal;
use standards::Text;
use toml::de::DeValue;

/// Longest text that is quoted in advice, in bytes.
const TEXT_BYTES_MAX: usize = 64;

/// The type a key wants.
#[derive(Clone, Copy)]
pub(crate) enum Wanted {
    Text,
    Texts,
    Whole,
    Number,
    /// A list of so many numbers.
    Numbers(usize),
    Flag,
    Day,
    /// A day, or a day with a time.
    Moment,
    /// A text, number, flag or day.
    Fact,
    /// A year, a day or `"yearly"`.
    Due,
    /// A number or a text.
    Figure,
    /// A table with a text for each language.
    Table,
    /// A table of keys.
    Keys,
    /// Tables in double brackets.
    Tables,
}

impl Wanted {
    pub(crate) fn words(self) -> Text {
        match self {
            Self::Text => Text::new("文字", "a text"),
            Self::Texts => Text::new("文字的列表", "a list of texts"),
            Self::Whole => Text::new("整数", "a whole number"),
            Self::Number => Text::new("数", "a number"),
            Self::Numbers(count) => Text::new(format!("{count}个数的列表"), format!("a list of {count} numbers")),
            Self::Flag => Text::new("true 或 false", "true or false"),
            Self::Day => Text::new("日期", "a day"),
            Self::Moment => Text::new("日期或不带时区的时间", "a day, or a day with a time and no offset"),
            Self::Fact => Text::new("文字、数、true、false 或日期", "a text, a number, true, false or a day"),
            Self::Due => Text::new("年份、日期或“yearly”", "a year, a day or `yearly`"),
            Self::Figure => Text::new("数或文字", "a number or a text"),
            Self::Table => Text::new("中英文各一句", "a text in both languages"),
            Self::Keys => Text::new("键的表", "a table of keys"),
            Self::Tables => Text::new("双方括号的表", "a table in double brackets"),
        }
    }

    /// How `key` would be written.
    pub(crate) fn like(self, key: &str) -> String {
        match self {
            Self::Text => format!("{key} = \"…\""),
            Self::Texts => format!("{key} = [\"…\", \"…\"]"),
            Self::Whole => format!("{key} = 2020"),
            Self::Number => format!("{key} = 0.5"),
            Self::Numbers(count) => format!("{key} = [{}]", vec!["112.5"; count].join(", ")),
            Self::Flag => format!("{key} = true"),
            Self::Day => format!("{key} = 2018-06-08"),
            Self::Moment => format!("{key} = 2019-03-11T09:00:00"),
            Self::Fact => format!("{key} = 80"),
            Self::Due => format!("{key} = 2020"),
            Self::Figure => format!("{key} = 80"),
            Self::Table => format!("{key} = {{ zh = \"…\", en = \"…\" }}"),
            Self::Keys => format!("{key} = {{ … = … }}"),
            Self::Tables => format!("[[{key}]]"),
        }
    }
}

/// What a value is, in words.
pub(crate) fn words(value: &DeValue<'_>) -> Text {
    match value {
        DeValue::String(_) => Text::new("文字", "a text"),
        DeValue::Integer(_) if whole(value).is_none() => Text::new(
            "太大或不是十进制的整数",
            "a whole number that is too large or not decimal",
        ),
        DeValue::Integer(_) => Text::new("整数", "a whole number"),
        DeValue::Float(_) if decimal(value).is_none() => Text::new(
            "位数太多、带指数或不是数的值",
            "one with too many digits, an exponent, or none at all",
        ),
        DeValue::Float(_) => Text::new("小数", "a decimal number"),
        DeValue::Boolean(_) => Text::new("true 或 false", "true or false"),
        DeValue::Datetime(_) => Text::new("日期或时间", "a date or time"),
        DeValue::Array(_) => Text::new("列表", "a list"),
        DeValue::Table(_) => Text::new("表", "a table"),
    }
}

/// A whole number written in decimal digits.
pub(crate) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    if integer.radix() == 10 {
        integer.as_str().parse().ok()
    } else {
        None
    }
}

/// A day without a time.
pub(crate) fn day(value: &DeValue<'_>) -> Option<chrono::NaiveDate> {
    let date = value.as_datetime().filter(|moment| moment.time.is_none())?.date?;
    chrono::NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// A decimal number, taken from its digits.
pub(crate) fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    let digits = match value {
        DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    Decimal::from_str_exact(digits).ok()
}

/// A number as binary floating point; only for positions.
pub(crate) fn degree(value: &DeValue<'_>) -> Option<f64> {
    let digits = match value {
        DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

/// What was probably meant by a value of another type: a number or day in quotes, a text that should be a list.
pub(crate) fn meant(value: &DeValue<'_>, wanted: Wanted) -> Option<String> {
    let text = value.as_str()?.trim();
    let number = || Decimal::from_str_exact(text).is_ok().then(|| text.to_owned());
    let whole = || text.parse::<i64>().is_ok().then(|| text.to_owned());
    let day = || {
        let day = chrono::NaiveDate::parse_from_str(&text.replace(['/', '.'], "-"), "%Y-%m-%d");
        day.ok().map(|day| day.to_string())
    };
    match wanted {
        Wanted::Texts if text.len() <= TEXT_BYTES_MAX => Some(format!("[\"{text}\"]")),
        Wanted::Number => number(),
        Wanted::Whole => whole(),
        Wanted::Day | Wanted::Moment => day(),
        Wanted::Due => whole().or_else(day),
        Wanted::Flag => matches!(text, "true" | "false").then(|| text.to_owned()),
        _ => None,
    }
}
