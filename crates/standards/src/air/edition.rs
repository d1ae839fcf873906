//! The two editions of the index and everything their tables say.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::air::iaqi::Averaging;
use crate::air::level::{AqiLevel, read_levels};
use crate::item::ItemDef;
use crate::reason::Citation;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// An edition of the technical regulation on the ambient air quality index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AqiEdition {
    /// HJ 633-2012
    Hj633_2012,
    /// HJ 633-2026
    Hj633_2026,
}

/// The edition in force on `day`. Days before the first edition are judged by the first: no older index is comparable.
pub fn edition_on(day: NaiveDate) -> AqiEdition {
    if AqiEdition::Hj633_2026.in_force_from() <= day {
        AqiEdition::Hj633_2026
    } else {
        AqiEdition::Hj633_2012
    }
}

/// A breakpoint: index and concentration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breakpoint {
    pub(crate) iaqi: u32,
    pub(crate) concentration: Decimal,
}

/// The breakpoints of one item and averaging, ascending.
#[derive(Debug)]
pub(crate) struct Scale {
    pub(crate) item: &'static ItemDef,
    pub(crate) averaging: Averaging,
    pub(crate) points: Vec<Breakpoint>,
}

/// What becomes of a concentration above the last breakpoint, where the text says so.
#[derive(Debug)]
pub(crate) struct Beyond {
    pub(crate) item: &'static ItemDef,
    pub(crate) averaging: Averaging,
    pub(crate) iaqi: Option<u32>,
    pub(crate) instead: Text,
}

/// One item of a report and the breakpoints it is read from.
#[derive(Debug)]
pub(crate) struct ReportItem {
    pub(crate) report: String,
    pub(crate) item: &'static ItemDef,
    pub(crate) averaging: Averaging,
}

/// All tables of one edition.
#[derive(Debug)]
pub(crate) struct EditionRules {
    pub(crate) breakpoints_table: &'static Table,
    pub(crate) scales: Vec<Scale>,
    pub(crate) beyond_table: &'static Table,
    pub(crate) beyond: Vec<Beyond>,
    pub(crate) levels: Vec<AqiLevel>,
    pub(crate) levels_table: &'static Table,
    pub(crate) reports_table: &'static Table,
    pub(crate) reports: Vec<ReportItem>,
    /// Reports that only a practice of publication knows.
    pub(crate) practice: Option<(&'static Table, Vec<ReportItem>)>,
    /// Decimals to which each item is rounded before the index; empty where the text prescribes none.
    pub(crate) input_decimals: Vec<(&'static ItemDef, u32)>,
    pub(crate) input_table: Option<&'static Table>,
    pub(crate) rules_table: &'static Table,
    pub(crate) primary_above: Decimal,
    /// `None` where the edition has no notion of exceeding pollutants.
    pub(crate) exceeding_above: Option<Decimal>,
    /// `None` where the edition publishes incomplete data.
    pub(crate) incomplete_publish_above: Option<Decimal>,
}

impl AqiEdition {
    /// The document, e.g. `HJ 633-2012`.
    pub fn standard(self) -> &'static str {
        &self.rules().breakpoints_table.standard
    }

    /// The first day on which it applies.
    pub fn in_force_from(self) -> NaiveDate {
        self.rules().breakpoints_table.valid_from
    }

    pub(crate) fn rules(self) -> &'static EditionRules {
        static OF_2012: LazyLock<EditionRules> = LazyLock::new(|| proven(read("hj633-2012")));
        static OF_2026: LazyLock<EditionRules> = LazyLock::new(|| proven(read("hj633-2026")));
        match self {
            Self::Hj633_2012 => &OF_2012,
            Self::Hj633_2026 => &OF_2026,
        }
    }
}

impl EditionRules {
    pub(crate) fn scale(&self, item: &ItemDef, averaging: Averaging) -> Option<&Scale> {
        self.scales
            .iter()
            .find(|scale| scale.item.code == item.code && scale.averaging == averaging)
    }

    pub(crate) fn input_decimals(&self, item: &ItemDef) -> Option<u32> {
        self.input_decimals
            .iter()
            .find(|(known, _)| known.code == item.code)
            .map(|(_, decimals)| *decimals)
    }

    pub(crate) fn rule_citation(&self) -> Citation {
        self.rules_table.citation()
    }
}

