//! RESP-10: programmes of several years and what becomes of their unfinished tasks.

use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

use crate::found::{Found, rate};

/// How a programme stands at its end.
#[derive(Clone, Debug)]
pub struct Completion {
    /// Accepted tasks in percent.
    pub percent: Found<Decimal>,
    /// Whether every task is accepted.
    pub complete: bool,
    /// Ids of the tasks that are carried into the next programme and closed here as "carried".
    pub carried: Vec<String>,
}

fn rule() -> Citation {
    Citation::new("RESP-10", "programmes (三年行动计划)", Certainty::PD)
}

/// The completion of a programme at its end, from its tasks (id, accepted).
pub fn completion<'a>(tasks: impl IntoIterator<Item = (&'a str, bool)>) -> Completion {
    let (mut accepted, mut all, mut carried) = (0u64, 0u64, Vec::new());
    for (id, is_accepted) in tasks {
        all += 1;
        accepted += u64::from(is_accepted);
        if !is_accepted {
            carried.push(id.to_owned());
        }
    }
    let what = Text::new("行动计划完成率", "tasks of the programme accepted");
    Completion {
        percent: rate(&what, accepted.into(), all.into(), rule()),
        complete: all > 0 && carried.is_empty(),
        carried,
    }
}

/// Whether a task may enter a programme: it belongs to exactly one.
pub fn may_enter(programme: &str, already_in: &[&str]) -> Found<bool> {
    match already_in.iter().find(|other| **other != programme) {
        Some(other) => {
            let says = Text::new(
                format!("该任务已在“{other}”中，不能同时列入“{programme}”"),
                format!("the task belongs to {other} already and cannot be in {programme} as well"),
            );
            Found::known(false, says, rule())
        }
        None => Found::known(
            true,
            Text::new("任务只属于这一个计划", "the task belongs to this programme alone"),
            rule(),
        ),
    }
}

/// The id of a carried task in the next programme, linked to the old one.
pub fn carried_id(next_programme: &str, old: &str) -> String {
    format!("{next_programme}.from.{old}")
}
