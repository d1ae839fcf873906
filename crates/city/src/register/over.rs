//! Rules over the entries of a register: `[[rule]]` is read, and then held against the entries.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use standards::Text;

use super::entries::Read;
use super::{Cell, Entry, EntryRule, EntryRuleKind, FieldKind, Filter, Register};
use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Need, Table};
use crate::vocabulary::Choice;

/// Reads one rule; `None` when something it must say is missing or unknown (and reported).
pub(super) fn read(mut table: Table<'_>, register: &Register, source: &Source<'_>) -> Option<EntryRule> {
    let kinds = Choice {
        what: Text::new("名录规则", "rule over entries"),
        unknown: FindingKind::UnknownWord,
        words: EntryRuleKind::ALL.map(|kind| (kind.word(), kind)).to_vec(),
    };
    let kind = table.word("kind", Need::Required);
    let kind_span = kind.as_ref().map(|word| word.span.clone());
    let kind = kind.and_then(|word| kinds.read(&word, source));
    let fields = known_fields(register, table.words("fields", Need::Optional), source);
    let per = known_fields(register, table.words("per", Need::Optional), source);
    let filter = filter(register, table.pairs("where"), source);
    let (zh, en) = (table.word("zh", Need::Required), table.word("en", Need::Required));
    table.finish();
    let (kind, fields, per) = (kind?, fields?, per?);
    let fewest = match kind {
        EntryRuleKind::ExactlyOne | EntryRuleKind::AtMostOne => 0,
        EntryRuleKind::Unique | EntryRuleKind::NotEmptyWhen => 1,
        EntryRuleKind::NotAfter | EntryRuleKind::SumAtMost => 2,
    };
    if fields.len() < fewest || (kind == EntryRuleKind::NotAfter && fields.len() != 2) {
        let says = Text::new(
            format!("规则“{}”要有{fewest}个字段", kind.word()),
            format!("the rule `{}` needs {fewest} field(s)", kind.word()),
        );
        let help = Text::new("补上 fields = [\"…\"]", "add fields = [\"…\"]");
        source.report(FindingKind::MissingKey, kind_span.unwrap_or_default(), says, Some(help));
        return None;
    }
    Some(EntryRule {
        kind,
        fields,
        per,
        filter: filter?,
        says: Text::new(zh?.text, en?.text),
    })
}

/// The fields of those words; `None` when one is unknown (and reported).
pub(crate) fn known_fields(register: &Register, words: Vec<Word>, source: &Source<'_>) -> Option<Vec<String>> {
    let mut known = Some(Vec::new());
    for word in words {
        match (register.field(&word.text), &mut known) {
            (None, _) => {
                report_field(register, &word, source);
                known = None;
            }
            (Some(field), Some(known)) => known.push(field.id.clone()),
            (Some(_), None) => {}
        }
    }
    known
}

/// Reports a field that the register does not have; of one with a fault of its own that fault is told already.
pub(crate) fn report_field(register: &Register, word: &Word, source: &Source<'_>) {
    if register.lost.contains(&word.text) {
        return;
    }
    let says = Text::new(
        format!("名录“{}”没有字段“{}”", register.id, word.text),
        format!("register `{}` has no field `{}`", register.id, word.text),
    );
    let called = register.fields.iter().find(|field| field.is_called(&word.text));
    let help = called
        .map(|field| suggestion::meant(&field.id))
        .or_else(|| suggestion::advice(&word.text, register.fields.iter().map(|field| field.id.as_str())))
        .or_else(|| Some(Text::new("补上 [[field]]", "write its [[field]]")));
    source.report(FindingKind::UnknownField, word.span.clone(), says, help);
}

/// A `where = { field = "word" }`; `None` when a field or a word of a choice is unknown (and reported).
pub(crate) fn filter(register: &Register, pairs: Vec<(Word, Word)>, source: &Source<'_>) -> Option<Filter> {
    let mut terms = Some(Vec::new());
    for (name, word) in pairs {
        let Some(field) = register.field(&name.text) else {
            report_field(register, &name, source);
            terms = None;
            continue;
        };
        if let FieldKind::Choice(choices) = &field.kind
            && choices.iter().all(|choice| choice.word != word.text)
        {
            let says = Text::new(
                format!("字段“{}”没有“{}”这个选项", field.id, word.text),
                format!("`{}` has no choice `{}`", field.id, word.text),
            );
            let help = suggestion::advice(&word.text, choices.iter().map(|choice| choice.word.as_str()));
            source.report(FindingKind::UnknownChoice, word.span, says, help);
            terms = None;
            continue;
        }
        if let Some(terms) = &mut terms {
            terms.push((name.text, word.text));
        }
    }
    terms.map(|terms| Filter { terms })
}

/// Reports every entry or group of entries of which a rule does not hold.
pub(super) fn check(register: &Register, read: &Read<'_>) {
    for rule in &register.over {
        match rule.kind {
            EntryRuleKind::ExactlyOne | EntryRuleKind::AtMostOne => check_groups(rule, register, read),
            EntryRuleKind::Unique => check_unique(rule, register, read),
            EntryRuleKind::NotAfter | EntryRuleKind::SumAtMost | EntryRuleKind::NotEmptyWhen => {
                let entries = register.entries.iter().enumerate();
                entries
                    .filter(|(_, entry)| rule.filter.holds(register, entry) == Some(true))
                    .filter(|(_, entry)| !holds(rule, register, entry))
                    .for_each(|(at, _)| report(rule, read, at, &Text::default()));
            }
        }
    }
}

