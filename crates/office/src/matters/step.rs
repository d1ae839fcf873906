//! Opening a matter, taking an action, handing roles over: held against the procedure, then recorded with what comes of it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use journal::{MatterStands, MatterStep, StepKind, Wording};
use rules::procedure::{Action, Role};
use standards::Text;

use super::course::Course;
use super::record::{
    Basis, about, check_notes, check_subject, check_title, may_end, no_role, read_facts, stands, written,
};
use super::roles::{Holders, plays};
use super::{Actor, COMPUTER, MatterError, Matters, PUBLIC};

/// How often a number is tried that somebody else has just taken.
const NUMBER_TRIES: usize = 20;

/// A matter that is to be opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Id of the procedure.
    pub procedure: String,
    /// Id of the action that opens it; empty: the first that whoever opens it may take.
    pub action: String,
    /// Id of the state in which a matter that is under way already is taken over; empty for one that begins here.
    pub state: String,
    /// What it is called in lists.
    pub title: String,
    /// Id of the place it is about, or empty.
    pub place: String,
    /// Where it comes from, or empty.
    pub source: String,
    /// The key of the why of what it is about, or empty.
    pub subject: String,
    /// Id of the matter that it comes from, or empty.
    pub parent: String,
    /// What the form says, as written.
    pub facts: BTreeMap<String, String>,
    /// What is said beside the form.
    pub notes: Vec<(String, String)>,
    /// Which post is to hold which role.
    pub holders: Holders,
    /// The document on which it rests, or empty: then it rests on the procedure.
    pub document: String,
    /// Names the request, or empty.
    pub request: String,
}

/// A step that is to be taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Id of the matter.
    pub matter: String,
    /// The version that whoever acts has seen.
    pub upon: u64,
    /// Id of the action; empty: roles are handed over.
    pub action: String,
    /// What the form says, as written.
    pub facts: BTreeMap<String, String>,
    /// What is said beside the form.
    pub notes: Vec<(String, String)>,
    /// Which post is to hold which role from now on.
    pub holders: Holders,
    /// The document on which it rests, or empty: then it rests on the procedure.
    pub document: String,
    /// Names the request, or empty.
    pub request: String,
    /// Whether what the matter is about was measured to be well again.
    pub recovery: Recovery,
}

/// Whether what a matter is about was measured to be well again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing measures it.
    #[default]
    NotMeasured,
    /// It was: the key of the why.
    Measured(String),
    /// It was not, or that is not known, and why.
    NotYet(Text),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Id of the matter.
    pub matter: String,
    /// Its version now.
    pub version: u64,
    /// The act.
    pub act: u64,
    /// Ids of the matters that it opened.
    pub opened: Vec<String>,
}

impl Matters {
    /// Opens a matter at `at` (the city's time).
    ///
    /// # Errors
    /// Why it is not allowed, all reasons; nothing was recorded then.
    pub fn open(
        &self,
        actor: &Actor,
        opening: &Opening,
        at: NaiveDateTime,
        now: DateTime<Utc>,
    ) -> Result<Done, MatterError> {
        self.check_actor(actor)?;
        let before = self.done_before(actor, &opening.request, |step, texts| {
            let same = step.version == 1 && step.procedure == opening.procedure;
            same && step.after.title == opening.title.trim() && self.same_facts(step, &opening.facts, texts)
        });
        if let Some(done) = before? {
            return Ok(done);
        }
        let ground = Basis {
            document: &opening.document,
            evidence: &opening.subject,
            request: &opening.request,
        };
        self.numbered(|number| {
            let id = format!("{}-{number}", opening.procedure);
            let (step, opens) = self.opened(actor, opening, &id, at)?;
            self.record(actor, step, opens, &ground, now)
        })
    }

