//! What the fuzz targets check: plain functions, so that the tests of the crate run them over random bytes as well.

use hj212::{
    Builder, Context, CrcPolicy, Direction, Edition, Event, FaultCode, Frame, Limits, Message, Mode, Packet,
    StreamDecoder, acknowledge, describe_field, frames,
};

/// Every byte is in exactly one event, and every frame can be asked everything.
pub fn frame(bytes: &[u8]) {
    let mut again = Vec::new();
    for event in frames(bytes, Limits::default()) {
        again.extend_from_slice(event.bytes());
        assert!(!event.bytes().is_empty());
        match event {
            Event::Frame(frame) => {
                assert!(frame.bytes.len() > frame.segment.len());
                every_fault_has_a_place(&frame);
                assert!(!frame.is_trusted(CrcPolicy::Strict) || frame.is_trusted(CrcPolicy::AcceptModbus));
                assert!(!frame.is_trusted(CrcPolicy::AcceptModbus) || frame.is_trusted(CrcPolicy::ReportOnly));
                packet(frame.segment);
            }
            Event::Garbage { bytes, faults } => {
                assert!(bytes.len() <= Limits::default().garbage_bytes_max);
                assert!(!faults.is_empty());
            }
        }
    }
    assert_eq!(again, bytes);
}

/// Reading never panics, strict accepts no more than lenient, and what was read holds every byte of CP.
pub fn packet(segment: &[u8]) {
    let strict = Packet::parse(segment, Mode::Strict);
    let Ok((packet, faults)) = Packet::parse(segment, Mode::Lenient) else {
        assert!(strict.is_err());
        return;
    };
    assert_eq!(strict.is_ok(), faults.is_empty());
    let nested: Vec<_> = packet.groups().flat_map(|group| group.fields()).collect();
    assert_eq!(packet.fields().collect::<Vec<_>>(), nested);
    let groups: Vec<_> = packet.groups().map(|group| group.raw).collect();
    assert_eq!(groups.join(&b';'), packet.content());
    for group in packet.groups().filter(|group| !group.is_blank()) {
        let fields: Vec<_> = group.fields().map(|field| field.raw).collect();
        assert_eq!(fields.join(&b','), group.raw);
        for field in group.fields() {
            let _ = (
                field.code_and_suffix(),
                std::str::from_utf8(field.name).map(describe_field),
            );
        }
    }
    let _ = (
        packet.data_time(),
        packet.command(),
        packet.part(),
        packet.edition_hint(),
    );
    if segment.windows(2).any(|bytes| bytes == b"##") {
        // What quotes a head may be written as a frame that is read as another one inside it.
        return;
    }
    if let Ok(answer) = acknowledge(&packet) {
        assert_sound(&answer);
    }
    if let Ok(again) = Builder::like(&packet).frame() {
        assert_sound(&again);
    }
}

/// Whatever is known of its way and edition: a message can be asked everything, each field is a parameter or part of an item, and each
/// fault lies in the segment.
pub fn message(segment: &[u8]) {
    let Ok((packet, _)) = Packet::parse(segment, Mode::Lenient) else {
        return;
    };
    let fields = packet.groups().flat_map(|group| group.fields());
    let fields = fields.filter(|field| !field.raw.trim_ascii().is_empty()).count();
    for direction in [None, Some(Direction::Up), Some(Direction::Down)] {
        for edition in [
            None,
            Some(Edition::Of2005),
            Some(Edition::Of2017),
            Some(Edition::Of2025),
        ] {
            let message = Message::read(&packet, Context { direction, edition });
            let _ = (message.body(), message.request_number(), message.time("DataTime"));
            let items: usize = message.items().map(|item| item.fields().count()).sum();
            assert_eq!(message.parameters().count() + items, fields);
            for fault in message.faults() {
                let range = fault.place.range;
                assert!(range.start <= range.end && range.end <= segment.len());
            }
        }
    }
}

/// Each fault that is told, and no other, can be shown in the bytes; strict refuses for exactly these.
fn every_fault_has_a_place(frame: &Frame<'_>) {
    let strict = frame.packet(Mode::Strict, CrcPolicy::Strict);
    let Ok((_, faults)) = frame.packet(Mode::Lenient, CrcPolicy::Strict) else {
        assert!(strict.is_err());
        return;
    };
    assert_eq!(strict.is_ok(), faults.is_empty());
    let absent = FaultCode::ALL.iter().copied().find(|code| !faults.contains(*code));
    for code in faults.iter().chain(absent) {
        let _ = frame.detail(code);
        let place = frame.locate(code);
        assert_eq!(place.is_some(), faults.contains(code), "{}", code.code());
        if let Some(place) = place {
            assert!(
                place.range.start <= place.range.end && place.range.end <= frame.bytes.len(),
                "{place}"
            );
        }
    }
}

/// Cutting the stream after every few bytes changes no event. The first byte chooses how many.
pub fn stream(bytes: &[u8]) {
    let (size, bytes) = match bytes {
        [first, rest @ ..] => (usize::from(*first) % 70 + 1, rest),
        [] => return,
    };
    let limits = Limits {
        segment_bytes_max: 200,
        garbage_bytes_max: 50,
    };
    let expected: Vec<_> = frames(bytes, limits)
        .map(|event| (event.bytes().to_vec(), event.faults()))
        .collect();
    let mut decoder = StreamDecoder::new(limits);
    let mut seen = Vec::new();
    for piece in bytes.chunks(size) {
        decoder.push(piece);
        while let Some(event) = decoder.next_event() {
            seen.push((event.bytes().to_vec(), event.faults()));
        }
        assert!(decoder.buffered() <= limits.retained_bytes_max());
    }
    while let Some(event) = decoder.finish() {
        seen.push((event.bytes().to_vec(), event.faults()));
    }
    assert_eq!(seen, expected);
}

/// One frame, and nothing wrong with it but that its content looks encrypted: that depends on what was put in.
fn assert_sound(frame: &[u8]) {
    let events: Vec<_> = frames(
        frame,
        Limits {
            segment_bytes_max: hj212::SEGMENT_BYTES_MAX,
            ..Limits::default()
        },
    )
    .collect();
    assert!(
        matches!(events[..], [Event::Frame(frame)] if !frame.faults.without(FaultCode::Encrypted).is_damage()),
        "{}",
        frame.escape_ascii()
    );
}
