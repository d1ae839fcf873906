//! Whether what a matter is about was measured to be well again, and what is measured to be not well without a matter.

use chrono::NaiveDateTime;
use city::{Point, PointKind};
use standards::Text;

use crate::error::OfficeError;
use crate::key::WhyKey;
use crate::matters::Recovery;
use crate::office::Office;
use crate::point::marks;
use crate::views::{Attainment, Exceedance, PointMark};

/// The best level of air that is worse than what a day must keep: level 3 is lightly polluted.
const AIR_RANK_NOT_KEPT: u8 = 3;

impl Office {
    /// Whether what has the key `subject` was measured to be well again after `opened`. Only sections and stations are measured.
    ///
    /// # Errors
    /// When the history fails.
    pub async fn recovery(&self, subject: &str, opened: NaiveDateTime) -> Result<Recovery, OfficeError> {
        let point = match subject.parse::<WhyKey>() {
            Ok(WhyKey::Water { point, .. } | WhyKey::Air { point, .. } | WhyKey::Value { point, .. }) => point,
            Ok(WhyKey::Target { id, .. }) => return self.target_recovery(&id).await,
            Ok(WhyKey::Indicator { .. } | WhyKey::Entry { .. }) => return Ok(Recovery::NotYet(by_hand())),
            Err(_) => return Ok(Recovery::NotMeasured),
        };
        let last = marks(self).await?.into_iter().find(|mark| mark.head.id == point);
        Ok(match (self.city().point(&point), last) {
            (Some(point), Some(last)) => recovered(point, &last, opened),
            _ => Recovery::NotYet(Text::new(
                "城市目录里已没有这个监测点",
                "the city folder no longer has this point",
            )),
        })
    }

    async fn target_recovery(&self, id: &str) -> Result<Recovery, OfficeError> {
        let target = self.target(id).await?;
        let verdict = &target.verdict;
        Ok(match verdict.standing {
            Attainment::Met => Recovery::Measured(verdict.why.clone()),
            _ => Recovery::NotYet(verdict.headline.clone()),
        })
    }

    /// The points whose last judgement does not keep what they must keep, in the order of the folder.
    ///
    /// # Errors
    /// When the history fails.
    pub async fn exceedances(&self) -> Result<Vec<Exceedance>, OfficeError> {
        let all = marks(self).await?;
        let exceeded = all.into_iter().filter_map(|mark| {
            let point = self.city().point(&mark.head.id)?;
            let demand = demand(point)?;
            (mark.mark.rank? > demand).then_some(Exceedance {
                subject: mark.mark.why.clone(),
                must_keep: kept(point),
                point: mark,
            })
        });
        Ok(exceeded.collect())
    }
}

/// What entries say, no instrument measures.
fn by_hand() -> Text {
    Text::new(
        "由名录条目计数，没有仪器测量",
        "it is counted from entries, no instrument measures it",
    )
}

/// The worst rank that a point may have; `None` where nothing is demanded of it.
fn demand(point: &Point) -> Option<u8> {
    match point.kind {
        PointKind::Section => point.target_class.map(|class| class.rank()),
        PointKind::Station | PointKind::CityAir => Some(AIR_RANK_NOT_KEPT - 1),
    }
}

/// What a point must keep, in words.
fn kept(point: &Point) -> Text {
    match point.target_class {
        Some(class) => Text::new(format!("{class}类"), format!("class {class}")),
        None => Text::new("优良（AQI 不超过 100）", "good air (AQI at most 100)"),
    }
}

fn recovered(point: &Point, last: &PointMark, opened: NaiveDateTime) -> Recovery {
    let demanded = kept(point);
    let since = last.at.filter(|at| *at > opened);
    match (since, last.mark.rank, demand(point)) {
        (None, ..) => Recovery::NotYet(Text::new(
            "立案以后没有新的监测结果",
            "nothing was measured since the matter was opened",
        )),
        (Some(_), Some(rank), Some(demand)) if rank <= demand => Recovery::Measured(last.mark.why.clone()),
        (Some(at), Some(_), Some(_)) => Recovery::NotYet(Text::new(
            format!(
                "{} 为{}，应保持{}",
                at.format("%Y-%m-%d %H:%M"),
                last.mark.label.zh,
                demanded.zh
            ),
            format!(
                "it was {} at {}, and must keep {}",
                last.mark.label.en,
                at.format("%Y-%m-%d %H:%M"),
                demanded.en
            ),
        )),
        (Some(_), ..) => Recovery::NotYet(Text::new(
            format!("最近一次结果不能评价：{}", last.mark.because.zh),
            format!("the last result cannot be judged: {}", last.mark.because.en),
        )),
    }
}
