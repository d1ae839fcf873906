//! The class of one section: the worst of its items decides.

use std::cmp::Reverse;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::conventions::Conventions;
use crate::item::ItemDef;
use crate::reason::{Citation, Reason};
use crate::rounding::compared;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;
use crate::water::class::{Grade, WaterBody, WaterClass};
use crate::water::limits::{Demand, ItemRole, WaterEdition, edition_on};
use crate::water::pollutants::{MainPollutant, main_pollutants, pollutants_reason};

/// One item of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemClass {
    /// The item.
    pub item: &'static ItemDef,
    /// Its concentration, unrounded, in the item's unit.
    pub value: Decimal,
    /// Its class; `None` for items that have no limit here or whose value cannot be a concentration.
    pub class: Option<WaterClass>,
    /// (value − Ⅲ limit) / Ⅲ limit, unrounded, where above class Ⅲ; never for pH and dissolved oxygen.
    pub multiple: Option<Decimal>,
    /// Whether it takes part in the class of the section.
    pub role: ItemRole,
}

/// The judgement on one section.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionVerdict {
    /// The class; `None` = unknown, the reason says why.
    pub class: Option<WaterClass>,
    /// Word and colour of the class.
    pub grade: Option<&'static Grade>,
    /// Every given value, in the given order.
    pub items: Vec<ItemClass>,
    /// Most important first; empty unless the section is worse than class Ⅲ.
    pub main_pollutants: Vec<MainPollutant>,
    /// The whole derivation, the deciding items first.
    pub reason: Reason,
}

/// What must be present before a class is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
enum Required {
    /// At least one item that can be judged.
    AnyItem,
    /// The items without which automatic stations get no published class.
    AutomaticStation,
}

