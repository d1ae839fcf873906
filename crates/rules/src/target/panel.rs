//! Targets that no number decides: a panel's judgement, with its evidence (ASM-1).

use standards::{Reason, Text};

use super::{Attainment, Deadline, Judged, outcome_words};
use crate::indicator::{Counted, Figure, Judgement};

/// Takes a panel's judgement over. "Largely reached" is not reached: the words of the plan know no half.
pub fn judge_panel(year: i32, deadline: Deadline, counted: Counted) -> Judged {
    let Counted {
        figure,
        received,
        reason,
    } = counted;
    let Some(Figure::Judgement(judgement)) = figure else {
        let attainment = if received {
            Attainment::NotEnoughData
        } else {
            Attainment::NoData
        };
        let says = Text::new(
            format!("{year}年没有可用的评议结论，不能判定（定性目标不由程序计算）"),
            format!("{year}: no judgement of a panel can be used, no verdict (such a target is never computed)"),
        );
        return Judged::new(attainment, None, Reason::new(says).since(reason));
    };
    let attainment = match judgement {
        Judgement::Reached => Attainment::Met,
        Judgement::Partly | Judgement::NotReached => match deadline {
            Deadline::Year(due) if due <= year => Attainment::Missed,
            Deadline::EveryYear => Attainment::Missed,
            Deadline::Year(_) | Deadline::Open => Attainment::NotYet,
        },
    };
    let (word, outcome) = (judgement.text(), outcome_words(attainment));
    let says = Text::new(
        format!("{year}年评议结论“{}”：{}", word.zh, outcome.zh),
        format!("{year}: the panel judged '{}': {}", word.en, outcome.en),
    );
    Judged::new(attainment, None, Reason::new(says).since(reason))
}
