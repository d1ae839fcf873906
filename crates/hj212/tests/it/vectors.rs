//! The 135 recorded frames: what the standard prints, what devices send, and what must be rejected.

use std::collections::BTreeMap;

use hj212::{CrcPolicy, Event, FaultCode, Frame, Limits, Mode, Packet, ParseError, Sm4Key, Terminator, crc, frames};

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
        let encrypted = facts["sm4_key_hex"].as_str();
        let crc = match encrypted {
            // What is recorded of an encrypted frame is said of its plain text.
            Some(key) => {
                assert_eq!(frame.faults.to_string(), "encrypted", "line {line}");
                let decrypted = Sm4Key::parse(key.as_bytes()).unwrap().decrypt(&frame).unwrap();
                assert!(decrypted.frame().faults.is_empty(), "line {line}");
                decrypted.frame().crc_computed
            }
            None => frame.crc_computed,
        };
        assert_eq!(
            !frame.faults.contains(FaultCode::CrcMismatch),
            facts["crc_ok"].as_bool().unwrap(),
            "line {line}: {}",
            frame.faults
        );
        assert_eq!(format!("{crc:04X}"), facts["crc_calc"].as_str().unwrap(), "line {line}");
        assert_eq!(
            frame.terminator == Terminator::CrLf,
            facts["crlf"].as_bool().unwrap(),
            "line {line}"
        );
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

/// What each vector departs in, frame and packet together: strict refuses it for exactly that, lenient reads it all the same.
#[test]
fn every_departure_of_every_vector_is_named() {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Vector { line, bytes, .. } in &vectors() {
        let told = match found(bytes)[..] {
            [frame] => {
                let (_, faults) = Packet::parse(frame.segment, Mode::Lenient).unwrap();
                match Packet::parse(frame.segment, Mode::Strict) {
                    Ok((_, none)) => assert!(none.is_empty() && faults.is_empty(), "line {line}"),
                    Err(error) => assert_eq!(error, ParseError::Departs { faults }, "line {line}"),
                }
                for code in frame.faults.union(faults).iter() {
                    let place = frame
                        .locate(code)
                        .unwrap_or_else(|| panic!("line {line}: {}", code.code()));
                    assert!(place.range.end <= frame.bytes.len(), "line {line}: {place}");
                }
                frame.faults.union(faults).to_string()
            }
            _ => "no frame".to_owned(),
        };
        lines.entry(told).or_default().push(line.to_string());
    }
    let told: Vec<_> = lines
        .iter()
        .map(|(told, lines)| format!("{told}: {}", lines.join(" ")))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    : 1 2 4 5 6 9 10 11 12 14 15 16 17 18 19 20 24 25 26 27 36 38 40 51 52 53 54 77 110 133 134
    crc-mismatch: 29
    crc-mismatch crc-modbus: 60 61 135
    crc-mismatch crc-modbus qn-unreadable mn-missing: 125
    crc-mismatch crc-modbus split-numbers-missing: 58 59 62 63 64 65 66
    crc-mismatch crc-modbus terminator-missing mn-length item-empty: 106
    crc-mismatch crc-not-hj212: 3 37
    crc-mismatch crc-not-hj212 mn-length: 42
    crc-mismatch crc-not-hj212 terminator-missing: 81
    crc-mismatch crc-not-hj212 terminator-missing item-empty: 107
    crc-mismatch header-order split-numbers-unannounced: 35
    crc-mismatch mn-length: 31 33
    crc-mismatch pw-missing mn-missing item-empty: 121
    encrypted cp-not-text: 7 8
    flag-missing: 46
    header-order mn-length: 48
    header-order split-numbers-unannounced: 34
    header-space: 23
    item-space: 13 21 22
    length-missing: 131
    length-missing crc-mismatch crc-modbus qn-unreadable mn-missing: 126
    length-over-standard crc-mismatch crc-not-hj212 cp-over-standard: 41 43
    length-over-standard terminator-missing cp-over-standard: 90
    length-over-standard terminator-missing header-order mn-length cp-over-standard: 103
    length-unreadable qn-missing: 57
    length-unreadable terminator-missing split-numbers-missing item-empty: 78
    length-wrong: 129 130 132
    length-wrong crc-mismatch crc-not-hj212 terminator-missing header-order item-empty: 119
    length-wrong crc-mismatch pw-missing mn-missing item-empty: 120
    length-wrong crc-mismatch terminator-missing: 83
    length-wrong crc-mismatch terminator-missing mn-length: 117
    length-wrong terminator-missing mn-length cp-unclosed: 56
    mn-length: 28 30 32 45 55 67 68 73 74 75 76
    no frame: 108 109
    pw-length mn-length: 44
    pw-missing mn-missing: 104 105
    qn-unreadable mn-length: 69 70 71 72
    split-numbers-missing: 49
    split-numbers-missing item-empty: 79
    st-unreadable: 39
    terminator-line-feed: 128
    terminator-line-feed header-order mn-length: 99 100 101 102
    terminator-line-feed mn-length: 124
    terminator-missing: 80 84 96 111 112 113 114 123 127
    terminator-missing header-separator header-name-case: 87
    terminator-missing mn-length: 50 85 86 88 89 91 92 93 94 95 97 98 115 116 118 122
    terminator-missing pw-missing: 82
    terminator-missing split-numbers-missing item-empty: 47
    ");
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