/// The class of a section from its (mean) concentrations, by the rules in force on `day`.
///
/// 环办〔2011〕22号: the worst item decides; a value equal to a limit meets the class. Values are compared unrounded. Water
/// temperature, total nitrogen and faecal coliforms stand beside the class. The class is `None` when nothing can be judged.
pub fn judge_section(day: NaiveDate, body: WaterBody, values: &[(&'static ItemDef, Decimal)]) -> SectionVerdict {
    judge(&Conventions::proposed(day), day, body, values, &[], Required::AnyItem)
}

/// As [`judge_section`], by a bureau's own conventions and without the items that the authority has excluded.
///
/// Failures of pH or dissolved oxygen of natural cause may be excluded by the authority: a decision of people, never made here. Excluded
/// items are judged and shown, but take no part in the class and are no main pollutants; the reason names them.
pub fn judge_section_by(
    conventions: &Conventions,
    day: NaiveDate,
    body: WaterBody,
    values: &[(&'static ItemDef, Decimal)],
    excluded: &[&'static ItemDef],
) -> SectionVerdict {
    judge(conventions, day, body, values, excluded, Required::AnyItem)
}

/// As [`judge_section`], for the values of an automatic station: no class unless pH, dissolved oxygen, permanganate index and
/// ammonia nitrogen are all present, as in the national publication.
pub fn judge_automatic_station(
    day: NaiveDate,
    body: WaterBody,
    values: &[(&'static ItemDef, Decimal)],
) -> SectionVerdict {
    judge(
        &Conventions::proposed(day),
        day,
        body,
        values,
        &[],
        Required::AutomaticStation,
    )
}

fn judge(
    conventions: &Conventions,
    day: NaiveDate,
    body: WaterBody,
    values: &[(&'static ItemDef, Decimal)],
    excluded: &[&'static ItemDef],
    required: Required,
) -> SectionVerdict {
    let Some(edition) = edition_on(day) else {
        return unknown(Vec::new(), no_edition(day));
    };
    let judged: Vec<(ItemClass, Reason)> = values
        .iter()
        .map(|(item, value)| {
            let (mut one, reason) = judge_item(edition, body, item, *value);
            if excluded.iter().any(|other| other.code == item.code) {
                one.role = ItemRole::Reference;
                return (one, reason.since(excluded_reason(item)));
            }
            (one, reason)
        })
        .collect();
    let decides = |one: &ItemClass| (one.role == ItemRole::Evaluated).then_some(one.class).flatten();
    let class = judged.iter().filter_map(|(one, _)| decides(one)).max();
    let missing = match required {
        Required::AnyItem => Vec::new(),
        Required::AutomaticStation => missing_required(&judged),
    };
    let mut steps: Vec<&(ItemClass, Reason)> = judged.iter().collect();
    // The sort is stable: items of one class keep the given order.
    steps.sort_by_key(|(one, _)| Reverse(decides(one)));
    let because: Vec<Reason> = steps.into_iter().map(|(_, reason)| reason.clone()).collect();
    let items: Vec<ItemClass> = judged.into_iter().map(|(one, _)| one).collect();
    let class = match class {
        Some(class) if missing.is_empty() => class,
        Some(_) => return unknown(items, missing_reason(&missing).since_all(because)),
        None => return unknown(items, nothing_reason(edition).since_all(because)),
    };
    let main_pollutants = main_pollutants(conventions, edition, &items);
    let mut reason = class_reason(edition, class, &items).since_all(because);
    if !main_pollutants.is_empty() {
        reason = reason.since(pollutants_reason(edition, &main_pollutants));
    }
    SectionVerdict {
        class: Some(class),
        grade: Some(class.grade()),
        items,
        main_pollutants,
        reason,
    }
}

fn excluded_reason(item: &ItemDef) -> Reason {
    Reason::new(Text::new(
        format!("{}：经主管部门认定（如自然原因），不参与断面类别", item.name.0),
        format!(
            "{}: excluded by decision of the authority (natural cause, say), not part of the class",
            item.name.1
        ),
    ))
}

fn no_edition(day: NaiveDate) -> Reason {
    Reason::new(Text::new(
        format!("{day} 尚无收录的地表水环境质量标准，类别未知"),
        format!("no surface-water standard on record applies on {day}: class unknown"),
    ))
}

fn nothing_reason(edition: &WaterEdition) -> Reason {
    let says = Text::new(
        "没有可评价的指标，类别未知",
        "no item that can be evaluated: class unknown",
    );
    Reason::new(says).by(edition.method_citation())
}

fn unknown(items: Vec<ItemClass>, reason: Reason) -> SectionVerdict {
    SectionVerdict {
        class: None,
        grade: None,
        items,
        main_pollutants: Vec::new(),
        reason,
    }
}

impl WaterEdition {
    /// The class of one value of one item, for judgements that are not of a section; `None` where the item has no limit here.
    pub(crate) fn judge_item(
        &self,
        body: WaterBody,
        item: &'static ItemDef,
        value: Decimal,
    ) -> (Option<WaterClass>, Reason) {
        let (judged, reason) = judge_item(self, body, item, value);
        (judged.class, reason)
    }
}

fn judge_item(edition: &WaterEdition, body: WaterBody, item: &'static ItemDef, value: Decimal) -> (ItemClass, Reason) {
    let role = edition.role(item);
    let demand = edition.demand(item, body);
    let no_concentration = value.is_sign_negative() && !value.is_zero();
    let class = demand
        .filter(|_| !no_concentration)
        .map(|demand| class_of(demand, value));
    let limit = edition.limit(item, body, edition.worse_than);
    let multiple = match (demand, class, limit) {
        (Some(Demand::AtMost(_)), Some(class), Some(limit)) if class > edition.worse_than => {
            value.checked_sub(limit).and_then(|excess| excess.checked_div(limit))
        }
        _ => None,
    };
    let (measured, finding, aside) = (measured(item, value), item_finding(demand, value, class), aside(role));
    let says = Text::new(
        format!("{} {measured}：{}{}", item.name.0, finding.zh, aside.0),
        format!("{} {measured}: {}{}", item.name.1, finding.en, aside.1),
    );
    let reason = Reason::new(says).by(edition.limit_citation(item, body));
    (
        ItemClass {
            item,
            value,
            class,
            multiple,
            role,
        },
        reason,
    )
}

fn item_finding(demand: Option<Demand>, value: Decimal, class: Option<WaterClass>) -> Text {
    match (demand, class) {
        (None, _) => Text::new("本标准无限值", "no limit in this standard"),
        (Some(_), None) => Text::new(
            "负值不是浓度，不参与评价",
            "negative, so not a concentration: not evaluated",
        ),
        (Some(demand), Some(class)) => finding(demand, value, class),
    }
}

fn aside(role: ItemRole) -> (&'static str, &'static str) {
    match role {
        ItemRole::Evaluated => ("", ""),
        ItemRole::Reference => (
            "（单独列出，不参与断面类别）",
            " (reported beside the class of the section)",
        ),
        ItemRole::NotEvaluated => ("（不属评价指标）", " (not an item of the evaluation)"),
    }
}

/// The best class whose limit is met; where classes share a limit this gives the better one.
fn class_of(demand: Demand, value: Decimal) -> WaterClass {
    let meets = |index: usize| match demand {
        Demand::AtMost(limits) => limits.get(index).is_some_and(|limit| value <= *limit),
        Demand::AtLeast(limits) => limits.get(index).is_some_and(|limit| value >= *limit),
        Demand::Within(low, high) => low <= value && value <= high,
    };
    let met = WaterClass::ALL
        .into_iter()
        .find(|class| meets(usize::from(class.rank()) - 1));
    met.unwrap_or(WaterClass::Inferior)
}

fn finding(demand: Demand, value: Decimal, class: WaterClass) -> Text {
    let name = class.text();
    let (limits, zh_met, zh_failed, en_met, en_failed) = match demand {
        Demand::Within(low, high) => {
            let inside = low <= value && value <= high;
            let (zh, en) = if inside {
                ("在", "within")
            } else {
                ("不在", "outside")
            };
            return Text::new(
                format!("{zh} {low}～{high} 之内 → {}", name.zh),
                format!("{en} {low} to {high} → {}", name.en),
            );
        }
        Demand::AtMost(limits) => (limits, "≤", "＞", "≤", ">"),
        Demand::AtLeast(limits) => (limits, "≥", "＜", "≥", "<"),
    };
    // The class found is the best one met, so the limit one class better is always a different figure, and not met.
    let at = |rank: u8| WaterClass::from_rank(rank).zip(limits.get(usize::from(rank).wrapping_sub(1)));
    let (met, failed) = (at(class.rank()), at(class.rank() - 1));
    let mut zh = Vec::new();
    let mut en = Vec::new();
    if let Some((better, limit)) = failed {
        zh.push(format!("{zh_failed} {better}类限值 {}", limit.normalize()));
        en.push(format!(
            "{en_failed} {} (limit of {})",
            limit.normalize(),
            better.text().en
        ));
    }
    if let Some((class, limit)) = met {
        zh.push(format!("{zh_met} {class}类限值 {}", limit.normalize()));
        en.push(format!("{en_met} {} (limit of {})", limit.normalize(), class.text().en));
    }
    Text::new(
        format!("{} → {}", zh.join("，"), name.zh),
        format!("{} → {}", en.join(", "), name.en),
    )
}

fn measured(item: &ItemDef, value: Decimal) -> String {
    format!("{} {}", compared(value, item.decimals), item.unit.symbol())
        .trim_end()
        .to_owned()
}

fn class_reason(edition: &WaterEdition, class: WaterClass, items: &[ItemClass]) -> Reason {
    let deciding: Vec<&ItemDef> = items
        .iter()
        .filter(|one| one.role == ItemRole::Evaluated && one.class == Some(class))
        .map(|one| one.item)
        .collect();
    let grade = class.grade();
    let name = class.text();
    let zh: Vec<_> = deciding.iter().map(|item| item.name.0).collect();
    let en: Vec<_> = deciding.iter().map(|item| item.name.1).collect();
    let says = Text::new(
        format!(
            "断面水质为{}（{}），由{}决定：各评价指标中类别最差者为断面类别",
            name.zh,
            grade.word.zh,
            zh.join("、")
        ),
        format!(
            "the section is {} ({}), decided by {}: the worst item decides",
            name.en,
            grade.word.en,
            en.join(", ")
        ),
    );
    Reason::new(says).by(edition.method_citation())
}

struct RequiredItems {
    table: &'static Table,
    items: Vec<&'static ItemDef>,
}

fn required_items() -> &'static RequiredItems {
    static REQUIRED: LazyLock<RequiredItems> = LazyLock::new(|| proven(read_required()));
    &REQUIRED
}

/// The items without which an automatic station gets no class.
pub(crate) fn required_by_automatic_stations() -> impl Iterator<Item = &'static ItemDef> {
    required_items().items.iter().copied()
}

fn read_required() -> Result<RequiredItems, TableError> {
    let table = table("automatic-stations/required.csv")?;
    let items = table.rows().map(|row| row.item("item")).collect::<Result<_, _>>()?;
    Ok(RequiredItems { table, items })
}

fn missing_required(judged: &[(ItemClass, Reason)]) -> Vec<&'static ItemDef> {
    let present = |item: &ItemDef| {
        judged
            .iter()
            .any(|(one, _)| one.item.code == item.code && one.class.is_some())
    };
    required_items()
        .items
        .iter()
        .copied()
        .filter(|item| !present(item))
        .collect()
}

fn missing_reason(missing: &[&'static ItemDef]) -> Reason {
    let zh: Vec<_> = missing.iter().map(|item| item.name.0).collect();
    let en: Vec<_> = missing.iter().map(|item| item.name.1).collect();
    let says = Text::new(
        format!("缺{}，自动站不评类别，类别未知", zh.join("、")),
        format!("{} missing: an automatic station gets no class, unknown", en.join(", ")),
    );
    let rule: Citation = required_items().table.citation();
    Reason::new(says).by(rule)
}
