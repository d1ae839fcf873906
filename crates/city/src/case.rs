//! `cases/*.toml`: worked cases of targets that the city counts itself: entries as they might stand in the register, and the verdict
//! that must come of them.

use std::sync::Arc;

use rules::procedure::Value;
use rules::target::Attainment;
use standards::Text;

use crate::counting::Counting;
use crate::indicator::CountedIndicator;
use crate::kind::FindingKind;
use crate::model::City;
use crate::register::{Around, Entry, Register, entry_of};
use crate::registry::Registry;
use crate::source::{Findings, Source, Word};
use crate::suggestion;
use crate::table::{Document, Need, Table};
use crate::target::Target;
use crate::vocabulary;

/// The folder of worked cases.
const FOLDER: &str = "cases/";
/// Most cases of a city.
const CASES_MAX: usize = 2_000;

/// A worked case of a target.
#[derive(Clone, Debug)]
pub struct TargetCase {
    /// Its id.
    pub id: String,
    /// Where it is worked, e.g. `ASM-1 #4`.
    pub source: String,
    /// Id of the target.
    pub target: String,
    /// The year that is judged.
    pub year: i32,
    /// The entries that the register would have.
    pub entries: Vec<Entry>,
    /// The outcome that must come out.
    pub expect: Attainment,
    /// The figure that must come out, as it is shown.
    pub figure: Option<String>,
}

/// What a case can refer to.
pub(crate) struct Surroundings<'a> {
    pub(crate) targets: Vec<&'a Target>,
    /// The ids of all blocks, those with faults of their own among them.
    pub(crate) blocks: &'a Registry,
    pub(crate) indicators: &'a [CountedIndicator],
    pub(crate) registers: &'a [Register],
    pub(crate) around: Around<'a>,
}

/// Whether a file of that name holds cases.
pub(crate) fn is_one_of(name: &str) -> bool {
    name.strip_prefix(FOLDER)
        .is_some_and(|file| !file.contains('/') && file.ends_with(".toml"))
}

/// Reads all cases of the folder.
pub(crate) fn read_all<'a>(
    files: impl Iterator<Item = (&'a str, &'a Arc<str>)>,
    around: &Surroundings<'_>,
    ids: &mut Registry,
    findings: &'a Findings,
) -> Vec<TargetCase> {
    let mut cases = Vec::new();
    for (name, text) in files.filter(|(name, _)| is_one_of(name)) {
        let source = Source::new(name, text, findings);
        let Some(document) = Document::parse(source.text, 0, &source) else {
            continue;
        };
        let mut root = document.table(&source, 0..0);
        let tables = root.tables("case");
        root.finish();
        for table in tables {
            if cases.len() >= CASES_MAX {
                let says = Text::new(
                    format!("算例超过{CASES_MAX}个，其余不读"),
                    format!("more than {CASES_MAX} cases; the rest is not read"),
                );
                let help = Text::new("删去重复的算例", "delete cases that repeat others");
                source.report(FindingKind::TooLarge, table.span(), says, Some(help));
                break;
            }
            cases.extend(read(table, around, ids, &source));
        }
    }
    cases
}

fn read(
    mut table: Table<'_>,
    around: &Surroundings<'_>,
    ids: &mut Registry,
    source: &Source<'_>,
) -> Option<TargetCase> {
    let id = table.word("id", Need::Required).filter(|id| ids.enter(id, source));
    let origin = table.filled("source");
    let target = table
        .word("target", Need::Required)
        .and_then(|word| target(&word, around, source));
    let year = table.whole("year", Need::Required);
    let expect = table
        .word("expect", Need::Required)
        .and_then(|word| outcomes().read(&word, source));
    let figure = table.word("figure", Need::Optional);
    let rows = table.tables("row");
    table.finish();
    let register = target.map(|(_, register)| register);
    let entries = rows.into_iter().enumerate().filter_map(|(at, mut row)| {
        let said = row.facts("says");
        row.finish();
        // Where the register is unknown, the rows cannot be held against it.
        let cells = said
            .into_iter()
            .map(|(name, value)| (name.clone(), as_cell(&name, value)));
        Some(entry_of(register?, at + 1, cells.collect(), &around.around, source))
    });
    let entries = entries.collect();
    Some(TargetCase {
        id: id?.text,
        source: origin?,
        target: target?.0.id.clone(),
        year: i32::try_from(year?.0).ok()?,
        entries,
        expect: expect?,
        figure: figure.map(|figure| figure.text),
    })
}

