//! Who takes part in a matter: whoever acts, the posts that are named, and the one that must act next.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use journal::{Content, JournalError, Kept, MatterStep, PERSON};
use rules::procedure::{Act, Machine, Role, Standing, Value};
use standards::Text;

use super::roles::{Holders, Next, name_somebody, next};
use super::{Actor, COMPUTER, Done, MatterError, Matters, PUBLIC};

impl Matters {
    pub(super) fn check_actor(&self, actor: &Actor) -> Result<(), MatterError> {
        let known = [COMPUTER, PUBLIC].contains(&actor.post.as_str()) || self.city().post(&actor.post).is_some();
        if known {
            Ok(())
        } else {
            Err(MatterError::NoPost(actor.post.clone()))
        }
    }

    /// The post that must act next. `opener`, who opens the matter, takes a role that nobody holds; later it must be named.
    pub(super) fn owner(
        &self,
        machine: &Machine,
        standing: &Standing,
        holders: &mut Holders,
        opener: Option<&str>,
    ) -> Result<String, MatterError> {
        let state = standing.state.as_deref().unwrap_or_default();
        match (next(self.city(), machine, state, holders), opener) {
            (Next::Nobody, _) => Ok(String::new()),
            (Next::Post(post), _) => Ok(post),
            (Next::Unnamed(role), Some(opener)) => {
                holders.insert(role.id.clone(), opener.to_owned());
                Ok(opener.to_owned())
            }
            (Next::Unnamed(role), None) => Err(MatterError::Unusable(name_somebody(role))),
        }
    }

    /// The named holders, each a role of the procedure and a post of the city.
    pub(super) fn named(&self, machine: &Machine, holders: &Holders) -> Result<Holders, MatterError> {
        for (role, post) in holders {
            if machine.role(role).is_none() {
                return Err(MatterError::Unusable(Text::new(
                    format!("“{}”没有角色“{role}”", machine.name.zh),
                    format!("`{}` has no role `{role}`", machine.name.en),
                )));
            }
            if post != PUBLIC && self.city().post(post).is_none() {
                return Err(MatterError::NoPost(post.clone()));
            }
        }
        Ok(holders.clone())
    }

    /// Whether no post holds a role by the folder, so that whoever opens a matter may take it.
    pub(super) fn is_free(&self, role: &Role) -> bool {
        let by_post = || self.city().posts.iter().any(|post| post.roles.contains(&role.id));
        !role.automatic && role.posts.is_empty() && !by_post()
    }

    pub(super) fn procedure_act(
        &self,
        actor: &Actor,
        action: &str,
        role: &str,
        at: NaiveDateTime,
        facts: BTreeMap<String, Value>,
    ) -> Act {
        Act {
            action: action.to_owned(),
            role: role.to_owned(),
            person: actor.person.clone(),
            unit: Some(self.unit_of(&actor.post)).filter(|unit| !unit.is_empty()),
            at,
            facts,
        }
    }

    pub(super) fn unit_of(&self, post: &str) -> String {
        self.city()
            .post(post)
            .and_then(|post| post.unit.clone())
            .unwrap_or_default()
    }

    /// The state in which a matter is taken over; a last one has nothing left to do.
    pub(super) fn state_of<'o>(&self, machine: &Machine, state: &'o str) -> Result<Option<&'o str>, MatterError> {
        match machine.state(state) {
            _ if state.is_empty() => Ok(None),
            Some(found) if !found.last => Ok(Some(state)),
            _ => Err(MatterError::Unusable(Text::new(
                format!("“{}”没有可以接办的状态“{state}”", machine.name.zh),
                format!(
                    "`{}` has no state `{state}` in which it can be taken over",
                    machine.name.en
                ),
            ))),
        }
    }

    /// What was done before under the same name of request: it is told again, not done again. `same` compares what was said.
    ///
    /// # Errors
    /// When the name was used for something else, or by somebody else.
    pub(super) fn done_before(
        &self,
        actor: &Actor,
        request: &str,
        same: impl Fn(&MatterStep<Kept>, &BTreeMap<String, String>) -> bool,
    ) -> Result<Option<Done>, MatterError> {
        if request.is_empty() {
            return Ok(None);
        }
        let Some(act) = self.journal().requested(request)? else {
            return Ok(None);
        };
        let stored = self.journal().act(act)?;
        let same_person = stored.texts.get(PERSON).is_none_or(|person| *person == actor.person);
        match &stored.act.content {
            Content::MatterStep(step) if same_person && stored.act.post == actor.post && same(step, &stored.texts) => {
                Ok(Some(Done {
                    matter: step.matter.clone(),
                    version: step.version,
                    act,
                    opened: Vec::new(),
                }))
            }
            _ => Err(JournalError::RequestReused(request.to_owned(), act).into()),
        }
    }

    /// Whether the form of a step said the same. A text that was erased since can no longer be compared, and does not count.
    pub(super) fn same_facts(
        &self,
        step: &MatterStep<Kept>,
        wanted: &BTreeMap<String, String>,
        texts: &BTreeMap<String, String>,
    ) -> bool {
        let machine = self.machine(&step.procedure).ok();
        step.facts.iter().all(|(id, value)| {
            let read = |text: &String| machine?.fact(id)?.read(text).ok();
            let now = wanted.get(id).and_then(read).map(|value| value.to_string());
            step.said("fact", id, value, texts)
                .is_none_or(|said| now.as_deref() == Some(said))
        })
    }
}
