//! What a post may do with matters by the permissions of the city folder. Procedures say who plays which role; this says how far anybody
//! reaches at all.

use city::{PermittedAction, PlaceKind, What};
use journal::MatterRow;

use super::course::Course;
use super::roles::{Holders, plays};
use super::{Actor, MatterError, Matters};

impl Matters {
    /// Whether the post may open a matter of a procedure about a place (`""`: no place).
    ///
    /// # Errors
    /// Why not.
    pub fn may_open(&self, actor: &Actor, procedure: &str, place: &str) -> Result<(), MatterError> {
        let machine = self.machine(procedure)?;
        let mut opens = machine
            .actions
            .iter()
            .filter(|action| action.opens_here)
            .flat_map(|action| &action.by);
        let named = opens.any(|id| {
            let role = machine.role(id);
            role.is_some_and(|role| plays(self.city(), role, &Holders::new(), &actor.post) || self.is_free(role))
        });
        let what = What {
            kind: Some(procedure),
            named,
            ..self.about(actor, place)
        };
        self.asked(actor, PermittedAction::MatterOpen, &what)
    }

    /// Whether the post may do something with a matter. What matters say is not public.
    ///
    /// # Errors
    /// Why not, or that the matter cannot be read.
    pub fn may(&self, actor: &Actor, action: PermittedAction, row: &MatterRow) -> Result<(), MatterError> {
        let course = self.course(&row.id)?;
        let what = What {
            kind: Some(&row.procedure),
            private: action == PermittedAction::MatterRead,
            named: row.owner == actor.post || takes_part(self, &course, &actor.post),
            ..self.about(actor, &row.place)
        };
        self.asked(actor, action, &what)
    }

    /// Whether the post may do what is about the program as a whole, private things included.
    ///
    /// # Errors
    /// Why not.
    pub fn may_do(&self, actor: &Actor, action: PermittedAction) -> Result<(), MatterError> {
        let what = What {
            private: true,
            ..What::default()
        };
        self.asked(actor, action, &what)
    }

    /// Whether the post may read the matters of all posts.
    pub fn may_read_all(&self, actor: &Actor) -> bool {
        let what = What {
            private: true,
            ..What::default()
        };
        self.city()
            .permits(&actor.post, PermittedAction::MatterRead, &what)
            .is_ok()
    }

    fn asked(&self, actor: &Actor, action: PermittedAction, what: &What<'_>) -> Result<(), MatterError> {
        let permitted = self.city().permits(&actor.post, action, what);
        permitted.map_err(|refused| MatterError::NotPermitted(refused.says()))
    }

    /// Where a matter about a place lies.
    fn about<'w>(&'w self, actor: &Actor, place: &'w str) -> What<'w> {
        let division = self
            .city()
            .place(place)
            .filter(|place| place.kind == PlaceKind::Division);
        What {
            division: division.map(|place| place.id.as_str()),
            unit: self.city().post(&actor.post).and_then(|post| post.unit.as_deref()),
            ..What::default()
        }
    }
}

/// Whether a post takes part in a matter: it holds a role of it, or has acted in it.
fn takes_part(matters: &Matters, course: &Course<'_>, post: &str) -> bool {
    let holders: Holders = match course.last() {
        Some(last) => last.after.holders.iter().cloned().collect(),
        None => Holders::new(),
    };
    let mut roles = course.machine.roles.iter();
    roles.any(|role| plays(matters.city(), role, &holders, post))
        || course.steps.iter().any(|taken| taken.stored.act.post == post)
}
