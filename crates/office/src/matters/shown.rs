//! A matter as its page shows it: its course, its clocks, and what the viewer may do now.

use chrono::NaiveDateTime;
use journal::{MatterFilter, MatterOrder, StepKind};
use rules::procedure::{Action, Asker, Fact, FactType, Machine, Role, Target};
use standards::Text;

use super::course::{Course, Taken};
use super::list::said;
use super::record::{PERSONAL_NOTES, no_role};
use super::roles::{Holders, Next, next, plays};
use super::{Actor, MatterError, Matters, PUBLIC};
use crate::views::{
    ActionView, ClockView, FieldKind, FormField, MatterLine, MatterView, NoteView, OpeningView, RoleView, StayView,
    StepView,
};

/// Most matters that are shown beside one.
const CHILDREN_MAX: usize = 50;

impl Matters {
    /// A matter as it stands at `at` (the city's time), with what `viewer` may do.
    ///
    /// # Errors
    /// When there is none of that id, or it cannot be read.
    pub fn show(&self, id: &str, viewer: Option<&Actor>, at: NaiveDateTime) -> Result<MatterView, MatterError> {
        let no_matter = || MatterError::NoMatter(id.to_owned());
        let row = self.journal().matter(id)?.ok_or_else(no_matter)?;
        let course = self.course(id)?;
        let last = course.last().ok_or_else(no_matter)?;
        let holders: Holders = last.after.holders.iter().cloned().collect();
        let machine = course.machine;
        let actions = viewer.map(|viewer| self.actions(&course, &holders, viewer, at));
        let hands = viewer.map(|viewer| self.hands(machine, &holders, &last.after.owner, viewer, row.last));
        Ok(MatterView {
            line: self.line(&row, at),
            version: row.version,
            procedure: machine.id.clone(),
            rules: machine.rules.clone(),
            certainty: machine.certainty,
            sources: machine.sources.clone(),
            subject: said(&row.subject).map(str::to_owned),
            clocks: self.clocks(&course, at),
            steps: self.steps(&course, viewer),
            stays: stays(&course, at),
            actions: actions.unwrap_or_default(),
            hands: hands.unwrap_or_default(),
            parent: self.parent(&row.parent, at)?,
            children: self.children(id, at)?,
        })
    }

    /// The procedures that `viewer` may open, in the order of the folder.
    pub fn openings(&self, viewer: &Actor) -> Vec<OpeningView> {
        let may = |machine: &Machine, action: &Action| {
            let mut roles = action.by.iter().filter_map(|id| machine.role(id));
            roles.any(|role| plays(self.city(), role, &Holders::new(), &viewer.post) || self.is_free(role))
        };
        let opening = |machine: &Machine, action: &Action| OpeningView {
            procedure: machine.id.clone(),
            name: machine.name.clone(),
            action: action.id.clone(),
            action_name: action.name.clone(),
            fields: fields(machine, action),
            rules: machine.rules.clone(),
            certainty: machine.certainty,
            measured: machine.fact("matter_source").is_some_and(|fact| offers(fact, "system")),
        };
        let all = self.city().procedures.iter().flat_map(|machine| {
            let opens = machine.actions.iter().filter(|action| action.opens_here);
            opens
                .filter(|action| may(machine, action))
                .map(|action| opening(machine, action))
                .collect::<Vec<_>>()
        });
        all.collect()
    }

    /// Why `viewer` may not open a matter of this procedure.
    pub fn may_not_open(&self, viewer: &Actor, procedure: &str) -> MatterError {
        match self.machine(procedure) {
            Err(error) => error,
            Ok(machine) => MatterError::Refused(vec![no_role(machine, None, &self.post_name(&viewer.post))]),
        }
    }

    fn actions(&self, course: &Course<'_>, holders: &Holders, viewer: &Actor, at: NaiveDateTime) -> Vec<ActionView> {
        let machine = course.machine;
        let state = course.standing.state.as_deref().unwrap_or_default();
        let open = machine
            .actions
            .iter()
            .filter(|action| action.from.iter().any(|from| from == state));
        let open = open.filter(|action| {
            let mut roles = action.by.iter().filter_map(|id| machine.role(id));
            roles.any(|role| !role.automatic)
        });
        open.map(|action| self.action(course, action, holders, viewer, at))
            .collect()
    }

