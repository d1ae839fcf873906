//! RESP-7: bars after a sanction, and that responsibility lasts for life.

use chrono::NaiveDate;
use standards::{Certainty, Citation, Reason, Text};

use crate::clock::{Calendar, ClockUnit, due_by};
use crate::found::Found;
use crate::profile::{InForce, ProfileError};

/// An organisational sanction that bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sanction {
    /// 调离岗位
    Transfer,
    /// 引咎辞职、责令辞职
    Resignation,
    /// 免职
    Removal,
    /// 降职
    Demotion,
    /// A discipline with an effect of so many months.
    Discipline {
        /// Months of effect.
        months: u32,
    },
}

/// What is barred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bar {
    /// Any post.
    Post,
    /// A post higher than before.
    HigherPost,
    /// Promotion.
    Promotion,
}

/// The parameter that bars `what` after a sanction; none where it does not bar it.
fn bar(sanction: Sanction, what: Bar) -> Option<&'static str> {
    match (sanction, what) {
        (Sanction::Transfer, Bar::Promotion) => Some("bar_transfer_promotion_years"),
        (Sanction::Resignation | Sanction::Removal, Bar::Post) => Some("bar_removal_post_years"),
        (Sanction::Resignation | Sanction::Removal, Bar::HigherPost | Bar::Promotion) => {
            Some("bar_removal_higher_years")
        }
        (Sanction::Demotion, Bar::HigherPost | Bar::Promotion) => Some("bar_demotion_promotion_years"),
        _ => None,
    }
}

/// The first day on which what is barred is possible again: the longest of all bars. No bar: the value is none and the reason says so.
pub fn earliest(
    parameters: InForce<'_>,
    what: Bar,
    decided: &[(Sanction, NaiveDate)],
) -> Result<Found<NaiveDate>, ProfileError> {
    let rule = Citation::new("RESP-7", "bar periods (限制期限)", Certainty::K);
    let mut latest: Option<(NaiveDate, Reason)> = None;
    for (sanction, day) in decided {
        let (end, by) = match (sanction, bar(*sanction, what)) {
            (Sanction::Discipline { months }, _) if what != Bar::Post => (
                due_by(*day, *months, ClockUnit::Months, &Calendar::default()),
                rule.clone(),
            ),
            (_, Some(name)) => {
                let years = parameters.parameter(name)?;
                let end = due_by(*day, years.count()?, ClockUnit::Years, &Calendar::default());
                (end, years.of_rule())
            }
            _ => continue,
        };
        let end = match end {
            Ok(end) => end,
            Err(error) => return Ok(Found::unknown(error.text(), rule)),
        };
        let says = Text::new(
            format!("{day}作出的决定限制至{end}"),
            format!("the decision of {day} bars until {end}"),
        );
        if latest.as_ref().is_none_or(|(known, _)| *known < end) {
            latest = Some((end, Reason::new(says).by(by)));
        }
    }
    Ok(match latest {
        Some((day, cause)) => {
            let says = Text::new(format!("{day}前不得安排"), format!("not before {day}"));
            Found::known(day, says, rule).since_all([cause])
        }
        None => Found::unknown(Text::new("没有限制", "no bar"), rule),
    })
}

/// Where the decider is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whereabouts {
    /// Still in the post.
    InPost,
    /// Moved.
    Moved,
    /// Promoted.
    Promoted,
    /// Retired.
    Retired,
}

/// A decision as it is kept, without expiry.
#[derive(Clone, Debug)]
pub struct DecisionRecord {
    /// When it was taken.
    pub decided: NaiveDate,
    /// Who decided: person, and the post held on that day.
    pub deciders: Vec<(String, String)>,
}

/// Whether a case opens, whom it concerns. It opens wherever the deciders are now (终身追责); without a record nobody can be named.
pub fn opens(record: Option<&DecisionRecord>, now: Whereabouts) -> Found<Vec<String>> {
    let rule = Citation::new("RESP-7", "lifelong responsibility (终身追责)", Certainty::V2);
    let Some(record) = record.filter(|record| !record.deciders.is_empty()) else {
        let says = Text::new(
            "没有决策记录，不能确定责任人",
            "there is no decision record: nobody can be named",
        );
        return Found::unknown(says, rule);
    };
    let people = record.deciders.iter().map(|(person, _)| person.clone()).collect();
    let whereabouts = match now {
        Whereabouts::InPost => Text::new("仍在岗", "still in the post"),
        Whereabouts::Moved => Text::new("已调离", "moved"),
        Whereabouts::Promoted => Text::new("已提拔", "promoted"),
        Whereabouts::Retired => Text::new("已退休", "retired"),
    };
    let says = Text::new(
        format!("{}作出的决定，责任人{}，仍应立案追责", record.decided, whereabouts.zh),
        format!(
            "decided on {}, the decider is {}: the case opens",
            record.decided, whereabouts.en
        ),
    );
    Found::known(people, says, rule)
}
