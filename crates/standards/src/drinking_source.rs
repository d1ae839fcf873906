//! Sources of drinking water: whether a month attains, and the shares of sources and of water.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::conventions::Conventions;
use crate::groundwater::judge_groundwater_item;
use crate::item::ItemDef;
use crate::measured::Measured;
use crate::reason::{Citation, Reason};
use crate::substance::{item_of, names_in_english, same_substance, substance_name};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;
use crate::water::{WaterBody, WaterClass, edition_on};

/// The judgement on a month of one source. Items are named by their code, else by the name in the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceMonth {
    /// Whether every judged item is within its limit; `None` when none is above but some cannot be told, or nothing was judged.
    pub attained: Option<bool>,
    /// Items above their limit.
    pub failing: Vec<&'static str>,
    /// Items above class Ⅲ that are reported beside the verdict (total nitrogen, faecal coliforms).
    pub reference_exceeding: Vec<&'static str>,
    /// Items that cannot be told: nothing valid measured, or a detection limit above the limit.
    pub unknown: Vec<String>,
    /// Names without a limit for such a source; they were left out.
    pub not_judged: Vec<String>,
    /// Every comparison.
    pub reason: Reason,
}

impl SourceMonth {
    fn finished(mut self, judged: usize, rule: Citation, steps: Vec<Reason>) -> Self {
        let fails = self.failing.len();
        self.attained = match (judged, fails, self.unknown.is_empty()) {
            (_, 1.., _) => Some(false),
            (1.., 0, true) => Some(true),
            _ => None,
        };
        let says = headline(self.attained, judged, fails, &self.unknown);
        self.reason = Reason::new(says).by(rule).since_all(steps);
        self
    }

    fn unjudged() -> Self {
        Self {
            attained: None,
            failing: Vec::new(),
            reference_exceeding: Vec::new(),
            unknown: Vec::new(),
            not_judged: Vec::new(),
            reason: Reason::new(Text::default()),
        }
    }
}

/// Judges a month of a surface source, mg/L (coliforms per litre), items in any spelling.
///
/// GB 3838-2002, 5.3: table 1 by class Ⅲ (lakes and reservoirs with their own limit of phosphorus), tables 2 and 3 by their limits. Total
/// nitrogen and faecal coliforms stand beside the verdict; water temperature and COD take no part in the monthly plan.
pub fn judge_surface_source(day: NaiveDate, body: WaterBody, values: &[(&str, Measured)]) -> SourceMonth {
    let rules = rules();
    let mut month = SourceMonth::unjudged();
    let mut judged = 0_usize;
    let mut steps = Vec::new();
    for (name, measured) in values {
        let Some(compared) = rules.compared(day, body, name, *measured) else {
            month.not_judged.push((*name).to_owned());
            continue;
        };
        match (compared.role, compared.above) {
            (SourceRole::LeftOut, _) => {
                month.not_judged.push((*name).to_owned());
                continue;
            }
            (SourceRole::Reference, Some(true)) => month.reference_exceeding.push(compared.code),
            (SourceRole::Reference, _) => {}
            (SourceRole::Judged, None) => month.unknown.push((*name).to_owned()),
            (SourceRole::Judged, Some(above)) => {
                judged += 1;
                if above {
                    month.failing.push(compared.code);
                }
            }
        }
        steps.push(compared.reason);
    }
    month.finished(judged, rules.roles_table.citation(), steps)
}

/// Judges a month of a groundwater source: every item by class Ⅲ of GB/T 14848-2017, in the units of its tables.
pub fn judge_groundwater_source(conventions: &Conventions, values: &[(&str, Measured)]) -> SourceMonth {
    let rules = rules();
    let mut month = SourceMonth::unjudged();
    let mut judged = 0_usize;
    let mut steps = Vec::new();
    for (name, measured) in values {
        let Some(item) = judge_groundwater_item(conventions, name, *measured) else {
            month.not_judged.push((*name).to_owned());
            continue;
        };
        match item.class {
            None => month.unknown.push((*name).to_owned()),
            Some(class) => {
                judged += 1;
                if class.rank() > rules.groundwater_class {
                    month.failing.push(item.name);
                }
            }
        }
        steps.push(item.reason);
    }
    month.finished(judged, rules.groundwater_table.citation(), steps)
}

