//! Data segments: the variants of print and field, and what is told of them.

use hj212::{Edition, HeaderName, Mode, Packet, ParseError, acknowledge};
use proptest::prelude::*;

const CANONICAL: &str =
    "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";

/// What the lenient mode tells; strict must refuse exactly when there is something to tell.
fn told(segment: &str) -> String {
    let lenient = Packet::parse(segment.as_bytes(), Mode::Lenient);
    let strict = Packet::parse(segment.as_bytes(), Mode::Strict);
    match lenient {
        Ok((_, faults)) if faults.is_empty() => {
            assert!(strict.is_ok(), "{segment}");
            "clean".to_owned()
        }
        Ok((_, faults)) => {
            assert_eq!(strict, Err(ParseError::Departs { faults }), "{segment}");
            faults.to_string()
        }
        Err(error) => {
            assert_eq!(strict, Err(error), "{segment}");
            error.to_string()
        }
    }
}

#[test]
fn variants_and_what_is_told_of_them() {
    let edit = |from: &str, to: &str| {
        assert!(CANONICAL.contains(from), "{from}");
        CANONICAL.replacen(from, to, 1)
    };
    let cases: &[(String, &str)] = &[
        (CANONICAL.to_owned(), "clean"),
        // Errata of the 2017 print (SPEC A9).
        (edit(";ST=", ",ST="), "header-separator"),
        (edit("Flag=5;CP", "Flag=5CP"), "header-separator"),
        (
            edit("RtdInterval=30", "BeginTime=20160801010522,EndTime=20160801085857"),
            "clean",
        ),
        (edit("RtdInterval=30", " "), "item-space"),
        (
            edit("RtdInterval=30", " DataTime=20160801085857;VaseNo=1 "),
            "item-space",
        ),
        (edit("RtdInterval=30", "i12003-Info =0"), "item-space"),
        (edit(";Flag", "; Flag"), "header-space"),
        // Seen on the wire (SPEC A3, A5).
        (
            edit(
                "PW=100000;MN=010000A8900016F000169DC0",
                "MN=010000A8900016F000169DC0;PW=100000",
            ),
            "header-order",
        ),
        (
            edit(
                "QN=20160801085857223;ST=32;CN=1062",
                "ST=32;CN=1062;QN=20160801085857223",
            ),
            "header-order",
        ),
        (edit("Flag=5", "FLAG=5"), "header-name-case"),
        (edit(";MN", ";,MN"), "header-separator"),
        (edit("PW=100000", "PW="), "pw-missing"),
        (edit("PW=100000;", ""), "pw-missing"),
        (edit("PW=100000", "PW=BF470F88957588DE902D1A52"), "pw-length"),
        (edit("QN=20160801085857223", "QN="), "qn-missing"),
        (edit("QN=20160801085857223;", ""), "qn-missing"),
        (edit("20160801085857223", "1617957600465"), "qn-unreadable"),
        (edit("20160801085857223", "2025070312000012341"), "qn-unreadable"),
        (edit("20160801085857223", "20161301085857223"), "qn-unreadable"),
        (edit("MN=010000A8900016F000169DC0", "MN="), "mn-missing"),
        (edit("MN=010000A8900016F000169DC0", "MN=000101"), "mn-length"),
        (edit("MN=010000A8900016F000169DC0", "MN=88888880000001"), "mn-length"),
        (edit("ST=32", "ST=101"), "st-unreadable"),
        (edit("ST=32;", ""), "st-missing"),
        (edit("CN=1062", "CN=x062"), "cn-unreadable"),
        (edit("CN=1062;", ""), "cn-missing"),
        (edit("CN=1062", "CN=1062;CN=1063"), "header-repeated"),
        (edit("Flag=5", "Flag=5;XY=1"), "header-unknown"),
        (edit("Flag=5", "Flag=x"), "flag-unreadable"),
        (edit("Flag=5;", ""), "flag-missing"),
        (edit("Flag=5", "Flag=7"), "split-numbers-missing"),
        (edit("Flag=5", "Flag=7;PNUM=2;PNO=1"), "clean"),
        (edit("Flag=5", "Flag=7;PNO=1;PNUM=2"), "header-order"),
        (edit("Flag=5", "Flag=7;PNUM=2;PNO=3"), "split-numbers-unreadable"),
        (edit("Flag=5", "Flag=7;PNUM=2"), "split-numbers-unreadable"),
        (edit("Flag=5", "Flag=7;PNUM=0;PNO=0"), "split-numbers-unreadable"),
        (edit("Flag=5", "Flag=9;RF=1"), "clean"),
        (edit("RtdInterval=30", "RtdInterval=30;"), "item-empty"),
        (edit("RtdInterval=30", "a=1,,b=2"), "item-empty"),
        (edit("RtdInterval=30", "RtdInterval"), "item-without-name"),
        (edit("RtdInterval=30", "=30"), "item-without-name"),
        (edit("RtdInterval=30", "PolId=1;PolId=2"), "clean"),
        (edit("RtdInterval=30", "PNUM=1;PNO=11"), "clean"),
        (edit("RtdInterval=30&&", "RtdInterval=30"), "cp-unclosed"),
        (edit("RtdInterval=30&&", "RtdInterval=30&& "), "cp-tail"),
        (edit("CP=&&", "cp=&&"), "cp-spelling"),
        (edit("CP=&&", "CP = &&"), "cp-spelling"),
        (edit("CP=&&RtdInterval=30&&", ""), "cp-missing"),
        // The 2005 edition has no QN and no Flag in uploads, and shorter device numbers.
        (
            "ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20160824003817;011-Rtd=231.0&&".to_owned(),
            "clean",
        ),
        (
            "ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;QnRtn=1&&".to_owned(),
            "clean",
        ),
        (
            String::new(),
            "no header field and no `CP=&&`: this is not a data segment of HJ 212; check what the sender emits",
        ),
        (
            "hello; world".to_owned(),
            "no header field and no `CP=&&`: this is not a data segment of HJ 212; check what the sender emits",
        ),
        (
            "x".repeat(10_000),
            "the segment has 10000 bytes, more than the 9999 that a length field can announce; send it in parts",
        ),
    ];
    for (segment, expected) in cases {
        assert_eq!(told(segment), *expected, "{segment:.150}");
    }
}

