//! `bishui why`: the tree from a sentence of the plan down to what was received.

use std::process::ExitCode;

use office::views::{TargetView, WhySheet};
use standards::Language;

use crate::arguments::{Place, Why};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;
use crate::tree::drawn;

/// Answers a key, or a target for one year or for all that there is to say about it.
pub async fn run(place: &Place, why: &Why) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let refuse = |error: office::OfficeError| Failure::says(language, &error.text());
    let (target, keys) = if why.question.contains('/') {
        (None, vec![why.question.clone()])
    } else {
        let target = desk.office.target(&why.question).await.map_err(refuse)?;
        let keys = match why.year {
            Some(year) => vec![format!("target/{}/{year:04}", target.id)],
            None => target.years.iter().rev().map(|verdict| verdict.why.clone()).collect(),
        };
        (Some(target), keys)
    };
    let mut sheets = Vec::with_capacity(keys.len());
    for key in keys {
        let full = why.json || why.all;
        let answer = if full {
            desk.office.why_in_full(&key).await
        } else {
            desk.office.why(&key).await
        };
        sheets.push(answer.map_err(refuse)?);
    }
    if why.json {
        outln!(
            "{}",
            serde_json::to_string_pretty(&serde_json::json!({ "target": target, "answers": sheets }))?
        );
    } else {
        print(target.as_ref(), &sheets, language, why.all);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(target: Option<&TargetView>, sheets: &[WhySheet], language: Language, everything: bool) {
    if let Some(target) = target {
        outln!("{}  {}", target.id, target.sentence.in_language(language));
        outln!(
            "{}  {}",
            target.indicator.in_language(language),
            target.demand.in_language(language)
        );
        for post in &target.answers {
            let holder = post.holder.as_ref().map_or("—", |holder| holder.in_language(language));
            outln!("{}  {holder}", post.title.in_language(language));
        }
    }
    for sheet in sheets {
        outln!("");
        if target.is_none() {
            outln!("{}", sheet.title.in_language(language));
        }
        outln!("{}", drawn(&sheet.reason, language, everything).trim_end());
    }
}
