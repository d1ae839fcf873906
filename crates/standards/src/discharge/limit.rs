//! One cell of a discharge table: what it demands of a result, and whether the result keeps it.

use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::measured::{Measured, number};
use crate::reason::Citation;
use crate::substance::same_substance;
use crate::table::{Row, Table, TableError, table};

/// What a discharge limit demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DischargeLimit {
    /// Not above.
    AtMost(Decimal),
    /// Below, equal is too much.
    LessThan(Decimal),
    /// Above, after so many hours of contact (residual chlorine).
    MoreThan(Decimal, Option<Decimal>),
    /// Within the range, ends included.
    Within(Decimal, Decimal),
    /// Must not be detected.
    NotDetected,
}

impl DischargeLimit {
    /// Reads a cell: `50`, `6~9`, `ND`, `<0.5`, `>3(接触>=1h)`; `None` where it is empty, so that nothing is demanded.
    ///
    /// # Errors
    /// When it is none of these.
    pub(crate) fn read(row: &Row<'_>, column: &str) -> Result<Option<Self>, TableError> {
        let said = row.text(column)?;
        if said.is_empty() {
            return Ok(None);
        }
        let limit = Self::parse(said);
        limit
            .map(Some)
            .ok_or_else(|| row.fault(column, format!("`{said}` is not a limit")))
    }

    fn parse(said: &str) -> Option<Self> {
        if said == "ND" {
            return Some(Self::NotDetected);
        }
        if let Some((low, high)) = said.split_once('~') {
            return Some(Self::Within(number(low)?, number(high)?));
        }
        if let Some(bound) = said.strip_prefix('<') {
            return number(bound).map(Self::LessThan);
        }
        if let Some(bound) = said.strip_prefix('>') {
            let (bound, contact) = bound.split_once('(').unwrap_or((bound, ""));
            let hours: String = contact
                .chars()
                .filter(|letter| letter.is_ascii_digit() || *letter == '.')
                .collect();
            return Some(Self::MoreThan(number(bound)?, number(&hours)));
        }
        number(said).map(Self::AtMost)
    }

    /// Whether `measured` breaks it; `None` = cannot be told.
    pub fn is_broken_by(self, measured: Measured) -> Option<bool> {
        match (self, measured) {
            (Self::AtMost(limit), _) => measured.is_above(limit),
            (_, Measured::Missing | Measured::Present | Measured::Absent) => None,
            (Self::LessThan(limit), Measured::Value(value)) => Some(value >= limit),
            (Self::LessThan(limit), Measured::Below(detection)) => (detection <= limit).then_some(false),
            (Self::LessThan(_), Measured::NotDetected) => Some(false),
            (Self::MoreThan(limit, _), Measured::Value(value)) => Some(value <= limit),
            (Self::MoreThan(limit, _), Measured::Below(detection)) => (detection <= limit).then_some(true),
            (Self::MoreThan(..), Measured::NotDetected) => Some(true),
            (Self::Within(low, high), Measured::Value(value)) => Some(value < low || value > high),
            (Self::Within(..), _) => None,
            (Self::NotDetected, Measured::Value(value)) => Some(value > Decimal::ZERO),
            (Self::NotDetected, _) => Some(false),
        }
    }

    /// (value − limit) / limit where it is exceeded and a multiple has a sense: an upper limit above zero.
    pub fn multiple(self, measured: Measured) -> Option<Decimal> {
        match (self, measured) {
            (Self::AtMost(limit) | Self::LessThan(limit), Measured::Value(value)) => {
                value.checked_sub(limit)?.checked_div(limit)
            }
            _ => None,
        }
    }

    /// The sign between result and limit.
    pub(crate) fn sign(self, broken: Option<bool>) -> &'static str {
        match (self, broken) {
            (_, None) => "?",
            (Self::AtMost(_), Some(true)) => ">",
            (Self::AtMost(_), Some(false)) => "≤",
            (Self::LessThan(_), Some(true)) => "≥",
            (Self::LessThan(_), Some(false)) => "<",
            (Self::MoreThan(..), Some(true)) => "≤",
            (Self::MoreThan(..), Some(false)) => ">",
            (Self::Within(..), Some(true)) => "∉",
            (Self::Within(..), Some(false)) => "∈",
            (Self::NotDetected, Some(true)) => "≠",
            (Self::NotDetected, Some(false)) => "=",
        }
    }
}

impl fmt::Display for DischargeLimit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(limit) | Self::LessThan(limit) => write!(out, "{limit}"),
            Self::MoreThan(limit, None) => write!(out, "{limit}"),
            Self::MoreThan(limit, Some(hours)) => write!(out, "{limit} ({hours} h)"),
            Self::Within(low, high) => write!(out, "{low}～{high}"),
            Self::NotDetected => out.write_str("ND"),
        }
    }
}

/// A table of one limit an item, the same for every grade.
pub(crate) struct PlainTable {
    table: &'static Table,
    rows: Vec<PlainRow>,
}

struct PlainRow {
    number: &'static str,
    name: &'static str,
    limit: DischargeLimit,
}

impl PlainTable {
    pub(crate) fn read(path: &str) -> Result<Self, TableError> {
        let table = table(path)?;
        let mut rows = Vec::new();
        for row in table.rows() {
            if let Some(limit) = DischargeLimit::read(&row, "limit")? {
                rows.push(PlainRow {
                    number: row.text("no")?,
                    name: row.text("name_zh")?,
                    limit,
                });
            }
        }
        Ok(Self { table, rows })
    }

    /// The limit of an item in any spelling, and where it stands.
    pub(crate) fn demand(&self, name: &str) -> Option<(DischargeLimit, Citation)> {
        let row = self.rows.iter().find(|row| same_substance(row.name, name))?;
        let place = format!("item {} (第{}项)", row.number, row.number);
        Some((row.limit, self.table.citation_of(&place)))
    }
}

#[cfg(test)]
mod tests {
    use super::DischargeLimit;
    use crate::measured::Measured;

    #[test]
    fn limits_of_every_form_at_their_edges() {
        let broken = |limit: &str, said: &str| {
            let limit = DischargeLimit::parse(limit).unwrap();
            limit.is_broken_by(said.parse::<Measured>().unwrap())
        };
        let cases = [
            ("50", "50", Some(false)),
            ("50", "50.0001", Some(true)),
            ("6~9", "6", Some(false)),
            ("6~9", "9.01", Some(true)),
            ("6~9", "<7", None),
            ("ND", "ND", Some(false)),
            ("ND", "<0.00001", Some(false)),
            ("ND", "0.00001", Some(true)),
            ("<0.5", "0.5", Some(true)),
            ("<0.5", "0.49", Some(false)),
            (">3(接触>=1h)", "3", Some(true)),
            (">3(接触>=1h)", "3.1", Some(false)),
            ("0.00003", "<0.00004", None),
        ];
        for (limit, said, expected) in cases {
            assert_eq!(broken(limit, said), expected, "{said} against {limit}");
        }
        assert_eq!(DischargeLimit::parse(">3(接触>=1h)").unwrap().to_string(), "3 (1 h)");
        assert!(DischargeLimit::parse("many").is_none());
    }
}
