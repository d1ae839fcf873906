//! The stream decoder: any cutting gives the same events, no byte is lost, good frames are found again.

use hj212::{Builder, Event, FaultCode, Flag, Frame, HeaderName, Limits, StreamDecoder, crc, frames};
use proptest::prelude::*;

/// An event that outlives the decoder.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    frame: bool,
    bytes: Vec<u8>,
    faults: String,
}

impl Seen {
    fn of(event: &Event<'_>) -> Self {
        Self {
            frame: matches!(event, Event::Frame(_)),
            bytes: event.bytes().to_vec(),
            faults: event.faults().to_string(),
        }
    }
}

impl Seen {
    fn without_line_end(&self) -> Vec<u8> {
        self.bytes.trim_ascii_end().to_vec()
    }
}

fn without_line_ends(frames: &[Vec<u8>]) -> Vec<Vec<u8>> {
    frames.iter().map(|frame| frame.trim_ascii_end().to_vec()).collect()
}

fn at_once(bytes: &[u8], limits: Limits) -> Vec<Seen> {
    frames(bytes, limits).map(|event| Seen::of(&event)).collect()
}

fn in_pieces(bytes: &[u8], cuts: &[usize], limits: Limits, pauses: bool) -> Vec<Seen> {
    let mut decoder = StreamDecoder::new(limits);
    let mut seen = Vec::new();
    let mut cuts = cuts.iter().copied().cycle();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(cuts.next().unwrap_or(1).clamp(1, rest.len()));
        decoder.push(piece);
        rest = later;
        while let Some(event) = decoder.next_event() {
            seen.push(Seen::of(&event));
        }
        while pauses && let Some(event) = decoder.pause() {
            seen.push(Seen::of(&event));
        }
        assert!(
            decoder.buffered() <= limits.retained_bytes_max(),
            "{} bytes wait",
            decoder.buffered()
        );
    }
    while let Some(event) = decoder.finish() {
        seen.push(Seen::of(&event));
    }
    assert_eq!(decoder.buffered(), 0);
    seen
}

fn good_frame(number: u32, items: usize) -> Vec<u8> {
    let mut builder = Builder::new()
        .header(HeaderName::Qn, format!("20160801085857{:03}", number % 1000))
        .header(HeaderName::St, "32")
        .header(HeaderName::Cn, "2011")
        .header(HeaderName::Pw, "123456")
        .header(HeaderName::Mn, "010000A8900016F000169DC0")
        .flag(Flag::OF_2017_WANTS_ACK)
        .group([("DataTime", "20160801085857")]);
    for item in 0..items {
        let code = format!("w{:05}", item + 1000);
        builder = builder.group([
            (format!("{code}-Rtd"), number.to_string()),
            (format!("{code}-Flag"), "N".to_owned()),
        ]);
    }
    builder.frame().unwrap()
}

/// Bytes as a bad line or another program might send them; many hold parts of frames.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let fragment = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        Just(b"##".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"&&1C80\r\n".to_vec()),
        Just(b"&&1C80".to_vec()),
        Just(b"QN=".to_vec()),
        Just(b"CP=&&".to_vec()),
        (0_u32..10_000).prop_map(|length| format!("##{length:04}").into_bytes()),
        (0_u32..1000).prop_map(|length| format!("##{length}QN=").into_bytes()),
        (any::<u32>(), 0_usize..20, 0_usize..300).prop_map(|(number, items, cut)| {
            let mut frame = good_frame(number, items);
            frame.truncate(cut);
            frame
        }),
        (any::<u32>(), 0_usize..6).prop_map(|(number, items)| good_frame(number, items)),
        (any::<u32>(), 0_usize..6, any::<usize>(), any::<u8>()).prop_map(|(number, items, at, byte)| {
            let mut frame = good_frame(number, items);
            let at = at % frame.len();
            frame[at] = byte;
            frame
        }),
    ];
    proptest::collection::vec(fragment, 0..12).prop_map(|fragments| fragments.concat())
}

