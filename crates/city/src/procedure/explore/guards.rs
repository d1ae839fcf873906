//! Guards that can never hold, or always do.

use rules::procedure::{Action, Possibility};
use standards::Text;

use super::Exploration;
use crate::kind::FindingKind;

impl Exploration<'_> {
    /// Reports guards that are no guards.
    pub(super) fn ask_guards(&self) {
        for action in &self.machine.actions {
            let possibility = action
                .guard
                .as_ref()
                .map(|guard| guard.possibility(&self.machine.facts));
            match possibility {
                Some(Possibility::Never) => self.never(action),
                Some(Possibility::Always) => self.always(action),
                Some(Possibility::Open) | None => {}
            }
        }
        self.ask_conditions();
    }

    fn never(&self, action: &Action) {
        let says = Text::new(
            format!("“{}”的条件永远不会成立", action.name.zh),
            format!("the guard of `{}` can never hold", action.name.en),
        );
        let help = Text::new(
            "对照各事实的上下限和选项，改正条件",
            "hold it against the bounds and choices of its facts and mend it",
        );
        self.report(FindingKind::GuardNeverHolds, self.names.action(&action.id), says, help);
    }

    fn always(&self, action: &Action) {
        let says = Text::new(
            format!("“{}”的条件总是成立，等于没有条件", action.name.zh),
            format!("the guard of `{}` always holds and guards nothing", action.name.en),
        );
        let help = Text::new("删去条件，或改正它", "take it out, or mend it");
        self.report(FindingKind::GuardAlwaysHolds, self.names.action(&action.id), says, help);
    }

    /// The conditions of clocks are guards, too.
    fn ask_conditions(&self) {
        for clock in &self.machine.clocks {
            let possibility = clock.when.as_ref().map(|when| when.possibility(&self.machine.facts));
            let (kind, zh, en) = match possibility {
                Some(Possibility::Never) => (FindingKind::GuardNeverHolds, "永远不会成立", "can never hold"),
                Some(Possibility::Always) => (FindingKind::GuardAlwaysHolds, "总是成立", "always holds"),
                Some(Possibility::Open) | None => continue,
            };
            let says = Text::new(
                format!("时钟“{}”的条件{zh}", clock.name.zh),
                format!("the condition of the clock `{}` {en}", clock.name.en),
            );
            let help = Text::new("改正 when，或删去", "mend `when`, or take it out");
            self.report(kind, self.names.clock(&clock.id), says, help);
        }
    }
}
