//! RESP-1: whether every segment has exactly one chief.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Certainty, Citation, Reason, Text};

use super::Level;
use crate::found::{Found, rate, rate_of};

/// A segment of a river, lake or reservoir.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Its id.
    pub id: String,
    /// The level whose chief it needs.
    pub level: Level,
    /// Its length in km; none where nobody measured it.
    pub length_km: Option<Decimal>,
}

/// That somebody is the administrative ordinary chief of a segment.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Id of the segment.
    pub segment: String,
    /// The first day.
    pub from: NaiveDate,
    /// The day of leaving: from that day on the chief is gone. None while in office.
    pub left: Option<NaiveDate>,
}

impl Assignment {
    /// Whether it is active on a day.
    pub fn is_active(&self, on: NaiveDate) -> bool {
        self.from <= on && self.left.is_none_or(|left| on < left)
    }
}

/// Coverage of one level by administrative chiefs.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Covered length in percent.
    pub percent: Found<Decimal>,
    /// Vacant segments, each with the day since which it is vacant; no day where it never had a chief.
    pub vacant: Vec<(String, Option<NaiveDate>)>,
    /// Segments with two or more chiefs: an error, not coverage.
    pub doubled: Vec<String>,
}

fn rule(certainty: Certainty) -> Citation {
    Citation::new("RESP-1", "coverage (全覆盖)", certainty)
}

/// Coverage of a level by administrative chiefs on a day: the length of segments with exactly one of them ÷ the whole length.
pub fn administrative(segments: &[Segment], assignments: &[Assignment], level: Level, on: NaiveDate) -> Coverage {
    let (mut covered, mut whole, mut unmeasured) = (Decimal::ZERO, Decimal::ZERO, Vec::new());
    let (mut vacant, mut doubled) = (Vec::new(), Vec::new());
    for segment in segments.iter().filter(|segment| segment.level == level) {
        let of = || assignments.iter().filter(|each| each.segment == segment.id);
        let active = of().filter(|each| each.is_active(on)).count();
        match active {
            0 => {
                let since = of().filter_map(|each| each.left).filter(|left| *left <= on).max();
                vacant.push((segment.id.clone(), since));
            }
            1 => covered += segment.length_km.unwrap_or_default(),
            _ => doubled.push(segment.id.clone()),
        }
        match segment.length_km {
            Some(length) => whole += length,
            None => unmeasured.push(segment.id.as_str()),
        }
    }
    let what = Text::new(
        format!("{}行政河长覆盖率", level.zh()),
        format!("administrative chiefs, {}", level.word()),
    );
    let percent = if unmeasured.is_empty() {
        rate(&what, covered, whole, rule(Certainty::V2))
    } else {
        let list = unmeasured.join("、");
        let says = Text::new(
            format!("{}：{list}的长度不明，不能计算", what.zh),
            format!("{}: the length of {list} is unknown, no rate", what.en),
        );
        Found::unknown(says, rule(Certainty::V2))
    };
    let causes = vacant.iter().map(vacancy).chain(doubled.iter().map(doubling));
    let percent = percent.since_all(causes.collect::<Vec<_>>());
    Coverage {
        percent,
        vacant,
        doubled,
    }
}

fn vacancy((segment, since): &(String, Option<NaiveDate>)) -> Reason {
    Reason::new(match since {
        Some(since) => Text::new(
            format!("{segment}自{since}起空缺"),
            format!("{segment} is vacant since {since}"),
        ),
        None => Text::new(format!("{segment}从未设河长"), format!("{segment} never had a chief")),
    })
}

fn doubling(segment: &String) -> Reason {
    Reason::new(Text::new(
        format!("{segment}同级有两名以上河长，属差错，不计覆盖"),
        format!("{segment} has two or more chiefs of one level: an error, not coverage"),
    ))
}

/// Coverage by enterprise chiefs: key polluting units on a segment that named one ÷ those units.
pub fn enterprise(units: impl IntoIterator<Item = Option<bool>>) -> Found<Decimal> {
    let what = Text::new("企业河长覆盖率", "enterprise chiefs");
    rate_of(&what, units, rule(Certainty::PD))
}

/// Coverage by social chiefs: segments with at least one ÷ segments.
pub fn social(segments: impl IntoIterator<Item = Option<bool>>) -> Found<Decimal> {
    rate_of(
        &Text::new("民间河长覆盖率", "social chiefs"),
        segments,
        rule(Certainty::PD),
    )
}

/// Coverage by basin: water bodies with a chief for the whole of them ÷ water bodies that cross two counties or more.
pub fn basin(bodies: impl IntoIterator<Item = Option<bool>>) -> Found<Decimal> {
    rate_of(
        &Text::new("流域河长覆盖率", "chiefs of whole basins"),
        bodies,
        rule(Certainty::V2),
    )
}

/// Whether coverage is full: every rate at all four levels is 100. A mean is never the test; one unknown rate leaves it open unless
/// another is below 100 already.
pub fn is_full(rates: &[Found<Decimal>]) -> Found<bool> {
    let below = rates
        .iter()
        .filter(|rate| rate.value.is_some_and(|value| value < Decimal::ONE_HUNDRED))
        .count();
    let unknown = rates.iter().filter(|rate| rate.value.is_none()).count();
    let causes: Vec<Reason> = rates.iter().map(|rate| rate.reason.clone()).collect();
    let found = if below > 0 {
        let says = Text::new(
            format!("{below} 项覆盖率低于100%，未实现全覆盖"),
            format!("{below} of the rates are below 100 %: not full"),
        );
        Found::known(false, says, rule(Certainty::V2))
    } else if unknown > 0 || rates.is_empty() {
        let says = Text::new(
            "覆盖率不全，不能判定是否全覆盖",
            "rates are missing: full coverage cannot be told",
        );
        Found::unknown(says, rule(Certainty::V2))
    } else {
        let says = Text::new("各项覆盖率均为100%，实现全覆盖", "every rate is 100 %: full coverage");
        Found::known(true, says, rule(Certainty::V2))
    };
    found.since_all(causes)
}