    fn action(
        &self,
        course: &Course<'_>,
        action: &Action,
        holders: &Holders,
        viewer: &Actor,
        at: NaiveDateTime,
    ) -> ActionView {
        let machine = course.machine;
        let roles = action.by.iter().filter_map(|id| machine.role(id));
        let played = roles
            .filter(|role| plays(self.city(), role, holders, &viewer.post))
            .map(|role| role.id.as_str());
        let unit = self.city().post(&viewer.post).and_then(|post| post.unit.as_deref());
        let refused = |role| {
            let asker = Asker {
                role,
                person: &viewer.person,
                unit,
            };
            let around = self.inner.world.surroundings();
            let permissions = machine.permissions(&course.standing, asker, at, &around);
            let found = permissions
                .into_iter()
                .find(|permission| permission.action.id == action.id);
            found.map(|permission| permission.refusals).unwrap_or_default()
        };
        let mut refusals = played.map(refused).min_by_key(Vec::len);
        if refusals.is_none() {
            refusals = Some(vec![no_role(machine, Some(&action.id), &self.post_name(&viewer.post))]);
        }
        let to = match &action.to {
            Target::Same => None,
            Target::State(id) => machine.state(id),
        };
        let names = to.and_then(|to| match next(self.city(), machine, &to.id, holders) {
            Next::Unnamed(role) => Some(self.role(role, holders)),
            Next::Nobody | Next::Post(_) => None,
        });
        ActionView {
            id: action.id.clone(),
            name: action.name.clone(),
            to: to.map(|state| state.name.clone()),
            fields: fields(machine, action),
            refused: refusals
                .unwrap_or_default()
                .into_iter()
                .map(|refusal| refusal.reason)
                .collect(),
            names,
            ends: to.is_some_and(|state| state.last),
        }
    }

    fn hands(&self, machine: &Machine, holders: &Holders, owner: &str, viewer: &Actor, ended: bool) -> Vec<RoleView> {
        let may = |role: &&Role| {
            !ended && !role.automatic && (owner == viewer.post || plays(self.city(), role, holders, &viewer.post))
        };
        machine
            .roles
            .iter()
            .filter(may)
            .map(|role| self.role(role, holders))
            .collect()
    }

    fn role(&self, role: &Role, holders: &Holders) -> RoleView {
        let holder = holders.get(&role.id).or_else(|| role.posts.first());
        RoleView {
            id: role.id.clone(),
            name: role.name.clone(),
            holder: holder.map(|post| self.post_name(post)),
        }
    }

    fn clocks(&self, course: &Course<'_>, at: NaiveDateTime) -> Vec<ClockView> {
        let clocks = course.standing.clocks.iter().filter_map(|(id, running)| {
            let clock = course.machine.clock(id)?;
            let action = clock.then.as_deref().and_then(|id| course.machine.action(id));
            Some(ClockView {
                name: clock.name.clone(),
                started: running.started,
                due: running.due.words(),
                over: running.is_over(at),
                paused: running.paused.is_some(),
                follows: action
                    .map(|action| action.name.clone())
                    .or_else(|| clock.consequence.clone()),
                certainty: clock.certainty,
            })
        });
        clocks.collect()
    }

    fn steps(&self, course: &Course<'_>, viewer: Option<&Actor>) -> Vec<StepView> {
        let handles = viewer.is_some_and(|viewer| {
            course.steps.iter().any(|taken| {
                let after = &taken.step.after;
                after.owner == viewer.post || after.holders.iter().any(|(_, post)| *post == viewer.post)
            })
        });
        course
            .steps
            .iter()
            .map(|taken| self.step(course.machine, taken, handles))
            .collect()
    }

    fn step(&self, machine: &Machine, taken: &Taken, handles: bool) -> StepView {
        let (step, act) = (&taken.step, &taken.stored.act);
        let facts = step.facts.iter().filter_map(|(id, _)| {
            let (fact, value) = (machine.fact(id)?, taken.facts.get(id)?);
            Some((fact.name.clone(), fact.words(value)))
        });
        let notes = step.notes.iter().map(|(id, value)| {
            let text = step.said("note", id, value, &taken.stored.texts);
            let note = match text {
                None => NoteView::Erased,
                Some(_) if !handles && PERSONAL_NOTES.contains(&id.as_str()) => NoteView::Withheld,
                Some(text) => NoteView::Text(text.to_owned()),
            };
            (note_name(id), note)
        });
        let state = machine.state(&step.after.state);
        StepView {
            act: act.sequence,
            version: step.version,
            at: step.at,
            recorded: act.recorded,
            person: match &taken.person {
                None => NoteView::Erased,
                Some(_) if act.post == PUBLIC && !handles => NoteView::Withheld,
                Some(person) => NoteView::Text(person.clone()),
            },
            post: self.post_name(&act.post),
            action: action_name(machine, step.kind, &step.action),
            role: machine.role(&step.role).map(|role| role.name.clone()),
            facts: facts.collect(),
            notes: notes.collect(),
            state: state.map_or_else(|| Text::same(&step.after.state), |state| state.name.clone()),
            owner: said(&step.after.owner).map(|post| self.post_name(post)),
            ground: act.ground.in_a_line(),
        }
    }

