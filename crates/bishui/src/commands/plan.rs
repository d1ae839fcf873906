//! `bishui plan`: what realises each row of the resolution, and what a new version of the folder changes.

use std::process::ExitCode;

use city::coverage::{self, Coverage, CoveredRow};
use city::diff::{self, Touches};
use city::{City, Heading};
use standards::Text;

use crate::arguments::{Place, Plan, PlanCoverage, PlanDiff};
use crate::desk;
use crate::failure::Failure;
use crate::output::outln;

/// Runs one of the questions.
pub fn run(place: &Place, plan: &Plan) -> Result<ExitCode, Failure> {
    match plan {
        Plan::Coverage(asked) => print_coverage(place, asked),
        Plan::Diff(asked) => print_diff(place, asked),
    }
}

fn print_diff(place: &Place, asked: &PlanDiff) -> Result<ExitCode, Failure> {
    let language = place.language();
    let (old, new) = (
        desk::read_city(&asked.old, language)?,
        desk::read_city(&asked.new, language)?,
    );
    let changes = diff::diff(&old, &new);
    if asked.json {
        let listed: Vec<serde_json::Value> = changes
            .iter()
            .map(|change| {
                serde_json::json!({
                    "subject": change.subject,
                    "touches": change.touches.word(),
                    "says": { "zh": change.says.zh, "en": change.says.en },
                })
            })
            .collect();
        outln!("{:#}", serde_json::json!({ "changes": listed }));
        return Ok(ExitCode::SUCCESS);
    }
    for change in &changes {
        let touches = change.touches.name();
        outln!(
            "[{}] {}",
            touches.in_language(language),
            change.says.in_language(language)
        );
    }
    let verdicts = changes
        .iter()
        .filter(|change| change.touches == Touches::Verdict)
        .count();
    let total = Text::new(
        format!("共{}处改动，其中{verdicts}处影响判定", changes.len()),
        format!("{} change(s), {verdicts} of them touch verdicts", changes.len()),
    );
    outln!("{}", total.in_language(language));
    Ok(ExitCode::SUCCESS)
}

fn print_coverage(place: &Place, asked: &PlanCoverage) -> Result<ExitCode, Failure> {
    let folder = asked.folder.as_deref().unwrap_or(&place.city);
    let city = desk::read_city(folder, place.language())?;
    let rows = coverage::coverage(&city);
    if asked.json {
        outln!("{:#}", json(&rows));
        return Ok(ExitCode::SUCCESS);
    }
    let say = |text: &Text| text.in_language(place.language()).to_owned();
    for (section, name) in sections(&city, &rows) {
        let inside: Vec<&CoveredRow<'_>> = rows.iter().filter(|covered| covered.row.section() == section).collect();
        outln!("{}  {}", say(&name), totals(&inside, place));
        for covered in inside {
            outln!(
                "  {:<8} {}  {}  {}",
                covered.row.id,
                say(&covered.coverage.name()),
                say(&covered.row.name),
                say(&covered.because)
            );
            for by in &covered.realised_by {
                outln!("           {} {}  {}:{}", by.kind.word(), by.id, by.file, by.line);
            }
        }
    }
    let all: Vec<&CoveredRow<'_>> = rows.iter().collect();
    outln!("{}  {}", say(&city.name), totals(&all, place));
    Ok(ExitCode::SUCCESS)
}

/// The sections of the table in its order, each with the name of its clause.
fn sections<'r>(city: &City, rows: &'r [CoveredRow<'_>]) -> Vec<(&'r str, Text)> {
    let mut sections: Vec<(&str, Text)> = Vec::new();
    for covered in rows {
        let section = covered.row.section();
        if sections.iter().any(|(known, _)| *known == section) {
            continue;
        }
        let clause = city.clauses.iter().find(|clause| clause.heading.code() == section);
        let name = clause.map_or_else(
            || Text::new(section, section),
            |clause| headed(clause.heading, &clause.title),
        );
        sections.push((section, name));
    }
    sections
}

fn headed(heading: Heading, title: &Text) -> Text {
    let name = heading.name();
    Text::new(
        format!("{} {}", name.zh, title.zh),
        format!("{}: {}", name.en, title.en),
    )
}

fn totals(rows: &[&CoveredRow<'_>], place: &Place) -> String {
    let counts = Coverage::ALL.map(|coverage| {
        let count = rows.iter().filter(|covered| covered.coverage == coverage).count();
        format!("{} {count}", coverage.name().in_language(place.language()))
    });
    format!("{} = {}", rows.len(), counts.join(" + "))
}

fn json(rows: &[CoveredRow<'_>]) -> serde_json::Value {
    let text = |text: &Text| serde_json::json!({ "zh": text.zh, "en": text.en });
    let count = |coverage| rows.iter().filter(|covered| covered.coverage == coverage).count();
    let listed: Vec<serde_json::Value> = rows
        .iter()
        .map(|covered| {
            let by: Vec<serde_json::Value> = covered
                .realised_by
                .iter()
                .map(|by| serde_json::json!({ "kind": by.kind.word(), "id": by.id, "clause": by.clause.code(), "file": by.file, "line": by.line }))
                .collect();
            serde_json::json!({
                "id": covered.row.id,
                "kind": covered.row.kind.letter(),
                "name": text(&covered.row.name),
                "coverage": covered.coverage.word(),
                "because": text(&covered.because),
                "realised_by": by,
            })
        })
        .collect();
    serde_json::json!({
        "rows": rows.len(),
        "live": count(Coverage::Live),
        "declared": count(Coverage::Declared),
        "absent": count(Coverage::Absent),
        "table": listed,
    })
}
