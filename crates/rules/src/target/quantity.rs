//! Numbers that a city counts, held against what the plan promises (ASM-1).

mod years;

use rust_decimal::Decimal;
use standards::{Certainty, Citation, Reason, Text};

use super::progress::elapsed;
use super::{Attainment, Baseline, Comparator, Judged, outcome_words, progress};
use crate::found::shown;
use crate::indicator::Counted;
use crate::profile::{Profile, ProfileError};
use crate::unit::PlanUnit;

/// Until when something is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// By the end of a year.
    Year(i32),
    /// For every year.
    EveryYear,
    /// The plan names none: what is not reached may still be.
    Open,
}

/// What is promised, and for when.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    /// How the value is held against the promise.
    pub comparator: Comparator,
    /// The promised value, in `unit`; `None` where the comparator carries it.
    pub value: Option<Decimal>,
    /// By how much a value that is promised "about" may stay below, where the plan says it itself.
    pub tolerance: Option<Decimal>,
    /// The unit of all of them.
    pub unit: PlanUnit,
    /// Until when it must be reached.
    pub deadline: Deadline,
    /// Where it started.
    pub baseline: Option<Baseline>,
}

/// What a comparison came to: whether it holds (`None` where a year that it needs is unknown), and in words.
struct Held {
    holds: Option<bool>,
    says: Text,
    causes: Vec<Reason>,
}

/// Judges the figure of `year` against `demand`; `figure` answers for any year that the comparator looks at.
pub fn judge_quantity(
    profile: &Profile,
    demand: &Demand,
    year: i32,
    figure: &dyn Fn(i32) -> Counted,
) -> Result<Judged, ProfileError> {
    let counted = figure(year);
    let Some(value) = counted.number() else {
        return Ok(unknown(year, counted));
    };
    let held = hold(profile, demand, year, value, figure)?;
    let slack = profile.parameter("on_track_slack_points")?;
    let gone = demand.way(value);
    let attainment = match held.holds {
        Some(true) => Attainment::Met,
        None => Attainment::NotEnoughData,
        Some(false) => demand.unmet(year, gone, slack.value),
    };
    let outcome = outcome_words(attainment);
    let mut says = Text::new(
        format!("{year}年 {}：{}", held.says.zh, outcome.zh),
        format!("{year}: {}: {}", held.says.en, outcome.en),
    );
    if let Some(gone) = gone.filter(|_| attainment != Attainment::Met) {
        let gone = shown(gone);
        says.zh.push_str(&format!("（完成进度 {gone}%）"));
        says.en.push_str(&format!(" (progress {gone} %)"));
    }
    let mut reason = Reason::new(says)
        .by(rule())
        .since_all(held.causes)
        .since(counted.reason);
    if matches!(attainment, Attainment::OnTrack | Attainment::AtRisk) {
        let cause = Reason::new(slack.words.clone()).by(slack.citation("on_track_slack_points"));
        reason.because.insert(0, cause);
    }
    Ok(Judged {
        attainment,
        figure: Some(demand.words(value)),
        progress: gone.map(crate::found::two_places),
        reason,
    })
}

fn rule() -> Citation {
    Citation::new("ASM-1", "attainment of targets (目标达成)", Certainty::K)
}

fn unknown(year: i32, counted: Counted) -> Judged {
    let (attainment, zh, en) = match counted.received {
        true => (
            Attainment::NotEnoughData,
            "数据不足，不能判定",
            "not enough data, no verdict",
        ),
        false => (Attainment::NoData, "没有数据，不能判定", "no data, no verdict"),
    };
    let says = Text::new(format!("{year}年{zh}"), format!("{year}: {en}"));
    Judged::new(attainment, None, Reason::new(says).since(counted.reason))
}

impl Demand {
    /// A value as it is read beside the promise.
    fn words(&self, value: Decimal) -> Text {
        let value = match self.unit == PlanUnit::PERCENT {
            true => shown(value),
            false => shown_exactly(value),
        };
        self.unit.words(value)
    }

    /// How far the way to the promise has been gone, where there is one.
    fn way(&self, value: Decimal) -> Option<Decimal> {
        let demanded = match self.comparator {
            Comparator::FullCoverage => Decimal::ONE_HUNDRED,
            _ => self.value?,
        };
        let from = match (self.baseline, self.comparator) {
            (Some(base), _) => base.value,
            (None, Comparator::Completion | Comparator::FullCoverage) => Decimal::ZERO,
            (None, _) => return None,
        };
        progress(value, from, demanded)
    }

