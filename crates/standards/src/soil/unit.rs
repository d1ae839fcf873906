//! Units of farmland: the category of many points together, and what the crops on it change.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::reason::Reason;
use crate::rounding::shown;
use crate::soil::farmland::FarmlandCategory;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// The category of a unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitCategory {
    /// `None` = the unit is to be split, or has no points.
    pub category: Option<FarmlandCategory>,
    /// The shares.
    pub reason: Reason,
}

/// A unit takes the category that at least 80 % of its points hold; otherwise it is to be split (环办土壤〔2019〕53号; field knowledge).
///
/// That the other points are scattered is for the eye of a person: it is not asked here.
pub fn farmland_unit_category(points: &[FarmlandCategory]) -> UnitCategory {
    let rules = rules();
    let all = [
        FarmlandCategory::Priority,
        FarmlandCategory::SafeUse,
        FarmlandCategory::StrictControl,
    ];
    let share = |category: FarmlandCategory| {
        let count = points.iter().filter(|point| **point == category).count();
        let hundredfold = Decimal::from(count).checked_mul(Decimal::ONE_HUNDRED)?;
        hundredfold.checked_div(Decimal::from(points.len()))
    };
    let shares = all.map(|category| (category, share(category)));
    let held = shares
        .iter()
        .find(|(_, share)| share.is_some_and(|share| share >= rules.share_min));
    let category = held.map(|(category, _)| *category);
    let listed = |name: fn(&Text) -> &str| {
        let told = shares
            .iter()
            .filter_map(|(category, share)| Some(format!("{} {} %", name(&category.text()), shown((*share)?, 1))));
        told.collect::<Vec<_>>().join(", ")
    };
    let (zh, en) = match category {
        Some(category) => (category.text().zh, category.text().en),
        None if points.is_empty() => ("未知：没有点位".to_owned(), "unknown: no points".to_owned()),
        None => (
            "没有一类达到，应拆分单元".to_owned(),
            "no category reaches it, the unit is to be split".to_owned(),
        ),
    };
    let least = rules.share_min;
    let says = Text::new(
        format!("{}（至少 {least}%）→ {zh}", listed(|text| &text.zh)),
        format!("{} (at least {least} %) → {en}", listed(|text| &text.en)),
    );
    UnitCategory {
        category,
        reason: Reason::new(says).by(rules.table.citation()),
    }
}

/// The category after a look at the crops (the same five metals): clean crops move 安全利用类 and 严格管控类 up by one, crops above their
/// limits move 优先保护类 down by one (环办土壤〔2019〕53号; field knowledge).
pub fn farmland_category_with_crops(category: FarmlandCategory, crops_clean: bool) -> FarmlandCategory {
    match (category, crops_clean) {
        (FarmlandCategory::StrictControl, true) | (FarmlandCategory::Priority, false) => FarmlandCategory::SafeUse,
        (FarmlandCategory::SafeUse, true) => FarmlandCategory::Priority,
        (unchanged, _) => unchanged,
    }
}

struct Rules {
    table: &'static Table,
    share_min: Decimal,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table = table("huanban-soil-2019-53/parameters.csv")?;
    Ok(Rules {
        share_min: table.parameter("unit_share_percent_min")?,
        table,
    })
}
