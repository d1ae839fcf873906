//! `bishui simulate` on paper: the same file for the same seed, a truthful report, clear refusals.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::program::bishui;

/// Two days of the city's sections, with much that goes wrong.
const STORY: &str = "simulate --model water --from 2021-04-01 --until 2021-04-03 --loss 5% --duplicate 0.05 --reorder 0.1 \
    --delay 3d@0.05 --wrong-crc 0.05 --wrong-length 0.05 --glue 0.2 --split-writes 0.1 --disconnect 0.05 --json";

fn run(folder: &Path, words: &str) -> Output {
    bishui(&folder.join("data"))
        .args(words.split_whitespace())
        .output()
        .unwrap()
}

fn told(folder: &Path, name: &str, more: &str) -> (Value, Vec<u8>, String) {
    let file = |ending: &str| folder.join(format!("{name}.{ending}"));
    let (write, expect) = (file("bin"), file("jsonl"));
    let output = run(
        folder,
        &format!(
            "{STORY} --write {} --expect {} {more}",
            write.display(),
            expect.display()
        ),
    );
    assert!(output.status.success(), "{output:?}");
    let report = serde_json::from_slice(&output.stdout).unwrap();
    let expected = std::fs::read_to_string(expect).unwrap();
    (report, std::fs::read(write).unwrap(), expected)
}

#[test]
fn one_seed_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let one = told(folder.path(), "one", "--seed 5");
    assert_eq!(one, told(folder.path(), "again", "--seed 5"));
    assert_ne!(one.1, told(folder.path(), "other", "--seed 6").1);

    let (report, written, expected) = one;
    let count = |name: &str| report[name].as_u64().unwrap();
    assert_eq!((count("seed"), count("loggers"), count("uploads")), (5, 2, 96));
    assert_eq!((count("answered"), count("given_up")), (96, 0));
    for fault in ["loss", "duplicate", "wrong-crc", "glue", "disconnect"] {
        assert!(report["faults"][fault].as_u64().unwrap() > 0, "{fault}: {report}");
    }
    assert_eq!(report["faults"]["refuse"], 0);
    // The decoder of this program finds every frame that was sent, and every answered one among the sound.
    assert_eq!(expected.lines().count(), 96);
    let heads = written.windows(2).filter(|pair| pair == b"##").count() as u64;
    assert!(heads >= count("frames_sent"), "{heads} of {report}");
    let first: Value = serde_json::from_str(expected.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["command"], &first["acknowledged"]),
        (&Value::from(2061), &Value::from(true))
    );
}

#[test]
fn what_cannot_be_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("paper");
    let refused = |words: &str| {
        let span = "--from 2021-04-01 --until 2021-04-02";
        let output = run(
            folder.path(),
            &format!("simulate {span} --write {} {words}", paper.display()),
        );
        assert!(!output.status.success(), "{words}");
        String::from_utf8(output.stderr)
            .unwrap()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    insta::assert_snapshot!(refused("--model wine"), @"bishui: --model: use one of: water, air, gas, waste-water");
    insta::assert_snapshot!(refused("--model air --items NH3N"), @"bishui: simulate: the model of air has no item 'NH3N'; it has: a21026, a21004, a21005, a05024, a34002, a34004, a01001, a01002, a01006, a01007, a01008");
    insta::assert_snapshot!(refused("--model water --period minute --interval 7min"), @"bishui: simulate: an interval of 420 s does not fit period 'minute'; minute data come every 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes");
    insta::assert_snapshot!(refused("--model water --stations 20001"), @"bishui: simulate: 20001 stations are more than the 20000 that one fleet can have; make several");
    insta::assert_snapshot!(refused("--model gas"), @"bishui: simulate: the station directory has no MN for a point of gas; enter one, or give a number of stations");
    insta::assert_snapshot!(refused("--model water --edition 2017 --sm4-key 30303030303030303030303030303030"), @"bishui: simulate: edition 2017 knows no encryption; leave the SM4 key out, or speak 2025");
    insta::assert_snapshot!(refused("--model water --edition 2025 --without-qn"), @"bishui: simulate: edition 2025 demands a request number in every upload; only 2005 lets it be left out");
    insta::assert_snapshot!(refused("--model air --edition 2005 --stations 1 --items PM25"), @"bishui: simulate: none of the items has a factor code in this edition; choose others, or a later edition");
    insta::assert_snapshot!(refused("--model water --clock-drift 30s"), @"error: --clock-drift: '30s' is no drift; write a time a day, such as 30s/d");
}
