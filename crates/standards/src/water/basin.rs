//! A river or basin from the verdicts on its sections: its word and its main pollutants.

use chrono::NaiveDate;
use serde::Serialize;

use crate::item::ItemDef;
use crate::reason::Reason;
use crate::text::Text;
use crate::water::class::WaterClass;
use crate::water::limits::ItemRole;
use crate::water::river::{RiverPollutant, RiverVerdict, judge_river, river_main_pollutants};
use crate::water::section::SectionVerdict;

/// The judgement on a river or basin of many sections.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BasinVerdict {
    /// Shares and word.
    pub river: RiverVerdict,
    /// The items that make most sections worse than class Ⅲ; empty unless the river is worse than 良好.
    pub main_pollutants: Vec<RiverPollutant>,
    /// Sections without a class: they were left out of the shares.
    pub unknown: usize,
    /// The whole.
    pub reason: Reason,
}

/// Judges a river or basin from its sections.
///
/// 环办〔2011〕22号: with five or more sections by shares; main pollutants only when the river is worse than 良好, by the share of sections
/// in which an item is worse than class Ⅲ, the first three. Sections of unknown class are counted and left out.
pub fn judge_basin(day: NaiveDate, sections: &[SectionVerdict]) -> BasinVerdict {
    let classes: Vec<WaterClass> = sections.iter().filter_map(|section| section.class).collect();
    let unknown = sections.len() - classes.len();
    let river = judge_river(&classes);
    let good = WaterClass::III.grade();
    let best = WaterClass::I.grade();
    let worse = river
        .grade
        .as_ref()
        .is_some_and(|grade| grade.word != good.word && grade.word != best.word);
    let main_pollutants = if worse {
        river_main_pollutants(day, classes.len(), &exceeding(sections))
    } else {
        Vec::new()
    };
    let mut reason = river.reason.clone();
    if !main_pollutants.is_empty() {
        let listed = |name: fn(&ItemDef) -> &'static str| {
            let told = main_pollutants
                .iter()
                .map(|one| format!("{}（{}%）", name(one.item), one.rate_percent));
            told.collect::<Vec<_>>().join("、")
        };
        let says = Text::new(
            format!("主要污染指标（断面超标率）：{}", listed(|item| item.name.0)),
            format!("main pollutants (share of sections): {}", listed(|item| item.name.1)),
        );
        let rule = reason.rule.clone();
        let mut told = Reason::new(says);
        told.rule = rule;
        reason = reason.since(told);
    }
    if unknown > 0 {
        let says = Text::new(
            format!("另有 {unknown} 个断面类别未知，未计入比例"),
            format!("{unknown} more sections are of unknown class and left out of the shares"),
        );
        reason = reason.since(Reason::new(says));
    }
    BasinVerdict {
        river,
        main_pollutants,
        unknown,
        reason,
    }
}

/// In how many sections each item is worse than class Ⅲ.
fn exceeding(sections: &[SectionVerdict]) -> Vec<(&'static ItemDef, usize)> {
    let mut counts: Vec<(&'static ItemDef, usize)> = Vec::new();
    let items = sections.iter().flat_map(|section| &section.items);
    for one in
        items.filter(|one| one.role == ItemRole::Evaluated && one.class.is_some_and(|class| class > WaterClass::III))
    {
        match counts.iter_mut().find(|(item, _)| item.code == one.item.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((one.item, 1)),
        }
    }
    counts
}
