//! One cell of an entry, held against its field.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::Text;

use super::schema::Around;
use super::{Cell, Field, FieldChoice, FieldKind};
use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;

/// The years an entry can speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Reads a cell that is not empty; what it cannot be is reported. References are looked up later, when all registers are read.
pub(super) fn read(word: &Word, field: &Field, around: &Around<'_>, source: &Source<'_>) -> Option<Cell> {
    match &field.kind {
        FieldKind::Text | FieldKind::Reference(_) => Some(Cell::Word(word.text.clone())),
        FieldKind::Number { min, max, .. } => number(word, field, source)
            .filter(|value| within(*value, *min, *max, word, field, source))
            .map(Cell::Number),
        FieldKind::Whole { min, max, .. } => number(word, field, source)
            .filter(|value| whole(*value, word, field, source) && within(*value, *min, *max, word, field, source))
            .map(Cell::Number),
        FieldKind::Day => day(&word.text)
            .map(Cell::Day)
            .or_else(|| wrong(word, field, "日期，如 2018-06-08", "a day such as 2018-06-08", source)),
        FieldKind::Year => word
            .text
            .parse()
            .ok()
            .filter(|year| YEARS.contains(year))
            .map(Cell::Year)
            .or_else(|| wrong(word, field, "年份，如 2020", "a year such as 2020", source)),
        FieldKind::Flag => flag(&word.text)
            .map(Cell::Flag)
            .or_else(|| wrong(word, field, "true 或 false", "true or false", source)),
        FieldKind::Position => position(&word.text).map(Cell::Position).or_else(|| {
            wrong(
                word,
                field,
                "“经度 纬度”，如 112.9 27.8",
                "longitude and latitude such as 112.9 27.8",
                source,
            )
        }),
        FieldKind::File => file(&word.text)
            .map(Cell::Word)
            .or_else(|| wrong(word, field, "文件夹内的相对路径", "a path inside the folder", source)),
        FieldKind::Choice(choices) => {
            let known = choices.iter().any(|choice| choice.word == word.text);
            if !known {
                report_choice(word, field, choices, source);
            }
            known.then(|| Cell::Word(word.text.clone()))
        }
        FieldKind::Place => around.places.refer(word, source).then(|| Cell::Word(word.text.clone())),
        FieldKind::Point => around.points.refer(word, source).then(|| Cell::Word(word.text.clone())),
        FieldKind::Reach => around
            .reaches
            .refer(word, source)
            .then(|| Cell::Word(word.text.clone())),
        FieldKind::Post => around.posts.refer(word, source).then(|| Cell::Word(word.text.clone())),
    }
}

fn wrong<T>(word: &Word, field: &Field, zh: &str, en: &str, source: &Source<'_>) -> Option<T> {
    let says = Text::new(
        format!("“{}”（{}）应为{zh}，这里是“{}”", field.name.zh, field.id, word.text),
        format!("`{}` must be {en}, here it is `{}`", field.id, word.text),
    );
    let help = meant(&word.text, &field.kind).map_or_else(
        || {
            Text::new(
                "改正这个单元格；未知就留空",
                "correct the cell, or leave it empty when it is unknown",
            )
        },
        |meant| suggestion::meant(&meant),
    );
    source.report(FindingKind::WrongCell, word.span.clone(), says, Some(help));
    None
}

fn number(word: &Word, field: &Field, source: &Source<'_>) -> Option<Decimal> {
    Decimal::from_str_exact(&word.text).ok().or_else(|| {
        wrong(
            word,
            field,
            "数（至多28位，不带单位、指数和千分位）",
            "a number of at most 28 digits, without unit, exponent and thousands separators",
            source,
        )
    })
}

fn whole(value: Decimal, word: &Word, field: &Field, source: &Source<'_>) -> bool {
    value.is_integer() || wrong::<()>(word, field, "整数", "a whole number", source).is_some()
}

fn within(
    value: Decimal,
    min: Option<Decimal>,
    max: Option<Decimal>,
    word: &Word,
    field: &Field,
    source: &Source<'_>,
) -> bool {
    let (zh, en) = match (min, max) {
        (Some(min), _) if value < min => (format!("小于 {min}"), format!("less than {min}")),
        (_, Some(max)) if value > max => (format!("大于 {max}"), format!("more than {max}")),
        _ => return true,
    };
    let says = Text::new(
        format!("“{}”（{}）的 {value} {zh}", field.name.zh, field.id),
        format!("`{}`: {value} is {en}", field.id),
    );
    let help = Text::new("核对数值和单位", "check the value and its unit");
    source.report(FindingKind::CellOutOfRange, word.span.clone(), says, Some(help));
    false
}

fn report_choice(word: &Word, field: &Field, choices: &[FieldChoice], source: &Source<'_>) {
    let says = Text::new(
        format!("“{}”（{}）没有“{}”这个选项", field.name.zh, field.id, word.text),
        format!("`{}` has no choice `{}`", field.id, word.text),
    );
    let called = |choice: &&FieldChoice| choice.text.zh == word.text || choice.text.en == word.text;
    let named = choices
        .iter()
        .find(called)
        .map(|choice| suggestion::meant(&choice.word));
    let help = named.or_else(|| suggestion::advice(&word.text, choices.iter().map(|choice| choice.word.as_str())));
    source.report(FindingKind::UnknownChoice, word.span.clone(), says, help);
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Yes or no, as people and spreadsheets write it.
fn flag(text: &str) -> Option<bool> {
    match text {
        "true" | "TRUE" | "是" => Some(true),
        "false" | "FALSE" | "否" => Some(false),
        _ => None,
    }
}

fn position(text: &str) -> Option<[f64; 2]> {
    let (longitude, latitude) = text.split_once(' ')?;
    let degree = |text: &str, most: f64| text.trim().parse().ok().filter(|value: &f64| value.abs() <= most);
    Some([degree(longitude, 180.0)?, degree(latitude, 90.0)?])
}

fn file(text: &str) -> Option<String> {
    let inside = !text.starts_with('/') && text.split('/').all(|part| !matches!(part, "" | "." | ".."));
    inside.then(|| text.to_owned())
}

/// The number, year or day that a cell was probably meant to hold: full-width digits, a unit behind the number, commas between
/// thousands, `2024年`, `2024/5/6`.
fn meant(text: &str, kind: &FieldKind) -> Option<String> {
    let narrow: String = text.chars().map(narrow).collect();
    let digits: String = narrow
        .chars()
        .filter(|character| !matches!(character, ',' | '_' | ' '))
        .collect();
    let number = digits.trim_end_matches(|character: char| !character.is_ascii_digit());
    match kind {
        FieldKind::Number { .. } | FieldKind::Whole { .. } => {
            let thousands = narrow.split(',').skip(1).all(|group| group.len() >= 3);
            let value = Decimal::from_str_exact(number).ok().filter(|_| thousands)?;
            (value.to_string() != text).then(|| value.to_string())
        }
        FieldKind::Year => number
            .parse()
            .ok()
            .filter(|year| YEARS.contains(year))
            .map(|year: i32| year.to_string()),
        FieldKind::Day => {
            let parts: Vec<u32> = narrow
                .split(|character: char| !character.is_ascii_digit())
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().ok())
                .collect::<Option<_>>()?;
            let [year, month, day] = parts.as_slice() else {
                return None;
            };
            let year = i32::try_from(*year).ok().filter(|year| YEARS.contains(year))?;
            NaiveDate::from_ymd_opt(year, *month, *day).map(|day| day.to_string())
        }
        _ => None,
    }
}

/// A full-width digit or sign as it is written in a table.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '。' => '.',
        other => other,
    }
}
