//! A city as a list of things, each with what is said of it: the two sides of a comparison.

use std::collections::BTreeMap;

use rules::procedure::Machine;
use standards::Text;

use super::words::{ids, kind, limit, value};
use super::{Touches, measuring};
use crate::block::{Block, Links, Task};
use crate::due::Due;
use crate::model::City;
use crate::people::Post;
use crate::register::Register;
use crate::target::Target;

/// One thing; two versions of it have the same facts in the same order.
pub(super) struct Subject {
    pub(super) name: Text,
    /// What is said of it when it comes or goes.
    pub(super) told: Text,
    /// What its coming or going touches.
    pub(super) touches: Touches,
    pub(super) facts: Vec<Fact>,
}

impl Subject {
    /// Whether the same is said of both.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let facts = self.facts.iter().zip(&other.facts);
        self.told == other.told
            && self.facts.len() == other.facts.len()
            && facts.into_iter().all(|(own, others)| own.shown == others.shown)
    }
}

/// Something that is said of a thing.
pub(super) struct Fact {
    pub(super) aspect: Text,
    pub(super) shown: Text,
    pub(super) touches: Touches,
}

pub(super) fn fact(zh: &str, en: &str, shown: Text, touches: Touches) -> Fact {
    Fact {
        aspect: Text::new(zh, en),
        shown,
        touches,
    }
}

/// Everything that a comparison looks at, by kind and id.
pub(super) fn subjects(city: &City) -> BTreeMap<String, Subject> {
    let mut all = BTreeMap::new();
    all.extend(
        city.targets()
            .map(|known| (format!("target/{}", known.id), target(city, known))),
    );
    for known in city.blocks() {
        all.insert(format!("{}/{}", known.kind.word(), known.id), block(city, known));
        all.extend(
            known
                .tasks
                .iter()
                .map(|known| (format!("task/{}", known.id), task(known))),
        );
    }
    all.extend(
        city.posts
            .iter()
            .map(|known| (format!("post/{}", known.id), post(known))),
    );
    for known in &city.registers {
        all.insert(format!("register/{}", known.id), register(known));
        all.extend(fields(known));
    }
    for known in &city.procedures {
        all.insert(format!("procedure/{}", known.id), procedure(known));
        all.extend(clocks(known));
    }
    // A parameter of its own is a thing of its own; the profile is one only for the variants that it chooses.
    for known in city.profiles.iter().filter(|known| !known.variants.is_empty()) {
        let name = Text::new(
            format!("参数集“{}”", known.subject),
            format!("profile `{}`", known.subject),
        );
        let subject = Subject {
            name,
            told: Text::same(""),
            touches: Touches::Verdict,
            facts: vec![fact("方案", "variants", ids(&known.variants), Touches::Verdict)],
        };
        all.insert(format!("profile/{}", known.subject), subject);
    }
    measuring::extend(&mut all, city);
    all
}

/// A comparator by its meaning and its word.
fn comparator(target: &Target) -> Text {
    let (comparator, text) = (target.measured.comparator, target.measured.comparator.text());
    Text::new(
        format!("“{}”（{}）", text.zh, comparator.word()),
        format!("'{}' ({})", text.en, comparator.word()),
    )
}

/// Posts by their titles.
fn titles(city: &City, ids: &[String]) -> Text {
    let posts = ids
        .iter()
        .map(|id| match city.posts.iter().find(|post| post.id == *id) {
            Some(post) => (
                format!("{}（{id}）", post.title.zh),
                format!("{} ({id})", post.title.en),
            ),
            None => (id.clone(), id.clone()),
        });
    let (zh, en): (Vec<String>, Vec<String>) = posts.unzip();
    Text::new(zh.join("、"), en.join(", "))
}

