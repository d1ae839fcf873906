//! Files that come twice, that correct others, that repeat themselves.

use chrono::NaiveDate;
use gateway::import::import_bytes;
use gateway::mapping::Mapping;
use history::{Digest, Door, Receipt};

use crate::import_desk::{AIR, Desk};

const FIRST: &str =
    "station,time,pm25,co\n昭山,2020-03-26T19:00,21,800\n昭山,2020-03-26T20:00,22,ND\n岳塘,2020-03-26T20:00,30,\n";

#[tokio::test]
async fn the_same_file_twice_adds_nothing() {
    let desk = Desk::open().await;
    desk.bring(FIRST.as_bytes(), AIR).await;
    let before = desk.statements().await;
    insta::assert_snapshot!(desk.bring(FIRST.as_bytes(), AIR).await, @r"
    file.csv: 3 rows (UTF-8, separator ,)
    0 values added
    5 values known already
    1 value below detection: the limit is kept as text, no number is invented
    1 empty cell
    ");
    assert_eq!(desk.statements().await, before);
    // Numbers written otherwise, another order, another separator: still nothing new, and no receipt.
    let same = "time;station;co;pm25\n2020-03-26 20:00;岳塘;;30.0\n2020-03-26 20:00;昭山;ND;22.00\n2020-03-26 19:00;昭山;800;2.1e1\n";
    insta::assert_snapshot!(desk.bring(same.as_bytes(), AIR).await, @r"
    file.csv: 3 rows (UTF-8, separator ;)
    0 values added
    5 values known already
    1 value below detection: the limit is kept as text, no number is invented
    1 empty cell
    ");
    assert_eq!(desk.history.counts().await.unwrap().files, 1);
}

#[tokio::test]
async fn a_correction_adds_only_what_it_corrects() {
    let desk = Desk::open().await;
    desk.bring(FIRST.as_bytes(), AIR).await;
    let corrected = FIRST.replace(",21,800", ",19,800").replace(",30,", ",30,700");
    insta::assert_snapshot!(desk.bring(corrected.as_bytes(), AIR).await, @r"
    file.csv: 3 rows (UTF-8, separator ,)
    2 values added
    4 values known already
    1 value below detection: the limit is kept as text, no number is invented
    kept as r2
    ");
    insta::assert_snapshot!(desk.statements().await, @r"
    air-east CO hour 03-26 19:00 0.7 '700' - r2:4
    air-east PM25 hour 03-26 19:00 30 '30' - r1:4
    air-north CO hour 03-26 18:00 0.8 '800' - r1:2
    air-north PM25 hour 03-26 18:00 21 '21' - r1:2
    air-north PM25 hour 03-26 18:00 19 '19' - r2:2
    air-north CO hour 03-26 19:00 none 'ND' - r1:3
    air-north PM25 hour 03-26 19:00 22 '22' - r1:3
    ");
    // The first file again does not take the correction back.
    insta::assert_snapshot!(desk.bring(FIRST.as_bytes(), AIR).await, @r"
    file.csv: 3 rows (UTF-8, separator ,)
    0 values added
    4 values known already
    1 value corrected since and left so
    1 value below detection: the limit is kept as text, no number is invented
    1 empty cell
    kept as r1
    ");
    assert_eq!(desk.history.counts().await.unwrap().observations, 7);
}

#[tokio::test]
async fn a_file_that_contradicts_itself_keeps_what_it_said_first() {
    let desk = Desk::open().await;
    let file = "station,time,pm25,co\n昭山,2020-03-26T19:00,21,800\n昭山,2020-03-26 19:00,21.0,\nair-north,2020/3/26 19:00,22,800\n";
    insta::assert_snapshot!(desk.bring(file.as_bytes(), AIR).await, @r"
    file.csv: 3 rows (UTF-8, separator ,)
    2 values added
    2 values known already
    1 empty cell
    kept as r1
    1 bad row with 1 fault:
      line 4, column 'pm25': said twice with different values: line 2 gives another one, which is kept (22)
    ");
    insta::assert_snapshot!(desk.statements().await, @r"
    air-north CO hour 03-26 18:00 0.8 '800' - r1:2
    air-north PM25 hour 03-26 18:00 21 '21' - r1:2
    ");
}

#[tokio::test]
async fn a_file_with_nothing_new_but_something_bad_is_kept_as_evidence() {
    let desk = Desk::open().await;
    desk.bring(FIRST.as_bytes(), AIR).await;
    let worse = format!("{FIRST}昭山,soon,1,1\n");
    for _ in 0..2 {
        let report = desk.bring(worse.as_bytes(), AIR).await;
        assert!(
            report.contains("0 values added") && report.contains("kept as r2"),
            "{report}"
        );
    }
    assert_eq!(desk.history.counts().await.unwrap().files, 2);
}

#[tokio::test]
async fn an_import_that_was_cut_off_goes_on() {
    let desk = Desk::open().await;
    let mapping = Mapping::read(AIR).unwrap();
    // What is left of a process that died between the first chunk and the second: the receipt, and the first value.
    let at = NaiveDate::from_ymd_opt(2020, 3, 26)
        .and_then(|day| day.and_hms_opt(18, 0, 0))
        .unwrap();
    let observation = history::Observation {
        line: Some(2),
        point: "air-north".to_owned(),
        item: "PM25".to_owned(),
        period: history::Period::Hour,
        statistic: history::Statistic::Value,
        at,
        value: Some(21.into()),
        text: "21".to_owned(),
        flag: None,
    };
    let receipt = Receipt {
        door: Door::File,
        from: "first.csv".to_owned(),
        station: None,
        digest: Some(Digest::of(&[FIRST.as_bytes(), AIR.as_bytes(), b""])),
        bytes: FIRST.as_bytes().to_vec(),
        faults: Vec::new(),
        back_filled: false,
        observations: vec![observation],
    };
    desk.history.receive(receipt).await.unwrap();
    // Meanwhile another file says something about a value that the first one never got to store.
    let other = "station,time,pm25,co\n岳塘,2020-03-26T20:00,33,\n";
    import_bytes(
        &desk.history,
        &desk.directory,
        "other.csv",
        other.as_bytes(),
        &mapping,
        |_| {},
    )
    .await
    .unwrap();
    let report = import_bytes(
        &desk.history,
        &desk.directory,
        "first.csv",
        FIRST.as_bytes(),
        &mapping,
        |_| {},
    )
    .await
    .unwrap();
    assert_eq!(
        (report.values_added, report.values_unchanged, report.values_superseded),
        (3, 1, 1)
    );
    insta::assert_snapshot!(desk.statements().await, @r"
    air-east PM25 hour 03-26 19:00 33 '33' - r2:2
    air-north CO hour 03-26 18:00 0.8 '800' - r1:2
    air-north PM25 hour 03-26 18:00 21 '21' - r1:2
    air-north CO hour 03-26 19:00 none 'ND' - r1:3
    air-north PM25 hour 03-26 19:00 22 '22' - r1:3
    ");
}
