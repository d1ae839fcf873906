//! Rows of groundwater and soil.

use crate::groundwater::{GroundwaterClass, judge_groundwater};
use crate::reason::Reason;
use crate::sheet::{Given, Input, Verdict, cell, joined, unreadable};
use crate::soil::{Land, LandCategory, RiskLevel, judge_development, judge_farmland};
use crate::text::Text;

pub(super) const FARMLAND_INPUTS: &[Input] = &[
    Input {
        name: "land",
        also: &["土地利用", "利用类型", "地类"],
        says: (
            "水田 paddy、果园 orchard、其他 other、水旱轮作 rotation",
            "paddy, orchard, other or rotation",
        ),
        default: None,
    },
    Input {
        name: "ph",
        also: &["pH值"],
        says: ("土壤 pH", "pH of the soil"),
        default: None,
    },
];

pub(super) const DEVELOPMENT_INPUTS: &[Input] = &[Input {
    name: "land",
    also: &["用地类型", "用地"],
    says: ("第一类用地 1、第二类用地 2", "1 first, 2 second category"),
    default: None,
}];

pub(super) fn water_class(given: &Given<'_>) -> Result<Verdict, Text> {
    let verdict = judge_groundwater(&given.conventions(), &given.named());
    let may_be_worse = verdict
        .items
        .iter()
        .any(|item| item.may_be_worse && item.class == verdict.class);
    Ok(Verdict {
        results: vec![
            cell(verdict.class),
            cell(verdict.class.map(GroundwaterClass::rank)),
            joined(verdict.deciding.iter().copied()),
            if may_be_worse { "yes" } else { "" }.to_owned(),
        ],
        unknown: verdict.class.is_none().then(|| verdict.reason.says.clone()),
        reason: verdict.reason,
    })
}

pub(super) fn farmland(given: &Given<'_>) -> Result<Verdict, Text> {
    let said = given.word("land");
    let land = Land::parse(said).ok_or_else(|| unreadable("land", said))?;
    let verdict = judge_farmland(land, given.number("ph")?, &given.named());
    Ok(Verdict {
        results: vec![
            verdict
                .category
                .map(|category| given.say(&category.text()))
                .unwrap_or_default(),
            joined(verdict.above_screening.iter().copied()),
            joined(verdict.above_intervention.iter().copied()),
            joined(verdict.unknown.iter().map(String::as_str)),
        ],
        unknown: verdict.category.is_none().then(|| verdict.reason.says.clone()),
        reason: verdict.reason,
    })
}

pub(super) fn development(given: &Given<'_>) -> Result<Verdict, Text> {
    let said = given.word("land");
    let land = LandCategory::parse(said).ok_or_else(|| unreadable("land", said))?;
    let named = given.named();
    let judged: Vec<_> = named
        .iter()
        .filter_map(|(name, value)| judge_development(land, name, *value, None))
        .collect();
    let at = |level: RiskLevel| joined(judged.iter().filter(|one| one.level == Some(level)).map(|one| one.name));
    let undecided = judged.iter().filter(|one| one.level.is_none()).map(|one| one.name);
    let worst = judged.iter().filter_map(|one| one.level).max();
    let word = match worst {
        Some(RiskLevel::LeScreening) => "le_screening",
        Some(RiskLevel::WithinBackground) => "within_background",
        Some(RiskLevel::AboveScreening) => "above_screening",
        Some(RiskLevel::AboveIntervention) => "above_intervention",
        None => "",
    };
    let says = match worst {
        Some(_) => Text::new(
            "各项与筛选值、管制值比较，取最高风险",
            "each item against screening and intervention; the highest counts",
        ),
        None => Text::new("没有可评价的项目，结果未知", "nothing that can be judged: unknown"),
    };
    let rule = judged.first().and_then(|one| one.reason.rule.clone());
    let mut reason = Reason::new(says.clone());
    reason.rule = rule;
    Ok(Verdict {
        results: vec![
            word.to_owned(),
            at(RiskLevel::AboveScreening),
            at(RiskLevel::AboveIntervention),
            joined(undecided),
        ],
        unknown: worst.is_none().then_some(says),
        reason: reason.since_all(judged.into_iter().map(|one| one.reason)),
    })
}
