//! The tree of tasks in a programme: who leads each leaf, what each weighs, and that its days lie within those of its parent.

use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::Text;

use super::{Milestone, Surroundings, Task, parent_of, reader};
use crate::due::Due;
use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::table::{Need, Table};

/// Deepest nesting of tasks.
const DEPTH_MAX: usize = 6;

/// A task and the places of what may be wrong with it.
struct Entry {
    task: Task,
    /// The line that opens it.
    opening: Range<usize>,
    post: Option<Word>,
    due_span: Option<Range<usize>>,
    weight_span: Option<Range<usize>>,
}

/// Reads the tasks of one programme.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) around: &'a Surroundings<'a>,
    /// Id of the programme.
    pub(super) programme: &'a str,
    pub(super) from: Option<NaiveDate>,
    pub(super) due: Option<Due>,
}

impl Reader<'_> {
    pub(super) fn tasks(&self, table: &mut Table<'_>, ids: &mut Registry) -> Vec<Task> {
        let tables = table.tables("task");
        let entries: Vec<Entry> = tables.into_iter().filter_map(|table| self.entry(table, ids)).collect();
        for entry in &entries {
            let parent = entries.iter().find(|other| other.task.id == entry.task.parent());
            self.check_place(entry, parent);
            self.check_leaf(entry, &entries);
        }
        self.check_weights(&entries);
        let mut tasks: Vec<Task> = entries.into_iter().map(|entry| entry.task).collect();
        tasks.sort_by_key(|task| order(&task.id));
        tasks
    }

    fn entry(&self, mut table: Table<'_>, ids: &mut Registry) -> Option<Entry> {
        let (source, around) = (self.source, self.around);
        let opening = source.first_line(&table.span());
        let id = table.word("id", Need::Required).filter(|id| self.enter(id, ids));
        let name = table.text("name", Need::Required);
        let unit = table.word("unit", Need::Optional);
        let unit = unit
            .filter(|word| around.units.refer(word, source))
            .map(|word| word.text);
        let with = around.units.refer_all(table.words("with", Need::Optional), source);
        let post = table.word("post", Need::Optional);
        let post = post.filter(|word| around.post_ids.refer(word, source));
        let from = table.day("from", Need::Optional);
        let due = table.due("due", source);
        let weight = table.decimal("weight", Need::Optional);
        let acceptance = table.text("acceptance", Need::Optional);
        let milestones = reader::milestones(&mut table);
        let links = around.links(&mut table, source);
        let note = table.text("note", Need::Optional);
        table.finish();
        check_days(&from, &due, &milestones, source);
        let id = id?;
        Some(Entry {
            due_span: due.as_ref().map(|(_, span)| span.clone()),
            weight_span: weight.as_ref().map(|(_, span)| span.clone()),
            task: Task {
                line: source.line(id.span.start),
                id: id.text,
                name: name?,
                unit,
                with,
                post: post.as_ref().map(|post| post.text.clone()),
                from: from.map(|(day, _)| day),
                due: due.map(|(due, _)| due),
                weight: weight.map(|(weight, _)| weight),
                acceptance,
                milestones: milestones.into_iter().map(|(milestone, _)| milestone).collect(),
                links,
                note,
            },
            opening,
            post,
        })
    }

    /// Enters the id of a task: that of the programme with numbers behind it.
    fn enter(&self, id: &Word, ids: &mut Registry) -> bool {
        let numbers = id
            .text
            .strip_prefix(self.programme)
            .and_then(|rest| rest.strip_prefix('.'));
        let numbered = |part: &str| matches!(part.len(), 1..=3) && part.bytes().all(|byte| byte.is_ascii_digit());
        let formed =
            numbers.is_some_and(|numbers| numbers.split('.').count() <= DEPTH_MAX && numbers.split('.').all(numbered));
        if !formed {
            let says = Text::new(
                format!("“{}”不是“{}”的任务编号", id.text, self.programme),
                format!("`{}` is not the id of a task of `{}`", id.text, self.programme),
            );
            let help = Text::new(
                format!("写法如 {0}.1，再往下 {0}.1.2，最多{DEPTH_MAX}层", self.programme),
                format!(
                    "write {0}.1, below it {0}.1.2, at most {DEPTH_MAX} levels",
                    self.programme
                ),
            );
            self.source
                .report(FindingKind::BadId, id.span.clone(), says, Some(help));
            return false;
        }
        ids.enter_formed(id, self.source)
    }

    /// Its parent is there, and its days lie within those of the parent.
    fn check_place(&self, entry: &Entry, parent: Option<&Entry>) {
        let id = &entry.task.id;
        let (from, due) = match parent {
            Some(parent) => (parent.task.from, parent.task.due),
            None if parent_of(id) == self.programme => (self.from, self.due),
            None => {
                let says = Text::new(
                    format!("任务“{id}”的上级“{}”没有写", parent_of(id)),
                    format!("task `{id}` has no parent `{}`", parent_of(id)),
                );
                let help = Text::new("先写上级任务，或改编号", "write the parent task, or change the id");
                self.source
                    .report(FindingKind::NoParentTask, entry.opening.clone(), says, Some(help));
                return;
            }
        };
        let last = |due: Option<Due>| due.and_then(Due::last_day);
        if let (Some(own), Some(over), Some(span)) = (last(entry.task.due), last(due), &entry.due_span)
            && own > over
        {
            let says = Text::new(
                format!("任务“{id}”{own}才到期，上级在{over}已到期"),
                format!("task `{id}` is due on {own}, after its parent on {over}"),
            );
            let help = Text::new("下级不能晚于上级", "a task ends with its parent at the latest");
            self.source
                .report(FindingKind::DueAfterParent, span.clone(), says, Some(help));
        }
        if let (Some(own), Some(over)) = (entry.task.from, from)
            && own < over
        {
            let says = Text::new(
                format!("任务“{id}”{own}开始，早于上级的{over}"),
                format!("task `{id}` begins on {own}, before its parent on {over}"),
            );
            let help = Text::new("下级不能早于上级", "a task begins with its parent at the earliest");
            self.source
                .report(FindingKind::StartBeforeParent, entry.opening.clone(), says, Some(help));
        }
    }

    /// A leaf has one unit that leads and one post of that unit that answers.
    fn check_leaf(&self, entry: &Entry, entries: &[Entry]) {
        let task = &entry.task;
        let is_leaf = !entries.iter().any(|other| other.task.parent() == task.id);
        if is_leaf && (task.unit.is_none() || task.post.is_none()) {
            let says = Text::new(
                format!("任务“{}”没有写明牵头单位和责任岗位", task.id),
                format!(
                    "task `{}` does not say which unit leads and which post answers",
                    task.id
                ),
            );
            let help = Text::new("补上 unit = \"…\" 和 post = \"…\"", "add unit = \"…\" and post = \"…\"");
            self.source
                .report(FindingKind::TaskWithoutPost, entry.opening.clone(), says, Some(help));
        }
        if let Some(unit) = task.unit.as_ref().filter(|unit| task.with.contains(unit)) {
            let says = Text::new(
                format!("“{unit}”既牵头又配合"),
                format!("`{unit}` leads and helps itself"),
            );
            let help = Text::new("从 with 中删去", "take it out of `with`");
            self.source
                .report(FindingKind::UnitHelpsItself, entry.opening.clone(), says, Some(help));
        }
        let (Some(unit), Some(word)) = (&task.unit, &entry.post) else {
            return;
        };
        let post = self.around.posts.iter().find(|post| post.id == word.text);
        if let Some(other) = post.and_then(|post| post.unit.as_ref()).filter(|other| *other != unit) {
            let says = Text::new(
                format!("岗位“{}”属于“{other}”，不属于牵头单位“{unit}”", word.text),
                format!(
                    "the post `{}` belongs to `{other}`, not to `{unit}`, which leads",
                    word.text
                ),
            );
            let help = Text::new("换成牵头单位的岗位", "name a post of the unit that leads");
            self.source
                .report(FindingKind::PostOfOtherUnit, word.span.clone(), says, Some(help));
        }
    }

    /// Weights of siblings are given for all or none, and sum to 100.
    fn check_weights(&self, entries: &[Entry]) {
        let mut parents: Vec<&str> = entries.iter().map(|entry| entry.task.parent()).collect();
        parents.sort_unstable();
        parents.dedup();
        for parent in parents {
            let siblings: Vec<&Entry> = entries.iter().filter(|entry| entry.task.parent() == parent).collect();
            let weighed: Vec<&&Entry> = siblings.iter().filter(|entry| entry.task.weight.is_some()).collect();
            let Some(first) = weighed.first() else { continue };
            if let Some(without) = siblings.iter().find(|entry| entry.task.weight.is_none()) {
                let says = Text::new(
                    format!("任务“{}”没有权重，同级的有", without.task.id),
                    format!("task `{}` has no weight, its siblings have", without.task.id),
                );
                let help = Text::new(
                    "同级任务要么都写 weight，要么都不写",
                    "give `weight` to all siblings or to none",
                );
                self.source
                    .report(FindingKind::WeightMissing, without.opening.clone(), says, Some(help));
                continue;
            }
            let sum = weighed
                .iter()
                .filter_map(|entry| entry.task.weight)
                .try_fold(Decimal::ZERO, Decimal::checked_add);
            if sum == Some(Decimal::ONE_HUNDRED) && weighed.iter().all(|entry| entry.task.weight > Some(Decimal::ZERO))
            {
                continue;
            }
            let shown = sum.map_or_else(|| "…".to_owned(), |sum| sum.normalize().to_string());
            let says = Text::new(
                format!("“{parent}”下各任务的权重合计{shown}，不是100"),
                format!("the weights under `{parent}` sum to {shown}, not to 100"),
            );
            let help = Text::new(
                "同级任务的 weight 都大于0，合计100",
                "weights of siblings are above 0 and sum to 100",
            );
            let span = first.weight_span.clone().unwrap_or_else(|| first.opening.clone());
            self.source.report(FindingKind::WeightSum, span, says, Some(help));
        }
    }
}