    /// Takes a step at `at` (the city's time).
    ///
    /// # Errors
    /// Why it is not allowed, all reasons, or who was first; nothing was recorded then.
    pub fn act(
        &self,
        actor: &Actor,
        wanted: &Step,
        at: NaiveDateTime,
        now: DateTime<Utc>,
    ) -> Result<Done, MatterError> {
        self.check_actor(actor)?;
        let before = self.done_before(actor, &wanted.request, |step, texts| {
            let same = step.matter == wanted.matter && step.action == wanted.action;
            same && step.version == wanted.upon + 1 && self.same_facts(step, &wanted.facts, texts)
        });
        if let Some(done) = before? {
            return Ok(done);
        }
        let course = self.course(&wanted.matter)?;
        let (step, opens) = if wanted.action.is_empty() {
            (self.handed(actor, wanted, &course, at)?, Vec::new())
        } else {
            self.taken(actor, wanted, &course, at)?
        };
        let evidence = match &wanted.recovery {
            Recovery::Measured(key) => key.as_str(),
            Recovery::NotMeasured | Recovery::NotYet(_) => "",
        };
        let ground = Basis {
            document: &wanted.document,
            evidence,
            request: &wanted.request,
        };
        self.record(actor, step, opens, &ground, now)
    }

    /// Runs `work` with the number of the next act, again with a new one while somebody else takes it first.
    fn numbered(&self, work: impl Fn(u64) -> Result<Done, MatterError>) -> Result<Done, MatterError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match work(self.journal().end()?.act + 1) {
                Err(error) if error.is_conflict() && tries < NUMBER_TRIES => {}
                done => return done,
            }
        }
    }

    /// The first step of a matter, and the procedures that it opens.
    pub(super) fn opened(
        &self,
        actor: &Actor,
        opening: &Opening,
        id: &str,
        at: NaiveDateTime,
    ) -> Result<(MatterStep<Wording>, Vec<String>), MatterError> {
        let machine = self.machine(&opening.procedure)?;
        check_subject(self.city(), &opening.subject)?;
        let mut holders = self.named(machine, &opening.holders)?;
        let facts = read_facts(machine, &opening.facts)?;
        let around = self.inner.world.surroundings();
        let own = |role: &Role| plays(self.city(), role, &holders, &actor.post) || self.is_free(role);
        let wanted = |action: &&Action| opening.action.is_empty() || action.id == opening.action;
        let action = machine.actions.iter().filter(|action| action.opens_here).filter(wanted);
        let mut offered =
            action.flat_map(|action| action.by.iter().filter_map(move |id| Some((action, machine.role(id)?))));
        let is_person = ![COMPUTER, PUBLIC].contains(&actor.post.as_str());
        let state = self.state_of(machine, &opening.state)?;
        let begins = machine.actions.iter().all(|action| !action.opens_here) || !is_person || state.is_some();
        let (kind, action, role, standing, opens) = if begins {
            let standing = machine.begin(state, facts.clone(), at, &around);
            (StepKind::Begin, String::new(), String::new(), standing, Vec::new())
        } else {
            let Some((action, role)) = offered.find(|(_, role)| own(role)) else {
                return Err(MatterError::Refused(vec![no_role(
                    machine,
                    None,
                    &self.post_name(&actor.post),
                )]));
            };
            let act = self.procedure_act(actor, &action.id, &role.id, at, facts.clone());
            let taken = machine
                .take(&machine.unopened(), &act, &around)
                .map_err(MatterError::Refused)?;
            if self.is_free(role) {
                holders.insert(role.id.clone(), actor.post.clone());
            }
            (
                StepKind::Act,
                action.id.clone(),
                role.id.clone(),
                taken.standing,
                taken.opens,
            )
        };
        let owner = self.owner(
            machine,
            &standing,
            &mut holders,
            is_person.then_some(actor.post.as_str()),
        )?;
        let about = MatterStands {
            title: check_title(&opening.title)?,
            place: opening.place.clone(),
            source: opening.source.clone(),
            parent: opening.parent.clone(),
            subject: opening.subject.clone(),
            ..stands(machine, &standing, owner, &holders, at)
        };
        let step = MatterStep {
            matter: id.to_owned(),
            version: 1,
            procedure: machine.id.clone(),
            kind,
            action,
            role,
            unit: self.unit_of(&actor.post),
            at,
            facts: written(&facts),
            notes: check_notes(&opening.notes)?,
            after: about,
        };
        Ok((step, opens))
    }

    /// A step by an action, and the procedures that it opens.
    fn taken(
        &self,
        actor: &Actor,
        wanted: &Step,
        course: &Course<'_>,
        at: NaiveDateTime,
    ) -> Result<(MatterStep<Wording>, Vec<String>), MatterError> {
        let machine = course.machine;
        let last = course
            .last()
            .ok_or_else(|| MatterError::NoMatter(wanted.matter.clone()))?;
        let before: Holders = last.after.holders.iter().cloned().collect();
        let facts = read_facts(machine, &wanted.facts)?;
        let around = self.inner.world.surroundings();
        let by = machine
            .action(&wanted.action)
            .map(|action| action.by.as_slice())
            .unwrap_or_default();
        let roles = by.iter().filter_map(|id| machine.role(id));
        let played: Vec<&str> = roles
            .filter(|role| plays(self.city(), role, &before, &actor.post))
            .map(|role| role.id.as_str())
            .collect();
        let Some(role) = played.first().copied().or_else(|| by.is_empty().then_some("")) else {
            let name = self.post_name(&actor.post);
            return Err(MatterError::Refused(vec![no_role(
                machine,
                Some(&wanted.action),
                &name,
            )]));
        };
        let act = self.procedure_act(actor, &wanted.action, role, at, facts.clone());
        let taken = machine
            .take(&course.standing, &act, &around)
            .map_err(MatterError::Refused)?;
        let mut holders = before;
        holders.extend(self.named(machine, &wanted.holders)?);
        let owner = self.owner(machine, &taken.standing, &mut holders, None)?;
        let after = stands(machine, &taken.standing, owner, &holders, at);
        if after.last {
            may_end(wanted, last, course, actor)?;
        }
        let step = MatterStep {
            version: wanted.upon + 1,
            kind: StepKind::Act,
            action: wanted.action.clone(),
            role: role.to_owned(),
            facts: written(&facts),
            notes: check_notes(&wanted.notes)?,
            after: about(after, &last.after),
            ..self.blank(last, actor, at)
        };
        Ok((step, taken.opens))
    }

    /// A step that hands roles to other posts.
    fn handed(
        &self,
        actor: &Actor,
        wanted: &Step,
        course: &Course<'_>,
        at: NaiveDateTime,
    ) -> Result<MatterStep<Wording>, MatterError> {
        let machine = course.machine;
        let last = course
            .last()
            .ok_or_else(|| MatterError::NoMatter(wanted.matter.clone()))?;
        let named = self.named(machine, &wanted.holders)?;
        if named.is_empty() || last.after.last {
            return Err(MatterError::Unusable(Text::new(
                "没有说明把哪个角色交给哪个岗位，或事项已办结",
                "it is not said which role goes to which post, or the matter has ended",
            )));
        }
        let mut holders: Holders = last.after.holders.iter().cloned().collect();
        let held = |role: &String| {
            machine
                .role(role)
                .is_some_and(|role| plays(self.city(), role, &holders, &actor.post))
        };
        if last.after.owner != actor.post && !named.keys().all(held) {
            return Err(MatterError::Refused(vec![no_role(
                machine,
                None,
                &self.post_name(&actor.post),
            )]));
        }
        holders.extend(named);
        let owner = self.owner(machine, &course.standing, &mut holders, None)?;
        let after = MatterStands {
            since: last.after.since,
            ..stands(machine, &course.standing, owner, &holders, at)
        };
        Ok(MatterStep {
            version: wanted.upon + 1,
            kind: StepKind::Hand,
            notes: check_notes(&wanted.notes)?,
            after: about(after, &last.after),
            ..self.blank(last, actor, at)
        })
    }

    /// A step of the same matter that says nothing yet.
    fn blank<V>(&self, last: &MatterStep<V>, actor: &Actor, at: NaiveDateTime) -> MatterStep<Wording> {
        MatterStep {
            matter: last.matter.clone(),
            version: last.version + 1,
            procedure: last.procedure.clone(),
            kind: StepKind::Act,
            action: String::new(),
            role: String::new(),
            unit: self.unit_of(&actor.post),
            at,
            facts: Vec::new(),
            notes: Vec::new(),
            after: last.after.clone(),
        }
    }
}
