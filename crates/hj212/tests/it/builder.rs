//! What is built is read back as it was meant, and nothing is built that would be read back otherwise.

use hj212::{BuildError, Builder, Event, Flag, HeaderName, Limits, Mode, Packet, SEGMENT_BYTES_SENT_MAX, frames};
use proptest::prelude::*;

fn only_frame(bytes: &[u8]) -> hj212::Frame<'_> {
    let events: Vec<_> = frames(bytes, Limits::default()).collect();
    match events[..] {
        [Event::Frame(frame)] => frame,
        _ => panic!("{} events", events.len()),
    }
}

fn header(builder: Builder) -> Builder {
    builder
        .header(HeaderName::Mn, "010000A8900016F000169DC0")
        .header(HeaderName::Qn, "20191231235959999")
        .header(HeaderName::Cn, "2061")
        .flag(Flag::OF_2017_WANTS_ACK)
        .header(HeaderName::St, "21")
        .header(HeaderName::Pw, "123456")
}

#[test]
fn fields_take_their_printed_places() {
    let segment = header(Builder::new())
        .group([("DataTime", "20191231230000")])
        .segment()
        .unwrap();
    assert_eq!(
        String::from_utf8(segment).unwrap(),
        "QN=20191231235959999;ST=21;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20191231230000&&"
    );
}

#[test]
fn what_would_be_read_otherwise_is_refused() {
    let refused = |builder: Builder| matches!(builder.frame(), Err(BuildError::Unwritable { .. }));
    for bad in ["a;b", "a&&b", "a\r\n", "&", "a,ST=1"] {
        assert!(refused(header(Builder::new()).header(HeaderName::Pw, bad)), "{bad}");
    }
    for bad in ["a;b", "a&&b", "a\nb", "a&"] {
        assert!(refused(header(Builder::new()).group([("w01018-Avg", bad)])), "{bad}");
    }
    for good in ["//a;b,c//", "清洗管路", "12.5", "", "a=b", "a & b"] {
        let frame = header(Builder::new()).group([("w01018-Info", good)]).frame().unwrap();
        let (packet, _) = Packet::parse(only_frame(&frame).segment, Mode::Lenient).unwrap();
        assert_eq!(packet.content_value(b"w01018-Info"), Some(good.as_bytes()));
    }
    let long = header(Builder::new()).group([("w01018-Info", "x".repeat(1100))]);
    assert!(matches!(
        long.frame(),
        Err(BuildError::TooLong {
            max: SEGMENT_BYTES_SENT_MAX,
            ..
        })
    ));
    assert_eq!(
        long.frames(),
        Err(BuildError::GroupTooLong {
            max: SEGMENT_BYTES_SENT_MAX
        })
    );
}

#[test]
fn a_long_packet_is_split_between_items() {
    let mut builder = header(Builder::new()).group([("DataTime", "20191231230000")]);
    for item in 0..60 {
        builder = builder.group([
            (format!("w{item:05}-Avg"), "12.5".to_owned()),
            (format!("w{item:05}-Flag"), "N".to_owned()),
        ]);
    }
    assert!(matches!(builder.frame(), Err(BuildError::TooLong { .. })));
    let parts = builder.frames().unwrap();
    let mut items = 0;
    for (index, part) in parts.iter().enumerate() {
        let frame = only_frame(part);
        assert!(frame.faults.is_empty(), "{}", frame.faults);
        let (packet, _) = Packet::parse(frame.segment, Mode::Strict).unwrap();
        assert_eq!(packet.part(), Some((index as u16 + 1, parts.len() as u16)));
        assert_eq!(packet.value(HeaderName::Flag), Some(&b"7"[..]));
        assert_eq!(packet.data_time().unwrap().to_string(), "20191231230000");
        items += packet.groups().count() - 1;
    }
    assert_eq!(items, 60);
    let qn: Vec<_> = parts
        .iter()
        .take(2)
        .map(|part| String::from_utf8_lossy(&part[9..26]).into_owned())
        .collect();
    assert_eq!(qn, ["20191231235959999", "20200101000000000"]);
}

proptest! {
    #[test]
    fn built_read_and_built_again(
        groups in proptest::collection::vec(proptest::collection::vec(("[A-Za-z][A-Za-z0-9-]{0,12}", "[ -%'-+--:<-~]{0,12}"), 1..4), 0..12),
        mn in "[A-Za-z0-9_-]{1,24}", flag in 0_u8..12,
    ) {
        let mut builder = header(Builder::new()).header(HeaderName::Mn, &mn).flag(Flag(flag));
        for group in &groups {
            builder = builder.group(group.iter().map(|(name, value)| (name, value)));
        }
        let frame = builder.frame().unwrap();
        let read = only_frame(&frame);
        prop_assert!(read.faults.is_empty());
        let (packet, _) = Packet::parse(read.segment, Mode::Lenient).unwrap();
        prop_assert_eq!(packet.mn(), Some(mn.as_bytes()));
        let fields: Vec<Vec<(String, String)>> = packet
            .groups()
            .map(|group| {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                group.fields().map(|field| (text(field.name), text(field.value.unwrap_or_default()))).collect()
            })
            .collect();
        let trimmed: Vec<Vec<(String, String)>> = groups
            .iter()
            .map(|group| group.iter().map(|(name, value)| (name.clone(), value.trim_matches(' ').to_owned())).collect())
            .collect();
        prop_assert_eq!(fields, trimmed);
        prop_assert_eq!(Builder::like(&packet).frame().unwrap(), frame);
    }
}
