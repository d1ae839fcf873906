//! PUB-4: hours of volunteers; a record that nobody checked is not counted.

use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

use crate::found::{Found, two_places};
use crate::profile::{InForce, ProfileError};

/// One record of an activity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// Hours from in to out.
    pub hours: Decimal,
    /// Whether somebody checked it.
    pub checked: bool,
}

/// The hours that count: each record rounded down, then summed.
pub fn hours(parameters: InForce<'_>, records: &[Record]) -> Result<Found<Decimal>, ProfileError> {
    let step = parameters.parameter("volunteer_hours_step")?;
    let mut sum = Decimal::ZERO;
    for record in records.iter().filter(|record| record.checked) {
        let steps = record
            .hours
            .max(Decimal::ZERO)
            .checked_div(step.value)
            .unwrap_or_default();
        sum += steps.floor() * step.value;
    }
    let unchecked = records.iter().filter(|record| !record.checked).count();
    let says = Text::new(
        format!("计 {sum} 小时，{unchecked} 条未经核对，不计"),
        format!("{sum} hours; {unchecked} unchecked records are not counted"),
    );
    Ok(Found::known(sum, says, step.of_rule()))
}

/// Hours per person.
pub fn hours_per_person(hours: Decimal, persons: u32) -> Found<Decimal> {
    let rule = Citation::new("PUB-4", "volunteers (志愿服务)", Certainty::PD);
    match hours.checked_div(persons.into()) {
        Some(mean) => {
            let mean = two_places(mean);
            Found::known(
                mean,
                Text::new(format!("人均 {mean} 小时"), format!("{mean} hours a person")),
                rule,
            )
        }
        None => Found::unknown(Text::new("没有人员，不适用", "nobody took part, not applicable"), rule),
    }
}
