//! `bishui evaluate`: a sheet judged row by row, or worked cases of the standards.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use standards::cases;

use crate::arguments::{Evaluate, Place};
use crate::commands::evaluate_sheet as sheet;
use crate::failure::Failure;
use crate::output::outln;

/// Judges the sheet, runs the cases, or lists the methods.
pub fn run(place: &Place, evaluate: &Evaluate) -> Result<ExitCode, Failure> {
    match (&evaluate.cases, &evaluate.file) {
        (Some(file), _) => cases(file),
        (None, Some(file)) => sheet::run(place.language(), evaluate, file),
        (None, None) => {
            sheet::list(place.language());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Runs the cases, prints each that did not pass, and fails when there is one.
fn cases(file: &Path) -> Result<ExitCode, Failure> {
    let name = file.display();
    let file = File::open(file).map_err(|cause| Failure::while_doing(&name, cause))?;
    let report = cases::run(BufReader::new(file)).map_err(|cause| Failure::while_doing(&name, cause))?;
    for failure in &report.failures {
        outln!(
            "{name}:{} {}: {}",
            failure.line,
            failure.id.as_deref().unwrap_or("-"),
            failure.outcome
        );
    }
    let untold = report.failed - report.failures.len();
    if untold > 0 {
        outln!("… {untold} more");
    }
    outln!(
        "{} passed, {} failed, {} of them not built",
        report.passed,
        report.failed,
        report.not_built
    );
    Ok(if report.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
