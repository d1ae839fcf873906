//! Actions of a procedure.

use rules::clock::ClockUnit;
use rules::procedure::{Action, Extension, Fact, Length, Target, Term, Window};
use standards::Text;

use super::Reader;
use super::names::Named;
use crate::kind::FindingKind;
use crate::source::Word;
use crate::table::{Need, Table};
use crate::vocabulary::Choice;

/// The word of an action that leaves the state as it is.
const SAME: &str = "same";

/// The key of what must not come too early.
const NOT_BEFORE: &str = "not_before";

impl Reader<'_> {
    pub(super) fn action(&self, Named { mut table, id }: Named<'_>, facts: &[Fact]) -> Option<Action> {
        let name = table.text("name", Need::Required);
        let names = &self.names;
        let by = names.roles.refer_all(table.words("by", Need::Optional), self.source);
        let from = names.states.refer_all(table.words("from", Need::Optional), self.source);
        let opens_here = table.flag("opens_here");
        let to = table.word("to", Need::Required).and_then(|word| self.target(&word));
        let form = names.facts.refer_all(table.words("form", Need::Optional), self.source);
        let guard = self.guard(&mut table, "guard", facts);
        let says = table.text("says", Need::Optional);
        let clocks = |words| names.clocks.refer_all(words, self.source);
        let actions = |words| names.actions.refer_all(words, self.source);
        let action = Action {
            name: name?,
            by,
            opens_here,
            to: to?,
            form,
            guard,
            says,
            differs_from: actions(table.words("differs_from", Need::Optional)),
            other_unit_than: actions(table.words("other_unit_than", Need::Optional)),
            checks: table
                .has("checks")
                .then(|| actions(table.words("checks", Need::Optional))),
            within: self.window(&mut table, "within"),
            not_before: self.window(&mut table, NOT_BEFORE),
            starts: clocks(table.words("starts", Need::Optional)),
            stops: clocks(table.words("stops", Need::Optional)),
            pauses: clocks(table.words("pauses", Need::Optional)),
            resumes: clocks(table.words("resumes", Need::Optional)),
            extends: self.extension(&mut table),
            opens: self
                .around
                .procedures
                .refer_all(table.words("opens", Need::Optional), self.source),
            publishes: self.registers(table.words("publishes", Need::Optional)),
            from,
            id,
        };
        self.ask_beginning(&action, &table);
        self.ask_itself(&action, &table);
        table.finish();
        Some(action)
    }

    fn target(&self, word: &Word) -> Option<Target> {
        if word.text == SAME {
            return Some(Target::Same);
        }
        self.names
            .states
            .refer(word, self.source)
            .then(|| Target::State(word.text.clone()))
    }

    /// An action that must be done by another than itself could be done once only, and its check checks nothing.
    fn ask_itself(&self, action: &Action, table: &Table<'_>) {
        let lists = [
            ("differs_from", &action.differs_from),
            ("other_unit_than", &action.other_unit_than),
        ];
        for (key, _) in lists.iter().filter(|(_, actions)| actions.contains(&action.id)) {
            let says = Text::new(
                format!("“{}”的 {key} 指向它自己", action.name.zh),
                format!("`{key}` of `{}` names the action itself", action.name.en),
            );
            let help = Text::new(
                "写明应由别人办理的那个动作",
                "name the action that somebody else must have done",
            );
            self.source
                .report(FindingKind::KeyDoesNotFit, table.span(), says, Some(help));
        }
    }

    /// An action is open somewhere, or it creates the thing.
    fn ask_beginning(&self, action: &Action, table: &Table<'_>) {
        let same = action.opens_here && action.to == Target::Same;
        if (action.from.is_empty() && !action.opens_here && !table.has("from")) || same {
            let (zh, en) = (&action.name.zh, &action.name.en);
            let says = if same {
                Text::new(
                    format!("“{zh}”用于立项，却没有说明进入哪个状态"),
                    format!("`{en}` creates the thing, but does not say in which state"),
                )
            } else {
                Text::new(
                    format!("“{zh}”在任何状态下都不能办理"),
                    format!("`{en}` is open in no state"),
                )
            };
            let help = Text::new(
                "写明 from = [\"状态\"]，或 opens_here = true 并写明 to",
                "write from = [\"state\"], or opens_here = true with a state in `to`",
            );
            self.source
                .report(FindingKind::ActionWithoutState, table.span(), says, Some(help));
        }
    }

    fn window(&self, table: &mut Table<'_>, key: &'static str) -> Option<Window> {
        let mut window = table.table(key)?;
        let of = window.word("of", Need::Required);
        let term = self.term_by_unit(&mut window);
        // Only what must not come too early can have to wait for the end of a day.
        let over = key == NOT_BEFORE && window.flag("over");
        window.finish();
        let of = of.filter(|of| self.names.actions.refer(of, self.source))?;
        Some(Window {
            term: term?,
            of: of.text,
            over,
        })
    }

    fn extension(&self, table: &mut Table<'_>) -> Option<Extension> {
        let mut extension = table.table("extends")?;
        let clock = extension.word("clock", Need::Required);
        let term = self.term_by_unit(&mut extension);
        extension.finish();
        let clock = clock.filter(|clock| self.names.clocks.refer(clock, self.source))?;
        Some(Extension {
            clock: clock.text,
            term: term?,
        })
    }

    /// `{ hours = 24 }`, or `length`, `parameter` or `fact` with `unit`.
    fn term_by_unit(&self, table: &mut Table<'_>) -> Option<Term> {
        let unit = ClockUnit::ALL.into_iter().find(|unit| table.has(unit.word()));
        let Some(unit) = unit else {
            return self.term(table);
        };
        let (count, span) = table.whole(unit.word(), Need::Required)?;
        let length = Length::Fixed(self.count(count, span)?);
        Some(Term { length, unit })
    }

    /// `length`, `parameter` or `fact` with `unit`.
    pub(super) fn term(&self, table: &mut Table<'_>) -> Option<Term> {
        let fixed = table.whole("length", Need::Optional);
        let parameter = table.word("parameter", Need::Optional);
        let fact = table.word("fact", Need::Optional);
        let unit = table
            .word("unit", Need::Required)
            .and_then(|word| units().read(&word, self.source));
        let given = usize::from(fixed.is_some()) + usize::from(parameter.is_some()) + usize::from(fact.is_some());
        if given != 1 {
            self.report_length(given, table);
            return None;
        }
        let length = match (fixed, parameter, fact) {
            (Some((count, span)), ..) => Length::Fixed(self.count(count, span)?),
            (_, Some(name), _) => Length::Parameter(self.parameter(name)?),
            (_, _, Some(fact)) => Length::Fact(
                Some(fact)
                    .filter(|fact| self.names.facts.refer(fact, self.source))?
                    .text,
            ),
            _ => return None,
        };
        Some(Term { length, unit: unit? })
    }

    fn report_length(&self, given: usize, table: &Table<'_>) {
        let (kind, says) = match given {
            0 => (
                FindingKind::MissingKey,
                Text::new("没有写明多长", "it is not said how long"),
            ),
            _ => (
                FindingKind::KeyDoesNotFit,
                Text::new(
                    "length、parameter、fact 只能写一个",
                    "only one of length, parameter and fact can be written",
                ),
            ),
        };
        let help = Text::new(
            "写明 length = 30 或 parameter = \"…\"",
            "write length = 30 or parameter = \"…\"",
        );
        self.source.report(kind, table.span(), says, Some(help));
    }
}

/// The words for units of time.
fn units() -> Choice<ClockUnit> {
    Choice {
        what: Text::new("时间单位", "unit of time"),
        unknown: FindingKind::UnknownWord,
        words: ClockUnit::ALL.map(|unit| (unit.word(), unit)).to_vec(),
    }
}