/// A value as it would stand in a cell, placed where its field is named.
fn as_cell(name: &Word, value: Value) -> Word {
    let text = match value {
        Value::Text(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Day(day) => day.to_string(),
    };
    Word {
        text,
        span: name.span.clone(),
    }
}

/// The target of a case with its register; one that instruments measure has none.
fn target<'a>(word: &Word, around: &'a Surroundings<'_>, source: &Source<'_>) -> Option<(&'a Target, &'a Register)> {
    let Some(target) = around.targets.iter().find(|target| target.id == word.text) else {
        if around.blocks.may_have(&word.text) {
            return None;
        }
        let says = Text::new(
            format!("没有目标“{}”", word.text),
            format!("there is no target `{}`", word.text),
        );
        let help = suggestion::advice(&word.text, around.targets.iter().map(|target| target.id.as_str()));
        source.report(FindingKind::UnknownTarget, word.span.clone(), says, help);
        return None;
    };
    let register = target.measured.indicator.counted().and_then(|id| {
        let indicator = around.indicators.iter().find(|indicator| indicator.id == id)?;
        around
            .registers
            .iter()
            .find(|register| register.id == indicator.register)
    });
    if register.is_none() {
        let says = Text::new(
            format!("目标“{}”由仪器监测，不能用名录条目作算例", word.text),
            format!(
                "target `{}` is measured by instruments, entries of a register say nothing of it",
                word.text
            ),
        );
        let help = Text::new(
            "换一个由名录统计的目标",
            "take a target that is counted from a register",
        );
        source.report(FindingKind::UnknownTarget, word.span.clone(), says, Some(help));
    }
    Some((target, register?))
}

fn outcomes() -> vocabulary::Choice<Attainment> {
    vocabulary::Choice {
        what: Text::new("判定结果", "outcome"),
        unknown: FindingKind::UnknownWord,
        words: Attainment::ALL.map(|outcome| (outcome.word(), outcome)).to_vec(),
    }
}

impl TargetCase {
    /// Judges the entries of the case; says what came otherwise than expected.
    pub(crate) fn failure(&self, city: &City) -> Option<Text> {
        let target = city.target(&self.target)?;
        let indicator = city.indicator(target.measured.indicator.counted()?)?;
        let mut register = city.register(&indicator.register)?.clone();
        register.entries.clone_from(&self.entries);
        let judged = Counting::new(city, |register, line| format!("{register}/{line}"))
            .and_then(|counting| counting.judge_from(&target.promise(), indicator, &register, self.year));
        let judged = match judged {
            Ok(judged) => judged,
            Err(error) => return Some(Text::new(format!("规则参数不全：{error}"), error.to_string())),
        };
        // A case may write the figure in either language.
        let says_so = |expected: &str| {
            let figure = judged.figure.as_ref();
            figure.is_some_and(|figure| figure.zh == expected || figure.en == expected)
        };
        let as_expected = judged.attainment == self.expect && self.figure.as_deref().is_none_or(says_so);
        if as_expected {
            return None;
        }
        let (expected, came) = (self.expect.word(), judged.attainment.word());
        let expected_figure = self.figure.as_deref().unwrap_or("—");
        let figure = judged.figure.clone().unwrap_or_else(|| Text::same("—"));
        let says = &judged.reason.says;
        Some(Text::new(
            format!(
                "应为 {expected}（{expected_figure}），得 {came}（{}）：{}",
                figure.zh, says.zh
            ),
            format!(
                "expected {expected} ({expected_figure}), came {came} ({}): {}",
                figure.en, says.en
            ),
        ))
    }
}
