//! The trophic state of lakes and reservoirs: TLI.

use std::sync::LazyLock;

use rust_decimal::{Decimal, MathematicalOps};
use serde::Serialize;

use crate::item::ItemDef;
use crate::reason::Reason;
use crate::rounding::shown;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;
use crate::unit::Unit;

/// The trophic state of a lake.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrophicState {
    /// TLI, unrounded; `None` = unknown.
    pub index: Option<Decimal>,
    /// 贫营养 … 重度富营养
    pub word: Option<Text>,
    /// Items of the method that were not given; the index then rests on the others.
    pub missing: Vec<&'static ItemDef>,
    /// Each item's index and weight.
    pub reason: Reason,
}

/// TLI(j) = 10 (a ± b ln C) of one item, `value` in the item's canonical unit; `None` for items outside the method and for values
/// that are not positive.
pub fn trophic_item(item: &ItemDef, value: Decimal) -> Option<Decimal> {
    let row = rules().rows.iter().find(|row| row.item.code == item.code)?;
    let value = Unit::convert(value, item.unit, row.unit).filter(|value| *value > Decimal::ZERO)?;
    let slope = row.b.checked_mul(row.sign)?.checked_mul(value.checked_ln()?)?;
    row.a.checked_add(slope)?.checked_mul(Decimal::TEN)
}

/// TLI = Σ W(j) TLI(j) over chlorophyll a, total phosphorus, total nitrogen, transparency and permanganate index, values in the
/// items' canonical units; W(j) = r² / Σ r² of the items used. Other items are left out.
pub fn trophic_state(values: &[(&'static ItemDef, Decimal)]) -> TrophicState {
    let rules = rules();
    let used = used_items(rules, values);
    let is_used = |item: &ItemDef| used.iter().any(|one| one.row.item.code == item.code);
    let missing: Vec<&'static ItemDef> = rules
        .rows
        .iter()
        .map(|row| row.item)
        .filter(|item| !is_used(item))
        .collect();
    let weights: Decimal = used.iter().map(|one| one.row.r2).sum();
    let sum = used.iter().try_fold(Decimal::ZERO, |sum, one| {
        sum.checked_add(one.index.checked_mul(one.row.r2)?)
    });
    let index = sum.and_then(|sum| sum.checked_div(weights));
    let level = index.and_then(|index| rules.levels.iter().find(|level| level.holds(index)));
    let word = level.map(|level| level.word.clone());
    let steps = used.iter().map(|one| one.step(rules, weights));
    let reason = Reason::new(headline(index, word.as_ref(), &missing))
        .by(rules.levels_table.citation())
        .since_all(steps);
    TrophicState {
        index,
        word,
        missing,
        reason,
    }
}

/// An item that takes part: its row, its value and its own index.
struct UsedItem {
    row: &'static TrophicRow,
    value: Decimal,
    index: Decimal,
}

impl UsedItem {
    fn step(&self, rules: &Rules, weights: Decimal) -> Reason {
        let (item, index) = (self.row.item, shown(self.index, INDEX_DECIMALS));
        let figure = format!("{} {} → TLI {index}", self.value.normalize(), item.unit.symbol());
        let weight = format!("{}/{weights}", self.row.r2);
        let says = Text::new(
            format!("{} {figure}，权重 {weight}", item.name.0),
            format!("{} {figure}, weight {weight}", item.name.1),
        );
        Reason::new(says).by(rules.items_table.citation())
    }
}

fn used_items(rules: &'static Rules, values: &[(&'static ItemDef, Decimal)]) -> Vec<UsedItem> {
    let used = rules.rows.iter().filter_map(|row| {
        let (item, value) = values.iter().find(|(item, _)| item.code == row.item.code)?;
        Some(UsedItem {
            row,
            value: *value,
            index: trophic_item(item, *value)?,
        })
    });
    used.collect()
}

/// As bulletins print the index.
const INDEX_DECIMALS: u32 = 2;

fn headline(index: Option<Decimal>, word: Option<&Text>, missing: &[&'static ItemDef]) -> Text {
    let mut says = match (index, word) {
        (Some(index), Some(word)) => {
            let index = shown(index, INDEX_DECIMALS);
            Text::new(
                format!("综合营养状态指数 {index}：{}", word.zh),
                format!("trophic index {index}: {}", word.en),
            )
        }
        _ => Text::new(
            "综合营养状态指数未知：没有可用项目",
            "trophic index unknown: no usable item",
        ),
    };
    if !missing.is_empty() {
        let zh: Vec<_> = missing.iter().map(|item| item.name.0).collect();
        let en: Vec<_> = missing.iter().map(|item| item.name.1).collect();
        says.zh.push_str(&format!("（缺{}）", zh.join("、")));
        says.en.push_str(&format!(" ({} missing)", en.join(", ")));
    }
    says
}

struct TrophicRow {
    item: &'static ItemDef,
    unit: Unit,
    a: Decimal,
    b: Decimal,
    sign: Decimal,
    r2: Decimal,
}

struct TrophicLevel {
    below: Option<Decimal>,
    at_most: Option<Decimal>,
    word: Text,
}

impl TrophicLevel {
    fn holds(&self, index: Decimal) -> bool {
        self.below.is_none_or(|bound| index < bound) && self.at_most.is_none_or(|bound| index <= bound)
    }
}

struct Rules {
    items_table: &'static Table,
    levels_table: &'static Table,
    rows: Vec<TrophicRow>,
    levels: Vec<TrophicLevel>,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (items_table, levels_table) = (table("tli/items.csv")?, table("tli/levels.csv")?);
    let rows = items_table.rows().map(|row| {
        let unit = row.text("unit")?;
        let unit = Unit::parse(unit).ok_or_else(|| row.fault("unit", format!("`{unit}` is not a unit")))?;
        let (a, b, sign, r2) = (
            row.decimal("a")?,
            row.decimal("b")?,
            row.decimal("sign")?,
            row.decimal("r2")?,
        );
        Ok(TrophicRow {
            item: row.item("item")?,
            unit,
            a,
            b,
            sign,
            r2,
        })
    });
    let levels = levels_table.rows().map(|row| {
        Ok(TrophicLevel {
            below: row.optional_decimal("below")?,
            at_most: row.optional_decimal("at_most")?,
            word: Text::new(row.text("word_zh")?, row.text("word_en")?),
        })
    });
    Ok(Rules {
        items_table,
        levels_table,
        rows: rows.collect::<Result<_, TableError>>()?,
        levels: levels.collect::<Result<_, TableError>>()?,
    })
}