fn target(city: &City, target: &Target) -> Subject {
    let due = target.due.map(Due::text);
    let tolerance = target
        .measured
        .tolerance
        .map(|tolerance| tolerance.to_string())
        .unwrap_or_default();
    let weight = target.weight.map(|weight| format!("{weight}%")).unwrap_or_default();
    let base = target.baseline.map(|base| format!("{} ({})", base.value, base.year));
    Subject {
        name: Text::new(format!("目标 {}", target.id), format!("Target {}", target.id)),
        told: target.sentence.clone(),
        touches: Touches::Verdict,
        facts: vec![
            fact(
                "指标",
                "indicator",
                Text::same(target.measured.indicator.word()),
                Touches::Verdict,
            ),
            fact("地点", "places", ids(&target.places), Touches::Verdict),
            fact("比较方式", "comparator", comparator(target), Touches::Verdict),
            fact("目标值", "value", value(target.measured.value), Touches::Verdict),
            fact("容差", "tolerance", Text::same(tolerance), Touches::Verdict),
            fact("基准", "base", Text::same(base.unwrap_or_default()), Touches::Verdict),
            fact(
                "期限",
                "deadline",
                due.unwrap_or_else(|| Text::same("")),
                Touches::Deadline,
            ),
            fact("负责岗位", "who answers", titles(city, &target.answers), Touches::Duty),
            fact("句子", "sentence", target.sentence.clone(), Touches::Form),
            fact("权重", "weight", Text::same(weight), Touches::Verdict),
            fact(
                "把握程度",
                "certainty",
                Text::same(format!("{:?}", target.certainty)),
                Touches::Form,
            ),
            fact("说明", "note", target.note.clone().unwrap_or_default(), Touches::Form),
        ],
    }
}

fn links(city: &City, links: &Links) -> Vec<Fact> {
    vec![
        fact("负责岗位", "who answers", titles(city, &links.answers), Touches::Duty),
        fact("规则", "rules", ids(&links.rules), Touches::Verdict),
        fact("办事规程", "procedures", ids(&links.procedures), Touches::Form),
        fact("名录", "registers", ids(&links.registers), Touches::Form),
        fact("地点", "places", ids(&links.places), Touches::Verdict),
    ]
}

fn days(from: Option<chrono::NaiveDate>, due: Option<Due>) -> Vec<Fact> {
    let from = from.map(|day| day.to_string()).unwrap_or_default();
    let due = due.map_or_else(|| Text::same(""), Due::text);
    vec![
        fact("开始日期", "start", Text::same(from), Touches::Deadline),
        fact("期限", "deadline", due, Touches::Deadline),
    ]
}

fn block(city: &City, block: &Block) -> Subject {
    let kind = block.kind.name();
    let figure = block
        .figure
        .as_ref()
        .map(|(value, unit)| format!("{value} {}", unit.as_deref().unwrap_or_default()));
    let measured = block.measured.as_ref().map(|measured| {
        let value = value(measured.value);
        let measure = format!("{} {}", measured.indicator.word(), measured.comparator.word());
        Text::new(format!("{measure} {}", value.zh), format!("{measure} {}", value.en))
    });
    let mut facts = links(city, &block.links);
    facts.extend(days(block.from, block.due));
    let shown = |text: Option<String>| Text::same(text.unwrap_or_default());
    facts.push(fact("数值", "value", shown(figure), Touches::Verdict));
    facts.push(fact(
        "衡量办法",
        "measure",
        measured.unwrap_or_default(),
        Touches::Verdict,
    ));
    facts.push(fact("名称", "name", block.name.clone(), Touches::Form));
    Subject {
        name: Text::new(
            format!("{} {}", kind.zh, block.id),
            format!("The {} {}", kind.en, block.id),
        ),
        told: block.name.clone(),
        touches: Touches::Form,
        facts,
    }
}

