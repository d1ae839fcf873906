//! Acknowledgements and answers, as the three editions write them.

use hj212::{Context, HeaderName, Mode, Packet, acknowledge, request_acknowledged, request_executed};

use super::{read, segment_of, text};

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
