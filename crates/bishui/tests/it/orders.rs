//! An order of one process is carried out by another, over the connection that it holds.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use hj212::{Builder, Event, Flag, HeaderName, Limits, Mode, Packet, StreamDecoder};

use crate::program::{Server, bishui, root};

/// A station of the demo city's folder.
const STATION: &str = "zhaoshan-section";

/// A logger that introduces itself and then answers requests, one after the other: 9011, and 9012 with the next of `results`.
fn answer(door: &str, results: &[u32]) {
    let city = city::read(&root().join("cities/xiangtan")).city.unwrap();
    let mn = city.point(STATION).unwrap().mn.clone().unwrap();
    let mut stream = TcpStream::connect(door).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let hello = Builder::new()
        .header(HeaderName::Qn, "20210401100001001")
        .header(HeaderName::St, "21")
        .header(HeaderName::Cn, "2061")
        .header(HeaderName::Pw, "123456")
        .header(HeaderName::Mn, &mn)
        .flag(Flag::OF_2017)
        .group([("DataTime", "20210401080000")])
        .group([("w21003-Avg", "0.1")]);
    stream.write_all(&hello.frame().unwrap()).unwrap();
    let mut decoder = StreamDecoder::new(Limits::default());
    let mut buffer = [0; 4_096];
    let mut results = results.iter();
    // The server is killed at the end of the story.
    while let Ok(count) = stream.read(&mut buffer) {
        if count == 0 {
            return;
        }
        decoder.push(&buffer[..count]);
        while let Some(Event::Frame(frame)) = decoder.next_event() {
            let (packet, _) = Packet::parse(frame.segment, Mode::Strict).unwrap();
            let receipt = hj212::request_acknowledged(&packet, 1).frame().unwrap();
            let executed = hj212::request_executed(&packet, *results.next().unwrap())
                .frame()
                .unwrap();
            stream.write_all(&[receipt, executed].concat()).unwrap();
        }
    }
}

#[test]
fn a_person_asks_a_station_through_the_serving_process() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path());
    let door = server.hj212.clone();
    let logger = std::thread::spawn(move || answer(&door, &[1, 3]));
    for code in [0, 2] {
        let sent = bishui(data.path())
            .args(["hj212", "send", "--station", STATION, "1061", "--wait", "60", "--json"])
            .output()
            .unwrap();
        let told = String::from_utf8(sent.stdout).unwrap();
        assert_eq!(sent.status.code(), Some(code), "{told}");
        let lines = told
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let steps: Vec<String> = lines
            .filter_map(|line| Some(line["kind"].as_str()?.to_owned()))
            .collect();
        assert_eq!(steps, ["sent", "received", "executed"], "{told}");
    }
    server.kill();
    logger.join().unwrap();
}
