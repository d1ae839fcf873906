//! `bishui check`: all faults of a city folder at once.

use std::process::ExitCode;

use city::Severity;
use standards::Language;

use crate::arguments::{Check, Place};
use crate::failure::Failure;
use crate::findings;
use crate::output::outln;

/// Prints every finding; fails when one of them is an error.
pub fn run(place: &Place, check: &Check) -> Result<ExitCode, Failure> {
    let folder = check.folder.as_ref().unwrap_or(&place.city);
    let reading = city::read(folder).in_language(place.language());
    let code = if reading.has_errors() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    };
    if check.json || check.sarif {
        let report = if check.sarif {
            findings::sarif(&reading, place.language())
        } else {
            findings::json(&reading, folder)
        };
        outln!("{report:#}");
        return Ok(code);
    }
    for finding in &reading.findings {
        outln!("{:?}", miette::Report::new(finding.clone()));
    }
    let [errors, warnings, notes] =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| reading.count(severity));
    match place.language() {
        Language::Chinese => outln!("{}：错误 {errors}，警告 {warnings}，提示 {notes}", folder.display()),
        Language::English => outln!(
            "{}: {errors} error(s), {warnings} warning(s), {notes} note(s)",
            folder.display()
        ),
    }
    Ok(code)
}
