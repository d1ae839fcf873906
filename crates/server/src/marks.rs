//! How standings and marks look: one list each, read by templates, styles (class names) and the map.
//!
//! A colour never stands alone. Every mark carries its words, and unknown has a look of its own.

use office::views::{Attainment, CoverageState, Outcome, PointKind, TargetView, VerdictView};
use standards::{Certainty, Language};

use crate::wording::Wording;

/// One standing as shown.
pub struct StandingLook {
    /// The standing.
    pub standing: Attainment,
    /// Class name in the style sheet.
    pub slug: &'static str,
    /// Name of the icon in the sprite.
    pub icon: &'static str,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// All standings, the most welcome first.
pub const STANDINGS: [StandingLook; 8] = [
    StandingLook {
        standing: Attainment::Met,
        slug: "met",
        icon: "check",
        zh: "达成",
        en: "Met",
    },
    StandingLook {
        standing: Attainment::Missed,
        slug: "missed",
        icon: "cross",
        zh: "未达成",
        en: "Missed",
    },
    StandingLook {
        standing: Attainment::OnTrack,
        slug: "ontrack",
        icon: "ahead",
        zh: "未到期，进度正常",
        en: "On track",
    },
    StandingLook {
        standing: Attainment::AtRisk,
        slug: "atrisk",
        icon: "behind",
        zh: "未到期，进度滞后",
        en: "At risk",
    },
    StandingLook {
        standing: Attainment::NotYet,
        slug: "notyet",
        icon: "clock",
        zh: "尚未达成",
        en: "Not reached yet",
    },
    StandingLook {
        standing: Attainment::NotEnoughData,
        slug: "unsure",
        icon: "half",
        zh: "数据不足",
        en: "Too little data",
    },
    StandingLook {
        standing: Attainment::NoData,
        slug: "nodata",
        icon: "empty",
        zh: "未收到数据",
        en: "No data",
    },
    StandingLook {
        standing: Attainment::NoStation,
        slug: "nostation",
        icon: "blind",
        zh: "无监测点",
        en: "No station",
    },
];

/// The look of a standing.
pub fn look(standing: &Attainment) -> &'static StandingLook {
    // The position of each standing in the list; a new standing does not compile without one.
    let [met, missed, ontrack, atrisk, notyet, unsure, nodata, nostation] = &STANDINGS;
    match standing {
        Attainment::Met => met,
        Attainment::Missed => missed,
        Attainment::OnTrack => ontrack,
        Attainment::AtRisk => atrisk,
        Attainment::NotYet => notyet,
        Attainment::NotEnoughData => unsure,
        Attainment::NoData => nodata,
        Attainment::NoStation => nostation,
    }
}

/// A state of coverage as shown.
pub struct CoverageLook {
    /// The state.
    pub state: CoverageState,
    /// The word in an address.
    pub word: &'static str,
    /// Class name in the style sheet.
    pub slug: &'static str,
    /// Name of the icon in the sprite.
    pub icon: &'static str,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The states of coverage, best first.
pub const COVERAGES: [CoverageLook; 3] = [
    CoverageLook {
        state: CoverageState::Live,
        word: "live",
        slug: "met",
        icon: "check",
        zh: "已运行",
        en: "Live",
    },
    CoverageLook {
        state: CoverageState::Declared,
        word: "declared",
        slug: "notyet",
        icon: "half",
        zh: "已写明",
        en: "Declared",
    },
    CoverageLook {
        state: CoverageState::Absent,
        word: "absent",
        slug: "unsure",
        icon: "empty",
        zh: "缺失",
        en: "Absent",
    },
];

/// The look of a state of coverage.
pub fn coverage_look(state: &CoverageState) -> &'static CoverageLook {
    let [live, declared, absent] = &COVERAGES;
    match state {
        CoverageState::Live => live,
        CoverageState::Declared => declared,
        CoverageState::Absent => absent,
    }
}

/// Class name of a mark of quality control; its word always stands with it.
pub fn quality_class(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "quality-passed",
        Outcome::NotEvaluated => "quality-unknown",
        Outcome::Suspect => "quality-suspect",
        Outcome::Failed => "quality-failed",
        Outcome::Missing => "quality-missing",
    }
}

/// Class name of a rank: `water-1` … `water-6`, `air-1` … `air-6`, `unknown`.
pub fn rank_class(kind: &PointKind, rank: &Option<u8>) -> &'static str {
    const WATER: [&str; 6] = ["water-1", "water-2", "water-3", "water-4", "water-5", "water-6"];
    const AIR: [&str; 6] = ["air-1", "air-2", "air-3", "air-4", "air-5", "air-6"];
    let names = match kind {
        PointKind::Section => WATER,
        PointKind::Station | PointKind::CityAir => AIR,
    };
    let place = rank.map(|rank| usize::from(rank).wrapping_sub(1));
    place.and_then(|place| names.get(place)).copied().unwrap_or("unknown")
}

