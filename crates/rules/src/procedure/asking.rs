//! Asks of one action, one person and one moment whether it may be done; every reason against it is told.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use standards::{Citation, Reason, Text};

use super::course::{ACTS_MAX, Asker, Standing};
use super::evaluate::Known;
use super::guard::Guard;
use super::machine::{Act, Action, Machine, Window};
use super::refusal::{Refusal, RefusalCode};
use super::running::Due;
use super::surroundings::Surroundings;
use super::value::Value;

/// One question: this action, now, by this person.
struct Question<'q> {
    machine: &'q Machine,
    action: &'q Action,
    standing: &'q Standing,
    asker: Asker<'q>,
    at: NaiveDateTime,
    around: &'q Surroundings<'q>,
    refusals: Vec<Refusal>,
}

impl Machine {
    /// Everything against the action, in the order of [`RefusalCode`]. Without a filled `form`, what the form would say is open.
    pub(super) fn refusals(
        &self,
        action: &Action,
        standing: &Standing,
        asker: Asker<'_>,
        at: NaiveDateTime,
        form: Option<&BTreeMap<String, Value>>,
        around: &Surroundings<'_>,
    ) -> Vec<Refusal> {
        let mut question = Question {
            machine: self,
            action,
            standing,
            asker,
            at,
            around,
            refusals: Vec::new(),
        };
        question.ask_time();
        question.ask_state();
        question.ask_role();
        question.ask_person();
        question.ask_unit();
        if let Some(form) = form {
            question.ask_form(form);
        }
        question.ask_windows();
        question.ask_guard(form);
        question.refusals
    }
}

