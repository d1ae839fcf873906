//! Worked cases: lines of JSON with a method, an input and what an expert expects, run against this crate.
//!
//! The numbers of a case are exact decimals. Nothing in a line can stop a run: what cannot be read is an outcome of its own.

mod air;
mod air_year;
mod compare;
mod discharge;
mod ecology_noise;
mod ground;
mod json;
mod lakes_cities;
mod numbers;
mod read;
mod water;

use std::fmt;
use std::io::{self, BufRead, Read};

use crate::cases::json::Json;

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseOutcome {
    /// Every expected part came out as expected.
    Pass,
    /// Something came out differently; both sides as JSON.
    Mismatch {
        /// What the case expects.
        expected: String,
        /// What came out.
        got: String,
    },
    /// No such method here.
    NotBuilt {
        /// The method asked for.
        method: String,
    },
    /// The line cannot be read as a case of its method.
    Malformed {
        /// What is wrong with it.
        what: String,
    },
}

impl fmt::Display for CaseOutcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => out.write_str("pass"),
            Self::Mismatch { expected, got } => write!(out, "expected {expected}, got {got}"),
            Self::NotBuilt { method } => write!(out, "method `{method}` is not built"),
            Self::Malformed { what } => write!(out, "malformed: {what}"),
        }
    }
}

/// A case that did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFailure {
    /// Line of the input, from 1.
    pub line: usize,
    /// The case's own id, where it could be read.
    pub id: Option<String>,
    /// What happened.
    pub outcome: CaseOutcome,
}

/// The count of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseReport {
    /// Cases that passed.
    pub passed: usize,
    /// Cases that did not.
    pub failed: usize,
    /// Of those, cases whose method is not built.
    pub not_built: usize,
    /// The first of those, at most [`FAILURES_KEPT_MAX`].
    pub failures: Vec<CaseFailure>,
}

/// How many failures a report keeps; all are counted.
pub const FAILURES_KEPT_MAX: usize = 1_000;

/// The longest line that is read; longer ones are malformed and skipped.
pub const LINE_BYTES_MAX: usize = 1 << 20;

type Method = fn(&Json) -> Result<Json, String>;

/// Every method by its name in the cases: the one list that the runner and [`methods`] read.
const METHODS: &[(&str, Method)] = &[
    ("iaqi", air::iaqi),
    ("aqi_daily", air::aqi_daily),
    ("aqi_hourly", air::aqi_hourly),
    ("aqi_publish", air::aqi_publish),
    ("good_day_ratio", air_year::good_day_ratio),
    ("air_validity", air_year::air_validity),
    ("air_composite_index", air_year::air_composite_index),
    ("air_year_attainment", air_year::air_year_attainment),
    ("surface_water_section", water::surface_water_section),
    ("river_fewer_than_5", water::river_fewer_than_5),
    ("river_evaluation", water::river_evaluation),
    ("basin_main_pollutants", water::basin_main_pollutants),
    ("period_change_combination", water::period_change_combination),
    ("period_change_grade", water::period_change_grade),
    ("tli", lakes_cities::tli),
    ("tli_item", lakes_cities::tli_item),
    ("cwqi_item", lakes_cities::cwqi_item),
    ("cwqi_river", lakes_cities::cwqi_river),
    ("cwqi_city", lakes_cities::cwqi_city),
    ("cwqi_change", lakes_cities::cwqi_change),
    ("round_8170", numbers::round_8170),
    ("round_interval", numbers::round_interval),
    ("percentile", numbers::percentile),
    ("spearman_trend", numbers::spearman_trend),
    ("soil_farmland", ground::soil_farmland),
    ("soil_unit", ground::soil_unit),
    ("soil_development", ground::soil_development),
    ("groundwater_class", ground::groundwater_class),
    ("groundwater_item_class", ground::groundwater_item_class),
    ("drinking_source_month", ground::drinking_source_month),
    ("drinking_source_shares", ground::drinking_source_shares),
    ("oxygen_conversion", discharge::oxygen_conversion),
    ("wwtp_daily", discharge::wwtp_daily),
    ("gas_hourly", discharge::gas_hourly),
    ("discharge_daily", discharge::discharge_daily),
    ("water_day_mean", discharge::water_day_mean),
    ("water_month_mean", discharge::water_month_mean),
    ("gas_validity", discharge::gas_validity),
    ("cems_capture", discharge::cems_capture),
    ("ei", ecology_noise::ei),
    ("ei_change", ecology_noise::ei_change),
    ("eqi", ecology_noise::eqi),
    ("eqi_change", ecology_noise::eqi_change),
    ("eqi_class", ecology_noise::eqi_class),
    ("forest_coverage", ecology_noise::forest_coverage),
    ("noise", ecology_noise::noise),
];

