//! Points and their tables, made up for tests.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use office::views::*;
use standards::Text;

use super::{air_target, post, targets, text};

fn at(hour: i64) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2020, 4, 1)
        .unwrap()
        .and_hms_opt(0, 0, 0)
        .unwrap()
        + Duration::hours(hour)
}

fn head(id: &str, kind: PointKind, zh: &str, en: &str, position: Option<[f64; 2]>) -> PointHead {
    let water = kind == PointKind::Section;
    PointHead {
        id: id.to_owned(),
        kind,
        name: text(zh, en),
        of: if water {
            text("湘江", "Xiang")
        } else {
            text("湘潭市", "Xiangtan")
        },
        position,
        sketch: water,
        mn: Some("DEMO43030000000000000001".to_owned()),
        target_class: water.then(|| "Ⅲ".to_owned()),
        answers: vec![post("chief", "湘江市级河长", "City chief of the Xiang")],
        notice: None,
    }
}

fn mark(zh: &str, en: &str, rank: Option<u8>, id: &str) -> Mark {
    let because = match rank {
        Some(_) => text("氨氮 0.42 mg/L 决定类别", "NH3-N 0.42 mg/L decides"),
        None => text("还没有收到任何数据", "nothing was received yet"),
    };
    Mark {
        label: text(zh, en),
        rank,
        because,
        why: format!("mark/{id}/2020-04-02T16:00"),
    }
}

fn point(head: PointHead, mark: Mark) -> PointMark {
    let at = mark.rank.map(|_| at(40));
    PointMark { head, mark, at }
}

pub fn sections() -> Vec<PointMark> {
    vec![
        point(
            head(
                "zhaoshan",
                PointKind::Section,
                "昭山",
                "Zhaoshan",
                Some([113.0025, 27.9706]),
            ),
            mark("Ⅱ 类", "Class Ⅱ", Some(2), "zhaoshan"),
        ),
        point(
            head(
                "lianshui-mouth",
                PointKind::Section,
                "涟水入河口",
                "Mouth of the Lian",
                Some([112.8562, 27.7902]),
            ),
            mark("Ⅲ 类", "Class Ⅲ", Some(3), "lianshui-mouth"),
        ),
    ]
}

pub fn stations() -> Vec<PointMark> {
    let station = |id: &str, zh: &str, en: &str, lon, lat, label: (&str, &str), rank| {
        point(
            head(id, PointKind::Station, zh, en, Some([lon, lat])),
            mark(label.0, label.1, rank, id),
        )
    };
    vec![
        point(
            head("city-air", PointKind::CityAir, "全市空气", "City air", None),
            mark("68 良", "68 good", Some(2), "city-air"),
        ),
        station(
            "1508A",
            "板塘",
            "Bantang",
            112.9443,
            27.8700,
            ("42 优", "42 excellent"),
            Some(1),
        ),
        station(
            "1511A",
            "市监测站",
            "Monitoring centre",
            112.9118,
            27.8722,
            ("68 良", "68 good"),
            Some(2),
        ),
        station(
            "1512A",
            "江麓",
            "Jianglu",
            112.8928,
            27.8442,
            ("112 轻度污染", "112 light"),
            Some(3),
        ),
        station(
            "1513A",
            "岳塘",
            "Yuetang",
            112.9072,
            27.8139,
            ("163 中度污染", "163 moderate"),
            Some(4),
        ),
        station(
            "1514A",
            "科大",
            "University",
            112.9229,
            27.9025,
            ("75 良", "75 good"),
            Some(2),
        ),
        station(
            "1562A",
            "昭山",
            "Zhaoshan",
            113.0030,
            27.9690,
            ("未知", "Unknown"),
            None,
        ),
        station(
            "1564A",
            "韶山",
            "Shaoshan",
            112.4870,
            27.9140,
            ("51 良", "51 good"),
            Some(2),
        ),
    ]
}

