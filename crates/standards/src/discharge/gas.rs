//! Flue gas: concentrations at reference oxygen, and hourly means against the limits of a source.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::discharge::source::{FoundSource, GasAsk, GasFault, GasRow, find_source};
use crate::measured::Measured;
use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::substance::{same_substance, substance_name};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// One pollutant of an hour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GasItem {
    /// `PM`, `SO2`, `NOX`, `HG`, `F`, `NH3`, `DIOXIN`.
    pub code: &'static str,
    /// At reference oxygen, mg/m³, unrounded; as measured where the source has no reference; `None` = cannot be converted.
    pub converted: Option<Decimal>,
    /// The limit; `None` where the source has none for it, or where it depends on what was not said (stage, condition).
    pub limit: Option<Decimal>,
    /// Whether it is above; `None` = cannot be told.
    pub exceeds: Option<bool>,
    /// (C − limit) / limit as printed, two decimals, where above.
    pub multiple: Option<Decimal>,
}

/// The judgement on an hour of one source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GasVerdict {
    /// The given pollutants in the order of the table; those without a limit last.
    pub items: Vec<GasItem>,
    /// Whether none is above its limit; `None` when none is, but some cannot be told, or nothing was judged.
    pub met: Option<bool>,
    /// The conversions and comparisons.
    pub reason: Reason,
}

impl GasItem {
    /// The converted concentration as printed, two decimals.
    pub fn converted_shown(&self) -> Option<Decimal> {
        self.converted.map(|converted| round(converted, rules().decimals))
    }
}

/// C × (21 − reference) / (21 − measured), all oxygen in percent by volume (GB 13271-2014, 5.2; GB 4915-2013, 4.1.4).
///
/// `None` when the measured oxygen is not below that of air (then nothing was burnt), or on overflow.
pub fn reference_concentration(measured: Decimal, oxygen: Decimal, reference_oxygen: Decimal) -> Option<Decimal> {
    let air = rules().oxygen_of_air;
    let (spent, reference) = (air.checked_sub(oxygen)?, air.checked_sub(reference_oxygen)?);
    if spent <= Decimal::ZERO || reference < Decimal::ZERO || oxygen.is_sign_negative() {
        return None;
    }
    measured.checked_mul(reference)?.checked_div(spent)
}

/// Judges the hourly means (mg/m³, as measured) of a source by the limits that `ask` names.
///
/// Values are compared unrounded at reference oxygen; equal is within. Without a stage or condition that the table distinguishes, a
/// value is judged only where every limit that may hold says the same.
///
/// # Errors
/// When there is no such standard, when it has no limits of flue gas, or when the source is not in it or not said plainly.
pub fn judge_gas_hour(
    ask: &GasAsk<'_>,
    oxygen: Option<Decimal>,
    values: &[(&str, Measured)],
) -> Result<GasVerdict, GasFault> {
    let found = find_source(ask)?;
    let mut judged: Vec<(GasItem, Reason)> = Vec::new();
    for pollutant in found.pollutants() {
        let given = values
            .iter()
            .find(|(given, _)| *given == pollutant || same_substance(given, pollutant));
        if let Some((_, measured)) = given {
            judged.push(judge_item(&found, ask, oxygen, pollutant, *measured));
        }
    }
    let met = if judged.iter().any(|(item, _)| item.exceeds == Some(true)) {
        Some(false)
    } else {
        let all = !judged.is_empty() && judged.iter().all(|(item, _)| item.exceeds == Some(false));
        all.then_some(true)
    };
    let without = values.iter().filter(|(given, _)| {
        let known = |(item, _): &(GasItem, Reason)| item.code == *given || same_substance(given, item.code);
        !judged.iter().any(known)
    });
    let without: Vec<Reason> = without.map(|(given, _)| no_limit(given)).collect();
    let (items, steps): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
    let document = found.rows(ask, "PM").first().map_or("", |row| row.document);
    let rule = if document.is_empty() {
        found.table.table.citation()
    } else {
        found.table.table.citation_of(document)
    };
    let reason = Reason::new(headline(found.source, met, &items))
        .by(rule)
        .since_all(steps)
        .since_all(without);
    Ok(GasVerdict { items, met, reason })
}

fn judge_item(
    found: &FoundSource,
    ask: &GasAsk<'_>,
    oxygen: Option<Decimal>,
    pollutant: &'static str,
    measured: Measured,
) -> (GasItem, Reason) {
    let rows = found.rows(ask, pollutant);
    let reference = rows.first().and_then(|row| row.reference_oxygen);
    let at_reference = |figure: Decimal| match reference {
        Some(reference) => reference_concentration(figure, oxygen?, reference),
        None => Some(figure),
    };
    let converted = match measured {
        Measured::Value(value) => at_reference(value).map(Measured::Value),
        Measured::Below(limit) => at_reference(limit).map(Measured::Below),
        other => Some(other),
    };
    let verdicts: Vec<Option<bool>> = rows
        .iter()
        .map(|row| converted.and_then(|converted| converted.is_above(row.limit(ask.special))))
        .collect();
    let exceeds = verdicts
        .first()
        .copied()
        .flatten()
        .filter(|first| verdicts.iter().all(|other| *other == Some(*first)));
    let only = |rows: &[&GasRow]| {
        let first = rows.first().map(|row| row.limit(ask.special))?;
        rows.iter().all(|row| row.limit(ask.special) == first).then_some(first)
    };
    let limit = only(&rows);
    let value = converted.and_then(Measured::value);
    let excess = value.zip(limit).filter(|_| exceeds == Some(true));
    let multiple = excess.and_then(|(value, limit)| value.checked_sub(limit)?.checked_div(limit));
    let item = GasItem {
        code: pollutant,
        converted: value,
        limit,
        exceeds,
        multiple: multiple.map(|multiple| round(multiple, rules().multiple_decimals)),
    };
    let reason = step(
        &item,
        &rows,
        ask.special,
        measured,
        oxygen.filter(|_| reference.is_some()),
        reference,
    );
    (item, reason.by(found.table.table.citation_of(&place(&rows))))
}

