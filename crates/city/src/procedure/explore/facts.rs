//! Facts that guards ask and no form gives, and facts that nothing asks.

use std::collections::BTreeSet;

use rules::procedure::{Fact, FactType, Guard, Length, Limit, Machine, Term};
use standards::Text;

use super::Exploration;
use crate::kind::FindingKind;

impl Exploration<'_> {
    pub(super) fn ask_facts(&self) {
        let machine = self.machine;
        let collected: BTreeSet<&str> = machine
            .actions
            .iter()
            .flat_map(|action| &action.form)
            .map(String::as_str)
            .collect();
        let used = used(machine);
        for fact in &machine.facts {
            let (given, asked) = (collected.contains(fact.id.as_str()), used.contains(fact.id.as_str()));
            if asked && !given {
                self.never_collected(fact);
            } else if !(asked || given && is_record(fact)) {
                self.never_used(fact, given);
            }
        }
    }

    fn never_collected(&self, fact: &Fact) {
        let says = Text::new(
            format!("“{}”要用到，却没有表单填写它", fact.name.zh),
            format!("`{}` is asked for, but no form collects it", fact.name.en),
        );
        let help = Text::new(
            format!("在前面某个动作的 form 中加上 \"{}\"", fact.id),
            format!("add \"{}\" to `form` of an earlier action", fact.id),
        );
        self.report(FindingKind::FactNeverCollected, self.names.fact(&fact.id), says, help);
    }

    fn never_used(&self, fact: &Fact, given: bool) {
        let (zh, en) = if given {
            (
                "填了却没有条件或时钟用到",
                "is collected, but no guard and no clock uses it",
            )
        } else {
            ("没有任何地方用到", "is used nowhere")
        };
        let says = Text::new(format!("“{}”{zh}", fact.name.zh), format!("`{}` {en}", fact.name.en));
        let help = if given {
            Text::new(
                "只作记录的，写 record = true",
                "write record = true where it is only kept",
            )
        } else {
            Text::new(
                "写进某个动作的 form，或删去",
                "write it into `form` of an action, or take it out",
            )
        };
        self.report(FindingKind::FactNeverUsed, self.names.fact(&fact.id), says, help);
    }
}

/// Texts say why; they are kept, not computed with.
fn is_record(fact: &Fact) -> bool {
    fact.record || fact.kind == FactType::Text
}

/// The facts that guards and clocks ask.
fn used(machine: &Machine) -> BTreeSet<&str> {
    let guards = machine.actions.iter().filter_map(|action| action.guard.as_ref());
    let conditions = machine.clocks.iter().filter_map(|clock| clock.when.as_ref());
    let mut used: BTreeSet<&str> = guards.chain(conditions).flat_map(Guard::facts).collect();
    for clock in &machine.clocks {
        match &clock.limit {
            Limit::Until(fact) => {
                used.insert(fact);
            }
            Limit::Term { term, counts_from, .. } => {
                used.extend(counts_from.as_deref());
                used.extend(fact_of(term));
            }
        }
    }
    for action in &machine.actions {
        used.extend(action.extends.as_ref().and_then(|extension| fact_of(&extension.term)));
        let windows = [&action.within, &action.not_before];
        used.extend(windows.into_iter().flatten().filter_map(|window| fact_of(&window.term)));
    }
    used
}

fn fact_of(term: &Term) -> Option<&str> {
    match &term.length {
        Length::Fact(id) => Some(id),
        Length::Fixed(_) | Length::Parameter(_) => None,
    }
}
