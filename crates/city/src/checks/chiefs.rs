//! Questions about roles: chiefs of one level who meet on one reach, and roles that no procedure has.

use std::collections::{BTreeMap, BTreeSet};

use standards::Text;

use super::duties::{Known, push};
use crate::finding::Finding;
use crate::kind::FindingKind;
use crate::model::City;
use crate::people::{Level, Post};
use crate::register::{Cell, FieldKind, Register};
use crate::source::Findings;
use crate::suggestion;

/// The role of a river chief in procedures.
const CHIEF: &str = "chief";

pub(super) fn ask(city: &City, known: &Known<'_>, findings: &Findings) {
    ask_two_chiefs(city, known, findings);
    ask_roles(city, known, findings);
}

/// One reach has one chief at each level: with two, neither answers (RESP-1).
fn ask_two_chiefs(city: &City, known: &Known<'_>, findings: &Findings) {
    let mut chiefs: BTreeMap<(&str, Option<Level>), BTreeSet<&str>> = BTreeMap::new();
    for (reach, post) in on_reaches(city) {
        let post = city.posts.iter().find(|known| known.id == post);
        if let Some(post) = post.filter(|post| post.roles.iter().any(|role| role == CHIEF)) {
            chiefs.entry((reach, post.level)).or_default().insert(&post.id);
        }
    }
    for ((reach, level), posts) in chiefs.iter().filter(|(_, posts)| posts.len() > 1) {
        let level = level.map_or_else(|| Text::new("同一层级", "one level"), Level::name);
        let ids: Vec<&str> = posts.iter().copied().collect();
        let says = Text::new(
            format!("河段“{reach}”有{}名河长（{}）：{}", ids.len(), level.zh, ids.join("、")),
            format!(
                "reach `{reach}` has {} chiefs ({}): {}",
                ids.len(),
                level.en,
                ids.join(", ")
            ),
        );
        let help = Text::new(
            "一段河每级只有一名河长：核对测点的 answers 和名录，或改岗位的 level",
            "a reach has one chief at each level: check `answers` of its points and the registers, or the `level` of the posts",
        );
        let second = ids.last().copied().unwrap_or_default();
        push(FindingKind::TwoChiefs, "", (second, known.posts), says, help, findings);
    }
}

/// Every pair of a reach and a post that the folder brings together: through its points, and through registers.
fn on_reaches(city: &City) -> impl Iterator<Item = (&str, &str)> {
    let of_points = city.points.iter().flat_map(|point| {
        let reach = point.reach.as_deref();
        let answers = point.answers.iter().map(String::as_str);
        answers.filter_map(move |post| Some((reach?, post)))
    });
    of_points.chain(city.registers.iter().flat_map(of_register))
}

/// The reach and the post of every entry, where the register has one field of each.
fn of_register(register: &Register) -> impl Iterator<Item = (&str, &str)> {
    let only = |kind: &FieldKind| {
        let mut of_kind = register.fields.iter().filter(|field| field.kind == *kind);
        let field = of_kind.next()?;
        of_kind.next().is_none().then_some(field.id.as_str())
    };
    let fields = only(&FieldKind::Reach).zip(only(&FieldKind::Post));
    register.entries.iter().filter_map(move |entry| {
        let (reach, post) = fields?;
        match (register.cell(entry, reach)?, register.cell(entry, post)?) {
            (Cell::Word(reach), Cell::Word(post)) => Some((reach.as_str(), post.as_str())),
            _ => None,
        }
    })
}

/// A role of a post is one that a procedure has; a city without procedures has none yet.
fn ask_roles(city: &City, known: &Known<'_>, findings: &Findings) {
    let roles = || city.procedures.iter().flat_map(|machine| &machine.roles);
    if roles().next().is_none() {
        return;
    }
    for (post, role) in city.posts.iter().flat_map(roles_of) {
        if roles().any(|known| known.id == *role) {
            continue;
        }
        let says = Text::new(
            format!("岗位“{}”的角色“{role}”在哪个办事规程中都没有", post.id),
            format!("post `{}` plays the role `{role}`, which no procedure has", post.id),
        );
        let names: BTreeSet<&str> = roles().map(|role| role.id.as_str()).collect();
        let place = known.posts.place_of(&post.id);
        let file = place.map_or("", |(excerpt, _)| excerpt.file());
        let finding =
            Finding::new(FindingKind::RoleOfNoProcedure, file, says).advising(suggestion::advice(role, names));
        findings.push(match place {
            Some((excerpt, span)) => finding.marking(excerpt.clone(), span.clone()),
            None => finding,
        });
    }
}

fn roles_of(post: &Post) -> impl Iterator<Item = (&Post, &String)> {
    post.roles.iter().map(move |role| (post, role))
}
