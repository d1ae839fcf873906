//! A river or a basin from its sections.

use std::cmp::Reverse;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::item::ItemDef;
use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;
use crate::water::class::{Grade, WaterBody, WaterClass};
use crate::water::limits::edition_on;
use crate::water::means::{ItemMean, Period, section_means};
use crate::water::section::{SectionVerdict, judge_section};

/// A river of five or more sections.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiverVerdict {
    /// Sections of class Ⅰ to Ⅲ in percent, unrounded; `None` without sections.
    pub share_1_to_3: Option<Decimal>,
    /// Sections of 劣Ⅴ in percent, unrounded; `None` without sections.
    pub share_inferior: Option<Decimal>,
    /// The word of the river; `None` with fewer than five sections, which are judged by their means instead.
    pub grade: Option<Grade>,
    /// The counts and the row of the table.
    pub reason: Reason,
}

/// A river of fewer than five sections.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FewSections {
    /// The means over the sections.
    pub means: Vec<ItemMean>,
    /// The river, judged from the means as one section.
    pub river: SectionVerdict,
    /// Each section of its own.
    pub sections: Vec<SectionVerdict>,
}

/// An item that makes sections of a river worse than class Ⅲ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiverPollutant {
    /// The item.
    pub item: &'static ItemDef,
    /// Share of the sections where it is worse than class Ⅲ, percent, as printed.
    pub rate_percent: Decimal,
}

/// The word of a river from the classes of its sections, when there are at least five.
///
/// 环办〔2011〕22号: shares of sections are compared with the table before rounding; no mean class is given.
pub fn judge_river(classes: &[WaterClass]) -> RiverVerdict {
    let rules = rules();
    let total = classes.len();
    let good = classes.iter().filter(|class| **class <= WaterClass::III).count();
    let inferior = classes.iter().filter(|class| **class == WaterClass::Inferior).count();
    let (good_share, inferior_share) = (percent(good, total), percent(inferior, total));
    let (Some(good_percent), Some(inferior_percent), true) = (good_share, inferior_share, total >= rules.sections_min)
    else {
        let least = rules.sections_min;
        let says = Text::new(
            format!("只有 {total} 个断面，少于 {least} 个：按各断面浓度均值评价"),
            format!("{total} sections, fewer than {least}: judged from the means of their concentrations"),
        );
        let reason = Reason::new(says).by(rules.parameters.citation());
        return RiverVerdict {
            share_1_to_3: good_share,
            share_inferior: inferior_share,
            grade: None,
            reason,
        };
    };
    let holds = |row: &&ShareRow| {
        row.good_min.is_none_or(|least| good_percent >= least)
            && row.inferior_below.is_none_or(|bound| inferior_percent < bound)
    };
    let grade = rules.rows.iter().find(holds).map(|row| row.grade.clone());
    let word = grade.as_ref().map(|grade| grade.word.clone()).unwrap_or_default();
    let says = Text::new(
        format!(
            "{total} 个断面：Ⅰ～Ⅲ类 {good} 个（{}%），劣Ⅴ类 {inferior} 个（{}%）→ {}",
            shown(good_percent, rules.share_decimals),
            shown(inferior_percent, rules.share_decimals),
            word.zh
        ),
        format!(
            "{total} sections: {good} of class I to III ({} %), {inferior} worse than V ({} %) → {}",
            shown(good_percent, rules.share_decimals),
            shown(inferior_percent, rules.share_decimals),
            word.en
        ),
    );
    RiverVerdict {
        share_1_to_3: good_share,
        share_inferior: inferior_share,
        grade,
        reason: Reason::new(says).by(rules.table.citation()),
    }
}

/// A river of fewer than five sections: each item is averaged over the sections, then judged as one section.
pub fn judge_few_sections(
    day: NaiveDate,
    body: WaterBody,
    sections: &[Vec<(&'static ItemDef, Decimal)>],
) -> FewSections {
    // One value a section is enough: the mean here is over places, not over time.
    let means = section_means(Period::Month, sections);
    let values: Vec<_> = means.iter().filter_map(|mean| Some((mean.item, mean.value?))).collect();
    let mut river = judge_section(day, body, &values);
    river.reason = river.reason.since_all(means.iter().map(|mean| mean.reason.clone()));
    FewSections {
        means,
        river,
        sections: sections
            .iter()
            .map(|section| judge_section(day, body, section))
            .collect(),
    }
}

/// The main pollutants of a river of `sections` sections from how many of them each item makes worse than class Ⅲ.
///
/// 环办〔2011〕22号: by exceedance rate, the first three; ties keep the order of the table of limits (convention). To be asked
/// only for a river worse than 良好.
pub fn river_main_pollutants(
    day: NaiveDate,
    sections: usize,
    exceeding: &[(&'static ItemDef, usize)],
) -> Vec<RiverPollutant> {
    let rules = rules();
    let mut ranked: Vec<_> = exceeding.iter().filter(|(_, count)| *count > 0).collect();
    ranked.sort_by_key(|(item, count)| (Reverse(*count), edition_on(day).map(|edition| edition.position(item))));
    let named = ranked.into_iter().take(rules.pollutants_take);
    named
        .filter_map(|(item, count)| {
            Some(RiverPollutant {
                item,
                rate_percent: round(percent(*count, sections)?, rules.share_decimals),
            })
        })
        .collect()
}

fn percent(part: usize, total: usize) -> Option<Decimal> {
    Decimal::from(part)
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(Decimal::from(total))
}

struct ShareRow {
    good_min: Option<Decimal>,
    inferior_below: Option<Decimal>,
    grade: Grade,
}

struct Rules {
    table: &'static Table,
    parameters: &'static Table,
    rows: Vec<ShareRow>,
    sections_min: usize,
    share_decimals: u32,
    pollutants_take: usize,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (table, parameters) = (
        table("huanban-2011-22/river.csv")?,
        table("huanban-2011-22/river_parameters.csv")?,
    );
    let rows = table.rows().map(|row| {
        Ok(ShareRow {
            good_min: row.optional_decimal("share_1_to_3_min")?,
            inferior_below: row.optional_decimal("share_6_below")?,
            grade: Grade {
                word: Text::new(row.text("word_zh")?, row.text("word_en")?),
                colour: Text::new(row.text("colour_zh")?, row.text("colour_en")?),
            },
        })
    });
    Ok(Rules {
        table,
        parameters,
        rows: rows.collect::<Result<_, TableError>>()?,
        sections_min: parameters.whole_parameter("sections_min_for_shares")?,
        share_decimals: parameters.whole_parameter("share_decimals")?,
        pollutants_take: parameters.whole_parameter("pollutants_take")?,
    })
}
