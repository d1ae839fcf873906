//! `bishui station gaps`: what is missing of what is owed.

use std::process::ExitCode;

use history::diary::{Gap, GapState};
use standards::Language;

use super::{moment, say};
use crate::arguments::{Gaps, Place};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;
use crate::stations;

/// Gaps that are printed.
const GAPS_MAX: usize = 10_000;

/// Prints the gaps.
pub async fn run(place: &Place, given: &Gaps) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let directory = desk.stations()?;
    let only = match &given.station {
        Some(name) => Some(stations::find(&directory, name, language)?.0),
        None => None,
    };
    let gaps = desk.diary.gaps(only, given.all, GAPS_MAX).await?;
    if given.json {
        outln!("{}", serde_json::to_string_pretty(&gaps)?);
        return Ok(ExitCode::SUCCESS);
    }
    if gaps.is_empty() {
        outln!("{}", say(language, "没有缺失", "nothing is missing"));
    }
    for gap in &gaps {
        print(gap, language);
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn print(gap: &Gap, language: Language) {
    let state = match gap.state {
        GapState::Open => say(language, "待补", "open"),
        GapState::Filled => say(language, "已补", "filled"),
        GapState::GivenUp => say(language, "放弃", "given up"),
    };
    let missing: Vec<String> = gap
        .missing
        .iter()
        .map(|missing| format!("{}×{}", missing.item, missing.times))
        .collect();
    let attempts = say(language, "次提取", "attempts");
    outln!(
        "{state}  {}  {}  {}  {} – {}  {}  {} {attempts}",
        gap.station,
        gap.point,
        gap.period.word(),
        gap.first.format("%Y-%m-%dT%H:%M"),
        gap.last.format("%Y-%m-%dT%H:%M"),
        missing.join(" "),
        gap.attempts,
    );
    if let Some(reason) = &gap.reason {
        let words = match language {
            Language::Chinese => &reason.zh,
            Language::English => &reason.en,
        };
        outln!("      {words}");
    }
    if let Some(next) = gap.next_at.filter(|_| gap.state == GapState::Open) {
        let words = say(language, "下次提取", "asked for again");
        outln!("      {words} {}", moment(Some(next)));
    }
}
