//! The limits of surface water as read from the tables, by the day on which they apply.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::item::ItemDef;
use crate::reason::Citation;
use crate::table::{Row, Table, TableError, proven, table};
use crate::water::class::{WaterBody, WaterClass};

/// What a limit demands of a value, class Ⅰ to Ⅴ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// The value must not be above the limit.
    AtMost([Decimal; 5]),
    /// The value must not be below the limit.
    AtLeast([Decimal; 5]),
    /// The value must lie in one range for every class.
    Within(Decimal, Decimal),
}

/// Whether an item takes part in the class of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ItemRole {
    /// One of the 21 items that decide.
    Evaluated,
    /// Reported beside the class (water temperature, total nitrogen, faecal coliforms).
    Reference,
    /// Not an item of the evaluation at all.
    NotEvaluated,
}

#[derive(Debug)]
struct Limit {
    item: &'static ItemDef,
    body: Option<WaterBody>,
    number: String,
    demand: Demand,
}

#[derive(Debug)]
struct Role {
    item: &'static ItemDef,
    role: ItemRole,
}

/// The limits and the method in force together.
#[derive(Debug)]
pub struct WaterEdition {
    limits_table: &'static Table,
    method_table: &'static Table,
    pollutants_table: &'static Table,
    limits: Vec<Limit>,
    roles: Vec<Role>,
    named_anyway_table: &'static Table,
    named_anyway: Vec<&'static ItemDef>,
    pub(crate) worse_than: WaterClass,
    pub(crate) take: usize,
    pub(crate) multiple_decimals: u32,
}

/// The edition in force on `day`; `None` before the first.
///
/// The method of 2011 is also applied to earlier days since 2002: no other method is at hand, and the class itself follows from
/// GB 3838-2002 alone.
pub fn edition_on(day: NaiveDate) -> Option<&'static WaterEdition> {
    static EDITIONS: LazyLock<Vec<WaterEdition>> = LazyLock::new(|| proven(read_editions()));
    EDITIONS.iter().find(|edition| edition.limits_table.in_force(day))
}

impl WaterEdition {
    /// The document of the limits, e.g. `GB 3838-2002`.
    pub fn standard(&self) -> &str {
        &self.limits_table.standard
    }

    /// The document of the method.
    pub fn method(&self) -> &str {
        &self.method_table.standard
    }

    /// The limit of `item` that meets `class` in `body`; `None` where a class has a range or no limit.
    pub fn limit(&self, item: &ItemDef, body: WaterBody, class: WaterClass) -> Option<Decimal> {
        let index = usize::from(class.rank()).checked_sub(1)?;
        match self.demand(item, body)? {
            Demand::AtMost(limits) | Demand::AtLeast(limits) => limits.get(index).copied(),
            Demand::Within(..) => None,
        }
    }

    /// Whether the limits of `item` are upper ones: not those of oxygen, which is a lower one, and of pH, which is a range.
    pub(crate) fn is_upper_limit(&self, item: &ItemDef, body: WaterBody) -> bool {
        matches!(self.demand(item, body), Some(Demand::AtMost(_)))
    }

    /// Whether `item` decides, stands beside the class or is foreign to it.
    pub fn role(&self, item: &ItemDef) -> ItemRole {
        self.role_row(item).map_or(ItemRole::NotEvaluated, |row| row.role)
    }

    pub(crate) fn named_anyway(&self, item: &ItemDef) -> bool {
        self.named_anyway.iter().any(|named| named.code == item.code)
    }

    pub(crate) fn demand(&self, item: &ItemDef, body: WaterBody) -> Option<Demand> {
        self.limit_row(item, body).map(|row| row.demand)
    }

    /// Position in the table of limits, the convention for ties.
    pub(crate) fn position(&self, item: &ItemDef) -> usize {
        self.roles
            .iter()
            .position(|row| row.item.code == item.code)
            .unwrap_or(usize::MAX)
    }

