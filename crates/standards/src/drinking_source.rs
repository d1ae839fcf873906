//! Surface sources of drinking water: whether a month attains.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::item::ItemDef;
use crate::reason::{Citation, Reason};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;
use crate::water::{WaterBody, WaterClass, edition_on};

/// The judgement on a month of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceMonth {
    /// Whether every judged item is within its limit; `None` when nothing could be judged.
    pub attained: Option<bool>,
    /// Items of tables 1 and 2 above their limit.
    pub failing: Vec<&'static ItemDef>,
    /// Items of table 3 above their limit, by their Chinese names.
    pub failing_specific: Vec<&'static str>,
    /// Items above class Ⅲ that are reported beside the verdict (total nitrogen, faecal coliforms).
    pub reference_exceeding: Vec<&'static ItemDef>,
    /// Every comparison.
    pub reason: Reason,
}

impl SourceMonth {
    fn unjudged() -> Self {
        let (failing, failing_specific, reference_exceeding) = (Vec::new(), Vec::new(), Vec::new());
        let reason = Reason::new(Text::default());
        Self {
            attained: None,
            failing,
            failing_specific,
            reference_exceeding,
            reason,
        }
    }
}

/// Judges a month of a surface source: table 1 by class Ⅲ, tables 2 and 3 by their limits.
///
/// `specific` holds items of table 3 by their Chinese names; names that the table does not have are left out.
pub fn judge_surface_source(
    day: NaiveDate,
    body: WaterBody,
    values: &[(&'static ItemDef, Decimal)],
    specific: &[(&str, Decimal)],
) -> SourceMonth {
    let rules = rules();
    let mut month = SourceMonth::unjudged();
    let mut judged = 0_usize;
    let mut steps = Vec::new();
    for (item, value) in values {
        let Some((within, step)) = rules.compared(day, body, item, *value) else {
            continue;
        };
        match rules.role(item) {
            SourceRole::LeftOut => continue,
            SourceRole::Reference if !within => month.reference_exceeding.push(item),
            SourceRole::Reference => {}
            SourceRole::Judged => {
                judged += 1;
                if !within {
                    month.failing.push(item);
                }
            }
        }
        steps.push(step);
    }
    for (name, value) in specific {
        let Some((known, limit)) = rules.specific.iter().find(|(known, _)| known == name) else {
            continue;
        };
        judged += 1;
        if value > limit {
            month.failing_specific.push(known);
        }
        steps.push(step(known, known, *value, *limit, rules.specific_table.citation()));
    }
    let fails = month.failing.len() + month.failing_specific.len();
    month.attained = (judged > 0).then_some(fails == 0);
    let says = headline(month.attained, judged, fails);
    month.reason = Reason::new(says).by(rules.roles_table.citation()).since_all(steps);
    month
}

fn headline(attained: Option<bool>, judged: usize, fails: usize) -> Text {
    match attained {
        Some(true) => Text::new(
            format!("{judged} 项均达标"),
            format!("all {judged} items are within their limits"),
        ),
        Some(false) => Text::new(
            format!("{judged} 项中 {fails} 项超标，水源当月不达标"),
            format!("{fails} of {judged} items are above: not attained"),
        ),
        None => Text::new("没有可评价的项目，达标情况未知", "no item that can be judged: unknown"),
    }
}

fn step(zh: &str, en: &str, value: Decimal, limit: Decimal, rule: Citation) -> Reason {
    let figure = format!(
        "{} {} {}",
        value.normalize(),
        if value > limit { ">" } else { "≤" },
        limit.normalize()
    );
    Reason::new(Text::new(format!("{zh} {figure}"), format!("{en} {figure}"))).by(rule)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SourceRole {
    Judged,
    Reference,
    LeftOut,
}

struct Rules {
    roles_table: &'static Table,
    roles: Vec<(&'static ItemDef, SourceRole)>,
    supplementary_table: &'static Table,
    supplementary: Vec<(&'static ItemDef, Decimal)>,
    specific_table: &'static Table,
    specific: Vec<(&'static str, Decimal)>,
    reference_class: WaterClass,
}

impl Rules {
    fn role(&self, item: &ItemDef) -> SourceRole {
        self.roles
            .iter()
            .find(|(other, _)| other.code == item.code)
            .map_or(SourceRole::Judged, |(_, role)| *role)
    }

    /// Whether a value is within its limit, and the sentence on it; `None` for items without any.
    fn compared(
        &self,
        day: NaiveDate,
        body: WaterBody,
        item: &'static ItemDef,
        value: Decimal,
    ) -> Option<(bool, Reason)> {
        if let Some((_, limit)) = self.supplementary.iter().find(|(other, _)| other.code == item.code) {
            let reason = step(
                item.name.0,
                item.name.1,
                value,
                *limit,
                self.supplementary_table.citation(),
            );
            return Some((value <= *limit, reason));
        }
        let judged = edition_on(day)?.judge_item(body, item, value);
        Some((judged.0? <= self.reference_class, judged.1))
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (roles_table, parameters) = (
        table("drinking-source/items.csv")?,
        table("drinking-source/parameters.csv")?,
    );
    let (supplementary_table, specific_table) = (table("gb3838-2002/table2.csv")?, table("gb3838-2002/table3.csv")?);
    let roles = roles_table.rows().map(|row| {
        let role = match row.text("role")? {
            "reference" => SourceRole::Reference,
            "left_out" => SourceRole::LeftOut,
            other => return Err(row.fault("role", format!("`{other}` is not reference or left_out"))),
        };
        Ok((row.item("item")?, role))
    });
    let class: u8 = parameters.whole_parameter("reference_class")?;
    let pairs = supplementary_table
        .rows()
        .map(|row| Ok((row.item("item")?, row.decimal("limit")?)));
    let specific = specific_table
        .rows()
        .map(|row| Ok((row.text("name_zh")?, row.decimal("limit")?)));
    Ok(Rules {
        roles_table,
        roles: roles.collect::<Result<_, TableError>>()?,
        supplementary_table,
        supplementary: pairs.collect::<Result<_, TableError>>()?,
        specific_table,
        specific: specific.collect::<Result<_, TableError>>()?,
        reference_class: WaterClass::from_rank(class)
            .ok_or_else(|| parameters.fault("reference_class", format!("{class} is not a class")))?,
    })
}
