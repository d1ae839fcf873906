//! Worked examples of a procedure.

use std::collections::BTreeMap;

use rules::procedure::{Act, Example, ExampleStep, Expected, ExpectedDue, ExpectedEnd, RefusalCode, Value};
use standards::Text;

use super::Reader;
use super::names::Named;
use crate::kind::FindingKind;
use crate::source::Word;
use crate::table::{Need, Table};
use crate::vocabulary::Choice;

/// The word for a clock that must not run.
const STOPPED: &str = "stopped";
/// Who acts when an example does not say.
const SOMEBODY: &str = "a";

impl Reader<'_> {
    pub(super) fn example(&self, Named { mut table, id }: Named<'_>) -> Option<Example> {
        let source = table.word("source", Need::Required);
        let begins = table.moment("begins", Need::Optional);
        let state = table.word("state", Need::Optional);
        let state = state.filter(|state| self.names.states.refer(state, self.source));
        let facts = self.known_facts(&mut table);
        let steps = table
            .tables("steps")
            .into_iter()
            .map(|step| self.step(step))
            .collect::<Vec<_>>();
        let due = self.dues(&mut table);
        table.finish();
        Some(Example {
            id,
            source: source?.text,
            begins: begins.map(|(moment, _)| moment.begin()),
            state: state.map(|state| state.text),
            facts,
            steps: steps.into_iter().collect::<Option<_>>()?,
            due: due?,
        })
    }

    fn known_facts(&self, table: &mut Table<'_>) -> BTreeMap<String, Value> {
        let facts = table.facts("with").into_iter();
        let known = facts.filter(|(name, _)| self.names.facts.refer(name, self.source));
        known.map(|(name, value)| (name.text, value)).collect()
    }

    fn step(&self, mut table: Table<'_>) -> Option<ExampleStep> {
        let action = table.word("do", Need::Required);
        let action = action.filter(|action| self.names.actions.refer(action, self.source));
        let role = table.word("by", Need::Required);
        let role = role.filter(|role| self.names.roles.refer(role, self.source));
        let person = table.word("who", Need::Optional);
        let unit = table.word("unit", Need::Optional);
        let at = table.moment("at", Need::Required);
        let facts = self.known_facts(&mut table);
        let expect = self.expected(&mut table);
        let due = self.dues(&mut table);
        let opens = table.words("opens", Need::Optional);
        let opens = self.around.procedures.refer_all(opens, self.source);
        table.finish();
        let act = Act {
            action: action?.text,
            role: role?.text,
            person: person.map_or_else(|| SOMEBODY.to_owned(), |person| person.text),
            unit: unit.map(|unit| unit.text),
            at: at?.0.begin(),
            facts,
        };
        Some(ExampleStep {
            act,
            expect: expect?,
            due: due?,
            opens,
        })
    }

    fn expected(&self, table: &mut Table<'_>) -> Option<Expected> {
        let to = table.word("to", Need::Optional);
        let refused = table.word("refused", Need::Optional);
        match (to, refused) {
            (Some(_), Some(refused)) => {
                let says = Text::new(
                    "to 与 refused 只能写一个",
                    "only one of `to` and `refused` can be written",
                );
                self.source.report(FindingKind::KeyDoesNotFit, refused.span, says, None);
                None
            }
            (None, None) => Some(Expected::Done),
            (Some(to), None) => {
                let known = self.names.states.refer(&to, self.source);
                known.then_some(Expected::State(to.text))
            }
            (None, Some(word)) => codes().read(&word, self.source).map(Expected::Refused),
        }
    }

    fn dues(&self, table: &mut Table<'_>) -> Option<Vec<ExpectedDue>> {
        let dues: Vec<_> = table.tables("due").into_iter().map(|due| self.due(due)).collect();
        dues.into_iter().collect()
    }

    fn due(&self, mut table: Table<'_>) -> Option<ExpectedDue> {
        let clock = table.word("clock", Need::Required);
        let clock = clock.filter(|clock| self.names.clocks.refer(clock, self.source));
        let stopped = table.flag(STOPPED);
        let need = if stopped { Need::Optional } else { Need::Required };
        let on = table.moment("on", need);
        table.finish();
        let on = match on {
            None if stopped => ExpectedEnd::Stopped,
            None => return None,
            Some((moment, _)) => match moment.time {
                None => ExpectedEnd::Day(moment.day),
                Some(_) => ExpectedEnd::Time(moment.begin()),
            },
        };
        Some(ExpectedDue { clock: clock?.text, on })
    }

    /// Registers and lists that an action publishes to.
    pub(super) fn registers(&self, words: Vec<Word>) -> Vec<String> {
        match self.around.registers {
            Some(registers) => registers.refer_all(words, self.source),
            None => words.into_iter().map(|word| word.text).collect(),
        }
    }
}

/// The words for kinds of refusal.
fn codes() -> Choice<RefusalCode> {
    Choice {
        what: Text::new("拒绝原因", "kind of refusal"),
        unknown: FindingKind::UnknownWord,
        words: RefusalCode::ALL.iter().map(|code| (code.word(), *code)).collect(),
    }
}
