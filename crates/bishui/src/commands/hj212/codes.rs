//! `bishui hj212 codes`: the lists by which frames are read and written.

use std::process::ExitCode;

use hj212::{
    COMMANDS, Command, DATA_FLAGS, FACTORS, FIELDS, FaultCode, Presence, RESULT_CODES, SUFFIXES, SYSTEM_TYPES,
};
use serde::Serialize;
use standards::Language;

use super::say;
use crate::arguments::{CodeList, Codes};
use crate::failure::Failure;
use crate::output::outln;

const LISTS: [CodeList; 8] = [
    CodeList::Commands,
    CodeList::Systems,
    CodeList::Flags,
    CodeList::Results,
    CodeList::Factors,
    CodeList::Fields,
    CodeList::Suffixes,
    CodeList::Faults,
];

/// Prints one list, or all.
pub fn run(language: Language, codes: &Codes) -> Result<ExitCode, Failure> {
    for list in LISTS
        .into_iter()
        .filter(|list| codes.list.is_none_or(|wanted| wanted == *list))
    {
        match codes.json {
            true => print_json(list)?,
            false => print(language, list),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A fault of the list, for JSON.
#[derive(Serialize)]
struct FaultRow {
    code: &'static str,
    severity: hj212::Severity,
    sentence_zh: &'static str,
    sentence_en: &'static str,
}

fn fault_rows() -> Vec<FaultRow> {
    let row = |code: &FaultCode| FaultRow {
        code: code.code(),
        severity: code.severity(),
        sentence_zh: code.text().0,
        sentence_en: code.text().1,
    };
    FaultCode::ALL.iter().map(row).collect()
}

fn print_json(list: CodeList) -> Result<(), Failure> {
    fn rows<Row: Serialize>(rows: &[Row]) -> Result<(), Failure> {
        for row in rows {
            outln!("{}", serde_json::to_string(row)?);
        }
        Ok(())
    }
    match list {
        CodeList::Commands => rows(&COMMANDS),
        CodeList::Systems => rows(&SYSTEM_TYPES),
        CodeList::Flags => rows(&DATA_FLAGS),
        CodeList::Results => rows(&RESULT_CODES),
        CodeList::Factors => rows(&FACTORS),
        CodeList::Fields => rows(&FIELDS),
        CodeList::Suffixes => rows(&SUFFIXES),
        CodeList::Faults => rows(&fault_rows()),
    }
}

/// One row a line: code, name, what else tells it from others.
fn print(language: Language, list: CodeList) {
    let name = |zh: &str, en: &str| say(language, (zh, en)).to_owned();
    match list {
        CodeList::Commands => COMMANDS.iter().for_each(|row| print_command(language, row)),
        CodeList::Systems => SYSTEM_TYPES.iter().for_each(|row| {
            outln!(
                "{:<8} {}  [{}]",
                row.code,
                name(&row.name_zh, &row.name_en),
                row.standard
            )
        }),
        CodeList::Flags => DATA_FLAGS.iter().for_each(|row| {
            let use_of = match row.valid {
                true => say(language, ("有效", "valid")),
                false => say(language, ("无效", "not valid")),
            };
            outln!(
                "{:<8} {}  {use_of}  [{}]",
                row.flag,
                name(&row.meaning_zh, &row.meaning_en),
                row.standard
            );
        }),
        CodeList::Results => RESULT_CODES.iter().for_each(|row| {
            outln!(
                "{:<12} {:<4} {}",
                row.table,
                row.code,
                name(&row.meaning_zh, &row.meaning_en)
            )
        }),
        CodeList::Factors => FACTORS.iter().for_each(|row| {
            outln!(
                "{:<8} {:<5} {}  {}  [{}]",
                row.code_2017,
                row.code_2005,
                name(&row.name_zh, &row.name_en),
                row.unit,
                row.category
            );
        }),
        CodeList::Fields => FIELDS
            .iter()
            .for_each(|row| outln!("{:<16} {}", row.name, name(&row.meaning_zh, &row.meaning_en))),
        CodeList::Suffixes => SUFFIXES
            .iter()
            .for_each(|row| outln!("{:<16} {}", row.suffix, name(&row.meaning_zh, &row.meaning_en))),
        CodeList::Faults => fault_rows()
            .iter()
            .for_each(|row| outln!("{:<26} {}", row.code, name(row.sentence_zh, row.sentence_en))),
    }
}

fn print_command(language: Language, row: &Command) {
    let way = match row.direction {
        hj212::Direction::Up => "↑",
        hj212::Direction::Down => "↓",
        hj212::Direction::Both => "↕",
    };
    let parameters: Vec<_> = row
        .parameters
        .iter()
        .map(|parameter| match parameter.presence {
            Presence::Once => parameter.name.clone(),
            Presence::Optional => format!("{}?", parameter.name),
            Presence::Some => format!("{}+", parameter.name),
            Presence::Any => format!("{}*", parameter.name),
        })
        .collect();
    let name = say(language, (&row.name_zh, &row.name_en));
    outln!(
        "{} {way} {name}  ({})  {}  [{}]",
        row.code,
        parameters.join(" "),
        row.needs_ack,
        row.standard
    );
}
