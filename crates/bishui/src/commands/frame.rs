//! `bishui frame`: what was received, as received.

use std::process::ExitCode;

use office::views::EvidenceSheet;
use standards::Language;

use crate::arguments::{Frame, Place};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;

/// Prints one piece of evidence.
pub async fn run(place: &Place, frame: &Frame) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let sheet = match frame.with_password {
        true => desk.office.evidence_with_secrets(&frame.id).await,
        false => desk.office.evidence(&frame.id).await,
    };
    let sheet = sheet.map_err(|error| Failure::says(language, &error.text()))?;
    match frame.json {
        true => outln!("{}", serde_json::to_string_pretty(&sheet)?),
        false => print(&sheet, language),
    }
    Ok(ExitCode::SUCCESS)
}

fn print(sheet: &EvidenceSheet, language: Language) {
    let say = |zh: &'static str, en: &'static str| match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    outln!(
        "{}  {}  {}",
        sheet.id,
        sheet.received_at.format("%Y-%m-%d %H:%M:%S UTC"),
        sheet.from
    );
    if sheet.back_filled {
        outln!("{}", say("补传数据", "back-filled"));
    }
    if sheet.simulated {
        outln!(
            "{}",
            say(
                "演示数据：由本程序的模拟器重放",
                "demo data: replayed by the simulator of this program"
            )
        );
    }
    if let Some(header) = &sheet.file_header {
        outln!("\n{header}");
    }
    match &sheet.dropped {
        Some(dropped) => outln!("\n{}", dropped.in_language(language)),
        None => outln!("\n{}\n\nSHA-256 {}", sheet.text.trim_end(), sheet.sha256),
    }
    if sheet.withheld {
        outln!(
            "{}",
            say(
                "密码以 ****** 代替；SHA-256 按收到的原文计算，--with-password 显示原文",
                "passwords are shown as ******; the SHA-256 is that of the bytes as received, which --with-password shows"
            )
        );
    }
    for fault in &sheet.faults {
        outln!("! {}  {}", fault.code, fault.says.in_language(language));
    }
    if !sheet.fields.is_empty() {
        outln!("");
    }
    for field in &sheet.fields {
        let meaning = field
            .meaning
            .as_ref()
            .map_or("", |meaning| meaning.in_language(language));
        outln!("  {:<16} {:<26} {meaning}", field.name, field.value);
    }
    outln!("\n{}", say("取出的值：", "values taken:"));
    for value in &sheet.values {
        let point = value
            .point
            .as_ref()
            .map_or("—", |point| point.name.in_language(language));
        let unknown = say("未知", "unknown");
        let figure = value.value.as_deref().unwrap_or(unknown);
        let flag = value.flag.as_deref().unwrap_or("");
        outln!(
            "  {point}  {}  {}  {figure}  {flag}  → why {}",
            value.at,
            value.item.name.in_language(language),
            value.why
        );
    }
}