/// Bytes in which no frame can start, also not together with what follows.
fn noise_without_heads() -> impl Strategy<Value = Vec<u8>> {
    noise().prop_map(|bytes| {
        bytes
            .into_iter()
            .map(|byte| if byte == b'#' { b'+' } else { byte })
            .collect()
    })
}

fn small_limits() -> Limits {
    Limits {
        segment_bytes_max: 300,
        garbage_bytes_max: 64,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn cutting_changes_nothing(bytes in noise(), cuts in proptest::collection::vec(1_usize..200, 1..8), small: bool) {
        let limits = if small { small_limits() } else { Limits::default() };
        let expected = at_once(&bytes, limits);
        prop_assert_eq!(&in_pieces(&bytes, &cuts, limits, false), &expected);
        prop_assert_eq!(&in_pieces(&bytes, &[1], limits, false), &expected);
    }

    #[test]
    fn every_byte_is_in_one_event_and_pieces_are_bounded(bytes in noise(), cuts in proptest::collection::vec(1_usize..200, 1..8), pauses: bool) {
        let seen = in_pieces(&bytes, &cuts, small_limits(), pauses);
        prop_assert_eq!(seen.iter().flat_map(|event| event.bytes.clone()).collect::<Vec<_>>(), bytes);
        for event in &seen {
            prop_assert!(!event.bytes.is_empty() && !event.faults.is_empty() || event.frame);
            prop_assert!(event.frame || event.bytes.len() <= 64);
        }
    }

    #[test]
    fn bytes_without_heads_never_hide_a_good_frame(
        parts in proptest::collection::vec((noise_without_heads(), any::<u32>(), 0_usize..12), 1..6),
        pauses: bool,
    ) {
        let good: Vec<_> = parts.iter().map(|(_, number, items)| good_frame(*number, *items)).collect();
        let stream: Vec<u8> = parts.iter().zip(&good).flat_map(|((noise, ..), frame)| [noise.clone(), frame.clone()]).flatten().collect();
        let found: Vec<_> = in_pieces(&stream, &[7, 50], Limits::default(), pauses).into_iter().filter(|event| event.frame).collect();
        prop_assert_eq!(found.iter().map(Seen::without_line_end).collect::<Vec<_>>(), without_line_ends(&good));
        // A pause between CRC and line end releases the frame without it.
        prop_assert!(found.iter().all(|event| event.faults.is_empty() || pauses && event.faults == "terminator-missing"));
    }

    /// The damage is one wrong length: the frame itself may be lost, its followers may not.
    #[test]
    fn a_wrong_length_never_swallows_what_follows(
        length in 0_usize..10_000, items in 0_usize..10, followers in proptest::collection::vec((any::<u32>(), 0_usize..10), 1..8),
    ) {
        let mut first = good_frame(1, items);
        first[2..6].copy_from_slice(format!("{length:04}").as_bytes());
        let good: Vec<_> = followers.iter().map(|(number, items)| good_frame(*number, *items)).collect();
        let stream = [first, good.concat()].concat();
        let found: Vec<_> = in_pieces(&stream, &[100], Limits::default(), false).into_iter().filter(|event| event.frame).collect();
        prop_assert_eq!(found[1..].iter().map(|event| event.bytes.clone()).collect::<Vec<_>>(), good);
    }

    /// A stream cut anywhere in front of good frames: at most the cut frame is lost.
    #[test]
    fn a_cut_frame_never_swallows_what_follows(keep in 0_usize..150, items in 0_usize..10, followers in proptest::collection::vec((any::<u32>(), 0_usize..10), 1..8)) {
        let mut first = good_frame(1, items);
        first.truncate(keep);
        let good: Vec<_> = followers.iter().map(|(number, items)| good_frame(*number, *items)).collect();
        let stream = [first, good.concat()].concat();
        let found: Vec<_> = in_pieces(&stream, &[33], Limits::default(), true).into_iter().filter(|event| event.frame && ["", "terminator-missing"].contains(&event.faults.as_str())).collect();
        let found: Vec<_> = found.iter().map(Seen::without_line_end).collect();
        prop_assert!(found.ends_with(&without_line_ends(&good)));
    }
}

/// The faults of the events of `bytes`, frames in brackets.
fn told(bytes: &[u8]) -> String {
    let seen = in_pieces(bytes, &[5], Limits::default(), false);
    assert_eq!(seen, at_once(bytes, Limits::default()));
    let tell = |event: &Seen| match event.frame {
        true => format!("[{}]", event.faults),
        false => format!("{}:{}", event.bytes.len(), event.faults),
    };
    seen.iter().map(tell).collect::<Vec<_>>().join(" ")
}

#[test]
fn streams_and_what_is_told_of_them() {
    let good = good_frame(1, 0);
    let bare = &good[..good.len() - 2];
    let line_feed = [bare, b"\n"].concat();
    let with_length = |length: &str| [b"##", length.as_bytes(), &good[6..]].concat();
    let body = &good[6..good.len() - 6];
    let cases: &[(Vec<u8>, &str)] = &[
        (b"".to_vec(), ""),
        (good.repeat(3), "[] [] []"),
        ([bare, &good].concat(), "[terminator-missing] []"),
        (
            [&line_feed, bare].concat(),
            "[terminator-line-feed] [terminator-missing]",
        ),
        (
            [b"\r\n\r\n", &good[..], b"\r\n"].concat(),
            "4:stray-line-end [] 2:stray-line-end",
        ),
        ([b"hello\r\n", &good[..]].concat(), "7:outside-frame []"),
        ([b"##", &good[..]].concat(), "2:outside-frame []"),
        ([b"#", &good[..], b"#"].concat(), "1:outside-frame [] 1:outside-frame"),
        ([&good[..60], &good].concat(), "60:frame-cut []"),
        ([&good[..3], &good].concat(), "3:outside-frame []"),
        ([with_length("0001"), good.clone()].concat(), "[length-wrong] []"),
        ([with_length("9999"), good.clone()].concat(), "[length-wrong] []"),
        ([with_length("102"), good.clone()].concat(), "[length-wrong] []"),
        (
            [with_length(&body.len().to_string()), good.clone()].concat(),
            "[length-unreadable] []",
        ),
        ([with_length(""), good.clone()].concat(), "[length-missing] []"),
        ([with_length("12xy"), good.clone()].concat(), "[length-missing] []"),
        ([&good[..6], body, b"\r\n", &good[..]].concat(), "[crc-missing] []"),
        (
            [&good[..6], body, b"XYZW\r\n", &good[..]].concat(),
            &format!("{}:frame-cut []", good.len()),
        ),
        ([&good[..6], body, b"0000\r\n", &good[..]].concat(), "[crc-mismatch] []"),
        (
            [&good[..6], body, b"FFFE\r\n", &good[..]].concat(),
            "[crc-mismatch crc-not-hj212] []",
        ),
        (
            [
                &good[..6],
                body,
                format!("{:04x}\r\n", crc::modbus(body)).as_bytes(),
                &good[..],
            ]
            .concat(),
            "[crc-mismatch crc-modbus] []",
        ),
        (b"##0000FFFF\r\n".to_vec(), "[]"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(told(bytes), *expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_check_value_without_its_zeros_is_read() {
    let segment = (0..)
        .map(|number| format!("QN=20160801085857223;ST=32;CN=2011;PW=123456;MN={number:014};Flag=0;CP=&&&&"))
        .find(|segment| crc::crc16(segment.as_bytes()) < 0x1000)
        .unwrap();
    let crc = crc::crc16(segment.as_bytes());
    assert_eq!(
        told(format!("##{:04}{segment}{crc:X}\r\n", segment.len()).as_bytes()),
        "[crc-short]"
    );
}

#[test]
fn a_length_that_spans_two_frames_does_not_hide_the_second() {
    // The CRC keeps eight bits, so that one in 256 such pairs passes the check of the outer frame.
    let second = good_frame(2, 0);
    let mut spanning = 0;
    for number in 0..2000 {
        let mut first = good_frame(number, 1);
        let check_value = first.len() - 6;
        first.splice(check_value..check_value + 4, format!("{number:04X}").into_bytes());
        let span = first.len() - 6 + second.len() - 6;
        first[2..6].copy_from_slice(format!("{span:04}").as_bytes());
        let stream = [first, second.clone()].concat();
        let outer_fits = crc::crc16(&stream[6..6 + span]) == crc::crc16(&second[6..second.len() - 6]);
        spanning += usize::from(outer_fits);
        let seen = at_once(&stream, Limits::default());
        assert_eq!(
            seen.last().map(|event| event.bytes.clone()),
            Some(second.clone()),
            "{number}"
        );
    }
    assert!(spanning > 0, "no pair put the rule to the test");
}

#[test]
fn a_log_that_quotes_a_frame_stays_one_frame() {
    let inner = String::from_utf8(good_frame(7, 1)).unwrap();
    let text = format!("//{}//", inner.trim_end().replace("&&", "& &"));
    let outer = Builder::new()
        .header(HeaderName::Qn, "20160801085857223")
        .header(HeaderName::St, "32")
        .header(HeaderName::Cn, "3020")
        .group([("DataTime", "20160801085857")])
        .group([("i11001-Info", text)])
        .frame()
        .unwrap();
    assert_eq!(told(&outer), "[]");
}

#[test]
fn a_pause_releases_what_needs_no_more_bytes() {
    let good = good_frame(1, 2);
    let bare = &good[..good.len() - 2];
    let mut decoder = StreamDecoder::new(Limits::default());
    decoder.push(bare);
    assert_eq!(decoder.next_event(), None);
    let frame = decoder.pause().map(|event| Seen::of(&event)).unwrap();
    assert_eq!(
        (frame.bytes.as_slice(), frame.faults.as_str()),
        (bare, "terminator-missing")
    );

    // Half a frame is not given up by a pause: the rest may be on its way.
    decoder.push(&good[..40]);
    assert_eq!(decoder.pause(), None);
    decoder.push(&good[40..]);
    assert!(matches!(decoder.next_event(), Some(Event::Frame(Frame { faults, .. })) if faults.is_empty()));

    // A length that asks for more than was sent is given up when the frame's own CRC shows that it is whole.
    let mut long = good.clone();
    long[2..6].copy_from_slice(b"0999");
    decoder.push(&long);
    assert_eq!(decoder.next_event(), None);
    assert!(matches!(decoder.pause(), Some(Event::Frame(frame)) if frame.faults.contains(FaultCode::LengthWrong)));

    // And when a sound frame has followed.
    decoder.push(&long[..50]);
    decoder.push(&good);
    assert_eq!(decoder.next_event(), None);
    assert!(matches!(decoder.pause(), Some(Event::Garbage { bytes, .. }) if bytes.len() == 50));
    assert!(matches!(decoder.pause(), Some(Event::Frame(frame)) if frame.faults.is_empty()));
    assert_eq!(decoder.buffered(), 0);
}

#[test]
fn hostile_bytes_cost_little_time() {
    // Each claims a frame over most of what follows, with digits where the CRC would stand.
    let hostile: [Vec<u8>; 4] = [
        b"##3002".repeat(20_000),
        b"&&1111".repeat(20_000),
        b"##QN=&&00".repeat(14_000),
        b"=//a;".repeat(20_000),
    ];
    // Trickling in byte by byte, with something to check at every line.
    let lines = [b"##QN=".as_slice(), &b"1C80\n".repeat(4000)].concat();
    assert!(!in_pieces(&lines, &[1], Limits::default(), true).is_empty());
    for bytes in &hostile {
        let events = at_once(bytes, Limits::default()).len();
        assert!(events > 10);
        assert_eq!(
            in_pieces(bytes, &[1000], Limits::default(), true)
                .iter()
                .map(|event| event.bytes.len())
                .sum::<usize>(),
            bytes.len()
        );
    }
}
