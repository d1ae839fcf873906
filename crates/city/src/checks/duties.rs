//! Questions about who does what: posts that nobody holds or that answer for nothing, promises without anybody behind them, promises
//! made twice. What concerns many things of one kind is said in one finding.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use standards::Text;

use super::Report;
use crate::block::{Block, BlockKind};
use crate::due::Due;
use crate::finding::Finding;
use crate::indicator::CountedIndicator;
use crate::kind::FindingKind;
use crate::model::City;
use crate::register::FieldKind;
use crate::registry::Registry;
use crate::source::Findings;
use crate::target::Target;

/// Ids listed in one finding at most.
const LISTED_MAX: usize = 12;

/// Where the ids are written that these questions are about.
pub(crate) struct Known<'i> {
    pub(crate) blocks: &'i Registry,
    pub(crate) rows: &'i Registry,
    pub(crate) posts: &'i Registry,
    pub(crate) units: &'i Registry,
    pub(crate) tags: &'i Registry,
    pub(crate) registers: &'i Registry,
    pub(crate) indicators: &'i Registry,
}

/// Asks them. Where something does not read, it is told first.
pub(super) fn ask(city: &City, known: &Known<'_>, findings: &Findings) {
    if findings.has_errors() {
        return;
    }
    ask_posts(city, known, findings);
    super::chiefs::ask(city, known, findings);
    ask_what_is_used(city, known, findings);
    for block in city.blocks() {
        ask_block(block, city.resolved, &|kind, says, help| {
            push(kind, &block.file, (&block.id, known.blocks), says, help, findings);
        });
    }
    ask_clauses(city, findings);
    for (at, target) in city.targets().enumerate() {
        ask_promised_twice(target, city.targets().take(at), &|kind, says, help| {
            push(kind, &target.file, (&target.id, known.blocks), says, help, findings);
        });
    }
}

fn ask_posts(city: &City, known: &Known<'_>, findings: &Findings) {
    let vacant = city.posts.iter().filter(|post| post.holder.is_none());
    list(
        FindingKind::VacantPost,
        vacant.map(|post| post.id.as_str()),
        known.posts,
        &Text::new("没有人任职的岗位：", "posts that nobody holds: "),
        Text::new(
            "写上 holder，或在任命后补上",
            "write `holder`, or add it when somebody is appointed",
        ),
        findings,
    );
    let busy = busy_posts(city);
    let idle = city.posts.iter().filter(|post| !busy.contains(post.id.as_str()));
    list(
        FindingKind::IdlePost,
        idle.map(|post| post.id.as_str()),
        known.posts,
        &Text::new("没有任何职责的岗位：", "posts that answer for nothing: "),
        Text::new("给它职责，或删去", "let it answer for something, or take it out"),
        findings,
    );
    let empty = city
        .units
        .iter()
        .filter(|unit| !city.posts.iter().any(|post| post.unit.as_ref() == Some(&unit.id)));
    list(
        FindingKind::UnitWithoutPosts,
        empty.map(|unit| unit.id.as_str()),
        known.units,
        &Text::new("没有岗位的单位：", "units without a post: "),
        Text::new("在 people/posts.toml 中为它设岗", "give it a post in people/posts.toml"),
        findings,
    );
}

/// Every post that answers, leads, writes or acts.
fn busy_posts(city: &City) -> BTreeSet<&str> {
    let targets = city.targets().flat_map(|target| &target.answers);
    let blocks = city.blocks().flat_map(|block| {
        let tasks = block.tasks.iter().filter_map(|task| task.post.as_ref());
        block.links.answers.iter().chain(tasks)
    });
    let points = city.points.iter().flat_map(|point| &point.answers);
    let registers = city.registers.iter().flat_map(|register| &register.writes);
    let roles = city.procedures.iter().flat_map(|machine| &machine.roles);
    let acting = roles.flat_map(|role| &role.posts);
    let all = targets.chain(blocks).chain(points).chain(registers).chain(acting);
    let with_roles = city.posts.iter().filter(|post| !post.roles.is_empty());
    all.map(String::as_str)
        .chain(with_roles.map(|post| post.id.as_str()))
        .collect()
}

