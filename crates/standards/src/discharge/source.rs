//! Sources of flue gas: which rows of a standard speak of a source, by its name, stage, region and condition.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::register::{Standard, UnknownStandard, edition};
use crate::spelling::fold;
use crate::table::{Row, Table, TableError, proven, tables};
use crate::text::Text;

/// Whether a source is an existing or a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// 新建
    New,
    /// 现有、在用
    Existing,
}

/// Which limits are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GasAsk<'a> {
    /// The standard in any spelling: `GB 13223-2011`, `ultra-low`; empty where the source alone says it (`燃煤电厂超低`).
    pub standard: &'a str,
    /// The source in Chinese or English, or a part of its name: `水泥窑`.
    pub source: &'a str,
    /// New or existing, where the standard distinguishes.
    pub stage: Option<Stage>,
    /// A region with limits of its own, e.g. `四川`.
    pub region: Option<&'a str>,
    /// A condition of single rows, e.g. `循环流化床`.
    pub condition: Option<&'a str>,
    /// Whether special limits apply (特别排放限值).
    pub special: bool,
    /// The day that is judged; `None` = all rows hold.
    pub day: Option<NaiveDate>,
}

/// Why no limits could be found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GasFault {
    /// No such standard.
    #[error(transparent)]
    Standard(#[from] UnknownStandard),
    /// The standard has no limits of flue gas.
    #[error("{0} has no limits of flue gas")]
    NoGas(String),
    /// The standard has no such source.
    #[error("source `{said}` is not in {standard}; it has: {}", known.join("; "))]
    Source {
        /// What was asked.
        said: String,
        /// The standard.
        standard: String,
        /// Its sources, each once.
        known: Vec<String>,
    },
}

impl Stage {
    /// Reads `新建`, `现有`, `在用`, `new`, `existing`.
    pub fn parse(said: &str) -> Option<Self> {
        match fold(said).as_str() {
            "新建" | "new" | "新" => Some(Self::New),
            "现有" | "在用" | "existing" | "old" => Some(Self::Existing),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::New => "新建",
            Self::Existing => "现有",
        }
    }
}

/// One limit of flue gas.
#[derive(Debug)]
pub(crate) struct GasRow {
    pub(crate) source: Text,
    spellings: Vec<String>,
    stage: &'static str,
    region: &'static str,
    pub(crate) condition: &'static str,
    pub(crate) pollutant: &'static str,
    pub(crate) limit: Decimal,
    special_limit: Option<Decimal>,
    pub(crate) reference_oxygen: Option<Decimal>,
    from: Option<NaiveDate>,
    pub(crate) document: &'static str,
}

/// The gas table of one standard.
#[derive(Debug)]
pub(crate) struct GasTable {
    pub(crate) table: &'static Table,
    rows: Vec<GasRow>,
}

/// The source that was meant and the rows that speak of it.
pub(crate) struct FoundSource {
    pub(crate) table: &'static GasTable,
    pub(crate) source: &'static Text,
    rows: Vec<&'static GasRow>,
}

impl GasRow {
    pub(crate) fn limit(&self, special: bool) -> Decimal {
        self.special_limit.filter(|_| special).unwrap_or(self.limit)
    }
}

impl FoundSource {
    /// The pollutants with a limit, each once, in the order of the table.
    pub(crate) fn pollutants(&self) -> Vec<&'static str> {
        let mut found: Vec<&'static str> = Vec::new();
        for row in &self.rows {
            if !found.contains(&row.pollutant) {
                found.push(row.pollutant);
            }
        }
        found
    }

    /// The rows that may hold for a pollutant: one where the ask is plain, several where stage or condition is not said.
    pub(crate) fn rows(&self, ask: &GasAsk<'_>, pollutant: &str) -> Vec<&'static GasRow> {
        let in_time = |row: &&'static GasRow| row.from.zip(ask.day).is_none_or(|(from, day)| from <= day);
        let of_pollutant: Vec<_> = self
            .rows
            .iter()
            .copied()
            .filter(|row| row.pollutant == pollutant)
            .filter(in_time)
            .filter(|row| {
                ask.stage
                    .is_none_or(|stage| row.stage.is_empty() || row.stage == stage.word())
            })
            .collect();
        let of_region = narrowed(
            of_pollutant,
            ask.region,
            |row| row.region,
            |cell, said| cell.contains(said),
        );
        narrowed(
            of_region,
            ask.condition,
            |row| row.condition,
            |cell, said| fold(cell).contains(&fold(said)) || fold(said).contains(&fold(cell)),
        )
    }
}

