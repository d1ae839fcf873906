//! SM4 of the 2025 edition: both worked examples of annex A.2, in both directions.

use hj212::{Event, Frame, Limits, Sm4Key, frames};
use proptest::prelude::*;

fn only_frame(bytes: &[u8]) -> Frame<'_> {
    let events: Vec<_> = frames(bytes, Limits::default()).collect();
    match events[..] {
        [Event::Frame(frame)] => frame,
        _ => panic!("{} events", events.len()),
    }
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}

/// Plain frame, wire frame and key of the examples.
fn examples() -> Vec<(Vec<u8>, Vec<u8>, Sm4Key)> {
    let facts: Vec<serde_json::Value> = include_str!("../data/vectors.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let encrypted: Vec<_> = facts.iter().filter(|facts| facts["sm4_key_hex"].is_string()).collect();
    assert_eq!(encrypted.len(), 2);
    // The plain forms stand right before their wire forms.
    let first = facts.iter().position(|facts| facts["sm4_key_hex"].is_string()).unwrap();
    encrypted
        .iter()
        .enumerate()
        .map(|(index, wire)| {
            let plain = facts[first - 2 + index]["frame"].as_str().unwrap().as_bytes().to_vec();
            let key = Sm4Key::parse(wire["sm4_key_hex"].as_str().unwrap().as_bytes()).unwrap();
            (plain, unhex(wire["frame_hex"].as_str().unwrap()), key)
        })
        .collect()
}

#[test]
fn the_examples_of_annex_a() {
    for (plain, wire, key) in examples() {
        let frame = only_frame(&wire);
        assert_eq!(frame.faults.to_string(), "encrypted");
        let decrypted = key.decrypt(&frame).unwrap();
        assert_eq!(decrypted.segment(), only_frame(&plain).segment);
        assert!(decrypted.frame().faults.is_empty(), "{}", decrypted.frame().faults);
        assert_eq!((decrypted.wire.bytes, decrypted.frame().bytes), (&wire[..], &plain[..]));
        assert_eq!(key.encrypted_frame(decrypted.segment()).unwrap(), wire);
    }
}

#[test]
fn a_wrong_key_is_noticed_and_a_plain_frame_is_left_alone() {
    let (plain, wire, key) = examples().remove(0);
    // More wrong keys than the CRC alone would notice.
    for wrong in 0..=255 {
        assert!(
            Sm4Key::new([wrong; 16]).decrypt(&only_frame(&wire)).is_none() || wrong == b'0',
            "{wrong}"
        );
    }
    assert!(key.decrypt(&only_frame(&plain)).is_none());
    assert_eq!(format!("{key:?}"), "Sm4Key(not shown)");
}

#[test]
fn keys_are_read() {
    for good in [
        "0000000000000000",
        "30303030303030303030303030303030",
        "0123456789abcdefFEDCBA9876543210",
    ] {
        assert!(Sm4Key::parse(good.as_bytes()).is_ok(), "{good}");
    }
    for bad in [
        "",
        "0",
        "303030303030303030303030303030",
        "3030303030303030303030303030303g",
        "00000000000000000",
    ] {
        assert!(Sm4Key::parse(bad.as_bytes()).is_err(), "{bad}");
    }
}

proptest! {
    /// Any segment comes back from its wire form; header and tail stay plain.
    #[test]
    fn encrypted_and_decrypted(content in proptest::collection::vec(any::<u8>(), 0..100), key: [u8; 16], closed: bool) {
        let key = Sm4Key::new(key);
        let segment = [b"QN=1;CP=&&".as_slice(), &content, if closed { b"&&" } else { b"" }].concat();
        let wire = key.encrypt_segment(&segment);
        prop_assert_eq!(wire.len(), segment.len());
        prop_assert_eq!(&wire[..10], &segment[..10]);
        prop_assert_eq!(key.decrypt_segment(&wire), segment);
    }

    #[test]
    fn no_bytes_make_it_panic(segment in proptest::collection::vec(any::<u8>(), 0..100)) {
        let key = Sm4Key::new([1; 16]);
        prop_assert_eq!(key.decrypt_segment(&key.encrypt_segment(&segment)).len(), segment.len());
    }
}
