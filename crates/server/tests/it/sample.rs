//! Views made up for tests: the shapes that the office hands out, with figures that mean nothing outside these tests.

use chrono::{Duration, NaiveDate, NaiveDateTime, TimeZone, Utc};
use office::views::*;
use standards::{Certainty, Citation, Reason, Text};

pub fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

pub fn at(hour: i64) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2020, 4, 1).unwrap().and_hms_opt(0, 0, 0).unwrap() + Duration::hours(hour)
}

fn post(id: &str, zh: &str, en: &str) -> PostView {
    PostView {
        id: id.to_owned(),
        title: text(zh, en),
        holder: Some(text("（演示）河长甲", "(demo) Chief A")),
        demo: true,
    }
}

fn verdict(id: &str, year: i32, standing: Standing, headline: Text, figure: Option<&str>) -> VerdictView {
    VerdictView {
        year,
        standing,
        headline,
        figure: figure.map(str::to_owned),
        why: format!("target/{id}/{year}"),
        certainty: Some(Certainty::PD),
    }
}

pub fn air_target() -> TargetView {
    let id = "S07-22";
    let year = |year, standing, zh: &str, en: &str, figure| verdict(id, year, standing, text(zh, en), figure);
    let years = vec![
        year(2014, Standing::Missed, "365 天中 355 天有效，优良 240 天，占 67.6 %，低于 80 %", "355 of 365 days valid, 240 of them good: 67.6 %, below 80 %", Some("67.6 %")),
        year(2015, Standing::Met, "365 天中 352 天有效，优良 290 天，占 82.4 %，达到 80 %", "352 of 365 days valid, 290 of them good: 82.4 %, at least 80 %", Some("82.4 %")),
        year(2016, Standing::NotEnoughData, "只有 268 天有效，不足以判定全年", "only 268 days are valid, too few to judge the year", None),
        year(2020, Standing::NotEnoughData, "只有 11 天有小时值，不足以判定全年", "only 11 days have hourly values, too few to judge the year", None),
    ];
    TargetView {
        id: id.to_owned(),
        clause: 7,
        sentence: text("到 2020 年，全市空气质量优良天数的比例达到百分之八十以上。", "By 2020 at least 80 % of the days of the year have good air."),
        indicator: text("优良天数比例 · 全市", "Share of good-air days · whole city"),
        demand: text("≥ 80 %", "≥ 80 %"),
        due: Some(2020),
        answers: vec![post("bureau-air", "市生态环境局局长", "Head of the ecology bureau")],
        verdict: years[3].clone(),
        years,
    }
}

pub fn water_target(id: &str, zh: &str, en: &str, standing: Standing) -> TargetView {
    let judged = match standing {
        Standing::NoStation => verdict(id, 2020, standing, text("没有断面，无从判定", "no section, so nothing to judge"), None),
        _ => verdict(id, 2020, standing, text("全年各断面都在目标以内", "all sections stay within the target"), Some("Ⅱ")),
    };
    TargetView {
        id: id.to_owned(),
        clause: 5,
        sentence: text(&format!("到 2020 年，{zh}水质稳定在Ⅱ类以内。"), &format!("By 2020 the {en} stays within class Ⅱ.")),
        indicator: text(&format!("水质类别 · {zh}"), &format!("Water class · {en}")),
        demand: text("稳定 ≤ Ⅱ 类", "stable ≤ class Ⅱ"),
        due: Some(2020),
        answers: vec![post("chief", &format!("{zh}市级河长"), &format!("City chief of the {en}"))],
        years: vec![judged.clone()],
        verdict: judged,
    }
}

pub fn targets() -> Vec<TargetView> {
    vec![
        water_target("S05-24", "湘江干流", "Xiang main stream", Standing::Met),
        water_target("S05-25", "涟水", "Lian", Standing::Missed),
        water_target("S05-26", "涓水", "Juan", Standing::NoStation),
        water_target("S05-27", "水府庙库区", "Shuifumiao reservoir", Standing::NoStation),
        air_target(),
    ]
}

pub fn plan() -> Vec<ClauseView> {
    let prose = |zh: &str, en: &str| ClausePart::Prose { html: text(&format!("<p>{zh}</p>"), &format!("<p>{en}</p>")) };
    let mut targets = targets();
    let air = targets.pop().unwrap();
    let mut water = vec![prose(
        "把碧水保卫战作为首要任务，以湘江保护和治理为重点，统筹上下游、左右岸、干支流。",
        "Clean water comes first: the Xiang is protected and mended, upstream and downstream, both banks, main stream and tributaries together.",
    )];
    for target in targets {
        water.push(ClausePart::Prose {
            html: text(&format!("<p>{}</p>", target.sentence.zh), &format!("<p>{}</p>", target.sentence.en)),
        });
        water.push(ClausePart::Target(Box::new(target)));
    }
    vec![
        ClauseView { number: 5, title: text("水的目标", "Targets for water"), parts: water },
        ClauseView {
            number: 7,
            title: text("空气的目标", "Targets for air"),
            parts: vec![
                prose("控制煤、车、尘、企业四类来源。", "Coal, vehicles, dust and factories are kept in check."),
                prose(&air.sentence.zh, &air.sentence.en),
                ClausePart::Target(Box::new(air)),
            ],
        },
    ]
}

