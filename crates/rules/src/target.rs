//! When a target of the plan is reached: the comparators of the resolution's own words (rule ASM-1) over the indicators that
//! instruments feed (rules ASM-8, AIR-8).
//!
//! The outcome is never guessed. Too little data is an outcome of its own, except where more data could not change it: a class
//! cannot be judged from one month, but two heavily polluted days are two however many days are missing.

use rust_decimal::Decimal;
use serde::Serialize;
use standards::air::YearAir;
use standards::water::WaterClass;
use standards::{Certainty, Citation, Reason, Text};

use crate::profile::{Profile, ProfileError};

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

/// How the measured value is held against the demanded one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// 以上: v ≥ T
    AtLeast,
    /// 以内: v ≤ T
    AtMost,
    /// 稳定在…以内: v ≤ T in the year and in most of its months
    StableAtMost,
    /// 总体优良: most sections are class III or better
    GenerallyGood,
    /// 基本消除: hardly any
    BasicallyEliminated,
}

impl Comparator {
    /// Every comparator.
    pub const ALL: [Self; 5] = [
        Self::AtLeast,
        Self::AtMost,
        Self::StableAtMost,
        Self::GenerallyGood,
        Self::BasicallyEliminated,
    ];

    /// The word in a plan.
    pub fn word(self) -> &'static str {
        match self {
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
            Self::StableAtMost => "stable-at-most",
            Self::GenerallyGood => "generally-good",
            Self::BasicallyEliminated => "basically-eliminated",
        }
    }

    /// The comparator of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|comparator| comparator.word() == word)
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
    /// Not enough valid data to say.
    NotEnoughData,
    /// Nothing was received.
    NoData,
    /// A place has no station that could feed the indicator.
    NoStation,
}

/// An outcome with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The outcome.
    pub attainment: Attainment,
    /// The measured figure as it is shown, when there is one.
    pub figure: Option<String>,
    /// Why; its sentence is the outcome in words.
    pub reason: Reason,
}

impl Judged {
    fn new(attainment: Attainment, figure: Option<String>, reason: Reason) -> Self {
        Self {
            attainment,
            figure,
            reason,
        }
    }
}

/// Judges a share of good days against a demanded share in percent.
pub fn judge_good_days(demanded_percent: Decimal, year: &YearAir) -> Judged {
    if !year.valid {
        return not_enough_days(year);
    }
    let (good, valid) = (Decimal::from(year.good_days), Decimal::from(year.valid_days));
    // The share is compared unrounded: good × 100 against demanded × valid needs no division.
    let met = good * Decimal::ONE_HUNDRED >= demanded_percent * valid;
    let shown = year
        .ratio_percent
        .map_or_else(|| "—".to_owned(), |ratio| standards::rounding::shown(ratio, 2));
    let (sign, attainment) = if met {
        ("≥", Attainment::Met)
    } else {
        ("<", Attainment::Missed)
    };
    let outcome = outcome_words(attainment);
    let says = Text::new(
        format!(
            "{}年优良天数 {good} ÷ 有效天数 {valid} = {shown}% {sign} {demanded_percent}%：{}",
            year.year, outcome.zh
        ),
        format!(
            "{}: {good} good days of {valid} valid days = {shown} % {sign} {demanded_percent} %: {}",
            year.year, outcome.en
        ),
    );
    let rule = Citation::new("ASM-8", "good-air days", Certainty::K);
    Judged::new(
        attainment,
        Some(format!("{shown} %")),
        Reason::new(says).by(rule).since(year.reason.clone()),
    )
}

/// Judges the number of heavily polluted days against the demanded number, as `reading` says the plan's words are to be read.
pub fn judge_heavy_days(demanded_days: Decimal, reading: &Citation, year: &YearAir) -> Judged {
    let heavy = Decimal::from(year.heavy_days);
    // More days can only add heavy ones: above the limit the outcome is certain before the year is complete.
    if heavy <= demanded_days && !year.valid {
        return not_enough_days(year);
    }
    let (sign, attainment) = if heavy <= demanded_days {
        ("≤", Attainment::Met)
    } else {
        (">", Attainment::Missed)
    };
    let so_far = match year.valid {
        true => Text::default(),
        false => Text::new("（数据不全，已可断定）", " (with incomplete data, certain already)"),
    };
    let outcome = outcome_words(attainment);
    let says = Text::new(
        format!(
            "{}年重污染日 {heavy} 天 {sign} {demanded_days} 天{}：{}",
            year.year, so_far.zh, outcome.zh
        ),
        format!(
            "{}: {heavy} heavily polluted days {sign} {demanded_days}{}: {}",
            year.year, so_far.en, outcome.en
        ),
    );
    let reason = Reason::new(says).by(reading.clone()).since(year.reason.clone());
    Judged::new(attainment, Some(heavy.to_string()), reason)
}

