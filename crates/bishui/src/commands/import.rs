//! `bishui import`: a CSV file of air or water values.

use std::path::Path;
use std::process::ExitCode;

use gateway::import::{self, Stage};
use gateway::mapping::Mapping;
use indicatif::{ProgressBar, ProgressStyle};
use standards::{Language, Text};

use crate::arguments::{Import, Place};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;

/// Imports the file and prints what became of its rows.
pub async fn run(place: &Place, given: &Import) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let mapping = match &given.mapping {
        Some(file) => read_mapping(file, language)?,
        None => infer(given, language).await?,
    };
    let mapping = mapping.for_city_at(desk.city.utc_offset_minutes);
    let bar = ProgressBar::new(0).with_style(bar_style());
    let report = import::import(&desk.history, &desk.points(), &given.file, &mapping, |progress| {
        bar.set_length(progress.bytes_total);
        bar.set_position(progress.bytes_done);
        bar.set_message(stage_words(&progress.stage, language));
    })
    .await
    .map_err(|error| Failure::says(language, &error.text()))?;
    bar.finish_and_clear();
    for line in report.lines(language, given.bad_rows) {
        outln!("{line}");
    }
    desk.history.seal().await?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a mapping file; all that is wrong with it is told at once.
pub fn read_mapping(file: &Path, language: Language) -> Result<Mapping, Failure> {
    let name = file.display();
    let text = std::fs::read_to_string(file).map_err(|cause| Failure::while_doing(&name, cause))?;
    Mapping::read(&text).map_err(|error| {
        let lines: Vec<String> = error.faults.iter().map(|fault| fault.line_in(language)).collect();
        Failure::while_doing(&name, lines.join("\n  "))
    })
}

/// Recognises the columns by their names, and says what was recognised and what was assumed.
async fn infer(given: &Import, language: Language) -> Result<Mapping, Failure> {
    let header = import::header(&given.file)
        .await
        .map_err(|error| Failure::says(language, &error.text()))?;
    let refuse = |error: gateway::mapping::MappingError| {
        let lines: Vec<String> = error.faults.iter().map(|fault| fault.line_in(language)).collect();
        Failure::while_doing(given.file.display(), lines.join("\n  "))
    };
    let inference = Mapping::infer(&header).map_err(refuse)?;
    for assumed in &inference.assumed {
        outln!("{}", assumed.in_language(language));
    }
    if !inference.unrecognised.is_empty() {
        let columns = inference.unrecognised.join(", ");
        let says = Text::new(
            format!("没有认出、不读取的列：{columns}（如需读取，请用 --mapping 说明）"),
            format!("columns that were not recognised and are not read: {columns} (say what they mean with --mapping)"),
        );
        outln!("{}", says.in_language(language));
    }
    Ok(inference.mapping)
}

fn stage_words(stage: &Stage, language: Language) -> &'static str {
    match (stage, language) {
        (Stage::Checking, Language::Chinese) => "检查",
        (Stage::Checking, Language::English) => "checking",
        (Stage::Storing, Language::Chinese) => "写入",
        (Stage::Storing, Language::English) => "storing",
    }
}

fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