    pub(crate) fn limit_citation(&self, item: &ItemDef, body: WaterBody) -> Citation {
        match self.limit_row(item, body) {
            Some(row) => self
                .limits_table
                .citation_of(&format!("item {} (第{}项)", row.number, row.number)),
            None => self.limits_table.citation(),
        }
    }

    pub(crate) fn method_citation(&self) -> Citation {
        self.method_table.citation()
    }

    pub(crate) fn named_anyway_citation(&self) -> Citation {
        self.named_anyway_table.citation()
    }

    pub(crate) fn pollutants_citation(&self) -> Citation {
        self.pollutants_table.citation()
    }

    fn limit_row(&self, item: &ItemDef, body: WaterBody) -> Option<&Limit> {
        self.limits
            .iter()
            .find(|row| row.item.code == item.code && row.body.is_none_or(|only| only == body))
    }

    fn role_row(&self, item: &ItemDef) -> Option<&Role> {
        self.roles.iter().find(|row| row.item.code == item.code)
    }
}

fn read_editions() -> Result<Vec<WaterEdition>, TableError> {
    let limits_table = table("gb3838-2002/table1.csv")?;
    let method_table = table("huanban-2011-22/items.csv")?;
    let pollutants_table = table("huanban-2011-22/main_pollutants.csv")?;
    let named_anyway_table = table("huanban-2011-22/named_anyway.csv")?;
    let mut limits = Vec::new();
    for row in limits_table.rows() {
        limits.extend(read_limit(&row)?);
    }
    let roles = method_table
        .rows()
        .map(|row| read_role(&row))
        .collect::<Result<_, _>>()?;
    let worse_than: u8 = pollutants_table.whole_parameter("worse_than_class")?;
    let worse_than = WaterClass::from_rank(worse_than).ok_or_else(|| {
        pollutants_table.fault("worse_than_class", format!("{worse_than} is not a class; write 1 to 6"))
    })?;
    let take = pollutants_table.whole_parameter("take")?;
    let multiple_decimals = pollutants_table.whole_parameter("multiple_decimals")?;
    Ok(vec![WaterEdition {
        limits_table,
        method_table,
        pollutants_table,
        limits,
        roles,
        named_anyway_table,
        named_anyway: named_anyway_table
            .rows()
            .map(|row| row.item("item"))
            .collect::<Result<_, _>>()?,
        worse_than,
        take,
        multiple_decimals,
    }])
}

fn read_limit(row: &Row<'_>) -> Result<Option<Limit>, TableError> {
    let body = match row.text("water_body")? {
        "all" => None,
        "river" => Some(WaterBody::River),
        "lake" => Some(WaterBody::Lake),
        other => return Err(row.fault("water_body", format!("`{other}` is not all, river or lake"))),
    };
    let demand = match row.text("direction")? {
        "none" => return Ok(None),
        "le" => Demand::AtMost(five(row)?),
        "ge" => Demand::AtLeast(five(row)?),
        "range" => {
            let said = row.text("class_1")?;
            let ends = said
                .split_once('~')
                .and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
            let (low, high) = ends.ok_or_else(|| row.fault("class_1", format!("`{said}` is not a range low~high")))?;
            Demand::Within(low, high)
        }
        other => return Err(row.fault("direction", format!("`{other}` is not le, ge, range or none"))),
    };
    Ok(Some(Limit {
        item: row.item("item")?,
        body,
        number: row.text("no")?.to_owned(),
        demand,
    }))
}

fn five(row: &Row<'_>) -> Result<[Decimal; 5], TableError> {
    Ok([
        row.decimal("class_1")?,
        row.decimal("class_2")?,
        row.decimal("class_3")?,
        row.decimal("class_4")?,
        row.decimal("class_5")?,
    ])
}

fn read_role(row: &Row<'_>) -> Result<Role, TableError> {
    let role = match row.text("role")? {
        "evaluated" => ItemRole::Evaluated,
        "reference" => ItemRole::Reference,
        other => return Err(row.fault("role", format!("`{other}` is not evaluated or reference"))),
    };
    Ok(Role {
        item: row.item("item")?,
        role,
    })
}