    fn parent(&self, id: &str, at: NaiveDateTime) -> Result<Option<MatterLine>, MatterError> {
        let Some(id) = said(id) else { return Ok(None) };
        Ok(self.journal().matter(id)?.map(|row| self.line(&row, at)))
    }

    fn children(&self, id: &str, at: NaiveDateTime) -> Result<Vec<MatterLine>, MatterError> {
        let filter = MatterFilter {
            parent: Some(id.to_owned()),
            ..MatterFilter::default()
        };
        let rows = self
            .journal()
            .matters(&filter, MatterOrder::Newest, None, CHILDREN_MAX)?;
        Ok(rows.iter().map(|row| self.line(row, at)).collect())
    }
}

/// How long a matter was in each state.
fn stays(course: &Course<'_>, at: NaiveDateTime) -> Vec<StayView> {
    let mut stays: Vec<StayView> = Vec::new();
    for taken in &course.steps {
        let after = &taken.step.after;
        let same = stays
            .last()
            .is_some_and(|stay| stay.from == after.since && stay.to.is_none());
        if same && taken.step.kind == StepKind::Hand {
            continue;
        }
        let state = course.machine.state(&after.state);
        let name = state.map_or_else(|| Text::same(&after.state), |state| state.name.clone());
        if let Some(open) = stays.last_mut() {
            if open.from == after.since && open.state == name {
                continue;
            }
            open.to = Some(after.since);
            open.hours = (after.since - open.from).num_hours();
        }
        stays.push(StayView {
            state: name,
            from: after.since,
            to: None,
            hours: (at - after.since).num_hours(),
        });
    }
    if course.last().is_some_and(|last| last.after.last)
        && let Some(end) = stays.last_mut()
    {
        // An ended matter stays in its last state for good; no time of handling passes there.
        end.hours = 0;
    }
    stays
}

/// Whether a word is one of the choices of a fact.
fn offers(fact: &Fact, word: &str) -> bool {
    matches!(&fact.kind, FactType::Choice(words) if words.iter().any(|choice| choice.word == word))
}

fn fields(machine: &Machine, action: &Action) -> Vec<FormField> {
    action
        .form
        .iter()
        .filter_map(|id| machine.fact(id))
        .map(field)
        .collect()
}

fn field(fact: &Fact) -> FormField {
    let kind = match &fact.kind {
        FactType::Number { unit, .. } if unit == "1" => FieldKind::Number { unit: String::new() },
        FactType::Number { unit, .. } => FieldKind::Number { unit: unit.clone() },
        FactType::Flag => FieldKind::Flag,
        FactType::Text => FieldKind::Text,
        FactType::Day => FieldKind::Day,
        FactType::Choice(words) => FieldKind::Choice(
            words
                .iter()
                .map(|choice| (choice.word.clone(), choice.name.clone()))
                .collect(),
        ),
    };
    FormField {
        id: fact.id.clone(),
        name: fact.name.clone(),
        kind,
        optional: fact.optional,
    }
}

fn action_name(machine: &Machine, kind: StepKind, action: &str) -> Text {
    match kind {
        StepKind::Begin => Text::new("立项", "begun"),
        StepKind::Hand => Text::new("移交", "handed over"),
        StepKind::Act => machine
            .action(action)
            .map_or_else(|| Text::same(action), |action| action.name.clone()),
    }
}

/// The name of a note.
fn note_name(id: &str) -> Text {
    let names = [
        ("reporter", "反映人", "reporter"),
        ("contact", "联系方式", "contact"),
        ("description", "反映内容", "what was reported"),
        ("location", "位置", "where it is"),
        ("position", "经纬度", "latitude and longitude"),
        ("seen", "看到的时间", "when it was seen"),
        ("program", "来自的程序", "sent by the program"),
        ("note", "附言", "note"),
        ("review", "复核理由", "reason of the reviewer"),
    ];
    let found = names.iter().find(|(known, _, _)| *known == id);
    found.map_or_else(|| Text::same(id), |(_, zh, en)| Text::new(*zh, *en))
}