/// A table of `rows` periods of `hours` each, newest first; every seventh row lacks a value, every eleventh is unknown.
fn table(id: &str, period: &str, title: Text, hours: i64, rows: i64, columns: &[(&str, &str, &str, &str)]) -> Table {
    let columns: Vec<Column> = columns
        .iter()
        .map(|(item, zh, en, unit)| Column {
            item: (*item).to_owned(),
            name: text(zh, en),
            unit: (*unit).to_owned(),
        })
        .collect();
    let row = |index: i64| {
        let start = at(index * hours);
        let cell = |place: usize| {
            let wave = ((index as f64) / 5.0 + place as f64).sin() + 1.4;
            let number = (wave * 10.0 * (place + 1) as f64).round() / 10.0;
            let missing = (index + place as i64) % 7 == 0;
            Cell {
                text: (!missing).then(|| format!("{number:.1}")),
                number: (!missing).then_some(number),
                rank: (!missing).then_some((index % 6 + 1) as u8),
                flag: missing.then(|| "M".to_owned()),
                quality: (index % 9 == 0).then(|| QualityMark {
                    outcome: Outcome::Suspect,
                    label: Outcome::Suspect.text(),
                    because: text(
                        "突跳：与前后两值平均相差过大",
                        "Spike: far from the mean of both neighbours",
                    ),
                }),
                note: missing.then(|| text("维护中，不参与评价", "in maintenance, not counted")),
                why: Some(format!(
                    "value/{id}/{}/{}",
                    columns[place].item,
                    start.format("%Y-%m-%dT%H:%M")
                )),
            }
        };
        let rank = (index % 11 != 0).then_some((index % 6 + 1) as u8);
        let label = rank.map_or(("未知".to_owned(), "Unknown".to_owned()), |rank| {
            (format!("{rank} 级"), format!("Level {rank}"))
        });
        Row {
            at: start,
            label: start.format("%Y-%m-%d %H:%M").to_string(),
            mark: Mark {
                label: Text::new(label.0, label.1),
                ..mark("", "", rank, id)
            },
            cells: (0..columns.len()).map(cell).collect(),
        }
    };
    let rows: Vec<Row> = (0..rows).rev().map(row).collect();
    Table {
        period: period.to_owned(),
        title,
        total: rows.len(),
        rows,
        columns,
    }
}

pub fn section_sheet() -> PointSheet {
    let columns = [
        ("PH", "pH", "pH", ""),
        ("DO", "溶解氧", "Dissolved oxygen", "mg/L"),
        ("CODMN", "高锰酸盐指数", "Permanganate index", "mg/L"),
        ("NH3N", "氨氮", "Ammonia nitrogen", "mg/L"),
        ("TP", "总磷", "Total phosphorus", "mg/L"),
    ];
    let latest = sections().remove(0);
    PointSheet {
        head: latest.head.clone(),
        tables: vec![
            table("zhaoshan", "sample", text("四小时值", "4-hour values"), 4, 30, &columns),
            table("zhaoshan", "day", text("日均值", "Daily means"), 24, 5, &columns),
            table("zhaoshan", "month", text("月均值", "Monthly means"), 720, 0, &columns),
        ],
        targets: vec![targets().remove(0)],
        latest,
    }
}

pub fn station_sheet() -> PointSheet {
    let columns = [
        ("PM25", "PM2.5", "PM2.5", "µg/m³"),
        ("PM10", "PM10", "PM10", "µg/m³"),
        ("SO2", "二氧化硫", "SO₂", "µg/m³"),
        ("NO2", "二氧化氮", "NO₂", "µg/m³"),
        ("CO", "一氧化碳", "CO", "mg/m³"),
        ("O3", "臭氧", "O₃", "µg/m³"),
    ];
    let latest = stations().remove(2);
    PointSheet {
        head: latest.head.clone(),
        tables: vec![
            table("1511A", "hour", text("小时值", "Hourly values"), 1, 240, &columns),
            table("1511A", "day", text("日均值", "Daily means"), 24, 11, &columns),
        ],
        targets: vec![air_target()],
        latest,
    }
}
