//! `bishui station forwarding`: how forwarding to each superior platform stands.

use std::process::ExitCode;

use office::views::PlatformView;
use standards::Language;

use super::{moment, say};
use crate::arguments::Place;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;

/// Prints how forwarding stands: every platform of the folder, and those that it does not name any more.
pub async fn list(place: &Place, as_json: bool) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let told = desk.office.forwarding().await?;
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

fn print(one: &PlatformView, language: Language) {
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
