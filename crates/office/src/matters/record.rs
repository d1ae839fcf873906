//! Recording a step together with the matters that it opens, as one: all acts or none.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use city::City;
use journal::{Content, Ground, MatterStands, MatterStep, NewAct, StepKind, Wording};
use rules::procedure::{Machine, Refusal, RefusalCode, Standing, Value};
use standards::{Reason, Text};

use super::course::Course;
use super::roles::Holders;
use super::step::{Done, Recovery, Step};
use super::{Actor, MatterError, Matters, times};
use crate::key::WhyKey;

/// Notes that say who reported something: they are kept apart and can be erased.
pub(super) const PERSONAL_NOTES: [&str; 5] = ["reporter", "contact", "description", "location", "position"];
/// The note that says why a reviewer ends a matter whose subject was not measured to be well again.
pub(super) const REVIEW: &str = "review";
/// Longest title, in characters.
const TITLE_LENGTH_MAX: usize = 200;
/// Longest note, in characters.
const NOTE_LENGTH_MAX: usize = 4_000;
/// Most notes of one step.
const NOTES_MAX: usize = 50;

/// On what a step rests, beside its procedure.
pub(super) struct Basis<'b> {
    pub(super) document: &'b str,
    pub(super) evidence: &'b str,
    pub(super) request: &'b str,
}

impl Matters {
    /// Records a step and begins the matters that it opens.
    pub(super) fn record(
        &self,
        actor: &Actor,
        step: MatterStep<Wording>,
        opens: Vec<String>,
        basis: &Basis<'_>,
        now: DateTime<Utc>,
    ) -> Result<Done, MatterError> {
        let number = self.journal().end()?.act + 1;
        let (matter, version) = (step.matter.clone(), step.version);
        let mut steps = vec![step];
        for procedure in opens {
            let child = self.child(actor, &steps, &procedure, number + steps.len() as u64)?;
            steps.push(child);
        }
        let opened = steps.iter().skip(1).map(|step| step.matter.clone()).collect();
        let acts = steps.into_iter().enumerate().map(|(at, step)| {
            // The name of the request belongs to the step that was asked for; what it opens is recorded with it or not at all.
            let request = if at == 0 { basis.request } else { "" };
            self.new_act(actor, step, basis, request)
        });
        let recorded = self.journal().record_all(acts.collect::<Result<_, _>>()?, now)?;
        Ok(Done {
            matter,
            version,
            act: recorded.first().map_or(number, |recorded| recorded.act),
            opened,
        })
    }

    fn new_act(
        &self,
        actor: &Actor,
        step: MatterStep<Wording>,
        basis: &Basis<'_>,
        request: &str,
    ) -> Result<NewAct, MatterError> {
        let machine = self.machine(&step.procedure)?;
        Ok(NewAct {
            person: actor.person.clone(),
            post: actor.post.clone(),
            valid_from: step.at.date(),
            ground: Ground {
                clause: machine.rules.join(" "),
                document: basis.document.to_owned(),
                evidence: basis.evidence.to_owned(),
            },
            request: request.to_owned(),
            content: Content::MatterStep(Box::new(step)),
        })
    }

    /// The first step of a matter that another one opens: it knows what its parent knows, where both ask the same.
    fn child(
        &self,
        actor: &Actor,
        steps: &[MatterStep<Wording>],
        procedure: &str,
        number: u64,
    ) -> Result<MatterStep<Wording>, MatterError> {
        let Some(parent) = steps.first() else {
            return Err(MatterError::NoProcedure(procedure.to_owned()));
        };
        let machine = self.machine(procedure)?;
        let known = self.known_of(parent)?;
        let fits = |(id, value): (&String, &Value)| {
            let fact = machine.fact(id)?;
            fact.objection(value).is_none().then(|| (id.clone(), value.clone()))
        };
        let facts: BTreeMap<String, Value> = known.iter().filter_map(fits).collect();
        let standing = machine.begin(None, facts.clone(), parent.at, &self.inner.world.surroundings());
        let mut holders = Holders::new();
        let owner = self.owner(machine, &standing, &mut holders, Some(&self.opener(actor, parent)))?;
        Ok(MatterStep {
            matter: format!("{procedure}-{number}"),
            version: 1,
            procedure: machine.id.clone(),
            kind: StepKind::Begin,
            action: String::new(),
            role: String::new(),
            unit: parent.unit.clone(),
            at: parent.at,
            facts: written(&facts),
            notes: Vec::new(),
            after: MatterStands {
                title: parent.after.title.clone(),
                place: parent.after.place.clone(),
                source: parent.after.source.clone(),
                parent: parent.matter.clone(),
                subject: parent.after.subject.clone(),
                ..stands(machine, &standing, owner, &holders, parent.at)
            },
        })
    }

