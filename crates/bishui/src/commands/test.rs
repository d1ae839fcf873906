//! `bishui test`: the worked cases of a city folder.

use std::process::ExitCode;

use city::Tried;
use serde_json::{Value, json};
use standards::{Language, Text};

use crate::arguments::{Place, Test};
use crate::desk;
use crate::failure::Failure;
use crate::output::outln;

/// Tries every case and prints a line for each; fails when one comes out otherwise.
pub fn run(place: &Place, test: &Test) -> Result<ExitCode, Failure> {
    let folder = test.folder.as_deref().unwrap_or(&place.city);
    let city = desk::read_city(folder, place.language())?;
    let tried = city.try_cases();
    let failed = tried.iter().filter(|case| case.failure.is_some()).count();
    if test.json {
        let cases: Vec<Value> = tried.iter().map(as_json).collect();
        outln!(
            "{:#}",
            json!({ "passed": tried.len() - failed, "failed": failed, "cases": cases })
        );
    } else {
        for case in &tried {
            outln!("{}", line(case).in_language(place.language()));
        }
        match place.language() {
            Language::Chinese => outln!("{}：通过 {}，不通过 {failed}", folder.display(), tried.len() - failed),
            Language::English => outln!("{}: {} passed, {failed} failed", folder.display(), tried.len() - failed),
        }
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn line(case: &Tried<'_>) -> Text {
    let Tried { of, id, source, .. } = case;
    match &case.failure {
        None => Text::new(
            format!("通过    {of}/{id}（{source}）"),
            format!("passed  {of}/{id} ({source})"),
        ),
        Some(Text { zh, en }) => Text::new(
            format!("不通过  {of}/{id}（{source}）：{zh}"),
            format!("failed  {of}/{id} ({source}): {en}"),
        ),
    }
}

fn as_json(case: &Tried<'_>) -> Value {
    json!({
        "of": case.of,
        "id": case.id,
        "source": case.source,
        "passed": case.failure.is_none(),
        "failure": case.failure,
    })
}