fn task(task: &Task) -> Subject {
    let one = |id: &Option<String>| Text::same(id.clone().unwrap_or_default());
    let weight = task
        .weight
        .map(|weight| format!("{}%", weight.normalize()))
        .unwrap_or_default();
    let mut facts = vec![
        fact("牵头单位", "leading unit", one(&task.unit), Touches::Duty),
        fact("配合单位", "helping units", ids(&task.with), Touches::Duty),
        fact("责任岗位", "post", one(&task.post), Touches::Duty),
        fact("权重", "weight", Text::same(weight), Touches::Verdict),
        fact(
            "完成标准",
            "acceptance",
            task.acceptance.clone().unwrap_or_else(|| Text::same("")),
            Touches::Verdict,
        ),
    ];
    facts.extend(days(task.from, task.due));
    Subject {
        name: Text::new(format!("任务 {}", task.id), format!("Task {}", task.id)),
        told: task.name.clone(),
        touches: Touches::Duty,
        facts,
    }
}

fn post(post: &Post) -> Subject {
    let holder = post.holder.clone().unwrap_or_else(|| Text::same(""));
    Subject {
        name: Text::new(format!("岗位“{}”", post.title.zh), format!("Post `{}`", post.title.en)),
        told: holder.clone(),
        touches: Touches::Duty,
        facts: vec![
            fact("任职人", "holder", holder, Touches::Duty),
            fact("职务", "title", post.title.clone(), Touches::Duty),
            fact(
                "单位",
                "unit",
                Text::same(post.unit.clone().unwrap_or_default()),
                Touches::Duty,
            ),
        ],
    }
}

fn register(register: &Register) -> Subject {
    let entries = register.entries.len();
    let entries = Text::new(format!("{entries}条"), format!("{entries}"));
    Subject {
        name: Text::new(
            format!("名录“{}”", register.name.zh),
            format!("Register `{}`", register.id),
        ),
        told: Text::same(""),
        touches: Touches::Form,
        facts: vec![
            fact("登记岗位", "who writes", ids(&register.writes), Touches::Duty),
            fact("条目数", "number of entries", entries, Touches::Verdict),
            fact("名称", "name", register.name.clone(), Touches::Form),
        ],
    }
}

fn fields(register: &Register) -> impl Iterator<Item = (String, Subject)> + '_ {
    register.fields.iter().map(|field| {
        let yes_or_no = |is: bool| {
            if is {
                Text::new("是", "yes")
            } else {
                Text::new("否", "no")
            }
        };
        let subject = Subject {
            name: Text::new(
                format!("名录“{}”的字段“{}”", register.name.zh, field.name.zh),
                format!("Field `{}` of register `{}`", field.id, register.id),
            ),
            told: Text::same(""),
            touches: Touches::Form,
            facts: vec![
                fact("类型", "type", kind(&field.kind), Touches::Form),
                fact("必填", "required", yes_or_no(field.required), Touches::Form),
                fact("公开", "public", yes_or_no(field.public), Touches::Form),
            ],
        };
        (format!("register/{}/{}", register.id, field.id), subject)
    })
}

fn procedure(machine: &Machine) -> Subject {
    let states: Vec<String> = machine.states.iter().map(|state| state.id.clone()).collect();
    let actions: Vec<String> = machine.actions.iter().map(|action| action.id.clone()).collect();
    Subject {
        name: Text::new(
            format!("办事规程“{}”", machine.name.zh),
            format!("Procedure `{}`", machine.id),
        ),
        told: Text::same(""),
        touches: Touches::Form,
        facts: vec![
            fact("状态", "states", ids(&states), Touches::Form),
            fact("动作", "actions", ids(&actions), Touches::Form),
        ],
    }
}

fn clocks(machine: &Machine) -> impl Iterator<Item = (String, Subject)> + '_ {
    machine.clocks.iter().map(|clock| {
        let subject = Subject {
            name: Text::new(
                format!("办事规程“{}”的时限“{}”", machine.name.zh, clock.name.zh),
                format!("Clock `{}` of procedure `{}`", clock.id, machine.id),
            ),
            told: Text::same(""),
            touches: Touches::Deadline,
            facts: vec![fact("长度", "length", limit(&clock.limit), Touches::Deadline)],
        };
        (format!("procedure/{}/{}", machine.id, clock.id), subject)
    })
}
