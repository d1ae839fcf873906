//! The keys of `people/*.toml`, `plan/tags.toml` and `calendar/YEAR.toml`.

use super::known::{ID, Thing};
use super::shape::{Key, Shape, may, must, named, texts};
use super::world::certainty;
use crate::people::{Level, UnitKind};

pub(super) fn posts() -> Vec<Key> {
    let levels = Level::ALL.iter().map(|level| (level.word(), level.name()));
    let post = vec![
        must("id", Shape::Form(ID), "岗位编号", "id of the post"),
        must("title", Shape::Bilingual, "岗位名称", "title of the post"),
        may("holder", Shape::Bilingual, "任职人", "who holds it"),
        may("demo", Shape::Flag, "为演示而虚构", "invented for the demonstration"),
        may("unit", Shape::Id(Thing::Unit), "所属单位", "the unit it is a post of"),
        may("level", Shape::Choice(named(levels)), "层级", "level"),
        may(
            "roles",
            texts(Shape::Text),
            "在办事规程中的角色",
            "roles it plays in procedures",
        ),
    ];
    vec![may("post", Shape::Tables(post), "岗位", "posts that answer")]
}

pub(super) fn units() -> Vec<Key> {
    let kinds = UnitKind::ALL.iter().map(|kind| (kind.word(), kind.name()));
    let unit = vec![
        must("id", Shape::Form(ID), "单位编号", "id of the unit"),
        must("name", Shape::Bilingual, "名称", "name"),
        must("kind", Shape::Choice(named(kinds)), "单位类型", "kind of unit"),
        may(
            "division",
            Shape::Id(Thing::Place),
            "所在行政区",
            "the division it belongs to",
        ),
        may("parent", Shape::Id(Thing::Unit), "上级单位", "the unit above it"),
    ];
    vec![may(
        "unit",
        Shape::Tables(unit),
        "单位",
        "units that lead tasks and have posts",
    )]
}

pub(super) fn tags() -> Vec<Key> {
    let tag = vec![
        must("id", Shape::Form(ID), "标签编号", "id of the tag"),
        must("name", Shape::Bilingual, "名称", "name"),
        may("group", Shape::Bilingual, "所属的一组", "the family it belongs to"),
    ];
    vec![may(
        "tag",
        Shape::Tables(tag),
        "标签",
        "words by which blocks and tasks are sorted",
    )]
}

pub(super) fn calendar() -> Vec<Key> {
    let holiday = vec![
        must("name", Shape::Bilingual, "节日", "name"),
        must("from", Shape::Day, "放假第一天", "first day off"),
        must("to", Shape::Day, "放假最后一天", "last day off"),
    ];
    let workday = vec![
        must(
            "day",
            Shape::Day,
            "上班的周六或周日",
            "a Saturday or Sunday that is worked",
        ),
        must("for", Shape::Bilingual, "为哪个节日调休", "the holiday it makes up for"),
    ];
    vec![
        must(
            "year",
            Shape::Whole(1, 9_999),
            "年份，与文件名相同",
            "the year, the name of the file",
        ),
        must("source", Shape::Text, "所依据的通知", "the notice it follows"),
        certainty(),
        may("holiday", Shape::Tables(holiday), "放假", "public holidays"),
        may("workday", Shape::Tables(workday), "调休上班", "make-up working days"),
    ]
}
