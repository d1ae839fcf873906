//! Who plays which role in a matter, and who must act next.
//!
//! A role is held by the post that was named for it in this matter; where none was named, by the posts that the procedure or the list of
//! posts names. The post that must act next is the first that holds a role of an action which leads on, in the order of the procedure.

use std::collections::BTreeMap;

use city::City;
use rules::procedure::{Action, Machine, Role, Target};
use standards::Text;

use super::{COMPUTER, PUBLIC};

/// Which post holds which role in one matter.
pub(super) type Holders = BTreeMap<String, String>;

/// Whether `post` plays `role`.
pub(super) fn plays(city: &City, role: &Role, holders: &Holders, post: &str) -> bool {
    if role.automatic {
        return post == COMPUTER;
    }
    match holders.get(&role.id) {
        Some(holder) => holder == post,
        None => {
            let by_post = || city.post(post).is_some_and(|post| post.roles.contains(&role.id));
            role.posts.iter().any(|id| id == post) || by_post()
        }
    }
}

/// The post that holds `role`, where one does.
fn holder<'r>(city: &'r City, role: &'r Role, holders: &'r Holders) -> Option<&'r str> {
    let by_post = || {
        city.posts
            .iter()
            .find(|post| post.roles.contains(&role.id))
            .map(|post| post.id.as_str())
    };
    let named = holders.get(&role.id).map(String::as_str);
    named
        .or_else(|| role.posts.first().map(String::as_str))
        .or_else(by_post)
}

/// The actions that lead on from `state`.
fn leading_on<'m>(machine: &'m Machine, state: &'m str) -> impl Iterator<Item = &'m Action> {
    machine
        .actions
        .iter()
        .filter(move |action| action.from.iter().any(|from| from == state) && action.to != Target::Same)
}

/// Who must act next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next<'m> {
    /// Nobody: the procedure has ended.
    Nobody,
    /// This post.
    Post(String),
    /// Whoever plays this role, which nobody holds yet.
    Unnamed(&'m Role),
}

/// Who must act next in `state`.
pub(super) fn next<'m>(city: &City, machine: &'m Machine, state: &'m str, holders: &Holders) -> Next<'m> {
    if machine.state(state).is_none_or(|state| state.last) {
        return Next::Nobody;
    }
    let people = |action: &'m Action| {
        let roles = action.by.iter().filter_map(|id| machine.role(id));
        roles.filter(|role| !role.automatic).collect::<Vec<_>>()
    };
    let first = leading_on(machine, state).map(people).find(|roles| !roles.is_empty());
    let all = || leading_on(machine, state).flat_map(people);
    // Somebody must hold a role of the first action that leads on; one that only the public may take is not waited for.
    let wanted = first.unwrap_or_default();
    let of = |role: &'m Role| holder(city, role, holders).filter(|post| *post != PUBLIC);
    if let Some(post) = wanted.iter().find_map(|role| of(role)) {
        return Next::Post(post.to_owned());
    }
    let is_public = |role: &Role| holders.get(&role.id).is_some_and(|post| post == PUBLIC);
    match wanted.into_iter().find(|role| !is_public(role)) {
        Some(role) => Next::Unnamed(role),
        None => match all().find_map(of) {
            Some(post) => Next::Post(post.to_owned()),
            None => all().find(|role| !is_public(role)).map_or(Next::Nobody, Next::Unnamed),
        },
    }
}

/// What to say where nobody holds the role that must act next.
pub(super) fn name_somebody(role: &Role) -> Text {
    Text::new(
        format!("请指定由哪个岗位担任“{}”", role.name.zh),
        format!("name the post that is to be `{}`", role.name.en),
    )
}
