//! The keys of `registers/ID.toml`, `indicators/*.toml` and `profiles/SUBJECT.toml`.

use rules::indicator::Method;
use rules::profile::Profile;
use rules::target::{Attainment, outcome_words};
use rules::unit::PlanUnit;
use standards::Text;

use super::known::{FIELD, ID, Thing};
use super::shape::{Key, Said, Shape, may, must, named, plain, some_texts, texts};
use super::world::{certainty, note, rules, sources};
use crate::register::{EntryRuleKind, FIELD_TYPES};

pub(super) fn register() -> Vec<Key> {
    vec![
        must(
            "id",
            Shape::Form(ID),
            "名录编号，与文件名相同",
            "id of the register, the name of the file",
        ),
        must("name", Shape::Bilingual, "名称", "name"),
        may("rules", texts(rules()), "所服务的规则", "rules that it serves"),
        may(
            "writes",
            texts(Shape::Id(Thing::Post)),
            "谁可以填写",
            "posts that may write",
        ),
        must(
            "key",
            some_texts(Shape::Text),
            "标识条目的字段",
            "fields that tell one entry from another",
        ),
        may("yearly", Shape::Flag, "每年填报", "entries are per year"),
        may(
            "public",
            Shape::Flag,
            "公众能看到条目",
            "the public may see its entries",
        ),
        may(
            "demo",
            Shape::Flag,
            "条目为演示而虚构",
            "its entries are invented for the demonstration",
        ),
        certainty(),
        sources(),
        note(),
        may("field", Shape::Tables(field()), "字段", "fields"),
        may(
            "rule",
            Shape::Tables(entry_rule()),
            "条目之间的规则",
            "what must hold over the entries",
        ),
    ]
}

/// The words of a choice.
pub(super) fn choices() -> Key {
    let choice = vec![
        must("word", Shape::Text, "条目中的词", "the word in the entries"),
        must("zh", Shape::Text, "中文", "in Chinese"),
        must("en", Shape::Text, "英文", "in English"),
    ];
    may(
        "choices",
        Shape::Tables(choice),
        "选项（type = \"choice\"）",
        "words to choose from (type `choice`)",
    )
}

fn units() -> Shape {
    Shape::Open(plain(PlanUnit::book_words()))
}

fn field() -> Vec<Key> {
    vec![
        must("id", Shape::Form(FIELD), "字段编号", "id of the field"),
        must("name", Shape::Bilingual, "名称", "name"),
        must(
            "type",
            Shape::Choice(plain(FIELD_TYPES)),
            "字段类型",
            "type of the field",
        ),
        may(
            "register",
            Shape::Id(Thing::Register),
            "引用的名录（type = \"reference\"）",
            "the register it refers to (type `reference`)",
        ),
        may("unit", units(), "单位；没有量纲写 \"1\"", "unit, `1` for a pure number"),
        may("min", Shape::Number, "最小值", "least value"),
        may("max", Shape::Number, "最大值", "greatest value"),
        choices(),
        may("required", Shape::Flag, "必填", "every entry must have it"),
        may("public", Shape::Flag, "公众能看到", "the public may see it"),
    ]
}

fn entry_rule() -> Vec<Key> {
    vec![
        must(
            "kind",
            Shape::Choice(plain(EntryRuleKind::ALL.map(EntryRuleKind::word))),
            "规则类型",
            "kind of rule",
        ),
        may("fields", texts(Shape::Text), "所涉及的字段", "fields it speaks of"),
        may(
            "per",
            texts(Shape::Text),
            "按哪些字段分组",
            "fields by which entries are grouped",
        ),
        may("where", Shape::Pairs, "只看哪些条目", "of which entries it speaks"),
        must("zh", Shape::Text, "规则的中文", "the rule in Chinese"),
        must("en", Shape::Text, "规则的英文", "the rule in English"),
    ]
}

