//! The keys of `procedures/ID.toml`.

use rules::clock::{ClockUnit, LENGTH_MAX};
use rules::procedure::RefusalCode;

use super::known::{FACT, ID, Thing};
use super::lists::choices;
use super::shape::{Key, Shape, may, must, plain, some_texts, texts};
use super::world::{certainty, note, rules, sources};
use crate::procedure::{World, fact_types};

pub(super) fn procedure() -> Vec<Key> {
    vec![
        must(
            "id",
            Shape::Form(ID),
            "规程编号，与文件名相同",
            "id of the procedure, the name of the file",
        ),
        must("name", Shape::Bilingual, "名称", "name"),
        must("rules", some_texts(rules()), "所落实的规则", "rules that it realises"),
        may(
            "register",
            Shape::Id(Thing::Register),
            "办理结果写入的名录",
            "the register whose entries it drives",
        ),
        must(
            "start",
            Shape::Form(ID),
            "起始状态",
            "the state in which a thing begins",
        ),
        certainty(),
        sources(),
        note(),
        may("role", Shape::Tables(role()), "角色", "roles"),
        may("fact", Shape::Tables(fact()), "事实", "facts that forms collect"),
        may("state", Shape::Tables(state()), "状态", "states"),
        may("action", Shape::Tables(action()), "动作", "actions"),
        may("clock", Shape::Tables(clock()), "时限", "clocks"),
        may("example", Shape::Tables(example()), "算例", "worked examples"),
    ]
}

fn id(form: &'static str) -> Key {
    must("id", Shape::Form(form), "编号", "id")
}

fn name() -> Key {
    must("name", Shape::Bilingual, "名称", "name")
}

fn role() -> Vec<Key> {
    vec![
        id(ID),
        name(),
        may(
            "posts",
            texts(Shape::Id(Thing::Post)),
            "默认由哪些岗位担任",
            "posts that play it by default",
        ),
        may("automatic", Shape::Flag, "由程序自己办理", "the program itself"),
    ]
}

fn fact() -> Vec<Key> {
    vec![
        id(FACT),
        name(),
        must("type", Shape::Choice(plain(fact_types())), "类型", "type"),
        may(
            "unit",
            Shape::Text,
            "单位；没有量纲写 \"1\"",
            "unit, `1` for a pure number",
        ),
        may("min", Shape::Number, "最小值", "least value"),
        may("max", Shape::Number, "最大值", "greatest value"),
        choices(),
        may("optional", Shape::Flag, "可以不填", "the form may leave it open"),
        may("record", Shape::Flag, "只作记录", "kept for the record"),
    ]
}

fn state() -> Vec<Key> {
    vec![id(ID), name(), may("final", Shape::Flag, "终点", "an end")]
}

fn names() -> Shape {
    texts(Shape::Form(ID))
}

fn action() -> Vec<Key> {
    let mut extends = vec![must("clock", Shape::Form(ID), "延长哪个时限", "which clock")];
    extends.extend(term_by_unit());
    vec![
        id(ID),
        name(),
        may("by", names(), "哪些角色可以办理", "roles that may take it"),
        may("from", names(), "在哪些状态可以办理", "states in which it is open"),
        may("opens_here", Shape::Flag, "由它立项", "it creates the thing"),
        must(
            "to",
            Shape::Form(ID),
            "转到的状态，或 \"same\"",
            "the state it leads to, or `same`",
        ),
        may("form", texts(Shape::Form(FACT)), "表单要填的事实", "facts that it asks"),
        may("guard", Shape::Text, "条件", "the condition"),
        may(
            "says",
            Shape::Bilingual,
            "条件不满足时怎么说",
            "the sentence when it refuses",
        ),
        may(
            "differs_from",
            names(),
            "办过这些动作的人不能办",
            "whoever did these may not do this",
        ),
        may(
            "other_unit_than",
            names(),
            "办过这些动作的单位不能办",
            "the unit that did these may not do this",
        ),
        may(
            "checks",
            names(),
            "核查哪些动作；[] 为不核查",
            "actions whose work it checks; `[]`: none",
        ),
        may(
            "within",
            Shape::Table(window()),
            "在某动作之后多久以内",
            "only so long after an action",
        ),
        may(
            "not_before",
            Shape::Table(not_before()),
            "在某动作之后多久才可以",
            "not sooner than so long after an action",
        ),
        may("starts", names(), "启动的时限", "clocks that it starts"),
        may("stops", names(), "停止的时限", "clocks that it stops"),
        may("pauses", names(), "暂停的时限", "clocks that it pauses"),
        may("resumes", names(), "恢复的时限", "clocks that it resumes"),
        may("extends", Shape::Table(extends), "延长时限", "more time for a clock"),
        may(
            "opens",
            texts(Shape::Id(Thing::Procedure)),
            "开启的规程",
            "procedures that it opens",
        ),
        may(
            "publishes",
            texts(Shape::Id(Thing::Register)),
            "公布到的名录",
            "registers to which it publishes",
        ),
    ]
}