/// One section over one year.
#[derive(Clone, Debug)]
pub struct SectionYear {
    /// Its name.
    pub name: Text,
    /// The class of the year's means; none when too few months were measured.
    pub class: Option<WaterClass>,
    /// The classes of the months that were measured (1 … 12).
    pub months: Vec<(u32, WaterClass)>,
    /// How many months the year needs.
    pub required_months: u32,
    /// How the classes came out.
    pub reason: Reason,
}

/// One place of the plan (a river, a reservoir) over one year.
#[derive(Clone, Debug)]
pub struct PlaceYear {
    /// Its name.
    pub name: Text,
    /// Its sections; none means that nothing measures this place.
    pub sections: Vec<SectionYear>,
}

/// Judges the class of the sections of all `places` against `demanded` in `year`.
pub fn judge_class(
    profile: &Profile,
    comparator: Comparator,
    demanded: WaterClass,
    year: i32,
    places: &[PlaceYear],
) -> Result<Judged, ProfileError> {
    let sections: Vec<&SectionYear> = places.iter().flat_map(|place| &place.sections).collect();
    let causes: Vec<Reason> = sections.iter().map(|section| section.reason.clone()).collect();
    if places.iter().any(|place| place.sections.is_empty()) {
        let mut judged = no_station(places);
        judged.reason.because.extend(causes);
        return Ok(judged);
    }
    if sections.iter().all(|section| section.months.is_empty()) {
        return Ok(no_data(year, causes));
    }
    if let Some(short) = sections.iter().find(|section| section.class.is_none()) {
        return Ok(not_enough_months(year, short, causes));
    }
    match comparator {
        Comparator::GenerallyGood => judge_generally_good(profile, demanded, year, &sections, causes),
        Comparator::StableAtMost => judge_stable(profile, demanded, year, &sections, causes),
        Comparator::AtMost | Comparator::AtLeast | Comparator::BasicallyEliminated => {
            Ok(judge_every_section(demanded, year, &sections, causes))
        }
    }
}

fn holds(class: WaterClass, demanded: WaterClass) -> bool {
    class.rank() <= demanded.rank()
}

fn worst(sections: &[&SectionYear]) -> Option<WaterClass> {
    sections
        .iter()
        .filter_map(|section| section.class)
        .max_by_key(|class| class.rank())
}

/// The worst section held against the demanded class: whether all hold, the class, and both in words.
fn hold_worst(demanded: WaterClass, year: i32, sections: &[&SectionYear]) -> (bool, String, Text) {
    let all_hold = sections
        .iter()
        .all(|section| section.class.is_some_and(|class| holds(class, demanded)));
    let class = worst(sections).map_or_else(|| "—".to_owned(), |class| class.to_string());
    let words = Text::new(
        format!("{year}年最差断面类别 {class}，要求 {demanded} 类以内"),
        format!("{year}: the worst section is class {class}, demanded is {demanded} or better"),
    );
    (all_hold, class, words)
}

fn judge_every_section(demanded: WaterClass, year: i32, sections: &[&SectionYear], causes: Vec<Reason>) -> Judged {
    let (all_hold, class, words) = hold_worst(demanded, year, sections);
    let attainment = if all_hold { Attainment::Met } else { Attainment::Missed };
    let outcome = outcome_words(attainment);
    let says = Text::new(
        format!("{}：{}", words.zh, outcome.zh),
        format!("{}: {}", words.en, outcome.en),
    );
    Judged::new(attainment, Some(class), Reason::new(says).since_all(causes))
}

