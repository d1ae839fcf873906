//! The course of one thing through a procedure: where it stands, what may be done, and what an act makes of it.
//!
//! Everything is a function of the procedure, the acts so far, the calendar and the parameters. Times come with the acts; there is no
//! clock of its own, and the same acts give the same standing whether they are replayed at once or taken one by one.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use standards::{Reason, Text};

use super::evaluate::Known;
use super::machine::{Act, Action, Clock, Machine, Target};
use super::refusal::{Refusal, RefusalCode};
use super::running::{Due, Running};
use super::surroundings::Surroundings;
use super::value::{Fact, Value};

/// Most acts in the course of one thing.
pub const ACTS_MAX: usize = 10_000;

/// Where a thing stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The state; `None` before the act that creates the thing.
    pub state: Option<String>,
    /// Since when it is in this state.
    pub since: Option<NaiveDateTime>,
    /// What is known: the latest value of each fact.
    pub facts: BTreeMap<String, Value>,
    /// The acts so far, in their order.
    pub acts: Vec<Act>,
    /// The clocks that run or are paused, by id.
    pub clocks: BTreeMap<String, Running>,
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Where the thing stands now.
    pub standing: Standing,
    /// Clocks that began (or began anew) with the act.
    pub started: Vec<String>,
    /// Clocks that ended with it.
    pub stopped: Vec<String>,
    /// Procedures that it opens.
    pub opens: Vec<String>,
    /// Registers and lists to which it publishes.
    pub publishes: Vec<String>,
}

/// Somebody who asks what may be done.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// Id of the role.
    pub role: &'a str,
    /// Who it is.
    pub person: &'a str,
    /// The unit the person acts for.
    pub unit: Option<&'a str>,
}

/// An action, and whether somebody may take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission<'m> {
    /// The action.
    pub action: &'m Action,
    /// The facts that its form asks, in the order of the form.
    pub asks: Vec<&'m Fact>,
    /// Why it may not be taken; empty when it may. What the form still has to say counts as open.
    pub refusals: Vec<Refusal>,
}

/// What a clock that has run out asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal<'m> {
    /// The clock.
    pub clock: &'m Clock,
    /// When it ran out.
    pub due: Due,
    /// The action to take.
    pub then: Option<&'m Action>,
    /// Whether the program takes it itself.
    pub automatic: bool,
}

impl Machine {
    /// A thing before the act that creates it.
    pub fn unopened(&self) -> Standing {
        Standing {
            state: None,
            since: None,
            facts: BTreeMap::new(),
            acts: Vec::new(),
            clocks: BTreeMap::new(),
        }
    }

    /// A thing that begins in `state` (absent: the start of the procedure) at `at` with what is known of it.
    pub fn begin(
        &self,
        state: Option<&str>,
        facts: BTreeMap<String, Value>,
        at: NaiveDateTime,
        around: &Surroundings<'_>,
    ) -> Standing {
        let mut standing = self.unopened();
        standing.facts = facts;
        let (mut started, mut stopped) = (Vec::new(), Vec::new());
        let state = state.unwrap_or(&self.start);
        self.enter(&mut standing, state, at, around, (&mut started, &mut stopped));
        standing
    }

    /// Takes an act.
    ///
    /// # Errors
    /// Why it is not allowed, all reasons, the first by [`RefusalCode`] first; the standing is unchanged then.
    pub fn take(&self, standing: &Standing, act: &Act, around: &Surroundings<'_>) -> Result<Taken, Vec<Refusal>> {
        let Some(action) = self.action(&act.action) else {
            return Err(vec![self.no_such_action(&act.action)]);
        };
        let asker = Asker {
            role: &act.role,
            person: &act.person,
            unit: act.unit.as_deref(),
        };
        let refusals = self.refusals(action, standing, asker, act.at, Some(&act.facts), around);
        if refusals.is_empty() {
            Ok(self.taken(action, standing, act, around))
        } else {
            Err(refusals)
        }
    }

