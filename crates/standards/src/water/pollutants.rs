//! The main pollutants of a section: what makes it worse than class Ⅲ, in the order of bulletins.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::conventions::Conventions;
use crate::item::ItemDef;
use crate::reason::Reason;
use crate::text::Text;
use crate::water::class::WaterClass;
use crate::water::limits::{ItemRole, WaterEdition};
use crate::water::section::ItemClass;

/// An item that makes a section worse than class Ⅲ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MainPollutant {
    /// The item.
    pub item: &'static ItemDef,
    /// Its class.
    pub class: WaterClass,
    /// The exceedance multiple as printed, one decimal; `None` for pH and dissolved oxygen.
    pub multiple: Option<Decimal>,
}

/// 环办〔2011〕22号: items worse than class Ⅲ, worst class first, then the larger multiple, the first three; cyanide and heavy
/// metals above class Ⅲ are added. Ties, items without a multiple and the rounding of multiples follow the conventions. A section up to class Ⅲ has none, since none of its items is worse.
pub(crate) fn main_pollutants(
    conventions: &Conventions,
    edition: &WaterEdition,
    items: &[ItemClass],
) -> Vec<MainPollutant> {
    let mut candidates: Vec<(&ItemClass, WaterClass)> = items
        .iter()
        .filter(|one| one.role == ItemRole::Evaluated)
        .filter_map(|one| Some((one, one.class.filter(|class| *class > edition.worse_than)?)))
        .collect();
    // The sort is stable: where nothing else decides, the given order stays.
    candidates.sort_by_key(|(one, class)| {
        let without = one.multiple.is_none() == conventions.without_multiple_last;
        let tie = if conventions.ties_in_table_order {
            edition.position(one.item)
        } else {
            0
        };
        (Reverse(*class), without, Reverse(one.multiple), tie)
    });
    let named = candidates
        .into_iter()
        .enumerate()
        .filter(|(place, (one, _))| *place < edition.take || edition.named_anyway(one.item));
    named
        .map(|(_, (one, class))| MainPollutant {
            item: one.item,
            class,
            multiple: one
                .multiple
                .map(|multiple| conventions.multiple_rounding.round(multiple, edition.multiple_decimals)),
        })
        .collect()
}

pub(crate) fn pollutants_reason(edition: &WaterEdition, pollutants: &[MainPollutant]) -> Reason {
    let shown = |one: &MainPollutant| one.multiple.map(|multiple| format!("{multiple}"));
    let zh: Vec<_> = pollutants
        .iter()
        .map(|one| match shown(one) {
            Some(multiple) => format!("{}（{}类，超标 {multiple} 倍）", one.item.name.0, one.class),
            None => format!("{}（{}类）", one.item.name.0, one.class),
        })
        .collect();
    let en: Vec<_> = pollutants
        .iter()
        .map(|one| match shown(one) {
            Some(multiple) => format!(
                "{} ({}, {multiple} times above class III)",
                one.item.name.1,
                one.class.text().en
            ),
            None => format!("{} ({})", one.item.name.1, one.class.text().en),
        })
        .collect();
    let says = Text::new(
        format!("主要污染指标：{}", zh.join("、")),
        format!("main pollutants: {}", en.join("; ")),
    );
    let reason = Reason::new(says).by(edition.pollutants_citation());
    if pollutants.len() <= edition.take {
        return reason;
    }
    let says = Text::new(
        "氰化物和重金属超过Ⅲ类时，在前三项之外一并列出",
        "cyanide and heavy metals above class III are named beside the first three",
    );
    reason.since(Reason::new(says).by(edition.named_anyway_citation()))
}
