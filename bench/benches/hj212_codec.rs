//! The HJ 212 codec on one core, beside crate `a` 0.1.1 in the same run: CRC, framing, and parsing of a minute frame.
//!
//! Each figure is the median of several rounds; the rounds of the two sides alternate, so that a noisy machine disturbs both alike.

use std::hint::black_box;
use std::time::Instant;

use hj212::{Event, Limits, Mode, Packet, StreamDecoder};

/// Rounds of each measurement. They are many and short, because other programs interrupt a long one on a shared machine.
const ROUNDS: usize = 101;
/// Frames in one round.
const FRAMES: usize = 2_000;
/// What one read from a socket brings, in bytes.
const PIECE_BYTES: usize = 4096;
/// Bytes of the long buffer over which the CRC alone is taken.
const LONG_BYTES: usize = 65_536;
/// The vectors of the codec's tests; the minute frame of an air station is taken from them.
const VECTORS: &str = include_str!("../../crates/hj212/tests/data/vectors.jsonl");

/// The seconds that a round takes: the median, and the least.
#[derive(Clone, Copy)]
struct Taken {
    median: f64,
    least: f64,
}

/// Measures two sides in turn.
fn beside(mut ours: impl FnMut(), mut theirs: impl FnMut()) -> (Taken, Taken) {
    let (mut our_rounds, mut their_rounds) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let sides: [(&mut dyn FnMut(), &mut Vec<f64>); 2] =
            [(&mut ours, &mut our_rounds), (&mut theirs, &mut their_rounds)];
        for (side, rounds) in sides {
            let begin = Instant::now();
            side();
            // The first round warms up.
            if round > 0 {
                rounds.push(begin.elapsed().as_secs_f64());
            }
        }
    }
    (taken(our_rounds), taken(their_rounds))
}

fn taken(mut rounds: Vec<f64>) -> Taken {
    rounds.sort_by(f64::total_cmp);
    Taken {
        median: rounds.get(ROUNDS / 2).copied().unwrap_or(f64::NAN),
        least: rounds.first().copied().unwrap_or(f64::NAN),
    }
}

/// One line of the report: both sides in units a second and MB a second, and how often ours goes into theirs.
fn tell(what: &str, units: usize, bytes: usize, (ours, theirs): (Taken, Taken)) {
    let rate = |seconds: f64| {
        format!(
            "{:.3} M/s {:.0} MB/s",
            units as f64 / seconds / 1e6,
            bytes as f64 / seconds / 1e6
        )
    };
    println!(
        "{what:<34} ours {} (best {}) | a 0.1.1 {} | ratio {:.1}",
        rate(ours.median),
        rate(ours.least),
        rate(theirs.median),
        theirs.median / ours.median
    );
}

/// The 411-byte minute frame with its line end, which the peer demands.
fn minute_frame() -> Vec<u8> {
    VECTORS
        .lines()
        .filter_map(|line| line.split("\"frame\": \"").nth(1)?.split('"').next())
        .find(|frame| frame.contains("MN=JLYP01_AIR01_0001"))
        .map(|frame| format!("{frame}\r\n").into_bytes())
        .unwrap_or_default()
}

/// The same frame with other values and another minute in each: nothing can be learned by heart.
fn varied(frame: &[u8]) -> Vec<Vec<u8>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut digit = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b'0' + u8::try_from(state % 10).unwrap_or_default()
    };
    let segment = String::from_utf8_lossy(&frame[6..frame.len() - 6]).into_owned();
    (0..FRAMES)
        .map(|_| {
            let mut written = Vec::with_capacity(frame.len());
            for part in segment.split_inclusive("-Avg=") {
                let (value, rest) = part.split_at(part.find(',').unwrap_or(0));
                // One to five characters instead of the value: lengths change too.
                let random = usize::from(digit() - b'0') / 2;
                let value: Vec<u8> = if value.is_empty() || value.len() > 5 {
                    value.as_bytes().to_vec()
                } else {
                    (0..=random).map(|_| digit()).collect()
                };
                written.extend_from_slice(&value);
                written.extend_from_slice(rest.as_bytes());
            }
            let crc = hj212::crc::crc16(&written);
            let mut whole = format!("##{:04}", written.len()).into_bytes();
            whole.extend_from_slice(&written);
            whole.extend_from_slice(format!("{crc:04X}\r\n").as_bytes());
            whole
        })
        .collect()
}

/// Frame, CRC, packet, and every item of CP looked at.
fn read_whole(frame: &[u8]) -> usize {
    let Some(Event::Frame(found)) = hj212::frames(frame, Limits::default()).next() else {
        return 0;
    };
    read_packet(found)
}

fn read_packet(found: hj212::Frame<'_>) -> usize {
    let Ok((packet, faults)) = Packet::parse(found.segment, Mode::Lenient) else {
        return 0;
    };
    assert!(found.faults.is_empty(), "the CRC was judged");
    black_box((packet.mn(), faults));
    let mut items = 0;
    for field in packet.fields() {
        black_box(field.name);
        black_box(field.value);
        items += 1;
    }
    items
}