/// The rank in words short enough to stand beside a value: a water class, or the number of an air level.
pub fn rank_short(l: &Wording, kind: &PointKind, rank: &Option<u8>) -> String {
    const CLASSES: [(&str, &str); 6] = [
        ("Ⅰ", "Ⅰ"),
        ("Ⅱ", "Ⅱ"),
        ("Ⅲ", "Ⅲ"),
        ("Ⅳ", "Ⅳ"),
        ("Ⅴ", "Ⅴ"),
        ("劣Ⅴ", ">Ⅴ"),
    ];
    let Some(rank) = rank.filter(|rank| (1..=6).contains(rank)) else {
        return String::new();
    };
    match kind {
        PointKind::Section => {
            let (zh, en) = CLASSES[usize::from(rank) - 1];
            l.say(zh, en).to_owned()
        }
        PointKind::Station | PointKind::CityAir => match l.0 {
            Language::Chinese => format!("{rank}级"),
            Language::English => format!("L{rank}"),
        },
    }
}

/// One entry of a legend: class name and words.
pub struct LegendEntry {
    /// Class name in the style sheet.
    pub slug: &'static str,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The legend of water classes (colours of the national rule on reporting surface water).
pub const WATER_LEGEND: [LegendEntry; 6] = [
    LegendEntry {
        slug: "water-2",
        zh: "Ⅰ–Ⅱ 类",
        en: "Class Ⅰ–Ⅱ",
    },
    LegendEntry {
        slug: "water-3",
        zh: "Ⅲ 类",
        en: "Class Ⅲ",
    },
    LegendEntry {
        slug: "water-4",
        zh: "Ⅳ 类",
        en: "Class Ⅳ",
    },
    LegendEntry {
        slug: "water-5",
        zh: "Ⅴ 类",
        en: "Class Ⅴ",
    },
    LegendEntry {
        slug: "water-6",
        zh: "劣 Ⅴ 类",
        en: "Worse than Ⅴ",
    },
    LegendEntry {
        slug: "unknown",
        zh: "未知",
        en: "Unknown",
    },
];

/// The legend of air levels (words and colours of HJ 633).
pub const AIR_LEGEND: [LegendEntry; 7] = [
    LegendEntry {
        slug: "air-1",
        zh: "优",
        en: "Excellent",
    },
    LegendEntry {
        slug: "air-2",
        zh: "良",
        en: "Good",
    },
    LegendEntry {
        slug: "air-3",
        zh: "轻度污染",
        en: "Light",
    },
    LegendEntry {
        slug: "air-4",
        zh: "中度污染",
        en: "Moderate",
    },
    LegendEntry {
        slug: "air-5",
        zh: "重度污染",
        en: "Heavy",
    },
    LegendEntry {
        slug: "air-6",
        zh: "严重污染",
        en: "Severe",
    },
    LegendEntry {
        slug: "unknown",
        zh: "未知",
        en: "Unknown",
    },
];

/// The short sign of a certainty.
pub fn certainty_sign(certainty: &Certainty) -> &'static str {
    match certainty {
        Certainty::V2 => "V2",
        Certainty::V1 => "V1",
        Certainty::K => "K",
        Certainty::PD => "PD",
    }
}

/// A name for a certainty, short enough to stand beside a rule; the full words are `Certainty::words`.
pub fn certainty_name(l: &Wording, certainty: &Certainty) -> &'static str {
    match certainty {
        Certainty::V2 => l.say("已核对", "checked"),
        Certainty::V1 => l.say("一处来源", "one source"),
        Certainty::K => l.say("行业常识", "field knowledge"),
        Certainty::PD => l.say("建议默认值", "proposed default"),
    }
}

/// The full words of a certainty.
pub fn certainty_words(l: &Wording, certainty: &Certainty) -> String {
    l.text(&certainty.words()).to_owned()
}

/// True when `verdict` is the one of the target's due year.
pub fn is_due(target: &TargetView, verdict: &VerdictView) -> bool {
    target.due_year == Some(verdict.year)
}

/// The last year that could be judged, when the verdict in front could not: it says more than a blank.
pub fn last_judged(target: &TargetView) -> Option<&VerdictView> {
    let judged = |verdict: &&VerdictView| matches!(verdict.standing, Attainment::Met | Attainment::Missed);
    if judged(&&target.verdict) {
        None
    } else {
        target.years.iter().rev().find(judged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_standing_finds_itself_in_the_list() {
        for entry in &STANDINGS {
            assert_eq!(look(&entry.standing).slug, entry.slug);
        }
        for entry in &COVERAGES {
            assert_eq!(coverage_look(&entry.state).word, entry.word);
        }
    }

    #[test]
    fn ranks_outside_the_scale_look_unknown() {
        let cases = [
            (PointKind::Section, None, "unknown", ""),
            (PointKind::Section, Some(0), "unknown", ""),
            (PointKind::Section, Some(2), "water-2", "Ⅱ"),
            (PointKind::Section, Some(6), "water-6", ">Ⅴ"),
            (PointKind::Station, Some(6), "air-6", "L6"),
            (PointKind::CityAir, Some(7), "unknown", ""),
        ];
        for (kind, rank, class, short) in cases {
            assert_eq!(rank_class(&kind, &rank), class, "{kind:?} {rank:?}");
            assert_eq!(
                rank_short(&Wording(Language::English), &kind, &rank),
                short,
                "{kind:?} {rank:?}"
            );
        }
    }
}
