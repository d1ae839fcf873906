//! The bodies of the fuzz targets, run here over random bytes too.

#[path = "../../../../fuzz/bodies.rs"]
mod bodies;

pub use bodies::packet;

use proptest::prelude::*;

/// What fuzzing has reached so far.
#[test]
fn the_corpus_breaks_nothing() {
    run_corpus("frame", bodies::frame);
    run_corpus("packet", bodies::packet);
    // A message is read from what a packet is read from.
    run_corpus("packet", bodies::message);
    run_corpus("stream", bodies::stream);
}

fn run_corpus(target: &str, body: impl Fn(&[u8])) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/").to_owned() + target;
    let inputs: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(inputs.len() > 50, "{folder}");
    for input in inputs {
        body(&std::fs::read(input).unwrap());
    }
}

proptest! {
    #[test]
    fn random_bytes_break_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        bodies::frame(&bytes);
        bodies::packet(&bytes);
        bodies::message(&bytes);
        bodies::stream(&bytes);
    }

    /// Only the bytes that mean something to the protocol.
    #[test]
    fn meaningful_bytes_break_nothing(text in "([#&;,=0-9/\r\n]|QN=|CP=&&|##00|DataTime=|-Rtd=|[A-F]){0,120}") {
        bodies::frame(text.as_bytes());
        bodies::packet(text.as_bytes());
        bodies::message(text.as_bytes());
        bodies::stream(text.as_bytes());
    }
}