    /// Who holds the roles of a child that nobody holds by the folder: whoever acts, or the owner of the parent when the program does.
    fn opener(&self, actor: &Actor, parent: &MatterStep<Wording>) -> String {
        if self.city().post(&actor.post).is_some() || parent.after.owner.is_empty() {
            actor.post.clone()
        } else {
            parent.after.owner.clone()
        }
    }

    /// Everything that is known of a matter after a step that is not recorded yet.
    fn known_of(&self, step: &MatterStep<Wording>) -> Result<BTreeMap<String, Value>, MatterError> {
        let mut known = if step.version > 1 {
            self.course(&step.matter)?.standing.facts
        } else {
            BTreeMap::new()
        };
        let machine = self.machine(&step.procedure)?;
        for (id, wording) in &step.facts {
            let (Wording::Open(text) | Wording::Apart(text)) = wording;
            if let Some(Ok(value)) = machine.fact(id).map(|fact| fact.read(text)) {
                known.insert(id.clone(), value);
            }
        }
        Ok(known)
    }
}

/// Where a matter stands, without what it is about.
pub(super) fn stands(
    machine: &Machine,
    standing: &Standing,
    owner: String,
    holders: &Holders,
    at: NaiveDateTime,
) -> MatterStands {
    let state = standing.state.clone().unwrap_or_default();
    MatterStands {
        since: standing.since.unwrap_or(at),
        last: machine.state(&state).is_some_and(|state| state.last),
        state,
        owner,
        holders: holders
            .iter()
            .map(|(role, post)| (role.clone(), post.clone()))
            .collect(),
        clocks: times::clocks(standing),
        title: String::new(),
        place: String::new(),
        source: String::new(),
        parent: String::new(),
        subject: String::new(),
    }
}

/// `after`, about what it was about before.
pub(super) fn about(after: MatterStands, before: &MatterStands) -> MatterStands {
    MatterStands {
        title: before.title.clone(),
        place: before.place.clone(),
        source: before.source.clone(),
        parent: before.parent.clone(),
        subject: before.subject.clone(),
        ..after
    }
}

/// A matter about something that is measured ends by measured recovery, or because somebody who did not take the last step says why.
pub(super) fn may_end<V>(
    wanted: &Step,
    last: &MatterStep<V>,
    course: &Course<'_>,
    actor: &Actor,
) -> Result<(), MatterError> {
    let Recovery::NotYet(why) = &wanted.recovery else {
        return Ok(());
    };
    let reviewed = wanted
        .notes
        .iter()
        .any(|(id, text)| id == REVIEW && !text.trim().is_empty());
    let took_last = course
        .steps
        .last()
        .is_none_or(|taken| taken.person.as_ref() == Some(&actor.person));
    if last.after.subject.is_empty() || (reviewed && !took_last) {
        return Ok(());
    }
    let says = Text::new(
        format!(
            "尚未实测恢复，不能办结：{}；确需办结的，由没有办理上一步的人写明复核理由",
            why.zh
        ),
        format!(
            "it was not measured to be well again and cannot end: {}; if it must, somebody who did not take the last step gives the reason",
            why.en
        ),
    );
    Err(MatterError::Refused(vec![Refusal {
        code: RefusalCode::Guard,
        reason: Reason::new(says),
    }]))
}