/// The numbers of an id, by which tasks are ordered: `.2` before `.10`.
fn order(id: &str) -> Vec<u32> {
    id.split('.')
        .skip(1)
        .map(|part| part.parse().unwrap_or(u32::MAX))
        .collect()
}

/// It ends after it begins, and its milestones lie between.
pub(super) fn check_days(
    from: &Option<(NaiveDate, Range<usize>)>,
    due: &Option<(Due, Range<usize>)>,
    milestones: &[(Milestone, Range<usize>)],
    source: &Source<'_>,
) {
    let first = from.as_ref().map(|(day, _)| *day);
    let last = due.as_ref().and_then(|(due, _)| due.last_day());
    if let (Some(first), Some(last), Some((_, span))) = (first, last, due)
        && last < first
    {
        let says = Text::new(
            format!("{first}开始，{last}就到期了"),
            format!("it begins on {first} and is due before, on {last}"),
        );
        let help = Text::new("核对 from 和 due", "check `from` and `due`");
        source.report(FindingKind::DueBeforeStart, span.clone(), says, Some(help));
    }
    for (milestone, span) in milestones {
        let day = milestone.day;
        if first.is_some_and(|first| day < first) || last.is_some_and(|last| day > last) {
            let says = Text::new(
                format!("节点{day}不在起止日期之内"),
                format!("the milestone of {day} lies outside the days of its task"),
            );
            let help = Text::new("节点要在 from 和 due 之间", "a milestone lies between `from` and `due`");
            source.report(FindingKind::MilestoneOutside, span.clone(), says, Some(help));
        }
    }
}
