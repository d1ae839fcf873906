//! Comparators that look at more than one year.

use rust_decimal::Decimal;
use standards::{Reason, Text};

use super::{Demand, Held};
use crate::indicator::Counted;
use crate::profile::{Profile, ProfileError};
use crate::target::Comparator;

/// 稳定在…以上: the value holds in the year and in each of the years before it that the profile asks for.
pub(super) fn stable(
    profile: &Profile,
    demand: &Demand,
    year: i32,
    figure: &dyn Fn(i32) -> Counted,
) -> Result<Held, ProfileError> {
    const NAME: &str = "stable_years";
    let span = profile.parameter(NAME)?;
    let years = i32::try_from(span.count()?).unwrap_or(i32::MAX);
    let first = year.saturating_sub(years.saturating_sub(1));
    let promised = demand.value.unwrap_or_default();
    let mut held = every_year(demand, first..=year, promised, figure);
    let cause = Reason::new(span.words.clone()).by(span.citation(NAME));
    held.causes.insert(0, cause);
    Ok(held)
}

/// 遏制下降: no year since the base is below it.
pub(super) fn not_below_base(demand: &Demand, year: i32, value: Decimal, figure: &dyn Fn(i32) -> Counted) -> Held {
    match demand.baseline {
        Some(base) if base.year < year => every_year(demand, base.year.saturating_add(1)..=year, base.value, figure),
        Some(base) => every_year(demand, year..=year, base.value, figure),
        None => Held {
            holds: None,
            says: Text::new(
                format!("{}，没有基准年数值", demand.words(value).zh),
                format!("{}, there is no base", demand.words(value).en),
            ),
            causes: Vec::new(),
        },
    }
}

/// Whether the value of every one of `years` is at least `least`. One that is below decides, whatever the others are.
fn every_year(
    demand: &Demand,
    years: std::ops::RangeInclusive<i32>,
    least: Decimal,
    figure: &dyn Fn(i32) -> Counted,
) -> Held {
    let (mut below, mut unknown, mut causes) = (Vec::new(), Vec::new(), Vec::new());
    let (first, last) = (*years.start(), *years.end());
    for year in years {
        let counted = figure(year);
        match counted.number() {
            Some(value) if value < least => below.push((year, value)),
            Some(_) => {}
            None => unknown.push(year),
        }
        // The year itself is a cause of the verdict already.
        if year != last {
            causes.push(counted.reason);
        }
    }
    let least = demand.words(least);
    let span = match first == last {
        true => Text::new(String::new(), String::new()),
        false => Text::new(
            format!("（{first}–{last}年各年）"),
            format!(" in every year from {first} to {last}"),
        ),
    };
    let (holds, zh, en) = match (below.first(), unknown.as_slice()) {
        (Some((year, value)), _) => {
            let value = demand.words(*value);
            (
                Some(false),
                format!("{year}年 {} < {}", value.zh, least.zh),
                format!("{} of {year} < {}", value.en, least.en),
            )
        }
        (None, []) => (
            Some(true),
            format!("≥ {}{}", least.zh, span.zh),
            format!("≥ {}{}", least.en, span.en),
        ),
        (None, unknown) => {
            let years: Vec<String> = unknown.iter().map(ToString::to_string).collect();
            (
                None,
                format!("应 ≥ {}{}，{}年未知", least.zh, span.zh, years.join("、")),
                format!("should be ≥ {}{}, unknown in {}", least.en, span.en, years.join(", ")),
            )
        }
    };
    Held {
        holds,
        says: Text::new(zh, en),
        causes,
    }
}

/// The value against that of the year before.
pub(super) fn last_year(demand: &Demand, year: i32, value: Decimal, figure: &dyn Fn(i32) -> Counted) -> Held {
    let before = figure(year.saturating_sub(1));
    let words = demand.words(value);
    let Some(last) = before.number() else {
        return Held {
            holds: None,
            says: Text::new(
                format!("{}，上年数值未知，不能比较", words.zh),
                format!("{}, the year before is unknown", words.en),
            ),
            causes: vec![before.reason],
        };
    };
    let holds = match demand.comparator {
        Comparator::NotAboveLastYear => value <= last,
        Comparator::Rising => value > last,
        Comparator::Falling => value < last,
        _ => value >= last,
    };
    let sign = match value.cmp(&last) {
        std::cmp::Ordering::Less => "<",
        std::cmp::Ordering::Equal => "=",
        std::cmp::Ordering::Greater => ">",
    };
    let (last, demanded) = (demand.words(last), demand.comparator.text());
    Held {
        holds: Some(holds),
        says: Text::new(
            format!("{} {sign} 上年 {}（要求{}）", words.zh, last.zh, demanded.zh),
            format!(
                "{} {sign} {} of the year before (demanded: {})",
                words.en, last.en, demanded.en
            ),
        ),
        causes: vec![before.reason],
    }
}
