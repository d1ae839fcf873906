//! PUB-7: what must be public, until when, and what is masked first.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

use crate::clock::{Calendar, ClockUnit, due_by};
use crate::found::{Found, rate};
use crate::profile::{InForce, ProfileError};

/// Length of the identity number of a natural person.
const IDENTITY_LENGTH: usize = 18;
/// Characters of it that stay at each end.
const SHOWN: (usize, usize) = (3, 2);

/// Published in time ÷ due.
pub fn on_time(due: u32, in_time: u32) -> Found<Decimal> {
    let rule = Citation::new("PUB-7", "disclosure (信息公开)", Certainty::PD);
    rate(
        &Text::new("按期公开率", "published in time"),
        in_time.into(),
        due.into(),
        rule,
    )
}

/// When something must be published; `penalty` for a decision on a penalty.
pub fn publish_by(
    parameters: InForce<'_>,
    made: NaiveDate,
    penalty: bool,
    calendar: &Calendar,
) -> Result<Found<NaiveDate>, ProfileError> {
    let name = if penalty {
        "publish_penalty_working_days"
    } else {
        "publish_working_days"
    };
    let limit = parameters.parameter(name)?;
    Ok(match due_by(made, limit.count()?, ClockUnit::WorkingDays, calendar) {
        Ok(day) => Found::known(
            day,
            Text::new(format!("应于{day}前公开"), format!("to be published by {day}")),
            limit.of_rule(),
        ),
        Err(error) => Found::unknown(error.text(), limit.of_rule()),
    })
}

/// When a withdrawn entry leaves the public list: the same day.
pub fn remove_by(withdrawn: NaiveDate) -> NaiveDate {
    withdrawn
}

/// A text with the identity numbers of natural persons masked (18 characters: digits, the last may be X).
pub fn masked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut told = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let run = letters
            .iter()
            .skip(at)
            .take_while(|letter| letter.is_ascii_digit())
            .count();
        let ends_in_x =
            run + 1 == IDENTITY_LENGTH && letters.get(at + run).is_some_and(|letter| matches!(letter, 'X' | 'x'));
        let length = run + usize::from(ends_in_x);
        let taken = length.max(1);
        for (place, letter) in letters.iter().skip(at).take(taken).enumerate() {
            let inner = place >= SHOWN.0 && place < IDENTITY_LENGTH - SHOWN.1;
            told.push(if length == IDENTITY_LENGTH && inner {
                '*'
            } else {
                *letter
            });
        }
        at += taken;
    }
    told
}
