//! Clocks of a procedure.

use std::ops::Range;

use rules::clock::LENGTH_MAX;
use rules::procedure::{Clock, Fact, FactType, Limit};
use standards::Text;

use super::Reader;
use super::names::Named;
use crate::kind::FindingKind;
use crate::source::Word;
use crate::suggestion;
use crate::table::{Need, Table};

impl Reader<'_> {
    pub(super) fn clock(&self, Named { mut table, id }: Named<'_>, facts: &[Fact]) -> Option<Clock> {
        let name = table.text("name", Need::Required);
        let limit = self.limit(&mut table, facts);
        let states = |words| self.names.states.refer_all(words, self.source);
        let starts_on = states(table.one_or_more("starts_on"));
        let runs_in = states(table.words("runs_in", Need::Optional));
        let when = self.guard(&mut table, "when", facts);
        let then = table.word("then", Need::Optional);
        let then = then.filter(|then| self.names.actions.refer(then, self.source));
        let consequence = table.text("consequence", Need::Optional);
        let certainty = self.certainty(&mut table);
        table.finish();
        Some(Clock {
            id,
            name: name?,
            limit: limit?,
            starts_on,
            runs_in,
            when,
            then: then.map(|then| then.text),
            consequence,
            certainty: certainty?,
        })
    }

    fn limit(&self, table: &mut Table<'_>, facts: &[Fact]) -> Option<Limit> {
        if let Some(until) = table.word("until", Need::Optional) {
            return self.day_fact(until, facts).map(Limit::Until);
        }
        let counts_from = table.word("counts_from", Need::Optional);
        let (backward, first_day_counts, rolls) = (
            table.flag("backward"),
            table.flag("first_day_counts"),
            table.flag("rolls"),
        );
        let term = self.term(table)?;
        let counts_from = match counts_from {
            Some(word) => Some(self.day_fact(word, facts)?),
            None => None,
        };
        Some(Limit::Term {
            term,
            counts_from,
            backward,
            first_day_counts,
            rolls,
        })
    }

    /// A fact that names a day.
    fn day_fact(&self, word: Word, facts: &[Fact]) -> Option<String> {
        if !self.names.facts.refer(&word, self.source) {
            return None;
        }
        let is_day = facts
            .iter()
            .any(|fact| fact.id == word.text && fact.kind == FactType::Day);
        if !is_day {
            let says = Text::new(
                format!("“{}”不是日期", word.text),
                format!("`{}` is not a day", word.text),
            );
            let help = Text::new("用 type = \"day\" 的事实", "use a fact with type = \"day\"");
            self.source
                .report(FindingKind::KeyDoesNotFit, word.span, says, Some(help));
            return None;
        }
        Some(word.text)
    }

    /// How many units a term has.
    pub(super) fn count(&self, count: i64, span: Range<usize>) -> Option<u32> {
        let found = u32::try_from(count)
            .ok()
            .filter(|count| (1..=LENGTH_MAX).contains(count));
        if found.is_none() {
            let says = Text::new(format!("期限不能是{count}"), format!("a term cannot be {count} long"));
            let help = Text::new(format!("写1至{LENGTH_MAX}"), format!("write 1 to {LENGTH_MAX}"));
            self.source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
        }
        found
    }

    /// A parameter of a profile, `profile.name`.
    pub(super) fn parameter(&self, name: Word) -> Option<String> {
        if self.around.world.has_parameter(&name.text) {
            return Some(name.text);
        }
        let says = Text::new(
            format!("没有参数“{}”", name.text),
            format!("there is no parameter `{}`", name.text),
        );
        let known = self.around.world.parameter_names();
        let help = suggestion::advice(&name.text, known.iter().map(String::as_str));
        self.source.report(FindingKind::UnknownParameter, name.span, says, help);
        None
    }
}
