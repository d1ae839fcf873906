//! `bishui station quarantine` and `admit`: who is kept apart, and how it comes in.

use std::process::ExitCode;

use gateway::door::{DoorConfig, admit_refused, admit_station, quarantine};
use standards::{Language, Text};

use super::{moment, say};
use crate::arguments::{Admit, Place};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;
use crate::stations;

/// Prints who is kept apart.
pub async fn list(place: &Place, as_json: bool) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let apart = quarantine(&desk.history).await?;
    if as_json {
        outln!("{}", serde_json::to_string_pretty(&apart)?);
        return Ok(ExitCode::SUCCESS);
    }
    if apart.is_empty() {
        outln!("{}", say(language, "没有留置的站点", "nobody is kept apart"));
    }
    for one in &apart {
        outln!(
            "{}  {}  {} {}  {} – {}  {}  {}",
            one.station,
            reason(&one.code, language),
            one.frames,
            say(language, "帧", "frames"),
            moment(Some(one.first_at)),
            moment(Some(one.last_at)),
            one.from,
            one.sample,
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn reason(code: &str, language: Language) -> String {
    office::why_kept_apart(code).in_language(language).to_owned()
}

/// Takes in what waits under a station.
pub async fn admit(place: &Place, given: &Admit) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let directory = desk.stations()?;
    let (mn, _) = stations::find(&directory, &given.station, language)?;
    let (history, config) = (&desk.history, DoorConfig::default());
    let admitted = match given.refused {
        true => admit_refused(history, &directory, &config, mn).await?,
        false => admit_station(history, &directory, &config, mn).await?,
    };
    let says = Text::new(
        format!("{mn}：{} 帧、{} 个值已入库", admitted.frames, admitted.values),
        format!(
            "{mn}: {} frames with {} values were taken in",
            admitted.frames, admitted.values
        ),
    );
    outln!("{}", says.in_language(language));
    let left: Vec<_> = quarantine(history)
        .await?
        .into_iter()
        .filter(|one| one.station == mn)
        .collect();
    for one in left {
        let says = Text::new(
            format!(
                "仍留置 {} 帧：{}（--refused 一并入库）",
                one.frames,
                reason(&one.code, language)
            ),
            format!(
                "{} frames stay apart: {} (--refused takes them in, too)",
                one.frames,
                reason(&one.code, language)
            ),
        );
        outln!("{}", says.in_language(language));
    }
    Ok(ExitCode::SUCCESS)
}
