//! The variants that are printed or met in the field, one case each: what is told of them, and that what they say is read all the
//! same. Strict refuses each of them, and names what lenient tells.

use hj212::{CrcPolicy, Event, Frame, HeaderName, Limits, Mode, ParseError, crc, frames};

const SEGMENT: &str = "QN=20160801085857223;ST=32;CN=2011;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20160801085857;w01018-Rtd=27.3,w01018-Flag=N&&";

/// A sound frame around `segment`.
fn framed(segment: &[u8]) -> Vec<u8> {
    let check = format!("{:04X}\r\n", crc::crc16(segment));
    [format!("##{:04}", segment.len()).as_bytes(), segment, check.as_bytes()].concat()
}

fn only_frame<'a>(bytes: &'a [u8], what: &str) -> Frame<'a> {
    let events: Vec<_> = frames(bytes, Limits::default()).collect();
    match events[..] {
        [Event::Frame(frame)] => frame,
        _ => panic!("{what}: {events:?}"),
    }
}

/// Reads a frame in both modes; returns the faults. `reads` are the fields that must be found: `@` marks those of the header.
fn told(what: &str, bytes: &[u8], reads: &[(&str, &str)]) -> String {
    let frame = only_frame(bytes, what);
    let (packet, faults) = frame.packet(Mode::Lenient, CrcPolicy::Strict).unwrap();
    match frame.packet(Mode::Strict, CrcPolicy::Strict) {
        Ok((_, none)) => assert!(none.is_empty() && faults.is_empty(), "{what}"),
        Err(error) => assert_eq!(error, ParseError::Departs { faults }, "{what}"),
    }
    for (name, value) in reads {
        let found = match name.strip_prefix('@') {
            Some(name) => packet.value(HeaderName::parse(name.as_bytes()).unwrap()),
            None => packet.content_value(name.as_bytes()),
        };
        assert_eq!(found, Some(value.as_bytes()), "{what}: {name}");
    }
    for code in faults.iter() {
        let place = frame
            .locate(code)
            .unwrap_or_else(|| panic!("{what}: {} has no place", code.code()));
        assert!(
            place.range.start <= place.range.end && place.range.end <= bytes.len(),
            "{what}: {place}"
        );
    }
    faults.to_string()
}

