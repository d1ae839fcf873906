//! How files are written: letters, separators; and whole sets of real data.

use std::path::{Path, PathBuf};

use gateway::import::{PointDirectory, header_of_bytes, import_bytes};
use gateway::mapping::Mapping;
use history::History;
use standards::Language;
use standards::item::Medium;

use crate::import_desk::{Desk, WATER};

const TABLE: &str = "断面,时间,pH,氨氮,水温,状态\n昭山,2021-04-01 08:00,7.50,0.092,14.2,正常\n涟水入河口,2021-04-01 08:00,\"7.4\",未检出,14,维护\n";

/// One table in all the ways in which spreadsheets write it.
#[tokio::test]
async fn letters_and_separators_do_not_matter() {
    let utf16 = |text: &str| {
        "\u{FEFF}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    };
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("UTF-8, separator ,", TABLE.into()),
        (
            "UTF-8, separator ,",
            format!("\u{FEFF}{}", TABLE.replace('\n', "\r\n")).into(),
        ),
        ("UTF-8, separator ;", TABLE.replace(',', ";").into()),
        ("UTF-8, separator TAB", TABLE.replace(',', "\t").into()),
        ("GB18030, separator ,", gbk(TABLE)),
        (
            "GB18030, separator ;",
            gbk(&TABLE.replace(',', ";").replace('\n', "\r\n")),
        ),
        ("UTF-16LE, separator TAB", utf16(&TABLE.replace(',', "\t"))),
        ("UTF-8, separator ,", TABLE.trim_end().into()),
    ];
    let desk = Desk::open().await;
    let mut first = None;
    for (way, file) in files {
        let report = desk.bring(&file, WATER).await;
        assert!(report.starts_with(&format!("file.csv: 2 rows ({way})")), "{report}");
        let added = if first.is_none() {
            "6 values added"
        } else {
            "0 values added"
        };
        assert!(report.contains(added) && !report.contains("bad"), "{report}");
        let statements = desk.statements().await;
        assert_eq!(*first.get_or_insert(statements.clone()), statements, "{way}");
    }
    insta::assert_snapshot!(first.unwrap_or_default(), @r"
    section-mouth NH3N hour 04-01 08:00 none '未检出' M r1:3
    section-mouth PH hour 04-01 08:00 7.4 '7.4' M r1:3
    section-mouth WT hour 04-01 08:00 14 '14' M r1:3
    section-north NH3N hour 04-01 08:00 0.092 '0.092' N r1:2
    section-north PH hour 04-01 08:00 7.5 '7.50' N r1:2
    section-north WT hour 04-01 08:00 14.2 '14.2' N r1:2
    ");
}

#[tokio::test]
async fn a_damaged_letter_in_a_foreign_file_costs_its_row() {
    let desk = Desk::open().await;
    let mut file = encoding_rs::GBK.encode(TABLE).0.into_owned();
    file.extend_from_slice(b"\xFF,2021-04-01 08:00,7,1,1,\n");
    insta::assert_snapshot!(desk.bring(&file, WATER).await, @r"
    file.csv: 3 rows (GB18030, separator ,)
    6 values added
    1 value below detection: the limit is kept as text, no number is invented
    kept as r1
    1 bad row with 1 fault:
      line 4, column '断面': the field holds characters that cannot be read; save the file as UTF-8 (�)
    ");
}

/// The folder of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The mappings that are shipped with the demonstration read the files beside them without a single fault.
#[tokio::test]
async fn the_demonstration_reads_clean() {
    let folder = workspace().join("cities/xiangtan/demo");
    let mut lines = Vec::new();
    for name in ["air_city_day", "air_station_hour", "water_section_4h"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
        let bytes = std::fs::read(folder.join(format!("{name}.csv"))).unwrap();
        let mapping = Mapping::read(&text).unwrap();
        let header = header_of_bytes(&bytes).unwrap();
        let bound = mapping.bind(&header).unwrap();
        assert_eq!(bound.columns_not_read(), [""; 0], "{name}");
        let (mut rows, mut values, mut empty) = (0, 0, 0);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        for record in reader.byte_records() {
            let record = record.unwrap();
            let line = u32::try_from(record.position().unwrap().line()).unwrap();
            let row = bound.row(&record, line).unwrap();
            assert_eq!(row.faults, [], "{name}");
            rows += 1;
            values += row.values.len();
            empty += row.empty_cells;
        }
        lines.push(format!("{name}: {rows} rows, {values} values, {empty} empty"));
    }
    insta::assert_snapshot!(lines.join("\n"), @r"
    air_city_day: 1034 rows, 6204 values, 0 empty
    air_station_hour: 567 rows, 3730 values, 239 empty
    water_section_4h: 52 rows, 465 values, 107 empty
    ");
}

/// A gzipped file of the whole sets; none where they are not there.
fn whole_set(path: &str) -> Option<Vec<u8>> {
    let folder =
        std::env::var_os("BISHUI_SHARED_DATA").map_or_else(|| workspace().join("../shared/data"), PathBuf::from);
    let file = folder.join(path);
    if !file.exists() {
        println!("skipped: data not present");
        return None;
    }
    let unpacked = std::process::Command::new("gzip")
        .arg("-dc")
        .arg(&file)
        .output()
        .unwrap();
    assert!(
        unpacked.status.success(),
        "{}",
        String::from_utf8_lossy(&unpacked.stderr)
    );
    Some(unpacked.stdout)
}

#[tokio::test]
async fn fourteen_cities_are_imported_for_the_one_that_is_wanted() {
    let Some(bytes) = whole_set("air/air_city_day_hunan_201312_201609.csv.gz") else {
        return;
    };
    let mapping = std::fs::read_to_string(workspace().join("cities/xiangtan/demo/air_city_day.toml")).unwrap();
    let wanted = mapping
        .replace("fixed = \"city-air\"", "column = \"city\"\nonly = [\"湘潭\"]")
        .replace("[\"city\", ", "[");
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path()).await.unwrap();
    let directory = PointDirectory::new([("city-air".to_owned(), Medium::Air, ["湘潭".to_owned()])]);
    let wanted = Mapping::read(&wanted).unwrap();
    let report = import_bytes(&history, &directory, "hunan.csv", &bytes, &wanted, |_| {})
        .await
        .unwrap();
    insta::assert_snapshot!(report.lines(Language::English, 5).join("\n"), @r"
    hunan.csv: 11237 rows (UTF-8, separator ,)
    6204 values added
    10203 rows of other points left out by the mapping
    kept as r1
    ");
    // Without the filter, the other cities are points that nobody knows.
    let all = Mapping::read(
        &mapping
            .replace("fixed = \"city-air\"", "column = \"city\"")
            .replace("[\"city\", ", "["),
    )
    .unwrap();
    let report = import_bytes(&history, &directory, "hunan.csv", &bytes, &all, |_| {})
        .await
        .unwrap();
    insta::assert_snapshot!(report.lines(Language::Chinese, 2).join("\n"), @r"
    hunan.csv：11237 行（UTF-8，分隔符 ,）
    新增数值 0 个
    已有且未变的数值 6204
    存证编号 r2
    有问题的行 10203，共 10203 处：
      第 2 行，列“city”：点位名录中没有这个点位（娄底）
      第 3 行，列“city”：点位名录中没有这个点位（娄底）
      另有 10201 处
    ");
}

#[tokio::test]
async fn the_four_hourly_water_set_is_read_without_a_fault() {
    let Some(bytes) = whole_set("water/water_auto_4h_yangtze_202104.csv.gz") else {
        return;
    };
    let mapping = std::fs::read_to_string(workspace().join("cities/xiangtan/demo/water_section_4h.toml")).unwrap();
    let bound = Mapping::read(&mapping)
        .unwrap()
        .bind(&header_of_bytes(&bytes).unwrap())
        .unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let (mut rows, mut values, mut faults) = (0, 0, Vec::new());
    for (line, record) in (2..).zip(reader.byte_records()) {
        rows += 1;
        match bound.row(&record.unwrap(), line) {
            Ok(row) => {
                values += row.values.len();
                faults.extend(row.faults);
            }
            Err(bad) => faults.extend(bad),
        }
    }
    let faults: Vec<String> = faults
        .iter()
        .take(10)
        .map(|fault| fault.line_in(Language::English))
        .collect();
    insta::assert_snapshot!(format!("{rows} rows, {values} values\n{}", faults.join("\n")), @"15834 rows, 144319 values");
}
