//! Whether what a matter is about was measured to be well again, and what is measured to be not well without a matter.

use chrono::NaiveDateTime;
use city::{Point, PointKind};
use standards::Text;

use crate::error::OfficeError;
use crate::key::WhyKey;
use crate::matters::Recovery;
use crate::office::Office;
use crate::point::marks;
use crate::views::{Exceedance, PointMark};

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
            _ => return Ok(Recovery::NotMeasured),
        };
        let Some(point) = self.city().point(&point) else {
            return Ok(Recovery::NotMeasured);
        };
        let all = marks(self).await?;
        let Some(mark) = all.into_iter().find(|mark| mark.head.id == point.id) else {
            return Ok(Recovery::NotMeasured);
        };
        Ok(recovered(point, &mark, opened))
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