type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Source and variant; what is replaced by what in [`SEGMENT`]; the faults; the fields that are read.
#[rustfmt::skip]
const SEGMENTS: &[Case] = &[
    ("as printed", "", "", "", &[("@QN", "20160801085857223"), ("@MN", "010000A8900016F000169DC0"), ("w01018-Rtd", "27.3")]),
    // Header fields, in print and in the field.
    ("MN before PW", "PW=100000;MN=010000A8900016F000169DC0", "MN=010000A8900016F000169DC0;PW=100000", "header-order", &[("@MN", "010000A8900016F000169DC0"), ("@PW", "100000")]),
    ("QN after CN", "QN=20160801085857223;ST=32;CN=2011", "ST=32;CN=2011;QN=20160801085857223", "header-order", &[("@QN", "20160801085857223"), ("@CN", "2011")]),
    ("upper-case FLAG", "Flag", "FLAG", "header-name-case", &[("@Flag", "5")]),
    ("a space after a semicolon", ";Flag", "; Flag", "header-space", &[("@Flag", "5")]),
    ("a comma in front of a name", ";MN", ";,MN", "header-separator", &[("@MN", "010000A8900016F000169DC0")]),
    ("a comma for a semicolon", ";ST", ",ST", "header-separator", &[("@ST", "32"), ("@QN", "20160801085857223")]),
    ("no semicolon in front of CP", "Flag=5;CP", "Flag=5CP", "header-separator", &[("@Flag", "5"), ("w01018-Rtd", "27.3")]),
    ("empty PW", "PW=100000", "PW=", "pw-missing", &[("@PW", ""), ("@CN", "2011")]),
    ("empty MN", "MN=010000A8900016F000169DC0", "MN=", "mn-missing", &[("@MN", "")]),
    ("empty QN", "QN=20160801085857223", "QN=", "qn-missing", &[("@QN", "")]),
    ("no PW and no MN", "PW=100000;MN=010000A8900016F000169DC0;", "", "pw-missing mn-missing", &[("@CN", "2011"), ("w01018-Rtd", "27.3")]),
    ("no QN", "QN=20160801085857223;", "", "qn-missing", &[("@ST", "32")]),
    ("no Flag", "Flag=5;", "", "flag-missing", &[("@CN", "2011")]),
    ("MN of 6 characters", "MN=010000A8900016F000169DC0", "MN=000201", "mn-length", &[("@MN", "000201")]),
    ("MN of 14 characters under 2017", "MN=010000A8900016F000169DC0", "MN=88888880000001", "mn-length", &[("@MN", "88888880000001")]),
    ("MN with underscores", "MN=010000A8900016F000169DC0", "MN=JLYP01_AIR01_0001", "mn-length", &[("@MN", "JLYP01_AIR01_0001")]),
    ("MN with hyphens", "MN=010000A8900016F000169DC0", "MN=aqms-1100-2020110011", "mn-length", &[("@MN", "aqms-1100-2020110011")]),
    ("MN of 24 letters", "MN=010000A8900016F000169DC0", "MN=ZYJCY2019012200000000001", "", &[("@MN", "ZYJCY2019012200000000001")]),
    ("PW of 24 characters", "PW=100000", "PW=BF470F88957588DE902D1A52", "pw-length", &[("@PW", "BF470F88957588DE902D1A52")]),
    ("PNO before PNUM", "Flag=5", "Flag=7;PNO=1;PNUM=2", "header-order", &[("@PNO", "1"), ("@PNUM", "2")]),
    ("PNUM and PNO that Flag does not announce", "Flag=5", "Flag=5;PNUM=2;PNO=1", "split-numbers-unannounced", &[("@PNUM", "2")]),
    ("Flag=7 without numbers", "Flag=5", "Flag=7", "split-numbers-missing", &[("@Flag", "7")]),
    ("QN of 13 digits", "20160801085857223", "1617957600465", "qn-unreadable", &[("@QN", "1617957600465")]),
    ("QN of 19 digits", "20160801085857223", "2025070312000012341", "qn-unreadable", &[("@QN", "2025070312000012341")]),
    ("ST of 3 digits", "ST=32", "ST=101", "st-unreadable", &[("@ST", "101")]),
    ("an unknown header field", "Flag=5", "Flag=5;XY=1", "header-unknown", &[("@Flag", "5")]),
    ("back-filled data of 2025", "Flag=5", "Flag=9;RF=1", "", &[("@RF", "1")]),
    ("RF that says no", "Flag=5", "Flag=9;RF=0", "rf-unreadable", &[("@RF", "0")]),
    ("version 2 before 2025", "Flag=5", "Flag=8", "", &[("@Flag", "8")]),
    ("lower-case CP", "CP=&&", "cp=&&", "cp-spelling", &[("w01018-Rtd", "27.3")]),
    // The content of CP.
    ("a comma between the times", "DataTime=20160801085857;w01018-Rtd=27.3,w01018-Flag=N", "BeginTime=20160801010522,EndTime=20160801085857", "", &[("BeginTime", "20160801010522"), ("EndTime", "20160801085857")]),
    ("a semicolon between the times", "DataTime=20160801085857;w01018-Rtd=27.3,w01018-Flag=N", "BeginTime=20160801010522;EndTime=20160801085857", "", &[("BeginTime", "20160801010522"), ("EndTime", "20160801085857")]),
    ("a semicolon between sub-fields", "27.3,w01018-Flag", "27.3;w01018-Flag", "", &[("w01018-Rtd", "27.3"), ("w01018-Flag", "N")]),
    ("DataTime to the millisecond", "DataTime=20160801085857", "DataTime=20160801085857223", "", &[("DataTime", "20160801085857223")]),
    ("a spare semicolon", "Flag=N&&", "Flag=N;&&", "item-empty", &[("w01018-Flag", "N")]),
    ("two semicolons", ";w01018-Rtd", ";;w01018-Rtd", "item-empty", &[("w01018-Rtd", "27.3")]),
    ("a spare comma", "27.3,w01018", "27.3,,w01018", "item-empty", &[("w01018-Flag", "N")]),
    ("repeated names", "w01018-Rtd=27.3,w01018-Flag=N", "PolId=w01018;PolId=w01019", "", &[("PolId", "w01018")]),
    ("an unknown suffix", "w01018-Flag=N", "w01018-ZsCou=1", "", &[("w01018-ZsCou", "1")]),
    ("a bare Flag", "w01018-Flag=N", "Flag=N", "", &[("Flag", "N"), ("@Flag", "5")]),
    ("a factor without suffix", "w01018-Rtd=27.3,w01018-Flag=N", "s10001=0", "", &[("s10001", "0")]),
    ("no value", "27.3", "", "", &[("w01018-Rtd", "")]),
    ("leading zeros", "27.3", "0027.3", "", &[("w01018-Rtd", "0027.3")]),
    ("twelve decimals", "27.3", "27.300000000001", "", &[("w01018-Rtd", "27.300000000001")]),
    ("an exponent", "27.3", "5.530E012", "", &[("w01018-Rtd", "5.530E012")]),
    ("a negative value", "27.3", "-99", "", &[("w01018-Rtd", "-99")]),
    ("no equals sign", "w01018-Flag=N", "w01018-Flag", "item-without-name", &[("w01018-Rtd", "27.3")]),
    ("no name", "w01018-Flag=N", "=N", "item-without-name", &[("w01018-Rtd", "27.3")]),
    ("PNUM and PNO inside CP", "w01018-Flag=N", "PNUM=1;PNO=11", "", &[("PNO", "11")]),
    ("MN inside CP", "w01018-Flag=N", "MN=865229085145869", "", &[("MN", "865229085145869"), ("@MN", "010000A8900016F000169DC0")]),
    ("Ctime and CTime", "w01018-Flag=N", "Ctime=2;CTime=3", "", &[("Ctime", "2"), ("CTime", "3")]),
    ("separators in a log text", "w01018-Rtd=27.3,w01018-Flag=N", "i11001-Info=//a;b,c=d//;PolId=w01018", "", &[("i11001-Info", "//a;b,c=d//"), ("PolId", "w01018")]),
    ("a log text in Chinese", "w01018-Rtd=27.3,w01018-Flag=N", "i11001-Info=//手动校准//", "", &[("i11001-Info", "//手动校准//")]),
    // Errata of the 2017 print (those of the header stand above).
    ("a code without its letter", "w01018-Rtd", "01018-Rtd", "", &[("01018-Rtd", "27.3")]),
    ("one space in an empty CP", "DataTime=20160801085857;w01018-Rtd=27.3,w01018-Flag=N", " ", "item-space", &[]),
    ("spaces inside CP", "&&DataTime=20160801085857;w01018-Rtd=27.3,w01018-Flag=N&&", "&& DataTime=20160801085857; w01018-Rtd=27.3 &&", "item-space", &[("DataTime", "20160801085857"), ("w01018-Rtd", "27.3")]),
    ("a space before the equals sign", "w01018-Rtd=", "w01018-Rtd =", "item-space", &[("w01018-Rtd", "27.3")]),
    ("a capital letter in a code", "w01018-Rtd", "W01018-Rtd", "", &[("W01018-Rtd", "27.3")]),
];

