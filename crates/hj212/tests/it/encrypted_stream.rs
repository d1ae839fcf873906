//! Encrypted frames in a stream: framed by their length, named as encrypted, and no danger to their neighbours.

use hj212::{Event, Limits, Sm4Key, StreamDecoder, frames};
use proptest::prelude::*;

/// A segment of the 2025 edition.
fn segment(number: u32, items: usize) -> Vec<u8> {
    let items: String = (0..items)
        .map(|item| format!(";w{item:05}-Rtd={number},w{item:05}-Flag=N"))
        .collect();
    let number = number % 1000;
    format!("QN=20260801085857{number:03};ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&DataTime=20260801085857{items}&&").into_bytes()
}

fn plain(number: u32, items: usize) -> Vec<u8> {
    hj212::enclose(&segment(number, items)).unwrap()
}

fn encrypted(number: u32, items: usize, key: [u8; 16]) -> Vec<u8> {
    Sm4Key::new(key).encrypted_frame(&segment(number, items)).unwrap()
}

/// Writes another length into a frame.
fn with_length(mut frame: Vec<u8>, length: usize) -> Vec<u8> {
    frame[2..6].copy_from_slice(format!("{:04}", length % 10_000).as_bytes());
    frame
}

/// One stretch of a stream, and whether it must come out as one frame.
#[derive(Clone, Debug)]
struct Stretch {
    bytes: Vec<u8>,
    whole: bool,
}

fn stretch() -> impl Strategy<Value = Stretch> {
    let frame = (any::<u32>(), 0_usize..12, any::<Option<[u8; 16]>>()).prop_map(|(number, items, key)| match key {
        Some(key) => encrypted(number, items, key),
        None => plain(number, items),
    });
    let frame = frame.boxed();
    prop_oneof![
        4 => frame.clone().prop_map(|bytes| Stretch { bytes, whole: true }),
        // Bytes among which no head can be.
        1 => proptest::collection::vec(any::<u8>(), 0..60).prop_map(|mut bytes| {
            bytes.iter_mut().filter(|byte| **byte == b'#').for_each(|byte| *byte = b'+');
            Stretch { bytes, whole: false }
        }),
        1 => (frame.clone(), 0_usize..9999).prop_map(|(frame, length)| Stretch { bytes: with_length(frame, length), whole: false }),
        1 => (frame, 0_usize..400).prop_map(|(mut bytes, keep)| {
            bytes.truncate(keep.min(bytes.len() - 3));
            Stretch { bytes, whole: false }
        }),
    ]
}

