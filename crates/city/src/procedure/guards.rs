//! Guards: read and held against the facts, each fault at its place in the file.

use std::ops::Range;

use rules::procedure::{Fact, Guard, GuardError, GuardFault, Vocabulary};
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
            GuardFault::Form => (FindingKind::BrokenGuard, Some(form_help())),
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
            GuardFault::Type => (FindingKind::GuardDoesNotFit, None),
            GuardFault::Unit => (FindingKind::GuardUnitsDiffer, None),
            GuardFault::UnknownChoice => (FindingKind::UnknownChoice, None),
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

fn form_help() -> Text {
    Text::new(
        "可用 and or not ( ) = != < <= > >= + - * /、数、\"词\"、事实、param(\"…\")、times(\"…\")、day(\"…\")",
        "known are and or not ( ) = != < <= > >= + - * /, numbers, \"words\", facts, param(\"…\"), times(\"…\"), day(\"…\")",
    )
}
