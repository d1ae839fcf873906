//! Years of water: the classes of sections, by the words of the plan (ASM-1).

use rust_decimal::Decimal;
use standards::water::WaterClass;
use standards::{Reason, Text};

use super::{Attainment, Comparator, Judged, no_data, outcome_words};
use crate::profile::{Profile, ProfileError};

/// One section over one year.
#[derive(Clone, Debug)]
pub struct SectionYear {
    /// Its name.
    pub name: Text,
    /// The class of the year's means; none when there is too little for a class.
    pub class: Option<WaterClass>,
    /// What is lacking where there is no class.
    pub lacking: Option<Text>,
    /// How many samples were received, usable or not.
    pub received: usize,
    /// The classes of the months that were measured (1 … 12).
    pub months: Vec<(u32, WaterClass)>,
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
    if sections.iter().all(|section| section.received == 0) {
        return Ok(no_data(year, causes));
    }
    if let Some(short) = sections.iter().find(|section| section.class.is_none()) {
        return Ok(not_enough_months(year, short, causes));
    }
    match comparator {
        Comparator::GenerallyGood => judge_generally_good(profile, demanded, year, &sections, causes),
        Comparator::StableAtMost => judge_stable(profile, demanded, year, &sections, causes),
        _ => Ok(judge_every_section(demanded, year, &sections, causes)),
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
    Judged::new(attainment, Some(Text::same(class)), Reason::new(says).since_all(causes))
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
    Ok(Judged::new(attainment, Some(Text::same(class)), reason))
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
    Ok(Judged::new(
        attainment,
        Some(Text::same(format!("{good}/{all}"))),
        reason,
    ))
}

fn not_enough_months(year: i32, short: &SectionYear, causes: Vec<Reason>) -> Judged {
    let lacking = short.lacking.clone().unwrap_or_default();
    let says = Text::new(
        format!("{year}年{}{}：有效数据不足，不能判定", short.name.zh, lacking.zh),
        format!("{year}: {} {}: not enough valid data", short.name.en, lacking.en),
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