fn crc(segment: &[u8]) {
    let long = segment.repeat(LONG_BYTES / segment.len() + 1);
    for (what, bytes, times) in [
        ("CRC of 411 bytes", segment, FRAMES),
        ("CRC of 64 KiB", &long[..LONG_BYTES], 200),
    ] {
        let pair = beside(
            || (0..times).for_each(|_| _ = black_box(hj212::crc::crc16(black_box(bytes)))),
            || (0..times / 20).for_each(|_| _ = black_box(a::crc16_ansi(black_box(bytes)))),
        );
        // The peer is given a twentieth of the work, or the run would be long.
        let theirs = Taken {
            median: pair.1.median * 20.0,
            least: pair.1.least * 20.0,
        };
        tell(what, times, times * bytes.len(), (pair.0, theirs));
    }
}

fn framing(frame: &[u8]) {
    for piece_bytes in [PIECE_BYTES, frame.len()] {
        let stream = frame.repeat(FRAMES);
        let pair = beside(
            || {
                let mut decoder = StreamDecoder::new(Limits::default());
                let mut found = 0;
                for piece in stream.chunks(piece_bytes) {
                    decoder.push(piece);
                    while let Some(event) = decoder.next_event() {
                        found += usize::from(matches!(black_box(event), Event::Frame(_)));
                    }
                }
                assert_eq!(found, FRAMES, "every frame is found");
            },
            || {
                let mut framer = a::Framer::new();
                let mut found = 0;
                for piece in stream.chunks(piece_bytes) {
                    framer.push(piece);
                    while let Some(frame) = framer.next_frame() {
                        black_box(frame);
                        found += 1;
                    }
                }
                // It loses a frame whose `##` falls on two pieces.
                assert!(found > FRAMES * 99 / 100, "nearly every frame is found: {found}");
            },
        );
        tell(
            &format!("framing, pieces of {piece_bytes} bytes"),
            FRAMES,
            stream.len(),
            pair,
        );
    }
}

fn parsing(frame: &[u8]) {
    assert_eq!(read_whole(frame), 23, "the frame and all its fields are read");
    let same = [frame.to_vec()];
    let varied = varied(frame);
    for (what, frames) in [
        ("parse, the same frame", same.as_slice()),
        ("parse, varied values", &varied),
    ] {
        let texts: Vec<_> = frames.iter().map(|frame| String::from_utf8_lossy(frame)).collect();
        let pair = beside(
            || {
                for frame in frames.iter().cycle().take(FRAMES) {
                    assert_eq!(read_whole(black_box(frame)), 23);
                }
            },
            || {
                for text in texts.iter().cycle().take(FRAMES) {
                    let packet = a::parse_frame_strict(black_box(text));
                    assert!(
                        packet.as_ref().is_ok_and(|packet| packet.cp.len() == 12),
                        "the peer reads it"
                    );
                    black_box(packet).ok();
                }
            },
        );
        let bytes = frames.iter().cycle().take(FRAMES).map(Vec::len).sum();
        tell(what, FRAMES, bytes, pair);
    }
}

fn stream(frame: &[u8]) {
    let frames = varied(frame);
    let bytes = frames.concat();
    let pair = beside(
        || {
            let mut decoder = StreamDecoder::new(Limits::default());
            let mut items = 0;
            for piece in bytes.chunks(PIECE_BYTES) {
                decoder.push(piece);
                while let Some(event) = decoder.next_event() {
                    if let Event::Frame(frame) = event {
                        items += read_packet(frame);
                    }
                }
            }
            assert_eq!(items, FRAMES * 23);
        },
        || {
            let mut framer = a::Framer::new();
            let mut items = 0;
            for piece in bytes.chunks(PIECE_BYTES) {
                framer.push(piece);
                while let Some(frame) = framer.next_frame() {
                    let text = String::from_utf8_lossy(&frame).into_owned();
                    items += a::parse_frame_strict(&text).map_or(0, |packet| packet.cp.len());
                }
            }
            assert!(items > FRAMES * 12 * 99 / 100, "nearly every frame is read");
        },
    );
    tell("stream to items, varied values", FRAMES, bytes.len(), pair);
}

/// Bytes that are made to cost much: each claims a frame over what follows. Four times as many must take four times as long.
fn hostile() {
    let streams: [(&str, Vec<u8>); 5] = [
        ("heads one in another", b"##3002".repeat(8_000)),
        ("claims with a CRC of Modbus to try", b"##0400&&1111\r\n".repeat(4_000)),
        ("heads without length", b"##QN=&&00".repeat(6_000)),
        (
            "check values at every line",
            [b"##QN=".as_slice(), &b"1C80\n".repeat(10_000)].concat(),
        ),
        ("log texts without end", {
            let segment = [b"CN=3020;CP=&&".as_slice(), &b"=//a;".repeat(780), b"&&"].concat();
            [format!("##{:04}", segment.len()).as_bytes(), &segment, b"0000\r\n"]
                .concat()
                .repeat(12)
        }),
    ];
    for (what, bytes) in streams {
        let read = |bytes: &[u8]| {
            for event in hj212::frames(bytes, Limits::default()) {
                if let Event::Frame(frame) = black_box(event) {
                    black_box(Packet::parse(frame.segment, Mode::Lenient)).ok();
                }
            }
        };
        let long = bytes.repeat(4);
        let (once, four_times) = beside(|| read(&bytes), || read(&long));
        println!(
            "hostile: {what:<36} {:.0} MB/s, four times as many bytes take {:.1} times as long",
            bytes.len() as f64 / once.median / 1e6,
            four_times.least / once.least
        );
    }
}

fn main() {
    let frame = minute_frame();
    assert_eq!(frame.len(), 423, "411 bytes of segment, head, CRC and line end");
    crc(&frame[6..417]);
    framing(&frame);
    parsing(&frame);
    stream(&frame);
    hostile();
}