/// Which rows were used: their conditions where they have any.
fn place(rows: &[&GasRow]) -> String {
    let source = rows.first().map_or("", |row| row.source.zh.as_str());
    let conditions: Vec<&str> = rows
        .iter()
        .map(|row| row.condition)
        .filter(|condition| !condition.is_empty())
        .collect();
    if conditions.is_empty() {
        source.to_owned()
    } else {
        format!("{source}, {}", conditions.join("; "))
    }
}

fn step(
    item: &GasItem,
    rows: &[&GasRow],
    special: bool,
    measured: Measured,
    oxygen: Option<Decimal>,
    reference: Option<Decimal>,
) -> Reason {
    let rules = rules();
    let name = substance_name(item.code);
    let figure = match (reference, oxygen, item.converted) {
        (Some(reference), Some(oxygen), Some(converted)) => {
            let air = rules.oxygen_of_air;
            let converted = shown(converted, rules.decimals);
            format!("{measured} × ({air} − {reference}) / ({air} − {oxygen}) = {converted} mg/m³")
        }
        _ => format!("{measured} mg/m³"),
    };
    let limits: Vec<String> = rows.iter().map(|row| row.limit(special).to_string()).collect();
    let limits = limits.join(" / ");
    let (zh, en) = match (item.exceeds, reference, oxygen) {
        (Some(true), ..) => (format!("> {limits}"), format!("> {limits}")),
        (Some(false), ..) => (format!("≤ {limits}"), format!("≤ {limits}")),
        (None, Some(_), None) => (
            "：没有含氧量，不能折算，结果未知".to_owned(),
            ": no oxygen, cannot be converted: unknown".to_owned(),
        ),
        (None, Some(_), Some(oxygen)) if item.converted.is_none() && measured.value().is_some() => (
            format!("：含氧量 {oxygen}% 无法折算，结果未知"),
            format!(": cannot be converted from {oxygen} % oxygen: unknown"),
        ),
        (None, ..) if item.limit.is_none() => (
            format!("：限值取决于新建或现有、条件（{limits}），结果未知"),
            format!(": the limit depends on stage or condition ({limits}): unknown"),
        ),
        (None, ..) => (
            format!("：无有效结果或检出限高于限值 {limits}，结果未知"),
            format!(": no valid result, or a detection limit above {limits}: unknown"),
        ),
    };
    let joined = |name: &str, tail: &str| {
        let space = if tail.starts_with(['：', ':']) { "" } else { " " };
        format!("{name} {figure}{space}{tail}")
    };
    let mut reason = Reason::new(Text::new(joined(&name.zh, &zh), joined(&name.en, &en)));
    if reference.is_some() && oxygen.is_some() {
        let says = Text::new(
            "按基准氧含量折算：C ×（21 − 基准）÷（21 − 实测）",
            "converted to reference oxygen: C × (21 − reference) / (21 − measured)",
        );
        reason = reason.since(Reason::new(says).by(rules.oxygen_table.citation()));
    }
    reason
}

fn no_limit(given: &str) -> Reason {
    let name = substance_name(given);
    Reason::new(Text::new(
        format!("{}：该污染源无此项限值，不评", name.zh),
        format!("{}: this source has no limit for it, not judged", name.en),
    ))
}

fn headline(source: &Text, met: Option<bool>, items: &[GasItem]) -> Text {
    let listed = |exceeds: Option<bool>| {
        let of = items.iter().filter(|item| item.exceeds == exceeds);
        of.map(|item| item.code).collect::<Vec<_>>()
    };
    let (zh, en) = (&source.zh, &source.en);
    match met {
        Some(true) => Text::new(
            format!("{zh} 小时均值均不超限"),
            format!("{en}: every hourly mean is within"),
        ),
        Some(false) => Text::new(
            format!("{zh} 小时均值超限：{}", listed(Some(true)).join("、")),
            format!("{en}: above the limit: {}", listed(Some(true)).join(", ")),
        ),
        None if items.is_empty() => Text::new("没有可评价的项目，结果未知", "nothing that can be judged: unknown"),
        None => Text::new(
            format!("{zh} 结果未知：{} 不能判定", listed(None).join("、")),
            format!("{en}: unknown, {} cannot be told", listed(None).join(", ")),
        ),
    }
}

struct Rules {
    oxygen_table: &'static Table,
    oxygen_of_air: Decimal,
    decimals: u32,
    multiple_decimals: u32,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (oxygen_table, parameters) = (table("emission/oxygen.csv")?, table("emission/parameters.csv")?);
    Ok(Rules {
        oxygen_table,
        oxygen_of_air: oxygen_table.parameter("oxygen_of_air")?,
        decimals: parameters.whole_parameter("concentration_decimals")?,
        multiple_decimals: parameters.whole_parameter("multiple_decimals")?,
    })
}
