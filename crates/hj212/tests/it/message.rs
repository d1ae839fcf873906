//! Typed messages: what is built by the list of commands is read back by it.

mod answers;
mod reading;

use hj212::{
    Body, BuildError, Builder, COMMANDS, Context, Direction, Edition, Envelope, Event, Kind, Limits, Message,
    MessageBuilder, Mode, Packet, Parameter, Range, Stamp, command, frames, request, upload,
};
use proptest::prelude::*;

const EDITIONS: [Edition; 3] = [Edition::Of2005, Edition::Of2017, Edition::Of2025];

fn envelope(edition: Edition) -> Envelope {
    let mn = match edition {
        Edition::Of2005 => "88888880000001",
        Edition::Of2017 | Edition::Of2025 => "010000A8900016F000169DC0",
    };
    Envelope::new(edition, "32", "123456", mn).qn(stamp("20160801085857223"))
}

fn stamp(digits: &str) -> Stamp {
    Stamp::parse(digits.as_bytes()).unwrap()
}

fn segment_of(frame: &[u8]) -> &[u8] {
    let events: Vec<_> = frames(frame, Limits::default()).collect();
    match events[..] {
        [Event::Frame(frame)] if frame.faults.is_empty() => frame.segment,
        _ => panic!("{}", frame.escape_ascii()),
    }
}

fn read(segment: &[u8], context: Context) -> (Message<'_>, Vec<String>) {
    let (packet, faults) = Packet::parse(segment, Mode::Lenient).unwrap();
    let message = Message::read(&packet, context);
    let told = message
        .faults()
        .map(|fault| format!("{}:{}", fault.code.code(), String::from_utf8_lossy(fault.place.field)));
    (
        message,
        faults.iter().map(|code| code.code().to_owned()).chain(told).collect(),
    )
}

/// A value that fits `parameter`, as `seed` chooses.
fn sample(parameter: &Parameter, seed: u32) -> String {
    let within = |least: u32, most: u32| least + seed % (most - least + 1);
    match (parameter.kind, &parameter.range) {
        (Kind::Time, Range::OneOf(digits)) if digits.contains(&14) => {
            format!("2016080108{:02}{:02}", seed % 60, seed % 59)
        }
        (Kind::Time, _) => format!("2016080108585722{}", seed % 10),
        (Kind::Clock, range) => format!("{:02}{:02}{:02}", seed % 24, seed % 60, seed % 60)
            [..if *range == Range::OneOf(vec![4]) { 4 } else { 6 }]
            .to_owned(),
        (Kind::Whole, Range::Between(least, most)) => within(*least, most.unwrap_or(99)).to_string(),
        (Kind::Whole, Range::OneOf(allowed)) => allowed[seed as usize % allowed.len()].to_string(),
        (Kind::Whole, Range::Any) => seed.to_string(),
        (Kind::Number, _) => format!(
            "{}{}.{}",
            if seed.is_multiple_of(3) { "-" } else { "" },
            seed % 1000,
            seed % 97
        ),
        (Kind::Code, _) => format!("w{:05}", seed % 100_000),
        (Kind::Text, Range::Between(least, _)) => "N".repeat((*least).max(1) as usize),
        (Kind::Text, _) => "//a;b,c//".to_owned(),
    }
}

fn filled(number: u16, direction: Direction, edition: Edition, seed: u32) -> MessageBuilder {
    let mut message = MessageBuilder::new(number, direction, &envelope(edition));
    let row = command(number, direction, edition).unwrap();
    for (index, parameter) in row.parameters_of(edition).enumerate() {
        let seed = seed.wrapping_add(index as u32 * 7919);
        let times = match parameter.presence.may_repeat() {
            true => 1 + seed % 3,
            false => u32::from(parameter.presence.is_required() || seed.is_multiple_of(2)),
        };
        for turn in 0..times {
            let value = sample(parameter, seed.wrapping_add(turn));
            message = match parameter.item_suffix() {
                Some(suffix) => message.item(&format!("w{:05}", seed.wrapping_add(turn) % 90_000), [(suffix, value)]),
                None if parameter.name == "QN" => message, // It came with the envelope.
                None => message.parameter(&parameter.name, value),
            };
        }
    }
    message
}

