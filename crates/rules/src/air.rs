//! Which days count when a year of air is judged.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::air::{Aqi, good_day_aqi_max};
use standards::{Certainty, Citation, Reason, Text};

/// A day's index as it enters the year.
#[derive(Clone, Debug, PartialEq)]
pub struct DayCount {
    /// The index, when the day counts as valid.
    pub aqi: Option<u32>,
    /// Why it does or does not.
    pub reason: Reason,
}

/// Decides whether a day counts as valid in the share of good days.
///
/// HJ 663 speaks of valid days without saying how many pollutants a day needs. The rule chosen here lets no missing pollutant make
/// a day good: all six must be there, except when the others already put the day above 100, which no further one could undo.
/// Ozone is there when its 8 h mean is. This is the rule that HJ 633-2026, 5.3.1 sets for publishing.
pub fn count_day(day: NaiveDate, aqi: &Aqi) -> DayCount {
    let good_max = good_day_aqi_max(day);
    let missing: Vec<&str> = aqi
        .items
        .iter()
        .filter(|item| item.iaqi.is_none() && item.item.code != "O3")
        .map(|item| item.item.name.0)
        .collect();
    let (counted, says) = match (aqi.value, missing.as_slice()) {
        (None, _) => (
            None,
            Text::new(
                "当日没有 AQI，不计入有效天数",
                "no AQI for the day: it does not count as valid",
            ),
        ),
        (Some(value), []) => (
            Some(value),
            Text::new(
                "六项污染物齐全，计入有效天数",
                "all six pollutants are there: the day counts as valid",
            ),
        ),
        (Some(value), missing) if Decimal::from(value) > good_max => (
            Some(value),
            Text::new(
                format!(
                    "缺{}，但 AQI {value} 已超过 {good_max}，计入有效天数",
                    missing.join("、")
                ),
                format!(
                    "{} pollutant(s) missing, but AQI {value} is above {good_max} already: the day counts as valid",
                    missing.len()
                ),
            ),
        ),
        (Some(value), missing) => (
            None,
            Text::new(
                format!("缺{}，AQI {value} 可能偏低，不计入有效天数", missing.join("、")),
                format!(
                    "{} pollutant(s) missing, AQI {value} may be too low: the day does not count as valid",
                    missing.len()
                ),
            ),
        ),
    };
    DayCount {
        aqi: counted,
        reason: Reason::new(says).by(day_rule_citation()),
    }
}

/// The rule of [`count_day`] in one sentence: every verdict on a year rests on it.
pub fn day_rule() -> Reason {
    let says = Text::new(
        "一天计入有效天数：六项污染物齐全，或其余各项已使 AQI 超过 100",
        "a day counts as valid when all six pollutants are there, or when the others already put it above 100",
    );
    Reason::new(says).by(day_rule_citation())
}

fn day_rule_citation() -> Citation {
    Citation::new("HJ 633-2026", "5.3.1, for valid days (用于有效天数)", Certainty::PD)
}
