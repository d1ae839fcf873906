//! States that cannot be reached, cannot be left, or from which no end can be reached.

use std::collections::BTreeSet;

use rules::procedure::{Action, State, Target};
use standards::Text;

use super::Exploration;
use crate::kind::FindingKind;

/// States named in one finding at most.
const LISTED_MAX: usize = 8;

/// A way from one state to another; `None` is before the thing exists.
type Way<'e> = (Option<&'e str>, &'e str);

impl<'e> Exploration<'e> {
    /// Walks the ways that the actions make. An action whose guard can never hold is told as that, and not once more by every state
    /// behind it.
    pub(super) fn ask_states(&self) {
        let ways = ways(&self.machine.actions);
        let reached = self.reached(&ways);
        let ends: BTreeSet<&str> = self.last_states().collect();
        let ending = arriving(&ways, &ends);
        let mut stuck = Vec::new();
        for state in &self.machine.states {
            let id = state.id.as_str();
            let leaves = |way: &Way<'_>| way.0 == Some(id) && way.1 != id;
            if !reached.contains(id) {
                self.unreachable(state);
            } else if state.last && self.leaving(id).next().is_some() {
                self.last_is_left(state);
            } else if !state.last && !ways.iter().any(leaves) {
                self.dead_end(state);
            } else if !state.last && !ends.is_empty() && !ending.contains(id) {
                stuck.push(state);
            }
        }
        self.no_way_to_end(&stuck);
    }

    fn last_states(&self) -> impl Iterator<Item = &'e str> {
        let states = self.machine.states.iter();
        states.filter(|state| state.last).map(|state| state.id.as_str())
    }

    fn leaving(&self, state: &str) -> impl Iterator<Item = &'e Action> {
        let actions = self.machine.actions.iter();
        actions.filter(move |action| action.from.iter().any(|from| from == state))
    }

    /// The states that a thing can come into, from the start and from the acts that create it.
    fn reached(&self, ways: &[Way<'e>]) -> BTreeSet<&'e str> {
        let mut reached: BTreeSet<&str> = BTreeSet::from([self.machine.start.as_str()]);
        loop {
            let before = reached.len();
            for (from, to) in ways {
                if from.is_none_or(|from| reached.contains(from)) {
                    reached.insert(to);
                }
            }
            if reached.len() == before {
                return reached;
            }
        }
    }

    fn unreachable(&self, state: &State) {
        let says = Text::new(
            format!("状态“{}”永远到不了", state.name.zh),
            format!("the state `{}` can never be reached", state.name.en),
        );
        let help = Text::new(
            "补上通向它的动作，或删去",
            "add an action that leads there, or take it out",
        );
        self.report(FindingKind::UnreachableState, self.names.state(&state.id), says, help);
    }

    fn dead_end(&self, state: &State) {
        let says = Text::new(
            format!("状态“{}”进得去出不来", state.name.zh),
            format!("the state `{}` can be entered but never left", state.name.en),
        );
        let help = Text::new(
            "补上离开它的动作，或写明 final = true",
            "add an action that leaves it, or write final = true",
        );
        self.report(FindingKind::DeadEnd, self.names.state(&state.id), says, help);
    }

    /// One finding for all of `stuck`: what is missing is one way out, wherever it begins.
    fn no_way_to_end(&self, stuck: &[&State]) {
        let Some(state) = stuck.first() else { return };
        let names = |name: fn(&State) -> String, comma: &str| {
            let mut shown: Vec<String> = stuck.iter().take(LISTED_MAX).map(|state| name(state)).collect();
            if stuck.len() > LISTED_MAX {
                shown.push(format!("… ({})", stuck.len()));
            }
            shown.join(comma)
        };
        let states = if stuck.len() == 1 { "state" } else { "states" };
        let says = Text::new(
            format!(
                "从状态{}走不到任何终点",
                names(|state| format!("“{}”", state.name.zh), "、")
            ),
            format!(
                "no end can be reached from the {states} {}",
                names(|state| format!("`{}`", state.name.en), ", ")
            ),
        );
        let help = Text::new("补上通向终点的动作", "add an action on the way to an end");
        self.report(FindingKind::NoWayToEnd, self.names.state(&state.id), says, help);
    }

    fn last_is_left(&self, state: &State) {
        let Some(action) = self.leaving(&state.id).next() else {
            return;
        };
        let says = Text::new(
            format!("“{}”是终点，“{}”却要离开它", state.name.zh, action.name.zh),
            format!("`{}` is an end, but `{}` is open in it", state.name.en, action.name.en),
        );
        let help = Text::new(
            "删去 final = true，或删去这个动作",
            "take out final = true, or the action",
        );
        self.report(FindingKind::FinalStateLeft, self.names.state(&state.id), says, help);
    }
}

fn ways(actions: &[Action]) -> Vec<Way<'_>> {
    let mut ways = Vec::new();
    for action in actions {
        let Target::State(to) = &action.to else { continue };
        if action.opens_here {
            ways.push((None, to.as_str()));
        }
        ways.extend(action.from.iter().map(|from| (Some(from.as_str()), to.as_str())));
    }
    ways
}

/// The states from which one of `ends` can be reached.
fn arriving<'e>(ways: &[Way<'e>], ends: &BTreeSet<&'e str>) -> BTreeSet<&'e str> {
    let mut arriving = ends.clone();
    loop {
        let before = arriving.len();
        for (from, to) in ways {
            if let Some(from) = from
                && arriving.contains(to)
            {
                arriving.insert(from);
            }
        }
        if arriving.len() == before {
            return arriving;
        }
    }
}
