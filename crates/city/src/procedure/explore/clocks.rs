//! Clocks that never begin or end, that nobody goes on with, or whose end means nothing.

use rules::procedure::{Action, Clock};
use standards::Text;

use super::Exploration;
use crate::kind::FindingKind;

impl Exploration<'_> {
    pub(super) fn ask_clocks(&self) {
        for clock in &self.machine.clocks {
            self.ask_start(clock);
            self.ask_stop(clock);
            self.ask_pause(clock);
            self.ask_consequence(clock);
        }
    }

    fn tell(&self, kind: FindingKind, clock: &Clock, (zh, en): (&str, &str), help: (&str, &str)) {
        let says = Text::new(
            format!("时钟“{}”{zh}", clock.name.zh),
            format!("the clock `{}` {en}", clock.name.en),
        );
        self.report(kind, self.names.clock(&clock.id), says, Text::new(help.0, help.1));
    }

    fn some_action(&self, of: impl Fn(&Action) -> &Vec<String>, clock: &Clock) -> bool {
        self.machine.actions.iter().any(|action| of(action).contains(&clock.id))
    }

    fn ask_start(&self, clock: &Clock) {
        if clock.starts_on.is_empty() && !self.some_action(|action| &action.starts, clock) {
            self.tell(
                FindingKind::ClockNeverStarts,
                clock,
                ("永远不会启动", "never starts"),
                (
                    "写明 starts_on = \"状态\"，或在动作中写 starts",
                    "write starts_on = \"state\", or `starts` in an action",
                ),
            );
        }
    }

    /// A clock ends by an action, on leaving its states, or by the action that its end brings.
    fn ask_stop(&self, clock: &Clock) {
        let leaves = !clock.runs_in.is_empty()
            && self
                .machine
                .states
                .iter()
                .any(|state| !self.machine.runs(clock, &state.id));
        let lasts = clock.runs_in.is_empty() && self.machine.states.iter().any(|state| state.last);
        if !leaves && !lasts && clock.then.is_none() && !self.some_action(|action| &action.stops, clock) {
            self.tell(
                FindingKind::ClockNeverStops,
                clock,
                ("启动后永远不会停止", "never stops once it runs"),
                (
                    "写明 runs_in = [\"状态\"]，或在动作中写 stops",
                    "write runs_in = [\"state\"], or `stops` in an action",
                ),
            );
        }
    }

    fn ask_pause(&self, clock: &Clock) {
        if self.some_action(|action| &action.pauses, clock) && !self.some_action(|action| &action.resumes, clock) {
            self.tell(
                FindingKind::ClockPausedForGood,
                clock,
                ("暂停后没有动作使它继续", "can be paused, but no action lets it go on"),
                ("在某个动作中写 resumes", "write `resumes` in an action"),
            );
        }
    }

    fn ask_consequence(&self, clock: &Clock) {
        let Some(then) = clock.then.as_deref().and_then(|id| self.machine.action(id)) else {
            if clock.consequence.is_none() {
                self.tell(
                    FindingKind::ClockWithoutConsequence,
                    clock,
                    ("到期后没有任何后果", "runs out and nothing follows"),
                    (
                        "写明 then = \"动作\"，或 consequence = { zh = \"…\", en = \"…\" }",
                        "write then = \"action\", or consequence = { zh = \"…\", en = \"…\" }",
                    ),
                );
            }
            return;
        };
        let states = self.machine.states.iter();
        let closed = states
            .filter(|state| self.machine.runs(clock, &state.id))
            .find(|state| !clock.runs_in.is_empty() && !then.from.contains(&state.id));
        if let Some(state) = closed {
            let zh = format!("在“{}”到期时，“{}”不能办理", state.name.zh, then.name.zh);
            let en = format!(
                "may run out in `{}`, where `{}` is not open",
                state.name.en, then.name.en
            );
            self.tell(
                FindingKind::ConsequenceOutOfReach,
                clock,
                (&zh, &en),
                (
                    "在该动作的 from 中加上这个状态，或缩小 runs_in",
                    "add the state to `from` of the action, or narrow `runs_in`",
                ),
            );
        }
    }
}
