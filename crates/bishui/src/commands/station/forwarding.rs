//! `bishui station forwarding`: how forwarding to each superior platform stands.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use gateway::forward::{Standing, standings};
use history::{AdmissionNumber, ReceiptId};
use serde::Serialize;
use standards::Language;

use super::{moment, say};
use crate::arguments::Place;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;

/// One platform as it is told.
#[derive(Serialize)]
struct Told {
    platform: String,
    /// Its address in the city folder; none where the folder does not name it any more.
    address: Option<String>,
    /// The last receipt up to which all is done; none where nothing was forwarded yet.
    through: Option<i64>,
    /// Receipts behind the bookmark: what the platform may still get.
    behind: Option<i64>,
    /// Admitted frames behind the bookmark.
    admitted_behind: Option<i64>,
    connected: bool,
    answered: u64,
    given_up: u64,
    last_trouble: Option<(DateTime<Utc>, String)>,
}

/// Prints how forwarding stands: every platform of the folder, and those that it does not name any more.
pub async fn list(place: &Place, as_json: bool) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let known = standings(&desk.diary).await?;
    let ends = (desk.history.last_receipt().await?, desk.history.last_admission().await?);
    let named = desk.city.platforms.iter();
    let mut told: Vec<Told> = named
        .map(|platform| {
            let standing = known.iter().find(|standing| standing.platform == platform.id);
            tell(&platform.id, Some(&platform.address), standing, ends)
        })
        .collect();
    let is_named = |standing: &&Standing| {
        desk.city
            .platforms
            .iter()
            .any(|platform| platform.id == standing.platform)
    };
    let left = known.iter().filter(|standing| !is_named(standing));
    told.extend(left.map(|standing| tell(&standing.platform, None, Some(standing), ends)));
    if as_json {
        outln!("{}", serde_json::to_string_pretty(&told)?);
        return Ok(ExitCode::SUCCESS);
    }
    if told.is_empty() {
        let nobody = say(
            language,
            "没有上级平台（城市目录的 platforms.toml）",
            "nobody is forwarded to (platforms.toml of the city folder)",
        );
        outln!("{nobody}");
    }
    for one in &told {
        print(one, language);
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(
    platform: &str,
    address: Option<&String>,
    standing: Option<&Standing>,
    (last, last_admission): (ReceiptId, AdmissionNumber),
) -> Told {
    let progress = standing.map(|standing| standing.progress.clone()).unwrap_or_default();
    let through = standing.map(|standing| standing.through);
    let behind = |last: i64, done: Option<i64>| done.map(|done| (last - done).max(0));
    Told {
        platform: platform.to_owned(),
        address: address.cloned(),
        through,
        behind: behind(last.0, through),
        admitted_behind: behind(last_admission.0, progress.admitted_through),
        connected: progress.is_connected,
        answered: progress.answered,
        given_up: progress.given_up,
        last_trouble: progress.last_trouble,
    }
}

fn print(one: &Told, language: Language) {
    let place = match &one.address {
        Some(address) => address.clone(),
        None => say(language, "（城市目录中已没有）", "(not in the city folder any more)"),
    };
    let Some(through) = one.through else {
        let begins = say(
            language,
            "尚未转发：serve 开始后从新收到的帧起",
            "nothing was forwarded yet: it begins with what is received once `serve` runs",
        );
        outln!("{}  {place}  {begins}", one.platform);
        return;
    };
    let state = match one.connected {
        true => say(language, "已连接", "connected"),
        false => say(language, "未连接", "not connected"),
    };
    let number = |count: Option<i64>| count.map_or_else(|| say(language, "未知", "unknown"), |count| count.to_string());
    outln!(
        "{}  {place}  {state}  {} r{through}  {} {} + {}  {} {}  {} {}",
        one.platform,
        say(language, "已完成至", "done up to"),
        say(language, "其后收到＋接纳", "behind it received + admitted"),
        number(one.behind),
        number(one.admitted_behind),
        say(language, "本次已应答", "answered since the start"),
        one.answered,
        say(language, "放弃", "given up"),
        one.given_up,
    );
    if let Some((at, trouble)) = &one.last_trouble {
        outln!("  ! {}  {trouble}", moment(Some(*at)));
    }
}