/// The frames that come out, pieces cut as told, and all events as text.
fn decode(stream: &[u8], cuts: &[usize]) -> (Vec<Vec<u8>>, Vec<String>) {
    let mut decoder = StreamDecoder::new(Limits::default());
    let (mut found, mut told) = (Vec::new(), Vec::new());
    let mut take = |event: Option<Event<'_>>| {
        let Some(event) = event else { return false };
        told.push(format!("{} {}", event.faults(), event.bytes().escape_ascii()));
        if let Event::Frame(frame) = event {
            found.push(frame.bytes.to_vec());
        }
        true
    };
    let (mut rest, mut cuts) = (stream, cuts.iter().copied().cycle());
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(cuts.next().unwrap().clamp(1, rest.len()));
        decoder.push(piece);
        rest = later;
        while take(decoder.next_event()) {}
    }
    while take(decoder.finish()) {}
    (found, told)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Sound frames, encrypted ones, garbage, wrong lengths and cut frames in any order: every whole frame is found.
    #[test]
    fn every_whole_frame_is_found(stretches in proptest::collection::vec(stretch(), 1..12), cuts in proptest::collection::vec(1_usize..500, 1..6)) {
        let stream: Vec<u8> = stretches.iter().flat_map(|stretch| stretch.bytes.clone()).collect();
        let (found, told) = decode(&stream, &cuts);
        let mut later = found.iter();
        for stretch in stretches.iter().filter(|stretch| stretch.whole) {
            prop_assert!(later.any(|frame| *frame == stretch.bytes), "{} is lost in\n{}", stretch.bytes.escape_ascii(), told.join("\n"));
        }
        let at_once: Vec<_> = frames(&stream, Limits::default())
            .map(|event| format!("{} {}", event.faults(), event.bytes().escape_ascii()))
            .collect();
        prop_assert_eq!(told, at_once, "the cuts change nothing");
    }

    #[test]
    fn encrypted_frames_are_named_and_plain_ones_are_not(number: u32, items in 0_usize..20, key: [u8; 16]) {
        let (wire, plain) = (encrypted(number, items, key), plain(number, items));
        let told = |bytes: &[u8]| decode(bytes, &[1000]).1;
        prop_assert_eq!(told(&wire), [format!("encrypted {}", wire.escape_ascii())]);
        prop_assert_eq!(told(&plain), [format!(" {}", plain.escape_ascii())]);
    }

    /// Cipher text that holds what would end or start a frame.
    #[test]
    fn marks_inside_cipher_text_mean_nothing(
        groups in proptest::collection::vec(("(##0101QN=|&&1C80\r\n|##|\r\n|&&|CP=&&|[0-9A-F]{4}\r\n){1,3}", 128_u8..), 1..20), crc: u16, cut in 1_usize..100,
    ) {
        let mut content: Vec<u8> = groups
            .iter()
            .flat_map(|(text, byte)| {
                let mut group = [*byte; 16];
                let count = text.len().min(15);
                group[..count].copy_from_slice(&text.as_bytes()[..count]);
                group
            })
            .collect();
        // A name and `=` at the start would be text.
        content[0] = 1;
        let segment = [b"QN=20260801085857000;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&", &content[..], b"&&"].concat();
        let frame = [format!("##{:04}", segment.len()).as_bytes(), &segment, format!("{crc:04X}\r\n").as_bytes()].concat();
        let follower = plain(1, 3);
        let (found, told) = decode(&[frame.clone(), follower.clone(), frame.clone()].concat(), &[cut]);
        prop_assert_eq!(found, vec![frame.clone(), follower, frame]);
        prop_assert!(told[0].starts_with("encrypted "), "{}", told[0]);
    }
}

#[test]
fn text_in_chinese_is_not_taken_for_cipher_text() {
    for text in ["日志内容没有任何字母与数字".repeat(8), "校准".to_owned()] {
        let segment = format!(
            "QN=20260801085857000;ST=32;CN=3020;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&i11001-Info=//{text}//&&"
        );
        let frame = hj212::enclose(segment.as_bytes()).unwrap();
        assert!(decode(&frame, &[7]).1[0].starts_with(" ##"), "{text}");
        let damaged = [&frame[..frame.len() - 6], b"1C80\r\n"].concat();
        assert!(decode(&damaged, &[7]).1[0].starts_with("crc-mismatch ##"), "{text}");
    }
    // The version of 2017 knows no encryption: binary content there is damage.
    let mut frame = encrypted(1, 3, [1; 16]);
    let flag = frame.windows(6).position(|window| window == b"Flag=9").unwrap();
    frame[flag + 5] = b'5';
    assert!(!decode(&frame, &[100]).1[0].starts_with("encrypted"));
}

/// The length of a broken frame may end by chance where the next one ends.
#[test]
fn a_broken_frame_does_not_swallow_the_encrypted_one_behind_it() {
    let next = encrypted(7, 3, [1; 16]);
    let cut = &plain(7, 3)[..72];
    let length = cut.len() + next.len() - 12;
    let stream = [&with_length(cut.to_vec(), length), &next[..]].concat();
    let (found, told) = decode(&stream, &[50]);
    assert_eq!(found, [next], "{told:?}");
}