#[test]
fn segments_are_read_in_every_variant() {
    for (what, from, to, faults, reads) in SEGMENTS {
        assert!(SEGMENT.contains(from), "{what}");
        let segment = SEGMENT.replacen(from, to, 1);
        assert_eq!(told(what, &framed(segment.as_bytes()), reads), *faults, "{what}");
    }
}

#[test]
fn frames_are_read_in_every_variant() {
    let good = framed(SEGMENT.as_bytes());
    let bare = &good[..good.len() - 2];
    let body = &good[6..];
    let check = &good[6 + SEGMENT.len()..];
    let modbus = format!("{:04X}\r\n", crc::modbus(SEGMENT.as_bytes()));
    let long = SEGMENT.replace("Flag=N", &format!("Flag=N;i11001-Info=//{}//", "R".repeat(1000)));
    let short = (0..)
        .map(|number| SEGMENT.replace("27.3", &number.to_string()))
        .find(|segment| crc::crc16(segment.as_bytes()) < 0x1000)
        .unwrap();
    let short_crc = format!("{:X}\r\n", crc::crc16(short.as_bytes()));
    let head = |length: String| [b"##", length.as_bytes()].concat();
    let gbk = [&SEGMENT.as_bytes()[..SEGMENT.len() - 3], b"\xCA\xD6\xB6\xAF&&"].concat();
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("as printed", good.clone(), ""),
        ("no line end", bare.to_vec(), "terminator-missing"),
        ("LF only", [bare, b"\n"].concat(), "terminator-line-feed"),
        (
            "length of 3 digits",
            [&head(SEGMENT.len().to_string()), body].concat(),
            "length-unreadable",
        ),
        ("no length", [&head(String::new()), body].concat(), "length-missing"),
        (
            "a length that is no number",
            [b"##01xx", body].concat(),
            "length-missing",
        ),
        ("a length too short", [b"##0100", body].concat(), "length-wrong"),
        ("a length too long", [b"##9999", body].concat(), "length-wrong"),
        (
            "a lower-case CRC",
            [&good[..good.len() - 6], check.to_ascii_lowercase().as_slice()].concat(),
            "",
        ),
        (
            "a CRC without its zeros",
            [
                &head(format!("{:04}", short.len())),
                short.as_bytes(),
                short_crc.as_bytes(),
            ]
            .concat(),
            "crc-short",
        ),
        (
            "the CRC of Modbus",
            [&good[..good.len() - 6], modbus.as_bytes()].concat(),
            "crc-mismatch crc-modbus",
        ),
        (
            "a CRC as misprinted",
            [&good[..good.len() - 6], b"1C08\r\n"].concat(),
            "crc-mismatch crc-not-hj212",
        ),
        ("no CRC", [&good[..good.len() - 6], b"\r\n"].concat(), "crc-missing"),
        (
            "longer than the standard allows",
            framed(long.as_bytes()),
            "length-over-standard cp-over-standard",
        ),
        ("a text in GBK", framed(&gbk), ""),
        (
            "the closing ampersands lost",
            {
                let open = SEGMENT.trim_end_matches('&');
                [
                    b"##0200",
                    open.as_bytes(),
                    format!("{:04X}\r\n", crc::crc16(open.as_bytes())).as_bytes(),
                ]
                .concat()
            },
            "length-wrong cp-unclosed",
        ),
    ];
    for (what, bytes, faults) in cases {
        let reads = [("@CN", "2011"), ("DataTime", "20160801085857")];
        assert_eq!(told(what, bytes, &reads), *faults, "{what}");
    }
}

