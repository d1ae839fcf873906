//! TOML that does not parse: which of the faults the parser lists are faults of their own, and what they are called.

use std::ops::Range;

use standards::Text;
use toml::de::{DeTable, Error};

/// Longest TOML of which more than the first syntax error is told, in bytes; the time to list them grows with the square of the length.
const ALL_ERRORS_BYTES_MAX: usize = 64 << 10;

/// One fault of a TOML text.
pub(crate) struct TomlFault {
    pub(crate) span: Range<usize>,
    pub(crate) says: Text,
    pub(crate) help: Text,
}

/// The faults of `toml`, of which the parser met `first`. After a slip the parser stumbles over what follows, so of each section (a
/// line that begins with a bracket opens one) only the first fault is told, and only where the section does not parse alone either.
pub(crate) fn faults(toml: &str, first: &Error) -> Vec<TomlFault> {
    let mut errors: Vec<(Range<usize>, String)> = vec![placed(first, toml, 0)];
    if toml.len() <= ALL_ERRORS_BYTES_MAX {
        let from = errors.first().map_or(0, |(span, _)| span.start);
        for section in sections(toml).into_iter().filter(|section| section.start > from) {
            let text = toml.get(section.clone()).unwrap_or_default();
            if let Err(error) = DeTable::parse(text) {
                errors.push(placed(&error, text, section.start));
            }
        }
    }
    errors
        .into_iter()
        .map(|(span, message)| {
            let marked = toml.get(span.start..).and_then(|rest| rest.chars().next());
            let (says, help) = words(&message, marked);
            TomlFault { span, says, help }
        })
        .collect()
}

fn placed(error: &Error, text: &str, base: usize) -> (Range<usize>, String) {
    let span = error.span().unwrap_or(0..text.len());
    (base + span.start..base + span.end, error.message().to_owned())
}

/// The text cut before every line that opens a table.
fn sections(toml: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = toml.match_indices("\n[").map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([toml.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect()
}

/// What the parser says (in English, by its beginning), what that means, and what to do.
const WORDS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "duplicate key",
        "这个键已经写过",
        "this key is written twice",
        "删去一个",
        "delete one of them",
    ),
    (
        "invalid date",
        "没有这样的日期",
        "there is no such date",
        "日期写作 2020-02-29，月份和日子都要真有",
        "a date is written 2020-02-29, with a month and a day that exist",
    ),
    (
        "invalid time",
        "没有这样的时间",
        "there is no such time",
        "时间写作 2019-03-11T09:00:00",
        "a time is written 2019-03-11T09:00:00",
    ),
    (
        "invalid datetime",
        "没有这样的日期或时间",
        "there is no such date or time",
        "日期写作 2020-02-29",
        "a date is written 2020-02-29",
    ),
    (
        "string values must be quoted",
        "文字没有加引号",
        "a text stands without quotes",
        "文字放在英文双引号里：\"…\"",
        "put the text in double quotes: \"…\"",
    ),
    (
        "invalid boolean",
        "文字没有加引号",
        "a text stands without quotes",
        "文字放在英文双引号里：\"…\"",
        "put the text in double quotes: \"…\"",
    ),
    (
        "invalid basic string",
        "引号里的文字没有写完，或含有不能出现的字符",
        "the text in quotes is not closed, or holds a character that it cannot hold",
        "补上右引号；反斜杠写成 \\\\",
        "close the quotes; write a backslash as \\\\",
    ),
    (
        "cannot recurse further",
        "括号嵌套太深",
        "the brackets are nested too deep",
        "写得平一些",
        "write it flatter",
    ),
    (
        "recursion limit",
        "括号嵌套太深",
        "the brackets are nested too deep",
        "写得平一些",
        "write it flatter",
    ),
    (
        "unclosed",
        "括号没有闭合",
        "a bracket is not closed",
        "补上右括号",
        "close the bracket",
    ),
    (
        "missing comma",
        "两项之间缺逗号",
        "a comma is missing between two entries",
        "补上英文逗号",
        "write a comma between them",
    ),
    (
        "extra comma",
        "多了逗号",
        "there is a comma too many",
        "删去多余的逗号",
        "delete the comma",
    ),
    (
        "key with no value",
        "这一行不是“键 = 值”",
        "this line is not of the form key = value",
        "写成 键 = 值；说明文字以 # 开头",
        "write key = value; a remark begins with #",
    ),
    (
        "invalid unquoted key",
        "这一行不是“键 = 值”",
        "this line is not of the form key = value",
        "写成 键 = 值；说明文字以 # 开头",
        "write key = value; a remark begins with #",
    ),
    (
        "missing value",
        "等号后面没有值",
        "no value stands after the equals sign",
        "补上值，或删去这一行",
        "write the value, or delete the line",
    ),
];

/// A fault in words; `marked` is the character at its place.
fn words(message: &str, marked: Option<char>) -> (Text, Text) {
    if marked.is_some_and(|character| matches!(character, '“' | '”' | '‘' | '’')) {
        return (
            Text::new("这里用了中文引号", "these are curved quotes"),
            Text::new("文字要用英文直引号：\"…\"", "put texts in straight quotes: \"…\""),
        );
    }
    let known = WORDS.iter().find(|(begins, ..)| message.starts_with(begins));
    match known {
        Some((_, zh, en, help_zh, help_en)) => (
            Text::new(format!("TOML 格式错误：{zh}"), format!("this is not valid TOML: {en}")),
            Text::new(*help_zh, *help_en),
        ),
        None => (
            Text::new(
                format!("TOML 格式错误：{message}"),
                format!("this is not valid TOML: {message}"),
            ),
            Text::new(
                "值要写成 键 = 值，文字要加引号",
                "write key = value, and put texts in quotes",
            ),
        ),
    }
}