fn ask_what_is_used(city: &City, known: &Known<'_>, findings: &Findings) {
    let of_blocks = city.blocks().flat_map(|block| {
        let tasks = block.tasks.iter().flat_map(|task| &task.links.registers);
        block.links.registers.iter().chain(tasks)
    });
    let of_indicators = city.indicators.iter().map(|indicator| &indicator.register);
    let of_procedures = city.procedures.iter().flat_map(|machine| {
        let published = machine.actions.iter().flat_map(|action| &action.publishes);
        machine.register.iter().chain(published)
    });
    let fields = city.registers.iter().flat_map(|register| &register.fields);
    let of_registers = fields.filter_map(|field| match &field.kind {
        FieldKind::Reference(register) => Some(register),
        _ => None,
    });
    let named: BTreeSet<&String> = of_blocks
        .chain(of_indicators)
        .chain(of_procedures)
        .chain(of_registers)
        .collect();
    let unused = city.registers.iter().filter(|register| !named.contains(&register.id));
    list(
        FindingKind::UnusedRegister,
        unused.map(|register| register.id.as_str()),
        known.registers,
        &Text::new(
            "计划、指标和办事规程都没有用到的名录：",
            "registers that no block, indicator or procedure uses: ",
        ),
        Text::new(
            "在落实它的代码块中写 registers = [\"…\"]",
            "name it in the block that it serves: registers = [\"…\"]",
        ),
        findings,
    );
    ask_indicators(city, known, findings);
    let fed = |id: &str| {
        city.registers
            .iter()
            .any(|register| register.id == id && !register.entries.is_empty())
    };
    let unfed = city.indicators.iter().filter(|indicator| !fed(&indicator.register));
    list(
        FindingKind::IndicatorNotFed,
        unfed.map(|indicator| indicator.id.as_str()),
        known.indicators,
        &Text::new(
            "所在名录没有条目、无法计算的指标：",
            "indicators whose register has no entries: ",
        ),
        Text::new(
            "填报名录之前，它们的判定是“没有数据”",
            "their verdict stays `no data` until the register is filled",
        ),
        findings,
    );
    let tagged: BTreeSet<&String> = city
        .blocks()
        .flat_map(|block| {
            let tasks = block.tasks.iter().flat_map(|task| &task.links.tags);
            block.links.tags.iter().chain(tasks)
        })
        .collect();
    let untagged = city.tags.iter().filter(|tag| !tagged.contains(&tag.id));
    list(
        FindingKind::UnusedTag,
        untagged.map(|tag| tag.id.as_str()),
        known.tags,
        &Text::new("没有用到的标签：", "tags that nothing carries: "),
        Text::new(
            "在代码块或任务中写 tags = [\"…\"]",
            "write tags = [\"…\"] in a block or task",
        ),
        findings,
    );
}

/// An indicator is used by what it measures, and by a mechanism or constraint whose rule it computes from its register.
fn ask_indicators(city: &City, known: &Known<'_>, findings: &Findings) {
    let targets = city.targets().filter_map(|target| target.measured.indicator.counted());
    let blocks = city
        .blocks()
        .filter_map(|block| block.measured.as_ref()?.indicator.counted());
    let measuring: BTreeSet<&str> = targets.chain(blocks).collect();
    let computes = |indicator: &CountedIndicator| {
        let served = |block: &Block| {
            let by_rule = indicator
                .rule
                .as_ref()
                .is_some_and(|rule| block.links.rules.contains(rule));
            by_rule && block.links.registers.contains(&indicator.register)
        };
        city.blocks().any(served)
    };
    let unused = city
        .indicators
        .iter()
        .filter(|indicator| !measuring.contains(indicator.id.as_str()) && !computes(indicator));
    list(
        FindingKind::UnusedIndicator,
        unused.map(|indicator| indicator.id.as_str()),
        known.indicators,
        &Text::new(
            "没有目标或代码块用到的指标：",
            "indicators that no target and no block uses: ",
        ),
        Text::new(
            "让一个目标用它（indicator = \"…\"），或删去",
            "let a target use it (indicator = \"…\"), or take it out",
        ),
        findings,
    );
}

fn ask_block(block: &Block, resolved: NaiveDate, report: Report<'_>) {
    ask_due(block, resolved, report);
    let is_work = matches!(block.kind, BlockKind::Programme | BlockKind::Task);
    if is_work && block.links.answers.is_empty() {
        report(
            FindingKind::NobodyAnswers,
            Text::new(
                format!("“{}”没有人负责", block.id),
                format!("nobody answers for `{}`", block.id),
            ),
            Text::new("加上 answers = [\"岗位编号\"]", "add answers = [\"post id\"]"),
        );
    }
    let is_leaf = |id: &str| !block.tasks.iter().any(|task| task.parent() == id);
    let open: Vec<&str> = block
        .tasks
        .iter()
        .filter(|task| task.acceptance.is_none() && is_leaf(&task.id))
        .map(|task| task.id.as_str())
        .collect();
    if !open.is_empty() {
        report(
            FindingKind::NoAcceptance,
            Text::new(
                format!("没有写明完成标准的任务：{}", listed(&open, "、")),
                format!("tasks that do not say when they are done: {}", listed(&open, ", ")),
            ),
            Text::new(
                "写上 acceptance = { zh = \"…\", en = \"…\" }",
                "add acceptance = { zh = \"…\", en = \"…\" }",
            ),
        );
    }
    if block.kind == BlockKind::Fact && block.sources.is_empty() {
        report(
            FindingKind::FactWithoutSource,
            Text::new(
                format!("“{}”没有写明出处", block.id),
                format!("`{}` does not say where it comes from", block.id),
            ),
            Text::new("写上 sources = [\"…\"]", "add sources = [\"…\"]"),
        );
    }
}