impl Question<'_> {
    fn refuse(&mut self, code: RefusalCode, zh: String, en: String) {
        self.refuse_since(code, Text::new(zh, en), Vec::new());
    }

    fn refuse_since(&mut self, code: RefusalCode, says: Text, because: Vec<Reason>) {
        let rule = Citation::new(
            self.machine.rules.join(", "),
            format!("{}/{}", self.machine.id, self.action.id),
            self.machine.certainty,
        );
        let reason = Reason::new(says).by(rule).since_all(because);
        self.refusals.push(Refusal { code, reason });
    }

    fn ask_time(&mut self) {
        if self.standing.acts.len() >= ACTS_MAX {
            self.refuse(
                RefusalCode::Time,
                format!("已办理{ACTS_MAX}次，不能再办"),
                format!("there are {ACTS_MAX} acts already, which is the most"),
            );
        }
        let last = self.standing.acts.last().map(|act| act.at).max(self.standing.since);
        if let Some(last) = last.filter(|last| self.at < *last) {
            let (at, last) = (minute(self.at), minute(last));
            self.refuse(
                RefusalCode::Time,
                format!("办理时间{at}早于上一次记录{last}"),
                format!("the act at {at} lies before what was recorded last, {last}"),
            );
        }
    }

    fn ask_state(&mut self) {
        let fits = match &self.standing.state {
            None => self.action.opens_here,
            Some(state) => self.action.from.contains(state),
        };
        if fits {
            return;
        }
        let name = &self.action.name;
        let now = match &self.standing.state {
            None => Text::new("尚未立项", "it has not been opened"),
            Some(id) => {
                let state = self
                    .machine
                    .state(id)
                    .map_or_else(|| Text::same(id), |state| state.name.clone());
                Text::new(format!("目前为“{}”", state.zh), format!("it is `{}`", state.en))
            }
        };
        let open = self.open_from();
        self.refuse(
            RefusalCode::State,
            format!("{}，不能“{}”：{}", now.zh, name.zh, open.zh),
            format!("{} and does not allow `{}`: {}", now.en, name.en, open.en),
        );
    }

    /// From where the action is open.
    fn open_from(&self) -> Text {
        let states = || self.action.from.iter().filter_map(|id| self.machine.state(id));
        if self.action.from.is_empty() {
            return Text::new("该动作只用于立项", "the action only opens a new one");
        }
        let zh: Vec<String> = states().map(|state| format!("“{}”", state.name.zh)).collect();
        let en: Vec<String> = states().map(|state| format!("`{}`", state.name.en)).collect();
        Text::new(
            format!("只能在{}时办理", zh.join("、")),
            format!("it is open from {}", en.join(", ")),
        )
    }

    fn ask_role(&mut self) {
        if self.action.by.iter().any(|role| role == self.asker.role) {
            return;
        }
        let role = |id: &str| {
            self.machine
                .role(id)
                .map_or_else(|| Text::same(id), |role| role.name.clone())
        };
        let own = role(self.asker.role);
        let allowed: Vec<Text> = self.action.by.iter().map(|id| role(id)).collect();
        let zh: Vec<&str> = allowed.iter().map(|name| name.zh.as_str()).collect();
        let en: Vec<&str> = allowed.iter().map(|name| name.en.as_str()).collect();
        let name = &self.action.name;
        self.refuse(
            RefusalCode::Role,
            format!("“{}”由{}办理，{}无权办理", name.zh, zh.join("或"), own.zh),
            format!("`{}` is for {}, not for {}", name.en, en.join(" or "), own.en),
        );
    }

    /// The last act that was one of `actions` and satisfies `who`.
    fn earlier(&self, actions: &[String], who: impl Fn(&Act) -> bool) -> Option<(&Act, Text)> {
        let mut acts = self.standing.acts.iter().rev();
        let act = acts.find(|act| actions.contains(&act.action) && who(act))?;
        let name = self
            .machine
            .action(&act.action)
            .map_or_else(|| Text::same(&act.action), |action| action.name.clone());
        Some((act, name))
    }

    fn ask_person(&mut self) {
        let person = self.asker.person;
        let Some((act, did)) = self.earlier(&self.action.differs_from, |act| act.person == person) else {
            return;
        };
        let (name, at) = (&self.action.name, minute(act.at));
        self.refuse(
            RefusalCode::DiffersFrom,
            format!("{person}已于{at}办理“{}”，不能再由本人“{}”", did.zh, name.zh),
            format!("{person} did `{}` at {at} and may not also do `{}`", did.en, name.en),
        );
    }

    fn ask_unit(&mut self) {
        let unit = self.asker.unit;
        let same_or_unknown = |act: &Act| unit.is_none() || act.unit.is_none() || act.unit.as_deref() == unit;
        let Some((act, did)) = self.earlier(&self.action.other_unit_than, same_or_unknown) else {
            return;
        };
        let name = &self.action.name;
        let (zh, en) = match (unit, &act.unit) {
            (Some(unit), Some(_)) => (
                format!("{unit}办理了“{}”，“{}”须由其他单位办理", did.zh, name.zh),
                format!("{unit} did `{}`; `{}` is for another unit", did.en, name.en),
            ),
            _ => (
                format!("“{}”须由“{}”以外的单位办理，而办理单位尚不清楚", name.zh, did.zh),
                format!(
                    "`{}` is for another unit than that of `{}`, and one of the two is not known",
                    name.en, did.en
                ),
            ),
        };
        self.refuse(RefusalCode::OtherUnit, zh, en);
    }

    fn ask_form(&mut self, form: &BTreeMap<String, Value>) {
        for id in &self.action.form {
            let Some(fact) = self.machine.fact(id) else { continue };
            match form.get(id) {
                None if !fact.optional => self.refuse(
                    RefusalCode::Form,
                    format!("未填“{}”", fact.name.zh),
                    format!("`{}` is not filled in", fact.name.en),
                ),
                Some(value) => {
                    if let Some(says) = fact.objection(value) {
                        self.refuse(RefusalCode::Form, says.zh, says.en);
                    }
                }
                None => {}
            }
        }
        for id in form.keys().filter(|id| !self.action.form.contains(id)) {
            let name = &self.action.name;
            self.refuse(
                RefusalCode::Form,
                format!("“{}”的表单没有“{id}”", name.zh),
                format!("the form of `{}` has no `{id}`", name.en),
            );
        }
    }

    fn ask_windows(&mut self) {
        if let Some(window) = &self.action.within {
            self.ask_window(window, RefusalCode::Within);
        }
        if let Some(window) = &self.action.not_before {
            self.ask_window(window, RefusalCode::NotBefore);
        }
    }

    fn ask_window(&mut self, window: &Window, code: RefusalCode) {
        let of = self
            .machine
            .action(&window.of)
            .map_or_else(|| Text::same(&window.of), |action| action.name.clone());
        let since = self
            .standing
            .acts
            .iter()
            .rev()
            .find(|act| act.action == window.of)
            .map(|act| act.at);
        let Some(since) = since else {
            return self.refuse(
                code,
                format!("尚未“{}”，期限无从起算", of.zh),
                format!("`{}` has not been done, from which the time counts", of.en),
            );
        };
        let end = window
            .term
            .after(since, self.at.date(), &self.standing.facts, self.around);
        let fits = match (&end, code) {
            (Due::Unknown(_), _) => false,
            (end, RefusalCode::Within) => end.is_over(self.at) == Some(false),
            (end, _) if window.over => end.is_over(self.at) == Some(true),
            (Due::Day(day), _) => self.at.date() >= *day,
            (Due::At(time), _) => self.at >= *time,
        };
        if fits {
            return;
        }
        let (name, end) = (&self.action.name, end.words());
        let (zh, en) = match code {
            RefusalCode::Within => ("最迟", "at the latest"),
            _ if window.over => ("须过", "not before the end of"),
            _ => ("最早", "at the earliest"),
        };
        self.refuse(
            code,
            format!("“{}”自“{}”起算，{zh}{}", name.zh, of.zh, end.zh),
            format!("`{}` counts from `{}`: {en} {}", name.en, of.en, end.en),
        );
    }

    fn ask_guard(&mut self, form: Option<&BTreeMap<String, Value>>) {
        let Some(guard) = &self.action.guard else { return };
        let mut facts = self.standing.facts.clone();
        match form {
            Some(form) => facts.extend(form.clone()),
            // What the form asks will be answered anew.
            None => facts.retain(|id, _| !self.action.form.contains(id)),
        }
        let known = Known {
            machine: self.machine,
            facts: &facts,
            acts: &self.standing.acts,
            acted_on: self.at.date(),
            parameters: self.around.parameters,
        };
        let holds = known.holds(guard);
        let answered_by_form = |id: &&str| self.action.form.iter().any(|asked| asked == id);
        let open = form.is_none() && known.missing(guard).iter().any(answered_by_form);
        if holds == Some(true) || (holds.is_none() && open) {
            return;
        }
        let because = known.against(guard);
        let says = self.guard_says(guard);
        self.refuse_since(RefusalCode::Guard, says, because);
    }

    fn guard_says(&self, guard: &Guard) -> Text {
        self.action.says.clone().unwrap_or_else(|| {
            let (name, words) = (&self.action.name, self.machine.guard_in_words(guard));
            Text::new(
                format!("“{}”的条件不成立：{}", name.zh, words.zh),
                format!("the condition of `{}` does not hold: {}", name.en, words.en),
            )
        })
    }
}

/// A time to the minute.
fn minute(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}
