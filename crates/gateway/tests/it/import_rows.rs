//! Rows that are wrong in every way that is known: each is told, and whatever is right goes in.

use gateway::import::import_bytes;
use gateway::mapping::Mapping;
use proptest::prelude::*;

use crate::import_desk::{AIR, Desk, NARROW, WATER, directory};

#[tokio::test]
async fn every_kind_of_bad_row_is_told_and_the_good_values_go_in() {
    let desk = Desk::open().await;
    let long = "9".repeat(1_001);
    let rows: Vec<Vec<u8>> = vec![
        "断面,时间,pH,氨氮,水温,状态".into(),
        "昭山,2021-04-01 08:00,7.5,0.1,14,正常".into(),
        "昭三,2021-04-01 08:00,7.5,0.1,14,正常".into(),
        "株洲,2021-04-01 08:00,7.5,0.1,14,正常".into(),
        "岳塘,2021-04-01 08:00,7.5,0.1,14,正常".into(),
        ",2021-04-01 08:00,7.5,0.1,14,正常".into(),
        "昭山,2021-04-31 08:00,7.5,0.1,14,正常".into(),
        "昭山,yesterday,7.5,0.1,14,正常".into(),
        "昭山,2021-04-01 09:30,7.5,0.1,14,正常".into(),
        ",,7.5,0.1,14,正常".into(),
        "昭山,2021-04-01 12:00,seven,0.2,-1,正常".into(),
        "昭山,2021-04-01 16:00,7.5,-0.1,-1,正常".into(),
        "昭山,2021-04-01 20:00,7.5,0.1,14".into(),
        "昭山,2021-04-01 20:00,7.5,0.1,14,正常,more".into(),
        "昭山,2021-04-01 20:00,7.5,0.1,14,正常,,".into(),
        "昭山,2021-04-02 00:00,7.5,\0\0,14,正常".into(),
        format!("昭山,2021-04-02 04:00,7.5,{long},14,正常").into(),
        "昭山,2021-04-02 08:00,7.5,0.1,14,故障".into(),
        [b"\xE6\xE6,2021-04-02 12:00,7.5,0.1,14,".as_slice(), "正常".as_bytes()].concat(),
        "\"昭山,2021-04-02 12:00,7.5,0.1,14,正常".into(),
        "昭山,2021-04-01 08:00,7.50,0.2,14,正常".into(),
        "昭山,2021-04-02 16:00,100000000000000000000000000,0.3,14,正常".into(),
        "涟水入河口,2021-04-01 08:00,7.5,0.1,14,正常".into(),
    ];
    insta::assert_snapshot!(desk.bring(&rows.join(&b'\n'), WATER).await, @r#"
    file.csv: 22 rows (UTF-8, separator ,)
    20 values added
    2 values known already
    kept as r1
    19 bad rows with 20 faults:
      line 3, column '断面': no point of the city has this name; add it to the point's aliases, or list the wanted points under 'only'; did you mean '昭山'? (昭三)
      line 4, column '断面': no point of the city has this name; add it to the point's aliases, or list the wanted points under 'only' (株洲)
      line 5, column '断面': this point measures air, and the item is of water; check the mapping (岳塘)
      line 6, column '断面': the row names no point; write the point it was measured at
      line 7, column '时间': the time cannot be read; write it in the mapping's format, or as 2021-04-01 08:00 (2021-04-31 08:00)
      line 8, column '时间': the time cannot be read; write it in the mapping's format, or as 2021-04-01 08:00 (yesterday)
      line 9, column '时间': an hourly value does not stand at a whole hour; correct it, or write period = "instant" in the mapping (2021-04-01 09:30)
      line 10, column '断面': the row names no point; write the point it was measured at
      line 10, column '时间': the time cannot be read; write it in the mapping's format, or as 2021-04-01 08:00
      line 11, column 'pH': not a number; write it as 0.15, or leave it empty where nothing was measured (seven)
      line 12, column '氨氮': a negative value, which this item cannot have; check the instrument's zero or the record (-0.1)
      line 13: 5 fields where the header has 6; check separators and quotes (昭山,2021-04-01 20:00,7.5,0.1,14)
      line 14: 7 fields where the header has 6; check separators and quotes (昭山,2021-04-01 20:00,7.5,0.1,14,正常,more)
      line 16: the row holds a NUL byte; the file may be damaged (昭山,2021-04-02 00:00,7.5,��,14,正常)
      line 17, column '氨氮': a field of 1001 bytes; 1000 are the most; check the quotes (999999999999999999999999999999999999999999999999999999999999…)
      line 18, column '状态': the mapping does not know this flag; it is kept as written: say in the map of [flag] what it means (故障)
      line 19, column '断面': the field holds characters that cannot be read; save the file as UTF-8 (��)
      line 20: a quote is opened and not closed; the row is not read ("昭山,2021-04-02 12:00,7.5,0.1,14,正常)
      line 21, column '氨氮': said twice with different values: line 2 gives another one, which is kept (0.2)
      line 22, column 'pH': more than 26 digits before the point cannot be held exactly; check the value (100000000000000000000000000)
    "#);
    insta::assert_snapshot!(desk.statements().await, @r"
    section-mouth NH3N hour 04-01 08:00 0.1 '0.1' N r1:23
    section-mouth PH hour 04-01 08:00 7.5 '7.5' N r1:23
    section-mouth WT hour 04-01 08:00 14 '14' N r1:23
    section-north NH3N hour 04-01 08:00 0.1 '0.1' N r1:2
    section-north PH hour 04-01 08:00 7.5 '7.5' N r1:2
    section-north WT hour 04-01 08:00 14 '14' N r1:2
    section-north NH3N hour 04-01 12:00 0.2 '0.2' N r1:11
    section-north WT hour 04-01 12:00 -1 '-1' N r1:11
    section-north PH hour 04-01 16:00 7.5 '7.5' N r1:12
    section-north WT hour 04-01 16:00 -1 '-1' N r1:12
    section-north NH3N hour 04-01 20:00 0.1 '0.1' N r1:15
    section-north PH hour 04-01 20:00 7.5 '7.5' N r1:15
    section-north WT hour 04-01 20:00 14 '14' N r1:15
    section-north PH hour 04-02 04:00 7.5 '7.5' N r1:17
    section-north WT hour 04-02 04:00 14 '14' N r1:17
    section-north NH3N hour 04-02 08:00 0.1 '0.1' 故障 r1:18
    section-north PH hour 04-02 08:00 7.5 '7.5' 故障 r1:18
    section-north WT hour 04-02 08:00 14 '14' 故障 r1:18
    section-north NH3N hour 04-02 16:00 0.3 '0.3' N r1:22
    section-north WT hour 04-02 16:00 14 '14' N r1:22
    ");
}

#[tokio::test]
async fn columns_that_nobody_named_are_told() {
    let desk = Desk::open().await;
    let file = "station,time,pm25,co,aqi,remark\n昭山,2020-03-26T19:00,21,800,37,\n";
    insta::assert_snapshot!(desk.bring(file.as_bytes(), AIR).await, @r"
    file.csv: 1 row (UTF-8, separator ,)
    2 values added
    columns not read: aqi, remark
    kept as r1
    ");
}

#[tokio::test]
async fn a_mapping_may_want_some_points_only_and_may_rename_them() {
    let desk = Desk::open().await;
    let mapping = AIR.replace(
        "column = \"station\"",
        "column = \"station\"\nonly = [\"Z1\"]\nnames = { \"Z1\" = \"air-north\" }",
    );
    let file =
        "station,time,pm25,co\nZ1,2020-03-26T19:00,21,800\n长沙,2020-03-26T19:00,x,800\n长沙,2020-03-26T20:00,x,y\n";
    insta::assert_snapshot!(desk.bring(file.as_bytes(), &mapping).await, @r"
    file.csv: 3 rows (UTF-8, separator ,)
    2 values added
    2 rows of other points left out by the mapping
    kept as r1
    ");
    insta::assert_snapshot!(desk.statements().await, @r"
    air-north CO hour 03-26 18:00 0.8 '800' - r1:2
    air-north PM25 hour 03-26 18:00 21 '21' - r1:2
    ");
}

#[tokio::test]
async fn many_faults_are_all_counted_and_not_all_kept() {
    let desk = Desk::open().await;
    let mut file = "station,time,pm25,co\n".to_owned();
    file.push_str(&"nowhere,2020-03-26T19:00,21,800\n".repeat(12_000));
    let mapping = Mapping::read(AIR).unwrap();
    let report = import_bytes(
        &desk.history,
        &desk.directory,
        "bad.csv",
        file.as_bytes(),
        &mapping,
        |_| {},
    )
    .await
    .unwrap();
    assert_eq!(
        (report.rows_bad, report.faults, report.bad_rows.len()),
        (12_000, 12_000, 10_000)
    );
    let receipt = desk.history.receipt(report.receipt.unwrap()).await.unwrap().unwrap();
    assert_eq!(receipt.faults.len(), 101);
    assert_eq!(
        receipt.faults.last().map(|fault| fault.en.as_str()),
        Some("and 11900 more")
    );
}

/// Bytes that are near to a table more often than chance would have them.
fn table_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => Just("昭山,2021-04-01 08:00,7.5,0.1,14,正常\n".as_bytes().to_vec()),
        1 => Just("断面,时间,pH,氨氮,水温,状态\r\n".as_bytes().to_vec()),
        1 => Just(b"\"".to_vec()),
        1 => Just(b"\0".to_vec()),
        1 => Just(b"\xFF\xFE".to_vec()),
        1 => Just(b"1e999999999999,-1e-99,".to_vec()),
        1 => Just("9999-12-31 23:00,0000-00-00 24:00;\t".as_bytes().to_vec()),
        2 => proptest::collection::vec(any::<u8>(), 0..40),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands below a header is read to its end; every row is told as something.
    #[test]
    fn no_bytes_stop_the_reading(body in table_like()) {
        for (mapping, header) in [
            (WATER, "断面,时间,pH,氨氮,水温,状态\n"),
            (AIR, "station;time;pm25;co\n"),
            (NARROW, "location,datetimeLocal,parameter,value,unit,flag\n"),
        ] {
            let mapping = Mapping::read(mapping).unwrap();
            let file = [header.as_bytes(), &body].concat();
            for bytes in [&file, &body] {
                if let Ok(names) = gateway::import::header_of_bytes(bytes) {
                    let _ = Mapping::infer(&names);
                    if let Ok(bound) = mapping.bind(&names) {
                        for (line, row) in (1_u32..).zip(bytes.split(|byte| *byte == b'\n')) {
                            let record = csv::ByteRecord::from(row.split(|byte| *byte == b',').collect::<Vec<_>>());
                            let _ = (bound.takes(&record), bound.row(&record, line));
                        }
                    }
                }
            }
        }
    }

    /// A text of any letters is a mapping, or has faults that are told.
    #[test]
    fn no_text_stops_the_reading_of_a_mapping(cut in 0..AIR.len(), letters in "\\PC{0,20}|[\\[\\]=\"{}\\n.]{0,10}") {
        let at = (0..=cut).rev().find(|at| AIR.is_char_boundary(*at)).unwrap_or(0);
        let (front, back) = AIR.split_at(at);
        if let Err(error) = Mapping::read(&format!("{front}{letters}{back}")) {
            prop_assert!(!error.faults.is_empty());
        }
        let _ = Mapping::infer(&letters.split(',').collect::<Vec<_>>());
    }
}

#[test]
fn any_bytes_can_be_brought_in() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let desk = runtime.block_on(Desk::open());
    let mapping = Mapping::read(WATER).unwrap();
    let config = ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&table_like(), |body| {
        let file = ["断面,时间,pH,氨氮,水温,状态\n".as_bytes(), &body].concat();
        let import = import_bytes(&desk.history, &desk.directory, "any.csv", &file, &mapping, |_| {});
        if let Ok(report) = runtime.block_on(import) {
            let again = import_bytes(&desk.history, &desk.directory, "any.csv", &file, &mapping, |_| {});
            let again = runtime
                .block_on(again)
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(again.values_added, 0);
            prop_assert_eq!(again.faults, report.faults);
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(directory().id_of("昭山", standards::item::Medium::Air).is_some());
}