/// Rows whose cell fits what was said; without a fit, or with nothing said, the rows of the general case, and where there is none, all.
fn narrowed(
    rows: Vec<&'static GasRow>,
    said: Option<&str>,
    cell: impl Fn(&GasRow) -> &'static str,
    fits: impl Fn(&str, &str) -> bool,
) -> Vec<&'static GasRow> {
    let holds = |row: &&'static GasRow| said.is_some_and(|said| !cell(row).is_empty() && fits(cell(row), said));
    let named: Vec<_> = rows.iter().copied().filter(holds).collect();
    if !named.is_empty() {
        return named;
    }
    let general: Vec<_> = rows.iter().copied().filter(|row| cell(row).is_empty()).collect();
    if general.is_empty() { rows } else { general }
}

/// The word by which people mark a source as one of the ultra-low targets.
const ULTRA_LOW: &str = "超低";

/// Finds the rows of a source.
pub(crate) fn find_source(ask: &GasAsk<'_>) -> Result<FoundSource, GasFault> {
    let ultra = ask.source.contains(ULTRA_LOW) || fold(ask.source).contains("ultralow");
    let asked = if ask.standard.trim().is_empty() || ultra {
        "ultra-low"
    } else {
        ask.standard
    };
    let standard = edition(asked, ask.day)?;
    let table = gas_table(standard).ok_or_else(|| GasFault::NoGas(standard.standard.to_owned()))?;
    let source = named_source(table, ask.source).ok_or_else(|| GasFault::Source {
        said: ask.source.chars().take(60).collect(),
        standard: standard.standard.to_owned(),
        known: table.sources().iter().map(|source| source.zh.clone()).collect(),
    })?;
    let rows = table.rows.iter().filter(|row| row.source == *source).collect();
    Ok(FoundSource { table, source, rows })
}

/// The sources of flue gas that a standard limits, in its order; empty for standards of other things.
pub fn gas_sources(standard: &Standard) -> Vec<Text> {
    gas_table(standard).map_or_else(Vec::new, |table| table.sources().into_iter().cloned().collect())
}

fn gas_table(standard: &Standard) -> Option<&'static GasTable> {
    static TABLES: LazyLock<Vec<GasTable>> = LazyLock::new(|| proven(read()));
    TABLES.iter().find(|gas| {
        let folder = gas.table.path.split('/').next().unwrap_or_default();
        standard.folders.contains(&folder)
    })
}

impl GasTable {
    fn sources(&self) -> Vec<&Text> {
        let mut sources: Vec<&Text> = Vec::new();
        for row in &self.rows {
            if !sources.contains(&&row.source) {
                sources.push(&row.source);
            }
        }
        sources
    }
}

/// The source whose name is said, else the only one whose name holds what is said or is held by it.
fn named_source(table: &'static GasTable, said: &str) -> Option<&'static Text> {
    let folded = fold(said)
        .replace("超低排放", "")
        .replace(ULTRA_LOW, "")
        .replace("ultralow", "");
    let exact = |row: &&GasRow| row.spellings.contains(&folded);
    if let Some(row) = table.rows.iter().find(exact) {
        return Some(&row.source);
    }
    if folded.is_empty() {
        return None;
    }
    let part = |row: &GasRow| {
        row.spellings
            .iter()
            .any(|known| known.contains(&folded) || folded.contains(known.as_str()))
    };
    let mut found: Vec<&'static Text> = Vec::new();
    for row in &table.rows {
        if part(row) && !found.contains(&&row.source) {
            found.push(&row.source);
        }
    }
    match found.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn read() -> Result<Vec<GasTable>, TableError> {
    let of_gas = tables().iter().filter(|table| table.path.ends_with("/gas.csv"));
    of_gas
        .map(|table| {
            let rows = table.rows().map(|row| read_row(&row)).collect::<Result<_, _>>()?;
            Ok(GasTable { table, rows })
        })
        .collect()
}

fn read_row(row: &Row<'static>) -> Result<GasRow, TableError> {
    let source = Text::new(row.text("source")?, row.text("source_en")?);
    let also = row.text("also")?.split('|').filter(|word| !word.is_empty());
    let spellings = [source.zh.as_str(), source.en.as_str()]
        .into_iter()
        .chain(also)
        .map(|spelling| fold(spelling).replace(ULTRA_LOW, ""))
        .collect();
    let from = if row.text("from")?.is_empty() {
        None
    } else {
        Some(row.parsed("from")?)
    };
    Ok(GasRow {
        source,
        spellings,
        stage: row.text("stage")?,
        region: row.text("region")?,
        condition: row.text("condition")?,
        pollutant: row.text("pollutant")?,
        limit: row.decimal("limit")?,
        special_limit: row.optional_decimal("special_limit")?,
        reference_oxygen: row.optional_decimal("reference_o2")?,
        from,
        document: row.text("document")?,
    })
}
