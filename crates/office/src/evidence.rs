//! What was received, as received: a frame with its fields, or a line of a file.

use chrono::{DateTime, TimeDelta, Utc};
use history::{Ask, Door, Dropped, EvidenceId, Fault, Known, StoredReceipt};
use hj212::{Limits, Mode, Packet, describe_field, frames};
use sha2::{Digest as _, Sha256};
use standards::Text;
use standards::item::by_code;

use crate::error::OfficeError;
use crate::leaf::{figure, period_label, quantity_name, value_key};
use crate::network::{WITHHELD, bytes_without_secrets, is_secret, without_secrets};
use crate::office::Office;
use crate::views::{Column, EvidenceSheet, FaultView, FieldView, ReceiptRow, TakenValue};

/// Characters of a receipt in a list.
const EXCERPT_CHARACTERS: usize = 160;
/// Bytes that a page shows of one receipt; the rest is kept, and counted on the page.
const SHOWN_BYTES_MAX: usize = 64 * 1024;
/// Values that a page shows of one receipt.
const SHOWN_VALUES_MAX: usize = 500;

/// Whether passwords and keys are shown as they were received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// `******` stands in their place, in text, fields and bytes.
    Withheld,
    /// They are shown.
    Shown,
}

/// The sheet of one piece of evidence.
pub(crate) async fn sheet(office: &Office, id: &str, secrets: Secrets) -> Result<EvidenceSheet, OfficeError> {
    let id: EvidenceId = id.parse()?;
    let missing = || OfficeError::NotFound {
        what: "evidence",
        name: id.to_string(),
        known: "r1, r2, … r3:250".to_owned(),
    };
    let receipt = office.history().receipt(id.receipt).await?.ok_or_else(missing)?;
    let (bytes, file_header) = match (receipt.door, id.line) {
        (Door::File, Some(line)) => (
            file_line(&receipt.bytes, line).ok_or_else(missing)?,
            file_line(&receipt.bytes, 1),
        ),
        (Door::Hj212, Some(_)) => return Err(missing()),
        (Door::File | Door::Hj212, None) => (receipt.bytes.clone(), None),
    };
    let ask = Ask {
        evidence: Some(id),
        limit: Some(SHOWN_VALUES_MAX),
        ..Ask::default()
    };
    let known = office.history().statements(&ask).await?;
    let values: Vec<TakenValue> = known.iter().map(|known| taken(office, known)).collect();
    // The equipment numbers of a demo city are invented: whatever frame names one was made for the demo.
    let simulated = receipt.door == Door::Hj212 && office.city().notice.is_some();
    let withheld = match (receipt.door, secrets) {
        (Door::Hj212, Secrets::Withheld) => Some(bytes_without_secrets(&bytes)).filter(|without| *without != bytes),
        (Door::Hj212, Secrets::Shown) | (Door::File, _) => None,
    };
    let shown = withheld.as_ref().unwrap_or(&bytes);
    let shown = &shown[..shown.len().min(SHOWN_BYTES_MAX)];
    Ok(EvidenceSheet {
        id: id.to_string(),
        kind: if receipt.door == Door::Hj212 {
            "frame"
        } else {
            "file-line"
        }
        .to_owned(),
        received_at: receipt.received_at,
        from: from(&receipt, id.line),
        back_filled: receipt.back_filled,
        withheld: withheld.is_some(),
        text: as_text(shown),
        hex: dump(shown),
        sha256: match receipt.dropped {
            Some(_) => String::new(),
            None => Sha256::digest(&bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        },
        dropped: receipt
            .dropped
            .map(|dropped| words_of_drop(dropped, office.city().utc_offset_minutes)),
        file_header: file_header.map(|header| as_text(&header)),
        fields: if receipt.door == Door::Hj212 {
            fields(&bytes, secrets)
        } else {
            Vec::new()
        },
        faults: receipt
            .faults
            .iter()
            .filter(|fault| id.line.is_none() || fault.line == id.line)
            .map(fault)
            .collect(),
        values,
        simulated,
    })
}

/// That the bytes of a frame are gone, with the day in the city's time.
fn words_of_drop(dropped: Dropped, utc_offset_minutes: i32) -> Text {
    let day = (dropped.at.naive_utc() + TimeDelta::minutes(utc_offset_minutes.into())).date();
    let days = dropped.days;
    Text::new(
        format!("原文已于 {day} 按保存期限（{days} 天）删除；取出的值仍保留"),
        format!("the bytes were dropped on {day} by retention ({days} days); the values taken from them stay"),
    )
}

/// A receipt in a list.
pub(crate) fn row(receipt: &StoredReceipt) -> ReceiptRow {
    let received_at: DateTime<Utc> = receipt.received_at;
    let text = as_text(&receipt.bytes[..receipt.bytes.len().min(4 * EXCERPT_CHARACTERS)]);
    ReceiptRow {
        id: receipt.id.to_string(),
        received_at,
        from: from(receipt, None),
        faults: receipt.faults.iter().map(fault).collect(),
        excerpt: without_secrets(&text).chars().take(EXCERPT_CHARACTERS).collect(),
    }
}

fn from(receipt: &StoredReceipt, line: Option<u32>) -> String {
    let line = line.map_or_else(String::new, |line| format!(":{line}"));
    let station = receipt
        .station
        .as_ref()
        .map_or_else(String::new, |station| format!("　MN {station}"));
    match receipt.door {
        Door::Hj212 => format!("HJ 212　{}{station}", receipt.from),
        Door::File => format!("{}{line}", receipt.from),
    }
}

fn fault(fault: &Fault) -> FaultView {
    FaultView {
        code: fault.code.clone(),
        says: Text::new(fault.zh.clone(), fault.en.clone()),
    }
}

/// The line with this number, without its end.
fn file_line(bytes: &[u8], line: u32) -> Option<Vec<u8>> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let found = bytes.split(|byte| *byte == b'\n').nth(index)?;
    Some(found.strip_suffix(b"\r").unwrap_or(found).to_vec())
}

