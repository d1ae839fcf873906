//! Rates of the countryside (RUR-1), summed over villages before they are divided (RUR-2).

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Reason, Text};

use super::entry::{Counted, Entry, Question, lacks, too_large};
use super::method::Method;
use super::simple::share_of;
use crate::profile::{InForce, Parameter, ProfileError};

/// Households whose sewage is treated ÷ resident households.
pub(super) fn sewage(question: &Question<'_>) -> Counted {
    const WAYS: [&str; 3] = ["piped", "station", "ecological"];
    let method = Method::RuralSewage;
    let parts = || {
        let mut treated = Decimal::ZERO;
        for entry in question.entries {
            // A village says how many households go each way that it has; one that says none is unknown, not zero.
            let said: Vec<Decimal> = WAYS.iter().filter_map(|way| entry.number(way)).collect();
            if said.is_empty() {
                return Err(lacks(entry, "piped", method));
            }
            treated = said
                .into_iter()
                .try_fold(treated, Decimal::checked_add)
                .ok_or_else(too_large)?;
        }
        Ok((treated, question.sum("households", method)?))
    };
    share_of(question, method, parts())
}

/// Toilets whose waste is treated or reused, none twice ÷ households with toilets.
pub(super) fn toilets(question: &Question<'_>) -> Counted {
    let method = Method::RuralToilets;
    let parts = || {
        let treated = question.sum("treated", method)?;
        let reused = question.sum("reused", method)?;
        let mut both = question.entries.iter().filter_map(|entry| entry.number("both"));
        let both = both.try_fold(Decimal::ZERO, |sum, own| sum.checked_add(own).ok_or_else(too_large))?;
        let counted = treated
            .checked_add(reused)
            .and_then(|sum| sum.checked_sub(both))
            .ok_or_else(too_large)?;
        Ok((counted, question.sum("toilets", method)?))
    };
    share_of(question, method, parts())
}

/// Garbage treated harmlessly ÷ garbage produced; where nobody weighed it, produced is taken by head and day.
pub(super) fn garbage(question: &Question<'_>, rural: InForce<'_>) -> Result<Counted, ProfileError> {
    let method = Method::RuralGarbage;
    let by_head = rural.parameter("garbage_kg_per_day")?;
    let mut estimated = 0usize;
    let mut produced = || {
        let mut produced = Decimal::ZERO;
        for entry in question.entries {
            let tonnes = match entry.number("produced") {
                Some(weighed) => weighed,
                None => {
                    estimated += 1;
                    by_residents(entry, question.year, &by_head)?
                }
            };
            produced = produced.checked_add(tonnes).ok_or_else(too_large)?;
        }
        Ok(produced)
    };
    let parts = question
        .sum("treated", method)
        .and_then(|treated| Ok((treated, produced()?)));
    let mut counted = share_of(question, method, parts);
    if estimated > 0 {
        let says = Text::new(
            format!("{estimated}条没有称重，产生量按每人每天{}千克推算", by_head.value),
            format!(
                "{estimated} entries are not weighed: produced is taken as {} kg a resident and day",
                by_head.value
            ),
        );
        let cause = Reason::new(says).by(by_head.of_rule());
        counted.reason.because.insert(0, cause);
    }
    Ok(counted)
}

/// Tonnes a year of the residents of an entry.
fn by_residents(entry: &Entry, year: Option<i32>, by_head: &Parameter) -> Result<Decimal, Text> {
    let residents = entry
        .number("residents")
        .ok_or_else(|| lacks(entry, "produced", Method::RuralGarbage))?;
    let days = days_of(year).ok_or_else(|| {
        Text::new(
            "名录不分年度，不能按人口推算产生量",
            "the register is not per year: produced cannot be taken by residents",
        )
    })?;
    residents
        .checked_mul(by_head.value)
        .and_then(|kg| kg.checked_mul(days))
        .and_then(|kg| kg.checked_div(Decimal::ONE_THOUSAND))
        .ok_or_else(too_large)
}

/// How many days a year has.
fn days_of(year: Option<i32>) -> Option<Decimal> {
    let leap = NaiveDate::from_ymd_opt(year?, 1, 1)?.leap_year();
    Some(Decimal::from(if leap { 366 } else { 365 }))
}