    /// What not holding means in `year`.
    fn unmet(&self, year: i32, gone: Option<Decimal>, slack: Decimal) -> Attainment {
        let due = match self.deadline {
            Deadline::Year(due) if year < due => due,
            // What compares years with one another is a promise for each of them.
            Deadline::Open if !self.comparator.compares_years() => return Attainment::NotYet,
            Deadline::Year(_) | Deadline::EveryYear | Deadline::Open => return Attainment::Missed,
        };
        let time = self.baseline.and_then(|base| elapsed(year, base.year, due));
        match (gone, time) {
            (Some(gone), Some(time)) if gone >= time - slack => Attainment::OnTrack,
            (Some(_), Some(_)) => Attainment::AtRisk,
            _ => Attainment::NotYet,
        }
    }
}

/// A number without needless zeros, to four places at most.
fn shown_exactly(value: Decimal) -> String {
    value.round_dp(4).normalize().to_string()
}

fn hold(
    profile: &Profile,
    demand: &Demand,
    year: i32,
    value: Decimal,
    figure: &dyn Fn(i32) -> Counted,
) -> Result<Held, ProfileError> {
    let promised = demand.value.unwrap_or_default();
    Ok(match demand.comparator {
        Comparator::AtLeast | Comparator::Completion => against(demand, value, promised, value >= promised, ("≥", "<")),
        Comparator::AtMost | Comparator::BasicallyEliminated | Comparator::StableAtMost => {
            against(demand, value, promised, value <= promised, ("≤", ">"))
        }
        Comparator::Equals => against(demand, value, promised, value == promised, ("=", "≠")),
        Comparator::FullCoverage => {
            let full = Decimal::ONE_HUNDRED;
            let short = if value < full { "<" } else { ">" };
            against(demand, value, full, value == full, ("=", short))
        }
        Comparator::Exists => {
            let none = Decimal::ZERO;
            against(demand, value, none, value > none, (">", "="))
        }
        Comparator::About => about(profile, demand, value, promised)?,
        Comparator::StableAtLeast => years::stable(profile, demand, year, figure)?,
        Comparator::NotBelowBase => years::not_below_base(demand, year, value, figure),
        Comparator::NotBelowLastYear | Comparator::NotAboveLastYear | Comparator::Rising | Comparator::Falling => {
            years::last_year(demand, year, value, figure)
        }
        Comparator::GenerallyGood | Comparator::Qualitative => Held {
            holds: None,
            says: Text::new("这种比较方式不用于数值", "this comparator is not for numbers"),
            causes: Vec::new(),
        },
    })
}

fn against(demand: &Demand, value: Decimal, promised: Decimal, holds: bool, signs: (&str, &str)) -> Held {
    let sign = if holds { signs.0 } else { signs.1 };
    let (value, promised) = (demand.words(value), demand.words(promised));
    Held {
        holds: Some(holds),
        says: Text::new(
            format!("{} {sign} {}", value.zh, promised.zh),
            format!("{} {sign} {}", value.en, promised.en),
        ),
        causes: Vec::new(),
    }
}

fn about(profile: &Profile, demand: &Demand, value: Decimal, promised: Decimal) -> Result<Held, ProfileError> {
    let (tolerance, cause) = tolerance(profile, demand, promised)?;
    let least = promised - tolerance;
    let mut held = against(demand, value, least, value >= least, ("≥", "<"));
    let promised = demand.words(promised);
    held.says.zh.push_str(&format!("（“{}左右”）", promised.zh));
    held.says.en.push_str(&format!(" ('about {}')", promised.en));
    held.causes.push(cause);
    Ok(held)
}

/// By how much a value may stay below what is promised "about", and why: what the plan says itself, else points for a share, and a
/// share of the promise for everything else, since one kilometre of ninety is not one village of three.
fn tolerance(profile: &Profile, demand: &Demand, promised: Decimal) -> Result<(Decimal, Reason), ProfileError> {
    const POINTS: &str = "about_tolerance";
    const SHARE: &str = "about_tolerance_percent";
    if let Some(own) = demand.tolerance {
        let words = demand.words(own);
        let says = Text::new(
            format!("计划写明“左右”允许低 {}", words.zh),
            format!("the plan says by how much 'about' may stay below: {}", words.en),
        );
        return Ok((own, Reason::new(says)));
    }
    if demand.unit == PlanUnit::PERCENT {
        let points = profile.parameter(POINTS)?;
        let says = Text::new(
            format!("{}：{}", points.words.zh, points.value),
            format!("{}: {}", points.words.en, points.value),
        );
        return Ok((points.value, Reason::new(says).by(points.citation(POINTS))));
    }
    let share = profile.parameter(SHARE)?;
    let least = promised
        .checked_mul(share.value)
        .map_or(Decimal::ZERO, |product| product / Decimal::ONE_HUNDRED);
    let words = demand.words(least);
    let says = Text::new(
        format!("{}：{}%，即 {}", share.words.zh, share.value, words.zh),
        format!("{}: {} %, that is {}", share.words.en, share.value, words.en),
    );
    Ok((least, Reason::new(says).by(share.citation(SHARE))))
}
