//! Flue gas: concentrations at reference oxygen, and hourly means against the ultra-low targets.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// One pollutant of an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct GasItem {
    /// `PM`, `SO2` or `NOX`.
    pub code: &'static str,
    /// At reference oxygen, mg/m³, unrounded; as measured where the source has no reference.
    pub converted: Decimal,
    /// The limit; `None` where the source has none for it.
    pub limit: Option<Decimal>,
    /// Whether it is above.
    pub exceeds: bool,
}

/// The judgement on an hour of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct GasVerdict {
    /// The given pollutants in the order of the table.
    pub items: Vec<GasItem>,
    /// Whether none is above its limit; `None` when nothing could be judged.
    pub met: Option<bool>,
    /// The conversions and comparisons.
    pub reason: Reason,
}

impl GasItem {
    /// The converted concentration as printed, two decimals.
    pub fn converted_shown(&self) -> Decimal {
        round(self.converted, rules().decimals)
    }
}

/// C × (21 − reference) / (21 − measured), all oxygen in percent by volume.
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

/// Judges the hourly means (`PM`, `SO2`, `NOX`, mg/m³, as measured) of a source by the ultra-low targets.
///
/// `source` is the source as the table names it, or the short name it also has. `None` for sources outside the table. Values are
/// compared unrounded; equal is within.
pub fn judge_gas_hour(source: &str, oxygen: Decimal, values: &[(&str, Decimal)]) -> Option<GasVerdict> {
    let rules = rules();
    let row = rules
        .rows
        .iter()
        .find(|row| row.source == source || (!source.is_empty() && row.also_called == source))?;
    let mut items = Vec::new();
    let mut steps = Vec::new();
    for (code, limit) in &row.limits {
        let Some((_, measured)) = values.iter().find(|(given, _)| given == code) else {
            continue;
        };
        let converted = match row.reference_oxygen {
            Some(reference) => reference_concentration(*measured, oxygen, reference),
            None => Some(*measured),
        };
        let Some(converted) = converted else {
            let says = Text::new(
                format!("{code}：含氧量 {oxygen}% 无法折算"),
                format!("{code}: cannot be converted from {oxygen} % oxygen"),
            );
            steps.push(Reason::new(says).by(rules.oxygen_table.citation()));
            continue;
        };
        let item = GasItem {
            code,
            converted,
            limit: *limit,
            exceeds: limit.is_some_and(|limit| converted > limit),
        };
        steps.push(rules.step(row, &item, *measured, oxygen));
        items.push(item);
    }
    let judged = items.iter().any(|item| item.limit.is_some());
    let met = judged.then(|| items.iter().all(|item| !item.exceeds));
    let says = headline(row, met, &items);
    let reason = Reason::new(says)
        .by(rules.table.citation_of(row.document))
        .since_all(steps);
    Some(GasVerdict { items, met, reason })
}

fn headline(row: &SourceRow, met: Option<bool>, items: &[GasItem]) -> Text {
    let above: Vec<&str> = items.iter().filter(|item| item.exceeds).map(|item| item.code).collect();
    match met {
        Some(true) => Text::new(
            format!("{} 小时均值均不超限", row.source),
            format!("{}: every hourly mean is within", row.source),
        ),
        Some(false) => Text::new(
            format!("{} 小时均值超限：{}", row.source, above.join("、")),
            format!("{}: above the limit: {}", row.source, above.join(", ")),
        ),
        None => Text::new("没有可评价的项目，结果未知", "nothing that can be judged: unknown"),
    }
}

struct SourceRow {
    source: &'static str,
    also_called: &'static str,
    reference_oxygen: Option<Decimal>,
    limits: Vec<(&'static str, Option<Decimal>)>,
    document: &'static str,
}

struct Rules {
    table: &'static Table,
    oxygen_table: &'static Table,
    rows: Vec<SourceRow>,
    oxygen_of_air: Decimal,
    decimals: u32,
}

impl Rules {
    fn step(&self, row: &SourceRow, item: &GasItem, measured: Decimal, oxygen: Decimal) -> Reason {
        let converted = shown(item.converted, self.decimals);
        let mut figure = match row.reference_oxygen {
            Some(reference) => {
                let air = self.oxygen_of_air;
                format!("{measured} × ({air} − {reference}) / ({air} − {oxygen}) = {converted} mg/m³")
            }
            None => format!("{measured} mg/m³"),
        };
        if let Some(limit) = item.limit {
            figure.push_str(&format!(" {} {limit}", if item.exceeds { ">" } else { "≤" }));
        }
        Reason::new(Text::same(format!("{} {figure}", item.code))).by(self.oxygen_table.citation())
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

/// The columns of limits, which are also the codes of the pollutants.
const POLLUTANTS: [&str; 3] = ["PM", "SO2", "NOX"];

fn read() -> Result<Rules, TableError> {
    let (table_of_limits, oxygen_table) = (table("ultra-low/limits.csv")?, table("emission/oxygen.csv")?);
    let rows = table_of_limits.rows().map(|row| {
        let limits = POLLUTANTS.iter().map(|code| Ok((*code, row.optional_decimal(code)?)));
        Ok(SourceRow {
            source: row.text("source")?,
            also_called: row.text("also_called")?,
            reference_oxygen: row.optional_decimal("reference_o2")?,
            limits: limits.collect::<Result<_, TableError>>()?,
            document: row.text("document")?,
        })
    });
    Ok(Rules {
        table: table_of_limits,
        oxygen_table,
        rows: rows.collect::<Result<_, TableError>>()?,
        oxygen_of_air: oxygen_table.parameter("oxygen_of_air")?,
        decimals: table("emission/parameters.csv")?.whole_parameter("concentration_decimals")?,
    })
}