fn judge_stable(
    profile: &Profile,
    demanded: WaterClass,
    year: i32,
    sections: &[&SectionYear],
    causes: Vec<Reason>,
) -> Result<Judged, ProfileError> {
    const NAME: &str = "stable_months_share_percent";
    let share = profile.parameter(NAME)?;
    let steady = |section: &&SectionYear| {
        let good = section
            .months
            .iter()
            .filter(|(_, class)| holds(*class, demanded))
            .count();
        Decimal::from(good) * Decimal::ONE_HUNDRED >= share.value * Decimal::from(section.months.len())
    };
    let (by_year, class, words) = hold_worst(demanded, year, sections);
    let by_month = sections.iter().all(steady);
    let attainment = if by_year && by_month {
        Attainment::Met
    } else {
        Attainment::Missed
    };
    let months = match by_month {
        true => Text::new("各断面达标月份占比达到要求", "enough months hold at every section"),
        false => Text::new("有断面达标月份占比不足", "too few months hold at a section"),
    };
    let outcome = outcome_words(attainment);
    let says = Text::new(
        format!("{}；{}（≥ {}%）：{}", words.zh, months.zh, share.value, outcome.zh),
        format!("{}; {} (≥ {} %): {}", words.en, months.en, share.value, outcome.en),
    );
    let reason = Reason::new(says)
        .by(share.citation(NAME))
        .since(Reason::new(share.words.clone()).by(share.citation(NAME)))
        .since_all(causes);
    Ok(Judged::new(attainment, Some(class), reason))
}

fn judge_generally_good(
    profile: &Profile,
    demanded: WaterClass,
    year: i32,
    sections: &[&SectionYear],
    causes: Vec<Reason>,
) -> Result<Judged, ProfileError> {
    const NAME: &str = "generally_good_share_percent";
    let share = profile.parameter(NAME)?;
    let good = Decimal::from(
        sections
            .iter()
            .filter(|s| s.class.is_some_and(|class| holds(class, demanded)))
            .count(),
    );
    let all = Decimal::from(sections.len());
    let attainment = if good * Decimal::ONE_HUNDRED >= share.value * all {
        Attainment::Met
    } else {
        Attainment::Missed
    };
    let says = Text::new(
        format!(
            "{year}年 {all} 个断面中 {good} 个达到 {demanded} 类，要求 ≥ {}%：{}",
            share.value,
            outcome_words(attainment).zh
        ),
        format!(
            "{year}: {good} of {all} sections are class {demanded} or better, demanded are {} %: {}",
            share.value,
            outcome_words(attainment).en
        ),
    );
    let reason = Reason::new(says)
        .by(share.citation(NAME))
        .since(Reason::new(share.words.clone()).by(share.citation(NAME)))
        .since_all(causes);
    Ok(Judged::new(attainment, Some(format!("{good}/{all}")), reason))
}

/// The outcome in a word.
pub fn outcome_words(attainment: Attainment) -> Text {
    match attainment {
        Attainment::Met => Text::new("达到", "met"),
        Attainment::Missed => Text::new("未达到", "missed"),
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

fn not_enough_days(year: &YearAir) -> Judged {
    let YearAir {
        year: number,
        valid_days: have,
        required_days: need,
        ..
    } = year;
    let short: Vec<u32> = year
        .months
        .iter()
        .filter(|month| month.valid_days < month.required)
        .map(|month| month.month)
        .collect();
    let months = match short.len() {
        0 => Text::default(),
        12 => Text::new("，12 个月都不足", ", every month is short"),
        count => Text::new(
            format!("，其中 {count} 个月不足"),
            format!(", {count} months are short"),
        ),
    };
    let says = Text::new(
        format!(
            "{number}年有效天数 {have} 天，全年评价需要 {need} 天{}：有效数据不足，不能判定",
            months.zh
        ),
        format!(
            "{number}: {have} valid days, a year needs {need}{}: not enough valid data",
            months.en
        ),
    );
    Judged::new(
        Attainment::NotEnoughData,
        None,
        Reason::new(says).since(year.reason.clone()),
    )
}

fn not_enough_months(year: i32, short: &SectionYear, causes: Vec<Reason>) -> Judged {
    let (have, need) = (short.months.len(), short.required_months);
    let says = Text::new(
        format!(
            "{year}年{}只有 {have} 个月的数据，全年评价需要 {need} 个月：有效数据不足，不能判定",
            short.name.zh
        ),
        format!(
            "{year}: {} has {have} month(s) of data, a year needs {need}: not enough valid data",
            short.name.en
        ),
    );
    Judged::new(Attainment::NotEnoughData, None, Reason::new(says).since_all(causes))
}

/// The outcome where at least one of `places` has nothing that measures it; the reason names those places.
pub fn no_station(places: &[PlaceYear]) -> Judged {
    let unmeasured = || {
        places
            .iter()
            .filter(|place| place.sections.is_empty())
            .map(|place| &place.name)
    };
    let zh: Vec<&str> = unmeasured().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = unmeasured().map(|name| name.en.as_str()).collect();
    let says = Text::new(
        format!("{}没有监测站点，不能判定", zh.join("、")),
        format!("no station measures {}: no verdict", en.join(", ")),
    );
    Judged::new(Attainment::NoStation, None, Reason::new(says))
}
