//! The keys of the blocks of the plan.

use rules::target::Comparator;
use standards::Text;

use super::known::Thing;
use super::shape::{Key, Shape, may, must, named, some_texts, texts};
use super::world::{certainty, note, rules, sources};
use crate::block::BlockKind;
use crate::due;

/// The form of the id of a task: that of its programme with numbers behind it.
const TASK: &str = "^S([A-Z]|[0-9]{2,3})-[0-9]{1,3}(\\.[0-9]{1,3}){1,6}$";

/// The keys of a block of `kind`.
pub(super) fn block(kind: BlockKind) -> Vec<Key> {
    match kind {
        BlockKind::Target => target(),
        kind => other(kind),
    }
}

fn comparators() -> Shape {
    Shape::Choice(named(
        Comparator::ALL
            .iter()
            .map(|comparator| (comparator.word(), comparator.text())),
    ))
}

fn indicator() -> Shape {
    Shape::Id(Thing::Indicator)
}

fn id() -> Key {
    must("id", Shape::Id(Thing::Row), "决议表的行", "its row of the resolution")
}

fn seed() -> Key {
    may(
        "seed",
        texts(Shape::Id(Thing::Row)),
        "一并落实的其他行",
        "further rows that it realises",
    )
}

fn answers() -> Key {
    may(
        "answers",
        texts(Shape::Id(Thing::Post)),
        "责任岗位",
        "posts that answer",
    )
}

fn due() -> Shape {
    Shape::Due(*due::YEARS.start(), *due::YEARS.end())
}

fn tolerance() -> Key {
    may(
        "tolerance",
        Shape::Number,
        "比较方式为 about 时允许低多少，与目标值同单位",
        "with `about`: by how much less than the value is enough, in its unit",
    )
}

fn target() -> Vec<Key> {
    let baseline = vec![
        must("value", Shape::Number, "起点值", "where it started"),
        must("year", Shape::Whole(1_949, 2_100), "基准年", "in which year"),
    ];
    let mut keys = vec![
        id(),
        must("indicator", indicator(), "指标", "indicator"),
        must("places", some_texts(Shape::Id(Thing::Place)), "地点", "places"),
        must(
            "comparator",
            comparators(),
            "比较方式",
            "how the measured value is held against the promised one",
        ),
        may(
            "value",
            Shape::Figure,
            "目标值；有的比较方式不需要",
            "the promised value; some comparators take none",
        ),
        may("unit", Shape::Text, "单位", "unit"),
        tolerance(),
        may("baseline", Shape::Table(baseline), "基准", "where it started"),
        may(
            "due",
            due(),
            "期限：年份、日期或 \"yearly\"",
            "until when: a year, a day or `yearly`",
        ),
        may(
            "weight",
            Shape::Number,
            "在本条中的权重（%）",
            "its share of the clause, in per cent",
        ),
        answers(),
    ];
    keys.extend(carried());
    keys.extend([sources(), certainty(), note(), seed()]);
    keys
}

/// What blocks and tasks refer to.
fn links() -> Vec<Key> {
    let mut keys = vec![may("places", texts(Shape::Id(Thing::Place)), "地点", "places")];
    keys.extend(carried());
    keys
}

/// What carries a block out.
fn carried() -> Vec<Key> {
    vec![
        may("rules", texts(rules()), "落实它的规则", "rules that carry it out"),
        may(
            "procedures",
            texts(Shape::Id(Thing::Procedure)),
            "落实它的办事规程",
            "procedures that carry it out",
        ),
        may("registers", texts(Shape::Id(Thing::Register)), "相关名录", "registers"),
        may("tags", texts(Shape::Id(Thing::Tag)), "标签", "tags"),
    ]
}

/// When it begins and ends, and what counts as done.
fn course() -> Vec<Key> {
    let milestone = vec![
        must("day", Shape::Day, "日期", "the day"),
        must(
            "zh",
            Shape::Text,
            "到时应做到什么（中文）",
            "what must be reached, in Chinese",
        ),
        must(
            "en",
            Shape::Text,
            "到时应做到什么（英文）",
            "what must be reached, in English",
        ),
    ];
    vec![
        may("from", Shape::Day, "开始日期", "when it begins"),
        may(
            "due",
            due(),
            "期限：年份、日期或 \"yearly\"",
            "until when: a year, a day or `yearly`",
        ),
        may("acceptance", Shape::Bilingual, "完成标准", "what counts as done"),
        may("milestone", Shape::Tables(milestone), "节点", "milestones"),
    ]
}

fn other(kind: BlockKind) -> Vec<Key> {
    let mut keys = vec![id(), must("name", Shape::Bilingual, "名称", "name")];
    keys.extend(links());
    keys.push(answers());
    keys.extend(course());
    let register = |make: fn(&'static str, Shape, &str, &str) -> Key| {
        make(
            "register",
            Shape::Id(Thing::Register),
            "保存它的名录",
            "the register it is kept in",
        )
    };
    match kind {
        BlockKind::List | BlockKind::Network => keys.push(register(must)),
        BlockKind::Area => keys.push(register(may)),
        BlockKind::Programme => keys.push(may("task", Shape::Tables(task()), "任务树", "its tree of tasks")),
        _ => {}
    }
    if kind != BlockKind::Fact {
        keys.push(may(
            "indicator",
            indicator(),
            "衡量其中一部分的指标",
            "the indicator that measures a part of it",
        ));
        keys.push(may("comparator", comparators(), "比较方式", "comparator"));
        keys.push(tolerance());
    }
    keys.push(may("value", Shape::Figure, "数值", "value"));
    keys.push(may(
        "unit",
        Shape::Text,
        "单位；没有单位的数写 \"1\"",
        "unit, `1` for a pure number",
    ));
    keys.extend([sources(), certainty(), note(), seed()]);
    keys
}

fn task() -> Vec<Key> {
    let unit = || Shape::Id(Thing::Unit);
    let mut keys = vec![
        must(
            "id",
            Shape::Form(TASK),
            "任务编号，如 S05-2.1",
            "id of the task, e.g. S05-2.1",
        ),
        must("name", Shape::Bilingual, "名称", "name"),
        may(
            "unit",
            unit(),
            "牵头单位（最下层必写）",
            "the unit that leads; leaves must have it",
        ),
        may("with", texts(unit()), "配合单位", "units that help"),
        may(
            "post",
            Shape::Id(Thing::Post),
            "责任岗位（最下层必写）",
            "the post that answers; leaves must have it",
        ),
        may(
            "weight",
            Shape::Number,
            "在上级中的权重（%）",
            "its share of the parent, in per cent",
        ),
        note(),
    ];
    keys.extend(course());
    keys.extend(links());
    keys
}

/// The title of the schema of a block.
pub(super) fn title(kind: BlockKind) -> Text {
    let name = kind.name();
    Text::new(
        format!("计划中的“{}”代码块", name.zh),
        format!("block `{}` of the plan", name.en),
    )
}
