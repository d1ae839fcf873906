//! When a target of the plan is reached: the comparators of the resolution's own words (rule ASM-1) over the indicators that
//! instruments feed (rules ASM-8, AIR-8).
//!
//! The outcome is never guessed. Too little data is an outcome of its own, except where more data could not change it: a class
//! cannot be judged from one month, but two heavily polluted days are two however many days are missing.

mod air;
mod comparator;
mod panel;
mod progress;
mod quantity;
mod water;

use rust_decimal::Decimal;
use serde::Serialize;
use standards::{Reason, Text};

pub use air::{judge_good_days, judge_heavy_days};
pub use comparator::{Comparator, Value};
pub use panel::judge_panel;
pub use progress::{Baseline, progress};
pub use quantity::{Deadline, Demand, judge_quantity};
pub use water::{PlaceYear, SectionYear, judge_class, no_station};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Indicator {
    /// 断面水质类别
    WaterClass,
    /// 优良天数比例
    GoodAirDays,
    /// 重污染天数
    HeavyPollutionDays,
}

impl Indicator {
    /// Every indicator.
    pub const ALL: [Self; 3] = [Self::WaterClass, Self::GoodAirDays, Self::HeavyPollutionDays];

    /// The word in a plan.
    pub fn word(self) -> &'static str {
        match self {
            Self::WaterClass => "water-class",
            Self::GoodAirDays => "good-air-days",
            Self::HeavyPollutionDays => "heavy-pollution-days",
        }
    }

    /// The indicator of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.word() == word)
    }

    /// Its name for people.
    pub fn text(self) -> Text {
        match self {
            Self::WaterClass => Text::new("断面水质类别", "water class of sections"),
            Self::GoodAirDays => Text::new("空气质量优良天数比例", "share of days with good air"),
            Self::HeavyPollutionDays => Text::new("重污染天数", "heavily polluted days"),
        }
    }
}

/// The outcome for one target and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attainment {
    /// Reached.
    Met,
    /// Not reached.
    Missed,
    /// Not reached before the deadline, and as far as it should be by then.
    OnTrack,
    /// Not reached before the deadline, and behind.
    AtRisk,
    /// Not reached before the deadline, or without one; nothing says how far it should be by now.
    NotYet,
    /// Not enough valid data to say.
    NotEnoughData,
    /// Nothing was received.
    NoData,
    /// A place has no station that could feed the indicator.
    NoStation,
}

impl Attainment {
    /// Every outcome.
    pub const ALL: [Self; 8] = [
        Self::Met,
        Self::Missed,
        Self::OnTrack,
        Self::AtRisk,
        Self::NotYet,
        Self::NotEnoughData,
        Self::NoData,
        Self::NoStation,
    ];

    /// The word for machines and in worked cases.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::NotYet => "not-yet",
            Self::NotEnoughData => "not-enough-data",
            Self::NoData => "no-data",
            Self::NoStation => "no-station",
        }
    }
}

/// An outcome with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The outcome.
    pub attainment: Attainment,
    /// The measured figure as it is shown, when there is one.
    pub figure: Option<Text>,
    /// How far the way from the base to the promise has been gone, in per cent from 0 to 100; none where there is no such way.
    pub progress: Option<Decimal>,
    /// Why; its sentence is the outcome in words.
    pub reason: Reason,
}

impl Judged {
    fn new(attainment: Attainment, figure: Option<Text>, reason: Reason) -> Self {
        Self {
            attainment,
            figure,
            progress: None,
            reason,
        }
    }
}

/// The outcome in a word.
pub fn outcome_words(attainment: Attainment) -> Text {
    match attainment {
        Attainment::Met => Text::new("达到", "met"),
        Attainment::Missed => Text::new("未达到", "missed"),
        Attainment::OnTrack => Text::new("尚未到期，进度正常", "not due yet, on track"),
        Attainment::AtRisk => Text::new("尚未到期，进度滞后", "not due yet, at risk"),
        Attainment::NotYet => Text::new("尚未达到（未到期限）", "not reached yet"),
        Attainment::NotEnoughData => Text::new("有效数据不足，不能判定", "not enough valid data"),
        Attainment::NoData => Text::new("没有数据，不能判定", "no data"),
        Attainment::NoStation => Text::new("没有监测站点，不能判定", "no station"),
    }
}

/// The outcome of a year for which nothing at all was received.
pub fn no_data(year: i32, causes: Vec<Reason>) -> Judged {
    let says = Text::new(
        format!("{year}年没有收到任何数据，不能判定"),
        format!("{year}: nothing was received, no verdict"),
    );
    Judged::new(Attainment::NoData, None, Reason::new(says).since_all(causes))
}
