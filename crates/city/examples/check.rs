//! Prints all findings of a city folder: `cargo run -p city --example check -- DIR`. Quicker to build than the whole program.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: check DIR");
        return ExitCode::FAILURE;
    };
    let reading = city::read(std::path::Path::new(&folder));
    for finding in &reading.findings {
        println!("{:?}", miette::Report::new(finding.clone()));
    }
    println!("{} finding(s)", reading.findings.len());
    if reading.has_errors() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
