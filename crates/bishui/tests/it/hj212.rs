//! Frames to JSON and back, on the command line.

use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::program::{bishui, root};

/// Runs `bishui hj212 …` with `input`. Neither a city nor a data folder exists.
fn hj212(arguments: &[&str], input: &[u8]) -> Output {
    let nowhere = root().join("no-such-folder");
    let mut child = bishui(&nowhere)
        .env("BISHUI_CITY", &nowhere)
        .arg("hj212")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The program answers while it reads: both must go on at once.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    assert!(!nowhere.exists());
    output
}

fn objects(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The recorded frames, one after the other.
fn recorded() -> Vec<u8> {
    let vectors = std::fs::read_to_string(root().join("crates/hj212/tests/data/vectors.jsonl")).unwrap();
    let bytes = |line: &str| {
        let facts: Value = serde_json::from_str(line).unwrap();
        match facts["frame_hex"].as_str() {
            Some(hex) => (0..hex.len() / 2)
                .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
                .collect(),
            None => facts["frame"].as_str().unwrap().as_bytes().to_vec(),
        }
    };
    vectors.lines().flat_map(bytes).collect()
}

/// The bytes of an object in the stream that was decoded.
fn slice<'a>(stream: &'a [u8], object: &Value) -> &'a [u8] {
    let (at, bytes) = (
        object["at"].as_u64().unwrap() as usize,
        object["bytes"].as_u64().unwrap() as usize,
    );
    &stream[at..at + bytes]
}

#[test]
fn every_recorded_byte_is_told_and_clean_frames_come_back() {
    let stream = recorded();
    let decoded = hj212(&["decode"], &stream);
    assert_eq!(decoded.status.code(), Some(0), "faults are the answer, not a failure");
    assert_eq!(
        hj212(&["decode", "--strict"], &stream).status.code(),
        Some(1),
        "some have faults"
    );
    let objects = objects(&decoded);
    let told: Vec<u8> = objects
        .iter()
        .flat_map(|object| slice(&stream, object))
        .copied()
        .collect();
    assert_eq!(told, stream);
    let (clean, faulty): (Vec<_>, Vec<_>) = objects.iter().partition(|object| object["faults"] == json!([]));
    assert!(
        clean.len() >= 25 && faulty.len() >= 100,
        "{} {}",
        clean.len(),
        faulty.len()
    );
    for fault in faulty.iter().flat_map(|object| object["faults"].as_array().unwrap()) {
        for key in ["code", "where", "sentence"] {
            assert!(fault[key].as_str().is_some_and(|text| !text.is_empty()), "{fault}");
        }
    }
    let lines: String = clean.iter().map(|object| format!("{object}\n")).collect();
    let expected: Vec<u8> = clean
        .iter()
        .flat_map(|object| slice(&stream, object))
        .copied()
        .collect();
    let encoded = hj212(&["encode"], lines.as_bytes());
    assert_eq!(String::from_utf8_lossy(&encoded.stderr), "");
    assert_eq!(
        String::from_utf8_lossy(&encoded.stdout),
        String::from_utf8_lossy(&expected)
    );
    let again = hj212(&["decode", "--strict"], &encoded.stdout);
    assert_eq!(again.status.code(), Some(0));
}

#[test]
fn strict_refuses_every_departure() {
    let stream = recorded();
    for (arguments, refused_only_if_damaged) in [(&["decode"][..], true), (&["decode", "--strict"], false)] {
        for object in objects(&hj212(arguments, &stream)) {
            let refused = object["refused"].as_bool().unwrap();
            if object["faults"] == json!([]) {
                assert!(!refused, "{object}");
            } else if !refused_only_if_damaged {
                assert!(refused, "{object}");
            }
        }
    }
}

