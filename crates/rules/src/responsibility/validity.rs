//! RESP-3: whether a patrol is valid. An invalid one is kept with its reasons and never counted.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use standards::{Reason, Text};

use super::Level;
use crate::profile::{InForce, Parameter, ProfileError};

/// One patrol as recorded.
#[derive(Clone, Debug)]
pub struct Patrol {
    /// When it began.
    pub begin: NaiveDateTime,
    /// How long it took, in minutes.
    pub minutes: Option<Decimal>,
    /// How long it was, in km.
    pub length_km: Option<Decimal>,
    /// Whether the chief began it unasked.
    pub self_started: bool,
    /// Share of track points near the segment, in percent; none without a track.
    pub near_percent: Option<Decimal>,
}

/// Whether a patrol counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Validity {
    /// Valid, invalid, or unknown because something was not recorded.
    pub valid: Option<bool>,
    /// Every doubt, each with its rule.
    pub doubts: Vec<Reason>,
}

/// Collects doubts: a breach makes the patrol invalid, a gap leaves it open.
#[derive(Default)]
struct Doubts {
    breach: bool,
    gap: bool,
    told: Vec<Reason>,
}

impl Doubts {
    /// At least (or at most) the parameter's value.
    fn hold(&mut self, what: &Text, value: Option<Decimal>, limit: &Parameter, at_least: bool) {
        let demand = limit.value.normalize();
        if at_least && demand.is_zero() {
            return;
        }
        let unit = &limit.unit;
        let says = match value.map(|value| value.normalize()) {
            None => {
                self.gap = true;
                Text::new(format!("{}没有记录", what.zh), format!("{} is not recorded", what.en))
            }
            Some(value) if (at_least && value < demand) || (!at_least && value > demand) => {
                self.breach = true;
                let (zh, en) = if at_least {
                    ("低于", "below")
                } else {
                    ("高于", "above")
                };
                Text::new(
                    format!("{} {value} {unit} {zh} {demand} {unit}", what.zh),
                    format!("{} {value} {unit} is {en} {demand} {unit}", what.en),
                )
            }
            Some(_) => return,
        };
        self.told.push(Reason::new(says).by(limit.of_rule()));
    }
}

/// Judges a patrol of a chief of `level`; `previous_end` is when the chief's last patrol ended.
pub fn judge(
    parameters: InForce<'_>,
    level: Level,
    patrol: &Patrol,
    previous_end: Option<NaiveDateTime>,
) -> Result<Validity, ProfileError> {
    let mut doubts = Doubts::default();
    let least_minutes = parameters.parameter("patrol_min_minutes")?;
    let least_km = parameters.parameter(&format!("patrol_min_km_{}", level.word()))?;
    doubts.hold(&Text::new("时长", "duration"), patrol.minutes, &least_minutes, true);
    doubts.hold(&Text::new("里程", "length"), patrol.length_km, &least_km, true);
    if let Some(end) = previous_end.filter(|_| patrol.self_started) {
        let gap = parameters.parameter("patrol_self_started_gap_hours")?;
        let minutes = Decimal::from((patrol.begin - end).num_minutes());
        let hours = minutes.checked_div(Decimal::from(60));
        doubts.hold(
            &Text::new("距上次巡河", "time since the last patrol"),
            hours,
            &gap,
            true,
        );
    }
    if let Some(speed) = mean_speed(patrol) {
        let most = parameters.parameter("patrol_max_kmh")?;
        doubts.hold(&Text::new("平均速度", "mean speed"), Some(speed), &most, false);
    }
    if patrol.near_percent.is_some() {
        let near = parameters.parameter("patrol_near_track_percent")?;
        let what = Text::new("河段附近的轨迹点", "track points near the segment");
        doubts.hold(&what, patrol.near_percent, &near, true);
    }
    Ok(Validity {
        valid: match (doubts.breach, doubts.gap) {
            (true, _) => Some(false),
            (false, true) => None,
            (false, false) => Some(true),
        },
        doubts: doubts.told,
    })
}

fn mean_speed(patrol: &Patrol) -> Option<Decimal> {
    let per_hour = patrol.length_km?.checked_mul(Decimal::from(60))?;
    per_hour.checked_div(patrol.minutes?).map(crate::found::two_places)
}
