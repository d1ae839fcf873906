//! RESP-6: the tree of tasks: what may be published, how far it is, and whether a unit executes selectively.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Certainty, Citation, Reason, Text};

use crate::found::{Found, shown, two_places};
use crate::profile::{InForce, ProfileError};

/// Deepest tree that is looked at.
const DEPTH_MAX: u32 = 16;

/// One node of the tree.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// Id of its parent; none for the root.
    pub parent: Option<String>,
    /// Its weight among its siblings.
    pub weight: Decimal,
    /// Progress in percent, of a leaf; none where nobody reported.
    pub progress: Option<Decimal>,
    /// Deadline.
    pub due: Option<NaiveDate>,
    /// Lead department, of a leaf.
    pub lead: Option<String>,
    /// Post, of a leaf.
    pub post: Option<String>,
    /// The person who holds the post, of a leaf.
    pub person: Option<String>,
}

fn rule() -> Citation {
    Citation::new("RESP-6", "decomposition (逐条分解)", Certainty::PD)
}

fn children<'a>(tasks: &'a [Task], of: &'a str) -> impl Iterator<Item = &'a Task> {
    tasks.iter().filter(move |task| task.parent.as_deref() == Some(of))
}

/// Every fault that keeps the tree from being published; empty when there is none.
pub fn faults(tasks: &[Task]) -> Vec<Reason> {
    let mut found = Vec::new();
    let mut tell = |zh: String, en: String| found.push(Reason::new(Text::new(zh, en)).by(rule()));
    for task in tasks {
        let id = &task.id;
        let weights: Vec<Decimal> = children(tasks, id).map(|child| child.weight).collect();
        if weights.is_empty() {
            for (name, zh, en) in [
                (&task.lead, "牵头单位", "lead department"),
                (&task.post, "岗位", "post"),
                (&task.person, "责任人", "person"),
            ] {
                if name.as_deref().unwrap_or_default().is_empty() {
                    tell(format!("{id}没有{zh}"), format!("{id} has no {en}"));
                }
            }
        } else if weights.iter().sum::<Decimal>() != Decimal::ONE_HUNDRED {
            let sum = weights.iter().sum::<Decimal>();
            tell(
                format!("{id}下级权重合计{sum}%，应为100%"),
                format!("the weights below {id} sum to {sum} %, not 100 %"),
            );
        }
        let parent = task
            .parent
            .as_ref()
            .and_then(|parent| tasks.iter().find(|each| each.id == *parent));
        if let (Some(own), Some(above)) = (task.due, parent.and_then(|parent| parent.due))
            && own > above
        {
            tell(
                format!("{id}的期限{own}晚于上级{above}"),
                format!("{id} is due on {own}, after its parent on {above}"),
            );
        }
    }
    found
}

/// Progress of a node in percent: its own for a leaf, else the weighted mean of its children. One unknown leaf leaves it unknown.
pub fn progress(tasks: &[Task], id: &str) -> Found<Decimal> {
    match weigh(tasks, id, DEPTH_MAX) {
        Ok(value) => {
            let told = shown(value);
            Found::known(
                two_places(value),
                Text::new(format!("{id}进度{told}%"), format!("progress of {id}: {told} %")),
                rule(),
            )
        }
        Err(leaf) => Found::unknown(
            Text::new(
                format!("{leaf}没有报送进度，不能汇总"),
                format!("{leaf} reported no progress: no sum"),
            ),
            rule(),
        ),
    }
}

fn weigh(tasks: &[Task], id: &str, depth: u32) -> Result<Decimal, String> {
    let unknown = || id.to_owned();
    let depth = depth.checked_sub(1).ok_or_else(unknown)?;
    let (mut sum, mut weights, mut any) = (Decimal::ZERO, Decimal::ZERO, false);
    for child in children(tasks, id) {
        any = true;
        sum += child.weight * weigh(tasks, &child.id, depth)?;
        weights += child.weight;
    }
    if any {
        return sum.checked_div(weights).ok_or_else(unknown);
    }
    let own = tasks.iter().find(|task| task.id == id).and_then(|task| task.progress);
    own.map(|own| own.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED))
        .ok_or_else(unknown)
}

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// 完成: 100 % and accepted.
    Done,
    /// 逾期: past the deadline and below 100 %.
    Late,
    /// 有风险: behind the time by more than the margin.
    AtRisk,
    /// 正常
    OnTrack,
}

/// The status of a task that runs from `from` to `due`, on `today`.
pub fn status(
    parameters: InForce<'_>,
    progress: Decimal,
    accepted: bool,
    (from, due): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Status, ProfileError> {
    let margin = parameters.parameter("task_risk_margin")?.value;
    let elapsed = elapsed_percent(from, due, today);
    Ok(match progress >= Decimal::ONE_HUNDRED {
        true if accepted => Status::Done,
        false if today > due => Status::Late,
        _ if progress < elapsed - margin => Status::AtRisk,
        _ => Status::OnTrack,
    })
}

fn elapsed_percent(from: NaiveDate, due: NaiveDate, today: NaiveDate) -> Decimal {
    let (gone, all) = ((today - from).num_days(), (due - from).num_days());
    let share = Decimal::from(gone * 100).checked_div(Decimal::from(all));
    share
        .unwrap_or(Decimal::ONE_HUNDRED)
        .clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)
}

/// Whether a unit executes selectively: the progress of its leaves differs widely, and one is left aside past half of its time.
/// `leaves` are progress and elapsed share of time, both in percent.
pub fn is_selective(parameters: InForce<'_>, leaves: &[(Decimal, Decimal)]) -> Result<Found<bool>, ProfileError> {
    let deviation = parameters.parameter("selective_deviation")?;
    let low = parameters.parameter("selective_low_progress")?;
    let time = parameters.parameter("selective_time_share")?;
    let count = Decimal::from(leaves.len());
    let Some(mean) = leaves
        .iter()
        .map(|(progress, _)| *progress)
        .sum::<Decimal>()
        .checked_div(count)
    else {
        let says = Text::new("该单位没有任务", "the unit has no task");
        return Ok(Found::unknown(says, deviation.of_rule()));
    };
    // Squares are compared, so that no root need be drawn.
    let squares = leaves
        .iter()
        .map(|(progress, _)| (progress - mean) * (progress - mean))
        .sum::<Decimal>();
    let wide = squares > deviation.value * deviation.value * count;
    let aside = leaves
        .iter()
        .filter(|(progress, elapsed)| *progress < low.value && *elapsed > time.value)
        .count();
    let selective = wide && aside > 0;
    let says = match selective {
        true => Text::new(
            format!(
                "进度差异过大，且有 {aside} 项任务时间过半而进度不足{}%：有选择性执行迹象",
                low.value
            ),
            format!(
                "progress differs widely and {aside} tasks are below {} % past half of their time: selective",
                low.value
            ),
        ),
        false => Text::new("没有选择性执行迹象", "no sign of selective execution"),
    };
    Ok(Found::known(selective, says, deviation.of_rule()))
}
