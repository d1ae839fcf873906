//! The journal on the command line: sealed, proved to an outsider, and broken.

use std::path::Path;
use std::process::Output;

use crate::program::{bishui, root};

fn run(data: &Path, words: &[&str]) -> Output {
    bishui(data)
        .args(["--city", "cities/qinghe"])
        .args(words)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let bytes = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(bytes).unwrap()
}

fn well(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    assert!(output.status.success(), "{words:?}: {}", said(&output));
    said(&output)
}

fn ill(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    assert_eq!(output.status.code(), Some(1), "{words:?}: {}", said(&output));
    said(&output)
}

/// A journal with one act.
fn put(data: &Path) {
    let file = root().join("scenarios/data/reeds.csv");
    let put = ["register", "put", "reed-belts", file.to_str().unwrap()];
    let by = ["--by", "lake-warden", "--ground", "survey 12", "--since", "2026-05-01"];
    let answer = well(data, &[put.as_slice(), &by].concat());
    assert!(answer.contains("recorded as act 1, since 2026-05-01"), "{answer}");
}

#[test]
fn an_outsider_verifies_a_proof_and_a_head_without_trusting_the_journal() {
    let data = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let file = |name: &str| outside.path().join(name).display().to_string();
    let (key, head, proof) = (file("seal.key"), file("head.json"), file("proof.json"));
    put(data.path());
    let public = well(data.path(), &["audit", "key", &key]).trim().to_owned();
    assert!(
        ill(data.path(), &["audit", "key", &key]).contains("cannot be used"),
        "a key is never written over"
    );
    assert!(ill(data.path(), &["audit", "prove", "1"]).contains("no head covers act 1"));
    well(data.path(), &["audit", "seal", "--key", &key, "--out", &head]);
    well(data.path(), &["audit", "prove", "1", "--out", &proof]);

    // The outsider has no journal at all.
    let elsewhere = tempfile::tempdir().unwrap();
    let verify = ["audit", "verify", "--proof", &proof];
    let answer = well(
        elsewhere.path(),
        &[verify.as_slice(), &["--public-key", &public]].concat(),
    );
    assert!(
        answer.contains("act 1 (lake-warden, on the ground of: survey 12)"),
        "{answer}"
    );
    assert!(well(elsewhere.path(), &verify).contains("make sure whose key"));
    let zeros = "0".repeat(64);
    let other = [verify.as_slice(), &["--public-key", &zeros]].concat();
    assert!(ill(elsewhere.path(), &other).contains("another key"));
    let text = std::fs::read_to_string(&proof).unwrap();
    std::fs::write(&proof, text.replacen("6c616b65", "6c616b66", 1)).unwrap();
    assert!(ill(elsewhere.path(), &verify).contains("does not stand under the head"));

    // Another journal, whole in itself, does not hold the head that was kept.
    assert!(well(data.path(), &["audit", "verify", "--head", &head]).contains("the chain is whole"));
    put(elsewhere.path());
    assert!(well(elsewhere.path(), &["audit", "verify"]).contains("the chain is whole"));
    let answer = ill(elsewhere.path(), &["audit", "verify", "--head", &head]);
    assert!(
        answer.contains("first broken link: act 1 is not the one that a sealed head covers"),
        "{answer}"
    );
}

#[test]
fn a_file_of_another_encoding_is_read() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("reeds.csv");
    let mut bytes = b"stretch,year,length\r\n".to_vec();
    // 北岸 in GB 18030.
    bytes.extend([0xb1, 0xb1, 0xb0, 0xb6]);
    bytes.extend(b",2026,3\r\n");
    std::fs::write(&file, bytes).unwrap();
    let put = ["register", "put", "reed-belts", file.to_str().unwrap()];
    let answer = well(
        data.path(),
        &[put.as_slice(), &["--by", "lake-warden", "--ground", "g"]].concat(),
    );
    assert!(answer.contains("line 2  北岸 · 2026  new"), "{answer}");
}

#[test]
fn a_journal_made_with_sm3_stays_so() {
    let data = tempfile::tempdir().unwrap();
    assert!(ill(data.path(), &["audit", "list"]).contains("there is no journal"));
    assert!(well(data.path(), &["audit", "new", "--hash", "sm3"]).contains("sm3"));
    assert!(ill(data.path(), &["audit", "new"]).contains("stays for life"));
    put(data.path());
    assert!(well(data.path(), &["audit", "verify"]).contains("the chain is whole"));
    let list = well(data.path(), &["audit", "list", "--json"]);
    let act: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(act["subjects"][0]["name"], "register/reed-belts/north/2026");
    assert_eq!(act["texts"]["person"], "（虚构）镜湖专员");
}

#[test]
fn what_does_not_fit_the_register_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let file = root().join("scenarios/data/reeds.csv");
    let put = ["register", "put", "reed-belts", file.to_str().unwrap(), "--ground", "g"];
    let cases: [(&[&str], &str); 4] = [
        (&["--by", "nobody"], "may not write"),
        (&["--by", "lake-warden", "--apart", "depth"], "has no field `depth`"),
        (
            &["--by", "lake-warden", "--apart", "stretch"],
            "cannot keep apart the field of its key `stretch`",
        ),
        (&["--by", "lake-warden", "--person", " "], "it is not said who acts"),
    ];
    for (words, expected) in cases {
        let answer = ill(data.path(), &[put.as_slice(), words].concat());
        assert!(answer.contains(expected), "{words:?}: {answer}");
    }
    let missing = data.path().join("missing.csv").display().to_string();
    let answer = ill(
        data.path(),
        &[
            "register",
            "put",
            "reed-belts",
            &missing,
            "--by",
            "lake-warden",
            "--ground",
            "g",
        ],
    );
    assert!(answer.contains("missing.csv: "), "{answer}");
}

#[test]
fn a_request_is_served_once() {
    let data = tempfile::tempdir().unwrap();
    put(data.path());
    let corrected = root().join("scenarios/data/reeds-corrected.csv");
    let put = [
        "register",
        "put",
        "reed-belts",
        corrected.to_str().unwrap(),
        "--by",
        "lake-warden",
    ];
    let asked = [put.as_slice(), &["--ground", "survey 13", "--request", "form 5"]].concat();
    assert!(well(data.path(), &asked).contains("recorded as act 2"));
    assert!(well(data.path(), &asked).contains("there is nothing to record"));
    let first = root().join("scenarios/data/reeds.csv");
    let other = [
        "register",
        "put",
        "reed-belts",
        first.to_str().unwrap(),
        "--by",
        "lake-warden",
    ];
    let answer = ill(
        data.path(),
        &[other.as_slice(), &["--ground", "survey 13", "--request", "form 5"]].concat(),
    );
    assert!(answer.contains("the request `form 5` was used in act 2"), "{answer}");
}
