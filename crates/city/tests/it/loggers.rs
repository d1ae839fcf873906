//! Data loggers: what a folder may say of them, and what a wrong one is told.

use city::{CrcRule, FindingKind as Kind, OwedPeriod, Secret, WireEdition};
use standards::unit::Unit;

use crate::sample::Sample;

const FILE: &str = "places/points.toml";
/// The line of the sample behind which the logger of its first point is written.
const BEHIND: &str = "aliases = [\"入河口\"]\n";
const LOGGER: &str = r#"
[point.logger]
password_env = "MOUTH_PASSWORD"
sm4_key_env = "MOUTH_KEY"
encrypts_requests = true
addresses = ["10.1.2.0/24", "10.9.0.7", "fd00::/8"]
crc = "accept-modbus"
edition = "2025"
utc_offset_minutes = 0
units = { w21003 = "μg/L" }
offline_after_minutes = 90
may_set_clock = true
owes_run_time = true
over_time_seconds = 5
resend_count = 2

[point.logger.first_contact]
set_time = true
over_time_seconds = 10
resend_count = 3
real_time_interval_seconds = 60
minute_interval_minutes = 10
real_time_upload = "on"
status_upload = "off"

[[point.logger.owed]]
period = "hour"
every_minutes = 240
items = ["NH3N", "PH"]
since = 2021-04-01

[[point.logger.owed]]
period = "day"
items = ["NH3N"]

[[point.logger.instrument_range]]
item = "NH3N"
min = 0
max = 25000
unit = "μg/L"
"#;

fn with(logger: &str) -> Sample {
    Sample::whole().change(FILE, BEHIND, &format!("{BEHIND}{logger}"))
}

#[test]
fn a_logger_reads_as_written() {
    let reading = with(LOGGER).read();
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let city = reading.city.unwrap();
    let logger = &city.point("mouth").unwrap().logger;
    assert_eq!(logger.password, Some(Secret::Environment("MOUTH_PASSWORD".into())));
    assert_eq!(logger.sm4_key, Some(Secret::Environment("MOUTH_KEY".into())));
    let addresses: Vec<String> = logger.addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["10.1.2.0/24", "10.9.0.7/32", "fd00::/8"]);
    assert_eq!(
        (logger.crc, logger.edition),
        (CrcRule::AcceptModbus, WireEdition::Of2025)
    );
    assert_eq!(logger.utc_offset_minutes, Some(0));
    assert_eq!(logger.units["w21003"], Unit::MicrogramPerLitre);
    assert_eq!((logger.over_time_seconds, logger.resend_count), (Some(5), Some(2)));
    assert!(logger.encrypts_requests && logger.may_set_clock && logger.owes_run_time);
    let first = logger.first_contact.as_ref().unwrap();
    assert_eq!((first.set_time, first.timeouts), (true, Some((10, 3))));
    assert_eq!((first.real_time_upload, first.status_upload), (Some(true), Some(false)));
    let owed: Vec<_> = logger
        .owed
        .iter()
        .map(|owed| (owed.period, owed.every_minutes))
        .collect();
    assert_eq!(owed, [(OwedPeriod::Hour, 240), (OwedPeriod::Day, 1_440)]);
    // In the item's own unit, mg/L.
    assert_eq!(logger.instrument_ranges["NH3N"].max.to_string(), "25");
    // The other points have a logger of which nothing is said.
    assert_eq!(city.point("square").unwrap().logger, city::Logger::default());
}

#[test]
fn what_is_wrong_is_said() {
    let cases: &[(&str, &str, Kind)] = &[
        ("10.1.2.0/24", "10.1.2.0/33", Kind::BadAddress),
        ("10.9.0.7", "station.example", Kind::BadAddress),
        ("\"accept-modbus\"", "\"modbus\"", Kind::UnknownWord),
        ("\"2025\"", "\"2024\"", Kind::UnknownWord),
        ("\"2025\"", "2025", Kind::WrongType),
        (
            "utc_offset_minutes = 0",
            "utc_offset_minutes = 900",
            Kind::ValueOutOfRange,
        ),
        ("w21003 = \"μg/L\"", "w21003 = \"m/s\"", Kind::UnitDoesNotFit),
        ("w21003 = \"μg/L\"", "w21003 = \"stones\"", Kind::UnitDoesNotFit),
        ("w21003 = \"μg/L\"", "\"w 3\" = \"μg/L\"", Kind::UnknownItem),
        ("w21003 = \"μg/L\"", "w21003 = 7", Kind::WrongType),
        (
            "offline_after_minutes = 90",
            "offline_after_minutes = 0",
            Kind::ValueOutOfRange,
        ),
        ("resend_count = 2", "resend_count = 100", Kind::ValueOutOfRange),
        ("resend_count = 3\n", "", Kind::MissingKey),
        (
            "real_time_interval_seconds = 60",
            "real_time_interval_seconds = 5",
            Kind::ValueOutOfRange,
        ),
        (
            "minute_interval_minutes = 10",
            "minute_interval_minutes = 7",
            Kind::ValueOutOfRange,
        ),
        (
            "real_time_upload = \"on\"",
            "real_time_upload = \"yes\"",
            Kind::UnknownWord,
        ),
        (
            "real_time_upload = \"on\"",
            "realtime_upload = \"on\"",
            Kind::UnknownKey,
        ),
        ("period = \"hour\"", "period = \"week\"", Kind::UnknownWord),
        ("every_minutes = 240", "every_minutes = 90", Kind::ValueOutOfRange),
        ("every_minutes = 240", "every_minutes = 420", Kind::ValueOutOfRange),
        ("period = \"day\"", "period = \"minute\"", Kind::MissingKey),
        ("\"NH3N\", \"PH\"", "\"NH3N\", \"w21003\"", Kind::UnknownItem),
        ("items = [\"NH3N\"]", "items = []", Kind::MissingKey),
        ("unit = \"μg/L\"\n", "unit = \"m\"\n", Kind::UnitDoesNotFit),
        ("min = 0", "min = 25000", Kind::ValueOutOfRange),
        (
            "sm4_key_env = \"MOUTH_KEY\"",
            "sm4_key = \"0123\"",
            Kind::ValueOutOfRange,
        ),
        (
            "sm4_key_env = \"MOUTH_KEY\"",
            "sm4_key_env = \"\"",
            Kind::ValueOutOfRange,
        ),
        (
            "password_env = \"MOUTH_PASSWORD\"",
            "password = \"123456\"",
            Kind::SecretInFolder,
        ),
    ];
    for (from, to, expected) in cases {
        assert!(LOGGER.contains(from), "{from} is not there");
        let findings = with(&LOGGER.replacen(from, to, 1)).read().findings;
        let kinds: Vec<Kind> = findings.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [*expected], "{to}: {findings:?}");
    }
}

#[test]
fn a_logger_without_a_number_is_nobody() {
    let sample = with("\n[point.logger]\ncrc = \"strict\"\n").change(FILE, "mn = \"DEMO0001\"\n", "");
    insta::assert_snapshot!(sample.told(Kind::KeyDoesNotFit), @r#"
    city::key-does-not-fit

      × a `[point.logger]` without `mn`: no frame can be told to be its
        ╭─[places/points.toml:12:1]
     11 │
     12 │ [point.logger]
        · ──────────────
     13 │ crc = "strict"
        ╰────
      help: add mn = "…"
    有 [point.logger] 而没有 mn：不知道说的是哪台数采仪（补上 mn = "…"）
    "#);
}
