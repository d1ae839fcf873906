//! `bishui station list` and `show`: the life of the stations.

use std::process::ExitCode;

use gateway::life::{Capture, Presence, Span, StationLife};
use standards::Language;

use super::{gaps, moment, say};
use crate::arguments::{Place, Shown};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;
use crate::stations;

/// Gaps and events that are shown.
const SHOWN_MAX: usize = 12;

/// Prints a line for each station.
pub async fn list(place: &Place, as_json: bool) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let lives = desk.office.lives(None, &[Span::Day]).await?;
    if as_json {
        outln!("{}", serde_json::to_string_pretty(&lives)?);
        return Ok(ExitCode::SUCCESS);
    }
    for life in &lives {
        let captured: Vec<String> = life.capture.iter().map(|capture| share(capture, language)).collect();
        outln!(
            "{}  {}  {}  {} {}  {} {}  {} {}",
            presence(life.presence, language),
            life.mn,
            life.point,
            say(language, "最近", "last"),
            moment(life.last_heard),
            say(language, "今日", "today"),
            captured.join(" "),
            say(language, "缺", "missing"),
            life.values_missing,
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints everything about one station.
pub async fn show(place: &Place, given: &Shown) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let directory = desk.stations()?;
    let (mn, _) = stations::find(&directory, &given.station, language)?;
    let lives = desk.office.lives(Some(mn), &Span::ALL).await?;
    let Some(life) = lives.first() else {
        return Ok(ExitCode::FAILURE);
    };
    if given.json {
        outln!("{}", serde_json::to_string_pretty(life)?);
        return Ok(ExitCode::SUCCESS);
    }
    print(life, language);
    for gap in desk.diary.gaps(Some(mn), false, SHOWN_MAX).await? {
        gaps::print(&gap, language);
    }
    for event in desk.diary.events(Some(mn), SHOWN_MAX).await? {
        outln!("{}  {}  {}", moment(Some(event.at)), event.kind, event.details);
    }
    for order in desk.diary.orders(Some(mn), SHOWN_MAX).await? {
        outln!(
            "{}  {}  {} {}  {}  {}",
            moment(Some(order.made_at)),
            order.id,
            order.command,
            order.content,
            order.origin,
            order.state.word()
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn print(life: &StationLife, language: Language) {
    let unknown = say(language, "未知", "unknown");
    let line = |zh: &str, en: &str, value: String| outln!("{}  {value}", say(language, zh, en));
    outln!("{}  {}  {}", life.mn, life.point, presence(life.presence, language));
    let address = life.address.clone().unwrap_or_else(|| unknown.clone());
    line(
        "连接",
        "connection",
        format!("{address}  {}", moment(life.connected_since)),
    );
    line("首次收到", "first heard", moment(life.first_heard));
    line("最近收到", "last heard", moment(life.last_heard));
    line("最近数据", "last data", moment(life.last_data));
    let value = life.last_value_at.map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string());
    line(
        "最近数据时间",
        "last DataTime",
        value.unwrap_or_else(|| unknown.clone()),
    );
    let clock = life.clock_ahead_ms.map(|ahead| format!("{ahead} ms"));
    line("时钟偏差", "clock ahead by", clock.unwrap_or_else(|| unknown.clone()));
    line(
        "离线时限",
        "offline after",
        format!("{} min", life.offline_after_minutes),
    );
    for capture in &life.capture {
        let span = match capture.span {
            Span::Hour => say(language, "上一小时", "last hour"),
            Span::Day => say(language, "今日", "today"),
            Span::Month => say(language, "本月", "this month"),
            Span::Quarter => say(language, "本季", "this quarter"),
        };
        outln!(
            "{}  {span}  {}",
            say(language, "捕集率", "capture"),
            share(capture, language)
        );
    }
    let open = format!("{} / {} / {}", life.gaps_open, life.gaps_given_up, life.values_missing);
    line("缺失：待补 / 放弃 / 值", "gaps: open / given up / values", open);
    if let Some(missing) = life.run_days_missing {
        let days = format!("{missing} / {}", life.run_days_given_up);
        line(
            "设备运行时间：待补 / 放弃（日）",
            "run time of devices: days missing / given up",
            days,
        );
    }
    for fault in &life.faults {
        let words = match language {
            Language::Chinese => &fault.fault.zh,
            Language::English => &fault.fault.en,
        };
        outln!(
            "! {} ×{}  {}  {}  {words}",
            fault.fault.code,
            fault.count,
            moment(Some(fault.last_at)),
            fault.newest
        );
    }
}

/// An exact fraction; unknown where nothing is owed.
fn share(capture: &Capture, language: Language) -> String {
    match capture.owed {
        0 => say(language, "未知（无应报）", "unknown (nothing is owed)"),
        owed => format!("{}/{owed}", capture.present),
    }
}

fn presence(presence: Presence, language: Language) -> String {
    match presence {
        Presence::NeverHeard => say(language, "从未收到", "never heard"),
        Presence::Online => say(language, "在线", "online"),
        Presence::NoData => say(language, "无数据", "no data"),
        Presence::Offline => say(language, "离线", "offline"),
    }
}