/// The bytes as text; bytes that are no text are escaped, so that nothing on the page hides what was received.
fn as_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\n' | '\t' => text.push(character),
                '\r' => text.push_str("\\r"),
                control if control.is_control() => text.extend(control.escape_default()),
                plain => text.push(plain),
            }
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    text
}

/// Sixteen bytes a row: offset, hexadecimal, printable characters.
fn dump(bytes: &[u8]) -> String {
    let row = |(index, row): (usize, &[u8])| {
        let hex: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        let plain: String = row
            .iter()
            .map(|byte| {
                if byte.is_ascii_graphic() || *byte == b' ' {
                    char::from(*byte)
                } else {
                    '.'
                }
            })
            .collect();
        format!("{:06x}  {:<47}  {plain}", index * 16, hex.join(" "))
    };
    bytes.chunks(16).enumerate().map(row).collect::<Vec<_>>().join("\n")
}

/// The fields of a frame in their order, each with its meaning where the lists know one.
fn fields(bytes: &[u8], secrets: Secrets) -> Vec<FieldView> {
    let field = |name: &[u8], value: Option<&[u8]>| {
        let value = match value {
            Some(_) if secrets == Secrets::Withheld && is_secret(name) => WITHHELD.to_owned(),
            value => value.map_or_else(String::new, as_text),
        };
        let name = String::from_utf8_lossy(name).into_owned();
        let meaning = describe_field(&name).map(|(zh, en)| Text::new(zh, en));
        FieldView { name, value, meaning }
    };
    let mut views = Vec::new();
    for event in frames(bytes, Limits::default()) {
        let hj212::Event::Frame(frame) = event else { continue };
        let Ok((packet, _)) = Packet::parse(frame.segment, Mode::Lenient) else {
            continue;
        };
        let named = |header: &hj212::HeaderField<'_>| !header.name.is_empty();
        views.extend(
            packet
                .header_fields()
                .filter(named)
                .map(|header| field(header.name, header.value)),
        );
        for group in packet.groups() {
            views.extend(
                group
                    .fields()
                    .filter(|one| !one.name.is_empty())
                    .map(|one| field(one.name, one.value)),
            );
        }
    }
    views
}

fn taken(office: &Office, known: &Known) -> TakenValue {
    let point = office.city().point(&known.point);
    TakenValue {
        point: point.map(|point| crate::point::head(office.city(), point)),
        item: Column {
            item: known.item.clone(),
            name: quantity_name(&known.item, known.statistic),
            unit: by_code(&known.item).map_or_else(String::new, |item| item.unit.symbol().to_owned()),
        },
        at: period_label(known),
        value: known.value.map(|_| figure(known).zh),
        flag: known.flag.clone(),
        why: value_key(known).to_string(),
    }
}