/// Whether a rule over single entries holds of `entry`; what is unknown breaks no rule but that of being filled.
fn holds(rule: &EntryRule, register: &Register, entry: &Entry) -> bool {
    let cells: Vec<Option<&Cell>> = rule.fields.iter().map(|id| register.cell(entry, id)).collect();
    match (rule.kind, cells.as_slice()) {
        (EntryRuleKind::NotEmptyWhen, cells) => cells.iter().all(Option::is_some),
        (EntryRuleKind::NotAfter, [Some(before), Some(after)]) => not_after(before, after),
        (EntryRuleKind::SumAtMost, [parts @ .., Some(Cell::Number(whole))]) => {
            let known: Option<Vec<Decimal>> = parts.iter().map(|cell| number(*cell)).collect();
            known.is_none_or(|parts| parts.iter().sum::<Decimal>() <= *whole)
        }
        _ => true,
    }
}

fn number(cell: Option<&Cell>) -> Option<Decimal> {
    match cell {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    }
}

fn not_after(before: &Cell, after: &Cell) -> bool {
    match (before, after) {
        (Cell::Day(before), Cell::Day(after)) => before <= after,
        (Cell::Year(before), Cell::Year(after)) => before <= after,
        (Cell::Number(before), Cell::Number(after)) => before <= after,
        _ => true,
    }
}

/// The values of `ids` in `entry`; `None` when one is unknown.
fn values(ids: &[String], register: &Register, entry: &Entry) -> Option<Vec<String>> {
    ids.iter()
        .map(|id| register.cell(entry, id).map(Cell::written))
        .collect()
}

fn check_groups(rule: &EntryRule, register: &Register, read: &Read<'_>) {
    // Of each group: the entry at which it is told, and those that meet the filter.
    let mut groups: BTreeMap<Vec<String>, (usize, Vec<usize>)> = BTreeMap::new();
    for (at, entry) in register.entries.iter().enumerate() {
        let Some(group) = values(&rule.per, register, entry) else {
            continue;
        };
        let group = groups.entry(group).or_insert((at, Vec::new()));
        // What somebody brings is told at its own line, not at an entry that stands already (line 0).
        let stands = register.entries.get(group.0).is_some_and(|first| first.line == 0);
        if stands && entry.line > 0 {
            group.0 = at;
        }
        if rule.filter.holds(register, entry) == Some(true) {
            group.1.push(at);
        }
    }
    for (group, (first, members)) in groups {
        let called = if group.is_empty() {
            String::new()
        } else {
            group.join(" · ")
        };
        match (members.as_slice(), rule.kind) {
            ([], EntryRuleKind::ExactlyOne) => {
                let detail = Text::new(format!("{called}：没有"), format!("{called}: none"));
                report(rule, read, first, &detail);
            }
            ([one, more @ ..], _) => {
                let line = register.entries.get(*one).map_or(0, |entry| entry.line);
                for other in more {
                    let detail = match line {
                        0 => Text::new(
                            format!("{called}：已登记的条目里已有一个"),
                            format!("{called}: a registered entry is one already"),
                        ),
                        line => Text::new(
                            format!("{called}：第{line}行已有一个"),
                            format!("{called}: line {line} is one already"),
                        ),
                    };
                    report(rule, read, *other, &detail);
                }
            }
            _ => {}
        }
    }
}

fn check_unique(rule: &EntryRule, register: &Register, read: &Read<'_>) {
    let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (at, entry) in register.entries.iter().enumerate() {
        let ids: Vec<String> = rule.per.iter().chain(&rule.fields).cloned().collect();
        let known = values(&ids, register, entry);
        let Some(values) = known.filter(|_| rule.filter.holds(register, entry) == Some(true)) else {
            continue;
        };
        let called = values.join(" · ");
        if let Some(line) = first.get(&values) {
            let detail = match line {
                0 => Text::new(
                    format!("{called} 与已登记的一条相同"),
                    format!("{called} is the same as in a registered entry"),
                ),
                line => Text::new(
                    format!("{called} 与第{line}行相同"),
                    format!("{called} is the same as in line {line}"),
                ),
            };
            report(rule, read, at, &detail);
            continue;
        }
        first.insert(values, entry.line);
    }
}

fn report(rule: &EntryRule, read: &Read<'_>, at: usize, detail: &Text) {
    let says = match detail.zh.is_empty() {
        true => Text::new(
            format!("不符合规则：{}", rule.says.zh),
            format!("breaks the rule: {}", rule.says.en),
        ),
        false => Text::new(
            format!("不符合规则：{}（{}）", rule.says.zh, detail.zh),
            format!("breaks the rule: {} ({})", rule.says.en, detail.en),
        ),
    };
    let help = Text::new(
        "改正这一行，或改正名录的规则",
        "correct the entry, or the rule of the register",
    );
    read.source
        .report(FindingKind::BrokenEntryRule, read.span(at), says, Some(help));
}
