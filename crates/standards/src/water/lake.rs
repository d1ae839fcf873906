//! A lake or reservoir of one or several points: means over time, then over points, then as one section, with its trophic state.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::item::ItemDef;
use crate::reason::Reason;
use crate::text::Text;
use crate::water::class::WaterBody;
use crate::water::means::{ItemMean, Period, section_means};
use crate::water::section::{SectionVerdict, judge_section};
use crate::water::trophic::{TrophicState, trophic_state};

/// Samples of one point: each the values of one time.
pub type PointSamples = Vec<Vec<(&'static ItemDef, Decimal)>>;

/// The judgement on a lake.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LakeVerdict {
    /// The mean of each item over the points.
    pub means: Vec<ItemMean>,
    /// The lake, judged from the means with the limits of lakes.
    pub class: SectionVerdict,
    /// Its trophic state from the same means.
    pub trophic: TrophicState,
    /// The whole.
    pub reason: Reason,
}

/// Judges a lake over `period` from the samples of its points (one entry a point).
///
/// 环办〔2011〕22号: each item is averaged over time for each point, then over the points; the means are judged as one section with the
/// limits of lakes. An item that is short of samples at a point is missing there; a point without it takes no part in its mean.
pub fn judge_lake(day: NaiveDate, period: Period, points: &[PointSamples]) -> LakeVerdict {
    let mut over_time: Vec<Vec<(&'static ItemDef, Decimal)>> = Vec::new();
    let mut steps: Vec<Reason> = Vec::new();
    for (place, samples) in points.iter().enumerate() {
        let means = section_means(period, samples);
        let told = means.iter().map(|mean| mean.reason.clone());
        let says = Text::new(
            format!("第 {} 个点位的时间均值", place + 1),
            format!("point {}: means over time", place + 1),
        );
        steps.push(Reason::new(says).by(period.citation()).since_all(told));
        over_time.push(means.iter().filter_map(|mean| Some((mean.item, mean.value?))).collect());
    }
    // One value a point is enough: this mean is over places.
    let means = section_means(Period::Month, &over_time);
    let values: Vec<(&'static ItemDef, Decimal)> =
        means.iter().filter_map(|mean| Some((mean.item, mean.value?))).collect();
    let class = judge_section(day, WaterBody::Lake, &values);
    let trophic = trophic_state(&values);
    let says = Text::new(
        format!(
            "{} 个点位先按时间、再按点位平均后评价：{}",
            points.len(),
            class.reason.says.zh
        ),
        format!(
            "{} points, averaged over time, then over points: {}",
            points.len(),
            class.reason.says.en
        ),
    );
    let reason = Reason::new(says)
        .by(Period::Month.citation())
        .since(class.reason.clone())
        .since(trophic.reason.clone())
        .since_all(steps);
    LakeVerdict {
        means,
        class,
        trophic,
        reason,
    }
}
