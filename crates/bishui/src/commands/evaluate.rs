//! `bishui evaluate --cases`: worked cases of the standards.

use std::fs::File;
use std::io::BufReader;
use std::process::ExitCode;

use standards::cases;

use crate::arguments::Evaluate;
use crate::failure::Failure;
use crate::output::outln;

/// Runs the cases, prints each that did not pass, and fails when there is one.
pub fn run(evaluate: &Evaluate) -> Result<ExitCode, Failure> {
    let name = evaluate.cases.display();
    let file = File::open(&evaluate.cases).map_err(|cause| Failure::while_doing(&name, cause))?;
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
