//! Tables that should simply be read, and what is no table.

use gateway::import::{ImportError, import_bytes};
use gateway::mapping::Mapping;
use history::{Ask, Digest, Door, EvidenceId, Period};
use standards::Language;

use crate::import_desk::{AIR, Desk, NARROW, WATER};

#[tokio::test]
async fn wide_air_is_read_and_brought_to_the_start_of_the_hour_and_to_its_unit() {
    let desk = Desk::open().await;
    let file = "station,time,pm25,co\n昭山,2020-03-26T19:00,21,800\nYuetang,2020/3/27 0:00,,650\nair-east,2020-03-27 01:00:00,7,NA\n";
    insta::assert_snapshot!(desk.bring(file.as_bytes(), AIR).await, @r"
    file.csv: 3 rows (UTF-8, separator ,)
    4 values added
    2 empty cells
    kept as r1
    ");
    insta::assert_snapshot!(desk.statements().await, @r"
    air-east CO hour 03-26 23:00 0.65 '650' - r1:3
    air-east PM25 hour 03-27 00:00 7 '7' - r1:4
    air-north CO hour 03-26 18:00 0.8 '800' - r1:2
    air-north PM25 hour 03-26 18:00 21 '21' - r1:2
    ");
}

#[tokio::test]
async fn wide_water_is_read_with_flags_and_values_below_detection() {
    let desk = Desk::open().await;
    let file = "断面,时间,pH,氨氮,水温,状态\r\n昭山,2021-04-01 08:00,7.50,0.092,14.2,正常\r\n\
                昭山,2021-04-01 12:00,7.51,<0.025,-99,维护\r\n涟水入河口,2021-04-01 08:00,7.4,0.025L,-0.5,\r\n";
    insta::assert_snapshot!(desk.bring(file.as_bytes(), WATER).await, @r"
    file.csv: 3 rows (UTF-8, separator ,)
    8 values added
    2 values below detection: the limits are kept as text, no number is invented
    1 empty cell
    kept as r1
    ");
    insta::assert_snapshot!(desk.statements().await, @r"
    section-mouth NH3N hour 04-01 08:00 none '0.025L' - r1:4
    section-mouth PH hour 04-01 08:00 7.4 '7.4' - r1:4
    section-mouth WT hour 04-01 08:00 -0.5 '-0.5' - r1:4
    section-north NH3N hour 04-01 08:00 0.092 '0.092' N r1:2
    section-north PH hour 04-01 08:00 7.5 '7.50' N r1:2
    section-north WT hour 04-01 08:00 14.2 '14.2' N r1:2
    section-north NH3N hour 04-01 12:00 none '<0.025' M r1:3
    section-north PH hour 04-01 12:00 7.51 '7.51' M r1:3
    ");
}

#[tokio::test]
async fn narrow_rows_carry_their_item_and_unit() {
    let desk = Desk::open().await;
    let file = "location,datetimeLocal,parameter,value,unit,flag\n\
                昭山,2021-04-01T08:00:00+08:00,pm25,0.0351,mg/m³,N\n\
                昭山,2021-04-01T00:00:00Z,PM10,60,µg/m³,N\n\
                昭山,2021-04-01T08:00:00+08:00,ozone-8,100,,N\n\
                昭山,2021-04-01T08:00:00+08:00,um003,1200,particles,N\n\
                昭山,2021-04-01T08:00:00+08:00,w21003,30,ug/L,\n\
                昭山,2021-04-01T08:00:00+08:00,Ammonia nitrogen,0.03,mg/L,\n\
                昭山,2021-04-01T08:00:00+08:00,o3,0.05,ppm,N\n\
                昭山,2021-04-01T08:00:00+08:00,no2,5,furlong,N\n\
                昭山,2021-04-01T08:00:00+08:00,PM2-5x,5,ug/m3,N\n";
    insta::assert_snapshot!(desk.bring(file.as_bytes(), NARROW).await, @r"
    file.csv: 9 rows (UTF-8, separator ,)
    4 values added
    1 value known already
    1 value of another item left out by the mapping
    kept as r1
    3 bad rows with 3 faults:
      line 8, column 'unit': parts per million of air are by volume and cannot be converted here; give O3 in μg/m³ (ppm)
      line 9, column 'unit': an unknown unit; NO2 is usually given in μg/m³ (furlong)
      line 10, column 'parameter': an unknown item; name it in an [[item]] of the mapping, or leave it out; did you mean PM25? (PM2-5x)
    ");
    insta::assert_snapshot!(desk.statements().await, @r"
    air-north O3_8H hour 04-01 08:00 100 '100' N r1:4
    air-north PM10 hour 04-01 08:00 60 '60' N r1:3
    air-north PM25 hour 04-01 08:00 35.1 '0.0351' N r1:2
    section-north NH3N hour 04-01 08:00 0.03 '30' - r1:6
    ");
}

#[tokio::test]
async fn the_file_is_the_evidence() {
    let desk = Desk::open().await;
    let file = "station,time,pm25,co\n\n昭山,2020-03-26T19:00,21,800\n岳塘,2020-03-26T19:00,x,800\n";
    let report = desk.bring(file.as_bytes(), AIR).await;
    let known = desk
        .history
        .observations(&Ask {
            periods: vec![Period::Hour],
            ..Ask::default()
        })
        .await
        .unwrap();
    let evidence: Vec<EvidenceId> = known.iter().map(|known| known.evidence).collect();
    // The blank line counts: line 3 is where the row stands in an editor.
    assert_eq!(
        evidence.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["r1:4", "r1:3", "r1:3"],
        "{report}"
    );
    let receipt = desk.history.receipt(evidence[0].receipt).await.unwrap().unwrap();
    assert_eq!(
        (receipt.door, receipt.from.as_str(), receipt.bytes.as_slice()),
        (Door::File, "file.csv", file.as_bytes())
    );
    let said: Vec<_> = receipt
        .faults
        .iter()
        .map(|fault| format!("{}: {} / {}", fault.code, fault.zh, fault.en))
        .collect();
    insta::assert_snapshot!(said.join("\n"), @"not-a-number: 第 4 行，列“pm25”：不是数值；请写成 0.15 这样的数，缺测请留空（x） / line 4, column 'pm25': not a number; write it as 0.15, or leave it empty where nothing was measured (x)");
    assert_ne!(Digest::of(&[b"a", b"b"]), Digest::of(&[b"ab", b""]));
}

#[tokio::test]
async fn a_report_is_complete_in_both_languages() {
    let desk = Desk::open().await;
    let file = "断面;时间;pH;氨氮;水温;状态;备注\n昭山;2021-04-01 08:00;7.5;ND;;正常;\n昭山;2021-04-01 12:00;7.5;abc;14;检修;\n\
                株洲;2021-04-01 12:00;7.5;1;14;正常;\n";
    let mapping = Mapping::read(WATER).unwrap();
    let import = import_bytes(
        &desk.history,
        &desk.directory,
        "水质.csv",
        file.as_bytes(),
        &mapping,
        |_| {},
    )
    .await;
    let report = import.unwrap();
    insta::assert_snapshot!(report.lines(Language::Chinese, 2).join("\n"), @r"
    水质.csv：3 行（UTF-8，分隔符 ;）
    新增数值 4 个
    低于检出限（保留原文，不编造数值） 1
    空单元格 1
    未读的列：备注
    存证编号 r1
    有问题的行 2，共 3 处：
      第 3 行，列“氨氮”：不是数值；请写成 0.15 这样的数，缺测请留空（abc）
      第 3 行，列“状态”：映射中没有此标记；已按原文保存，请在 [flag] 的 map 中说明（检修）
      另有 1 处
    ");
    insta::assert_snapshot!(report.lines(Language::English, 2).join("\n"), @r"
    水质.csv: 3 rows (UTF-8, separator ;)
    4 values added
    1 value below detection: the limit is kept as text, no number is invented
    1 empty cell
    columns not read: 备注
    kept as r1
    2 bad rows with 3 faults:
      line 3, column '氨氮': not a number; write it as 0.15, or leave it empty where nothing was measured (abc)
      line 3, column '状态': the mapping does not know this flag; it is kept as written: say in the map of [flag] what it means (检修)
      and 1 more
    ");
    insta::assert_snapshot!(report.lines(Language::English, 0).join("\n"), @r"
    水质.csv: 3 rows (UTF-8, separator ;)
    4 values added
    1 value below detection: the limit is kept as text, no number is invented
    1 empty cell
    columns not read: 备注
    kept as r1
    2 bad rows with 3 faults:
    ");
}

#[tokio::test]
async fn progress_comes_to_its_end_in_both_stages() {
    let desk = Desk::open().await;
    let mut file = "station,time,pm25,co\n".to_owned();
    let start = chrono::NaiveDate::from_ymd_opt(2020, 1, 1)
        .unwrap()
        .and_hms_opt(0, 0, 0)
        .unwrap();
    for hour in 0..12_000 {
        let time = start + chrono::Duration::hours(hour);
        file.push_str(&format!(
            "昭山,{},{},{}\n",
            time.format("%Y-%m-%d %H:%M"),
            hour % 300,
            hour % 2_000
        ));
    }
    let mapping = Mapping::read(AIR).unwrap();
    let mut signs = Vec::new();
    let report = import_bytes(
        &desk.history,
        &desk.directory,
        "long.csv",
        file.as_bytes(),
        &mapping,
        |sign| signs.push(sign),
    );
    let report = report.await.unwrap();
    assert_eq!((report.values_added, report.faults), (24_000, 0));
    assert_eq!(desk.history.counts().await.unwrap().observations, 24_000);
    let rows: Vec<u64> = signs.iter().map(|sign| sign.rows).collect();
    assert_eq!(rows, [5_000, 10_000, 12_000, 5_000, 10_000, 12_000]);
    assert!(signs.iter().all(|sign| sign.bytes_done <= sign.bytes_total));
    assert!(signs.iter().filter(|sign| sign.bytes_done == sign.bytes_total).count() >= 2);
    // The same again is compared chunk by chunk, over a year and more.
    let again = import_bytes(
        &desk.history,
        &desk.directory,
        "long.csv",
        file.as_bytes(),
        &mapping,
        |_| {},
    )
    .await
    .unwrap();
    assert_eq!(
        (again.values_added, again.values_unchanged, again.receipt),
        (0, 24_000, None)
    );
}

#[tokio::test]
async fn what_is_no_table_is_an_error_that_says_why() {
    let desk = Desk::open().await;
    let cases: &[(&[u8], &str)] = &[
        (b"", "the file is empty; it needs a header line and rows below it"),
        (b"\n\n", "the file is empty; it needs a header line and rows below it"),
        (
            b"PK\x03\x04\x14\0\0\0\x08\0,a",
            "the name of column 1 in the first line cannot be read or is too long; it does not look like a header",
        ),
        (
            b"\"station,time\n1,2\n",
            "the first line is no header: a quote is opened and not closed; the row is not read",
        ),
    ];
    for (file, expected) in cases {
        assert_eq!(desk.bring(file, AIR).await, format!("error: {expected}"));
    }
    insta::assert_snapshot!(desk.bring(b"Station,time,pm25,pm25\n", AIR).await, @r"
error: the mapping does not fit the file:
point.column: the header of the file has no column 'station'; did you mean 'Station'?
item.column: the header of the file has column 'pm25' 2 times; rename all but one
item.column: the header of the file has no column 'co'
");
    assert_eq!(desk.history.counts().await.unwrap().files, 0);
    let mapping = Mapping::read(AIR).unwrap();
    let path = std::path::Path::new("no/such/file.csv");
    let error = gateway::import::import(&desk.history, &desk.directory, path, &mapping, |_| {})
        .await
        .unwrap_err();
    assert!(
        matches!(error, ImportError::File { .. }) && error.text().zh.contains("无法读取"),
        "{error}"
    );
}

#[tokio::test]
async fn date_and_clock_may_stand_apart_and_a_column_may_hold_an_extreme() {
    let desk = Desk::open().await;
    let mapping = r#"
name = "samples"
[point]
fixed = "section-mouth"
[time]
column = "ActivityStartDate"
clock_column = "ActivityStartTime"
period = "instant"
[[item]]
column = "low"
code = "DO"
unit = "mg/L"
statistic = "minimum"
[[item]]
column = "high"
code = "DO"
unit = "mg/L"
statistic = "maximum"
"#;
    let file = "ActivityStartDate,ActivityStartTime,low,high\n2021-04-01,08:05,6.1,9.2\n2021-04-01,,6.1,9.2\n";
    insta::assert_snapshot!(desk.bring(file.as_bytes(), mapping).await, @r#"
    file.csv: 2 rows (UTF-8, separator ,)
    2 values added
    kept as r1
    1 bad row with 1 fault:
      line 3, column 'ActivityStartDate': a date without a clock; add the clock, or write period = "day" in the mapping (2021-04-01)
    "#);
    insta::assert_snapshot!(desk.statements().await, @r"
    section-mouth DO instant 04-01 08:05 9.2 '9.2' - r1:2 maximum
    section-mouth DO instant 04-01 08:05 6.1 '6.1' - r1:2 minimum
    ");
}