/// Length fields of two digits need a short segment.
#[test]
fn a_length_of_two_digits() {
    let segment = "QN=;ST=23;CN=1012;PW=123456;MN=0507A010003242;CP=&&SystemTime=20250221141050696&&";
    let bytes = [b"##81".as_slice(), &framed(segment.as_bytes())[6..]].concat();
    assert_eq!(
        told("two digits", &bytes, &[("SystemTime", "20250221141050696")]),
        "length-unreadable qn-missing"
    );
}

#[test]
fn the_policy_of_the_connection_decides_which_check_values_count() {
    let good = framed(SEGMENT.as_bytes());
    let with_crc = |crc: u16| [&good[..good.len() - 6], format!("{crc:04X}\r\n").as_bytes()].concat();
    let right = crc::crc16(SEGMENT.as_bytes());
    let other = (1..=u16::MAX)
        .find(|step| crc::can_be_hj212(right ^ step))
        .map(|step| right ^ step)
        .unwrap();
    let foreign = (0..=u16::MAX).find(|value| !crc::can_be_hj212(*value)).unwrap();
    let (strict, modbus, report) = (CrcPolicy::Strict, CrcPolicy::AcceptModbus, CrcPolicy::ReportOnly);
    let (every, both) = ([strict, modbus, report], [modbus, report]);
    let cases = [
        (right, "", &every[..]),
        (crc::modbus(SEGMENT.as_bytes()), "crc-mismatch crc-modbus", &both),
        (other, "crc-mismatch", &both[1..]),
        (foreign, "crc-mismatch crc-not-hj212", &both[1..]),
    ];
    for (given, faults, trusted) in cases {
        let bytes = with_crc(given);
        let frame = only_frame(&bytes, faults);
        assert_eq!(frame.faults.to_string(), faults);
        for policy in [strict, modbus, report] {
            assert_eq!(
                frame.is_trusted(policy),
                trusted.contains(&policy),
                "{given:04X} {policy:?}"
            );
            assert_eq!(
                frame.packet(Mode::Strict, policy).is_ok(),
                trusted.contains(&policy),
                "{given:04X} {policy:?}"
            );
        }
    }
}

#[test]
fn faults_have_places() {
    let segment = SEGMENT
        .replace("PW=100000", "PW=1")
        .replace("27.3", " 27.3")
        .replace("QN=20160801085857223;", "");
    let bytes = [&framed(segment.as_bytes())[..segment.len() + 6], b"FFFE"].concat();
    let frame = only_frame(&bytes, "places");
    let told: Vec<_> = frame
        .packet(Mode::Lenient, CrcPolicy::Strict)
        .unwrap()
        .1
        .iter()
        .map(|code| {
            let place = frame.locate(code).unwrap();
            format!(
                "{}: {place}: `{}`",
                code.code(),
                bytes[place.range.clone()].escape_ascii()
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    crc-mismatch: bytes 121-124: `FFFE`
    crc-not-hj212: bytes 121-124: `FFFE`
    terminator-missing: byte 125: ``
    qn-missing: QN, bytes 6-58: `ST=32;CN=2011;PW=1;MN=010000A8900016F000169DC0;Flag=5`
    pw-length: PW, byte 23: `1`
    item-space: w01018-Rtd, bytes 89-104: `w01018-Rtd= 27.3`
    ");
    assert_eq!(frame.locate(hj212::FaultCode::CnMissing), None);
}
