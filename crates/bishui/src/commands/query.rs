//! `bishui query`: a question in SQL over what instruments say.

use std::process::ExitCode;
use std::time::Duration;

use history::History;
use history::sql::{FUNCTIONS, FunctionKind, SqlAnswer, SqlLimits, SqlValue, TABLES};
use standards::{Language, Text};

use crate::arguments::{Place, Query};
use crate::failure::Failure;
use crate::output::outln;

/// Answers the question, or lists what can be asked.
pub async fn run(place: &Place, query: &Query) -> Result<ExitCode, Failure> {
    let language = place.language();
    let sql = match (&query.sql, &query.file) {
        (Some(sql), _) => sql.clone(),
        (None, Some(file)) => {
            std::fs::read_to_string(file).map_err(|cause| Failure::while_doing(file.display(), cause))?
        }
        (None, None) => {
            list(language);
            return Ok(ExitCode::SUCCESS);
        }
    };
    if !place.data.is_dir() {
        let folder = place.data.display();
        let says = Text::new(
            format!("没有数据目录 {folder}；请用 --data 指明"),
            format!("there is no data folder {folder}; name it with --data"),
        );
        return Err(Failure::says(language, &says));
    }
    let limits = SqlLimits {
        rows: query.rows,
        time: Duration::from_secs(query.seconds),
    };
    let answer = History::open(&place.data).await?.query(&sql, limits).await?;
    match (query.json, query.csv) {
        (true, _) => json(&answer),
        (_, true) => csv(&answer),
        _ => table(&answer),
    }
    if answer.more {
        let says = Text::new(
            format!("只列出前 {} 行，还有更多；可用 --rows 放宽", query.rows),
            format!(
                "only the first {} rows, there are more; allow more with --rows",
                query.rows
            ),
        );
        eprintln!("bishui: {}", says.in_language(language));
    }
    Ok(ExitCode::SUCCESS)
}

/// The tables with their columns and the functions with their parameters.
fn list(language: Language) {
    let says = |(zh, en): (&'static str, &'static str)| match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    for table in TABLES {
        outln!("{}  {}", table.name, says(table.says));
        for column in table.columns {
            outln!("  {:<12} {:<16} {}", column.name, column.kind, says(column.says));
        }
    }
    for function in FUNCTIONS {
        outln!("{}\n  {}", function.call(), says(function.says));
        if function.kind != FunctionKind::Percentile {
            outln!(
                "  {}_verdict(…): result, word_zh, word_en, deciding, edition, certainty, reason_zh, reason_en",
                function.name
            );
        }
    }
}

/// An array of objects; numbers keep every digit.
fn json(answer: &SqlAnswer) {
    outln!("[");
    let last = answer.rows.len().saturating_sub(1);
    for (place, row) in answer.rows.iter().enumerate() {
        let fields = answer
            .columns
            .iter()
            .zip(row)
            .map(|(name, value)| format!("{}: {}", quoted(name), json_of(value)));
        let comma = if place == last { "" } else { "," };
        outln!("  {{{}}}{comma}", fields.collect::<Vec<_>>().join(", "));
    }
    outln!("]");
}

fn json_of(value: &SqlValue) -> String {
    match value {
        SqlValue::Null => "null".to_owned(),
        SqlValue::Truth(truth) => truth.to_string(),
        // What reads as a number of JSON stands as it is; no digit passes through a binary fraction.
        SqlValue::Number(text) if serde_json::from_str::<serde_json::Number>(text).is_ok() => text.clone(),
        SqlValue::Number(text) | SqlValue::Text(text) => quoted(text),
        SqlValue::Struct(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{}: {}", quoted(name), json_of(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A header line and the rows; NULL is an empty cell.
fn csv(answer: &SqlAnswer) {
    let line = |cells: Vec<String>| {
        outln!(
            "{}",
            cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>().join(",")
        )
    };
    line(answer.columns.clone());
    for row in &answer.rows {
        line(row.iter().map(SqlValue::text).collect());
    }
}

fn escaped(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

/// Columns side by side, for people.
fn table(answer: &SqlAnswer) {
    let cells = answer
        .rows
        .iter()
        .map(|row| row.iter().map(SqlValue::text).collect::<Vec<_>>());
    let lines: Vec<Vec<String>> = [answer.columns.clone()].into_iter().chain(cells).collect();
    let width = |column: usize| {
        lines
            .iter()
            .filter_map(|line| line.get(column))
            .map(|cell| columns(cell))
            .max()
    };
    let widths: Vec<usize> = (0..answer.columns.len())
        .map(|column| width(column).unwrap_or(0))
        .collect();
    for line in &lines {
        let padded = line.iter().zip(&widths).map(|(cell, width)| {
            let blanks = width.saturating_sub(columns(cell));
            format!("{cell}{}", " ".repeat(blanks))
        });
        outln!("{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// How many columns of a terminal a text takes: Chinese characters take two.
fn columns(text: &str) -> usize {
    text.chars()
        .map(|letter| if letter >= '\u{2e80}' { 2 } else { 1 })
        .sum()
}
