//! `profiles/SUBJECT.toml`: what the city chose over the parameters that come with the program.

use std::sync::Arc;

use chrono::NaiveDate;
use rules::profile::{Choice, Declared, Profile, SHIPPED, Value, overlap, shipped};
use standards::Text;

use crate::kind::FindingKind;
use crate::source::{Findings, Source, Word};
use crate::table::{Document, Need, Table};
use crate::{suggestion, vocabulary};

/// The folder of profiles.
const FOLDER: &str = "profiles/";
/// Variants that can be chosen together.
const VARIANTS_MAX: usize = 2;

/// Whether a file of that name is a profile.
pub(crate) fn is_one_of(name: &str) -> bool {
    subject(name).is_some()
}

fn subject(name: &str) -> Option<&str> {
    let stem = name.strip_prefix(FOLDER)?.strip_suffix(".toml")?;
    Some(stem).filter(|stem| !stem.contains('/'))
}

/// Reads the city's choices for all subjects.
pub(crate) fn read_all<'a>(
    files: impl Iterator<Item = (&'a str, &'a Arc<str>)>,
    findings: &'a Findings,
) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (name, text) in files {
        let Some(subject) = subject(name) else {
            continue;
        };
        let source = Source::new(name, text, findings);
        let Ok(profile) = shipped(subject) else {
            let says = Text::new(
                format!("没有名为“{subject}”的参数表"),
                format!("there is no profile `{subject}`"),
            );
            let help = suggestion::advice(subject, SHIPPED.iter().map(|(known, _)| *known));
            source.report(FindingKind::UnknownProfile, 0..0, says, help);
            continue;
        };
        choices.extend(read(subject, profile, &source));
    }
    choices
}

fn read(subject: &str, profile: &Profile, source: &Source<'_>) -> Option<Choice> {
    let document = Document::parse(source.text, 0, source)?;
    let mut root = document.table(source, 0..0);
    let mut variants = root.words("variants", Need::Optional);
    variants.extend(root.word("variant", Need::Optional));
    let tables = root.tables("parameter");
    root.finish();
    let variants = read_variants(variants, profile, source);
    let values = tables
        .into_iter()
        .filter_map(|table| read_parameter(table, profile, source))
        .collect();
    Some(Choice {
        subject: subject.to_owned(),
        variants,
        values,
    })
}

fn read_variants(words: Vec<Word>, profile: &Profile, source: &Source<'_>) -> Vec<String> {
    let mut variants = Vec::new();
    for word in words {
        if !profile.has_variant(&word.text) {
            report_unknown_variant(&word, profile, source);
        } else if variants.len() == VARIANTS_MAX {
            let says = Text::new(
                format!("最多同时选用{VARIANTS_MAX}个变体"),
                format!("at most {VARIANTS_MAX} variants can be chosen together"),
            );
            source.report(FindingKind::TooLarge, word.span, says, None);
        } else {
            variants.push(word.text);
        }
    }
    variants
}

fn report_unknown_variant(word: &Word, profile: &Profile, source: &Source<'_>) {
    let says = Text::new(
        format!("没有变体“{}”", word.text),
        format!("there is no variant `{}`", word.text),
    );
    let help = suggestion::advice(&word.text, profile.variants());
    source.report(FindingKind::UnknownVariant, word.span.clone(), says, help);
}

fn read_parameter(mut table: Table<'_>, profile: &Profile, source: &Source<'_>) -> Option<(String, Vec<Value>)> {
    let span = source.first_line(&table.span());
    let id = table.word("id", Need::Required);
    let unit = table.word("unit", Need::Optional);
    let tables = table.tables("value");
    table.finish();
    let id = id?;
    let Some(declared) = profile.declared(&id.text) else {
        let says = Text::new(
            format!("没有参数“{}”", id.text),
            format!("there is no parameter `{}`", id.text),
        );
        let help = suggestion::advice(&id.text, profile.parameters().map(|known| known.id.as_str()));
        source.report(FindingKind::UnknownParameter, id.span, says, help);
        return None;
    };
    if let Some(unit) = unit.filter(|unit| unit.text != declared.unit) {
        let says = Text::new(
            format!("参数“{}”的单位是 {}，不是 {}", id.text, declared.unit, unit.text),
            format!("`{}` is measured in {}, not in {}", id.text, declared.unit, unit.text),
        );
        let help = Text::new("换算后再写，或去掉 unit", "convert the value, or leave the unit out");
        source.report(FindingKind::UnitOfParameter, unit.span, says, Some(help));
    }
    let values: Vec<Value> = tables
        .into_iter()
        .filter_map(|value| read_value(value, declared, source))
        .collect();
    if let Some(day) = overlap(&values) {
        let says = Text::new(
            format!("参数“{}”在{day}有两个值", id.text),
            format!("two values of `{}` hold on {day}", id.text),
        );
        let help = Text::new("给前一个值写上 to", "end the first one with `to`");
        source.report(FindingKind::ValuesOverlap, span, says, Some(help));
    }
    Some((id.text, values))
}

fn read_value(mut table: Table<'_>, declared: &Declared, source: &Source<'_>) -> Option<Value> {
    let value = table.word("value", Need::Required);
    let from = table.day("from", Need::Required);
    let to = table.day("to", Need::Optional);
    let certainty = table.word("certainty", Need::Required);
    let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
    let document = table.word("source", Need::Required);
    table.finish();
    if let (Some((first, _)), Some((last, span))) = (&from, &to)
        && last < first
    {
        let says = Text::new(format!("{last}早于{first}"), format!("{last} lies before {first}"));
        let help = Text::new("from 是第一天，to 是最后一天", "from is the first day, to is the last");
        source.report(FindingKind::PeriodBackwards, span.clone(), says, Some(help));
    }
    let value = value?;
    let Ok(number) = value.text.parse() else {
        let says = Text::new(
            format!("参数“{}”的值“{}”不是数", declared.id, value.text),
            format!("the value `{}` of `{}` is no number", value.text, declared.id),
        );
        let help = Text::new("写法如 value = \"80\"", "write it like value = \"80\"");
        source.report(FindingKind::ValueIsNoNumber, value.span, says, Some(help));
        return None;
    };
    let day = |given: Option<(NaiveDate, _)>| given.map(|(day, _): (NaiveDate, std::ops::Range<usize>)| day);
    Some(Value {
        value: number,
        from: day(from)?,
        to: day(to),
        variant: None,
        certainty: certainty?,
        source: document?.text,
    })
}
