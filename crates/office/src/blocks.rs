//! Blocks of the plan as the pages show them: ids become names, and each says how far it has come.

use chrono::NaiveDate;
use city::coverage::{self, Coverage};
use city::{Block, City, Due, Milestone, Task};
use rules::unit::PlanUnit;
use standards::Text;

use crate::error::OfficeError;
use crate::leaf::place_name;
use crate::plan::posts;
use crate::views::{BlockView, CarriedBy, MilestoneView, TaskView};

/// A block with the names of all it refers to.
pub(crate) fn view(city: &City, block: &Block) -> Result<BlockView, OfficeError> {
    let (standing, because) = coverage::of_block(city, block);
    Ok(BlockView {
        id: block.id.clone(),
        kind: block.kind.name(),
        name: block.name.clone(),
        live: standing == Coverage::Live,
        standing: standing.name(),
        because,
        days: days(block.from, block.due),
        acceptance: block.acceptance.clone(),
        figure: block.figure.as_ref().map(|(value, unit)| {
            let unit = unit.as_deref().filter(|unit| *unit != "1").unwrap_or_default();
            match PlanUnit::parse(unit) {
                Some(unit) => unit.words(value),
                None => Text::same(format!("{value} {unit}").trim_end()),
            }
        }),
        carried_by: carried_by(city, block),
        places: block.links.places.iter().map(|id| place_name(city, id)).collect(),
        answers: posts(city, &block.links.answers),
        measured: crate::verdict::of_block(city, block)?,
        milestones: milestones(&block.milestones),
        tasks: block.tasks.iter().map(|task| task_view(city, task)).collect(),
        note: block.note.clone(),
        certainty: block.certainty,
    })
}

fn carried_by(city: &City, block: &Block) -> Vec<CarriedBy> {
    let rules = block.links.rules.iter().map(|id| CarriedBy {
        what: Text::new("规则", "Rule"),
        id: id.clone(),
        name: rules::catalogue::rule(id).map_or_else(|| Text::same(id), |rule| Text::new(rule.zh, rule.en)),
        shown_at: None,
    });
    let procedures = block.links.procedures.iter().map(|id| CarriedBy {
        what: Text::new("办事规程", "Procedure"),
        id: id.clone(),
        name: named(id, city.procedures.iter().map(|known| (&known.id, &known.name))),
        shown_at: None,
    });
    let registers = block.links.registers.iter().map(|id| CarriedBy {
        what: Text::new("名录", "Register"),
        id: id.clone(),
        name: named(id, city.registers.iter().map(|known| (&known.id, &known.name))),
        shown_at: Some(format!("/registers/{id}")),
    });
    rules.chain(procedures).chain(registers).collect()
}

/// The name of `id` among `known`; the checker of the city folder proves that it is there.
fn named<'n>(id: &str, mut known: impl Iterator<Item = (&'n String, &'n Text)>) -> Text {
    known
        .find(|(other, _)| *other == id)
        .map_or_else(|| Text::same(id), |(_, name)| name.clone())
}

fn milestones(milestones: &[Milestone]) -> Vec<MilestoneView> {
    milestones
        .iter()
        .map(|milestone| MilestoneView {
            day: milestone.day.to_string(),
            says: milestone.says.clone(),
        })
        .collect()
}

fn task_view(city: &City, task: &Task) -> TaskView {
    let unit = |id: &String| city.unit(id).map_or_else(|| Text::same(id), |unit| unit.name.clone());
    let post = task.post.clone();
    TaskView {
        id: task.id.clone(),
        depth: task.depth(),
        name: task.name.clone(),
        units: task.unit.iter().chain(&task.with).map(unit).collect(),
        post: post.and_then(|post| posts(city, &[post]).pop()),
        days: days(task.from, task.due),
        weight: task.weight.map(|weight| weight.normalize().to_string()),
        acceptance: task.acceptance.clone(),
        milestones: milestones(&task.milestones),
    }
}

/// From when until when, in words.
fn days(from: Option<NaiveDate>, due: Option<Due>) -> Option<Text> {
    let due = due.map(Due::text);
    match (from, due) {
        (None, due) => due,
        (Some(from), None) => Some(Text::new(format!("{from}起"), format!("from {from}"))),
        (Some(from), Some(due)) => Some(Text::new(
            format!("{from}起，{}", due.zh),
            format!("from {from}, {}", due.en),
        )),
    }
}