fn head(id: &str, kind: PointKind, zh: &str, en: &str, position: Option<[f64; 2]>) -> PointHead {
    let water = kind == PointKind::Section;
    PointHead {
        id: id.to_owned(),
        kind,
        name: text(zh, en),
        of: if water { text("湘江", "Xiang") } else { text("湘潭市", "Xiangtan") },
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
    Mark { label: text(zh, en), rank, because, why: format!("mark/{id}/2020-04-02T16:00") }
}

fn point(head: PointHead, mark: Mark) -> PointMark {
    let at = mark.rank.map(|_| at(40));
    PointMark { head, mark, at }
}

pub fn sections() -> Vec<PointMark> {
    vec![
        point(head("zhaoshan", PointKind::Section, "昭山", "Zhaoshan", Some([113.0025, 27.9706])), mark("Ⅱ 类", "Class Ⅱ", Some(2), "zhaoshan")),
        point(head("lianshui-mouth", PointKind::Section, "涟水入河口", "Mouth of the Lian", Some([112.8562, 27.7902])), mark("Ⅲ 类", "Class Ⅲ", Some(3), "lianshui-mouth")),
    ]
}

pub fn stations() -> Vec<PointMark> {
    let station = |id: &str, zh: &str, en: &str, lon, lat, label: (&str, &str), rank| {
        point(head(id, PointKind::Station, zh, en, Some([lon, lat])), mark(label.0, label.1, rank, id))
    };
    vec![
        point(head("city-air", PointKind::CityAir, "全市空气", "City air", None), mark("68 良", "68 good", Some(2), "city-air")),
        station("1508A", "板塘", "Bantang", 112.9443, 27.8700, ("42 优", "42 excellent"), Some(1)),
        station("1511A", "市监测站", "Monitoring centre", 112.9118, 27.8722, ("68 良", "68 good"), Some(2)),
        station("1512A", "江麓", "Jianglu", 112.8928, 27.8442, ("112 轻度污染", "112 light"), Some(3)),
        station("1513A", "岳塘", "Yuetang", 112.9072, 27.8139, ("163 中度污染", "163 moderate"), Some(4)),
        station("1514A", "科大", "University", 112.9229, 27.9025, ("75 良", "75 good"), Some(2)),
        station("1562A", "昭山", "Zhaoshan", 113.0030, 27.9690, ("未知", "Unknown"), None),
        station("1564A", "韶山", "Shaoshan", 112.4870, 27.9140, ("51 良", "51 good"), Some(2)),
    ]
}

pub fn notice() -> Text {
    text(
        "演示数据：历史公开监测值由模拟器按原时间重放；负责人均为虚构。",
        "Demo data: published historical values replayed by a simulator; all persons are invented.",
    )
}

pub fn overview() -> Overview {
    Overview {
        city: text("湘潭市", "Xiangtan"),
        notice: Some(notice()),
        counts: Counts { frames: 12_345, frames_faulty: 17, files: 3, observations: 98_765 },
        sections: sections(),
        stations: stations(),
        targets: targets(),
        blind_spots: vec![text("涓水", "the Juan"), text("水府庙水库", "the Shuifumiao reservoir")],
    }
}

/// A table of `rows` periods of `hours` each, newest first; every seventh row lacks a value, every eleventh is unknown.
fn table(id: &str, period: &str, title: Text, hours: i64, rows: i64, columns: &[(&str, &str, &str, &str)]) -> Table {
    let columns: Vec<Column> = columns
        .iter()
        .map(|(item, zh, en, unit)| Column { item: (*item).to_owned(), name: text(zh, en), unit: (*unit).to_owned() })
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
                note: missing.then(|| text("维护中，不参与评价", "in maintenance, not counted")),
                why: Some(format!("value/{id}/{}/{}", columns[place].item, start.format("%Y-%m-%dT%H:%M"))),
            }
        };
        let rank = (index % 11 != 0).then_some((index % 6 + 1) as u8);
        let label = rank.map_or(("未知".to_owned(), "Unknown".to_owned()), |rank| (format!("{rank} 级"), format!("Level {rank}")));
        Row {
            at: start,
            label: start.format("%Y-%m-%d %H:%M").to_string(),
            mark: Mark { label: Text::new(label.0, label.1), ..mark("", "", rank, id) },
            cells: (0..columns.len()).map(cell).collect(),
        }
    };
    let rows: Vec<Row> = (0..rows).rev().map(row).collect();
    Table { period: period.to_owned(), title, total: rows.len(), rows, columns }
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