pub(super) fn no_role(machine: &Machine, action: Option<&str>, post: &Text) -> Refusal {
    let action = action.and_then(|id| machine.action(id));
    let name = action.map_or_else(|| machine.name.clone(), |action| action.name.clone());
    let roles: Vec<_> = match action {
        Some(action) => action.by.iter().filter_map(|id| machine.role(id)).collect(),
        None => machine.roles.iter().collect(),
    };
    let zh: Vec<&str> = roles.iter().map(|role| role.name.zh.as_str()).collect();
    let en: Vec<&str> = roles.iter().map(|role| role.name.en.as_str()).collect();
    let says = Text::new(
        format!("“{}”不担任{}，不能办理“{}”", post.zh, zh.join("、"), name.zh),
        format!("`{}` is not {} and cannot do `{}`", post.en, en.join(", "), name.en),
    );
    Refusal {
        code: RefusalCode::Role,
        reason: Reason::new(says),
    }
}

/// The facts that somebody has written, read by their types. What was left open is not there.
pub(super) fn read_facts(
    machine: &Machine,
    said: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Value>, MatterError> {
    let mut facts = BTreeMap::new();
    for (id, text) in said.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let Some(fact) = machine.fact(id) else {
            return Err(MatterError::Unusable(Text::new(
                format!("“{}”没有填项“{id}”", machine.name.zh),
                format!("`{}` has no field `{id}`", machine.name.en),
            )));
        };
        facts.insert(id.clone(), fact.read(text).map_err(MatterError::Unusable)?);
    }
    Ok(facts)
}

pub(super) fn written(facts: &BTreeMap<String, Value>) -> Vec<(String, Wording)> {
    let said = facts
        .iter()
        .map(|(id, value)| (id.clone(), Wording::Open(value.to_string())));
    said.collect()
}

pub(super) fn check_title(title: &str) -> Result<String, MatterError> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > TITLE_LENGTH_MAX || title.chars().any(char::is_control) {
        return Err(MatterError::Unusable(Text::new(
            format!("请写标题：一行，不超过{TITLE_LENGTH_MAX}字"),
            format!("write a title: one line, at most {TITLE_LENGTH_MAX} characters"),
        )));
    }
    Ok(title.to_owned())
}

/// What a matter is about must be something that can be asked why, of a point or target that there is.
pub(super) fn check_subject(city: &City, subject: &str) -> Result<(), MatterError> {
    if subject.is_empty() {
        return Ok(());
    }
    let is_there = match subject.parse::<WhyKey>() {
        Ok(WhyKey::Water { point, .. } | WhyKey::Air { point, .. } | WhyKey::Value { point, .. }) => {
            city.point(&point).is_some()
        }
        Ok(WhyKey::Target { id, .. }) => city.target(&id).is_some(),
        Ok(WhyKey::Indicator { id, .. }) => city.indicator(&id).is_some(),
        Ok(WhyKey::Entry { register, .. }) => city.register(&register).is_some(),
        Err(_) => false,
    };
    if is_there {
        return Ok(());
    }
    Err(MatterError::Unusable(Text::new(
        format!("“{subject}”不是可以追问依据的事：写监测点、目标、指标或名录条目的依据编号，如 water/监测点/2021-04"),
        format!(
            "`{subject}` is nothing that can be asked why: write the key of a point, target, indicator or entry, e.g. water/POINT/2021-04"
        ),
    )))
}

pub(super) fn check_notes(notes: &[(String, String)]) -> Result<Vec<(String, Wording)>, MatterError> {
    let said: Vec<_> = notes.iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    if said.len() > NOTES_MAX || said.iter().any(|(_, text)| text.chars().count() > NOTE_LENGTH_MAX) {
        return Err(MatterError::Unusable(Text::new(
            format!("附言最多{NOTES_MAX}条，每条不超过{NOTE_LENGTH_MAX}字"),
            format!("at most {NOTES_MAX} notes, each of at most {NOTE_LENGTH_MAX} characters"),
        )));
    }
    let word = |(id, text): &(String, String)| {
        let text = text.trim().to_owned();
        let wording = if PERSONAL_NOTES.contains(&id.as_str()) {
            Wording::Apart(text)
        } else {
            Wording::Open(text)
        };
        (id.clone(), wording)
    };
    Ok(said.into_iter().map(word).collect())
}