#[test]
fn encrypted_frames_are_read_and_written_with_the_key() {
    let key = "30303030303030303030303030303030";
    let stream = recorded();
    let decoded: Vec<_> = objects(&hj212(&["decode", "--key", key], &stream))
        .into_iter()
        .filter(|object| object["encrypted"] == json!(true))
        .collect();
    assert_eq!(decoded.len(), 2);
    for object in decoded {
        assert_eq!(object["faults"], json!([]));
        assert_eq!(
            object["items"][0],
            json!({"name": "DataTime", "value": "20240520210600", "group": 0})
        );
        let line = object.to_string();
        assert_eq!(
            hj212(&["encode", "--key", key], line.as_bytes()).stdout,
            slice(&stream, &object)
        );
        let without = hj212(&["encode"], line.as_bytes());
        assert!(without.stdout.is_empty() && String::from_utf8_lossy(&without.stderr).contains("--key"));
    }
    let without: Vec<_> = objects(&hj212(&["decode"], &stream))
        .into_iter()
        .filter(|object| object["encrypted"] == json!(true))
        .collect();
    assert_eq!(without.len(), 2);
    assert!(without.iter().all(|object| object["refused"] == json!(true)
        && object["encoding"] == json!("hex")
        && object["items"] == json!(null)));
    let bad = hj212(&["decode", "--key", "secret"], b"");
    assert!(bad.status.code() == Some(2) && String::from_utf8_lossy(&bad.stderr).contains("32 hexadecimal digits"));
}

#[test]
fn a_few_keys_are_enough_for_a_frame() {
    let line = json!({
        "st": 32, "cn": 2011, "pw": "123456", "mn": "010000A8900016F000169DC0", "flag": 5, "qn": "20160801085857223",
        "items": [
            {"name": "DataTime", "value": "20160801085857"},
            {"name": "w01018-Rtd", "value": 27.3},
            {"name": "w01018-Flag", "value": "N"},
        ],
    });
    let encoded = hj212(&["encode"], line.to_string().as_bytes());
    insta::assert_snapshot!(String::from_utf8(encoded.stdout).unwrap().trim_end(), @"##0140QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20160801085857;w01018-Rtd=27.3,w01018-Flag=N&&3C00");
}