fn read(folder: &str) -> Result<EditionRules, TableError> {
    let at = |name: &str| table(&format!("{folder}/{name}.csv"));
    let (breakpoints_table, beyond_table, levels_table) = (at("breakpoints")?, at("beyond")?, at("levels")?);
    let (reports_table, rules_table) = (at("reports")?, at("rules")?);
    // Only one edition knows each of these two; the absence of the file is the absence of the rule.
    let (practice_table, input_table) = (at("realtime_practice").ok(), at("input_rounding").ok());
    Ok(EditionRules {
        scales: read_scales(breakpoints_table)?,
        breakpoints_table,
        beyond: read_beyond(beyond_table)?,
        beyond_table,
        levels: read_levels(levels_table)?,
        levels_table,
        reports: read_reports(reports_table)?,
        reports_table,
        practice: practice_table
            .map(|table| Ok((table, read_reports(table)?)))
            .transpose()?,
        input_decimals: input_table.map_or(Ok(Vec::new()), read_input_decimals)?,
        input_table,
        primary_above: rules_table.parameter("primary_above")?,
        exceeding_above: rules_table.optional_parameter("exceeding_above")?,
        incomplete_publish_above: rules_table.optional_parameter("incomplete_publish_above")?,
        rules_table,
    })
}

fn read_scales(table: &Table) -> Result<Vec<Scale>, TableError> {
    let mut scales: Vec<Scale> = Vec::new();
    for row in table.rows() {
        let (item, averaging) = (row.item("item")?, row.parsed("period")?);
        let point = Breakpoint {
            iaqi: row.parsed("iaqi")?,
            concentration: row.decimal("concentration")?,
        };
        match scales
            .last_mut()
            .filter(|scale| scale.item.code == item.code && scale.averaging == averaging)
        {
            None => scales.push(Scale {
                item,
                averaging,
                points: vec![point],
            }),
            Some(scale) => {
                let ascending = scale
                    .points
                    .last()
                    .is_none_or(|before| before.iaqi < point.iaqi && before.concentration < point.concentration);
                if !ascending {
                    return Err(row.fault("concentration", "breakpoints must ascend"));
                }
                scale.points.push(point);
            }
        }
    }
    Ok(scales)
}

fn read_beyond(table: &Table) -> Result<Vec<Beyond>, TableError> {
    let read = table.rows().map(|row| {
        let iaqi = if row.text("iaqi")?.is_empty() {
            None
        } else {
            Some(row.parsed("iaqi")?)
        };
        let instead = Text::new(row.text("instead_zh")?, row.text("instead_en")?);
        Ok(Beyond {
            item: row.item("item")?,
            averaging: row.parsed("period")?,
            iaqi,
            instead,
        })
    });
    read.collect()
}

fn read_reports(table: &Table) -> Result<Vec<ReportItem>, TableError> {
    let read = table.rows().map(|row| {
        Ok(ReportItem {
            report: row.text("report")?.to_owned(),
            item: row.item("item")?,
            averaging: row.parsed("period")?,
        })
    });
    read.collect()
}

fn read_input_decimals(table: &Table) -> Result<Vec<(&'static ItemDef, u32)>, TableError> {
    table
        .rows()
        .map(|row| Ok((row.item("item")?, row.parsed("decimals")?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breakpoints_out_of_order_are_refused() {
        let top = "# standard: S\n# clause: c\n# source: s\n# verified: v\n# certainty: K\n# valid_from: 2020-01-01\n";
        let read = |rows: &str| {
            let text = format!("{top}item,period,iaqi,concentration\n{rows}");
            read_scales(&Table::parse("t.csv", &text).unwrap()).map(|scales| scales.len())
        };
        assert_eq!(read("SO2,day,0,0\nSO2,day,50,50\nSO2,1h,0,0\nNO2,1h,0,0\n"), Ok(3));
        // The index must rise, and so must the concentration: either alone is a slip of the pen.
        for rows in [
            "SO2,day,0,0\nSO2,day,0,50\n",
            "SO2,day,0,0\nSO2,day,50,0\n",
            "SO2,day,50,50\nSO2,day,40,60\n",
        ] {
            assert!(read(rows).is_err(), "{rows}");
        }
        assert!(read("SO2,2h,0,0\n").is_err());
        assert!(read("XX,day,0,0\n").is_err());
    }
}
