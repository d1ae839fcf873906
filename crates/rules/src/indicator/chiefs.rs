//! Coverage by river chiefs (RESP-1): every kind at every level on its own; the lowest of them is the figure, never a mean.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use standards::{Reason, Text};

use super::entry::{Counted, Entry, Figure, Question, lacks, leaves, percent, too_large};
use super::method::Method;
use crate::found::shown;

/// The lowest coverage of any kind and level.
pub(super) fn coverage(question: &Question<'_>) -> Counted {
    let method = Method::ChiefCoverage;
    let mut groups: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in question.entries {
        let Some(kind) = entry.word("kind") else {
            return question.unknown(&lacks(entry, "kind", method), method.citation());
        };
        groups
            .entry((kind, entry.word("level").unwrap_or_default()))
            .or_default()
            .push(entry);
    }
    let mut lowest: Option<Decimal> = None;
    let mut causes = Vec::new();
    for entries in groups.into_values() {
        match of_group(&entries) {
            Ok(share) => {
                lowest = Some(lowest.map_or(share, |lowest| lowest.min(share)));
                let says = of_kind(&entries, share);
                causes.push(Reason::new(says).since_all(leaves(&vacant(&entries))));
            }
            Err(why) => return question.unknown(&why, method.citation()),
        }
    }
    let Some(lowest) = lowest else {
        let why = Text::new("没有应计对象，不适用", "nothing to count, not applicable");
        return question.unknown(&why, method.citation());
    };
    let (title, value) = (question.title(), question.with_unit(lowest));
    let says = Text::new(
        format!("{}：各类各级中最低的一项 {}", title.zh, value.zh),
        format!("{}: the lowest of any kind and level is {}", title.en, value.en),
    );
    Counted {
        figure: Some(Figure::Number(lowest)),
        received: true,
        reason: Reason::new(says).by(method.citation()).since_all(causes),
    }
}

/// The share of one kind at one level, in the words that the register has for both.
fn of_kind(entries: &[&Entry], share: Decimal) -> Text {
    let words = |input: &str| {
        let first = entries.first();
        first.and_then(|entry| entry.word_for_people(input)).unwrap_or_default()
    };
    let (kind, level, share) = (words("kind"), words("level"), shown(share));
    let joined = |kind: &str, level: &str, comma: &str| match level {
        "" => kind.to_owned(),
        level => format!("{kind}{comma}{level}"),
    };
    Text::new(
        format!("{}：{share}%", joined(&kind.zh, &level.zh, "，")),
        format!("{}: {share} %", joined(&kind.en, &level.en, ", ")),
    )
}

/// The entries without a chief.
fn vacant(entries: &[&Entry]) -> Vec<Entry> {
    let vacant = entries.iter().filter(|entry| entry.flag("filled") == Some(false));
    vacant.map(|entry| (*entry).clone()).collect()
}

/// By length where every entry has one, else by number.
fn of_group(entries: &[&Entry]) -> Result<Decimal, Text> {
    let measured = entries.iter().all(|entry| entry.number("length").is_some());
    let (mut covered, mut whole) = (Decimal::ZERO, Decimal::ZERO);
    for entry in entries {
        let filled = entry
            .flag("filled")
            .ok_or_else(|| lacks(entry, "filled", Method::ChiefCoverage))?;
        let weight = match entry.number("length") {
            Some(length) if measured => length,
            _ => Decimal::ONE,
        };
        whole = whole.checked_add(weight).ok_or_else(too_large)?;
        if filled {
            covered += weight;
        }
    }
    percent(covered, whole)
}