#[test]
fn values_are_found_in_every_variant() {
    let segment = " ST=32,CN = 2061;QN=20160801085857223;PW=1;,MN=a_1;FLAG=7;PNO=0002;PNUM=0003CP=&&DataTime=20160801080000;PNUM=9;w01018-Avg=27.3,w01018-Flag=N&&";
    let (packet, _) = Packet::parse(segment.as_bytes(), Mode::Lenient).unwrap();
    let text = |name| {
        packet
            .value(name)
            .map(|value| String::from_utf8_lossy(value).into_owned())
    };
    let values: Vec<_> = HeaderName::ALL
        .into_iter()
        .map(|name| text(name).unwrap_or_default())
        .collect();
    assert_eq!(values.join("|"), "20160801085857223|32|2061|1|a_1|7|0003|0002|");
    assert_eq!(packet.part(), Some((2, 3)));
    assert_eq!(packet.command(), Some(2061));
    assert_eq!(packet.edition_hint(), Some(Edition::Of2017));
    assert!(packet.wants_acknowledgement());
    assert_eq!(packet.data_time().unwrap().to_string(), "20160801080000");
    assert_eq!(packet.content_value(b"PNUM"), Some(&b"9"[..]));
    assert_eq!(
        packet.content_value(b"datatime"),
        None,
        "names of CP are case sensitive"
    );
}

#[test]
fn answers() {
    let cases = [
        (
            CANONICAL,
            "##0087QN=20160801085857223;ST=91;CN=9014;PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&",
        ),
        (
            "QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20160801080000&&",
            "##0087QN=20160801085857534;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&",
        ),
        (
            "QN=20160801085857223;ST=32;CN=1013;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&&&",
            "##0087QN=20160801085857223;ST=91;CN=9013;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&",
        ),
        (
            "QN=20040516010101001;ST=32;CN=2011;PW=123456;MN=88888880000001;Flag=1;CP=&&DataTime=20040516010101&&",
            "##0084ST=91;CN=9014;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;CN=2011&&",
        ),
        (
            "ST=32;CN=2051;PW=123456;MN=88888880000001;Flag=3;PNUM=2;PNO=1;CP=&&DataTime=20040516010000&&",
            "##0076ST=91;CN=9014;PW=123456;MN=88888880000001;Flag=0;CP=&&CN=2051;PNUM=2;PNO=1&&",
        ),
        (
            "ST=32;CN=2011;PW=;MN=;Flag=9;CP=&&&&",
            "##0043ST=91;CN=9014;PW=;MN=;Flag=0;CP=&&CN=2011&&",
        ),
    ];
    for (segment, expected) in cases {
        let (packet, _) = Packet::parse(segment.as_bytes(), Mode::Lenient).unwrap();
        let answer = String::from_utf8(acknowledge(&packet).unwrap()).unwrap();
        assert_eq!(answer[..answer.len() - 6], *expected);
        assert!(answer.ends_with("\r\n"));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(segment in proptest::collection::vec(any::<u8>(), 0..300)) {
        crate::fuzz_bodies::packet(&segment);
    }

    /// Canonical frames with one edit reach deeper than random bytes.
    #[test]
    fn no_edit_makes_it_panic(at in 0..CANONICAL.len(), remove in 0_usize..30, insert in "[ -~]{0,12}|;|,|=|&&|CP=&&|//|;;") {
        let until = (at + remove).min(CANONICAL.len());
        crate::fuzz_bodies::packet([&CANONICAL[..at], &insert, &CANONICAL[until..]].concat().as_bytes());
    }
}
