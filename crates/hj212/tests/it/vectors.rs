//! The 135 recorded frames: what the standard prints, what devices send, and what must be rejected.

use hj212::{CrcPolicy, Event, FaultCode, Frame, Limits, Mode, Packet, crc, frames};

pub struct Vector {
    line: usize,
    pub bytes: Vec<u8>,
    facts: serde_json::Value,
}

pub fn vectors() -> Vec<Vector> {
    include_str!("../data/vectors.jsonl")
        .lines()
        .enumerate()
        .map(|(index, line)| {
            let facts: serde_json::Value = serde_json::from_str(line).unwrap();
            let bytes = match facts["frame_hex"].as_str() {
                Some(hex) => (0..hex.len() / 2)
                    .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
                    .collect(),
                None => facts["frame"].as_str().unwrap().as_bytes().to_vec(),
            };
            Vector {
                line: index + 1,
                bytes,
                facts,
            }
        })
        .collect()
}

/// The frames among the events of `bytes`; that the events hold every byte is checked on the way.
fn found(bytes: &[u8]) -> Vec<Frame<'_>> {
    let events: Vec<_> = frames(bytes, Limits::default()).collect();
    assert_eq!(events.iter().flat_map(Event::bytes).copied().collect::<Vec<_>>(), bytes);
    events
        .into_iter()
        .filter_map(|event| match event {
            Event::Frame(frame) => Some(frame),
            Event::Garbage { .. } => None,
        })
        .collect()
}

#[test]
fn every_vector_is_judged_as_recorded() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 135);
    for Vector { line, bytes, facts } in &vectors {
        let has_no_crc = [108, 109].contains(line);
        let found = found(bytes);
        if has_no_crc {
            assert!(
                found.is_empty(),
                "line {line}: cut off before its CRC, so it is no frame"
            );
            continue;
        }
        assert_eq!(found.len(), 1, "line {line}");
        let frame = found[0];
        let encrypted = facts["sm4_key_hex"].is_string();
        let crc_ok = facts["crc_ok"].as_bool().unwrap() && !encrypted;
        assert_eq!(
            !frame.faults.contains(FaultCode::CrcMismatch),
            crc_ok,
            "line {line}: {}",
            frame.faults
        );
        if !encrypted {
            assert_eq!(
                format!("{:04X}", frame.crc_computed),
                facts["crc_calc"].as_str().unwrap(),
                "line {line}"
            );
        }
        assert_eq!(
            frame.segment.len() as u64,
            facts["len_actual"].as_u64().unwrap(),
            "line {line}"
        );
        assert_eq!(
            frame.length_declared.map(|length| length as u64),
            facts["len_declared"].as_u64(),
            "line {line}"
        );
        let length_fits =
            !frame.faults.contains(FaultCode::LengthWrong) && !frame.faults.contains(FaultCode::LengthMissing);
        assert_eq!(
            length_fits,
            facts["len_ok"].as_bool().unwrap(),
            "line {line}: {}",
            frame.faults
        );
        let note = facts["note"].as_str().unwrap();
        assert_eq!(
            frame.faults.contains(FaultCode::CrcModbus),
            note.contains("the Modbus CRC") || note.starts_with("Modbus CRC"),
            "line {line}"
        );
        assert_eq!(
            frame.faults.contains(FaultCode::CrcNotHj212),
            note.contains("not one of the 256"),
            "line {line}"
        );
    }
}

#[test]
fn every_vector_can_be_read_leniently() {
    for Vector { line, bytes, facts } in &vectors() {
        for frame in found(bytes) {
            let (packet, faults) =
                Packet::parse(frame.segment, Mode::Lenient).unwrap_or_else(|error| panic!("line {line}: {error}"));
            assert_eq!(
                faults.contains(FaultCode::CpNotText),
                facts["sm4_key_hex"].is_string(),
                "line {line}"
            );
            assert_eq!(
                packet.command().is_some(),
                !faults.contains(FaultCode::CnMissing),
                "line {line}"
            );
            assert_eq!(
                packet.value(hj212::HeaderName::Cn).map(<[u8]>::len),
                Some(4),
                "line {line}"
            );
        }
    }
}

#[test]
fn modbus_frames_pass_only_where_the_connection_allows_it() {
    let modbus: Vec<_> = vectors()
        .into_iter()
        .filter(|vector| {
            found(&vector.bytes)
                .iter()
                .any(|frame| frame.faults.contains(FaultCode::CrcModbus))
        })
        .collect();
    assert!(modbus.len() > 5);
    for Vector { line, bytes, .. } in &modbus {
        let frame = found(bytes)[0];
        assert_eq!(frame.crc_given, Some(crc::modbus(frame.segment)), "line {line}");
        assert!(!frame.is_trusted(CrcPolicy::Strict), "line {line}");
        let length_is_known = frame.length_declared.is_some();
        assert_eq!(
            frame.is_trusted(CrcPolicy::AcceptModbus),
            length_is_known,
            "line {line}"
        );
        assert_eq!(frame.is_trusted(CrcPolicy::ReportOnly), length_is_known, "line {line}");
    }
}
