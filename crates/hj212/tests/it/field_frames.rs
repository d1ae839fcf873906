//! The 3,080 frames from the field: all are found, read, and written again byte for byte.

use std::path::PathBuf;
use std::process::Command;

use hj212::{Event, FaultCode, Frame, HeaderName, Limits, Mode, Packet, StreamDecoder, crc, frames};

struct FieldFrame {
    st: String,
    cn: String,
    time: String,
    crc_ok: bool,
    bytes: Vec<u8>,
}

/// The frames, or nothing where the data are not present.
fn field_frames() -> Option<Vec<FieldFrame>> {
    let data = std::env::var_os("BISHUI_SHARED_DATA")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let output = Command::new("gzip")
        .arg("-dc")
        .arg(data.join("hj212/hj212_frames.tsv.gz"))
        .output()
        .ok()?;
    if !output.status.success() {
        println!("skipped: data not present");
        return None;
    }
    let text = String::from_utf8(output.stdout).unwrap();
    let frame = |line: &str| {
        let columns: Vec<_> = line.split('\t').collect();
        FieldFrame {
            st: columns[1].to_owned(),
            cn: columns[2].to_owned(),
            time: columns[3].to_owned(),
            crc_ok: columns[4] == "ok",
            bytes: columns[5].as_bytes().to_vec(),
        }
    };
    Some(text.lines().skip(1).map(frame).collect())
}

/// The segment written again from what was read of it.
fn written_again(packet: &Packet<'_>) -> Vec<u8> {
    let header: Vec<_> = packet.header_fields().map(|field| field.raw).collect();
    let groups = packet
        .groups()
        .map(|group| group.fields().map(|field| field.raw).collect::<Vec<_>>().join(&b','));
    [
        &header.join(&b';')[..],
        b";CP=&&",
        &groups.collect::<Vec<_>>().join(&b';'),
        b"&&",
    ]
    .concat()
}

#[test]
fn every_field_frame_is_found_and_read() {
    let Some(field_frames) = field_frames() else { return };
    assert_eq!(field_frames.len(), 3080);
    for FieldFrame {
        st,
        cn,
        time,
        crc_ok,
        bytes,
    } in &field_frames
    {
        let shown = String::from_utf8_lossy(bytes);
        let events: Vec<_> = frames(bytes, Limits::default()).collect();
        let [Event::Frame(frame)] = events[..] else {
            panic!("{shown}")
        };
        assert_eq!(!frame.faults.contains(FaultCode::CrcMismatch), *crc_ok, "{shown}");
        let (packet, _) = Packet::parse(frame.segment, Mode::Lenient).unwrap();
        assert_eq!(packet.st(), Some(st.as_bytes()), "{shown}");
        assert_eq!(packet.cn(), Some(cn.as_bytes()), "{shown}");
        let times = [
            packet.value(HeaderName::Qn),
            packet.data_time_digits(),
            packet.content_value(b"QN"),
        ];
        assert!(times.contains(&Some(time.as_bytes())) || time.is_empty(), "{shown}");
        assert_eq!(written_again(&packet), frame.segment, "{shown}");
        let lower = frame.bytes[frame.bytes.len() - 4..].iter().any(u8::is_ascii_lowercase);
        let crc = frame
            .crc_given
            .map(|crc| {
                if lower {
                    format!("{crc:04x}")
                } else {
                    format!("{crc:04X}")
                }
            })
            .unwrap();
        assert_eq!(
            [
                format!("##{:04}", frame.segment.len()).as_bytes(),
                frame.segment,
                crc.as_bytes()
            ]
            .concat(),
            *bytes,
            "{shown}"
        );
        assert_eq!(crc::crc16(frame.segment), frame.crc_computed);
    }
}

#[test]
fn the_field_frames_as_one_stream() {
    let Some(field_frames) = field_frames() else { return };
    for line_end in ["\r\n", "\n", ""] {
        let mut decoder = StreamDecoder::new(Limits::default());
        let stream: Vec<u8> = field_frames
            .iter()
            .flat_map(|frame| [frame.bytes.as_slice(), line_end.as_bytes()].concat())
            .collect();
        let mut found: Vec<Vec<u8>> = Vec::new();
        let mut take = |event: Option<Event<'_>>| match event {
            Some(Event::Frame(Frame { bytes, terminator, .. })) => {
                found.push(
                    bytes[..bytes.len()
                        - if terminator == hj212::Terminator::Missing {
                            0
                        } else {
                            line_end.len()
                        }]
                        .to_vec(),
                );
                true
            }
            Some(Event::Garbage { bytes, .. }) => panic!("{}", bytes.escape_ascii()),
            None => false,
        };
        for piece in stream.chunks(1460) {
            decoder.push(piece);
            while take(decoder.next_event()) {}
        }
        while take(decoder.finish()) {}
        assert_eq!(found.len(), 3080);
        assert!(
            found
                .iter()
                .zip(&field_frames)
                .all(|(found, expected)| *found == expected.bytes)
        );
    }
}