pub(super) fn indicator() -> Vec<Key> {
    let methods = Method::ALL.iter().map(|method| (method.word(), method.text()));
    let indicator = vec![
        must("id", Shape::Form(ID), "指标编号", "id of the indicator"),
        must("name", Shape::Bilingual, "名称", "name"),
        must("method", Shape::Choice(named(methods)), "计算方法", "how it is counted"),
        may("unit", units(), "单位", "unit of its figure"),
        may("rule", rules(), "所依据的规则", "the rule it follows"),
        must(
            "register",
            Shape::Id(Thing::Register),
            "数据所在的名录",
            "the register where the rows are",
        ),
        may(
            "inputs",
            Shape::PairsOf(inputs()),
            "方法的输入 = 字段",
            "input of the method = field",
        ),
        may("year", Shape::Text, "年份字段", "the field of the year"),
        may("where", Shape::Pairs, "只计哪些条目", "which entries count"),
        may(
            "field",
            Shape::Text,
            "方法 share 所看的字段",
            "the field of the method `share`",
        ),
        may(
            "words",
            texts(Shape::Text),
            "方法 share 计入的词",
            "the words that count in `share`",
        ),
        certainty(),
        sources(),
        note(),
    ];
    vec![may(
        "indicator",
        Shape::Tables(indicator),
        "由名录计算的指标",
        "indicators counted from registers",
    )]
}

pub(super) fn cases() -> Vec<Key> {
    let outcomes = Attainment::ALL.map(|outcome| (outcome.word(), outcome_words(outcome)));
    let row = vec![may("says", Shape::Facts, "字段 = 值", "field = value")];
    let case = vec![
        must("id", Shape::Form(ID), "算例编号", "id of the case"),
        must("source", Shape::Text, "算例出处", "where it is worked"),
        must("target", Shape::Text, "目标编号", "id of the target"),
        must("year", Shape::Whole(1900, 2200), "评价年度", "the year that is judged"),
        must(
            "expect",
            Shape::Choice(named(outcomes)),
            "应得的判定",
            "the outcome that must come",
        ),
        may(
            "figure",
            Shape::Text,
            "应得的数值，如 \"90.20 %\"",
            "the figure that must come, e.g. `90.20 %`",
        ),
        may("row", Shape::Tables(row), "名录的条目", "entries of the register"),
    ];
    vec![may(
        "case",
        Shape::Tables(case),
        "目标的算例",
        "worked cases of targets",
    )]
}

/// The inputs of all methods, each once.
fn inputs() -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for input in Method::ALL.iter().flat_map(|method| method.inputs()) {
        if all.iter().all(|known| known.word != input.word) {
            all.extend(named([(input.word, input.text())]));
        }
    }
    all
}

/// What a city may choose over the shipped profile of a subject.
pub(super) fn profile(profile: &Profile) -> Vec<Key> {
    let variants = || Shape::Choice(plain(profile.variants()));
    let parameters = profile.parameters().map(|declared| {
        let unit = |words: &str| format!("{words}（{}，{}）", declared.unit, declared.rule);
        (
            declared.id.as_str(),
            Text::new(unit(&declared.words.zh), declared.words.en.clone()),
        )
    });
    let mut measured: Vec<&str> = profile.parameters().map(|declared| declared.unit.as_str()).collect();
    measured.sort_unstable();
    measured.dedup();
    let value = vec![
        must(
            "value",
            Shape::Form("^[-+]?[0-9._]+$"),
            "数值，写成文字",
            "the number, as a text",
        ),
        must("from", Shape::Day, "从哪天起", "first day on which it holds"),
        may("to", Shape::Day, "到哪天止", "last day on which it holds"),
        certainty(),
        must("source", Shape::Text, "依据", "the document it comes from"),
    ];
    let parameter = vec![
        must("id", Shape::Choice(named(parameters)), "参数", "parameter"),
        may(
            "unit",
            Shape::Choice(plain(measured)),
            "单位，须与程序所带的相同",
            "unit, the shipped one",
        ),
        may("value", Shape::Tables(value), "取值", "its values"),
    ];
    vec![
        may("variant", variants(), "选用的变体", "the variant chosen"),
        may(
            "variants",
            texts(variants()),
            "选用的变体，最多两个，先写的优先",
            "variants chosen, two at most, the first is the strongest",
        ),
        may(
            "parameter",
            Shape::Tables(parameter),
            "本市自定的参数",
            "parameters that the city sets itself",
        ),
    ]
}
