//! Typed messages: what is built by the list of commands is read back by it, and what the field sends is understood.

use hj212::{
    Body, BuildError, Builder, COMMANDS, Context, Direction, Edition, Envelope, Event, HeaderName, Kind, Limits,
    Message, MessageBuilder, Mode, Packet, Parameter, Range, Stamp, Value, acknowledge, command, frames, request,
    request_acknowledged, request_executed, upload,
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
fn the_answers_of_three_editions() {
    let answers = |request: &str| {
        let (packet, _) = Packet::parse(request.as_bytes(), Mode::Lenient).unwrap();
        [
            text(request_acknowledged(&packet, 1).segment()),
            text(request_executed(&packet, 100).segment()),
            text(acknowledge(&packet).map(|frame| segment_of(&frame).to_vec())),
        ]
    };
    let requests = [
        "QN=20040516010101001;ST=32;CN=2051;PW=123456;MN=88888880000001;Flag=3;CP=&&BeginTime=20040506111000,EndTime=20040506151000&&",
        "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&",
        "QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&",
        "QN=1617957600465;ST=21;CN=1013;PW=123456;MN=DXCBZ000000005;Flag=5;CP=&&PolId=w01018&&",
        "ST=31;CN=2051;PW=123456;MN=756877X7916010;Flag=3;PNUM=2;PNO=1;CP=&&DataTime=20180303102200&&",
    ];
    insta::assert_snapshot!(requests.map(answers).concat().join("\n"), @r"
    ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;QnRtn=1&&
    ST=91;CN=9012;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;ExeRtn=100&&
    ST=91;CN=9014;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;CN=2051&&
    QN=20160801085857223;ST=91;CN=9011;PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=1&&
    QN=20160801085857223;ST=91;CN=9012;PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&ExeRtn=100&&
    QN=20160801085857223;ST=91;CN=9014;PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&
    QN=20240601085857223;ST=91;CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&QnRtn=1&&
    QN=20240601085857223;ST=91;CN=9012;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&ExeRtn=100&&
    QN=20240601085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&
    QN=1617957600465;ST=91;CN=9011;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&QnRtn=1&&
    QN=1617957600465;ST=91;CN=9012;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&ExeRtn=100&&
    QN=1617957600465;ST=91;CN=9013;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&
    command 9011 needs the parameter `QN`; give it
    command 9012 needs the parameter `QN`; give it
    ST=91;CN=9014;PW=123456;MN=756877X7916010;Flag=0;CP=&&CN=2051;PNUM=2;PNO=1&&
    ");
}

#[test]
fn a_request_is_answered_by_number_and_result() {
    for (segment, qn, result) in [
        (
            "QN=20160801085857223;ST=91;CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=1&&",
            "20160801085857223",
            "RequestAnswer(Some(1))",
        ),
        (
            "ST=91;CN=9012;PW=123456;MN=88888880000001;CP=&&QN=20040516010101001;ExeRtn=100&&",
            "20040516010101001",
            "ExecutionResult(Some(100))",
        ),
        (
            "QN=1617957600465;ST=21;CN=9012;PW=123456;MN=DXCBZ000000005;Flag=5;CP=&&ExeRtn=ok&&",
            "1617957600465",
            "ExecutionResult(None)",
        ),
    ] {
        let (message, _) = read(segment.as_bytes(), Context::default());
        assert_eq!(message.request_number(), Some(qn.as_bytes()));
        assert_eq!(format!("{:?}", message.body()), result);
        assert_eq!(message.packet().value(HeaderName::Cn).map(<[u8]>::len), Some(4));
    }
}

fn shown(parameter: &hj212::ParameterField<'_>) -> String {
    let name = String::from_utf8_lossy(parameter.field.name);
    match parameter.value {
        Some(Value::Time(stamp)) => format!("{name}=time {stamp}"),
        Some(Value::Whole(number)) => format!("{name}=whole {number}"),
        Some(Value::Code(text)) => format!("{name}=code {}", String::from_utf8_lossy(text)),
        Some(Value::Text(text)) => format!("{name}=text {}", String::from_utf8_lossy(text)),
        other => format!("{name}={other:?}"),
    }
}

/// Command, direction, parameters, items and faults of a segment.
fn told(segment: &str) -> String {
    let (message, faults) = read(segment.as_bytes(), Context::default());
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let head = match message.command() {
        Some(row) => format!("{} {:?} {}", row.code, row.direction, row.name_en),
        None => "unknown".to_owned(),
    };
    let parameters: Vec<_> = message.parameters().map(|parameter| shown(&parameter)).collect();
    let items: Vec<_> = message
        .items()
        .map(|item| {
            let fields: Vec<_> = item
                .fields()
                .map(|field| format!("{}={}", lossy(field.suffix.unwrap_or(b"-")), lossy(field.text())))
                .collect();
            format!("{}[{}]", lossy(item.code), fields.join(" "))
        })
        .collect();
    format!(
        "{head} | {} | {} | {}",
        parameters.join(" "),
        items.join(" "),
        faults.join(" ")
    )
}

#[test]
fn the_field_is_understood() {
    let head = "QN=20160801085857223;ST=32;CN=CODE;PW=123456;MN=010000A8900016F000169DC0;Flag=FLAG;CP=&&";
    let cases = [
        ("2011", "5", ""),
        (
            "2011",
            "5",
            "DataTime=20160801085857;w01018-SampleTime=20160801085800,w01018-Rtd=27.3,w01018-Flag=N,w01018-EFlag=A001",
        ),
        (
            "2011",
            "5",
            "DataTime=20160824003817000;S01-Rtd=1,S01-Flag=D;01-ZsRtd=0.00;S08-Rtd=0;01-Rtd=0.00",
        ),
        (
            "2011",
            "5",
            "DataTime=20211105140700;SB0-RS=3;SB0-Class=4;B01-Rtd=00.58;B01-Flag=U",
        ),
        ("2011", "5", "DataTime=20250131202809;a34001-Rtd=92;Flag=N;a99-Rtd=;x=1"),
        (
            "2011",
            "5",
            "PNUM=1;PNO=11;DataTime=20220418131200;w01001-Rtd=-99.000000;LastAct=5.530E012;w1-Rtd=5.530E012",
        ),
        ("2021", "5", "DataTime=20160801085857;SB1-RS=1;SB2-RS=9;SB3-RS=11"),
        ("2061", "5", "BeginTime=20160801080000,EndTime=20160801080000"),
        ("2061", "5", "BeginTime=20160801080000"),
        ("3016", "5", "PolId=w01018,CstartTime=000000,CTime=2"),
        ("3014", "1", "PolId=101,CTime=04,CTime=10,CTime=14,CTime=16"),
        ("1014", "9", "SKCreateTime=20240601085857223;NewSK=0123456789abcdef"),
        ("1062", "5", "RtdInterval=30;RtdInterval=40"),
        ("1062", "5", "RtdInterval=often"),
        (
            "3020",
            "5",
            "DataTime=20100301145000;PolId=w01018;i11001-Info=//清洗;管路//",
        ),
        ("9014", "4", "QnRtn=1;UTP=X"),
        ("8013", "4", "DataTime=20181225080000;011-Rtd=27.3"),
    ];
    let told: Vec<_> = cases
        .iter()
        .map(|(code, flag, content)| {
            told(&format!(
                "{}{content}&&",
                head.replace("CODE", code).replace("FLAG", flag)
            ))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    2011 Down Start real-time data upload |  |  | 
    2011 Up Upload real-time data | DataTime=time 20160801085857 | w01018[SampleTime=20160801085800 Rtd=27.3 Flag=N EFlag=A001] | 
    2011 Up Upload real-time data | DataTime=time 20160824003817 | S01[Rtd=1 Flag=D] 01[ZsRtd=0.00] S08[Rtd=0] 01[Rtd=0.00] | value-form:DataTime
    2011 Up Upload real-time data | DataTime=time 20211105140700 | SB0[RS=3 Class=4] B01[Rtd=00.58 Flag=U] | 
    2011 Up Upload real-time data | DataTime=time 20250131202809 Flag=text N | a34001[Rtd=92] a99[Rtd=] x[-=1] | value-missing:a99-Rtd
    2011 Up Upload real-time data | PNUM=whole 1 PNO=whole 11 DataTime=time 20220418131200 | w01001[Rtd=-99.000000] LastAct[-=5.530E012] w1[Rtd=5.530E012] | value-form:w1-Rtd
    2021 Up Upload equipment status | DataTime=time 20160801085857 | SB1[RS=1] SB2[RS=9] SB3[RS=11] | value-out-of-range:SB3-RS
    2061 Down Get hourly data | BeginTime=time 20160801080000 EndTime=time 20160801080000 |  | 
    2061 Down Get hourly data | BeginTime=time 20160801080000 |  | parameter-missing:EndTime
    3016 Down Set sampling time period | PolId=code w01018 CstartTime=Some(Clock { hour: 0, minute: 0, second: 0 }) CTime=whole 2 |  | 
    3014 Down Set sampling time period | PolId=code 101 CTime=whole 4 CTime=whole 10 CTime=whole 14 CTime=whole 16 |  | 
    1014 Down Host hands out a new SM4 key | SKCreateTime=time 20240601085857 NewSK=text 0123456789abcdef |  | 
    1062 Down Set real-time interval | RtdInterval=whole 30 RtdInterval=whole 40 |  | parameter-repeated:RtdInterval
    1062 Down Set real-time interval | RtdInterval=None |  | value-unreadable:RtdInterval
    3020 Up Upload field information | DataTime=time 20100301145000 PolId=code w01018 | i11001[Info=//清洗;管路//] | 
    9014 Both Data acknowledgement | QnRtn=whole 1 | UTP[-=X] | 
    unknown | DataTime=time 20181225080000 | 011[Rtd=27.3] |
    ");
}

#[test]
fn fields_of_one_factor_are_found_wherever_they_stand() {
    let segment =
        b"ST=31;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20171219115817;01-ZsRtd=0.10;S08-Rtd=1;01-Rtd=0.20&&";
    let (packet, _) = Packet::parse(segment, Mode::Lenient).unwrap();
    let message = Message::read(&packet, Context::default());
    let found: Vec<_> = message
        .fields_of(b"01")
        .map(|field| (field.suffix.unwrap(), field.text()))
        .collect();
    assert_eq!(found, [(&b"ZsRtd"[..], &b"0.10"[..]), (b"Rtd", b"0.20")]);
    assert_eq!(message.items().find_map(|item| item.text("Rtd")), Some(&b"1"[..]));
}

/// The recorded frames, with the lines of the file that show most.
#[test]
fn recorded_frames_as_messages() {
    let vectors = include_str!("../data/vectors.jsonl");
    let shown = [1, 4, 9, 16, 21, 25, 30, 35, 59, 62, 63, 66, 72, 79, 93, 110, 116, 118];
    let told: Vec<_> = vectors
        .lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let facts: serde_json::Value = serde_json::from_str(line).unwrap();
            let bytes = facts["frame"].as_str()?.to_owned();
            let Event::Frame(frame) =
                frames(bytes.as_bytes(), Limits::default()).find(|event| matches!(event, Event::Frame(_)))?
            else {
                return None;
            };
            // Every frame becomes a message that can be asked everything.
            let told = told(std::str::from_utf8(frame.segment).unwrap());
            shown.contains(&(index + 1)).then(|| format!("{}: {told}", index + 1))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    1: 1062 Down Set real-time interval | RtdInterval=whole 30 |  | 
    4: 1011 Down Get field time |  |  | 
    9: 9011 Up Request acknowledgement | QnRtn=whole 1 |  | 
    16: 3020 Down Get field information | PolId=code w01018 InfoId=code i11001 BeginTime=time 20160801010522 EndTime=time 20160801085857 |  | 
    21: 3015 Up Upload retained-sample information | DataTime=time 20160801085857 VaseNo=whole 1 |  | item-space
    25: 9011 Up Request acknowledgement | QN=time 20040516010101 QnRtn=whole 1 |  | 
    30: 2011 Up Upload real-time data | DataTime=time 20191012133710 | a21005[Rtd=0.00 Flag=N] a21004[Rtd=0.00 Flag=N] a21007[Rtd=0.033 Flag=N] a21006[Rtd=0.036 Flag=N] a21001[Rtd=25.40 Flag=N] a21003[Rtd=101.94 Flag=N] a21002[Rtd=49.20 Flag=N] | mn-length
    35: 2051 Up Upload minute data | DataTime=time 20230327090000 | a01006[Avg=101.85 Min=101.84 Max=101.87 ValidNum=10 TotalNum=10] | header-order split-numbers-unannounced
    59: 1011 Down Get field time |  |  | split-numbers-missing
    62: 1022 Down Set pollutant alarm thresholds |  | 101[LowValue=1.1 UpValue=9.9] 102[LowValue=1.1 UpValue=9.9] | split-numbers-missing
    63: 1021 Down Get pollutant alarm thresholds | PolId=code 101 PolId=code 102 |  | split-numbers-missing
    66: 3014 Down Set sampling time period | PolId=code 101 CTime=whole 4 CTime=whole 10 CTime=whole 14 CTime=whole 16 |  | split-numbers-missing
    72: 1012 Down Set field time | PolId=code w01018 SystemTime=time 20160801085857 |  | qn-unreadable mn-length
    79: 2011 Up Upload real-time data | DataTime=time 20160801084000 | a21005[Rtd=1.1 Flag=N] a21004[Rtd=112 Flag=N] a21026[Rtd=58 Flag=N] LA[td=50.1 Flag=N] a34004[Rtd=207 Flag=N] a34002[Rtd=295 Flag=N] a01001[Rtd=12.6 Flag=N] a01002[Rtd=32 Flag=N] a01006[Rtd=101.02 Flag=N] a01007[Rtd=2.1 Flag=N] a01008[Rtd=120 Flag=N] a34001[Rtd=217 Flag=N] | split-numbers-missing item-empty
    93: 2011 Up Upload real-time data | DataTime=time 20240123123200 | w01018[SampleTime=20240123110306 Rtd=4653.8 Flag=N] w21003[SampleTime=20240123110305 Rtd=43.58 Flag=N] w21011[SampleTime=20240123110302 Rtd=1.58 Flag=N] w21001[SampleTime=20240123110336 Rtd=83.53 Flag=N] w01001[Rtd=7.17 Flag=N] w01010[Rtd=6.3 Flag=N] w00000[Rtd=3.41 Flag=N] | mn-length
    110: 2021 Up Upload equipment status | DataTime=time 20180119131000 | SB1[RS=0] SB2[RS=0] SB3[RS=0] SB4[RS=0] SB5[RS=0] SB6[RS=0] SB7[RS=0] SB8[RS=0] | 
    116: 9014 Both Data acknowledgement | QnRtn=whole 1 | UTP[-=MICRO_DEV_DOWNLOAD_DATA_YSRDWQGQ1000001001] DTP[-=MICRO_DEV_UPLOAD_DATA_YSRDWQGQ1000001001] | mn-length
    118: 9014 Both Data acknowledgement | QnRtn=whole 1 PNO=whole 11 |  | mn-length
    ");
}

proptest! {
    /// Whatever stands in CP: a message is read, and can be asked everything.
    #[test]
    fn no_content_makes_it_panic(content in "([;,=-]|[0-9]{1,3}|DataTime|PolId|PNUM|w01018-Rtd|-Flag|x-|//|QN|氨|[ -~]){0,60}", number in 0_usize..100, flag in 0_u8..16) {
        let code = &COMMANDS[number % COMMANDS.len()].code;
        let segment = format!("QN=20160801085857223;ST=32;CN={code};PW=123456;MN=88888880000001;Flag={flag};CP=&&{content}&&");
        if let Ok((packet, _)) = Packet::parse(segment.as_bytes(), Mode::Lenient) {
            for direction in [None, Some(Direction::Up), Some(Direction::Down)] {
                let message = Message::read(&packet, Context { direction, edition: None });
                let _ = (message.body(), message.faults().count(), message.request_number());
                let fields = packet.groups().flat_map(|group| group.fields()).filter(|field| !field.raw.trim_ascii().is_empty()).count();
                let items: usize = message.items().map(|item| item.fields().count()).sum();
                // Every field is either a parameter or part of an item.
                prop_assert_eq!(message.parameters().count() + items, fields);
            }
        }
    }
}

#[test]
fn bodies_as_typed_values() {
    let head = "QN=20160801085857223;ST=32;CN=CODE;PW=123456;MN=010000A8900016F000169DC0;Flag=FLAG;CP=&&";
    let cases = [
        ("1000", "5", "OverTime=5;ReCount=3"),
        ("1000", "5", "OverTime=5"),
        ("1012", "5", "PolId=w01018;SystemTime=20160801085857"),
        ("1014", "9", "SKCreateTime=20240601085857223;NewSK=0123456789abcdef"),
        ("1042", "1", "ReportTime=0830"),
        ("1062", "5", "RtdInterval=30"),
        ("1072", "5", "NewPW=654321"),
        ("2011", "5", ""),
        ("2051", "5", "BeginTime=20160801085857;EndTime=20160801095857"),
        ("2081", "5", "DataTime=20160801085857;RestartTime=20160801085800"),
        ("3011", "9", "PolId=a21026;CalibrationType=1"),
        ("3015", "5", "DataTime=20160801085857;VaseNo=1"),
        ("3016", "5", "PolId=w01018;CstartTime=013000;Ctime=2"),
        ("3018", "5", "PolId=w01018;Stime=30"),
        ("9011", "4", "QnRtn=1"),
        ("9012", "4", "ExeRtn=100"),
        ("9014", "4", ""),
        ("9021", "5", ""),
        ("8013", "4", "DataTime=20181225080000"),
    ];
    let body = |(code, flag, content): &(&str, &str, &str)| {
        let segment = format!("{}{content}&&", head.replace("CODE", code).replace("FLAG", flag));
        let (message, _) = read(segment.as_bytes(), Context::default());
        format!("{code} {:?}", message.body()).replace("Stamp { year: 2016, month: 8, day: 1, hour: ", "{")
    };
    insta::assert_snapshot!(cases.iter().map(body).collect::<Vec<_>>().join("\n"), @r"
    1000 Retries { over_time: Some(5), re_count: Some(3) }
    1000 Retries { over_time: Some(5), re_count: None }
    1012 Time { pol_id: Some([119, 48, 49, 48, 49, 56]), system_time: Some({8, minute: 58, second: 57, millisecond: 0 }) }
    1014 Key { made_at: Some(Stamp { year: 2024, month: 6, day: 1, hour: 8, minute: 58, second: 57, millisecond: 223 }), key: Some([48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102]) }
    1042 Setting(Some([48, 56, 51, 48]))
    1062 RealTimeInterval(Some(30))
    1072 NewPassword(Some([54, 53, 52, 51, 50, 49]))
    2011 Empty
    2051 Span { begin: Some({8, minute: 58, second: 57, millisecond: 0 }), end: Some({9, minute: 58, second: 57, millisecond: 0 }) }
    2081 PowerOn { data_time: Some({8, minute: 58, second: 57, millisecond: 0 }), restarted: Some({8, minute: 58, second: 0, millisecond: 0 }) }
    3011 Factor { pol_id: Some([97, 50, 49, 48, 50, 54]), calibration: Some(1) }
    3015 KeptSample { data_time: Some({8, minute: 58, second: 57, millisecond: 0 }), bottle: Some(1) }
    3016 SamplingPeriod { pol_id: Some([119, 48, 49, 48, 49, 56]), first: Some((1, 30, 0)), hours: Some(2) }
    3018 TimeToResult { pol_id: Some([119, 48, 49, 48, 49, 56]), minutes: Some(30) }
    9011 RequestAnswer(Some(1))
    9012 ExecutionResult(Some(100))
    9014 Received
    9021 Login
    8013 Unknown
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
