//! Guards: read and held against the facts, each fault at its place in the file.

use std::ops::Range;

use rules::procedure::{Fact, FactType, Guard, GuardError, GuardFault, Vocabulary};
use standards::Text;

use super::Reader;
use crate::kind::FindingKind;
use crate::source::Word;
use crate::suggestion;
use crate::table::{Need, Table};

impl Reader<'_> {
    /// The guard written under `key`, when it has no fault.
    pub(super) fn guard(&self, table: &mut Table<'_>, key: &'static str, facts: &[Fact]) -> Option<Guard> {
        let word = table.word(key, Need::Optional)?;
        let guard = match Guard::parse(&word.text) {
            Ok(guard) => guard,
            Err(error) => {
                self.report_guard(&error, &word, facts);
                return None;
            }
        };
        let actions: Vec<&str> = self.names.actions.ids().collect();
        let vocabulary = Vocabulary {
            facts,
            actions: &actions,
            parameter: &|name| self.around.world.has_parameter(name),
        };
        let errors = guard.check(&vocabulary);
        for error in &errors {
            self.report_guard(error, &word, facts);
        }
        errors.is_empty().then_some(guard)
    }

    fn report_guard(&self, error: &GuardError, word: &Word, facts: &[Fact]) {
        let near = error.word.as_deref();
        let known = |ids: Vec<&str>| near.and_then(|near| suggestion::advice(near, ids));
        let (kind, help) = match error.fault {
            GuardFault::Form => (
                FindingKind::BrokenGuard,
                Some(sign_help(word, &error.at).unwrap_or_else(form_help)),
            ),
            GuardFault::UnknownFact => {
                let ids = facts.iter().map(|fact| fact.id.as_str()).collect();
                (FindingKind::UnknownFact, known(ids))
            }
            GuardFault::UnknownAction => (FindingKind::UnknownAction, known(self.names.actions.ids().collect())),
            GuardFault::UnknownParameter => {
                let names = self.around.world.parameter_names();
                let ids = names.iter().map(String::as_str).collect();
                (FindingKind::UnknownParameter, known(ids))
            }
            GuardFault::Type => (FindingKind::GuardDoesNotFit, Some(type_help())),
            GuardFault::Unit => (FindingKind::GuardUnitsDiffer, Some(unit_help())),
            GuardFault::UnknownChoice => (FindingKind::UnknownChoice, choice_help(near, facts)),
        };
        self.source
            .report(kind, self.within(word, &error.at), error.says.clone(), help);
    }

    /// Where a piece of a guard stands in the file. Where the text has escapes the whole guard is marked.
    fn within(&self, word: &Word, at: &Range<usize>) -> Range<usize> {
        let written = self.source.text.get(word.span.clone()).unwrap_or_default();
        match written.find(&word.text) {
            Some(quotes) => {
                let start = word.span.start + quotes;
                start + at.start..start + at.end.max(at.start)
            }
            None => word.span.clone(),
        }
    }
}

/// Signs that people write for those of a guard.
const SIGNS: [(&str, &str); 11] = [
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("=<", "<="),
    ("=>", ">="),
    ("＜", "<"),
    ("＞", ">"),
    ("＝", "="),
    ("“", "\""),
    ("&&", "and"),
    ("||", "or"),
];

/// Advice for a sign that is written otherwise in a guard.
fn sign_help(word: &Word, at: &Range<usize>) -> Option<Text> {
    let near = |sign: &str| {
        let found = word.text.match_indices(sign);
        found
            .map(|(from, _)| from..from + sign.len())
            .any(|place| place.contains(&at.start))
    };
    let (wrong, right) = SIGNS.iter().find(|(wrong, _)| near(wrong))?;
    Some(Text::new(
        format!("“{wrong}”要写成 {right}"),
        format!("write {right} for `{wrong}`"),
    ))
}

fn type_help() -> Text {
    Text::new(
        "数与数比，日与日比，词要写在引号里与选项比",
        "compare numbers with numbers, days with days, and choices with a word in quotes",
    )
}

fn unit_help() -> Text {
    Text::new(
        "换成同一单位再比较或相加",
        "bring them to one unit before they are compared or added",
    )
}

fn choice_help(near: Option<&str>, facts: &[Fact]) -> Option<Text> {
    let words = facts.iter().filter_map(|fact| match &fact.kind {
        FactType::Choice(choices) => Some(choices.iter().map(|choice| choice.word.as_str())),
        _ => None,
    });
    suggestion::advice(near?, words.flatten())
}

fn form_help() -> Text {
    Text::new(
        "可用 and or not ( ) = != < <= > >= + - * /、数、\"词\"、事实、param(\"…\")、times(\"…\")、day(\"…\")",
        "known are and or not ( ) = != < <= > >= + - * /, numbers, \"words\", facts, param(\"…\"), times(\"…\"), day(\"…\")",
    )
}
