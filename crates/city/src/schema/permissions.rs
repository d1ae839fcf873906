//! The keys of `permissions.toml`.

use super::known::Thing;
use super::shape::{Key, Shape, may, must, named, some_texts, texts};
use crate::permission::{Area, PermittedAction};

pub(super) fn permissions() -> Vec<Key> {
    let actions = PermittedAction::ALL.iter().map(|action| (action.word(), action.name()));
    let areas = Area::ALL.iter().map(|area| (area.word(), area.name()));
    let permission = vec![
        must(
            "actions",
            some_texts(Shape::Choice(named(actions))),
            "可做什么",
            "what may be done",
        ),
        may("posts", texts(Shape::Id(Thing::Post)), "授权的岗位", "posts that may"),
        may("roles", texts(Shape::Text), "授权的角色", "roles whose posts may"),
        may(
            "named",
            Shape::Flag,
            "名录（writes）、办事规程（角色）或事项自身点名的岗位",
            "the posts that the register (`writes`), the procedure (its roles) or the matter itself names",
        ),
        may("everybody", Shape::Flag, "所有人", "everybody"),
        must("area", Shape::Choice(named(areas)), "范围", "how far"),
        may(
            "procedures",
            texts(Shape::Id(Thing::Procedure)),
            "仅限这些办事规程",
            "only these procedures",
        ),
        may(
            "registers",
            texts(Shape::Id(Thing::Register)),
            "仅限这些名录",
            "only these registers",
        ),
        may("private", Shape::Flag, "含不公开的内容", "what is private, too"),
    ];
    vec![may("permission", Shape::Tables(permission), "授权", "who may do what")]
}
