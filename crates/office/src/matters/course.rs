//! A matter as its steps say: they are read from the journal and retraced through the procedure.

use std::collections::BTreeMap;

use journal::{Content, Kept, MatterStep, PERSON, StepKind, StoredAct};
use rules::procedure::{Act, Machine, Standing, Value};

use super::{MatterError, Matters};

/// One step, with who took it.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) stored: StoredAct,
    pub(super) step: MatterStep<Kept>,
    /// Who took it; `None` where that was erased.
    pub(super) person: Option<String>,
    /// The facts, read by their types.
    pub(super) facts: BTreeMap<String, Value>,
}

/// A matter with its whole course.
pub(super) struct Course<'m> {
    pub(super) machine: &'m Machine,
    /// Never empty.
    pub(super) steps: Vec<Taken>,
    /// Where it stands by the procedure as it is written today.
    pub(super) standing: Standing,
}

impl Course<'_> {
    /// Its last step. A course is made of at least one, so the first stands for it where there is no other.
    pub(super) fn last(&self) -> Option<&MatterStep<Kept>> {
        self.steps.last().map(|taken| &taken.step)
    }
}

impl Matters {
    pub(super) fn machine(&self, procedure: &str) -> Result<&Machine, MatterError> {
        self.city()
            .procedure(procedure)
            .ok_or_else(|| MatterError::NoProcedure(procedure.to_owned()))
    }

    /// The course of a matter up to now.
    pub(super) fn course(&self, id: &str) -> Result<Course<'_>, MatterError> {
        let stored = self.journal().matter_steps(id)?;
        let procedure = stored.iter().find_map(|act| match &act.act.content {
            Content::MatterStep(step) => Some(step.procedure.clone()),
            _ => None,
        });
        let machine = self.machine(&procedure.ok_or_else(|| MatterError::NoMatter(id.to_owned()))?)?;
        let steps = stored
            .into_iter()
            .filter_map(|act| taken(machine, act).transpose())
            .collect::<Result<Vec<_>, _>>()?;
        let standing = self.retraced(id, machine, &steps)?;
        Ok(Course {
            machine,
            steps,
            standing,
        })
    }

    fn retraced(&self, id: &str, machine: &Machine, steps: &[Taken]) -> Result<Standing, MatterError> {
        let around = self.inner.world.surroundings();
        let mut standing = machine.unopened();
        for taken in steps {
            let step = &taken.step;
            standing = match step.kind {
                StepKind::Hand => continue,
                StepKind::Begin => machine.begin(Some(&step.after.state), taken.facts.clone(), step.at, &around),
                StepKind::Act => {
                    let act = taken.act();
                    machine
                        .retrace(standing, &[act], &around)
                        .map_err(|_| MatterError::ActionGone {
                            matter: id.to_owned(),
                            action: step.action.clone(),
                        })?
                }
            };
        }
        Ok(standing)
    }
}

impl Taken {
    /// The step as the procedure sees it. Whoever was erased is told apart from everybody else by the number of the act.
    fn act(&self) -> Act {
        let erased = || format!("erased/{}", self.stored.act.sequence);
        Act {
            action: self.step.action.clone(),
            role: self.step.role.clone(),
            person: self.person.clone().unwrap_or_else(erased),
            unit: Some(self.step.unit.clone()).filter(|unit| !unit.is_empty()),
            at: self.step.at,
            facts: self.facts.clone(),
        }
    }
}

/// A step, when the act is one. A fact that the procedure no longer has, or whose text was erased, is not known any more.
fn taken(machine: &Machine, stored: StoredAct) -> Result<Option<Taken>, MatterError> {
    let Content::MatterStep(step) = &stored.act.content else {
        return Ok(None);
    };
    let step = (**step).clone();
    let mut facts = BTreeMap::new();
    for (id, value) in &step.facts {
        let (Some(fact), Some(text)) = (machine.fact(id), step.said("fact", id, value, &stored.texts)) else {
            continue;
        };
        let value = fact.read(text).map_err(|says| MatterError::Unreadable {
            matter: step.matter.clone(),
            step: step.version,
            says,
        })?;
        facts.insert(id.clone(), value);
    }
    let person = stored.texts.get(PERSON).cloned();
    Ok(Some(Taken {
        stored,
        step,
        person,
        facts,
    }))
}