pub fn why() -> WhySheet {
    let rule = |standard: &str, clause: &str, certainty| Citation::new(standard, clause, certainty);
    let days = (1..=60).map(|day| {
        let hour = Reason {
            evidence: Some(format!("r{day}:5")),
            key: Some(format!("value/1511A/PM25/2015-01-{day:02}T17:00")),
            ..Reason::new(text("PM2.5 35 µg/m³，17 时收到，标记正常", "PM2.5 35 µg/m³, received at 17:00, flag normal"))
        };
        Reason::new(text(&format!("第 {day} 天：AQI 68，良，计入优良天"), &format!("Day {day}: AQI 68, good, counted")))
            .by(rule("HJ 633-2012", "table 2", Certainty::V2))
            .since(hour)
    });
    let reason = Reason::new(text("2015 年优良天数比例 82.4 %，达到 80 %", "In 2015, 82.4 % of days were good: at least 80 %"))
        .by(rule("ASM-1", "达标判定", Certainty::PD))
        .since(
            Reason::new(text("352 天有效，其中优良 290 天", "352 valid days, 290 of them good"))
                .by(rule("HJ 663-2013", "5.2", Certainty::V2))
                .since_all(days),
        )
        .since(Reason::new(text("要求来自决议第七条：≥ 80 %", "The demand comes from clause 7: ≥ 80 %")).by(rule("S07-22", "", Certainty::V1)));
    WhySheet {
        key: "target/S07-22/2015".to_owned(),
        title: text("为什么 2015 年优良天数目标判为达成？", "Why was the good-air target met in 2015?"),
        reason,
        answers: air_target().answers,
        shown_at: Some("/targets/S07-22?year=2015".to_owned()),
    }
}

fn fault() -> FaultView {
    FaultView {
        code: "crc-mismatch".to_owned(),
        says: text(
            "校验码写的是 1C80，按数据段算得 2A11；请检查数采仪的校验算法。",
            "The CRC says 1C80, the data segment gives 2A11; check the logger's CRC.",
        ),
    }
}

pub fn evidence() -> EvidenceSheet {
    let frame = "##0136QN=20200402170000000;ST=22;CN=2061;PW=123456;MN=DEMO43030000000000000001;Flag=4;CP=&&DataTime=20200402170000;a34004-Avg=35.0,a34004-Flag=N&&1C80";
    let field = |name: &str, value: &str, meaning: Option<(&str, &str)>| FieldView {
        name: name.to_owned(),
        value: value.to_owned(),
        meaning: meaning.map(|(zh, en)| text(zh, en)),
    };
    EvidenceSheet {
        id: "r17:5".to_owned(),
        kind: "frame".to_owned(),
        received_at: Utc.with_ymd_and_hms(2020, 4, 2, 9, 0, 1).unwrap(),
        from: "tcp 127.0.0.1:50122".to_owned(),
        text: frame.to_owned(),
        hex: frame.bytes().map(|byte| format!("{byte:02x} ")).collect::<String>().as_bytes().chunks(48).map(|row| String::from_utf8_lossy(row).into_owned()).collect::<Vec<_>>().join("\n"),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        file_header: None,
        fields: vec![
            field("QN", "20200402170000000", Some(("请求编号", "request number"))),
            field("CN", "2061", Some(("上传小时数据", "hourly data"))),
            field("a34004-Avg", "35.0", Some(("PM2.5 平均值", "mean of PM2.5"))),
            field("x99", "<script>alert(1)</script>", None),
        ],
        faults: vec![fault()],
        values: vec![TakenValue {
            point: Some(stations().remove(2).head),
            item: Column { item: "PM25".to_owned(), name: text("PM2.5", "PM2.5"), unit: "µg/m³".to_owned() },
            at: "2020-04-02 16:00–17:00".to_owned(),
            value: Some("35".to_owned()),
            flag: Some("N".to_owned()),
            why: "value/1511A/PM25/2020-04-02T16:00".to_owned(),
        }],
        simulated: true,
    }
}

pub fn faulty() -> Vec<ReceiptRow> {
    let row = |number: u32| ReceiptRow {
        id: format!("r{number}"),
        received_at: Utc.with_ymd_and_hms(2020, 4, 2, 9, number, 1).unwrap(),
        from: "tcp 127.0.0.1:50122".to_owned(),
        faults: vec![fault()],
        excerpt: evidence().text.chars().take(90).collect(),
    };
    (1..=5).rev().map(row).collect()
}
