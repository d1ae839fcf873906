//! SUP-2: visits of the grid, counted object by object and window by window: a surplus never repairs a gap elsewhere.

use rust_decimal::Decimal;
use standards::Text;

use crate::clock::{Period, Window, windows};
use crate::found::{Found, rate};
use crate::profile::{InForce, Parameter, ProfileError};

/// Whose visits, and to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visitor {
    /// Level 2 to a key object or one with complaints.
    CountyKey,
    /// Level 3 to a key object or one with complaints.
    TownshipKey,
    /// Level 3 to another object.
    TownshipOther,
    /// Level 4 to any object.
    Village,
}

impl Visitor {
    fn parameter(self) -> &'static str {
        match self {
            Self::CountyKey => "grid_county_key_per_week",
            Self::TownshipKey => "grid_township_key_per_week",
            Self::TownshipOther => "grid_township_other_per_half_month",
            Self::Village => "grid_village_every_days",
        }
    }
}

/// What was due in a window, and what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visits {
    /// Visits due.
    pub due: u32,
    /// Visits made.
    pub done: u32,
}

/// The windows of a visitor in `span`, each with the visits that are due in it. Weeks are counted from the first day of the span
/// (a span of 28 days has four), half months by the calendar, "every n days" from the first day.
pub fn due(parameters: InForce<'_>, visitor: Visitor, span: Window) -> Result<Vec<(Window, u32)>, ProfileError> {
    let number = parameters.parameter(visitor.parameter())?.count()?;
    Ok(match visitor {
        Visitor::CountyKey | Visitor::TownshipKey => steps(span, 7).map(|window| (window, number)).collect(),
        Visitor::TownshipOther => windows(span, Period::HalfMonth)
            .into_iter()
            .map(|window| (window, number))
            .collect(),
        Visitor::Village => steps(span, u64::from(number)).map(|window| (window, 1)).collect(),
    })
}

/// Whole windows of `days` days from the first day of the span.
fn steps(span: Window, days: u64) -> impl Iterator<Item = Window> {
    let mut next = (days > 0).then_some(span.first);
    std::iter::from_fn(move || {
        let first = next?;
        let last = first.checked_add_days(chrono::Days::new(days.saturating_sub(1)))?;
        next = last.succ_opt();
        (last <= span.last).then_some(Window { first, last })
    })
}

/// The rate of visits: per window the lesser of done and due, over all that was due.
pub fn visit_rate(rule: &Parameter, visits: &[Visits]) -> Found<Decimal> {
    let counted: u64 = visits.iter().map(|each| u64::from(each.done.min(each.due))).sum();
    let due: u64 = visits.iter().map(|each| u64::from(each.due)).sum();
    rate(
        &Text::new("网格巡查率", "visits of the grid"),
        counted.into(),
        due.into(),
        rule.of_rule(),
    )
}