fn count() -> Shape {
    Shape::Whole(1, i64::from(LENGTH_MAX))
}

/// `length`, `parameter` or `fact` with `unit`.
fn term() -> Vec<Key> {
    let parameters = World::default().parameter_names();
    vec![
        may("length", count(), "多长", "how long"),
        may(
            "parameter",
            Shape::Choice(plain(parameters.iter().map(String::as_str))),
            "长度取自参数",
            "the parameter that says how long",
        ),
        may("fact", Shape::Form(FACT), "长度取自事实", "the fact that says how long"),
        may(
            "unit",
            Shape::Choice(plain(ClockUnit::ALL.map(ClockUnit::word))),
            "时间单位",
            "unit of time",
        ),
    ]
}

/// `{ hours = 24 }`, or a term.
fn term_by_unit() -> Vec<Key> {
    let mut keys = term();
    keys.extend(ClockUnit::ALL.map(|unit| may(unit.word(), count(), "多少个这样的单位", "so many of this unit")));
    keys
}

fn window() -> Vec<Key> {
    let mut keys = vec![must("of", Shape::Form(ID), "自哪个动作起", "counted from which action")];
    keys.extend(term_by_unit());
    keys
}

fn not_before() -> Vec<Key> {
    let mut keys = window();
    keys.push(may(
        "over",
        Shape::Flag,
        "最后一天须已过完",
        "its last day must be over",
    ));
    keys
}

fn clock() -> Vec<Key> {
    let mut keys = vec![
        id(ID),
        name(),
        may(
            "until",
            Shape::Form(FACT),
            "到事实所记的那天止",
            "until the end of the day that a fact names",
        ),
        may(
            "counts_from",
            Shape::Form(FACT),
            "从事实所记的那天起算",
            "counted from the day in a fact",
        ),
        may("backward", Shape::Flag, "往前倒算", "counted backward"),
        may("first_day_counts", Shape::Flag, "当天计入", "the first day counts"),
        may("rolls", Shape::Flag, "遇休息日顺延", "an end on a day off moves on"),
        may(
            "starts_on",
            Shape::OneOrMore(Box::new(Shape::Form(ID))),
            "进入哪些状态时启动",
            "states whose entering starts it",
        ),
        may("runs_in", names(), "在哪些状态计时", "states in which it runs"),
        may("when", Shape::Text, "满足条件才启动", "it starts only when this holds"),
        may("then", Shape::Form(ID), "到期后办理的动作", "the action that follows"),
        may("consequence", Shape::Bilingual, "到期的后果", "what follows, in words"),
        certainty(),
    ];
    keys.extend(term());
    keys
}

fn dues() -> Key {
    let due = vec![
        must("clock", Shape::Form(ID), "时限", "clock"),
        may("stopped", Shape::Flag, "应已停止", "it must not run"),
        may("on", Shape::Moment, "应在何时到期", "when it must run out"),
    ];
    may(
        "due",
        Shape::Tables(due),
        "此时各时限应如何",
        "how the clocks must stand",
    )
}

fn example() -> Vec<Key> {
    let step = vec![
        must("do", Shape::Form(ID), "动作", "action"),
        must("by", Shape::Form(ID), "角色", "role"),
        may("who", Shape::Text, "何人", "who"),
        may("unit", Shape::Text, "何单位", "of which unit"),
        must("at", Shape::Moment, "何时", "when"),
        may("with", Shape::Facts, "填写的事实", "facts that are given"),
        may("to", Shape::Form(ID), "应转到的状态", "the state it must lead to"),
        may(
            "refused",
            Shape::Choice(plain(RefusalCode::ALL.iter().map(|code| code.word()))),
            "应被拒绝的原因",
            "why it must be refused",
        ),
        dues(),
        may(
            "opens",
            texts(Shape::Id(Thing::Procedure)),
            "应开启的规程",
            "procedures that it must open",
        ),
    ];
    vec![
        id(ID),
        must("source", Shape::Text, "算例出处", "where it is worked"),
        may("begins", Shape::Moment, "何时开始", "when it begins"),
        may("state", Shape::Form(ID), "从哪个状态开始", "the state it begins in"),
        may("with", Shape::Facts, "已知事实", "facts that are known"),
        may("steps", Shape::Tables(step), "步骤", "steps"),
        dues(),
    ]
}
