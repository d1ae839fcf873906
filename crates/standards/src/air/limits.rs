//! The limits of GB 3095 by the period in which they apply.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::item::ItemDef;
use crate::reason::Citation;
use crate::table::{Table, TableError, proven, table};

/// A set of limits of GB 3095, each for areas of class 2 (all but nature reserves and the like).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AirLimits {
    /// GB 3095-2012
    Of2012,
    /// GB 3095-2026, transition
    Transition2026,
    /// GB 3095-2026, final
    Final2026,
}

/// The limits in force on `day`; earlier days take the first set.
pub fn limits_on(day: NaiveDate) -> AirLimits {
    let in_force = AirLimits::ALL
        .into_iter()
        .rev()
        .find(|limits| limits.table().valid_from <= day);
    in_force.unwrap_or(AirLimits::Of2012)
}

/// The level of limits by the kind of area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum AirLevel {
    /// 一级: class 1 areas (nature reserves and the like)
    First,
    /// 二级: all others
    Second,
}

impl AirLimits {
    /// Every set, oldest first.
    pub const ALL: [Self; 3] = [Self::Of2012, Self::Transition2026, Self::Final2026];

    /// The limit of `item` over `period` (`year`, `day`, `8h`, `1h`) in areas of class 2.
    pub fn limit(self, item: &ItemDef, period: &str) -> Option<Decimal> {
        self.limit_of_level(AirLevel::Second, item.code, period)
    }

    /// The limit of an item by its code in the table (`PB` and `BAP` are there too) over `period` (`year`, `quarter`, `day`, `8h`, `1h`).
    pub fn limit_of_level(self, level: AirLevel, code: &str, period: &str) -> Option<Decimal> {
        let rows = &rules(self).rows;
        rows.iter()
            .find(|row| row.level == level && row.item == code && row.period == period)
            .map(|row| row.limit)
    }

    /// Where the limits stand.
    pub fn citation(self) -> Citation {
        self.table().citation_of("level 2 (二级)")
    }

    fn table(self) -> &'static Table {
        rules(self).table
    }
}

/// Items are kept by code: the table also names some that nothing here monitors (lead, benzopyrene).
struct LimitRow {
    level: AirLevel,
    item: String,
    period: String,
    limit: Decimal,
}

struct Rules {
    table: &'static Table,
    rows: Vec<LimitRow>,
}

fn rules(limits: AirLimits) -> &'static Rules {
    static RULES: LazyLock<[Rules; 3]> = LazyLock::new(|| proven(read()));
    let [of_2012, transition, last] = &*RULES;
    match limits {
        AirLimits::Of2012 => of_2012,
        AirLimits::Transition2026 => transition,
        AirLimits::Final2026 => last,
    }
}

fn read() -> Result<[Rules; 3], TableError> {
    let one = |folder: &str| {
        let table = table(&format!("{folder}/limits.csv"))?;
        let mut rows = Vec::new();
        for row in table.rows() {
            let level = match row.text("level")? {
                "1" => AirLevel::First,
                "2" => AirLevel::Second,
                other => return Err(row.fault("level", format!("`{other}` is not 1 or 2"))),
            };
            let (item, period) = (row.text("item")?.to_owned(), row.text("period")?.to_owned());
            rows.push(LimitRow {
                level,
                item,
                period,
                limit: row.decimal("limit")?,
            });
        }
        Ok(Rules { table, rows })
    };
    Ok([
        one("gb3095-2012")?,
        one("gb3095-2026-transition")?,
        one("gb3095-2026-final")?,
    ])
}