#[test]
fn fields_and_their_codes_get_words() {
    let frames = [
        json!({"st": "91", "cn": "9011", "flag": "4", "items": [{"name": "QnRtn", "value": "3"}]}),
        json!({"st": "32", "cn": "2011", "flag": "4", "items": [{"name": "w01018-Rtd", "value": "x"}, {"name": "w01018-Flag", "value": "D"}]}),
    ];
    let encoded = hj212(&["encode"], frames.map(|frame| frame.to_string()).join("\n").as_bytes());
    let explained = objects(&hj212(&["decode", "--explain"], &encoded.stdout));
    let words: Vec<_> = explained
        .iter()
        .flat_map(|object| object["items"].as_array().unwrap())
        .map(|item| item["means"].as_str().unwrap())
        .collect();
    insta::assert_snapshot!(words.join("\n"), @r"
    Answer to the request: PW wrong
    Chemical oxygen demand (CODCr), real-time value
    Chemical oxygen demand (CODCr), mark of the value: Analyser fault
    ");
    let places: Vec<_> = explained[1]["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| format!("{}: {}", fault["where"], fault["code"]))
        .collect();
    insta::assert_snapshot!(places.join("\n"), @r#"
    "header field QN, bytes 6-25": "qn-missing"
    "header field PW, bytes 6-25": "pw-missing"
    "header field MN, bytes 6-25": "mn-missing"
    "parameter DataTime, byte 58": "parameter-missing"
    "item w01018-Rtd, bytes 32-43": "value-unreadable"
    "#);
}

#[test]
fn what_cannot_become_a_frame_is_named_with_its_line() {
    let frame =
        |value: &str| json!({"st": "32", "cn": "2011", "items": [{"name": "w01018-Rtd", "value": value}]}).to_string();
    let lines = [
        "not json".to_owned(),
        frame("1"),
        String::new(),
        frame("1;2"),
        frame("1&&2"),
        json!({"st": "32", "itmes": []}).to_string(),
        json!({"st": "32", "refused": true}).to_string(),
        json!({"kind": "garbage", "text": "x"}).to_string(),
        json!({"items": [{"name": "i1-Info", "value": "0G", "encoding": "hex"}]}).to_string(),
        frame(&"1".repeat(1100)),
        frame("2"),
    ];
    let output = hj212(&["encode"], lines.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        output.stdout.iter().filter(|byte| **byte == b'\n').count(),
        2,
        "the good lines are written"
    );
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap().trim_end(), @r"
    bishui: line 1: not a JSON object as decode prints it: expected ident at line 1 column 2
    bishui: line 4: `w01018-Rtd` holds a separator, a space at its edge or a line end: it would be read back as something else
    bishui: line 5: `w01018-Rtd=1&&2` holds a byte that parts fields or ends CP, or its name is empty or too long; it cannot be written into a frame
    bishui: line 6: not a JSON object as decode prints it: unknown field `itmes`, expected one of `kind`, `at`, `bytes`, `edition`, `encrypted`, `length`, `crc`, `end`, `qn`, `st`, `cn`, `pw`, `mn`, `flag`, `pnum`, `pno`, `rf`, `header`, `command`, `direction`, `items`, `text`, `encoding`, `refused`, `faults` at line 1 column 8
    bishui: line 7: the frame was refused, its content cannot be trusted; --repair writes it with right length and CRC
    bishui: line 9: `i1-Info` cannot be written in the encoding that is named
    bishui: line 10: one group of CP does not fit into a frame of 1024 bytes even alone; send fewer fields per item
    ");
}

#[test]
fn too_many_items_for_one_frame_are_split() {
    let items: Vec<_> = std::iter::once(json!({"name": "DataTime", "value": "20160801080000"}))
        .chain((0..80).map(|item| json!({"name": format!("w{item:05}-Avg"), "value": "17.5"})))
        .collect();
    let line = json!({"qn": "20160801085857223", "st": "32", "cn": "2061", "pw": "123456", "mn": "010000A8900016F000169DC0", "flag": "5", "items": items});
    let encoded = hj212(&["encode"], line.to_string().as_bytes());
    let parts = objects(&hj212(&["decode", "--strict"], &encoded.stdout));
    assert_eq!(parts.len(), 2);
    assert!(
        parts
            .iter()
            .all(|part| part["faults"] == json!([]) && part["pnum"] == "2" && part["flag"] == "7")
    );
}

#[test]
fn any_bytes_become_valid_json() {
    // A small generator is enough: every byte value, and marks of the protocol among them.
    let mut state = 0x2016_0801_u32;
    let mut noise = Vec::new();
    while noise.len() < 200_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match state >> 28 {
            0 => noise.extend_from_slice(b"##0101"),
            1 => noise.extend_from_slice(b"QN=1;CP=&&"),
            2 => noise.extend_from_slice(b"&&1C80\r\n"),
            _ => noise.extend_from_slice(&state.to_be_bytes()),
        }
    }
    let decoded = hj212(&["decode"], &noise);
    assert_eq!(decoded.status.code(), Some(0));
    let told: Vec<u8> = objects(&decoded)
        .iter()
        .flat_map(|object| slice(&noise, object))
        .copied()
        .collect();
    assert_eq!(told, noise);
    assert_eq!(hj212(&["decode"], b"").status.code(), Some(0));
}

#[test]
fn the_lists_are_printed() {
    let all = objects(&hj212(&["codes", "--json"], b"")).len();
    let mut sum = 0;
    for list in [
        "commands", "systems", "flags", "results", "factors", "fields", "suffixes", "faults",
    ] {
        let json = objects(&hj212(&["codes", list, "--json"], b""));
        let words = hj212(&["codes", list], b"");
        assert_eq!(
            String::from_utf8(words.stdout).unwrap().lines().count(),
            json.len(),
            "{list}"
        );
        assert!(!json.is_empty(), "{list}");
        sum += json.len();
    }
    assert_eq!(all, sum);
    let words = String::from_utf8(hj212(&["codes", "commands"], b"").stdout).unwrap();
    assert!(words.contains("1062 ↓ Set real-time interval  (RtdInterval)"));
}