fn every_command() -> impl Iterator<Item = (u16, Direction, Edition)> {
    COMMANDS.iter().flat_map(|row| {
        let number = row.code.parse().unwrap();
        EDITIONS
            .into_iter()
            .filter(|edition| row.is_of(*edition))
            .map(move |edition| (number, row.direction, edition))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every command of every edition, in its direction: built, read as the same, built again byte for byte.
    #[test]
    fn every_command_is_built_read_and_built_again(seed: u32) {
        let mut count = 0;
        for (number, direction, edition) in every_command() {
            let frame = filled(number, direction, edition, seed).frame();
            let frame = frame.map_err(|error| TestCaseError::fail(format!("{number} {direction:?} {edition:?}: {error}")))?;
            let segment = segment_of(&frame);
            let told_apart = Context { direction: Some(direction), edition: Some(edition) };
            let (message, faults) = read(segment, told_apart);
            prop_assert!(faults.is_empty(), "{number} {direction:?} {edition:?} {faults:?} {}", segment.escape_ascii());
            prop_assert_eq!(message.command(), command(number, direction, edition));
            prop_assert!(!matches!(message.body(), Body::Unknown), "{} {:?}", number, direction);
            // Without being told, the direction is found from the parameters.
            let (guessed, faults) = read(segment, Context::default());
            prop_assert!(faults.is_empty(), "{number} {direction:?} {edition:?} {faults:?}");
            prop_assert_eq!(guessed.command().map(|row| &row.code), message.command().map(|row| &row.code));
            prop_assert_eq!(Builder::like(message.packet()).frame().unwrap(), frame);
            count += 1;
        }
        prop_assert_eq!(count, 145);
    }
}

#[test]
fn the_direction_is_found_from_the_parameters() {
    for (number, direction, edition) in every_command() {
        // Replies without any optional part, which say least about themselves.
        let frame = filled(number, direction, edition, 1).frame().unwrap();
        let (message, _) = read(segment_of(&frame), Context::default());
        let found = message.command().unwrap().direction;
        let ambiguous = [(1014, Direction::Up)].contains(&(number, direction));
        assert!(
            found == direction || ambiguous,
            "{number} {direction:?} {edition:?}: {found:?}"
        );
    }
}

#[test]
fn every_command_of_the_editions_has_a_constructor() {
    let constructed = |direction: Direction, number: u16| match direction {
        Direction::Down => request::CONSTRUCTED.contains(&number),
        Direction::Up => upload::CONSTRUCTED.contains(&number) || [9011, 9012].contains(&number),
        Direction::Both => [9013, 9014].contains(&number),
    };
    for (number, direction, edition) in every_command() {
        assert!(constructed(direction, number), "{number} {direction:?} {edition:?}");
    }
    for (direction, numbers) in [
        (Direction::Down, request::CONSTRUCTED),
        (Direction::Up, upload::CONSTRUCTED),
    ] {
        for number in numbers {
            assert!(
                EDITIONS
                    .into_iter()
                    .any(|edition| command(*number, direction, edition).is_some_and(|row| row.is_of(edition))),
                "{number}"
            );
        }
    }
}

fn text(built: Result<Vec<u8>, BuildError>) -> String {
    match built {
        Ok(segment) => String::from_utf8(segment).unwrap(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn constructors_write_what_the_standard_prints() {
    let (old, new, newest) = (
        envelope(Edition::Of2005),
        envelope(Edition::Of2017).wants_acknowledgement(),
        envelope(Edition::Of2025).wants_acknowledgement(),
    );
    let hour = (stamp("20160801080000"), stamp("20160801085959"));
    let built = [
        request::set_real_time_interval(&new, 30).segment(),
        request::set_time(&new, None, hour.0).segment(),
        request::hour_data(&newest, hour.0, hour.1).segment(),
        request::get_alarm_thresholds(&old, &["101", "102"]).segment(),
        request::set_password(&new, "654321").segment(),
        request::set_password_2005(&old, "654321").segment(),
        request::set_alarm_thresholds(&old)
            .item("101", [("LowValue", "1.1"), ("UpValue", "9.9")])
            .segment(),
        upload::real_time_data(&newest.clone().back_filled(), hour.0)
            .item("w01018", [("Rtd", "27.3"), ("Flag", "N")])
            .segment(),
        upload::real_time_data(&new, hour.0)
            .item("w01018", [("Odd", "anything"), ("", "5")])
            .segment(),
        // What is refused, and in which words.
        request::set_real_time_interval(&new, 29).segment(),
        request::set_minute_interval(&old, 5).segment(),
        request::set_password(&new, "7").segment(),
        request::set_password(&old, "654321").segment(),
        request::get_real_time_interval(&new)
            .parameter("RtdInterval", "30")
            .segment(),
        request::set_alarm_thresholds(&old).segment(),
        request::set_time(&new, Some("w01018"), hour.0)
            .parameter("PolId", "w01019")
            .segment(),
        upload::real_time_data(&new, hour.0)
            .item("w01018", [("Rtd", "n/a")])
            .segment(),
    ];
    insta::assert_snapshot!(built.map(text).join("\n"), @r"
    QN=20160801085857223;ST=32;CN=1062;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&
    QN=20160801085857223;ST=32;CN=1012;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&SystemTime=20160801080000&&
    QN=20160801085857223;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&BeginTime=20160801080000;EndTime=20160801085959&&
    QN=20160801085857223;ST=32;CN=1021;PW=123456;MN=88888880000001;Flag=0;CP=&&PolId=101;PolId=102&&
    QN=20160801085857223;ST=32;CN=1072;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&NewPW=654321&&
    QN=20160801085857223;ST=32;CN=1072;PW=123456;MN=88888880000001;Flag=0;CP=&&PW=654321&&
    QN=20160801085857223;ST=32;CN=1022;PW=123456;MN=88888880000001;Flag=0;CP=&&101-LowValue=1.1,101-UpValue=9.9&&
    QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;RF=1;CP=&&DataTime=20160801080000;w01018-Rtd=27.3,w01018-Flag=N&&
    QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20160801080000;w01018-Odd=anything,w01018=5&&
    `29` cannot stand for `RtdInterval`: The value is outside the range or length that the standard gives for it. (value-out-of-range)
    command 1064 does not exist in HJ 212-2005; choose another command or edition
    `7` cannot stand for `NewPW`: The value is outside the range or length that the standard gives for it. (value-out-of-range)
    command 1072 has no parameter `NewPW` in this edition; see the list of parameters
    command 1061 has no parameter `RtdInterval` in this edition; see the list of parameters
    command 1022 needs the parameter `x-LowValue`; give it
    the parameter `PolId` may stand once in command 1012; give it once
    `n/a` cannot stand for `w01018-Rtd`: The value is not of the parameter's type (time, whole number or number): taken as not given, its text is kept. (value-unreadable)
    ");
}

#[test]
fn an_encrypted_message_comes_back() {
    let key = hj212::Sm4Key::new([7; 16]);
    let at = stamp("20240601080000");
    let mut message = upload::hour_data(&envelope(Edition::Of2025), at);
    for item in 0..60 {
        message = message.item(&format!("w{item:05}"), [("Avg", "12.5"), ("Flag", "N")]);
    }
    let plain = message.clone().segments().unwrap();
    let encrypted = message.encrypted_frames(&key).unwrap();
    assert!(plain.len() > 1 && plain.len() == encrypted.len());
    for (segment, frame) in plain.iter().zip(&encrypted) {
        let Some(Event::Frame(frame)) = frames(frame, Limits::default()).next() else {
            panic!()
        };
        assert_eq!(key.decrypt(&frame).unwrap().segment(), segment);
    }
}