/// Attained sources / all sources × 100 %, and attained water / abstracted water × 100 % (HJ 774-2015), both unrounded.
///
/// Each entry is the outcome of a source and its abstracted volume, any one unit. `None` without sources or volume, and while the outcome
/// of a source is unknown: the share would then not be known either.
pub fn sources_attained(sources: &[(Option<bool>, Decimal)]) -> (Option<Decimal>, Option<Decimal>) {
    if sources.iter().any(|(attained, _)| attained.is_none()) {
        return (None, None);
    }
    let attained = || sources.iter().filter(|(attained, _)| *attained == Some(true));
    let percent = |part: Decimal, whole: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    let volume =
        |mut of: Box<dyn Iterator<Item = Decimal> + '_>| of.try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one));
    let by_count = percent(Decimal::from(attained().count()), Decimal::from(sources.len()));
    let part = volume(Box::new(attained().map(|(_, volume)| *volume)));
    let whole = volume(Box::new(sources.iter().map(|(_, volume)| *volume)));
    (by_count, part.zip(whole).and_then(|(part, whole)| percent(part, whole)))
}

fn headline(attained: Option<bool>, judged: usize, fails: usize, unknown: &[String]) -> Text {
    match attained {
        Some(true) => Text::new(
            format!("{judged} 项均达标"),
            format!("all {judged} items are within their limits"),
        ),
        Some(false) => Text::new(
            format!("{judged} 项中 {fails} 项超标，水源当月不达标"),
            format!("{fails} of {judged} items are above: not attained"),
        ),
        None if !unknown.is_empty() => Text::new(
            format!("{} 不能判定，达标情况未知", unknown.join("、")),
            format!("{} cannot be told: unknown", names_in_english(unknown)),
        ),
        None => Text::new("没有可评价的项目，达标情况未知", "no item that can be judged: unknown"),
    }
}

fn step(name: &Text, measured: Measured, limit: Decimal, rule: Citation) -> Reason {
    let figure = match measured.is_above(limit) {
        Some(true) => format!("{measured} > {}", limit.normalize()),
        Some(false) => format!("{measured} ≤ {}", limit.normalize()),
        None => format!("{measured} ? {}", limit.normalize()),
    };
    Reason::new(Text::new(
        format!("{} {figure}", name.zh),
        format!("{} {figure}", name.en),
    ))
    .by(rule)
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
    groundwater_table: &'static Table,
    groundwater_class: u8,
}

impl Rules {
    fn role(&self, item: &ItemDef) -> SourceRole {
        self.roles
            .iter()
            .find(|(other, _)| other.code == item.code)
            .map_or(SourceRole::Judged, |(_, role)| *role)
    }

    /// The comparison of one result; `None` for items without any limit here.
    fn compared(&self, day: NaiveDate, body: WaterBody, name: &str, measured: Measured) -> Option<Compared> {
        let plain = |code: &'static str, limit: Decimal, rule: Citation| Compared {
            code,
            role: SourceRole::Judged,
            above: measured.is_above(limit),
            reason: step(&substance_name(code), measured, limit, rule),
        };
        if let Some(item) = item_of(name) {
            if let Some((_, limit)) = self.supplementary.iter().find(|(other, _)| other.code == item.code) {
                return Some(plain(item.code, *limit, self.supplementary_table.citation()));
            }
            let edition = edition_on(day)?;
            let limit = edition.limit(item, body, self.reference_class);
            if let Some(limit) = limit.filter(|_| edition.is_upper_limit(item, body)) {
                let rule = edition.limit_citation(item, body);
                let role = self.role(item);
                return Some(Compared {
                    role,
                    ..plain(item.code, limit, rule)
                });
            }
            // Oxygen and pH ask for more than "at most".
            if let (Some(class), reason) = edition.judge_item(body, item, measured.value()?) {
                let above = Some(class > self.reference_class);
                let role = self.role(item);
                return Some(Compared {
                    code: item.code,
                    role,
                    above,
                    reason,
                });
            }
        }
        let (known, limit) = self.specific.iter().find(|(known, _)| same_substance(known, name))?;
        Some(plain(known, *limit, self.specific_table.citation()))
    }
}

struct Compared {
    code: &'static str,
    role: SourceRole,
    /// `None` = cannot be told.
    above: Option<bool>,
    reason: Reason,
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
    let groundwater_table = table("drinking-source/groundwater.csv")?;
    Ok(Rules {
        groundwater_class: groundwater_table.whole_parameter("reference_class")?,
        groundwater_table,
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