/// Nothing that a resolution orders can have been due before it.
fn ask_due(block: &Block, resolved: NaiveDate, report: Report<'_>) {
    let own = (block.id.as_str(), block.due);
    let all = [own]
        .into_iter()
        .chain(block.tasks.iter().map(|task| (task.id.as_str(), task.due)));
    let late: Vec<&str> = all
        .filter(|(_, due)| due.and_then(Due::last_day).is_some_and(|last| last < resolved))
        .map(|(id, _)| id)
        .collect();
    if !late.is_empty() {
        report(
            FindingKind::DueBeforeResolution,
            Text::new(
                format!("期限早于决议通过的{resolved}：{}", listed(&late, "、")),
                format!("due before the resolution of {resolved}: {}", listed(&late, ", ")),
            ),
            Text::new(
                "核对 due；已办完的事写成 fact",
                "check `due`; what was done by then is a `fact`",
            ),
        );
    }
}

fn ask_clauses(city: &City, findings: &Findings) {
    for clause in &city.clauses {
        let is_prose = |part: &crate::Part| matches!(part, crate::Part::Prose { .. });
        if !clause.parts.is_empty() && clause.parts.iter().all(is_prose) {
            let name = clause.heading.name();
            let says = Text::new(
                format!("{}没有代码块，写的话无人落实", name.zh),
                format!("{} has no block: nothing carries its words out", name.en),
            );
            let help = Text::new(
                "在每句话之后写落实它的代码块",
                "write the block that carries it out after each sentence",
            );
            findings.push(Finding::new(FindingKind::ClauseWithoutBlocks, &clause.file, says).advising(Some(help)));
        }
    }
}

/// Whether an earlier target promises another value of the same thing in the same place for the same time.
fn ask_promised_twice<'t>(target: &'t Target, mut earlier: impl Iterator<Item = &'t Target>, report: Report<'_>) {
    let contradicts = |other: &&Target| {
        other.measured.indicator == target.measured.indicator
            && other.measured.comparator == target.measured.comparator
            && other.due == target.due
            && other.measured.value != target.measured.value
            && other.places.iter().any(|place| target.places.contains(place))
    };
    if let Some(other) = earlier.find(contradicts) {
        report(
            FindingKind::PromisedTwice,
            Text::new(
                format!("“{}”与“{}”承诺同一件事，数值不同", target.id, other.id),
                format!(
                    "`{}` and `{}` promise the same thing with different values",
                    target.id, other.id
                ),
            ),
            Text::new(
                "只留一个，或写明不同的地点、期限",
                "keep one of them, or name other places or another time",
            ),
        );
    }
}

/// One finding about all of `ids`; none where there are none.
fn list<'i>(
    kind: FindingKind,
    ids: impl Iterator<Item = &'i str>,
    registry: &Registry,
    what: &Text,
    help: Text,
    findings: &Findings,
) {
    let ids: Vec<&str> = ids.collect();
    let Some(first) = ids.first() else { return };
    let says = Text::new(
        format!("{}{}", what.zh, listed(&ids, "、")),
        format!("{}{}", what.en, listed(&ids, ", ")),
    );
    push(kind, "", (first, registry), says, help, findings);
}

fn listed(ids: &[&str], comma: &str) -> String {
    let mut words: Vec<String> = ids.iter().take(LISTED_MAX).map(|id| (*id).to_owned()).collect();
    if ids.len() > LISTED_MAX {
        words.push(format!("… ({})", ids.len()));
    }
    words.join(comma)
}

/// Reports at the place where `id` was entered.
pub(super) fn push(
    kind: FindingKind,
    file: &str,
    (id, ids): (&str, &Registry),
    says: Text,
    help: Text,
    findings: &Findings,
) {
    let place = ids.place_of(id);
    let file = place.map_or(file, |(excerpt, _)| excerpt.file());
    let finding = Finding::new(kind, file, says).advising(Some(help));
    findings.push(match place {
        Some((excerpt, span)) => finding.marking(excerpt.clone(), span.clone()),
        None => finding,
    });
}