/// The names of the methods that are built.
pub fn methods() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|(name, _)| *name)
}

/// Runs one case: an object with `method`, `input` and `expected`.
pub fn run_line(json: &str) -> CaseOutcome {
    if json.len() > LINE_BYTES_MAX {
        return CaseOutcome::Malformed {
            what: format!("longer than {LINE_BYTES_MAX} bytes"),
        };
    }
    match Json::parse(json) {
        Ok(case) => run_case(&case),
        Err(what) => CaseOutcome::Malformed { what },
    }
}

/// Runs every line of `reader`, goes on after each failure and counts. Blank lines are skipped.
///
/// # Errors
/// Only when the reader itself fails.
pub fn run(mut reader: impl BufRead) -> io::Result<CaseReport> {
    let mut report = CaseReport::default();
    for line in 1.. {
        let Some(bytes) = bounded_line(&mut reader)? else { break };
        let text = String::from_utf8_lossy(&bytes);
        if text.trim().is_empty() && bytes.len() <= LINE_BYTES_MAX {
            continue;
        }
        let outcome = if bytes.len() > LINE_BYTES_MAX {
            too_long()
        } else {
            run_line(&text)
        };
        if outcome == CaseOutcome::Pass {
            report.passed += 1;
            continue;
        }
        report.failed += 1;
        report.not_built += usize::from(matches!(outcome, CaseOutcome::NotBuilt { .. }));
        if report.failures.len() < FAILURES_KEPT_MAX {
            report.failures.push(CaseFailure {
                line,
                id: id_of(&text),
                outcome,
            });
        }
    }
    Ok(report)
}

fn too_long() -> CaseOutcome {
    CaseOutcome::Malformed {
        what: format!("longer than {LINE_BYTES_MAX} bytes"),
    }
}

fn run_case(case: &Json) -> CaseOutcome {
    let parts = || -> Result<_, String> {
        Ok((
            case.field("method")?.text()?,
            case.field("input")?,
            case.field("expected")?,
        ))
    };
    let (method, input, expected) = match parts() {
        Ok(parts) => parts,
        Err(what) => return CaseOutcome::Malformed { what },
    };
    let Some((_, run)) = METHODS.iter().find(|(name, _)| *name == method) else {
        return CaseOutcome::NotBuilt {
            method: method.to_owned(),
        };
    };
    match run(input) {
        Err(what) => CaseOutcome::Malformed {
            what: format!("{method}: {what}"),
        },
        Ok(got) if compare::meets(expected, &got) => CaseOutcome::Pass,
        Ok(got) => CaseOutcome::Mismatch {
            expected: expected.to_string(),
            got: got.to_string(),
        },
    }
}

fn id_of(text: &str) -> Option<String> {
    let case = Json::parse(text).ok()?;
    case.field("id").and_then(Json::text).ok().map(str::to_owned)
}

/// The next line with at most one byte more than allowed, so that [`run_line`] sees that it is too long; the rest is skipped.
fn bounded_line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let most = LINE_BYTES_MAX as u64 + 1;
    if reader.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && line.len() > LINE_BYTES_MAX {
        reader.skip_until(b'\n')?;
    }
    Ok(Some(line))
}
