//! Indicators that a city counts itself, from the entries of its registers.
//!
//! [`Method`] is the one list of methods; [`count`] computes any of them over the entries of a year. What an entry does not say makes
//! the figure unknown: it is never taken as zero, and never left out in silence.

mod chiefs;
mod entry;
mod land;
mod method;
mod panel;
mod rural;
mod simple;

pub use entry::{Counted, Entry, Figure, Question, Says};
pub use method::{Input, InputKind, Method, ResultUnit};
pub use panel::Judgement;

use crate::profile::{InForce, ProfileError};

/// Computes `method` over the entries of `question`. `rural` are the parameters of the subject `rural` in the year.
///
/// Errors when a parameter that the method needs is missing.
pub fn count(method: Method, question: &Question<'_>, rural: InForce<'_>) -> Result<Counted, ProfileError> {
    if let Some(counted) = question.nothing_to_count(method) {
        return Ok(counted);
    }
    Ok(match method {
        Method::Figure => simple::figure(question),
        Method::Ratio => simple::ratio(question),
        Method::Sum => simple::sum(question),
        Method::Count => simple::count(question),
        Method::Share => simple::share(question),
        Method::FarmlandSafeUse => land::farmland(question),
        Method::PlotSafeUse => land::plots(question),
        Method::RuralSewage => rural::sewage(question),
        Method::RuralToilets => rural::toilets(question),
        Method::RuralGarbage => rural::garbage(question, rural)?,
        Method::ChiefCoverage => chiefs::coverage(question),
        Method::Panel => panel::judgement(question),
    })
}