    /// Takes acts one after the other.
    ///
    /// # Errors
    /// The number of the act that is refused, from 0, and why.
    pub fn replay(
        &self,
        begun: Standing,
        acts: &[Act],
        around: &Surroundings<'_>,
    ) -> Result<Standing, (usize, Vec<Refusal>)> {
        acts.iter().enumerate().try_fold(begun, |standing, (number, act)| {
            self.take(&standing, act, around)
                .map(|taken| taken.standing)
                .map_err(|refusals| (number, refusals))
        })
    }

    /// Takes acts that were allowed when they were done, without asking again: what was recorded stays, though the procedure may have
    /// been rewritten since.
    ///
    /// # Errors
    /// The number of the act whose action the procedure no longer has, from 0.
    pub fn retrace(&self, begun: Standing, acts: &[Act], around: &Surroundings<'_>) -> Result<Standing, usize> {
        acts.iter().enumerate().try_fold(begun, |standing, (number, act)| {
            let action = self.action(&act.action).ok_or(number)?;
            Ok(self.taken(action, &standing, act, around).standing)
        })
    }

    /// Every action of the procedure with whether `asker` may take it at `at`, in the order of the text.
    pub fn permissions<'m>(
        &'m self,
        standing: &Standing,
        asker: Asker<'_>,
        at: NaiveDateTime,
        around: &Surroundings<'_>,
    ) -> Vec<Permission<'m>> {
        let permission = |action: &'m Action| Permission {
            action,
            asks: action.form.iter().filter_map(|id| self.fact(id)).collect(),
            refusals: self.refusals(action, standing, asker, at, None, around),
        };
        self.actions.iter().map(permission).collect()
    }

    /// What the clocks that have run out by `at` ask for, in the order of the text.
    pub fn proposals<'m>(&'m self, standing: &Standing, at: NaiveDateTime) -> Vec<Proposal<'m>> {
        let proposal = |clock: &'m Clock| {
            let running = standing.clocks.get(&clock.id)?;
            if running.is_over(at) != Some(true) {
                return None;
            }
            let then = clock.then.as_deref().and_then(|id| self.action(id));
            let automatic = then.is_some_and(|action| {
                let mut roles = action.by.iter().filter_map(|id| self.role(id));
                roles.any(|role| role.automatic)
            });
            Some(Proposal {
                clock,
                due: running.due.clone(),
                then,
                automatic,
            })
        };
        self.clocks.iter().filter_map(proposal).collect()
    }

    fn no_such_action(&self, id: &str) -> Refusal {
        let says = Text::new(
            format!("“{}”没有动作“{id}”", self.name.zh),
            format!("`{}` has no action `{id}`", self.name.en),
        );
        Refusal {
            code: RefusalCode::Action,
            reason: Reason::new(says),
        }
    }

    fn taken(&self, action: &Action, standing: &Standing, act: &Act, around: &Surroundings<'_>) -> Taken {
        let mut next = standing.clone();
        next.facts.extend(act.facts.clone());
        next.acts.push(act.clone());
        let (mut started, mut stopped) = (Vec::new(), Vec::new());
        self.end_those_answered(action, &mut next, act.at, &mut stopped);
        self.turn_clocks(action, &mut next, act.at, around);
        if let Target::State(state) = &action.to {
            self.enter(&mut next, state, act.at, around, (&mut started, &mut stopped));
        }
        for clock in action.starts.iter().filter_map(|id| self.clock(id)) {
            if self.start_clock(clock, &mut next, act.at, around) {
                started.push(clock.id.clone());
            }
        }
        self.extend_clock(action, &mut next, act.at, around);
        Taken {
            standing: next,
            started,
            stopped,
            opens: action.opens.clone(),
            publishes: action.publishes.clone(),
        }
    }

    /// Ends the clocks that the action stops, and those whose consequence it is and whose time has come.
    fn end_those_answered(&self, action: &Action, next: &mut Standing, at: NaiveDateTime, stopped: &mut Vec<String>) {
        let answered = self.clocks.iter().filter(|clock| {
            let over = next
                .clocks
                .get(&clock.id)
                .is_some_and(|running| running.is_over(at) != Some(false));
            action.stops.contains(&clock.id) || (over && clock.then.as_deref() == Some(&action.id))
        });
        let answered: Vec<&str> = answered.map(|clock| clock.id.as_str()).collect();
        stop(next, &answered, stopped);
    }

    fn turn_clocks(&self, action: &Action, next: &mut Standing, at: NaiveDateTime, around: &Surroundings<'_>) {
        for id in &action.pauses {
            if let Some(running) = next.clocks.get_mut(id) {
                running.pause(at);
            }
        }
        for id in &action.resumes {
            if let (Some(running), Some(clock)) = (next.clocks.get_mut(id), self.clock(id)) {
                running.resume(clock, at, around);
            }
        }
    }

    fn extend_clock(&self, action: &Action, next: &mut Standing, at: NaiveDateTime, around: &Surroundings<'_>) {
        let Some(extension) = &action.extends else { return };
        let facts = std::mem::take(&mut next.facts);
        if let Some(running) = next.clocks.get_mut(&extension.clock) {
            running.extend(&extension.term, at, &facts, around);
        }
        next.facts = facts;
    }

    /// Enters a state: clocks that do not run in it end, those that start with it begin.
    fn enter(
        &self,
        standing: &mut Standing,
        state: &str,
        at: NaiveDateTime,
        around: &Surroundings<'_>,
        (started, stopped): (&mut Vec<String>, &mut Vec<String>),
    ) {
        standing.state = Some(state.to_owned());
        standing.since = Some(at);
        let ending: Vec<&str> = self
            .clocks
            .iter()
            .filter(|clock| standing.clocks.contains_key(&clock.id) && !self.runs(clock, state))
            .map(|clock| clock.id.as_str())
            .collect();
        stop(standing, &ending, stopped);
        for clock in self
            .clocks
            .iter()
            .filter(|clock| clock.starts_on.iter().any(|on| on == state))
        {
            if self.start_clock(clock, standing, at, around) {
                started.push(clock.id.clone());
            }
        }
    }

    /// Whether a clock runs in a state; in a last state none does.
    pub fn runs(&self, clock: &Clock, state: &str) -> bool {
        let last = self.state(state).is_some_and(|state| state.last);
        !last && (clock.runs_in.is_empty() || clock.runs_in.iter().any(|id| id == state))
    }

    /// Starts a clock where it runs and its condition holds; whether it now runs. A clock whose condition is not known runs to an
    /// unknown end, so that it is seen.
    fn start_clock(
        &self,
        clock: &Clock,
        standing: &mut Standing,
        at: NaiveDateTime,
        around: &Surroundings<'_>,
    ) -> bool {
        if !standing.state.as_deref().is_some_and(|state| self.runs(clock, state)) {
            return false;
        }
        let known = Known {
            machine: self,
            facts: &standing.facts,
            acts: &standing.acts,
            acted_on: at.date(),
            parameters: around.parameters,
        };
        let due = match clock.when.as_ref().map(|when| (when, known.holds(when))) {
            Some((_, Some(false))) => return false,
            Some((when, None)) => {
                let words = self.guard_in_words(when);
                Due::Unknown(Text::new(
                    format!("不清楚是否适用：{}", words.zh),
                    format!("it is not known whether it applies: {}", words.en),
                ))
            }
            _ => clock.limit.due(at, &standing.facts, around),
        };
        let running = Running {
            started: at,
            due,
            paused: None,
        };
        standing.clocks.insert(clock.id.clone(), running);
        true
    }
}

fn stop(standing: &mut Standing, ids: &[&str], stopped: &mut Vec<String>) {
    for id in ids {
        if standing.clocks.remove(*id).is_some() {
            stopped.push((*id).to_owned());
        }
    }
}
