//! A frame whose bytes retention has dropped: what is left says so, on the command line and on its page.

use chrono::{NaiveDate, TimeDelta, Utc};
use history::{Digest, Door, History, Observation, Period, Receipt, ReceiptId, Retention, Statistic};

use crate::program::{Server, bishui};

async fn drop_a_frame(data: &std::path::Path) {
    let history = History::open(data).await.unwrap();
    let at = NaiveDate::from_ymd_opt(2021, 4, 1)
        .unwrap()
        .and_hms_opt(8, 0, 0)
        .unwrap();
    let value = Observation {
        line: None,
        point: "zhaoshan-section".to_owned(),
        item: "NH3N".to_owned(),
        period: Period::Hour,
        statistic: Statistic::Value,
        at,
        value: "0.092".parse().ok(),
        text: "0.092".to_owned(),
        flag: Some("N".to_owned()),
    };
    let receipt = Receipt {
        door: Door::Hj212,
        from: "10.1.2.3:4000".to_owned(),
        station: Some("DEMO43030000000000000S01".to_owned()),
        digest: Some(Digest::of(&[b"one"])),
        bytes: b"##0010secret-bytes".to_vec(),
        faults: Vec::new(),
        back_filled: false,
        observations: vec![value],
    };
    history.receive(receipt).await.unwrap();
    let retention = Retention {
        days: 1_095,
        received_before: Utc::now() + TimeDelta::days(1),
        through: ReceiptId(1),
    };
    assert_eq!(history.retire(retention).await.unwrap(), 1);
}

#[test]
fn a_dropped_frame_says_that_it_was_dropped_and_its_values_stay() {
    let data = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(drop_a_frame(data.path()));
    let shown = bishui(data.path()).args(["frame", "r1"]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    let says = "by retention (1095 days); the values taken from them stay";
    assert!(shown.contains(says) && shown.contains("0.092"), "{shown}");
    assert!(!shown.contains("secret-bytes") && !shown.contains("SHA-256"), "{shown}");
    let server = Server::start(data.path());
    let page = server.page("/evidence/r1?lang=en");
    assert!(
        page.contains("200 OK") && page.contains(says) && page.contains("0.092"),
        "{page}"
    );
    assert!(
        !page.contains("SHA-256") && !page.contains("Not one byte was changed"),
        "{page}"
    );
    server.kill();
}
