//! What the field sends is understood.

use hj212::{COMMANDS, Context, Direction, Event, Limits, Message, Mode, Packet, Value, frames};
use proptest::prelude::*;

use super::read;

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
    let vectors = include_str!("../../data/vectors.jsonl");
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
